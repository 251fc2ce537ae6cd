"""Texts that name projects, model versions and datasets, read into items.

`read` takes whatever people paste: the output of `aws rekognition describe-projects` and `describe-project-versions`
(both versions of the AWS CLI, several answers in a row), JSON lists of ARNs, lines of ARNs, any text with ARNs in it.
"""

import re
from collections.abc import Iterable, Iterator

from policybuilder.inventory.readers.arns import ResourceName, creation_time, named_in, resource_name
from policybuilder.inventory.readers.documents import Broken, Document, Plain, documents
from policybuilder.inventory.readers.listings import Cut, Fault, Found, found_in, item_or_fault
from policybuilder.inventory.readers.reading import Item, Place, Problem, ProblemCode, Reading

__all__ = [
    "Item",
    "Place",
    "Problem",
    "ProblemCode",
    "Reading",
    "ResourceName",
    "creation_time",
    "read",
    "resource_name",
]

LONGEST_TEXT = 2_000_000
MOST_ITEMS = 20_000
MOST_PROBLEMS = 100
LONGEST_SHOWN = 200
# A page token in what `--output text` and `--output yaml` print, and in JSON whose end is missing.
TOKEN_LINE = re.compile(r'^(?:NEXTTOKEN\t|[ \t]*"?NextToken"?:)[ \t]*(?!null\b)\S', re.MULTILINE)


class _Gathering:
    """Items by ARN and problems, both bounded; what goes over the bound is counted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.items: dict[str, Item] = {}
        self.problems: list[Problem] = []
        self.items_left_out = 0
        self.problems_left_out = 0
        self.incomplete = False

    def item(self, item: Item) -> None:
        known = self.items.get(item.name.arn)
        if known is not None:
            self.items[item.name.arn] = known.with_news(item)
        elif len(self.items) < MOST_ITEMS:
            self.items[item.name.arn] = item
        else:
            self.items_left_out += 1

    def fault(self, fault: Fault, position: int) -> None:
        """Keep a fault with the line on which its value stands, looked for from the position on."""
        if len(self.problems) == MOST_PROBLEMS:
            self.problems_left_out += 1
            return
        found = self.text.find(fault.value, position) if fault.value else position
        params = {"value": fault.value[:LONGEST_SHOWN], "member": fault.member}
        self.problems.append(
            Problem(
                fault.code,
                line=self.text.count("\n", 0, position if found < 0 else found) + 1,
                place=fault.place,
                params={name: value for name, value in params.items() if value},
            )
        )

    def all(self, found: Iterable[Found], position: int) -> None:
        for one in found:
            match one:
                case Item():
                    self.item(one)
                case Fault():
                    self.fault(one, position)
                case Cut():
                    self.incomplete = True

    def reading(self) -> Reading:
        return Reading(tuple(self.items.values()), tuple(self._problems()), self.incomplete)

    def _problems(self) -> Iterator[Problem]:
        yield from self.problems
        if self.problems_left_out:
            yield Problem(ProblemCode.TOO_MANY_PROBLEMS, params={"left_out": str(self.problems_left_out)})
        if self.items_left_out:
            params = {"most": str(MOST_ITEMS), "left_out": str(self.items_left_out)}
            yield Problem(ProblemCode.TOO_MANY_ITEMS, params=params)
        if not self.items and not self.problems:
            yield Problem(ProblemCode.NOTHING_FOUND)


def read(text: str) -> Reading:
    """What a text tells of projects, model versions and datasets. Any text returns, in time that grows with its length.

    An item mentioned twice is one item with the later details. A text longer than `LONGEST_TEXT` is read up to there.
    """
    gathering = _Gathering(text[:LONGEST_TEXT])
    if len(text) > LONGEST_TEXT:
        too_long = Problem(ProblemCode.TEXT_TOO_LONG, params={"longest": str(LONGEST_TEXT)})
        gathering.problems.append(too_long)
    for part in documents(gathering.text):
        match part:
            case Document():
                gathering.all(found_in(part.value), part.start)
            case Broken():
                gathering.fault(Fault(ProblemCode.JSON_BROKEN, ()), part.start)
            case Plain():
                _read_plain(gathering, part)
    return gathering.reading()


def _read_plain(gathering: _Gathering, part: Plain) -> None:
    for start, arn in named_in(part.text):
        gathering.all([item_or_fault(arn)], part.start + start)
    if TOKEN_LINE.search(part.text):
        gathering.incomplete = True
