"""Whole ARNs that a text without its beginning, or with too few fields, may mean.

Source: IAM User Guide, "Amazon Resource Names (ARNs)". Nothing is proposed that is not a well-formed ARN of a known type.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from policybuilder.catalogue.regions import partitions, region_names
from policybuilder.catalogue.service_arns import Part
from policybuilder.validator.names.fields import Fields, fields_of
from policybuilder.validator.names.shapes import known_services, shape_of

HOME_HEAD = "arn:aws:rekognition:*:*:"
_ACCOUNT = re.compile(r"[0-9]{12}|\*|")


def prefixed(text: str) -> tuple[str, ...]:
    """The ARN that a text without a proper `arn:` may be; at most one."""
    bare = text.strip()
    bucket = bare.removeprefix("s3://")
    candidates = (
        bare,
        f"arn{bare[3:]}" if bare[:4].lower() == "arn:" else "",
        f"arn:{bare}",
        f"arn:aws:{bare}",
        f"arn:aws:s3:::{bucket}" if bucket != bare and bucket else "",
        f"arn{bare[bare.find(':') :]}" if bare.count(":") >= 5 else "",
        HOME_HEAD + bare.lstrip("/"),
    )
    return tuple(each for each in candidates if each and is_whole(each))[:1]


def completed(fields: Fields) -> tuple[str, ...]:
    """The ARN that one with too few fields may be; at most one. What is left open becomes `*`."""
    return next(((each,) for each in _fillings(fields) if is_whole(each)), ())


def _fillings(fields: Fields) -> Iterator[str]:
    """The fields in their order at the places of an ARN, other places filled."""
    written = fields.texts[1:]
    for places in combinations(range(1, 6), len(written)):
        if 2 not in places:
            continue  # which service is meant cannot be made up
        at = dict(zip(places, written, strict=True))
        for region, account in (("", ""), ("*", ""), ("", "*"), ("*", "*")):
            filler = {1: "aws", 3: region, 4: account, 5: "*"}
            yield ":".join(["arn", *(at.get(place, filler.get(place, "")) for place in range(1, 6))])


def is_whole(text: str) -> bool:
    """Whether a text is an ARN with fields that exist and a resource part that its service has."""
    fields = fields_of(text).texts
    if len(fields) < 6 or fields[0] != "arn" or "${" in "".join(fields[:5]):
        return False
    shape = shape_of(text, fields_of(text))
    if shape is None or not shape.named or fields[1] not in {*partitions(), "*"}:
        return False
    good = fields[2] in known_services() and (not fields[3].strip("*") or fields[3] in region_names())
    return good and bool(_ACCOUNT.fullmatch(fields[4])) and _places_fit(fields, shape.region, shape.account)


def _places_fit(fields: tuple[str, ...], region: Part, account: Part) -> bool:
    """Whether Region and account are there where they must be, and nowhere else."""
    return all(
        part is Part.SOMETIMES or bool(written) is (part is Part.ALWAYS)
        for written, part in ((fields[3], region), (fields[4], account))
    )
