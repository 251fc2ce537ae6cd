"""One text that belongs to several sets at once: texts by patterns, typed values by cells, both by trying what may do.

Exact where all sets are read alike; where they are not, a text is found by trying, and none is claimed only where what is
tried stands for everything.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from policybuilder.analysis.cells import texts_of
from policybuilder.analysis.forms import Domain
from policybuilder.analysis.globs import Budget, Exhausted, find_text
from policybuilder.analysis.likely import likely_texts
from policybuilder.analysis.members import WELL_FORMED_ARN, Equal, Members, Texts, Theory, Typed
from policybuilder.analysis.patterns import Letters, Pattern, Token, class_of, glob, joined

Why = Literal["budget", "mixed_types", "not_understood"]


@dataclass(frozen=True, slots=True)
class Undecided:
    """There is no answer: the budget is spent, the key is compared as several types, or an entry is not understood."""

    reason: Why


BUDGET, MIXED = Undecided("budget"), Undecided("mixed_types")

_EPOCH = re.compile(r"0|[1-9][0-9]{0,2}|[1-9][0-9]{4,18}")


def find_value(key: str, domain: Domain, sets: Iterable[Members], budget: Budget) -> str | Undecided | None:
    """A text of the domain that is in every set; None if there is none.

    `key` only tells which texts look real.
    """
    texts: list[Texts] = []
    typed: list[Typed] = []
    for each in dict.fromkeys(sets):
        if isinstance(each, Texts):
            texts.append(each)
        else:
            typed.append(each)
    if domain is Domain.ARN:
        texts.append(Texts((WELL_FORMED_ARN,)))
    if (listed := _listed([*texts, *typed])) is not None:
        fitting = [text for text in listed if all(each.holds(text) for each in (*texts, *typed))]
        return next((text for text in fitting if _in_domain(text, domain)), None)
    if not typed and domain in (Domain.TEXT, Domain.ARN):
        return _text(key, texts, budget, arn=domain is Domain.ARN)
    return _typed(key, Domain.TEXT if domain is Domain.ARN else domain, texts, typed, budget)


def _listed(sets: Iterable[Members]) -> tuple[str, ...] | None:
    """The texts that alone can be in all sets, where one set lists them."""
    found = [listed for each in sets if isinstance(each, Texts | Equal) and (listed := each.finite) is not None]
    return min(found, key=len) if found else None


def _in_domain(text: str, domain: Domain) -> bool:
    """Is the text one that a key of the domain may have?"""
    match domain:
        case Domain.BOOLEAN:
            return text in ("true", "false")
        case Domain.EPOCH:
            return _EPOCH.fullmatch(text) is not None
        case Domain.ADDRESS:
            return "/" not in text and "%" not in text and Theory.BLOCK.family.read(text) is not None
        case Domain.NUMBER:
            return Theory.NUMBER.family.read(text) is not None
        case Domain.INSTANT:
            return Theory.INSTANT.family.read(text) is not None
        case _:
            return True


def _text(key: str, texts: Sequence[Texts], budget: Budget, *, arn: bool = False) -> str | Undecided | None:
    """A text by patterns alone."""
    groups = [each.patterns for each in texts if not each.outside]
    refused = list(dict.fromkeys(one for each in texts if each.outside for one in each.patterns))
    prefer = likely_texts(key, (one for group in groups for one in group[:FILLED]), arn=arn)
    found = find_text(groups, refused, budget, prefer)
    return BUDGET if isinstance(found, Exhausted) else found


FILLED = 8  # patterns of a list that are filled in to get texts that look real


def _typed(
    key: str, domain: Domain, texts: Sequence[Texts], typed: Sequence[Typed], budget: Budget
) -> str | Undecided | None:
    """A text by cells, tried against everything; with patterns beside them it may not be known that there is none."""
    pool, complete = texts_of(domain, typed)
    if not budget.spend(1 + len(pool) // TRIED_PER_STEP):
        return BUDGET
    fitting = [text for text in pool if all(each.holds(text) for each in typed)]
    found = next((text for text in fitting if all(each.holds(text) for each in texts)), None)
    if found is not None:
        return found
    if domain is Domain.BOOLEAN or (complete and not (fitting and texts)):
        return None
    return _mixed(key, domain, (texts, typed), fitting, budget)


TRIED_PER_STEP = 16


def _mixed(
    key: str, domain: Domain, sets: tuple[Sequence[Texts], Sequence[Typed]], fitting: Sequence[str], budget: Budget
) -> str | Undecided | None:
    """A text that patterns and cells may share: one of the patterns, one that no type reads, a value spelled otherwise."""
    texts, typed = sets
    alone = _text(key, texts, budget)
    if alone is None:
        return None
    odd = _text(key, [*texts, _UNREADABLE], budget)
    for text in (alone, odd, *(other for one in fitting[:SPELLED] for other in _spellings(one))):
        if isinstance(text, str) and _in_domain(text, domain) and all(each.holds(text) for each in (*texts, *typed)):
            return text
    return BUDGET if isinstance(alone, Undecided) else MIXED


_READ = Letters(frozenset("+/=.:-%") | class_of("a-zA-Z0-9").named, but=True)
_UNREADABLE = Texts((joined(glob("*"), Pattern((Token(_READ),)), glob("*")),))
"""Texts with a letter that stands in no number, instant, address, nor in the text of bytes."""
SPELLED = 8


def _spellings(text: str) -> Iterator[str]:
    """The same number or instant in other texts."""
    for length in range(1, 24):
        yield "0" * length + text
        yield f"{text}.{'0' * length}"
        yield text.replace("Z", f".{'0' * length}Z")
