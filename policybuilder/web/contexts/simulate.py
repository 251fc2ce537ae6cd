"""Simulate: the question with what can be picked for it, and the answer with its reasons."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policybuilder.authoring import Composed, Draft
from policybuilder.authoring.askers import named_callers
from policybuilder.authoring.questions import Answer, ask
from policybuilder.catalogue import Catalogue, Operation, catalogue, witness
from policybuilder.iam import Policy
from policybuilder.web.attachments import Arrangement, Attached, arrange
from policybuilder.web.contexts.access_map import short_name
from policybuilder.web.contexts.addresses import Addresses
from policybuilder.web.contexts.answer import (
    Asked,
    CheckPanel,
    Document,
    KeyLine,
    documents,
    keys_that_matter,
    panels,
)
from policybuilder.web.contexts.offers import draft_allowing, offers
from policybuilder.web.contexts.picker import operation_groups
from policybuilder.web.contexts.scenarios import Tally, question_words
from policybuilder.web.contexts.scenarios import kind_words as kind_of_policy_words
from policybuilder.web.forms.attach import LEVEL_CHOICES, AttachForm
from policybuilder.web.forms.callers import KINDS, caller_note, example_of, kind_words
from policybuilder.web.forms.simulate import WAYS, ContextRow, QuestionForm
from policybuilder.wording import layer_name, sentence
from policybuilder.wording.pages import answer_sentence, check_problem_sentence

EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class AttachedChip:
    """An attached policy as the question shows it. `idle`: it does not count, since the one on the bench does."""

    id: int
    layer: str
    name: str
    source: str
    resource: str
    idle: bool


@dataclass(frozen=True, slots=True)
class KeyField:
    """A row of the context: the key, its value, whether it is left open; `words`: why it is there."""

    number: int
    row: ContextRow
    words: str
    error: str
    type: str

    @property
    def yes_or_no(self) -> bool:
        """Whether the value is chosen rather than typed; what was typed otherwise stays as it is."""
        return self.type == "Bool" and self.row.value in {"", "true", "false"}

    @property
    def placeholder(self) -> str:
        """What a value of the key looks like."""
        return PLACEHOLDERS.get(self.type, "absent from the request")

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
    bench_layer: str
    attached: tuple[AttachedChip, ...]
    assumed: tuple[tuple[str, str], ...]
    kind_words: str
    attach_form: AttachForm
    callers: tuple[str, ...]
    decision: str
    sentence: str
    problems: tuple[str, ...]
    assumptions: tuple[tuple[str, str], ...]
    checks: tuple[CheckPanel, ...]
    documents: tuple[Document, ...]
    matters: tuple[KeyLine, ...]
    ways: tuple[tuple[str, str], ...]
    caller_kinds: tuple[tuple[str, str], ...]
    caller_note: str
    can_allow: bool
    base: int
    stale: bool
    scenarios: Tally
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
    def resource_account_error(self) -> str:
        """What is wrong with the resource's account."""
        return self.form.errors.get("id_resource_account", "")

    @property
    def several(self) -> bool:
        """Whether the call has more than one authorization check."""
        return len(self.checks) > 1

    @property
    def attach_errors(self) -> tuple[tuple[str, str], ...]:
        """(field id, message) of what keeps a policy from being attached."""
        found = self.attach_form.errors
        ids = {name: f"id_{name}" for name in self.attach_form.fields}
        return tuple(
            (ids.get(name, "id_text"), message) for name, messages in found.items() for message in map(str, messages)
        )

    @property
    def question_words(self) -> str:
        """The question in a few words, to keep it by."""
        return question_words(self.form.request)

    @property
    def query(self) -> str:
        """The question as the query of an address."""
        return self.form.query_with()

    @property
    def data_date(self) -> str:
        """The date of the AWS data."""
        return catalogue().meta.date


@dataclass(frozen=True, slots=True)
class OnTheBench:
    """What a question is asked of: the policy with its name and state, what is attached, what may be asked about."""

    name: str
    draft: Draft
    composed: Composed
    attached: tuple[Attached, ...]
    arns: Sequence[str]
    base: int
    stale: bool
    scenarios: Tally

    @property
    def arrangement(self) -> Arrangement:
        """Every policy of the question in its place."""
        return arrange(self.composed, self.draft, self.attached)


