"""A policy cut into several that each fit a quota and together mean the same.

Policies of one kind that stand side by side add up: what one of them allows is allowed, what one denies is denied. Of
permissions boundaries, session policies and trust policies there is only one. Sources: IAM User Guide, "Policy evaluation
logic", "IAM and AWS STS quotas"; AWS Organizations User Guide, "Quotas and service limits for AWS Organizations";
Amazon Rekognition API Reference, "PutProjectPolicy".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policybuilder.analysis.proof import Proof, Prover, proof_of
from policybuilder.analysis.sheet import editable, list_node, put, understood, with_statements, without
from policybuilder.iam import Policy, Statement, minified_size, statement_from

SEVERAL = ("identity", "scp", "rcp", "project")
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Split:
    """The parts, in the order of their first statements, and why together they mean the same."""

    parts: tuple[Policy, ...]
    proof: Proof


class _Piece(NamedTuple):
    """A statement or a part of one; the number is that of the whole."""

    number: int
    statement: Statement


def split(policy: Policy, quota: int, kind: str, prover: Prover | None = None) -> Split | None:
    """Parts of at most `quota` characters without white space, as few as first-fit finds; None if there is no way.

    A statement that is too long alone is cut at its list of resources or of actions.
    """
    if kind not in SEVERAL or not understood(policy) or not policy.statements:
        return None
    pieces = [
        _Piece(number, piece)
        for number, statement in enumerate(policy.statements)
        for piece in _pieces(policy, statement, quota)
    ]
    sizes = [_size(policy, [piece.statement]) for piece in pieces]
    if max(sizes) > quota:
        return None
    groups = _packed(policy, [piece.statement for piece in pieces], sizes, quota)
    if not 1 < len(groups) <= MOST_PARTS:
        return None
    parts = tuple(with_statements(policy, list(_named_once(pieces[number] for number in group))) for group in groups)
    together = with_statements(policy, [statement for part in parts for statement in part.statements])
    proof = proof_of(policy, together, kind, prover)
    return Split(parts, proof) if proof else None


def _size(policy: Policy, statements: Sequence[Statement]) -> int:
    return minified_size(with_statements(policy, statements))


def _pieces(policy: Policy, statement: Statement, quota: int) -> Iterator[Statement]:
    """The statement, or halves of it until each fits."""
    waiting = [statement]
    while waiting:
        piece = waiting.pop(0)
        halves = _halves(piece) if _size(policy, [piece]) > quota else ()
        if halves:
            waiting[:0] = halves
        else:
            yield piece


def _halves(statement: Statement) -> tuple[Statement, ...]:
    """Two statements for the halves of the longer list; none for what cannot be cut without changing what it means."""
    if not editable(statement) or statement.actions is None or statement.resources is None:
        return ()
    lists = {"Action": statement.actions.items, "Resource": statement.resources.items}
    name = max(lists, key=lambda each: (sum(map(len, lists[each])) if len(lists[each]) > 1 else 0, each))
    items = lists[name]
    if len(items) < 2:
        return ()
    middle = len(items) // 2
    return tuple(
        statement_from(put(statement.source, (name,), list_node(part))) for part in (items[:middle], items[middle:])
    )


def _named_once(pieces: Iterable[_Piece]) -> Iterator[Statement]:
    """The statements of one part: of several parts of one statement the first keeps the Sid, which has to be unique."""
    seen: set[int] = set()
    for number, statement in pieces:
        if number in seen and statement.sid is not None:
            yield statement_from(without(statement.source, ("Sid",)))
        else:
            yield statement
        seen.add(number)


def _packed(policy: Policy, pieces: Sequence[Statement], sizes: Sequence[int], quota: int) -> list[list[int]]:
    """Numbers of pieces in groups that fit: the longest first, each into the first group with room."""
    order = sorted(range(len(pieces)), key=lambda number: (-sizes[number], number))
    groups: list[list[int]] = []
    for number in order:
        room = (
            group for group in groups if _size(policy, [pieces[each] for each in sorted((*group, number))]) <= quota
        )
        group = next(room, None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return sorted(sorted(group) for group in groups)
