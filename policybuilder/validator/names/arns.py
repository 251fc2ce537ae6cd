"""The fields of a resource's ARN, one after the other.

Sources: IAM User Guide, "Amazon Resource Names (ARNs)" and "Access Analyzer policy check reference"; Service
Authorization Reference for the ARNs of each service; botocore's partition data for Regions. A field with a policy
variable is left alone: what is wrong with those is said elsewhere.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from policybuilder.catalogue.near import near
from policybuilder.catalogue.regions import partition_of_region, partitions, region_names, rekognition_regions
from policybuilder.catalogue.service_arns import Part, arn_shape
from policybuilder.iam import glob
from policybuilder.validator.names.fields import Fields, fields_of
from policybuilder.validator.names.incomplete import completed, prefixed
from policybuilder.validator.names.repairs import Problem, Repair
from policybuilder.validator.names.shapes import Shape, known_services, shape_of
from policybuilder.validator.names.tails import TYPE_WORD, tail_problem, word_problem

HOME = "rekognition"
AWS_OWNED = frozenset({"aws", "cloudfront"})  # what AWS writes in the account field of ARNs of its own things
_ACCOUNT = re.compile(r"[0-9]{12}")
_ACCOUNT_PATTERN = re.compile(r"[0-9*?]+")
_ZONE = re.compile(r"([a-z]+(?:-[a-z]+)+-[0-9])[a-z]")


class Checked(NamedTuple):
    """An entry of Resource with its problems. `service` is the third field, empty where there is none that is known.

    `variable`: a policy variable keeps it from being judged.
    """

    problems: tuple[Problem, ...]
    service: str
    shape: Shape | None
    variable: bool

    @property
    def judged(self) -> bool:
        """Whether pairs with the entry can be judged: it is read as it stands."""
        return not self.variable and all(each.code == TYPE_WORD for each in self.problems)


@lru_cache(maxsize=4096)
def checked(text: str, *, likely: bool = True) -> Checked:
    """What is wrong with an entry of Resource or NotResource, and what it names; with `likely` also what may be meant."""
    if text and not text.strip("*"):
        return Checked((), "", None, variable=False)
    fields = fields_of(text)
    if fields.texts[0] != "arn":
        whole = text.startswith("${")
        return Checked(() if whole else (_prefix_problem(text, fields, likely=likely),), "", None, variable=whole)
    if len(fields.texts) < 6:
        repairs = tuple(Repair("use_arn", (each,)) for each in (completed(fields) if likely else ()))
        count = (("fields", str(len(fields.texts))),)
        problem = Problem("MISSING_ARN_FIELD", params=count, repairs=repairs)
        return Checked((problem,), _known_service(fields), None, variable=False)
    variable = any("${" in each for each in fields.texts[:5])
    problems = [*_partition_problems(fields), *_service_problems(fields, likely=likely)]
    shape = None if variable else shape_of(text, fields)
    if not any(problem.code in {"INVALID_SERVICE", "INVALID_ARN_SERVICE_CASE"} for problem in problems):
        problems.extend(_place_problems(fields, shape, likely=likely))
        problems.extend(tail_problem(fields, shape, likely=likely))
        problems.extend(word_problem(fields, shape))
    variable = variable or ("${" in fields.texts[5] and shape is not None and not shape.named)
    return Checked(tuple(problems), _known_service(fields), shape, variable)


def _known_service(fields: Fields) -> str:
    """The third field; empty where it says nothing of the service that is meant."""
    written = fields.texts[2] if len(fields.texts) > 2 else ""
    return written if written.lower() in known_services() else ""


def _prefix_problem(text: str, fields: Fields, *, likely: bool) -> Problem:
    repairs = tuple(Repair("use_arn", (each,)) for each in (prefixed(text) if likely else ()))
    end = fields.end(0) if len(fields.texts) > 2 else 0
    return Problem("INVALID_ARN_PREFIX", "" if text else "empty", 0, end, repairs=repairs)


def _partition_problems(fields: Fields) -> Iterator[Problem]:
    written, service, region = fields.texts[1:4]
    start, end = fields.around(1)
    if "${" in written:
        return
    if written in partitions():
        if service == HOME and not rekognition_regions(written):
            repairs = _field_repairs(fields, 1, ["aws"] if partition_of_region(region) in {None, "aws"} else [])
            yield Problem("INVALID_PARTITION", "service", start, end, (("partition", written),), repairs)
        return
    if ("*" in written or "?" in written) and any(map(glob(written).matches, partitions())):
        return
    likely = partition_of_region(region) or near(written, partitions()) or "aws"
    yield Problem("INVALID_PARTITION", "", start, end, (("partition", written),), _field_repairs(fields, 1, [likely]))


def _service_problems(fields: Fields, *, likely: bool) -> Iterator[Problem]:
    written = fields.texts[2]
    start, end = fields.around(2)
    if "${" in written or written in known_services():
        return
    params = (("service", written),)
    if "*" in written or "?" in written:
        pattern = glob(written)
        fitting = [HOME] if not written.strip("*") else [each for each in known_services() if pattern.matches(each)]
        good = [each for each in fitting if likely and _fits(fields.with_field(2, each))]
        repairs = _field_repairs(fields, 2, good if len(good) == 1 else [])
        yield Problem("WILDCARD_IN_SERVICE_NAME", "", start, end, params, repairs)
    elif written.lower() in known_services():
        repairs = _field_repairs(fields, 2, [written.lower()] if _is_all(fields.with_field(2, written.lower())) else [])
        yield Problem("INVALID_ARN_SERVICE_CASE", "", start, end, params, repairs)
    else:
        like = near(written, known_services()) if likely else None
        repairs = _field_repairs(fields, 2, [like] if like and _is_all(fields.with_field(2, like)) else [])
        yield Problem("INVALID_SERVICE", "arn", start, end, (*params, ("near", like or "")), repairs)


def _is_all(text: str) -> bool:
    """Whether the service was all that is wrong: of an unknown one the other fields are not judged, and a fix that shows
    faults there would be none."""
    return {problem.code for problem in checked(text, likely=False).problems} <= {"INVALID_PARTITION", TYPE_WORD}


def _place_problems(fields: Fields, shape: Shape | None, *, likely: bool) -> Iterator[Problem]:
    """Region and account."""
    region, account = fields.texts[3:5]
    if _ACCOUNT.fullmatch(region) and account in region_names():
        text = fields.with_field(3, account, {4: region})
        start, end = fields.span(3)[0], fields.span(4)[1]
        params = (("region", region), ("account", account))
        yield Problem("INVALID_ARN_REGION", "swapped", start, end, params, (Repair("use_arn", (text,)),))
        return
    if "${" not in region:
        yield from _region_problem(fields, shape, likely=likely)
    if "${" not in account:
        yield from _account_problem(fields, shape)


def _region_problem(fields: Fields, shape: Shape | None, *, likely: bool) -> Iterator[Problem]:
    service, region = fields.texts[2:4]
    start, end = fields.around(3)
    params = (("region", region), ("service", service))
    part = shape.region if shape else Part.SOMETIMES
    if not region.strip("*"):
        if not region and part is Part.ALWAYS:
            repairs = _field_repairs(fields, 3, ["*"], "open_region")
            yield Problem("MISSING_ARN_REGION", "", start, end, params, repairs)
    elif part is Part.NEVER:
        yield Problem("ARN_REGION_NOT_ALLOWED", "", start, end, params, _field_repairs(fields, 3, [""]))
    elif "*" in region or "?" in region:
        if not any(map(glob(region).matches, region_names())):
            yield Problem("INVALID_ARN_REGION", "pattern", start, end, params)
    elif region not in region_names():
        meant = _field_repairs(fields, 3, _likely_regions(region)) if likely else ()
        repairs = meant or _field_repairs(fields, 3, ["*"], "open_region")
        yield Problem("INVALID_ARN_REGION", "", start, end, params, repairs)
    else:
        yield from _misplaced_region(fields)


def _misplaced_region(fields: Fields) -> Iterator[Problem]:
    """A Region that exists, in another partition or without the service."""
    partition, service, region = fields.texts[1:4]
    start, end = fields.around(3)
    params = (("region", region), ("service", service), ("partition", partition))
    offered = rekognition_regions(partition)
    if partition not in partitions():
        return
    other = partition_of_region(region)
    if other and other != partition:
        there = service != HOME or rekognition_regions(other)
        repairs = _field_repairs(fields, 1, [other] if there else [])
        yield Problem("PARTITION_REGION_MISMATCH", "", start, end, params, repairs)
    elif service == HOME and offered and region not in offered:
        yield Problem("INVALID_ARN_REGION", "unavailable", start, end, params)


def _likely_regions(written: str) -> list[str]:
    zone = _ZONE.fullmatch(written.lower())
    likely = zone[1] if zone else re.sub(r"[_ .]", "-", written.strip().lower())
    return [likely] if likely in region_names() else [each for each in [near(written, region_names())] if each]


def _account_problem(fields: Fields, shape: Shape | None) -> Iterator[Problem]:
    service, account = fields.texts[2], fields.texts[4]
    start, end = fields.around(4)
    params = (("account", account), ("service", service))
    part = shape.account if shape else Part.SOMETIMES
    if not account.strip("*"):
        if not account and part is Part.ALWAYS and _is_sure(fields):
            repairs = _field_repairs(fields, 4, ["*"], "open_account")
            yield Problem("MISSING_ARN_ACCOUNT", "", start, end, params, repairs)
    elif part is Part.NEVER:
        yield Problem("ARN_ACCOUNT_NOT_ALLOWED", "", start, end, params, _field_repairs(fields, 4, [""]))
    elif not _ACCOUNT.fullmatch(account) and not _is_account_pattern(account) and account not in AWS_OWNED:
        digits = re.sub(r"[^0-9]", "", account)
        likely = [digits] if len(digits) == 12 else []
        variant = "" if account.replace("-", "").isdigit() or likely else "placeholder"
        repairs = _field_repairs(fields, 4, likely)
        if not likely:
            repairs = _field_repairs(fields, 4, ["*"], "open_account")
        yield Problem("INVALID_ARN_ACCOUNT", variant, start, end, params, repairs)


def _is_sure(fields: Fields) -> bool:
    """Whether the form is known exactly; elsewhere AWS's own resources may have no account, as the reference leaves out."""
    shape = arn_shape(":".join(fields.texts))
    return shape is not None and shape.exact


def _is_account_pattern(account: str) -> bool:
    """A pattern that some text of twelve digits is of."""
    least = len(account.replace("*", ""))
    fits = _ACCOUNT_PATTERN.fullmatch(account) is not None
    return fits and (least <= 12 if "*" in account else least == 12 and "?" in account)


def _field_repairs(fields: Fields, index: int, texts: list[str], identifier: str = "use_arn") -> tuple[Repair, ...]:
    return tuple(Repair(identifier, (fields.with_field(index, text),)) for text in texts)


def _fits(text: str) -> bool:
    shape = shape_of(text, fields_of(text))
    return shape is not None and shape.named
