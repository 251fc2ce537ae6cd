"""Policies made ready for many questions: parsed once, equal parts shared, what an action meets looked up once.

Nothing here decides. What is kept between questions is bounded, and hangs on the policies and the action alone.
"""

from collections.abc import Iterable, Sequence

from policybuilder.iam.conditions import Condition, ConditionTrace, evaluate_condition, prepare_condition
from policybuilder.iam.document import ConditionEntry, Effect, Policy, Statement
from policybuilder.iam.entries import IncompleteArn, ResourceEntry, action_entry, resource_entry
from policybuilder.iam.kept import Kept
from policybuilder.iam.match import (
    WITH_PRINCIPAL,
    ActionElement,
    ElementTrace,
    PreparedStatement,
    ResourceElement,
    StatementRef,
)
from policybuilder.iam.outcome import Evaluation, Outcome, Standing
from policybuilder.iam.request import Context, Layers, Lookup
from policybuilder.iam.variables import Dialect, variables_in

KEPT_ACTIONS = 512
KEPT_OUTCOMES = 512
KEPT_CONTEXTS = 512
KEPT_STANDINGS = 512
KEPT_EVALUATIONS = 2048


class PreparedLayer:
    """The statements of one layer, or of one level of SCPs or RCPs."""

    __slots__ = ("layer", "level", "statements", "with_principal")

    def __init__(self, layer: str, level: int | None, statements: tuple[PreparedStatement, ...]) -> None:
        self.layer = layer
        self.level = level
        self.with_principal = layer in WITH_PRINCIPAL
        self.statements = statements


class Meeting:
    """What an action meets in each layer: the Denies and the Allows that name it, and every statement's trace."""

    __slots__ = ("_layers", "_traces", "name", "named", "service")

    def __init__(self, layers: Sequence[PreparedLayer], action: str) -> None:
        service, _, name = action.lower().partition(":")
        self.service = service
        self.name = name
        naming = [
            [one for one in layer.statements if one.statement.readable and one.action.names(service, name)]
            for layer in layers
        ]
        self.named = tuple(
            (layer, _with_effect(Effect.DENY, found), _with_effect(Effect.ALLOW, found))
            for layer, found in zip(layers, naming, strict=True)
        )
        self._layers = layers
        self._traces: tuple[tuple[ElementTrace, ...], ...] | None = None

    @property
    def traces(self) -> tuple[tuple[ElementTrace, ...], ...]:
        """What became of every statement's Action, layer by layer."""
        if self._traces is None:
            self._traces = tuple(
                tuple(one.action.trace(self.service, self.name) for one in layer.statements) for layer in self._layers
            )
        return self._traces


def _with_effect(effect: Effect, statements: Iterable[PreparedStatement]) -> tuple[PreparedStatement, ...]:
    return tuple(one for one in statements if one.statement.effect is effect)


class Prepared:
    """Policies made ready for many questions.

    `resources` and `conditions` are the different ones in all statements, `variables` the context keys that stand in
    resource entries, in lower case. `names_callers`: there are layers whose statements say whom they mean.
    """

    __slots__ = (
        *("_asked", "_meetings", "_tested"),
        *("conditions", "evaluations", "layers", "names", "names_callers", "outcomes"),
        *("resources", "standings", "variables"),
    )

    def __init__(self, layers: tuple[PreparedLayer, ...]) -> None:
        self.layers = layers
        self.names = tuple(dict.fromkeys(layer.layer for layer in layers))
        self.names_callers = not WITH_PRINCIPAL.isdisjoint(self.names)
        statements = [one for layer in layers for one in layer.statements]
        self.resources: tuple[ResourceElement, ...] = tuple(dict.fromkeys(one.resource for one in statements))
        self.conditions: tuple[Condition, ...] = tuple(dict.fromkeys(c for one in statements for c in one.conditions))
        self._asked = tuple(dict.fromkeys(key for c in self.conditions for key in (c.entry.key, *c.variables)))
        entries = [entry for element in self.resources for entry in element.entries or ()]
        self.variables = frozenset(key.lower() for entry in entries for key in variables_in(entry.tail))
        self._tested: Kept[tuple[Lookup, ...], tuple[ConditionTrace, ...]] = Kept(KEPT_CONTEXTS)
        self.standings: Kept[tuple[str | None, bool], Standing] = Kept(KEPT_STANDINGS)
        self.outcomes: Kept[object, Outcome] = Kept(KEPT_OUTCOMES)
        self.evaluations: Kept[object, tuple[Evaluation, object, object]] = Kept(KEPT_EVALUATIONS)
        self._meetings: Kept[str, Meeting] = Kept(KEPT_ACTIONS)

    def has(self, layer: str) -> bool:
        """Is the layer set?"""
        return layer in self.names

    def tested(self, context: Context) -> tuple[ConditionTrace, ...]:
        """What becomes of the conditions, from what is known of the keys that they look up."""
        known = tuple([context.look_up(key) for key in self._asked])
        found = self._tested.get(known)
        if found is None:
            found = self._tested.keep(known, tuple([evaluate_condition(each, context) for each in self.conditions]))
        return found

    def meeting(self, action: str) -> Meeting:
        """What an action meets."""
        return self._meetings.get(action) or self._meetings.keep(action, Meeting(self.layers, action))


