"""Statements that the policy could do without: a quick look first, then, of a policy of usual size, the exact analysis.

Source: IAM User Guide, "Policy evaluation logic" (an explicit Deny overrides every Allow).
"""

from collections.abc import Container, Iterable, Iterator, Sequence

from policybuilder.iam import Path
from policybuilder.validator.access.always import conditions_that_always_hold
from policybuilder.validator.access.candidates import (
    MOST_STATEMENTS,
    Piece,
    may_be_covered,
    may_bite_nothing,
    meeting,
    shares_actions,
    small,
)
from policybuilder.validator.access.elsewhere import entries_elsewhere
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
    """REDUNDANT_STATEMENT, SHADOWED_STATEMENT, ALLOW_FULLY_DENIED, DENY_TAKES_NOTHING, and what entries and tests add.

    What the quick look tells stays told. Of the others those are asked about exactly that others may cover; in a long
    document, or where too many may be, nothing more is said.
    """
    pieces = [Piece(view, extent) for view in subject.statements if (extent := extent_of(view)) is not None]
    quick = [*repeated(subject, pieces), *fully_denied(subject, pieces)]
    yield from quick
    if len(pieces) > MOST_STATEMENTS or not small(pieces):
        return
    asker = Asker(subject)
    gone = {finding.path for finding in quick}
    for finding in _covered_ones(subject, asker, [piece for piece in pieces if piece.view.path not in gone]):
        gone.add(finding.path)
        yield finding
    yield from _idle_ones(subject, asker, pieces, gone)
    yield from conditions_that_always_hold(subject, asker)
    yield from entries_elsewhere(asker, [piece for piece in pieces if piece.view.path not in gone])


def _covered_ones(subject: Subject, asker: Asker, pieces: Sequence[Piece]) -> Iterator[Finding]:
    """What covers is what stays: a statement that was told covers no other.

    Narrow ones are asked about first. What others cover only with today's tables of AWS is not told: a pattern may well
    be meant for what comes. That an Allow allows nothing today is, of what is left then.
    """
    left = list(pieces)
    today: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (_breadth(piece), -piece.view.number)):
        found = _covered(asker, piece, left)
        if found is not None and found.lasting:
            left.remove(piece)
            yield _told_covered(subject, piece, found)
        elif found is not None and found.why == "fully_denied":
            today.append(piece)
    for piece in today:
        found = _covered(asker, piece, left)
        if found is not None and found.why == "fully_denied":
            left.remove(piece)
            yield _told_covered(subject, piece, found)


def _covered(asker: Asker, piece: Piece, left: Sequence[Piece]) -> Needless | None:
    others = [each for each in meeting(piece, left) if piece.view.allows or each.view.denies]
    if not may_be_covered(piece, others):
        return None
    found = asker.needless(piece, others)
    return found if found is not None and found.by and found.why in ("covered", "fully_denied") else None


def _told_covered(subject: Subject, piece: Piece, found: Needless) -> Finding:
    if found.why == "fully_denied":
        return told("ALLOW_FULLY_DENIED", subject, piece, found.by, "" if found.lasting else "today")
    return told("SHADOWED_STATEMENT", subject, piece, found.by, "together" if len(found.by) > 1 else "")


def _idle_ones(subject: Subject, asker: Asker, pieces: Sequence[Piece], gone: Container[Path]) -> Iterator[Finding]:
    """Deny statements that take nothing from what the policy allows, told where they name actions that it allows.

    What they take from a statement that is told to be denied counts, too.
    """
    allows = [each for each in pieces if each.view.allows]
    for piece in pieces:
        if piece.view.allows or piece.view.path in gone or not may_bite_nothing(piece, allows):
            continue
        shared = list(shares_actions(piece, allows))
        found = asker.needless(piece, shared)
        if found is not None and found.why == "never_bites":
            yield told("DENY_TAKES_NOTHING", subject, piece, shared, LIMITING.get(subject.kind, ""))


def _breadth(piece: Piece) -> tuple[int, int]:
    """How wide a statement looks: wildcards, then the number of entries."""
    extent = piece.extent
    entries = [*extent.actions.entries, *(extent.resources.entries if extent.resources else ())]
    return sum(99 if entry == "*" else entry.count("*") + entry.count("?") for entry in entries), len(entries)
