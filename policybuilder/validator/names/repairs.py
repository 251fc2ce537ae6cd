"""What the checks of names have in common: a problem of one text, and edits that take entries out or move them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policybuilder.iam import JsonValue, to_plain
from policybuilder.validator.finding import Edit, Fix, Place, added, fix, removed, replaced
from policybuilder.validator.view import Element, StatementView, Subject, Text


class Repair(NamedTuple):
    """Another text for an entry, or several in its place, and the id of the fix that puts it there."""

    id: str
    texts: tuple[str, ...]


class Problem(NamedTuple):
    """What is wrong with one text. `start` and `end` are the characters meant; without an end it is all of it."""

    code: str
    variant: str = ""
    start: int = 0
    end: int = 0
    params: tuple[tuple[str, str], ...] = ()
    repairs: tuple[Repair, ...] = ()

    def place(self, text: Text) -> Place:
        """Where in the document."""
        return text.part(self.start, self.end) if self.end else text.place


def repair_fixes(
    subject: Subject, view: StatementView, element: Element, text: Text, problem: Problem
) -> Iterator[Fix]:
    """The fixes of a problem: each other text, and last the entry taken out."""
    for repair in problem.repairs:
        edits = _instead(element, text, repair.texts)
        if edits:
            yield fix(repair.id, *edits, old=text.value, new=repair.texts)
    if edits := entry_removed(subject, view, element, text):
        kept = "remove_entry" if text.value else "remove_empty"
        yield fix(kept if leaves_others(element, text) else "remove_statement_of_entry", *edits, old=text.value)


def _instead(element: Element, text: Text, texts: Sequence[str]) -> tuple[Edit, ...]:
    """The edits that put other texts in the place of one; texts that stand in the list already are not doubled."""
    if not element.is_list:
        return (replaced(text.path, texts[0] if len(texts) == 1 else list[JsonValue](texts)),)
    there = {each.value for each in element.texts if each.path != text.path}
    new = [each for each in texts if each not in there]
    if not new:
        return (removed(text.path),)
    index = text.path[-1]
    following = int(index) + 1 if isinstance(index, int) else 0
    return (
        replaced(text.path, new[0]),
        *(added((*text.path[:-1], following), each) for each in new[1:]),
    )


def alike(element: Element, text: Text) -> list[Text]:
    """The entries that are the same text: what is wrong with one is wrong with all."""
    return [each for each in element.texts if each.value == text.value]


def leaves_others(element: Element, text: Text) -> bool:
    """Whether an entry, with those like it, can go and leave others in the list."""
    return element.is_list and len(alike(element, text)) < len(element.texts)


def entry_removed(subject: Subject, view: StatementView, element: Element, text: Text) -> tuple[Edit, ...]:
    """The edits that take an entry out, with those like it; with its statement if there is no other.

    Nothing if that is the only statement.
    """
    if leaves_others(element, text):
        return tuple(removed(each.path) for each in alike(element, text))
    return statement_removed(subject, view)


def statement_removed(subject: Subject, view: StatementView) -> tuple[Edit, ...]:
    """The edit that takes a statement out; none for the only one."""
    return (removed(view.path),) if len(subject.statements) > 1 and len(view.path) > 1 else ()


def plain_statement(view: StatementView) -> dict[str, JsonValue]:
    """The statement as decoded JSON, without its Sid: a copy must not repeat it."""
    plain = to_plain(view.statement.source)
    return {name: value for name, value in plain.items() if name != "Sid"} if isinstance(plain, dict) else {}


def moved(view: StatementView, texts: Sequence[Text], *statements: dict[str, JsonValue]) -> tuple[Edit, ...]:
    """The edits that take entries out of a statement and put new statements behind it.

    The statement must keep an entry.
    """
    if len(view.path) > 1 and isinstance(view.path[1], int):
        place = (*view.path[:-1], view.path[1] + 1)
        return (*(removed(each.path) for each in texts), *(added(place, each) for each in statements))
    plain = to_plain(view.statement.source)
    whole = dict(plain) if isinstance(plain, dict) else {}
    for name in {str(each.path[-2]) for each in texts}:
        gone = {each.path[-1] for each in texts if each.path[-2] == name}
        value = whole.get(name)
        if isinstance(value, list):
            whole[name] = [item for number, item in enumerate(value) if number not in gone]
    return (replaced(view.path, [whole, *statements]),)


def has_member(view: StatementView, name: str) -> bool:
    """Whether the statement has a member of that name."""
    return view.statement.source.get(name) is not None


def effect_of(view: StatementView) -> str:
    """Allow or Deny as a parameter of words; empty where it is neither."""
    return view.effect.value if view.effect else ""


def statement_name(view: StatementView) -> str:
    """`3`, or `3 (SpecificProject)` for one with a Sid: how sentences name a statement."""
    number = str(view.number + 1)
    return f"{number} ({view.sid.value})" if view.sid and view.sid.value else number
