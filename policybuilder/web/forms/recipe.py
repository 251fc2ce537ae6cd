"""The form of recipes that stand together: what they ask, each question once, and their switches.

The form carries the fields; whether the answers fit is decided in one place, `authoring.recipes_filling`, whose problems
come back here to the fields that they belong to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from policybuilder.authoring.recipes import Recipe, RecipeField, recipe_fields
from policybuilder.authoring.recipes_answers import RecipeCode
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.web.forms.recipe_choice import ON, WITH, Choice, offered
from policybuilder.web.forms.rows import OneLine
from policybuilder.wording import recipe_sentence

LISTS = {
    "account": "accounts",
    "target_account": "accounts",
    "source_account": "accounts",
    "regions": "regions",
    "project": "projects",
    "source_project": "projects",
    "version": "versions",
    "source_version": "source_versions",
}
NUMERIC = frozenset({"account"})


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick: a switch, or a recipe that may stand beside the page's own; what it asks, why it is there."""

    name: str
    value: str
    label: str
    checked: bool
    hint: str = ""
    fields: tuple[forms.BoundField, ...] = ()

    @property
    def id(self) -> str:
        """The control's id."""
        return f"{self.name}-{self.value.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Part:
    """The switches of one recipe."""

    recipe: Recipe
    boxes: tuple[Box, ...]


class RecipeForm(forms.Form):
    """The answers. Read, it has the recipes `filled`, as far as the answers fit.

    `quiet`: while somebody is still answering, what is missing is no fault.
    """

    filled: Filled | None = None

    def __init__(self, choice: Choice, *, quiet: bool = False) -> None:
        super().__init__(dict(choice.answers))
        self.choice, self.quiet = choice, quiet
        asked = {name for recipe in choice.recipes for name in recipe.asked([each.id for each in recipe.switches])}
        for field in recipe_fields().values():
            if field.id in asked:
                self.fields[field.id] = _field(field)

    @property
    def base(self) -> tuple[forms.BoundField, ...]:
        """What is asked in any case."""
        return tuple(self[name] for name in self.fields if any(name in each.asks for each in self.choice.recipes))

    @property
    def parts(self) -> tuple[Part, ...]:
        """The optional parts of each recipe that has some."""
        places = self._places()
        return tuple(
            Part(recipe, tuple(self._switch(recipe, each.id, places) for each in recipe.switches))
            for recipe in self.choice.recipes
            if recipe.switches
        )

    @property
    def jobs(self) -> tuple[Box, ...]:
        """The jobs that may be done by the same policy."""
        return self._beside(addon=False)

    @property
    def addons(self) -> tuple[Box, ...]:
        """The rules that only deny and may stand beside it."""
        return self._beside(addon=True)

    def _beside(self, *, addon: bool) -> tuple[Box, ...]:
        return tuple(
            Box(WITH, each.id, each.title, each in self.choice.others, each.who)
            for each in offered(self.choice.recipe)
            if each.addon is addon
        )

    def _switch(self, recipe: Recipe, switch_id: str, places: Mapping[str, str]) -> Box:
        switch = next(each for each in recipe.switches if each.id == switch_id)
        name = f"{recipe.id}.{switch.id}"
        why = dict.fromkeys(rule.reason for rule in recipe.rules if switch.id in rule.when)
        fields = tuple(self[each] for each in switch.asks if places.get(each) == name)
        return Box(ON, name, switch.label, name in self.choice.switches, " ".join(why), fields)

    def _places(self) -> dict[str, str]:
        """The switch under which a field stands: of those that ask it the first that is on, or the first."""
        base = {field.name for field in self.base}
        found: dict[str, str] = {}
        for recipe in self.choice.recipes:
            for switch in recipe.switches:
                name = f"{recipe.id}.{switch.id}"
                for each in switch.asks:
                    if each not in base and (
                        each not in found or (name in self.choice.switches and found[each] not in self.choice.switches)
                    ):
                        found[each] = name
        return found

    def clean(self) -> dict[str, Any]:
        """Fill the recipes, or say at each field what is wrong with it."""
        given = super().clean() or {}
        found = fill(self.choice.recipes, self.choice.answers, self.choice.switches)
        if isinstance(found, Filled):
            self.filled = found
            return given
        for problem in found:
            if not (self.quiet and problem.code is RecipeCode.ANSWER_MISSING):
                self.add_error(problem.field if problem.field in self.fields else None, recipe_sentence(problem))
        return given


def _field(field: RecipeField) -> forms.CharField:
    names = {"list": LISTS[field.id]} if field.id in LISTS else {}
    digits = {"inputmode": "numeric"} if field.kind in NUMERIC else {}
    label = f"{field.label} (optional)" if field.optional else field.label
    widget = OneLine(**names, **digits)
    return forms.CharField(label=label, help_text=field.help, required=False, strip=False, widget=widget)
