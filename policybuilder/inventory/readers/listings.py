"""JSON documents as items: what `describe-projects` and `describe-project-versions` print, and any JSON with ARNs.

An object with a member `ProjectArn`, `ProjectVersionArn` or `DatasetArn` is an item, wherever it stands; every other
string is searched for ARNs. Dates are numbers (seconds, as version 1 of the AWS CLI prints them) or ISO 8601 text
(version 2). Nothing is skipped silently but the members of an item that are not kept here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite

from policybuilder.inventory.readers.arns import EPOCH, is_other, is_pattern, named_in, resource_name
from policybuilder.inventory.readers.reading import Item, Place, ProblemCode

ARN_MEMBERS = ("ProjectVersionArn", "DatasetArn", "ProjectArn")
LISTINGS = ("ProjectDescriptions", "ProjectVersionDescriptions", "Datasets")
LONGEST_WORD = 64


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem before its line in the text is known; `value` is what to look for there."""

    code: ProblemCode
    place: Place
    value: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A page token: the listing goes on elsewhere."""


Found = Item | Fault | Cut


def found_in(value: object) -> Iterator[Found]:
    """Everything that a document tells, in its order. Walks without recursion."""
    waiting: list[tuple[object, Place]] = [(value, ())]
    while waiting:
        value, place = waiting.pop()
        if isinstance(value, Mapping):
            yield from _found_in_object(value, place)
            waiting.extend(reversed(_inside(value, place)))
        elif isinstance(value, list):
            waiting.extend(reversed([(item, (*place, number)) for number, item in enumerate(value)]))
        else:
            found = list(found_in_text(value, place)) if isinstance(value, str) else []
            yield from found
            if not found and _is_entry(place):
                yield Fault(ProblemCode.ARN_MISSING, place)


def _is_entry(place: Place) -> bool:
    """Whether a resource should stand there."""
    return len(place) > 1 and place[-2] in LISTINGS and isinstance(place[-1], int)


def found_in_text(text: str, place: Place = ()) -> Iterator[Item | Fault]:
    """The ARNs in a text."""
    for _, arn in named_in(text):
        yield item_or_fault(arn, place)


def item_or_fault(arn: str, place: Place = ()) -> Item | Fault:
    """An ARN as an item, or what it is instead."""
    name = resource_name(arn)
    if name is not None:
        return Item(name)
    if is_other(arn):
        return Fault(ProblemCode.ARN_OTHER, place, arn)
    return Fault(ProblemCode.ARN_PATTERN if is_pattern(arn) else ProblemCode.ARN_UNREADABLE, place, arn)


def _found_in_object(members: Mapping[str, object], place: Place) -> Iterator[Found]:
    named = [member for member in ARN_MEMBERS if member in members]
    if members.get("NextToken"):
        yield Cut()
    if named:
        yield from _described(members, named, place)
    elif "DatasetDescription" in members:
        yield Fault(ProblemCode.DATASET_WITHOUT_ARN, (*place, "DatasetDescription"))
    elif "Tags" in members and len(members) == 1 and not place:
        yield Fault(ProblemCode.TAGS_WITHOUT_ARN, ("Tags",))
    elif _is_entry(place):
        yield Fault(ProblemCode.ARN_MISSING, place)


def _inside(members: Mapping[str, object], place: Place) -> list[tuple[object, Place]]:
    """What is still to be walked in an object: of an item its datasets only, of others everything, names included."""
    if any(member in members for member in ARN_MEMBERS):
        return [(members[name], (*place, name)) for name in ("Datasets",) if name in members]
    inside: list[tuple[object, Place]] = []
    for name, value in members.items():
        if "arn:" in name:
            inside.append((name, place))
        if name not in {"DatasetDescription", "NextToken"}:
            inside.append((value, (*place, name)))
    return inside


def _described(members: Mapping[str, object], named: list[str], place: Place) -> Iterator[Item | Fault]:
    """An item with what is told of it; further ARNs beside it are items of which nothing is told."""
    about, *others = named
    for member in others:
        yield _arn(members, member, place)
    item = _arn(members, about, place)
    if isinstance(item, Item) and "PolicyName" not in members:  # there, dates are those of a project policy
        details = members.get("DatasetDescription")
        yield from _details(item, details if isinstance(details, Mapping) else members, place)
    else:
        yield item


def _arn(members: Mapping[str, object], member: str, place: Place) -> Item | Fault:
    value = members[member]
    if isinstance(value, str):
        return item_or_fault(value.strip(), (*place, member))
    return Fault(ProblemCode.ARN_UNREADABLE, (*place, member), _shown(value))


def _details(item: Item, members: Mapping[str, object], place: Place) -> Iterator[Item | Fault]:
    status, feature = _word(members.get("Status")), _word(members.get("Feature"))
    created = _time(members.get("CreationTimestamp"))
    yield Item(item.name, status=status, created=created, feature=feature)
    for member, value in (("Status", status), ("Feature", feature), ("CreationTimestamp", created)):
        told = members.get(member)
        if value is None and told is not None and told != "":
            yield Fault(ProblemCode.VALUE_UNREADABLE, (*place, member), _shown(told), member)


def _shown(value: object) -> str:
    """A value to show; of an object or a list, which may be deep, only what it is."""
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    return str(value)


def _word(value: object) -> str | None:
    """A status or feature, AWS's or one that AWS will have some day."""
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_WORD and value.isprintable() else None


def _time(value: object) -> datetime | None:
    try:
        if isinstance(value, str):
            time = datetime.fromisoformat(value)
            return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
        if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            return EPOCH + timedelta(seconds=value)
    except (ValueError, OverflowError):
        return None
    return None