def simulate_page(bench: OnTheBench, form: QuestionForm, attach_form: AttachForm, urls: Addresses) -> SimulatePage:
    """The page for a question; nothing is decided while a field is wrong or no operation is picked."""
    known = catalogue()
    arrangement = bench.arrangement
    _offer_what_is_needed(attach_form, arrangement)
    answer = ask(form.question, arrangement.policies(form.request)) if form.operation and not form.errors else None
    decided = answer if answer and not answer.problems else None
    asked = Asked(form, answer, bench.draft, bench.composed, arrangement) if answer else None
    matters = keys_that_matter(asked, urls.simulate) if asked else ()
    rules = {item.statement: item.rule for item in bench.composed.provenance}
    return SimulatePage(
        urls=urls,
        name=bench.name,
        form=form,
        operation_options=_options(known),
        resources=_resources(bench.composed.policy, bench.arns, known),
        keys=_key_fields(form, [each.policy for each in arrangement.placed], [line.key for line in matters]),
        known_keys=tuple(known.condition_keys),
        bench_layer=layer_name(arrangement.bench.layer),
        attached=tuple(_chip(each, arrangement) for each in bench.attached),
        assumed=tuple((each.name, _layer_words(each.layer, each.level)) for each in arrangement.assumed),
        kind_words=kind_of_policy_words(arrangement),
        attach_form=attach_form,
        callers=_callers(bench.draft.settings.account, named_callers(bench.composed.policy, bench.draft.settings)),
        decision=decided.decision.value if decided else "",
        sentence=answer_sentence(decided, form.operation, _where(decided)) if decided else "",
        problems=tuple(check_problem_sentence(problem) for problem in answer.problems) if answer else (),
        assumptions=_assumptions(answer),
        checks=panels(asked, urls.simulate, () if bench.stale else offers(asked)) if asked else (),
        documents=documents(asked, rules) if asked and decided else (),
        matters=matters,
        ways=tuple((way, words) for way, (words, _) in WAYS.items()),
        caller_kinds=kind_words(),
        caller_note=caller_note(form.principal.strip(), form.question.context) if decided else "",
        can_allow=bool(asked and not bench.stale and draft_allowing(asked)),
        base=bench.base,
        stale=bench.stale,
        scenarios=bench.scenarios,
        asked=answer is not None,
    )


def _offer_what_is_needed(form: AttachForm, arrangement: Arrangement) -> None:
    """A policy that needs an identity policy beside it has that layer chosen."""
    if any(each.layer == "identity" for each in arrangement.assumed):
        form.initial.setdefault("layer", "identity")


def _chip(each: Attached, arrangement: Arrangement) -> AttachedChip:
    record = each.record
    return AttachedChip(
        id=record.id,
        layer=_layer_words(record.layer, record.level),
        name=record.name,
        source=record.source or "",
        resource=short_name(record.resource) if record.resource else "",
        idle=any(idle.policy is each.policy for idle in arrangement.idle),
    )


def _layer_words(layer: str, level: int) -> str:
    """A layer as a chip says it: `Service control policy, the root`."""
    words = layer_name(layer)
    where = dict(LEVEL_CHOICES).get(str(level), "") if layer in {"scp", "rcp"} else ""
    return words[:1].upper() + words[1:] + (f", {where}" if where else "")


def _callers(account: str, named: Sequence[str]) -> tuple[str, ...]:
    """Those whom the policy names, and one caller of each kind, as examples."""
    found = [example_of(kind, account) for kind in KINDS]
    return tuple(dict.fromkeys((*named, *(each.example for each in found if each and each.example))))


def _where(answer: Answer) -> str:
    """The resource of the first check in short, "" where AWS asks on none."""
    resource = answer.checks[0].check.resource if answer.checks else "*"
    return "" if resource == "*" else short_name(resource)


def _assumptions(answer: Answer | None) -> tuple[tuple[str, str], ...]:
    """What the answer takes for granted where AWS's text leaves it open: each id once, with its sentence."""
    ids = [
        name
        for item in (answer.checks if answer else ())
        for name in (*item.evaluation.assumptions, *filter(None, [item.check.assumption]))
    ]
    return tuple((name, sentence("assumption", name)) for name in dict.fromkeys(ids))


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


PLACEHOLDERS = {
    "Date": "2026-07-01T12:00:00Z",
    "Numeric": "a number",
    "IPAddress": "203.0.113.7",
    "ARN": "an ARN",
    "several": "one a line",
}


def _type(key: str) -> str:
    """The type of a key's values, "several" where it has many, "" where it is not known."""
    known = catalogue().find_key(key) if key else None
    return "" if known is None else "several" if known.multivalued else known.type


def _why(key: str, deciding: Collection[str], tested: Collection[str]) -> str:
    """Why a key is offered, "" for one that was typed."""
    return "matters to this question" if key in deciding else "tested by the policies" if key in tested else ""


def _key_fields(form: QuestionForm, policies: Sequence[Policy], matter: Sequence[str]) -> tuple[KeyField, ...]:
    """The keys that decide about this question come first, then those that were typed, those that the policies test at
    all, and empty rows."""
    entries = [entry for policy in policies for statement in policy.statements for entry in statement.conditions]
    tested = {entry.key.lower(): entry.key for entry in entries}
    typed = {row.key.lower() for row in form.rows}
    rows = [*form.rows, *[ContextRow(key, "", False) for low, key in tested.items() if low not in typed]]
    deciding = [key.lower() for key in matter]
    rows.sort(key=lambda row: deciding.index(row.key.lower()) if row.key.lower() in deciding else len(deciding))
    rows += [ContextRow("", "", False)] * EMPTY_ROWS
    return tuple(
        KeyField(
            number=number,
            row=row,
            words=_why(row.key.lower(), deciding, tested),
            error=form.errors.get(f"id_key_{number}", ""),
            type=_type(row.key),
        )
        for number, row in enumerate(rows)
    )
