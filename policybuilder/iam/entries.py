"""One entry of Action, NotAction, Resource or NotResource against a request.

Sources: "IAM JSON policy elements: Action", "... Resource", "Amazon Resource Names (ARNs)", and the Service
Authorization Reference's "Actions, resources, and condition keys" for actions without a resource type.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from policybuilder.iam.arn import (
    ArnPattern,
    ArnText,
    arn_pattern,
    fields_automaton,
    fields_match,
    has_wildcard,
    head_parts,
)
from policybuilder.iam.reasons import ResourceReason
from policybuilder.iam.request import Context
from policybuilder.iam.truth import Truth
from policybuilder.iam.variables import Dialect, Resolved, Template, fixed_text, resolve, template
from policybuilder.iam.wildcard import Glob, glob, glob_of

WITHOUT_TYPE_WORD = ("s3",)  # ARNs of these services begin their last field with a name


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """`prefix:name`. `service` is None for every service; `name` is None for what can match no action."""

    text: str
    service: str | None
    name: Glob | None
    assumptions: tuple[str, ...] = ()

    def matches(self, service: str, name: str) -> bool:
        """Is the action, in lower case, one of the entry's?"""
        return self.service in (None, service) and self.name is not None and self.name.matches(name)


def action_entry(text: str) -> ActionEntry:
    """Make an entry ready. Case does not count; wildcards stand in the name, and alone they are every action.

    IAM refuses wildcards in the prefix; only a prefix that is `*` itself is read (assumption 10.22).
    """
    if set(text) == {"*"}:
        return ActionEntry(text, None, glob("*"))
    service, _, name = text.lower().partition(":")
    pattern = glob(name) if name else None
    if service == "*":
        return ActionEntry(text, None, pattern, ("10.22",))
    return ActionEntry(text, service, pattern)


class IncompleteArn(Enum):
    """What becomes of an ARN pattern with fewer than six fields, which depends on the kind of policy."""

    COMPLETED = auto()  # identity policies and boundaries
    COMPLETED_AFTER_STAR = auto()  # SCPs: only where the last field written ends with a star (10.24)
    NEVER_MATCHES = auto()  # session policies, which AWS refuses then


class EntryMatch(NamedTuple):
    """What became of one resource entry."""

    truth: Truth
    reason: ResourceReason
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    variable: str = ""


class ResourceEntry:
    """An entry of Resource or NotResource taken apart.

    `plain` are its parts, and `whole` the whole of it as one pattern, if no variable has to be put in. A match rests on
    `assumptions` and `marks`; that the resource part differs rests on `marks`, for `${...}` read as plain text.
    `never` is the answer of an entry that matches no ARN at all. Answers that no request changes are one object each.
    """

    __slots__ = (
        *("_cased", "_elsewhere", "_fixed_head", "_head", "_listed", "_other_case", "_typed", "_word"),
        *("assumptions", "everything", "marks", "never", "pattern", "plain", "tail", "text", "whole"),
    )

    def __init__(
        self, pattern: ArnPattern, tail: Template, assumptions: tuple[str, ...], marks: tuple[str, ...]
    ) -> None:
        self.text = pattern.text
        self.pattern = pattern
        self.everything = pattern.everything
        self.tail = tail
        self.assumptions = assumptions
        self.marks = marks
        self.never: EntryMatch | None = None
        self.plain = fixed_text(tail, wild=True)
        self.whole = glob_of((*head_parts(pattern.head), *self.plain.parts)) if self.plain else None
        self._head = ":".join(pattern.head)
        self._fixed_head = not has_wildcard(self._head)
        self._cased = any(field != field.lower() for field in pattern.head)
        self._word = ("10.23",) * _has_wild_word(pattern)
        self._listed = EntryMatch(Truth.YES, ResourceReason.LISTED, (), assumptions + marks)
        self._typed = EntryMatch(Truth.YES, ResourceReason.LISTED, (), assumptions + marks + self._word)
        self._other_case = EntryMatch(Truth.NO, ResourceReason.OTHER_CASE, (), (*assumptions, "10.25"))
        self._elsewhere = {name: _unlike(name, marks) for name in _DIFFERENCES}

    @property
    def varies(self) -> bool:
        """Does what it covers hang on the context?"""
        return self.plain is None

    def match(self, arn: ArnText, context: Context) -> EntryMatch:
        """Does the entry cover a resource (an ARN, or `*` for an action that takes none)?"""
        if self.everything:
            return _EVERYTHING
        if arn.text == "*":
            return _NEEDS_FULL_STAR if self.pattern.tail == "*" else _NEEDS_STAR
        if self.never is not None:
            return self.never
        if self.plain is None:
            return self._compare(arn, resolve(self.tail, context, wild=True))
        # the same few heads stand in most entries, so that their difference is found once
        name = arn.differences.get(self._head) or arn.first_different_field(self._head)
        if (name == "resource" or not self._by_fields(arn)) and self._fits(arn, self.plain):
            return self._typed if arn.typed else self._listed
        return self._different(arn, self.plain, name)

    def _by_fields(self, arn: ArnText) -> bool:
        """Does an ARN fit only if each of its first five fields does? Else a wildcard may run past a colon."""
        return arn.plain or self._fixed_head

    def covers(self, arn: ArnText, context: Context) -> Truth:
        """The same without reasons."""
        if self.everything:
            return Truth.YES
        if self.never is not None:
            return Truth.NO
        if self.whole is not None and (arn.plain or self._fixed_head):
            return Truth.YES if self.whole.matches(arn.text) else Truth.NO
        return self._compare(arn, resolve(self.tail, context, wild=True)).truth

    def among(
        self, plain: Iterable[tuple[int, str]], odd: Iterable[tuple[int, str]], context: Context
    ) -> tuple[list[int], bool]:
        """The numbers of the resources that the entry covers, and whether it is known that it does.

        `plain` are numbered ARNs with five colons, `odd` all other resources.
        """
        if self.everything:
            return [number for several in (plain, odd) for number, _ in several], True
        tail = self.plain or resolve(self.tail, context, wild=True)
        if self.never is not None or tail.valueless:
            return [], True
        whole = self.whole or glob_of((*head_parts(self.pattern.head), *tail.parts))
        if self._fixed_head:
            more = whole.among(odd)
        else:
            automaton = fields_automaton(self.pattern.head, tail.parts)
            more = [number for number, text in odd if automaton.accepts_text(text)]
        return whole.among(plain) + more, not tail.missing

    def _compare(self, arn: ArnText, tail: Resolved) -> EntryMatch:
        """The answer where variables are put in."""
        if not self._fits(arn, tail):
            return self._different(arn, tail, arn.first_different_field(self._head))
        if tail.valueless:
            return EntryMatch(Truth.NO, ResourceReason.VARIABLE_WITHOUT_VALUE, variable=tail.valueless[0])
        grounds = self.assumptions + self.marks + tail.assumptions + (self._word if arn.typed else ())
        if tail.missing:
            return EntryMatch(Truth.UNKNOWN, ResourceReason.VARIABLE_NOT_KNOWN, tail.missing, grounds)
        return EntryMatch(Truth.YES, ResourceReason.LISTED, (), grounds)

    def _fits(self, arn: ArnText, tail: Resolved) -> bool:
        """Without wildcards in the first five fields none can run past a colon there, however many the ARN has."""
        if self.whole is not None and self._by_fields(arn):
            return self.whole.matches(arn.text)
        return fields_match(self.pattern.head, tail.parts, arn.text)

    def _different(self, arn: ArnText, tail: Resolved, name: str) -> EntryMatch:
        if (self._cased or arn.cased) and self._fits_in_other_case(arn, tail):
            return self._other_case
        return _unlike(name, self.marks + tail.assumptions) if tail.assumptions else self._elsewhere[name]

    def _fits_in_other_case(self, arn: ArnText, tail: Resolved) -> bool:
        *head, resource = arn.fields
        lowered = ":".join([*(field.lower() for field in head), resource])
        return fields_match([field.lower() for field in self.pattern.head], tail.parts, lowered)


