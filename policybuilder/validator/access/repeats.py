"""Statements that change nothing beside others: said twice, inside a wider one, or denied again.

Source: IAM Access Analyzer policy check reference, "Redundant statement"; IAM User Guide, "Policy evaluation logic" (an
explicit Deny overrides every Allow).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policybuilder.iam import JsonArray
from policybuilder.validator.access.extent import Extent, Listed, extent_of
from policybuilder.validator.access.samples import listed_actions, sample_for
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, removed
from policybuilder.validator.view import StatementView, Subject

COMPARED = 1_000_000  # pairs of entries compared at most; in a longer document each statement with the widest only
_PARTS = 64  # pairs of action and resource that a statement is cut into at most


@dataclass(frozen=True, slots=True)
class _Piece:
    """A statement with its extent."""

    view: StatementView
    extent: Extent


def repeated(subject: Subject) -> Iterable[Finding]:
    """REDUNDANT_STATEMENT and SHADOWED_STATEMENT: another of the same effect says the same, or more."""
    pieces = _pieces(subject)
    for same in (_with(pieces, allows=True), _with(pieces, allows=False)):
        first: dict[Extent, _Piece] = {}
        for piece in same:
            first.setdefault(piece.extent, piece)
        wide = _widest(list(first.values()), same)
        for piece in same:
            wider = next((each for each in wide if _shadows(each, piece)), None)
            twin = first[piece.extent]
            if wider is not None and not piece.extent.covers(wider.extent):
                yield _found("SHADOWED_STATEMENT", subject, piece, [wider])
            elif twin is not piece or wider is not None:
                yield _found("REDUNDANT_STATEMENT", subject, piece, [wider or twin])


def fully_denied(subject: Subject) -> Iterable[Finding]:
    """ALLOW_FULLY_DENIED: all that a statement allows, Deny statements without a condition take away."""
    pieces = _pieces(subject)
    allowing = _with(pieces, allows=True)
    denying = [piece for piece in _with(pieces, allows=False) if not piece.extent.limits]
    denying = _widest(denying, allowing)
    for piece in allowing if denying else ():
        denied = list(_covering(piece, denying))
        if denied:
            yield _found("ALLOW_FULLY_DENIED", subject, piece, denied)


def _covering(piece: _Piece, denying: Sequence[_Piece]) -> Iterator[_Piece]:
    """The Deny statements that together cover it, each once; nothing where they do not."""
    chosen: dict[int, _Piece] = {}
    for part in piece.extent.parts(_PARTS):
        found_ = next((each for each in denying if each.extent.covers(part)), None)
        if found_ is None:
            return
        chosen[found_.view.number] = found_
    yield from chosen.values()


def _pieces(subject: Subject) -> list[_Piece]:
    return [_Piece(view, extent) for view in subject.statements if (extent := extent_of(view)) is not None]


def _with(pieces: Iterable[_Piece], *, allows: bool) -> list[_Piece]:
    return [piece for piece in pieces if piece.view.allows is allows]


def _widest(pieces: Sequence[_Piece], others: Iterable[_Piece]) -> list[_Piece]:
    """Those of the pieces that look widest, as many as may be compared with all the others entry by entry."""
    left = COMPARED // max(sum(_entries(piece) for piece in others), 1)
    chosen: list[_Piece] = []
    for piece in sorted(pieces, key=_narrowness):
        left -= _entries(piece)
        if left < 0:
            break
        chosen.append(piece)
    return chosen


def _entries(piece: _Piece) -> int:
    extent = piece.extent
    return len(extent.actions.entries) + (len(extent.resources.entries) if extent.resources else 0)


def _narrowness(piece: _Piece) -> tuple[int, int, int]:
    """Small for a statement that may cover many: no condition, short patterns."""
    extent = piece.extent
    return len(extent.limits), _shortest(extent.actions) + _shortest(extent.resources), piece.view.number


def _shortest(listed: Listed | None) -> int:
    return 0 if listed is None or listed.negated else min(map(len, listed.entries))


def _shadows(wide: _Piece, piece: _Piece) -> bool:
    """Does it cover the piece? Of two that cover each other the later is the one to go."""
    if wide is piece or not wide.extent.covers(piece.extent):
        return False
    return wide.view.number < piece.view.number or not piece.extent.covers(wide.extent)


def _found(code: str, subject: Subject, piece: _Piece, others: Sequence[_Piece]) -> Finding:
    names = tuple(_name(other.view) for other in others)
    params: Mapping[str, str | tuple[str, ...]] = {
        "statement": _name(piece.view),
        "others": names,
        "effect": "Allow" if piece.view.allows else "Deny",
    }
    return found(
        code,
        piece.view.place,
        params=params,
        related=[other.view.place for other in others],
        fixes=_removal(subject, piece.view),
        sample=sample_for(piece.view, listed_actions(piece.view)) if code == "ALLOW_FULLY_DENIED" else None,
    )


def _name(view: StatementView) -> str:
    """The Sid, or the number from 1."""
    return view.sid.value if view.sid and view.sid.value else str(view.number + 1)


def _removal(subject: Subject, view: StatementView) -> tuple[Fix, ...]:
    root = subject.policy.source.get("Statement") if subject.policy else None
    if not isinstance(root, JsonArray) or len(root.items) < 2:
        return ()
    return (fix("remove_statement", removed(view.path), statement=_name(view)),)
