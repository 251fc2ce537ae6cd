"""What the other statements of a policy allow or deny of an action."""

from collections import defaultdict
from collections.abc import Sequence

from policybuilder.iam import Effect, glob
from policybuilder.validator.names.entries import ActionEntry, Pairs, TypeName
from policybuilder.validator.view import StatementView

SHOWN = 8
LOOKS = 20_000  # comparisons of an action with an entry that has a wildcard; beyond it nothing more is said


class Grants:
    """The statements with Action and Resource by the actions that they name."""

    def __init__(self, every: Sequence[Pairs]) -> None:
        self._exact: dict[str, list[tuple[Pairs, ActionEntry]]] = defaultdict(list)
        self._open: list[tuple[Pairs, ActionEntry]] = []
        self._looks = LOOKS
        self._serving: dict[tuple[str, Effect | None], list[Pairs]] = {}
        for pairs in every:
            for _, entry in pairs.actions:
                if entry.exact is not None:
                    self._exact[entry.exact.id].append((pairs, entry))
                else:
                    self._open.append((pairs, entry))

    def _of(self, entry: ActionEntry) -> list[tuple[Pairs, ActionEntry]]:
        """The statements that name the action, by its name or by a pattern."""
        action = entry.exact
        if action is None:
            return []
        self._looks -= len(self._open)
        if self._looks < 0:
            return self._exact.get(action.id, [])
        name = action.id.lower()
        matching = [each for each in self._open if glob(each[1].text.lower()).matches(name)]
        return self._exact.get(action.id, []) + matching

    def elsewhere(self, pairs: Pairs, entry: ActionEntry) -> list[StatementView]:
        """Other statements of the same effect that say the same with a resource that serves the action."""
        action = entry.exact
        if action is None:
            return []
        key = (action.id, pairs.view.effect)
        if key not in self._serving:
            said = [other for other, _ in self._of(entry) if other.view.effect is pairs.view.effect]
            self._serving[key] = sorted((each for each in said if each.lives(entry)), key=_number)
        return [each.view for each in self._serving[key] if each is not pairs][:SHOWN]

    def missing(self, entry: ActionEntry, required: frozenset[TypeName]) -> frozenset[TypeName]:
        """The types of those that no Allow of the action names a resource of."""
        left = required
        for pairs, _ in self._of(entry):
            if not pairs.view.allows:
                continue
            if pairs.anything or pairs.bad_services:
                return frozenset()
            left -= pairs.names
        return left


def _number(pairs: Pairs) -> int:
    return pairs.view.number
