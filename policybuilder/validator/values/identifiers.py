"""Values of a known form: Regions, VPCs and their endpoints, service principals, KMS keys.

Sources: IAM User Guide, "IAM policy validation check reference" and "AWS global condition context keys"; AWS KMS
Developer Guide, "Key identifiers (KeyId)" and "kms:ViaService"; Service Authorization Reference for the keys' types.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from policybuilder.catalogue.near import near
from policybuilder.catalogue.regions import region_names
from policybuilder.iam.arn import has_wildcard
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, replaced
from policybuilder.validator.forms import (
    PRINCIPAL_KEYS,
    REGION_KEYS,
    TEXTS,
    VIA_SERVICE,
    VPC_KEYS,
    has_form,
    kms_key_keys,
    service_form,
)
from policybuilder.validator.values.region_words import REGION_PLACES
from policybuilder.validator.values.value import Block, Value, effect_of, values_of
from policybuilder.validator.view import StatementView, Subject, Text

FORMAT = "INVALID_SERVICE_PRINCIPAL_FORMAT"
_VPC_INSIDE = re.compile(r"vpce?-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9A-Za-z])")
_ZONE = re.compile(r"([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})[a-z]")
_SERVICE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)*")


def regions(subject: Subject) -> Iterator[Finding]:
    """Conditions on Regions that do not exist; a pattern must fit one at least."""
    for value in _texts_of(subject, REGION_KEYS):
        text = value.text.value
        if _has_form(value):
            continue
        near_one = near_region(text)
        repair = value.replaced_by("write_value", near_one) if near_one else None
        variant = "pattern" if has_wildcard(text) else ""
        yield value.matches_nothing("INVALID_REGION", repair, value.taken_away(), variant=variant, near=near_one)


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
        if _has_form(value):
            continue
        kind, _ = VPC_KEYS[value.test.folded_key]
        code, other = ("INVALID_VPC_FORMAT", "vpce") if kind == "vpc" else ("INVALID_VPCE_FORMAT", "vpc")
        variant = "other" if has_form(f"aws:source{other}", value.test.base, value.text.value) else ""
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
        if _has_form(value):
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
                if plain and "${" not in text.value and not service_form().fullmatch(text.value):
                    yield text


@lru_cache(maxsize=1024)
def meant_service(text: str) -> str:
    """The service principal that another writing means: a short name, other capitals, a web address; "" if unclear."""
    plain = text.strip()[:128].lower().removeprefix("https://").removeprefix("http://").rstrip("/.")
    for ending in (".amazonaws.com", ".aws.amazon.com", ".amazon.com", ".amazonaws", ".aws.com", ".aws"):
        plain = plain.removesuffix(ending)
    name = f"{plain}.amazonaws.com"
    return name if _SERVICE_NAME.fullmatch(plain) and service_form().fullmatch(name) and name != text else ""


def kms_keys(subject: Subject) -> Iterator[Finding]:
    """Conditions that want the ARN of a KMS key and have an alias, a bare id or something else."""
    for value in _texts_of(subject, kms_key_keys()):
        text = value.text.value
        if _has_form(value):
            continue
        variant = "alias" if "alias/" in text else ""
        yield value.matches_nothing("INVALID_KMS_KEY_VALUE", value.taken_away(), variant=variant)


def _texts_of(subject: Subject, keys: frozenset[str]) -> Iterator[Value]:
    """Texts under String and ARN operators for these keys; those with variables are nobody's to judge."""
    for value in values_of(subject, TEXTS):
        if value.test.folded_key in keys and value.text.type == "string" and "${" not in value.text.value:
            yield value


def _has_form(value: Value) -> bool:
    return has_form(value.test.folded_key, value.test.base, value.text.value)
