"""ARNs and patterns of ARNs, compared by their six fields.

Rules: AWS's pages "Amazon Resource Names (ARNs)" and "IAM JSON policy elements: Resource". `*` and `?` may stand in
every field; `/` has no meaning; a `*` that ends a field may also run past the colon after it; a pattern with fewer than
six fields is completed with `*`. Case counts in every field (assumption 10.25).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policybuilder.iam.wildcard import Automaton, Glob, Part, Step, glob, glob_of

FIELDS = ("prefix", "partition", "service", "region", "account", "resource")


class Arn(NamedTuple):
    """`arn:partition:service:region:account:resource`; the last field may hold further colons."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def split_arn(text: str) -> Arn | None:
    """The fields of an ARN; None if there are not six or the first is not `arn`."""
    prefix, *fields = text.split(":", 5)
    return Arn(*fields) if prefix == "arn" and len(fields) == 5 else None


@dataclass(frozen=True, slots=True)
class ArnPattern:
    """A resource entry taken apart. `everything` is the plain `*`; `written` counts the fields that were there."""

    text: str
    everything: bool
    written: int
    head: tuple[str, ...]
    tail: str

    @property
    def complete(self) -> bool:
        """Did it have all six fields (or is it the plain `*`)?"""
        return self.everything or self.written == 6


def arn_pattern(text: str) -> ArnPattern:
    """Take a pattern apart; missing fields become `*`."""
    fields = text.split(":", 5)
    completed = (*fields, "*", "*", "*", "*", "*")
    return ArnPattern(text, set(text) == {"*"}, len(fields), completed[:5], completed[5])


def arn_matches(pattern: str, arn: str) -> bool:
    """Does a Resource entry of an identity policy match? `arn` is an ARN, or `*` for actions without a resource.

    Only the plain `*` matches the resource `*` (Service Authorization Reference, "Actions, resources, and condition
    keys": such actions need `"Resource": "*"`).
    """
    parts = arn_pattern(pattern)
    return parts.everything or fields_match(parts.head, (Part(parts.tail, wild=True),), arn)


def fields_match(head: Sequence[str], tail: Sequence[Part], arn: str) -> bool:
    """Do five field patterns and a pattern for the rest match an ARN?

    With exactly five colons in the ARN no wildcard can run past one without leaving a colon of the pattern over, so
    the plain comparison gives the same answer.
    """
    if arn.count(":") == 5:
        return glob_of((*head_parts(head), *tail)).matches(arn)
    return fields_automaton(head, tail).accepts_text(arn)


def fields_automaton(head: Sequence[str], tail: Sequence[Part]) -> Automaton:
    """Field patterns for ARNs with more or fewer colons than five, of which one may be asked about after the other."""
    return Automaton(_steps(head, tail))


def has_wildcard(text: str) -> bool:
    """Is there a `*` or `?` in a text?"""
    return "*" in text or "?" in text


def head_parts(head: Sequence[str]) -> tuple[Part, ...]:
    """The first five fields and the colon after them, to put before the parts of the sixth."""
    return (Part(":".join(head) + ":", wild=True),)


def _steps(head: Sequence[str], tail: Sequence[Part]) -> list[Step]:
    steps: list[Step] = []
    for field in head:
        for index, letter in enumerate(field):
            barred = "" if index == len(field) - 1 and letter == "*" else ":"
            _add_step(steps, letter, wild=True, barred=barred)
        steps.append(Step(":"))
    for part in tail:
        for letter in part.text:
            _add_step(steps, letter, wild=part.wild, barred="")
    return steps


def _add_step(steps: list[Step], letter: str, *, wild: bool, barred: str) -> None:
    """Append one letter; of two stars in a row the one that takes more stays."""
    if not wild or letter not in "*?":
        steps.append(Step(letter))
    elif letter == "?":
        steps.append(Step(None, barred=barred))
    else:
        if steps and steps[-1].loops:
            steps.pop()
        steps.append(Step(None, loops=True, barred=barred))


def field_globs(parts: Sequence[Part]) -> tuple[Glob, ...] | None:
    """The six fields of a pattern for ArnLike and ArnEquals, where no wildcard runs past a colon; None if not six.

    Source: "IAM JSON policy elements: Condition operators", ARN condition operators.
    """
    fields: list[list[Part]] = [[]]
    for text, wild in parts:
        first, *others = text.split(":", 6 - len(fields))
        fields[-1].append(Part(first, wild))
        fields.extend([Part(other, wild)] for other in others)
    return tuple(glob_of(field) for field in fields) if len(fields) == 6 else None


class ArnText:
    """A resource as asked about, taken apart once for all entries; `*` stands for no resource.

    `account` is the fifth field of an ARN, else empty. `plain` if it has five colons. `differences` are the fields
    found to differ from the heads of patterns.
    """

    __slots__ = ("_lower", "account", "differences", "fields", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.fields = fields = text.split(":", 5)
        whole = len(fields) == 6
        self.account = fields[4] if whole and fields[0] == "arn" else ""
        self.plain = whole and ":" not in fields[5]
        self._lower = text.islower()
        self.differences: dict[str, str] = {}

    @property
    def cased(self) -> bool:
        """Is there a capital before the sixth field?"""
        return not self._lower and any(field != field.lower() for field in self.fields[:-1])

    @property
    def typed(self) -> bool:
        """Has the last field a separator?"""
        resource = self.fields[-1]
        return "/" in resource or ":" in resource

    def first_different_field(self, head: str) -> str:
        """The name of the first field that does not fit the first five of a pattern; `resource` if no single one."""
        found = self.differences.get(head)
        if found is None:
            found = self.differences[head] = self._first_different(head)
        return found

    def _first_different(self, head: str) -> str:
        for name, wanted, field in zip(FIELDS, head.split(":"), self.fields, strict=False):
            if wanted != field and not (has_wildcard(wanted) and glob(wanted).matches(field)):
                return name
        return FIELDS[5]
