"""The texts of recipes with their answers put in: names, ARNs, whole JSON values."""

import re
from collections.abc import Collection, Mapping, Sequence

from pydantic import JsonValue

from policybuilder.authoring.recipes import Recipe
from policybuilder.authoring.recipes_answers import derived, split_regions

Plain = dict[str, JsonValue]
_PLACE = re.compile(r"<([a-z0-9_]+)>")
_REGIONS = "<regions>"


class Answers:
    """Answers to several recipes and their switches, put into texts."""

    def __init__(self, given: Mapping[str, str], switches: Collection[str]) -> None:
        self.values = derived(given)
        self.regions = split_regions(given.get("regions", ""))
        self.switches = switches
        self._given = {each for each, value in given.items() if value}

    def holds(self, recipe: Recipe, when: Sequence[str]) -> bool:
        """Whether a part of a recipe is there: by its own switches, and by the answers that it asks for itself."""
        there = self._given.intersection(recipe.asked(self.switches)).union(recipe.on(self.switches))
        return all((each.removeprefix("!") in there) is not each.startswith("!") for each in when)

    def text(self, template: str) -> str:
        """A text with its answers; what is not asked stays empty."""
        return _PLACE.sub(lambda found: self.values.get(found[1], ""), template)

    def value(self, template: JsonValue) -> JsonValue:
        """A JSON value with its answers, the names of members included; `<regions>` is all Regions."""
        if template == _REGIONS:
            regions: list[JsonValue] = [*self.regions]
            return regions[0] if len(regions) == 1 else regions
        if isinstance(template, str):
            return self.text(template)
        if isinstance(template, list):
            return [self.value(each) for each in template]
        if isinstance(template, dict):
            return self.members(template)
        return template

    def members(self, template: Mapping[str, JsonValue]) -> Plain:
        """An object with its answers."""
        return {self.text(name): self.value(each) for name, each in template.items()}

    def target(self, template: Mapping[str, str]) -> Plain:
        """A target; a member without an answer is left out, which means any, or the draft's own."""
        members = {name: self.text(each) for name, each in template.items()}
        return {name: each for name, each in members.items() if each}
