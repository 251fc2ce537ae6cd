"""What every check is made with: the type of a check, the finding it yields, which finding swallows which."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from policybuilder.iam import Severity
from policybuilder.validator.codes import codes
from policybuilder.validator.finding import Finding, Fix, Params, Place, Sample
from policybuilder.validator.view import Subject

Check = Callable[[Subject], Iterable[Finding]]
"""A check looks at the whole document and yields what it finds, each under a code of `data/codes.json`."""


def found(
    code: str,
    place: Place,
    *,
    params: Params | None = None,
    related: Sequence[Place] = (),
    fixes: Sequence[Fix] = (),
    sample: Sample | None = None,
) -> Finding:
    """A finding with the usual severity of its code; `weighed` gives it another.

    Of the parameters, `effect` (Allow or Deny) chooses the words on what it means for access, and `variant` one of
    several wordings of the code.
    """
    severity = codes()[code].severity
    return Finding(code, severity, place, params or {}, tuple(related), tuple(fixes), sample)


def weighed(finding: Finding, severity: Severity) -> Finding:
    """The same finding with another severity than its code usually has."""
    return replace(finding, severity=severity)


class Scope(Enum):
    """How near a finding must be to be swallowed by another."""

    PLACE = "place"
    STATEMENT = "statement"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Absorbs:
    """Where `winner` was found, findings of `losers` within the scope come from the same cause and are left out.

    PLACE: the loser's path is the winner's, or below it. STATEMENT: both are in the same statement.
    """

    winner: str
    losers: frozenset[str]
    scope: Scope


def absorbs(winner: str, scope: Scope, *losers: str) -> Absorbs:
    """The rule that `winner` swallows `losers`."""
    return Absorbs(winner, frozenset(losers), scope)
