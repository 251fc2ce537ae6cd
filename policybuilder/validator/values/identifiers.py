"""Values of a known form: Regions, VPCs and their endpoints, service principals, KMS keys.

Sources: IAM User Guide, "IAM policy validation check reference" and "AWS global condition context keys"; AWS KMS
Developer Guide, "Key identifiers (KeyId)" and "kms:ViaService"; Service Authorization Reference for the keys' types.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from policybuilder.catalogue.near import near
from policybuilder.catalogue.regions import partitions, region_names
from policybuilder.catalogue.service_keys import key_names
from policybuilder.iam import OPERATORS, glob, overlaps
from policybuilder.iam.arn import has_wildcard
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, replaced
from policybuilder.validator.values.region_words import REGION_PLACES
from policybuilder.validator.values.value import Block, Value, effect_of, values_of
from policybuilder.validator.view import StatementView, Subject, Text

TEXTS = frozenset(name for name, row in OPERATORS.items() if row.family.variables)
PATTERNS = frozenset(name for name, row in OPERATORS.items() if row.family.wild)
REGION_KEYS = frozenset(
    {"aws:requestedregion", "account:targetregion", "cloudformation:targetregion", "dsql:witnessregion", "ec2:region"}
    | {"ec2:vpceserviceregion", "ec2:vpcesupportedregion", "identitystore:primaryregion", "kms:primaryregion"}
    | {"kms:replicaregion", "s3:destinationregion", "secretsmanager:addreplicaregions"}
    | {"secretsmanager:secretprimaryregion", "ses:replicaregion", "sso:primaryregion"}
)
VPC_KEYS: Mapping[str, tuple[str, str]] = {
    "aws:sourcevpc": ("vpc", "aws:SourceVpc"),
    "aws:ec2instancesourcevpc": ("vpc", "aws:Ec2InstanceSourceVpc"),
    "aws:sourcevpce": ("vpce", "aws:SourceVpce"),
}
PRINCIPAL_KEYS = frozenset(
    {"iam:passedtoservice", "iam:awsservicename", "aws:principalservicename", "aws:principalservicenameslist"}
    | {"aws:calledvia", "aws:calledviafirst", "aws:calledvialast"}
)
VIA_SERVICE = "kms:viaservice"
FORMAT = "INVALID_SERVICE_PRINCIPAL_FORMAT"
_VPC = re.compile(r"(vpce?)-(?:[0-9a-z]{8}|[0-9a-z]{17})")
_VPC_INSIDE = re.compile(r"vpce?-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9A-Za-z])")
_ZONE = re.compile(r"([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})[a-z]")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_SERVICE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)*")
_KMS_KEY = re.compile(r"arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+")
KMS_FIELDS = ("arn", "*", "kms", "*", "*", "key/*")


def regions(subject: Subject) -> Iterator[Finding]:
    """Conditions on Regions that do not exist; a pattern must fit one at least."""
    for value in _texts_of(subject, REGION_KEYS):
        text = value.text.value
        if _names_a_region(value):
            continue
        near_one = near_region(text)
        repair = value.replaced_by("write_value", near_one) if near_one else None
        variant = "pattern" if has_wildcard(text) else ""
        yield value.matches_nothing("INVALID_REGION", repair, value.taken_away(), variant=variant, near=near_one)


def _names_a_region(value: Value) -> bool:
    text = value.text.value
    if has_wildcard(text):
        # without Like the wildcard is the fault, and told elsewhere
        return value.test.base not in PATTERNS or _fits_a_region(text)
    folded = text.lower() if "IgnoreCase" in value.test.base else text
    return folded in region_names() or folded in _global_names() or (folded == "EU" and "s3:" in value.test.folded_key)


@lru_cache(maxsize=1024)
def _fits_a_region(text: str) -> bool:
    pattern = glob(text)
    return any(pattern.matches(name) for name in region_names())


def can_match(key: str, text: str) -> bool:
    """Can a text with wildcards under a Like operator fit a value of the key, where the form of those is known?"""
    if "${" in text or not has_wildcard(text):
        return True
    if key in REGION_KEYS:
        return _fits_a_region(text)
    return key not in kms_key_keys() or _fits_a_key(text)


@cache
def _global_names() -> frozenset[str]:
    return frozenset(name for partition in partitions().values() for name in partition.global_names)


@lru_cache(maxsize=1024)
def near_region(text: str) -> str:
    """The Region that another writing means: its place's name, an Availability Zone, a slip; "" if none is near."""
    plain = text.strip().lower().replace("_", "-")
    if plain in region_names():
        return plain
    if (place := REGION_PLACES.get(re.sub(r"[^a-z]+", " ", plain).strip())) is not None:
        return place
    zone = _ZONE.fullmatch(plain)
    if zone and zone[1] in region_names():
        return zone[1]
    return near(plain, region_names(), 0.85) or ""


def vpcs(subject: Subject) -> Iterator[Finding]:
    """Ids of VPCs and endpoints of the wrong form, or each in the other's key."""
    for value in _texts_of(subject, frozenset(VPC_KEYS)):
        text, (kind, _) = value.text.value, VPC_KEYS[value.test.folded_key]
        folded = text.lower() if "IgnoreCase" in value.test.base else text
        match = _VPC.fullmatch(folded)
        if has_wildcard(text) or (match and match[1] == kind):
            continue
        code = "INVALID_VPC_FORMAT" if kind == "vpc" else "INVALID_VPCE_FORMAT"
        other = "vpce" if kind == "vpc" else "vpc"
        variant = "other" if match else ""
        yield value.matches_nothing(code, *_vpc_fixes(value, kind), value.taken_away(), variant=variant, other=other)


