"""Simulate's answer: the decision, what would change it, every statement and every layer with its reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from policybuilder.authoring import Composed, Draft
from policybuilder.authoring.explain import Change, ChangeKind, changes, nearest
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
    Policy,
    StatementRef,
    StatementTrace,
    Truth,
)
from policybuilder.web.attachments import OWN_LEVEL, Arrangement, Origin, Placed
from policybuilder.web.forms.simulate import QuestionForm
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording import layer_name, reason_sentence, sentence
from policybuilder.wording.pages import (
    another_resource,
    answer_sentence,
    change_sentence,
    check_reason,
    key_title,
    trace_word,
)

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
class Offer:
    """An edit of the policy by way of a near statement: the value of its button, and what it does in words."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement and why it did or did not apply. `policy`: whose it is; `offer`: how a near one could allow it."""

    sid: str
    policy: str
    effect: str
    action: ElementCell
    resource: ElementCell
    principal: ElementCell | None
    conditions: tuple[ElementCell, ...]
    determining: bool
    offer: Offer | None

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
    deciding: tuple[StatementRow, ...]
    nearest: tuple[StatementRow, ...]
    statements: tuple[StatementRow, ...]
    layers: tuple[LayerRow, ...]

    @property
    def about(self) -> str:
        """The pair that was asked about."""
        return f"{self.action} on {self.resource}"

    @property
    def show_layers(self) -> bool:
        """Whether the layers say more than the one decision: there are several, or one that does not count."""
        return len(self.layers) > 1 or any(row.exempt for row in self.layers)

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
    """A question with its answer, the draft on the bench, and the policies it was asked under."""

    form: QuestionForm
    answer: Answer
    draft: Draft
    composed: Composed
    arrangement: Arrangement

    def layers_of(self, item: CheckAnswer) -> Layers:
        """The layers that one check was decided under."""
        return self.arrangement.policies(self.form.request).of(item.check.resource, None, item.check.among).layers

    def placed(self, item: CheckAnswer, ref: StatementRef) -> Placed | None:
        """Where the policy of a statement comes from."""
        return self.arrangement.whose(_policy_at(self.layers_of(item), ref))

    def level_word(self, layer: str, level: int | None) -> str:
        """Where in the organization a level stands."""
        if level is None:
            return ""
        number = self.arrangement.levels(layer)[level]
        return ", where it is attached" if number == OWN_LEVEL else f", level {number}" if number else ", root"


def _policy_at(layers: Layers, ref: StatementRef) -> Policy:
    if ref.layer in ("boundary", "session"):
        found: Policy = getattr(layers, ref.layer)
        return found
    policies = getattr(layers, ref.layer)
    several: tuple[Policy, ...] = policies if ref.level is None else policies[ref.level]
    return several[ref.policy]


def policy_name(placed: Placed | None) -> str:
    """Whose a policy is, in words: the one on the bench has no other name."""
    if placed is None or placed.origin is Origin.BENCH:
        return THIS_POLICY
    if placed.origin is Origin.ASSUMED:
        return f"{placed.name} (assumed)"
    return placed.name or layer_name(placed.layer)


Offers = Mapping[StatementRef, Offer]


def panels(asked: Asked, address: str, offers: Sequence[Offers] = ()) -> tuple[CheckPanel, ...]:
    """A panel for each check; `address` is the page's, for questions asked again with a key; `offers` are those of each
    check's near statements."""
    each = zip(asked.answer.checks, offers or [{}] * len(asked.answer.checks), strict=True)
    return tuple(_panel(item, asked, address, found) for item, found in each)


def _panel(item: CheckAnswer, asked: Asked, address: str, offers: Offers) -> CheckPanel:
    evaluation = item.evaluation
    found = () if item.check.among else changes(item.request, asked.layers_of(item), evaluation)
    refused = evaluation.decision in (Decision.IMPLICIT_DENY, Decision.UNKNOWN)
    near = nearest(evaluation) if refused else ()
    rows = tuple(_row(trace, item, asked) for trace in evaluation.traces)
    return CheckPanel(
        action=item.check.action,
        resource=item.check.resource,
        why=check_reason(item.check),
        decision=evaluation.decision.value,
        sentence=answer_sentence(Answer(evaluation.decision, (item,)), item.check.action),
        missing=evaluation.missing_keys,
        changes=tuple(_change_lines(found, asked, address)),
        nearest=tuple(_row(each.trace, item, asked, offers.get(each.trace.ref)) for each in near),
        deciding=tuple(row for row in rows if row.determining),
        statements=rows,
        layers=tuple(_layer_rows(evaluation, asked)),
    )


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


def _row(trace: StatementTrace, item: CheckAnswer, asked: Asked, offer: Offer | None = None) -> StatementRow:
    return StatementRow(
        sid=trace.sid or f"Statement {trace.statement + 1}",
        policy=policy_name(asked.placed(item, trace.ref)),
        effect=trace.effect.value if isinstance(trace.effect, Effect) else "not readable",
        action=_cell(trace.action),
        resource=ElementCell(
            trace.resource.truth.name.lower(),
            trace_word(trace.resource),
            another_resource(trace.resource, item.check.resource) or reason_sentence(trace.resource),
        ),
        principal=_cell(trace.principal) if trace.principal else None,
        conditions=tuple(_cell(condition) for condition in trace.conditions),
        determining=trace.ref in item.evaluation.determining,
        offer=offer,
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
    marks: dict[Placed, dict[int, str]] = {asked.arrangement.bench: {}}
    for item in asked.answer.checks:
        denied = item.evaluation.decision is Decision.EXPLICIT_DENY
        for ref in item.evaluation.determining:
            placed = asked.placed(item, ref)
            if placed is not None:
                marks.setdefault(placed, {})[ref.statement] = (
                    "is-determining-deny" if denied else "is-determining-allow"
                )
    found = [
        _document("The policy", placed.text, rules, marked, "L")
        if placed.origin is Origin.BENCH
        else _document(_title(placed), placed.text, {}, marked, f"A{number}-")
        for number, (placed, marked) in enumerate(marks.items())
        if placed.origin is not Origin.ASSUMED
    ]
    return tuple(sorted(found, key=lambda document: not document.decided))


def _title(placed: Placed) -> str:
    layer = layer_name(placed.layer)
    return f"{placed.name or layer}, {layer}{_level(placed)}"


def _level(placed: Placed) -> str:
    if placed.layer not in ("scp", "rcp"):
        return ""
    return (
        ", where it is attached"
        if placed.level == OWN_LEVEL
        else f", level {placed.level}"
        if placed.level
        else ", root"
    )


def _document(title: str, text: str, rules: Mapping[int, str], marked: Mapping[int, str], prefix: str) -> Document:
    return Document(title, code_html(code_lines(text), rules, marked=marked, prefix=prefix), bool(marked), prefix)