_EVERYTHING = EntryMatch(Truth.YES, ResourceReason.LISTED)
_NEEDS_STAR = EntryMatch(Truth.NO, ResourceReason.NEEDS_STAR)
_NEEDS_FULL_STAR = EntryMatch(Truth.NO, ResourceReason.NEEDS_STAR, (), ("10.13",))
_MISPLACED = EntryMatch(Truth.NO, ResourceReason.VARIABLE_MISPLACED, (), ("10.27",))
_INCOMPLETE = EntryMatch(Truth.NO, ResourceReason.INCOMPLETE_ARN, (), ("10.24",))
_DIFFERENCES = {
    "prefix": ResourceReason.NOT_AN_ARN,
    "partition": ResourceReason.OTHER_PARTITION,
    "service": ResourceReason.OTHER_SERVICE,
    "region": ResourceReason.OTHER_REGION,
    "account": ResourceReason.OTHER_ACCOUNT,
    "resource": ResourceReason.OTHER_RESOURCE,
}


def _unlike(field: str, grounds: tuple[str, ...]) -> EntryMatch:
    """The answer where a field differs; how `${...}` is read matters in the last one only."""
    return EntryMatch(Truth.NO, _DIFFERENCES[field], (), grounds if field == "resource" else ())


# how near an entry came that did not match, nearest last
NEARNESS = (
    *_DIFFERENCES.values(),
    ResourceReason.NEEDS_STAR,
    ResourceReason.INCOMPLETE_ARN,
    ResourceReason.VARIABLE_MISPLACED,
    ResourceReason.OTHER_CASE,
    ResourceReason.VARIABLE_WITHOUT_VALUE,
)


def _has_wild_word(pattern: ArnPattern) -> bool:
    """Is there a wildcard inside the word before the first separator?"""
    word = pattern.tail.partition("/")[0].partition(":")[0].partition("$")[0]
    return has_wildcard(word) and set(pattern.tail) != {"*"} and pattern.head[2] not in WITHOUT_TYPE_WORD


def resource_entry(text: str, dialect: Dialect, incomplete: IncompleteArn) -> ResourceEntry:
    """Make an entry ready. Variables may stand in the sixth field only (assumption 10.27)."""
    pattern = arn_pattern(text)
    written = pattern.head[: pattern.written]
    misplaced = dialect.variables and any("${" in field for field in written)
    refused, grounds = _completion(pattern, incomplete)
    grounds += ("10.16",) * any(map(has_wildcard, written[:3]))
    tail = template(pattern.tail, enabled=dialect.variables)
    entry = ResourceEntry(pattern, tail, grounds, dialect.assumptions(text))
    entry.never = _MISPLACED if misplaced else _INCOMPLETE if refused else None
    return entry


def _completion(pattern: ArnPattern, incomplete: IncompleteArn) -> tuple[bool, tuple[str, ...]]:
    """Is an incomplete ARN refused, and what does the answer rest on?"""
    if pattern.complete or incomplete is IncompleteArn.COMPLETED:
        return False, ()
    ends_with_star = pattern.text.endswith("*")
    return not (ends_with_star and incomplete is IncompleteArn.COMPLETED_AFTER_STAR), ("10.24",)