def _vpc_fixes(value: Value, kind: str) -> list[Fix | None]:
    """The id inside a longer text or in other capitals; the other key where the id is of the other kind."""
    inside = _VPC_INSIDE.search(value.text.value.lower())
    if inside is None:
        return []
    if inside[0].partition("-")[0] == kind:
        return [value.replaced_by("write_value", inside[0])]
    if value.others or inside[0] != value.text.value:
        return []
    block = Block(value.subject, value.statement)
    key = "aws:SourceVpce" if kind == "vpc" else "aws:SourceVpc"
    edits = block.moved(value.test, value.test.operator.value, key, block.value_of(value.test))
    return [fix("test_key", *edits, key=key)] if edits else []


def service_principals(subject: Subject) -> Iterator[Finding]:
    """Service principals that are not of the form `name.amazonaws.com`."""
    for value in _texts_of(subject, PRINCIPAL_KEYS | {VIA_SERVICE}):
        text = value.text.value
        via = value.test.folded_key == VIA_SERVICE
        if has_wildcard(text) or (_regional_form() if via else _form()).fullmatch(text):
            continue
        new = "" if via else meant_service(text)
        repair = value.replaced_by("write_value", new) if new else None
        yield value.matches_nothing(FORMAT, repair, value.taken_away(), variant="via" if via else "", near=new)


def named_services(subject: Subject) -> Iterator[Finding]:
    """The same for services in Principal and NotPrincipal."""
    for statement in subject.statements:
        for text in _named_services(statement):
            new = meant_service(text.value)
            edits = [fix("write_value", replaced(text.path, new), new=new)] if new else []
            params = {"value": text.value, "near": new, "effect": effect_of(statement), "variant": "principal"}
            yield found(FORMAT, text.place, params=params, fixes=edits)


def _named_services(statement: StatementView) -> Iterator[Text]:
    """Values of Principal and NotPrincipal that are meant to be services, and are none."""
    for view in (statement.principal, statement.not_principal):
        for kind, texts in view.entries if view else ():
            for text in texts if kind.value == "Service" else ():
                plain = text.type == "string" and text.value and not has_wildcard(text.value)
                if plain and "${" not in text.value and not _form().fullmatch(text.value):
                    yield text


@cache
def _suffixes() -> str:
    names = {partition.dns_suffix for partition in partitions().values()} | {"amazonaws.com", "aws.internal"}
    return "|".join(re.escape(name) for name in sorted(names))


@cache
def _form() -> re.Pattern[str]:
    return re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.(?:{_suffixes()})")


@cache
def _regional_form() -> re.Pattern[str]:
    return re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.[a-z]{{2,4}}(?:-[a-z]+)+-\d{{1,2}}\.(?:{_suffixes()})")


@lru_cache(maxsize=1024)
def meant_service(text: str) -> str:
    """The service principal that another writing means: a short name, other capitals, a web address; "" if unclear."""
    plain = text.strip()[:128].lower().removeprefix("https://").removeprefix("http://").rstrip("/.")
    for ending in (".amazonaws.com", ".aws.amazon.com", ".amazon.com", ".amazonaws", ".aws.com", ".aws"):
        plain = plain.removesuffix(ending)
    name = f"{plain}.amazonaws.com"
    return name if _SERVICE_NAME.fullmatch(plain) and _form().fullmatch(name) and name != text else ""


def kms_keys(subject: Subject) -> Iterator[Finding]:
    """Conditions that want the ARN of a KMS key and have an alias, a bare id or something else."""
    for value in _texts_of(subject, kms_key_keys()):
        text = value.text.value
        if _KMS_KEY.fullmatch(text) or (has_wildcard(text) and _could_be_a_key(value)):
            continue
        variant = "alias" if "alias/" in text else ""
        yield value.matches_nothing("INVALID_KMS_KEY_VALUE", value.taken_away(), variant=variant)


def _could_be_a_key(value: Value) -> bool:
    """Can the ARN of a key match? Without Like the wildcard is the fault, and told elsewhere."""
    return value.test.base not in PATTERNS or _fits_a_key(value.text.value)


@lru_cache(maxsize=1024)
def _fits_a_key(text: str) -> bool:
    fields = text.split(":", 5)
    if len(fields) < len(KMS_FIELDS):
        return overlaps(text, ":".join(KMS_FIELDS))
    return all(overlaps(field, wanted) for field, wanted in zip(fields, KMS_FIELDS, strict=True))


@cache
def kms_key_keys() -> frozenset[str]:
    """The condition keys of type ARN that hold a KMS key, in lower case."""
    prefixes = ("s3", "s3express", "s3tables", "s3vectors", "comprehend", "sagemaker", "secretsmanager", "quicksight")
    names = (name.lower() for prefix in prefixes for name in key_names(prefix))
    return frozenset(name for name in names if re.search(r"kms-?key(?!id)", name)) - {"secretsmanager:kmskeyid"}


def _texts_of(subject: Subject, keys: frozenset[str]) -> Iterator[Value]:
    """Texts under String and ARN operators for these keys; those with variables are nobody's to judge."""
    for value in values_of(subject, TEXTS):
        if value.test.folded_key in keys and value.text.type == "string" and "${" not in value.text.value:
            yield value
