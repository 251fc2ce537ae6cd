"""An ARN that a pattern matches and that looks like a real one: to show what a pattern means, and to try it.

Found by walking the grammar forward through the places from which the pattern's end can be reached (`grammar`), so a
witness is there exactly when the coverage is not NONE.
"""

from collections.abc import Iterator, Mapping

from policybuilder.catalogue.grammar import Item, items_of, places_of, walk_back
from policybuilder.catalogue.places import LONGEST, Places, Symbols, one
from policybuilder.catalogue.schema import ArnField, ResourceType
from policybuilder.iam.arn import arn_pattern

# tried where the pattern rules the example out, before a text is made up
USUAL: Mapping[str, tuple[str, ...]] = {
    "partition": ("aws", "aws-us-gov", "aws-cn"),
    "region": (
        *("us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-west-2", "eu-central-1"),
        *("ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-2", "us-gov-west-1"),
    ),
    "account": ("111122223333", "444455556666"),
}


def witness(pattern: str, resource_type: ResourceType, *, prefer: Mapping[str, str] | None = None) -> str | None:
    """An ARN of the type that the pattern matches; None if there is none.

    `prefer` gives values by the names of the fields (`region`, `account`, `project`, ...); one that does not fit is
    passed over. A policy variable of the pattern stands for whatever text makes it match.
    """
    places = places_of(arn_pattern(pattern))
    if places is None:
        return None
    items = items_of(resource_type)
    ahead = walk_back(places, items)
    if not ahead[0] & places.start:
        return None
    written, here = "", places.start
    for item, target in zip(items, ahead[1:], strict=True):
        text = next(text for text in _texts(places, item, (here, target), prefer or {}) if text is not None)
        written += text
        here = _after_text(places, here, text)
    return written


def _texts(places: Places, item: Item, ends: tuple[int, int], prefer: Mapping[str, str]) -> Iterator[str | None]:
    """What may stand for one item, best first; the places after it have to be among the target's."""
    here, target = ends
    for text in _usual(item, prefer):
        if _fits(item, text) and _after_text(places, here, text) & target:
            yield text
    if item.symbols is not None and item.field is not None:
        yield _made_up(places, item.field, item.symbols, ends)


def _usual(item: Item, prefer: Mapping[str, str]) -> Iterator[str]:
    if item.field is not None:
        yield prefer.get(item.field.name, "")
        yield item.field.example
        yield from USUAL.get(item.field.name, ())
    yield from item.texts


def _fits(item: Item, text: str) -> bool:
    field, symbols = item.field, item.symbols
    if field is None or symbols is None:
        return text in item.texts
    return field.min <= len(text) <= (field.max or LONGEST) and all(map(symbols.holds, text))


def _after_text(places: Places, here: int, text: str) -> int:
    for letter in text:
        here = places.after(here, one(letter))
    return here


def _made_up(places: Places, field: ArnField, symbols: Symbols, ends: tuple[int, int]) -> str | None:
    """The shortest text of the field's format that leads on; a number gets its usual length, if that leads on."""
    here, target = ends
    walk = _walk(places, here, symbols, field.min)
    while not walk[-1] & target:
        walk.append(places.after(walk[-1], symbols))
    if field.example.isdigit() and len(walk) <= len(field.example):
        longer = _walk(places, here, symbols, len(field.example))
        walk = longer if longer[-1] & target else walk
    letters = ""
    for number in range(len(walk) - 1, 0, -1):
        letter = _letter(places, symbols, (walk[number - 1], target), field.example[number - 1 : number])
        letters += letter
        target = places.before(target, one(letter)) & walk[number - 1]
    return letters[::-1]


def _walk(places: Places, here: int, symbols: Symbols, length: int) -> list[int]:
    walk = [here]
    for _ in range(length):
        walk.append(places.after(walk[-1], symbols))
    return walk


def _letter(places: Places, symbols: Symbols, ends: tuple[int, int], usual: str) -> str:
    """A character of the set that leads from one set of places to the other: the usual, a plain one, or one named."""
    here, target = ends
    wanted = (usual, symbols.filler, *sorted(places.named))
    fitting = (each for each in wanted if each and symbols.holds(each))
    return next(each for each in fitting if places.before(target, one(each)) & here)
