"""Entries of a list that another entry of it covers.

Source: IAM User Guide, "Access Analyzer policy check reference", redundant action and redundant resource. Only an entry
covered wholly is told, not one that overlaps.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from policybuilder.iam import covers
from policybuilder.iam.arn import ArnPattern, arn_pattern
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, fix, removed
from policybuilder.validator.names.repairs import effect_of
from policybuilder.validator.view import Element, Subject, Text

CODES = {
    "Action": "REDUNDANT_ACTION",
    "NotAction": "REDUNDANT_ACTION",
    "Resource": "REDUNDANT_RESOURCE",
    "NotResource": "REDUNDANT_RESOURCE",
}
COMPARISONS = 100_000  # in one document: more than a policy of any size that AWS stores can ask for


def redundant_findings(subject: Subject) -> Iterator[Finding]:
    """A finding for each entry that another of its list covers, at the entry that can go."""
    left = COMPARISONS
    for view in subject.statements:
        for name, code in CODES.items():
            element = view.element(name)
            if element is None or len(element.texts) < 2:
                continue
            search = _Search(element, left, action=name in {"Action", "NotAction"})
            for text, by in search.found():
                yield found(
                    code,
                    text.place,
                    params={
                        "entry": text.value,
                        "by": by.value,
                        "effect": effect_of(view),
                        "element": name,
                        "variant": "twice" if search.key(text.value) == search.key(by.value) else "",
                    },
                    related=[by.place],
                    fixes=(fix("remove_redundant", removed(text.path), entry=text.value),) if element.is_list else (),
                )
            left = search.left


class _Search:
    """Looks for covered entries of one list. A pattern is compared only with entries that begin like it."""

    def __init__(self, element: Element, left: int, *, action: bool) -> None:
        self.left = left
        self.action = action
        self.key: Callable[[str], str] = str.lower if action else str
        self.texts = [text for text in element.texts if text.value]
        self.order = sorted(range(len(self.texts)), key=lambda number: self.key(self.texts[number].value))
        self.keys = [self.key(self.texts[number].value) for number in self.order]

    def found(self) -> Iterator[tuple[Text, Text]]:
        """Covered entries with the entry that covers each, in the order of the list."""
        by: dict[int, int] = {}
        first: dict[str, int] = {}
        for number, text in enumerate(self.texts):
            same = first.setdefault(self.key(text.value), number)
            if same != number:
                by[number] = same
        for number, text in enumerate(self.texts):
            if number not in by and ("*" in text.value or "?" in text.value):
                for other in self._begun_like(text.value):
                    if other != number and other not in by and self._covers(text.value, self.texts[other].value):
                        by[other] = number
        return ((self.texts[number], self.texts[by[number]]) for number in sorted(by))

    def _begun_like(self, pattern: str) -> Sequence[int]:
        """The entries that begin with what stands before the pattern's first wildcard, as many as may be compared."""
        key = self.key(pattern)
        start = key[: min(at for at in (key.find("*"), key.find("?")) if at >= 0)]
        begin = bisect_left(self.keys, start)
        end = bisect_left(self.keys, start + chr(0x10FFFF)) if start else len(self.keys)
        chosen = self.order[begin : min(end, begin + max(self.left, 0))]
        self.left -= len(chosen)
        return chosen

    def _covers(self, wide: str, narrow: str) -> bool:
        if _protected(wide) or _protected(narrow):
            return False
        if self.action:
            return _action_covers(self.key(wide), self.key(narrow))
        return _arn_covers(arn_pattern(wide), arn_pattern(narrow))


def _protected(text: str) -> bool:
    """Whether a `*` or `?` of the text may be a letter: `${*}`, or one in a default value."""
    at = text.find("${")
    return at >= 0 and any(letter in text[at:].partition("}")[0] for letter in "*?")


def _action_covers(wide: str, narrow: str) -> bool:
    if not wide.strip("*"):
        return True
    prefix, _, name = wide.partition(":")
    other, _, rest = narrow.partition(":")
    return prefix == other and "*" not in prefix and "?" not in prefix and covers(name, rest)


def _arn_covers(wide: ArnPattern, narrow: ArnPattern) -> bool:
    """Field by field: what covers each field covers the whole."""
    if wide.everything or narrow.everything:
        return wide.everything
    fields = zip((*wide.head, wide.tail), (*narrow.head, narrow.tail), strict=True)
    return wide.complete and narrow.complete and all(one == other or covers(one, other) for one, other in fields)
