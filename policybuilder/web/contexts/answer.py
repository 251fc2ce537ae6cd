"""Simulate's answer: the decision, what would change it, every statement and every layer with its reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from policybuilder.authoring import Composed
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.authoring.explain import Change, ChangeKind, Near, changes, nearest
from policybuilder.authoring.questions import Answer, CheckAnswer
from policybuilder.catalogue import catalogue
from policybuilder.iam import (
    ALWAYS_SENT,
    ConditionReason,
    ConditionTrace,
    Decision,
    Effect,
    ElementTrace,
    Evaluation,
    Layers,
    Request,
    StatementRef,
    StatementTrace,
    Truth,
)
from policybuilder.web.attachments import Attached, level_numbers
from policybuilder.web.forms.simulate import QuestionForm
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording import layer_name, reason_sentence, sentence
from policybuilder.wording.pages import answer_sentence, change_sentence, check_reason, key_title, trace_word

THIS_POLICY = "this policy"
_VERDICTS = {
    Decision.ALLOWED: ("allowed", "allows"),
    Decision.EXPLICIT_DENY: ("explicitDeny", "denies"),
    Decision.IMPLICIT_DENY: ("implicitDeny", "does not allow"),
    Decision.UNKNOWN: ("unknown", "depends"),
}


@dataclass(frozen=True, slots=True)
class ElementCell:
    """What became of one element of a statement: match or not, in a word and a sentence."""

    truth: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement and why it did or did not apply. `policy`: whose it is; `lacks`: what keeps a near one away."""

    sid: str
    policy: str
    effect: str
    action: ElementCell
    resource: ElementCell
    principal: ElementCell | None
    conditions: tuple[ElementCell, ...]
    determining: bool

    @property
    def sentences(self) -> str:
        """Why, element by element."""
        named = (self.principal,) if self.principal else ()
        return " ".join(cell.sentence for cell in (self.action, self.resource, *named, *self.conditions))


@dataclass(frozen=True, slots=True)
class LayerRow:
    """What one layer says. `exempt` tells why it does not count, "" where it does."""

    name: str
    decision: str
    word: str
    exempt: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A single change that would allow the call: the sentence, and where it is asked again, if it can be."""

    sentence: str
    href: str


@dataclass(frozen=True, slots=True)
class CheckPanel:
    """One authorization check: what AWS asks, the decision, what would change it, every statement, every layer."""

    action: str
    resource: str
    why: str
    decision: str
    sentence: str
    missing: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    nearest: tuple[StatementRow, ...]
    statements: tuple[StatementRow, ...]
    layers: tuple[LayerRow, ...]

    @property
    def about(self) -> str:
        """The pair that was asked about."""
        return f"{self.action} on {self.resource}"

    @property
    def with_principals(self) -> bool:
        """Whether a policy on the resource is among them."""
        return any(row.principal for row in self.statements)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key that a statement about this question tests: what the request says of it, and other things to ask with."""

    key: str
    title: str
    state: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a policy with the determining statements marked."""

    title: str
    code: SafeString
    decided: bool
    prefix: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, the layers it was asked under, and where their policies come from."""

    form: QuestionForm
    answer: Answer
    policies: CallPolicies
    composed: Composed
    attached: tuple[Attached, ...]

    def layers_of(self, item: CheckAnswer) -> Layers:
        """The layers that one check was decided under."""
        return self.policies.of(item.check.resource, None, item.check.among).layers

    def policy_name(self, layer: str, level: int | None, policy: int) -> str:
        """Whose policy it is: the one on the bench has no other name."""
        if (layer, policy) == ("identity", 0):
            return THIS_POLICY
        record = self.attached_at(layer, level, policy)
        return record.record.name if record and record.record.name else layer_name(layer)

    def attached_at(self, layer: str, level: int | None, policy: int) -> Attached | None:
        """What is attached there; None for the policy on the bench."""
        number = level_numbers(self.attached, layer)[level] if level is not None else 0
        places = [
            each
            for each in self.attached
            if (each.record.layer, each.record.level, each.place) == (layer, number, policy)
        ]
        return places[0] if places else None

    def level_word(self, layer: str, level: int | None) -> str:
        """Where in the organization a level stands."""
        if level is None:
            return ""
        number = level_numbers(self.attached, layer)[level]
        return f", level {number}" if number else ", root"


def panels(asked: Asked, address: str) -> tuple[CheckPanel, ...]:
    """A panel for each check; `address` is the page's, for questions asked again with a key."""
    return tuple(_panel(item, asked, address) for item in asked.answer.checks)


def can_allow(asked: Asked) -> tuple[tuple[str, str], ...]:
    """The checks that one more rule of this policy would allow: action and resource."""
    return tuple(
        (item.check.action, item.check.resource)
        for item in asked.answer.checks
        if item.check.among is None
        and any(
            (change.kind, change.layer) == (ChangeKind.ALLOW, "identity")
            for change in changes(_request(item, asked), asked.layers_of(item), item.evaluation)
        )
    )


def _request(item: CheckAnswer, asked: Asked) -> Request:
    question = asked.form.question
    return Request(
        action=item.check.action,
        resource=item.check.resource,
        principal=question.principal,
        context={**item.check.context, **question.context},
        open_keys=question.open_keys,
        management_account=question.management_account,
    )


