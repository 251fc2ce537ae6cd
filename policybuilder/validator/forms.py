"""Values of a known form: what the values of Region, VPC, service and KMS keys look like.

Sources: IAM User Guide, "IAM policy validation check reference" and "AWS global condition context keys"; AWS KMS
Developer Guide, "Key identifiers (KeyId)" and "kms:ViaService"; Service Authorization Reference for the keys' types.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from policybuilder.catalogue.regions import partitions, region_names
from policybuilder.catalogue.service_keys import key_names
from policybuilder.iam import OPERATORS, glob, overlaps
from policybuilder.iam.arn import has_wildcard

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
_VPC = re.compile(r"(vpce?)-(?:[0-9a-z]{8}|[0-9a-z]{17})")
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_KMS_KEY = re.compile(r"arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:key/[A-Za-z0-9-]+")
KMS_FIELDS = ("arn", "*", "kms", "*", "*", "key/*")


def has_form(key: str, operator: str, text: str) -> bool:
    """Can a value of the key (in lower case) equal this text under an operator's plain name?

    True where the values of the key have no known form, where the operator compares no texts, and where a policy
    variable stands in the text. A wildcard without Like is another fault, and told elsewhere.
    """
    if operator not in TEXTS or "${" in text:
        return True
    if key in REGION_KEYS:
        return _is_region(key, operator, text)
    if key in VPC_KEYS:
        match = _VPC.fullmatch(_folded(operator, text))
        return has_wildcard(text) or (match is not None and match[1] == VPC_KEYS[key][0])
    if key in PRINCIPAL_KEYS or key == VIA_SERVICE:
        form = regional_form() if key == VIA_SERVICE else service_form()
        return has_wildcard(text) or form.fullmatch(text) is not None
    if key in kms_key_keys():
        return _KMS_KEY.fullmatch(text) is not None or (
            has_wildcard(text) and (operator not in PATTERNS or _fits_a_key(text))
        )
    return True


def _folded(operator: str, text: str) -> str:
    return text.lower() if "IgnoreCase" in operator else text


def _is_region(key: str, operator: str, text: str) -> bool:
    if has_wildcard(text):
        return operator not in PATTERNS or _fits_a_region(text)
    folded = _folded(operator, text)
    return folded in region_names() or folded in _global_names() or (folded == "EU" and "s3:" in key)


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


@cache
def _suffixes() -> str:
    names = {partition.dns_suffix for partition in partitions().values()} | {"amazonaws.com", "aws.internal"}
    return "|".join(re.escape(name) for name in sorted(names))


@cache
def service_form() -> re.Pattern[str]:
    """Service principals, as in `ec2.amazonaws.com`."""
    return re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.(?:{_suffixes()})")


@cache
def regional_form() -> re.Pattern[str]:
    """Services with their Region, as in `s3.us-east-1.amazonaws.com`."""
    return re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.[a-z]{{2,4}}(?:-[a-z]+)+-\d{{1,2}}\.(?:{_suffixes()})")


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
