"""How sure it is that two policies mean the same: proved, or agreeing over a finite table.

A policy stands among others, whose permissions its denials take back. So the same meaning is the same permissions and
the same denials, also of what the policy itself does not allow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from policybuilder.analysis.finite import same_meaning
from policybuilder.iam import Policy


class Verdict(Enum):
    """What an exact comparison says."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


Prover = Callable[[Policy, Policy, str, bool], Verdict]
"""An exact comparison of two policies of a kind: permissions and denials. True as the last argument lets it take for
granted what AWS has today, its actions, resources and keys; else it holds whatever AWS adds."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Proved equal, or no difference in `cells` requests; `left_out` says what the table was cut in."""

    proved: bool
    cells: int = 0
    left_out: tuple[str, ...] = ()


def proof_of(one: Policy, other: Policy, kind: str, prover: Prover | None, *, today: bool = True) -> Proof | None:
    """Why two policies are taken to mean the same; None if they do not. Without `today` they do whatever AWS adds."""
    verdict = prover(one, other, kind, today) if prover else Verdict.UNKNOWN
    if verdict is Verdict.EQUAL:
        return Proof(proved=True)
    if verdict is Verdict.DIFFERENT:
        return None
    found = same_meaning(one, other, kind)
    return Proof(proved=False, cells=found.cells, left_out=found.left_out) if found.agrees else None