def prepare(layers: Layers) -> Prepared:
    """Make policies ready once, for many calls of `decide`, `verdict` and `table`."""
    shared = _Shared()
    found = [shared.layer("identity", None, layers.identity, IncompleteArn.COMPLETED)]
    if layers.boundary is not None:
        found.append(shared.layer("boundary", None, (layers.boundary,), IncompleteArn.COMPLETED))
    if layers.session is not None:
        found.append(shared.layer("session", None, (layers.session,), IncompleteArn.NEVER_MATCHES))
    for level, policies in enumerate(layers.scp):
        found.append(shared.layer("scp", level, policies, IncompleteArn.COMPLETED_AFTER_STAR))
    for level, policies in enumerate(layers.rcp):
        found.append(shared.layer("rcp", level, policies, IncompleteArn.NEVER_MATCHES))
    if layers.resource:
        found.append(shared.layer("resource", None, layers.resource, IncompleteArn.NEVER_MATCHES))
    return Prepared(tuple(found))


class _Shared:
    """Makes elements ready; equal ones become one object, which is then asked once per question."""

    def __init__(self) -> None:
        self._actions: dict[tuple[tuple[str, ...] | None, bool], ActionElement] = {}
        self._entries: dict[tuple[str, Dialect, IncompleteArn], ResourceEntry] = {}
        self._resources: dict[object, ResourceElement] = {}
        self._conditions: dict[tuple[ConditionEntry, Dialect], Condition] = {}

    def layer(
        self, name: str, level: int | None, policies: Iterable[Policy], incomplete: IncompleteArn
    ) -> PreparedLayer:
        """Make a layer ready. `incomplete` says how its kind of policy reads short ARNs."""
        statements = tuple(
            self._statement(
                statement,
                StatementRef(name, index, level, place, statement.sid),
                Dialect(policy.variables_enabled, policy.version is None),
                incomplete,
            )
            for index, policy in enumerate(policies)
            for place, statement in enumerate(policy.statements)
        )
        return PreparedLayer(name, level, statements)

    def _statement(
        self, statement: Statement, ref: StatementRef, dialect: Dialect, incomplete: IncompleteArn
    ) -> PreparedStatement:
        doubtful = ref.layer == "scp" and statement.effect is Effect.ALLOW and not _is_star(statement)
        return PreparedStatement(
            ref,
            statement,
            self._action(statement),
            self._resource(statement, dialect, incomplete, ("10.3",) * doubtful),
            tuple(self._condition(entry, dialect) for entry in statement.conditions),
        )

    def _action(self, statement: Statement) -> ActionElement:
        written = statement.actions or statement.not_actions
        items = written.items if written else ()
        negated = statement.not_actions is not None
        key = items, negated
        if key not in self._actions:
            self._actions[key] = ActionElement(tuple(map(action_entry, items)), negated=negated)
        return self._actions[key]

    def _resource(
        self, statement: Statement, dialect: Dialect, incomplete: IncompleteArn, grounds: tuple[str, ...]
    ) -> ResourceElement:
        written = statement.resources or statement.not_resources
        negated = statement.not_resources is not None
        items = written.items if written else None
        key = items, negated, grounds, dialect, incomplete
        if key not in self._resources:
            entries = None if items is None else tuple(self._entry(item, dialect, incomplete) for item in items)
            self._resources[key] = ResourceElement(entries, negated=negated, grounds=grounds)
        return self._resources[key]

    def _entry(self, text: str, dialect: Dialect, incomplete: IncompleteArn) -> ResourceEntry:
        key = text, dialect, incomplete
        if key not in self._entries:
            self._entries[key] = resource_entry(text, dialect, incomplete)
        return self._entries[key]

    def _condition(self, entry: ConditionEntry, dialect: Dialect) -> Condition:
        key = entry, dialect
        if key not in self._conditions:
            self._conditions[key] = prepare_condition(entry, dialect)
        return self._conditions[key]


def _is_star(statement: Statement) -> bool:
    return statement.resources is not None and "*" in statement.resources.items
