"""What the other statements of a policy allow or deny of an action."""

from collections import defaultdict
from collections.abc import Sequence

from policybuilder.iam import glob
from policybuilder.validator.names.entries import ActionEntry, Pairs, TypeName
from policybuilder.validator.view import StatementView

LOOKS = 20_000  # comparisons of an action with an entry that has a wildcard; beyond it nothing more is said


class Grants:
    """The statements with Action and Resource by the actions that they name."""

    def __init__(self, every: Sequence[Pairs]) -> None:
        self._exact: dict[str, list[tuple[Pairs, ActionEntry]]] = defaultdict(list)
        self._open: list[tuple[Pairs, ActionEntry]] = []
        self._looks = LOOKS
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
            return self._exact[action.id]
        name = action.id.lower()
        matching = [each for each in self._open if glob(each[1].text.lower()).matches(name)]
        return self._exact[action.id] + matching

    def elsewhere(self, pairs: Pairs, entry: ActionEntry) -> list[StatementView]:
        """Other statements of the same effect that say the same with a resource that serves the action."""
        effect = pairs.view.effect
        found = [
            other
            for other, _ in self._of(entry)
            if other is not pairs and other.view.effect is effect and other.lives(entry)
        ]
        return [each.view for each in sorted(found, key=lambda each: each.view.number)]

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
