"""What the ARNs of an entry's service look like, answered quickly where the answer is plain.

The answers are those of `service_arns.arn_shape`, which walks the grammar of every type of the service. Here the forms
of Rekognition's ARNs that policies are full of are known by sight, and types whose ARNs begin otherwise are passed over.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from policybuilder.catalogue.service_arns import Part, arn_services, arn_shape, can_reach, types_of_arn_service
from policybuilder.catalogue.services import ServiceResourceType
from policybuilder.validator.names.fields import Fields

HOME = "rekognition"
_NAME = r"[A-Za-z0-9_.-]{1,255}"
_TIME = r"(?:\*|[0-9]{1,20})"
_HEAD = "arn:aws:rekognition:us-east-1:111122223333:"
_FORMS = (
    (re.compile(rf"project/{_NAME}/version/(?:\*|{_NAME}/{_TIME})"), f"{_HEAD}project/name/version/*"),
    (re.compile(rf"project/{_NAME}/dataset/(?:\*|(?:train|test)/{_TIME})"), f"{_HEAD}project/name/dataset/*"),
    (re.compile(rf"project/{_NAME}/[0-9]{{1,20}}"), f"{_HEAD}project/name/1"),
    (re.compile(rf"project/{_NAME}/\*"), f"{_HEAD}project/name/*"),
)
"""Forms with an ARN of which the answer is the same."""
_WILD = re.compile(r"[*?]|\$\{")
_OPEN = re.compile(r"[*{]|\$\{")


class Shape(NamedTuple):
    """The types that the resource part of a pattern can name, and whether their ARNs have a Region and an account.

    Not `named`: it can name none, and `types` are all of the service; with no types nothing is known.
    """

    named: bool
    types: tuple[ServiceResourceType, ...]
    region: Part
    account: Part


def shape_of(text: str, fields: Fields) -> Shape | None:
    """The shape of an ARN with six fields and no policy variable before the last; None for an unknown service."""
    name, tail = fields.texts[2], fields.texts[5]
    if name not in known_services() or fields.texts[0] != "arn":
        return None
    if name == HOME:
        alike = next((alike for form, alike in _FORMS if form.fullmatch(tail)), None)
        if alike is not None:
            return _walked(alike)
    likely = _begun_alike(name, tail)
    if not likely and types_of_arn_service(name):
        return _shape(types_of_arn_service(name), named=False)
    reached = tuple(kind for kind in likely if can_reach(text, kind))
    own = tuple(kind for kind in reached if kind.service == name) or reached
    return _shape(own, named=True) if own else _walked(text)


def _begun_alike(name: str, tail: str) -> Sequence[ServiceResourceType]:
    """The types of which an ARN can begin as the pattern does."""
    start = _before(_WILD, tail)
    return [kind for kind in types_of_arn_service(name) if any(_meet(start, other) for other in _starts(kind))]


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


@cache
def _starts(kind: ServiceResourceType) -> tuple[str, ...]:
    """What stands before the first open part of the resource part, for each template."""
    return tuple(_before(_OPEN, template.split(":", 5)[5]) for template in kind.arn_templates)


def _before(wild: re.Pattern[str], text: str) -> str:
    found = wild.search(text)
    return text[: found.start()] if found else text


def _walked(text: str) -> Shape | None:
    found = arn_shape(text)
    return Shape(found.named, found.types, found.region, found.account) if found else None


def _shape(types: Iterable[ServiceResourceType], *, named: bool) -> Shape:
    kinds = tuple(types)
    return Shape(named, kinds, _part(kinds, 3), _part(kinds, 4))


def _part(types: Iterable[ServiceResourceType], index: int) -> Part:
    written = {bool(template.split(":")[index]) for kind in types for template in kind.arn_templates}
    if len(written) != 1:
        return Part.SOMETIMES
    return Part.ALWAYS if written.pop() else Part.NEVER


@cache
def known_services() -> frozenset[str]:
    """What may stand in the third field of an ARN."""
    return arn_services()
