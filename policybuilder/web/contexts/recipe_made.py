"""What recipes make of their answers: the policy statement by statement, each with the reason for it, and contradictions.

Where an answer is missing or does not fit, the example that the question comes with stands in its place, and that is
said: so there is a policy to look at from the first moment on.
"""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from policybuilder.authoring import Composed, Draft, ExactRule, GuidedRule
from policybuilder.authoring.recipes import recipe_fields
from policybuilder.authoring.recipes_conflicts import conflicts
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.web.contexts.result import Size, policy_size
from policybuilder.web.forms.recipe_choice import Choice
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.wording.recipes import GRAVE, conflict_sentence


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of the policy; those of a statement have the title of their rule and the reason for it."""

    code: SafeString
    title: str = ""
    reason: str = ""
    deny: bool = False
    first: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """A policy as text, in blocks."""

    id: str
    text: str
    blocks: tuple[Block, ...]
    size: Size

    @property
    def meter(self) -> str:
        """The id of its size meter."""
        return f"{self.id}-size"


@dataclass(frozen=True, slots=True)
class Said:
    """A contradiction in words."""

    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Made:
    """What the recipes make; `examples` are the questions that an example answers."""

    filled: Filled
    policy: Written
    examples: tuple[str, ...]
    conflicts: tuple[Said, ...]


def made_of(choice: Choice) -> Made | None:
    """What the choice makes; None where not even examples help."""
    answers, replaced = with_examples(choice)
    found = fill(choice.recipes, answers, choice.switches)
    if not isinstance(found, Filled):
        return None
    said = conflicts(choice.recipes, answers, choice.switches)
    return Made(
        filled=found,
        policy=written(found.draft, found.composed, prefix="M"),
        examples=tuple(recipe_fields()[name].label for name in recipe_fields() if name in replaced),
        conflicts=tuple(Said("warning" if each.kind in GRAVE else "info", conflict_sentence(each)) for each in said),
    )


def with_examples(choice: Choice) -> tuple[dict[str, str], frozenset[str]]:
    """The answers, with examples in place of those that are missing or do not fit; and the ids of these."""
    answers, fields = dict(choice.answers), recipe_fields()
    found = fill(choice.recipes, answers, choice.switches)
    problems = () if isinstance(found, Filled) else found
    replaced = frozenset(problem.field for problem in problems if problem.field in fields)
    return answers | {name: fields[name].example for name in replaced}, replaced


def written(draft: Draft, composed: Composed, *, prefix: str) -> Written:
    """A policy with the reasons beside its statements."""
    rules = {each.statement: draft.rule(each.rule) for each in composed.provenance}
    blocks: list[Block] = []
    seen: set[str] = set()
    for number, lines in groupby(code_lines(composed.text), lambda line: line.statement):
        rule = None if number is None else rules.get(number)
        blocks.append(_block(code_html(lines, {}, prefix=prefix), rule, seen))
    return Written(f"{prefix}-text", composed.text, tuple(blocks), policy_size(draft.settings.kind, composed))


def _block(code: SafeString, rule: GuidedRule | ExactRule | None, seen: set[str]) -> Block:
    """A rule of several statements says its reason at the first."""
    if rule is None:
        return Block(code)
    effect = rule.effect if isinstance(rule, GuidedRule) else rule.statement.get("Effect")
    first = rule.id not in seen
    seen.add(rule.id)
    return Block(code, rule.title, rule.reason, deny=effect == "Deny", first=first)
