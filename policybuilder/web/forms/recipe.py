"""The form of a recipe: what it asks, its switches, and the add-ons that may stand beside it.

The form carries the fields; whether the answers fit is decided in one place, `authoring.recipes_filling`, whose problems
come back here to the fields that they belong to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from policybuilder.authoring.recipes import Recipe, recipe_fields
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.web.forms.rows import OneLine
from policybuilder.wording import recipe_sentence

SWITCH, ADDON = "with-", "addon-"
LISTS = {
    "account": "accounts",
    "target_account": "accounts",
    "source_account": "accounts",
    "regions": "regions",
    "project": "projects",
    "source_project": "projects",
    "version": "versions",
    "source_version": "versions",
}
NUMERIC = frozenset({"account"})


@dataclass(frozen=True, slots=True)
class Part:
    """A box to tick, with what it asks in addition."""

    box: forms.BoundField
    fields: tuple[forms.BoundField, ...]


class RecipeForm(forms.Form):
    """Answers, switches and add-ons of a recipe. Valid, it has the recipe `filled`."""

    filled: Filled | None = None

    def __init__(self, recipe: Recipe, addons: Sequence[Recipe], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.recipe, self.offered = recipe, addons
        for switch in recipe.switches:
            self.fields[SWITCH + switch.id] = forms.BooleanField(label=switch.label, required=False, initial=switch.on)
        for addon in addons:
            self.fields[ADDON + addon.id] = forms.BooleanField(label=addon.title, help_text=addon.who, required=False)
        asked = {*recipe.asked([each.id for each in recipe.switches]), *(each for one in addons for each in one.asks)}
        for field in recipe_fields().values():
            if field.id in asked:
                names = {"list": LISTS[field.id]} if field.id in LISTS else {}
                digits = {"inputmode": "numeric"} if field.kind in NUMERIC else {}
                label = f"{field.label} (optional)" if field.optional else field.label
                self.fields[field.id] = forms.CharField(
                    label=label, help_text=field.help, required=False, widget=OneLine(**names, **digits)
                )

    @property
    def base(self) -> tuple[forms.BoundField, ...]:
        """What the recipe asks in any case."""
        return tuple(self[name] for name in recipe_fields() if name in self.recipe.asks)

    @property
    def switches(self) -> tuple[Part, ...]:
        """The recipe's optional parts."""
        return self._parts((SWITCH, each.id, each.asks) for each in self.recipe.switches)

    @property
    def addons(self) -> tuple[Part, ...]:
        """What may stand beside it."""
        return self._parts((ADDON, each.id, each.asks) for each in self.offered)

    def _parts(self, rows: Iterable[tuple[str, str, Sequence[str]]]) -> tuple[Part, ...]:
        return tuple(
            Part(self[prefix + name], tuple(self[each] for each in asks if each not in self.recipe.asks))
            for prefix, name, asks in rows
        )

    def clean(self) -> dict[str, Any]:
        """Fill the recipe, or say at each field what is wrong with it."""
        given = super().clean() or {}
        chosen = [self.recipe, *(each for each in self.offered if given.get(ADDON + each.id))]
        switches = [each.id for each in self.recipe.switches if given.get(SWITCH + each.id)]
        answers = {name: str(given.get(name) or "") for name in recipe_fields()}
        found = fill(chosen, answers, switches)
        if isinstance(found, Filled):
            self.filled = found
            return given
        for problem in found:
            self.add_error(problem.field if problem.field in self.fields else None, recipe_sentence(problem))
        return given
