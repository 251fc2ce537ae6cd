"""Fixes by the place that a button names: one of a finding, or all that turn what never matches into what was meant."""

from dataclasses import dataclass

from policybuilder.validator import Validation
from policybuilder.validator.mending import mended, never_matching
from policybuilder.web.contexts.diffs import DiffLine, difference_of
from policybuilder.wording.findings import fix_title

TOGETHER = "never-matching"
FEWEST = 2
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Together:
    """Several findings that one button mends: how many, the first change of each, the lines that change."""

    count: int
    value: str
    titles: tuple[str, ...]
    lines: tuple[DiffLine, ...]


def together(validation: Validation) -> Together | None:
    """The button for all that never matches, if it mends two findings or more."""
    found = list(never_matching(validation))
    if len(found) < FEWEST:
        return None
    titles = tuple(dict.fromkeys(fix_title(fix) for _, fix in found))
    lines = difference_of(validation.subject.text, mended(validation))
    return Together(len(found), f"fix:{TOGETHER}", titles[:MOST_NAMED], lines)
