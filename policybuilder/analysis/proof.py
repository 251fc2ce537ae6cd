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


Prover = Callable[[Policy, Policy, str], Verdict]
"""An exact comparison of two policies of a kind: permissions and denials."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Proved equal, or no difference in `cells` requests; `left_out` says what the table was cut in."""

    proved: bool
    cells: int = 0
    left_out: tuple[str, ...] = ()


def proof_of(one: Policy, other: Policy, kind: str, prover: Prover | None) -> Proof | None:
    """Why two policies are taken to mean the same; None if they do not."""
    verdict = prover(one, other, kind) if prover else Verdict.UNKNOWN
    if verdict is Verdict.EQUAL:
        return Proof(proved=True)
    if verdict is Verdict.DIFFERENT:
        return None
    found = same_meaning(one, other, kind)
    return Proof(proved=False, cells=found.cells, left_out=found.left_out) if found.agrees else None
