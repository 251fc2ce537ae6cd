"""One entry of Action, NotAction, Resource or NotResource against a request.

Sources: "IAM JSON policy elements: Action", "... Resource", "Amazon Resource Names (ARNs)", and the Service
Authorization Reference's "Actions, resources, and condition keys" for actions without a resource type.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from policybuilder.iam.arn import ArnPattern, ArnText, arn_pattern, fields_match, has_wildcard, head_parts
from policybuilder.iam.reasons import ResourceReason
from policybuilder.iam.request import Context, Request
from policybuilder.iam.truth import Truth, truth
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


@dataclass(frozen=True, slots=True, eq=False)
class ResourceEntry:
    """An entry of Resource or NotResource taken apart.

    `plain` are its parts, and `whole` the whole of it as one pattern, if no variable has to be put in. A match rests on
    `assumptions` and `marks`; that the resource part differs rests on `marks`, for `${...}` read as plain text.
    `never` is the answer of an entry that matches no ARN at all.
    """

    text: str
    pattern: ArnPattern
    tail: Template
    plain: Resolved | None
    whole: Glob | None
    assumptions: tuple[str, ...]
    marks: tuple[str, ...]
    never: EntryMatch | None
    _fixed_head: bool = field(init=False, repr=False)
    _cased: bool = field(init=False, repr=False)
    _wild_word: bool = field(init=False, repr=False)
    _answers: dict[ResourceReason | bool, EntryMatch] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_fixed_head", not has_wildcard("".join(self.pattern.head)))
        object.__setattr__(self, "_cased", any(text != text.lower() for text in self.pattern.head))
        word = _first_word(self.pattern.tail)
        wild = has_wildcard(word) and bool(self.pattern.tail.strip("*"))
        object.__setattr__(self, "_wild_word", wild and self.pattern.head[2] not in WITHOUT_TYPE_WORD)

    @property
    def varies(self) -> bool:
        """Does what it covers hang on the context?"""
        return self.plain is None and self.never is None and not self.pattern.everything

    def match(self, arn: ArnText, context: Context) -> EntryMatch:
        """Does the entry cover a resource (an ARN, or `*` for an action that takes none)?"""
        if self.pattern.everything:
            return _EVERYTHING
        if arn.text == "*":
            return _NEEDS_FULL_STAR if self.pattern.tail == "*" else _NEEDS_STAR
        if self.never is not None:
            return self.never
        if self.plain is None:
            return self._compare(arn, resolve(self.tail, context, wild=True))
        if self._fits(arn, self.plain):
            found = self._answers.get(arn.typed)
            if found is None:
                found = self._answers[arn.typed] = self._compare(arn, self.plain)
            return found
        return self._kept(self._difference(arn, self.plain))

    def covers(self, arn: ArnText, context: Context) -> Truth:
        """The same without reasons."""
        if self.pattern.everything:
            return Truth.YES
        if arn.text == "*" or self.never is not None:
            return Truth.NO
        if self.plain is not None:
            return truth(self._fits(arn, self.plain))
        return self._compare(arn, resolve(self.tail, context, wild=True)).truth

    def among(
        self, plain: Iterable[tuple[int, str]], odd: Iterable[tuple[int, str]], context: Context
    ) -> tuple[list[int], bool]:
        """The numbers of the resources that the entry covers, and whether it is known that it does.

        `plain` are numbered ARNs with five colons, `odd` all other resources.
        """
        if self.pattern.everything:
            return [number for several in (plain, odd) for number, _ in several], True
        tail = self.plain or resolve(self.tail, context, wild=True)
        if self.never is not None or tail.valueless:
            return [], True
        whole = self.whole or glob_of((*head_parts(self.pattern.head), *tail.parts))
        others = ((number, text) for number, text in odd if text != "*")
        if self._fixed_head:
            more = whole.among(others)
        else:
            more = [number for number, text in others if fields_match(self.pattern.head, tail.parts, text)]
        return whole.among(plain) + more, not tail.missing

    def _kept(self, answer: EntryMatch) -> EntryMatch:
        """The answer as the one object that stands for its reason: without variables the reason says it all."""
        return self._answers.setdefault(answer.reason, answer)

    def _compare(self, arn: ArnText, tail: Resolved) -> EntryMatch:
        if not self._fits(arn, tail):
            return self._difference(arn, tail)
        if tail.valueless:
            return EntryMatch(Truth.NO, ResourceReason.VARIABLE_WITHOUT_VALUE, variable=tail.valueless[0])
        grounds = (*self.assumptions, *self.marks, *tail.assumptions, *self._type_word(arn))
        if tail.missing:
            return EntryMatch(Truth.UNKNOWN, ResourceReason.VARIABLE_NOT_KNOWN, tail.missing, grounds)
        return EntryMatch(Truth.YES, ResourceReason.LISTED, (), grounds)

    def _fits(self, arn: ArnText, tail: Resolved) -> bool:
        """Without wildcards in the first five fields none can run past a colon there, however many the ARN has."""
        if self.whole is not None and (arn.plain or self._fixed_head):
            return self.whole.matches(arn.text)
        return fields_match(self.pattern.head, tail.parts, arn.text)

    def _difference(self, arn: ArnText, tail: Resolved) -> EntryMatch:
        if (arn.cased or self._cased) and self._fits_in_other_case(arn, tail):
            return EntryMatch(Truth.NO, ResourceReason.OTHER_CASE, (), (*self.assumptions, "10.25"))
        reason = _DIFFERENCES[arn.first_different_field(self.pattern.head)]
        if reason is not ResourceReason.OTHER_RESOURCE:
            return _ELSEWHERE[reason]
        grounds = (*self.marks, *tail.assumptions)
        return EntryMatch(Truth.NO, reason, (), grounds) if grounds else _ELSEWHERE[reason]

    def _fits_in_other_case(self, arn: ArnText, tail: Resolved) -> bool:
        *head, resource = arn.fields
        lowered = ":".join([*(field.lower() for field in head), resource])
        return fields_match([field.lower() for field in self.pattern.head], tail.parts, lowered)

    def _type_word(self, arn: ArnText) -> tuple[str, ...]:
        """A wildcard inside the word before the first separator, where the resource has such a word."""
        return ("10.23",) * (self._wild_word and arn.typed)


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

_ELSEWHERE = {reason: EntryMatch(Truth.NO, reason) for reason in _DIFFERENCES.values()}

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
    never = _MISPLACED if misplaced else _INCOMPLETE if refused else None
    return ResourceEntry(text, pattern, tail, plain, whole, grounds, marks, never)


def _completion(pattern: ArnPattern, incomplete: IncompleteArn) -> tuple[bool, tuple[str, ...]]:
    """Is an incomplete ARN refused, and what does the answer rest on?"""
    if pattern.complete or incomplete is IncompleteArn.COMPLETED:
        return False, ()
    ends_with_star = pattern.text.endswith("*")
    return not (ends_with_star and incomplete is IncompleteArn.COMPLETED_AFTER_STAR), ("10.24",)
