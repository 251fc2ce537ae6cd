"""How long a document may be.

Sources: IAM User Guide, "IAM and AWS STS quotas"; AWS Organizations User Guide, "Quotas and service limits for AWS
Organizations"; Amazon Rekognition API Reference, "PutProjectPolicy"; Amazon S3 User Guide, "Bucket policies and user
policies"; Amazon DynamoDB API Reference, "PutResourcePolicy".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policybuilder.iam import JsonObject
from policybuilder.iam.render import minified_size, minify
from policybuilder.validator.base import found
from policybuilder.validator.finding import Edit, EditOp, Finding, fix
from policybuilder.validator.grammar.places import opening
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import Subject

IDENTITY = "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"
RESOURCE = "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit in characters; `spaces` if white space counts, `octets` if bytes are counted."""

    code: str
    limit: int
    spaces: bool = False
    octets: bool = False
    variant: str = ""


QUOTAS: Mapping[PolicyKind, Quota] = {
    PolicyKind.IDENTITY: Quota(IDENTITY, 6_144),
    PolicyKind.BOUNDARY: Quota(IDENTITY, 6_144, variant="boundary"),
    PolicyKind.SESSION: Quota(IDENTITY, 2_048, spaces=True, variant="session"),
    PolicyKind.TRUST: Quota("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", 2_048),
    PolicyKind.PROJECT: Quota(RESOURCE, 2_000, spaces=True, variant="project"),
    PolicyKind.SCP: Quota("POLICY_SIZE_EXCEEDS_SCP_QUOTA", 10_240, spaces=True),
    PolicyKind.RCP: Quota("POLICY_SIZE_EXCEEDS_RCP_QUOTA", 5_120, spaces=True),
}
INLINE: Mapping[str, int] = {"user": 2_048, "group": 5_120, "role": 10_240}
"""Characters of all inline policies of an identity together, white space not counted ("IAM and AWS STS quotas")."""
OF_20_KB = ("AWS::S3::Bucket", "AWS::S3::AccessPoint", "AWS::DynamoDB::Table")
KB_20 = Quota(RESOURCE, 20 * 1024, spaces=True, octets=True, variant="bytes")


def _inline(subject: Subject) -> Quota | None:
    """The quota of the identity that an identity policy is to stand in."""
    limit = INLINE.get(subject.inline) if subject.kind is PolicyKind.IDENTITY else None
    return None if limit is None else Quota(IDENTITY, limit, variant=subject.inline)


def size(subject: Subject) -> Iterator[Finding]:
    """POLICY_SIZE_EXCEEDS_...: more characters than the kind of policy may have."""
    quota = _inline(subject) or QUOTAS.get(subject.kind) or (KB_20 if subject.resource_type in OF_20_KB else None)
    policy, root, text = subject.policy, subject.root, subject.text
    if quota is None or policy is None or not isinstance(root, JsonObject):
        return
    count = len(text.encode("utf-8", "surrogatepass")) if quota.octets else len(text)
    if count <= quota.limit:  # what is short with its white space is so without
        return
    least = minified_size(policy)
    if not quota.spaces:
        count = least
    if count <= quota.limit:
        return
    params = {"size": f"{count:,}", "limit": f"{quota.limit:,}", "without": f"{least:,}", "variant": quota.variant}
    fixes = []
    if quota.spaces and least <= quota.limit:
        edit = Edit(EditOp.TEXT, value=minify(policy), start=0, end=len(text))
        fixes.append(fix("size.minify", edit, size=params["without"]))
    yield found(quota.code, opening((), root.span), params=params, fixes=fixes)
