"""Simulate: the question with what can be picked for it, and the answer with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from policybuilder.authoring import Composed
from policybuilder.authoring.questions import Answer, CheckAnswer, ask
from policybuilder.catalogue import Catalogue, Operation, catalogue, witness
from policybuilder.iam import ConditionTrace, Decision, Effect, ElementTrace, Layers, Policy, StatementTrace
from policybuilder.web.contexts.access_map import short_name
from policybuilder.web.contexts.build_page import Addresses
from policybuilder.web.contexts.picker import operation_groups
from policybuilder.web.forms.simulate import ContextRow, QuestionForm
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording import reason_sentence, sentence
from policybuilder.wording.pages import (
    answer_sentence,
    check_problem_sentence,
    check_reason,
    key_title,
    trace_word,
)

EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class ElementCell:
    """What became of one element of a statement: match or not, in a word and a sentence."""

    truth: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of the policy and why it did or did not apply."""

    number: int
    sid: str
    effect: str
    applies: str
    action: ElementCell
    resource: ElementCell
    conditions: tuple[ElementCell, ...]
    determining: bool
    rule: str


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """One authorization check: what AWS asks, the decision, every statement."""

    action: str
    resource: str
    why: str
    decision: str
    sentence: str
    missing: tuple[str, ...]
    statements: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class KeyField:
    """A row of the context: the key, its value, whether it is left open; `tested`: the policy tests it."""

    number: int
    row: ContextRow
    title: str
    tested: bool
    error: str

    @property
    def ordinal(self) -> int:
        """The row's number as people count."""
        return self.number + 1


@dataclass(frozen=True, slots=True)
class OperationOption:
    """An operation that can be asked about; `needs` names the fields of its question."""

    name: str
    needs: str


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Operations of one task."""

    title: str
    options: tuple[OperationOption, ...]


@dataclass(frozen=True, slots=True)
class SimulatePage:
    """Everything that the page shows."""

    urls: Addresses
    name: str
    form: QuestionForm
    operation_options: tuple[OptionGroup, ...]
    resources: tuple[str, ...]
    keys: tuple[KeyField, ...]
    known_keys: tuple[str, ...]
    decision: str
    sentence: str
    problems: tuple[str, ...]
    assumptions: tuple[str, ...]
    checks: tuple[CheckPanel, ...]
    code: SafeString | str
    asked: bool

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """(field id, message) for the error summary."""
        return tuple(self.form.errors.items())

    @property
    def operation_error(self) -> str:
        """What is wrong with the operation."""
        return self.form.errors.get("id_operation", "")

    @property
    def tags_error(self) -> str:
        """What is wrong with the tags."""
        return self.form.errors.get("id_tags", "")

    @property
    def several(self) -> bool:
        """Whether the call has more than one authorization check."""
        return len(self.checks) > 1

    @property
    def decided(self) -> bool:
        """Whether a statement decided, and so is marked in the policy's text."""
        return any(row.determining for check in self.checks for row in check.statements)

    @property
    def data_date(self) -> str:
        """The date of the AWS data."""
        return catalogue().meta.date


def simulate_page(
    name: str, composed: Composed, form: QuestionForm, arns: Sequence[str], urls: Addresses
) -> SimulatePage:
    """The page for a question; nothing is decided while a field is wrong or no operation is picked."""
    known = catalogue()
    asked = bool(form.operation) and not form.errors
    answer = ask(form.question, Layers(identity=(composed.policy,))) if asked else None
    rules = {item.statement: item.rule for item in composed.provenance}
    checks = tuple(_panel(item, rules) for item in answer.checks) if answer else ()
    return SimulatePage(
        urls=urls,
        name=name,
        form=form,
        operation_options=_options(known),
        resources=_resources(composed.policy, arns, known),
        keys=_key_fields(form, composed.policy),
        known_keys=tuple(known.condition_keys),
        decision=answer.decision.value if answer and not answer.problems else "",
        sentence=answer_sentence(answer, form.operation, _where(answer)) if answer and not answer.problems else "",
        problems=tuple(check_problem_sentence(problem) for problem in answer.problems) if answer else (),
        assumptions=_assumptions(answer),
        checks=checks,
        code=_code(composed, answer, rules) if answer else "",
        asked=asked,
    )


def _where(answer: Answer) -> str:
    """The resource of the first check in short, "" where AWS asks on none."""
    resource = answer.checks[0].check.resource if answer.checks else "*"
    return "" if resource == "*" else short_name(resource)


