"""What stands together on a recipe's page: the recipes, their switches and the answers, as an address or a post has it.

`with` names the recipes that stand beside the page's own. `on` names switches as `recipe.switch`; it counts for the
recipes that `asked` names, the others have their switches as they come. Every other name is a field's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from policybuilder.authoring.recipes import Recipe, recipe_fields, recipes
from policybuilder.authoring.recipes_answers import LONGEST_ANSWER

WITH, ON, ASKED = "with", "on", "asked"


@dataclass(frozen=True, slots=True)
class Choice:
    """The recipes of a page, its own first; the switches that are on, as `recipe.switch`; the answers as typed."""

    recipes: tuple[Recipe, ...]
    switches: tuple[str, ...]
    answers: Mapping[str, str]

    @property
    def recipe(self) -> Recipe:
        """The page's own recipe."""
        return self.recipes[0]

    @property
    def others(self) -> tuple[Recipe, ...]:
        """What stands beside it."""
        return self.recipes[1:]

    @property
    def signature(self) -> str:
        """Which fields the form has: another signature is another form."""
        return " ".join((*(each.id for each in self.recipes), *self.switches))

    @property
    def query(self) -> str:
        """The choice as an address has it."""
        pairs = [(WITH, each.id) for each in self.others]
        for recipe in self.recipes:
            on = _own(recipe, self.switches)
            if on != _usual(recipe):
                pairs += [(ASKED, recipe.id), *((ON, name) for name in on)]
        return urlencode(pairs + [(name, text) for name, text in self.answers.items() if text])


def choice_of(recipe: Recipe, data: QueryDict, initial: Mapping[str, str]) -> Choice:
    """The choice that an address or a post makes; `initial` are answers for the fields that it does not name."""
    named, asked, on = (frozenset(data.getlist(name)) for name in (WITH, ASKED, ON))
    beside = tuple(each for each in offered(recipe) if each.id in named)
    chosen = (recipe, *beside)
    switches = [name for each in chosen for name in (_own(each, on) if each.id in asked else _usual(each))]
    answers = {name: _text(data.get(name, initial.get(name, ""))) for name in recipe_fields()}
    return Choice(chosen, tuple(switches), answers)


def offered(recipe: Recipe) -> tuple[Recipe, ...]:
    """The recipes that may stand beside one: those of its kind of policy, jobs first."""
    return tuple(each for each in recipes() if each is not recipe and each.kind == recipe.kind)


def _own(recipe: Recipe, names: Iterable[str]) -> list[str]:
    there = frozenset(names)
    return [name for each in recipe.switches if (name := f"{recipe.id}.{each.id}") in there]


def _usual(recipe: Recipe) -> list[str]:
    return [f"{recipe.id}.{each.id}" for each in recipe.switches if each.on]


def _text(value: str) -> str:
    """An answer, cut where no answer is longer: one more character shows that it was."""
    return value[: LONGEST_ANSWER + 1]
