"""Resource patterns as boxes: what a pattern says of each field of an ARN, for the resource types that are known.

The separators of a type's ARNs are fixed and its fields cannot hold them, so that a pattern falls apart over the fields:
a separator of the pattern meets one of the template, a star may swallow none or some. Nearly every real pattern is one
box. A set of resources is then decided field by field instead of over whole texts, in which a star that crosses colons
makes the number of cases double with each pattern.
Sources: Service Authorization Reference, "Resource types defined by Amazon Rekognition"; IAM User Guide, "IAM JSON
policy elements: Resource".
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from policybuilder.analysis.patterns import (
    ANY,
    NO_COLON,
    Letters,
    Pattern,
    Token,
    class_of,
    exact,
    joined,
    of_tokens,
    run_of,
)
from policybuilder.catalogue import ArnField, ResourceType
from policybuilder.catalogue.grammar import items_of
from policybuilder.catalogue.places import Step, steps_of
from policybuilder.catalogue.witness import USUAL
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.variables import Template

MOST_BOXES = 256
"""More boxes than this are not made: the whole text is searched instead."""


class Field(NamedTuple):
    """A field of a type's ARNs: the texts that may stand there, and some that look real, best first."""

    name: str
    grammar: tuple[Pattern, ...]
    letters: Letters
    least: int
    most: int | None
    usual: tuple[str, ...]

    def takes(self, written: Pattern) -> bool:
        """May a text of the field be one of the pattern's? The pattern has only letters of the field."""
        if written.exact is not None:
            return any(one.matches(written.exact) for one in self.grammar)
        once = sum(not token.loops for token in written.tokens)
        if once > (self.most if self.most is not None else once):
            return False
        return once >= self.least or any(token.loops for token in written.tokens)

    def all_are(self, written: Pattern) -> bool:
        """Is every text of the field one of the pattern's?"""
        if any(token.letters not in (ANY, NO_COLON) for token in written.tokens):
            return False
        once = sum(not token.loops for token in written.tokens)
        loops = once < len(written.tokens)
        return once <= self.least if loops else once == self.least == self.most


Box = tuple[Pattern | None, ...]
"""For each field what a pattern wants of it; None where every text of the field will do."""


class Shape(NamedTuple):
    """The form of a type's ARNs: fixed texts, with a field between each two. `wholes` are all of it as patterns."""

    texts: tuple[str, ...]
    fields: tuple[Field, ...]
    wholes: tuple[Pattern, ...]

    def written(self, values: Sequence[str]) -> str:
        """The ARN with these values in its fields."""
        pieces = [piece for pair in zip(self.texts, values, strict=False) for piece in pair]
        return "".join((*pieces, self.texts[-1]))


@lru_cache(maxsize=64)
def shape_of(kind: ResourceType) -> Shape:
    """The form of the type's ARNs."""
    texts, fields = [""], []
    for item in items_of(kind):
        if item.field is None:
            texts[-1] += item.texts[0]
        else:
            fields.append(_field(item.field))
            texts.append("")
    wholes = [exact(texts[0])]
    for text, field in zip(texts[1:], fields, strict=True):
        wholes = [joined(whole, one, exact(text)) for whole in wholes for one in field.grammar]
    return Shape(tuple(texts), tuple(fields), tuple(wholes))


def _field(field: ArnField) -> Field:
    usual = tuple(dict.fromkeys((field.example, *field.values, *USUAL.get(field.name, ()))))
    if field.values:
        letters = Letters(frozenset("".join(field.values)))
        sizes = [len(value) for value in field.values]
        return Field(field.name, tuple(map(exact, field.values)), letters, min(sizes), max(sizes), usual)
    most = field.max if field.max == field.min else None
    grammar = (run_of(field.characters, field.min, most),)
    return Field(field.name, grammar, class_of(field.characters), field.min, most, usual)


def whole_pattern(entry: ResourceEntry) -> Pattern:
    """An entry over whole texts: a wildcard in the first five fields takes no colon, unless it is a star at the end.

    A variable counts as a star.
    """
    return _whole(entry.pattern.head, entry.tail)


@lru_cache(maxsize=2048)
def _whole(head: tuple[str, ...], tail: Template) -> Pattern:
    return _pattern(tuple(steps_of(head, tail)))


def boxes_of(entry: ResourceEntry, kind: ResourceType) -> tuple[Box, ...] | None:
    """The boxes that together hold the type's ARNs that the entry matches; None if there would be too many.

    The entry is one that can match ARNs at all, and is not the plain `*`. A variable counts as a star.
    """
    return _boxes(entry.pattern.head, entry.tail, kind)