def _panel(item: CheckAnswer, asked: Asked, address: str) -> CheckPanel:
    evaluation = item.evaluation
    determining = set(evaluation.determining)
    found = () if item.check.among else changes(_request(item, asked), asked.layers_of(item), evaluation)
    refused = evaluation.decision in (Decision.IMPLICIT_DENY, Decision.UNKNOWN)
    return CheckPanel(
        action=item.check.action,
        resource=item.check.resource,
        why=check_reason(item.check),
        decision=evaluation.decision.value,
        sentence=answer_sentence(Answer(evaluation.decision, (item,)), item.check.action),
        missing=evaluation.missing_keys,
        changes=tuple(_change_lines(found, asked, address)),
        nearest=tuple(_row(near.trace, determining, asked) for near in _near(evaluation)) if refused else (),
        statements=tuple(_row(trace, determining, asked) for trace in evaluation.traces),
        layers=tuple(_layer_rows(evaluation, asked)),
    )


def _near(evaluation: Evaluation) -> tuple[Near, ...]:
    """The nearest statements, where there are so many that they would not be seen among all."""
    found = nearest(evaluation)
    return found if len(evaluation.traces) > len(found) + 1 else ()


def _change_lines(found: Sequence[Change], asked: Asked, address: str) -> Iterator[ChangeLine]:
    for change in found:
        where = layer_name(change.layer) + asked.level_word(change.layer, change.level)
        href = ""
        if change.kind is ChangeKind.GIVE_KEY:
            href = f"{address}?{asked.form.query_with(change.params['key'], change.params['value'])}"
        yield ChangeLine(change_sentence(change, where), href)


def _layer_rows(evaluation: Evaluation, asked: Asked) -> Iterator[LayerRow]:
    for verdict in evaluation.layers:
        name = layer_name(verdict.layer) + asked.level_word(verdict.layer, verdict.level)
        decision, word = _VERDICTS[verdict.decision]
        yield LayerRow(name, decision, word, "")
    for exemption in evaluation.exempt:
        yield LayerRow(
            layer_name(exemption.layer), "implicitDeny", "does not count", sentence("exempt", exemption.reason)
        )


def _row(trace: StatementTrace, determining: set[StatementRef], asked: Asked) -> StatementRow:
    return StatementRow(
        sid=trace.sid or f"Statement {trace.statement + 1}",
        policy=asked.policy_name(trace.layer, trace.level, trace.policy),
        effect=trace.effect.value if isinstance(trace.effect, Effect) else "not readable",
        action=_cell(trace.action),
        resource=_cell(trace.resource),
        principal=_cell(trace.principal) if trace.principal else None,
        conditions=tuple(_cell(condition) for condition in trace.conditions),
        determining=trace.ref in determining,
    )


def _cell(trace: ElementTrace | ConditionTrace) -> ElementCell:
    return ElementCell(trace.truth.name.lower(), trace_word(trace), reason_sentence(trace))


def keys_that_matter(asked: Asked, address: str) -> tuple[KeyLine, ...]:
    """The keys tested by the statements that are about what was asked, whatever their other conditions say."""
    found: dict[str, list[ConditionTrace]] = {}
    for item in asked.answer.checks:
        for trace in item.evaluation.traces:
            elements = [trace.action, trace.resource, *([trace.principal] if trace.principal else [])]
            if all(element.truth is not Truth.NO for element in elements):
                for condition in trace.conditions:
                    found.setdefault(condition.entry.key.lower(), []).append(condition)
    return tuple(_key_line(traces, asked.form, address) for traces in found.values())


def _key_line(traces: Sequence[ConditionTrace], form: QuestionForm, address: str) -> KeyLine:
    first = traces[0]
    key, known = first.entry.key, catalogue().find_key(first.entry.key)
    if known is not None and known.type == "Bool":
        values = ["true", "false"]
    else:
        written = dict.fromkeys(value for trace in traces for value in trace.entry.values.items)
        values = [value for value in written if not set(value) & set("*?$")][:MOST_VALUES]
    queries = [(value, form.query_with(key, value)) for value in values]
    if key.lower() not in _ALWAYS:
        queries.append(("absent", form.query_with(key)))
    queries.append(("left open", form.query_with(key, left_open=True)))
    return KeyLine(key, key_title(key), _state(first), tuple((word, f"{address}?{query}") for word, query in queries))


MOST_VALUES = 4
_ALWAYS = {key.lower() for key in ALWAYS_SENT}


def _state(trace: ConditionTrace) -> str:
    """What the request says of a key."""
    if trace.actual is not None:
        return trace.actual if isinstance(trace.actual, str) else ", ".join(trace.actual)
    return "not known" if trace.missing or trace.reason is ConditionReason.KEY_NOT_KNOWN else "absent"


def documents(asked: Asked, rules: Mapping[int, str]) -> tuple[Document, ...]:
    """The policy on the bench and the attached ones that decided, each with what decided marked; such ones first."""
    marks: dict[tuple[str, int | None, int], dict[int, str]] = {}
    for item in asked.answer.checks:
        denied = item.evaluation.decision is Decision.EXPLICIT_DENY
        for ref in item.evaluation.determining:
            marked = marks.setdefault((ref.layer, ref.level, ref.policy), {})
            marked[ref.statement] = "is-determining-deny" if denied else "is-determining-allow"
    own = marks.pop(("identity", None, 0), {})
    found = [_document("The policy", asked.composed.text, rules, own, "L")]
    for number, ((layer, level, policy), marked) in enumerate(marks.items()):
        attached = asked.attached_at(layer, level, policy)
        if attached:
            title = f"{attached.record.name or layer_name(layer)}, {layer_name(layer)}{asked.level_word(layer, level)}"
            found.append(_document(title, attached.text, {}, marked, f"A{number}-"))
    return tuple(sorted(found, key=lambda document: not document.decided))


def _document(title: str, text: str, rules: Mapping[int, str], marked: Mapping[int, str], prefix: str) -> Document:
    return Document(title, code_html(code_lines(text), rules, marked=marked, prefix=prefix), bool(marked), prefix)
