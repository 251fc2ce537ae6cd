"""Where recipes that stand together contradict each other: found by asking the engine what each of them says alone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policybuilder.authoring.examples import ExampleScenario
from policybuilder.authoring.recipes import Recipe
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.authoring.recipes_questions import (
    ALLOWED,
    DENIED,
    LEFT_ALONE,
    NOT_GRANTED,
    decision_on,
    governed,
    own_questions,
)
from policybuilder.authoring.recipes_texts import Answers


class ConflictKind(StrEnum):
    """What one recipe says against another."""

    NEED_DENIED = "need_denied"  # a job is for something that another recipe denies
    LIMIT_OPENED = "limit_opened"  # what a job must not do, another one may
    EXCEPTION_DENIED = "exception_denied"  # what an add-on leaves alone, another one denies
    DENIES_TOO = "denies_too"  # a job's own Deny holds for what another job allows


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction: the recipe whose words do not hold, those that are in its way, the words by their names, and
    the operations that they are about."""

    kind: ConflictKind
    recipe: Recipe
    others: tuple[Recipe, ...]
    names: tuple[str, ...]
    operations: tuple[str, ...]


def conflicts(chosen: Sequence[Recipe], answers: Mapping[str, str], switches: Collection[str]) -> tuple[Conflict, ...]:
    """The contradictions between recipes with these answers; none where they cannot be filled."""
    together = fill(chosen, answers, switches) if len(chosen) > 1 else ()
    if not isinstance(together, Filled):
        return ()
    given = {name: text.strip() for name, text in answers.items()}
    case = _Case(chosen, together, Answers(_asked(chosen, given, switches), switches), given, switches)
    found: list[Conflict] = []
    for recipe in chosen:
        found.extend(case.of_addon(recipe) if recipe.addon else case.of_job(recipe))
    return tuple(found)


def _asked(chosen: Sequence[Recipe], given: Mapping[str, str], switches: Collection[str]) -> dict[str, str]:
    names = {name for recipe in chosen for name in recipe.asked(switches)}
    return {name: text for name, text in given.items() if name in names}


class _Case:
    """Recipes together, and each alone."""

    def __init__(
        self,
        chosen: Sequence[Recipe],
        together: Filled,
        answers: Answers,
        given: Mapping[str, str],
        switches: Collection[str],
    ) -> None:
        self.chosen, self.together, self.answers = chosen, together, answers
        filled = ((recipe.id, fill([recipe], given, switches)) for recipe in chosen)
        self.alone = {name: found for name, found in filled if isinstance(found, Filled)}
        self.addons = [recipe for recipe in chosen if recipe.addon]

    def of_job(self, recipe: Recipe) -> Iterator[Conflict]:
        """What a job may no longer do, may do all the same, and denies to others."""
        asked = [governed(each, self.addons, self.answers) for each in own_questions(recipe, self.answers)]
        was = own_questions(recipe, self.answers)
        decided = [decision_on(each, self.together.policies) for each in asked]
        needs = [
            now
            for before, now, found in zip(was, asked, decided, strict=True)
            if before.expect == ALLOWED and found == DENIED
        ]
        limits = [
            now
            for before, now, found in zip(was, asked, decided, strict=True)
            if before.expect == NOT_GRANTED and found == ALLOWED
        ]
        yield from self._conflict(ConflictKind.NEED_DENIED, recipe, needs, DENIED)
        yield from self._conflict(ConflictKind.LIMIT_OPENED, recipe, limits, ALLOWED)
        yield from self._denies_too(recipe)

    def of_addon(self, recipe: Recipe) -> Iterator[Conflict]:
        """What an add-on leaves alone and another recipe denies."""
        beside_all = self.together.arranged(beside_all=True)
        others = [each for each in self.addons if each is not recipe]
        left_alone = [each for each in own_questions(recipe, self.answers) if each.expect == LEFT_ALONE]
        asked = [governed(each, others, self.answers) for each in left_alone]
        lost = [each for each in asked if decision_on(each, beside_all) == DENIED]
        yield from self._conflict(ConflictKind.EXCEPTION_DENIED, recipe, lost, DENIED)

    def _conflict(
        self, kind: ConflictKind, recipe: Recipe, asked: Sequence[ExampleScenario], decision: str
    ) -> Iterator[Conflict]:
        if asked:
            others = [each for each in self.chosen if each is not recipe and self._decides(each, asked, decision)]
            names = tuple(each.name for each in asked)
            yield Conflict(kind, recipe, tuple(others), names, tuple(dict.fromkeys(map(_operation, asked))))

    def _decides(self, other: Recipe, asked: Sequence[ExampleScenario], decision: str) -> bool:
        alone = self.alone.get(other.id)
        return alone is not None and any(decision_on(each, alone.policies) == decision for each in asked)

    def _denies_too(self, recipe: Recipe) -> Iterator[Conflict]:
        rules = [each for each in recipe.rules if each.effect == "Deny" and self.answers.holds(recipe, each.when)]
        denied = {name for each in rules for name in each.operations}
        others = [each for each in self.chosen if each is not recipe and not each.addon and _allows(each, denied)]
        if others:
            kind = ConflictKind.DENIES_TOO
            yield Conflict(kind, recipe, tuple(others), tuple(each.title for each in rules), tuple(sorted(denied)))


def _operation(question: ExampleScenario) -> str:
    return str(question.request.get("operation") or question.request.get("action"))


def _allows(recipe: Recipe, operations: set[str]) -> bool:
    """Whether a recipe allows one of the operations; a statement as written may allow anything."""
    return bool(operations) and any(
        each.effect == "Allow" and (each.statement is not None or operations.intersection(each.operations))
        for each in recipe.rules
    )
