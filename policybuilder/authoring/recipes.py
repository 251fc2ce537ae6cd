"""Recipes: jobs in the user's words that fill a draft, as packaged data.

A recipe says who it is for, what it asks, and which rules it makes, each with its reason; scenarios prove it. In its
texts `<name>` stands for an answer or for what follows from the answers (`recipes_answers`). A part with `when` is there
if every id of it is a switch that is on or an answer that was given; `!` before an id turns that round. An add-on denies
and allows nothing: it stands beside a job, and `governs` says which questions about the job it changes, and how.
"""

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from policybuilder.authoring.draft import PolicyKind

FieldKind = Literal["account", "regions", "name", "bucket", "prefix", "key", "role", "tag_key", "tag_value"]
Expected = Literal["allowed", "implicitDeny", "explicitDeny", "notDenied"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecipeField(_Part):
    """Something that recipes ask; `example` is an answer that fits."""

    id: str
    kind: FieldKind
    label: str
    help: str
    example: str
    optional: bool = False


class Switch(_Part):
    """An optional part, and what it asks in addition."""

    id: str
    label: str
    on: bool = False
    asks: tuple[str, ...] = ()


class RecipeRule(_Part):
    """A rule of the draft, with the reason for it: guided by its operations, exact by its statement."""

    title: str
    effect: Literal["Allow", "Deny"]
    operations: tuple[str, ...] = ()
    targets: tuple[dict[str, str], ...] = ()
    conditions: tuple[dict[str, JsonValue], ...] = ()
    principals: tuple[dict[str, JsonValue], ...] = ()
    statement: dict[str, JsonValue] | None = None
    reason: str
    when: tuple[str, ...] = ()


class RecipeNote(_Part):
    """A thing to know; `explains` are the codes of findings and notes that it answers. `alone`: only where no job stands
    beside it."""

    text: str
    alone: bool = False
    when: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()


class RecipeScenario(_Part):
    """A question with the decision expected; of an add-on, `notDenied` means that it leaves the question alone."""

    name: str
    expect: Expected
    request: dict[str, JsonValue]
    when: tuple[str, ...] = ()


class Governs(_Part):
    """What an add-on does to a job's questions: the context in which they are answered as before, or a new answer."""

    operations: tuple[str, ...]
    context: dict[str, JsonValue] = {}
    expect: Expected | None = None


class Companion(_Part):
    """Another recipe that counts together with this one: the resource that its policy is on, and its answers out of
    this one's."""

    recipe: str
    resource: str
    answers: dict[str, str]


class Source(_Part):
    """A page of AWS's that a recipe rests on."""

    title: str
    url: str


class Recipe(_Part):
    """A job."""

    id: str
    title: str
    who: str
    kind: PolicyKind = "identity"
    addon: bool = False
    asks: tuple[str, ...]
    switches: tuple[Switch, ...] = ()
    rules: tuple[RecipeRule, ...]
    notes: tuple[RecipeNote, ...] = ()
    scenarios: tuple[RecipeScenario, ...]
    sources: tuple[str, ...]
    governs: Governs | None = None
    companion: Companion | None = None

    def on(self, switches: Collection[str]) -> tuple[str, ...]:
        """Its switches that are on: named by their id alone, or as `recipe.switch` where several recipes have one."""
        return tuple(each.id for each in self.switches if each.id in switches or f"{self.id}.{each.id}" in switches)

    def asked(self, switches: Collection[str]) -> tuple[str, ...]:
        """The ids of the fields that have to be answered with these switches on."""
        on = self.on(switches)
        more = (field for switch in self.switches if switch.id in on for field in switch.asks)
        return tuple(dict.fromkeys((*self.asks, *more)))


class _File(_Part):
    fields: tuple[RecipeField, ...]
    sources: dict[str, Source]
    recipes: tuple[Recipe, ...]


@cache
def _file() -> _File:
    packaged = files("policybuilder.authoring").joinpath("data", "recipes.json")
    return _File.model_validate_json(packaged.read_text(encoding="utf-8"))


def recipes() -> tuple[Recipe, ...]:
    """Every recipe, jobs first, in the order in which they are offered."""
    return tuple(sorted(_file().recipes, key=lambda recipe: recipe.addon))


def find_recipe(recipe_id: str) -> Recipe | None:
    """The recipe with that id, or None."""
    return next((recipe for recipe in _file().recipes if recipe.id == recipe_id), None)


@cache
def recipe_fields() -> Mapping[str, RecipeField]:
    """Everything that recipes ask, by id, in the order in which it is asked."""
    return {field.id: field for field in _file().fields}


def recipe_sources(recipe: Recipe) -> tuple[Source, ...]:
    """The pages that a recipe rests on, in the recipe's order."""
    return tuple(_file().sources[name] for name in recipe.sources)