@lru_cache(maxsize=4096)
def _boxes(head: tuple[str, ...], tail: Template, kind: ResourceType) -> tuple[Box, ...] | None:
    shape = shape_of(kind)
    found = _Aligned(tuple(steps_of(head, tail)), shape).boxes()
    return None if found is None else _largest([_checked(box, shape) for box in found])


def _checked(box: Sequence[Pattern], shape: Shape) -> Box | None:
    """The box with None for what is no limit; None if no ARN is in it."""
    pairs = list(zip(box, shape.fields, strict=True))
    if not all(field.takes(written) for written, field in pairs):
        return None
    return tuple(None if field.all_are(written) else written for written, field in pairs)


def _largest(boxes: Sequence[Box | None]) -> tuple[Box, ...]:
    """The boxes once each, without those that lie in another one for all to see."""
    found = [box for box in dict.fromkeys(boxes) if box is not None]
    return tuple(box for box in found if not any(other != box and lies_in(box, other) for other in found))


def lies_in(box: Box, other: Box) -> bool:
    """Does a box lie in another, as far as equal patterns tell?"""
    return all(wide is None or wide == narrow for narrow, wide in zip(box, other, strict=True))


class _Aligned:
    """A pattern laid over the form of an ARN."""

    def __init__(self, steps: tuple[Step, ...], shape: Shape) -> None:
        self.steps = steps
        self.shape = shape
        self._kept: dict[tuple[int, int], list[tuple[Pattern, ...]]] = {}
        self._made = 0

    def boxes(self) -> list[tuple[Pattern, ...]] | None:
        """All ways to lay it; None if there are too many."""
        found = [box for at in self._after_text(0, self.shape.texts[0]) for box in self._from(at, 0)]
        return None if self._made > MOST_BOXES else found

    def _from(self, at: int, number: int) -> list[tuple[Pattern, ...]]:
        """What may stand in the fields from a number on, if the steps from `at` on are left. As deep as there are
        fields."""
        if number == len(self.shape.fields):
            return [()] if all(step.loops for step in self.steps[at:]) else []
        key = at, number
        if key not in self._kept:
            found: list[tuple[Pattern, ...]] = []
            for written, behind in self._in_field(at, self.shape.fields[number]):
                for after in self._after_text(behind, self.shape.texts[number + 1]):
                    found += [(written, *rest) for rest in self._from(after, number + 1)]
                    if self._made > MOST_BOXES:
                        return []
            self._made += len(found)
            self._kept[key] = found
        return self._kept[key]

    def _in_field(self, at: int, field: Field) -> Iterator[tuple[Pattern, int]]:
        """What of the steps may stand in a field, and where they go on; a star may do both: end a field and go on."""
        behind_star = False
        for index in range(at, len(self.steps) + 1):
            step = self.steps[index] if index < len(self.steps) else None
            if step is not None and step.loops:
                yield _pattern(self.steps[at : index + 1]), index
            elif not behind_star:
                yield _pattern(self.steps[at:index]), index
            behind_star = step is not None and step.loops
            if step is not None and step.letter is not None and not field.letters.holds(step.letter):
                return

    def _after_text(self, at: int, text: str) -> list[int]:
        """The steps that may be next after a fixed text."""
        places = {at}
        for letter in text:
            places = {after for place in places for after in self._after_letter(place, letter)}
            widest = max((place for place in places if self._is_open_star(place)), default=-1)
            # the last star that takes everything takes all that the steps before it would
            places = {place for place in places if place >= widest and place != widest + 1} if widest >= 0 else places
        return sorted(places)

    def _is_open_star(self, place: int) -> bool:
        return place < len(self.steps) and self.steps[place].loops and not self.steps[place].barred

    def _after_letter(self, place: int, letter: str) -> Iterator[int]:
        while place < len(self.steps):
            step = self.steps[place]
            takes = step.letter == letter or (step.letter is None and not (step.barred and letter == ":"))
            if not step.loops:
                if takes:
                    yield place + 1
                return
            if takes:
                yield place
            place += 1


def _pattern(steps: Sequence[Step]) -> Pattern:
    return of_tokens([_token(step) for step in steps])


@lru_cache(maxsize=1024)
def _token(step: Step) -> Token:
    if step.letter is not None:
        return Token(Letters(frozenset(step.letter)))
    return Token(NO_COLON if step.barred else ANY, step.loops)
