"""Statements that the policy could do without: a quick look first, then, of a policy of usual size, the exact analysis.

Source: IAM User Guide, "Policy evaluation logic" (an explicit Deny overrides every Allow).
"""

from collections.abc import Iterable, Iterator, Sequence

from policybuilder.validator.access.candidates import (
    MOST_STATEMENTS,
    Piece,
    may_be_covered,
    may_bite_nothing,
    meeting,
    shares_actions,
    small,
)
from policybuilder.validator.access.exact import Asker, Needless
from policybuilder.validator.access.extent import extent_of
from policybuilder.validator.access.repeats import fully_denied, repeated
from policybuilder.validator.access.telling import told
from policybuilder.validator.finding import Finding
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import Subject

LIMITING = {
    PolicyKind.BOUNDARY: "boundary",
    PolicyKind.SESSION: "session",
    PolicyKind.SCP: "scp",
    PolicyKind.PROJECT: "resource",
    PolicyKind.RESOURCE: "resource",
}


def needless(subject: Subject) -> Iterable[Finding]:
    """REDUNDANT_STATEMENT, SHADOWED_STATEMENT, ALLOW_FULLY_DENIED and DENY_TAKES_NOTHING.

    What the quick look tells stays told. Of the others those are asked about exactly that others may cover; in a long
    document, or where too many may be, nothing more is said.
    """
    pieces = [Piece(view, extent) for view in subject.statements if (extent := extent_of(view)) is not None]
    quick = [*repeated(subject, pieces), *fully_denied(subject, pieces)]
    yield from quick
    if 1 < len(pieces) <= MOST_STATEMENTS and small(pieces):
        gone = {finding.path for finding in quick}
        yield from _exact(subject, [piece for piece in pieces if piece.view.path not in gone])


def _exact(subject: Subject, pieces: Sequence[Piece]) -> Iterator[Finding]:
    """What covers is what stays: a statement that was told covers no other.

    Narrow ones are asked about first, and what holds only with today's tables of AWS is told of what is left then.
    """
    asker = Asker(subject)
    left = list(pieces)
    today: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (_breadth(piece), -piece.view.number)):
        found = _covered(asker, piece, left)
        if found is not None and found.lasting:
            left.remove(piece)
            yield _told_covered(subject, piece, found)
        elif found is not None:
            today.append(piece)
        elif (idle := _idle(subject, asker, piece, left)) is not None:
            yield idle
    for piece in today:
        found = _covered(asker, piece, left)
        if found is not None:
            left.remove(piece)
            yield _told_covered(subject, piece, found)


def _covered(asker: Asker, piece: Piece, left: Sequence[Piece]) -> Needless | None:
    others = [each for each in meeting(piece, left) if piece.view.allows or each.view.denies]
    if not may_be_covered(piece, others):
        return None
    found = asker.needless(piece, others)
    return found if found is not None and found.by and found.why in ("covered", "fully_denied") else None


def _told_covered(subject: Subject, piece: Piece, found: Needless) -> Finding:
    code = "ALLOW_FULLY_DENIED" if found.why == "fully_denied" else "SHADOWED_STATEMENT"
    together = "together" if code == "SHADOWED_STATEMENT" and len(found.by) > 1 else ""
    variant = "_".join(filter(None, (together, "" if found.lasting else "today")))
    return told(code, subject, piece, found.by, variant)


def _idle(subject: Subject, asker: Asker, piece: Piece, left: Sequence[Piece]) -> Finding | None:
    """A Deny that takes nothing from what the policy allows, told where it names actions that the policy allows."""
    allows = [each for each in left if each.view.allows]
    if piece.view.allows or subject.kind is PolicyKind.RCP or not may_bite_nothing(piece, allows):
        return None
    shared = list(shares_actions(piece, allows))
    found = asker.needless(piece, shared)
    if found is None or found.why != "never_bites":
        return None
    return told("DENY_TAKES_NOTHING", subject, piece, shared, LIMITING.get(subject.kind, ""))


def _breadth(piece: Piece) -> tuple[int, int]:
    """How wide a statement looks: wildcards, then the number of entries."""
    extent = piece.extent
    entries = [*extent.actions.entries, *(extent.resources.entries if extent.resources else ())]
    return sum(99 if entry == "*" else entry.count("*") + entry.count("?") for entry in entries), len(entries)
