"""Statements that change nothing beside others, as far as one look at their patterns tells: the way for any length.

Source: IAM Access Analyzer policy check reference, "Redundant statement"; IAM User Guide, "Policy evaluation logic" (an
explicit Deny overrides every Allow).
"""

from collections.abc import Iterable, Iterator, Sequence

from policybuilder.validator.access.candidates import Piece
from policybuilder.validator.access.extent import Extent, Listed
from policybuilder.validator.access.telling import told
from policybuilder.validator.finding import Finding
from policybuilder.validator.view import Subject

COMPARED = 1_000_000  # pairs of entries compared at most; in a longer document each statement with the widest only
_PARTS = 64  # pairs of action and resource that a statement is cut into at most


def repeated(subject: Subject, pieces: Sequence[Piece]) -> Iterable[Finding]:
    """REDUNDANT_STATEMENT and SHADOWED_STATEMENT: another of the same effect says the same, or more."""
    for same in (_with(pieces, allows=True), _with(pieces, allows=False)):
        first: dict[Extent, Piece] = {}
        for piece in same:
            first.setdefault(piece.extent, piece)
        wide = _widest(list(first.values()), same)
        for piece in same:
            wider = next((each for each in wide if _shadows(each, piece)), None)
            twin = first[piece.extent]
            if wider is not None and not piece.extent.covers(wider.extent):
                yield told("SHADOWED_STATEMENT", subject, piece, [wider])
            elif twin is not piece or wider is not None:
                yield told("REDUNDANT_STATEMENT", subject, piece, [wider or twin])


def fully_denied(subject: Subject, pieces: Sequence[Piece]) -> Iterable[Finding]:
    """ALLOW_FULLY_DENIED: all that a statement allows, Deny statements without a condition take away."""
    allowing = _with(pieces, allows=True)
    denying = [piece for piece in _with(pieces, allows=False) if not piece.extent.limits]
    denying = _widest(denying, allowing)
    for piece in allowing if denying else ():
        denied = list(_covering(piece, denying))
        if denied:
            yield told("ALLOW_FULLY_DENIED", subject, piece, denied)


def _covering(piece: Piece, denying: Sequence[Piece]) -> Iterator[Piece]:
    """The Deny statements that together cover it, each once; nothing where they do not."""
    chosen: dict[int, Piece] = {}
    for part in piece.extent.parts(_PARTS):
        found_ = next((each for each in denying if each.extent.covers(part)), None)
        if found_ is None:
            return
        chosen[found_.view.number] = found_
    yield from chosen.values()


def _with(pieces: Iterable[Piece], *, allows: bool) -> list[Piece]:
    return [piece for piece in pieces if piece.view.allows is allows]


def _widest(pieces: Sequence[Piece], others: Iterable[Piece]) -> list[Piece]:
    """Those of the pieces that look widest, as many as may be compared with all the others entry by entry."""
    left = COMPARED // max(sum(piece.entries for piece in others), 1)
    chosen: list[Piece] = []
    for piece in sorted(pieces, key=_narrowness):
        left -= piece.entries
        if left < 0:
            break
        chosen.append(piece)
    return chosen


def _narrowness(piece: Piece) -> tuple[int, int, int]:
    """Small for a statement that may cover many: no condition, short patterns."""
    extent = piece.extent
    return len(extent.limits), _shortest(extent.actions) + _shortest(extent.resources), piece.view.number


def _shortest(listed: Listed | None) -> int:
    return 0 if listed is None or listed.negated else min(map(len, listed.entries))


def _shadows(wide: Piece, piece: Piece) -> bool:
    """Does it cover the piece? Of two that cover each other the later is the one to go."""
    if wide is piece or not wide.extent.covers(piece.extent):
        return False
    return wide.view.number < piece.view.number or not piece.extent.covers(wide.extent)
