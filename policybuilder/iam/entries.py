"""One entry of Action, NotAction, Resource or NotResource against a request.

Sources: "IAM JSON policy elements: Action", "... Resource", "Amazon Resource Names (ARNs)", and the Service
Authorization Reference's "Actions, resources, and condition keys" for actions without a resource type.
"""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from policybuilder.iam.arn import ArnPattern, arn_pattern, fields_match, first_different_field, head_parts
from policybuilder.iam.reasons import ResourceReason
from policybuilder.iam.request import Context, Request
from policybuilder.iam.truth import Truth
from policybuilder.iam.variables import Dialect, Resolved, Template, Text, resolve, template
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
    if text and not text.strip("*"):
        return ActionEntry(text, None, glob("*"))
    service, _, name = text.lower().partition(":")
    pattern = glob(name) if name else None
    if service == "*":
        return ActionEntry(text, None, pattern, ("10.22",))
    return ActionEntry(text, service, pattern)


class IncompleteArn(Enum):
    """What becomes of an ARN pattern with fewer than six fields, which depends on the kind of policy."""

    COMPLETED = "completed"  # identity policies and boundaries
    COMPLETED_AFTER_STAR = "completed_after_star"  # SCPs: only where the last field written ends with a star (10.24)
    NEVER_MATCHES = "never_matches"  # session policies, which AWS refuses then


class EntryMatch(NamedTuple):
    """What became of one resource entry."""

    truth: Truth
    reason: ResourceReason
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    variable: str = ""


@dataclass(frozen=True, slots=True)
class ResourceEntry:
    """An entry of Resource or NotResource taken apart.

    `plain` are its parts, and `whole` the whole of it as one pattern, if no variable has to be put in. A match rests on
    `assumptions` and `marks`; that the resource part differs rests on `marks`, for `${...}` read as plain text.
    """

    text: str
    pattern: ArnPattern
    tail: Template
    plain: Resolved | None
    whole: Glob | None
    misplaced: bool
    refused: bool
    assumptions: tuple[str, ...]
    marks: tuple[str, ...]

    def match(self, arn: str, context: Context) -> EntryMatch:
        """Does the entry cover a resource (an ARN, or `*` for an action that takes none)?"""
        if self.pattern.everything:
            return EntryMatch(Truth.YES, ResourceReason.LISTED)
        if arn == "*":
            return EntryMatch(Truth.NO, ResourceReason.NEEDS_STAR, (), ("10.13",) * (self.pattern.tail == "*"))
        if self.misplaced:
            return EntryMatch(Truth.NO, ResourceReason.VARIABLE_MISPLACED, (), ("10.27",))
        if self.refused:
            return EntryMatch(Truth.NO, ResourceReason.INCOMPLETE_ARN, (), ("10.24",))
        return self._compare(arn, self.plain or resolve(self.tail, context, wild=True))

    def _compare(self, arn: str, tail: Resolved) -> EntryMatch:
        if not self._fits(arn, tail):
            return self._difference(arn, tail)
        if tail.valueless:
            return EntryMatch(Truth.NO, ResourceReason.VARIABLE_WITHOUT_VALUE, variable=tail.valueless[0])
        grounds = (*self.assumptions, *self.marks, *tail.assumptions, *self._type_word(arn))
        if tail.missing:
            return EntryMatch(Truth.UNKNOWN, ResourceReason.VARIABLE_NOT_KNOWN, tail.missing, grounds)
        return EntryMatch(Truth.YES, ResourceReason.LISTED, (), grounds)

    def _fits(self, arn: str, tail: Resolved) -> bool:
        if self.whole and arn.count(":") == 5:
            return self.whole.matches(arn)
        return fields_match(self.pattern.head, tail.parts, arn)

    def _difference(self, arn: str, tail: Resolved) -> EntryMatch:
        if self._fits_in_other_case(arn, tail):
            return EntryMatch(Truth.NO, ResourceReason.OTHER_CASE, (), (*self.assumptions, "10.25"))
        reason = _DIFFERENCES[first_different_field(self.pattern, arn)]
        grounds = (*self.marks, *tail.assumptions) if reason is ResourceReason.OTHER_RESOURCE else ()
        return EntryMatch(Truth.NO, reason, (), grounds)

    def _fits_in_other_case(self, arn: str, tail: Resolved) -> bool:
        *head, resource = arn.split(":", 5)
        shown = ":".join(head)
        if all(text == text.lower() for text in (shown, *self.pattern.head)):
            return False
        return fields_match([field.lower() for field in self.pattern.head], tail.parts, f"{shown.lower()}:{resource}")

    def _type_word(self, arn: str) -> tuple[str, ...]:
        """A wildcard inside the word before the first separator, where the resource has such a word."""
        resource = arn.split(":", 5)[-1]
        word = _first_word(self.pattern.tail)
        wild = ("*" in word or "?" in word) and bool(self.pattern.tail.strip("*"))
        typed = "/" in resource or ":" in resource
        return ("10.23",) * (wild and typed and self.pattern.head[2] not in WITHOUT_TYPE_WORD)


_DIFFERENCES = {
    "prefix": ResourceReason.NOT_AN_ARN,
    "partition": ResourceReason.OTHER_PARTITION,
    "service": ResourceReason.OTHER_SERVICE,
    "region": ResourceReason.OTHER_REGION,
    "account": ResourceReason.OTHER_ACCOUNT,
    "resource": ResourceReason.OTHER_RESOURCE,
}

# how near an entry came that did not match, nearest last
NEARNESS = (
    *_DIFFERENCES.values(),
    ResourceReason.NEEDS_STAR,
    ResourceReason.INCOMPLETE_ARN,
    ResourceReason.VARIABLE_MISPLACED,
    ResourceReason.OTHER_CASE,
    ResourceReason.VARIABLE_WITHOUT_VALUE,
)


_NO_CONTEXT = Context(Request("", ""))


def _first_word(tail: str) -> str:
    return tail.partition("/")[0].partition(":")[0].partition("$")[0]


def resource_entry(text: str, dialect: Dialect, incomplete: IncompleteArn) -> ResourceEntry:
    """Make an entry ready. Variables may stand in the sixth field only (assumption 10.27)."""
    pattern = arn_pattern(text)
    written = pattern.head[: pattern.written]
    misplaced = dialect.variables and any("${" in field for field in written)
    tail = template(pattern.tail, enabled=dialect.variables)
    plain = None if any(not isinstance(piece, Text) for piece in tail) else resolve(tail, _NO_CONTEXT, wild=True)
    whole = glob_of((*head_parts(pattern.head), *plain.parts)) if plain else None
    refused, grounds = _completion(pattern, incomplete)
    grounds += ("10.16",) * any("*" in field or "?" in field for field in written[:3])
    marks = dialect.assumptions(text)
    return ResourceEntry(text, pattern, tail, plain, whole, misplaced, refused, grounds, marks)


def _completion(pattern: ArnPattern, incomplete: IncompleteArn) -> tuple[bool, tuple[str, ...]]:
    """Is an incomplete ARN refused, and what does the answer rest on?"""
    if pattern.complete or incomplete is IncompleteArn.COMPLETED:
        return False, ()
    ends_with_star = pattern.text.endswith("*")
    return not (ends_with_star and incomplete is IncompleteArn.COMPLETED_AFTER_STAR), ("10.24",)