def _assumptions(answer: Answer | None) -> tuple[str, ...]:
    """What the answer takes for granted where AWS's text is silent: each once, in words."""
    ids = [
        name
        for item in (answer.checks if answer else ())
        for name in (*item.evaluation.assumptions, *filter(None, [item.check.assumption]))
    ]
    return tuple(sentence("assumption", name) for name in dict.fromkeys(ids))


def _options(known: Catalogue) -> tuple[OptionGroup, ...]:
    """Operations by task, each with the fields that its question has."""
    return tuple(
        OptionGroup(
            group.title,
            tuple(
                OperationOption(row.name, _needs(known.operations[row.name]))
                for row in group.rows
                if row.name in known.operations
            ),
        )
        for group in operation_groups()
    )


def _needs(operation: Operation) -> str:
    """The fields of the operation's question: resource, destination, tags; nothing where it is asked on `*`."""
    always = [check for check in operation.checks if check.when == "always"]
    words = ["nothing"] if all(check.on == "*" for check in always) else ["resource"]
    words += ["destination"] if operation.name == "CopyProjectVersion" else []
    words += ["tags"] if operation.creates else []
    return " ".join(words)


def _resources(policy: Policy, arns: Sequence[str], known: Catalogue) -> tuple[str, ...]:
    """ARNs to pick: those of the inventory, and one that looks real for each pattern of the policy."""
    found = dict.fromkeys(arns)
    types = [kind for kind in known.resource_types.values() if kind.service == "rekognition"]
    for statement in policy.statements:
        for pattern in statement.resources.items if statement.resources else ():
            if pattern != "*":
                found |= dict.fromkeys(arn for kind in types if (arn := witness(pattern, kind)))
    return tuple(found)[:500]


def _key_fields(form: QuestionForm, policy: Policy) -> tuple[KeyField, ...]:
    """The keys that the policy tests come first, then what was typed, then empty rows."""
    tested = {entry.key.lower(): entry.key for statement in policy.statements for entry in statement.conditions}
    typed = {row.key.lower() for row in form.rows}
    rows = [*form.rows, *[ContextRow(key, "", False) for low, key in tested.items() if low not in typed]]
    rows += [ContextRow("", "", False)] * EMPTY_ROWS
    return tuple(
        KeyField(
            number=number,
            row=row,
            title=key_title(row.key) if row.key else "",
            tested=row.key.lower() in tested,
            error=form.errors.get(f"id_key_{number}", ""),
        )
        for number, row in enumerate(rows)
    )


def _panel(item: CheckAnswer, rules: Mapping[int, str]) -> CheckPanel:
    evaluation = item.evaluation
    determining = {ref.statement for ref in evaluation.determining}
    return CheckPanel(
        action=item.check.action,
        resource=item.check.resource,
        why=check_reason(item.check),
        decision=evaluation.decision.value,
        sentence=answer_sentence(Answer(evaluation.decision, (item,)), item.check.action),
        missing=evaluation.missing_keys,
        statements=tuple(_row(trace, determining, rules.get(trace.statement, "")) for trace in evaluation.traces),
    )


def _row(trace: StatementTrace, determining: set[int], rule: str) -> StatementRow:
    return StatementRow(
        number=trace.statement + 1,
        sid=trace.sid or f"Statement {trace.statement + 1}",
        effect=trace.effect.value if isinstance(trace.effect, Effect) else "not readable",
        applies=trace.applies.name.lower(),
        action=_cell(trace.action),
        resource=_cell(trace.resource),
        conditions=tuple(_cell(condition) for condition in trace.conditions),
        determining=trace.statement in determining,
        rule=rule,
    )


def _cell(trace: ElementTrace | ConditionTrace) -> ElementCell:
    return ElementCell(trace.truth.name.lower(), trace_word(trace), reason_sentence(trace))


def _code(composed: Composed, answer: Answer, rules: Mapping[int, str]) -> SafeString:
    """The policy with the determining statements marked in the colour of their effect, and in words."""
    marked = {
        ref.statement: "is-determining-deny"
        if item.evaluation.decision is Decision.EXPLICIT_DENY
        else "is-determining-allow"
        for item in answer.checks
        for ref in item.evaluation.determining
    }
    return code_html(code_lines(composed.text), rules, marked=marked)
