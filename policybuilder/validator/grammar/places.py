"""Places and edits that several checks of the grammar share."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from policybuilder.iam import JsonObject, Node, Path, Position, Span
from policybuilder.validator.finding import Edit, EditOp, Place, removed
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import StatementView, Subject, Test

LONGEST_NAME = 20  # characters of a name that a near one is looked for
MOST_MENDED = 500  # findings of one code that are offered fixes; beyond, looking each up again would take too long


def effects_of(kind: PolicyKind) -> tuple[str, ...]:
    """The Effects that a statement may have: a resource control policy only denies ("RCP syntax")."""
    return ("Deny",) if kind is PolicyKind.RCP else ("Allow", "Deny")


def opening(path: Path, span: Span | None) -> Place:
    """The place of something that lacks a part: its first character stands for it."""
    if span is None:
        return Place(path)
    start = span.start
    return Place(path, Span(start, Position(start.line, start.column + 1, start.offset + 1)))


@lru_cache(maxsize=4096)
def near(name: str, names: tuple[str, ...]) -> str:
    """The name that was probably meant, "" if none is near: first by capitals, then by letters."""
    if len(name) > LONGEST_NAME:
        return ""
    by_folded = {each.lower(): each for each in names}
    folded = name.strip().lower()
    if folded in by_folded:
        return by_folded[folded]
    found = get_close_matches(folded, by_folded, 1, 0.8)
    return by_folded[found[0]] if found else ""


def renamed(key: Span | None, name: str) -> tuple[Edit, ...]:
    """The edits that put another name in the place of a member's; none where the document has no text."""
    if key is None:
        return ()
    return (Edit(EditOp.TEXT, value=f'"{name}"', start=key.start.offset, end=key.end.offset),)


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """A member of an object in the text: offsets of its name's beginning and its value's end."""

    name: str
    start: int
    end: int
    key: Span
    value: Node


def member_places(node: JsonObject) -> tuple[MemberPlace, ...]:
    """The members of an object that has a text."""
    return tuple(
        MemberPlace(each.key.value, each.key.span.start.offset, each.value.span.end.offset, each.key.span, each.value)
        for each in node.members
        if each.key.span and each.value.span
    )


def member_removed(members: tuple[MemberPlace, ...], number: int) -> Edit:
    """The edit that takes out one of an object's members, also one of several with the same name."""
    here = members[number]
    if number + 1 < len(members):
        return Edit(EditOp.TEXT, value="", start=here.start, end=members[number + 1].start)
    start = members[number - 1].end if number else here.start
    return Edit(EditOp.TEXT, value="", start=start, end=here.end)


def statement_removed(subject: Subject, view: StatementView) -> tuple[Edit, ...]:
    """The edit that takes a statement away; none if it is the only one."""
    return (removed(view.path),) if len(subject.statements) > 1 else ()


def test_removed(view: StatementView, test: Test, operators: Mapping[str, int]) -> Edit:
    """The edit that takes one test out of a Condition, with whatever would be left empty.

    `operators` counts the statement's tests by operator.
    """
    if len(operators) == 1 and operators[test.operator.value] == 1:
        return removed((*view.path, "Condition"))
    return removed(test.operator.path if operators[test.operator.value] == 1 else test.place.path)
