"""Which layers count for a caller, and why one does not.

Sources: "Service control policies (SCPs)", "Resource control policies (RCPs)", "Policies and permissions in IAM" and
"How AWS enforcement code logic evaluates requests to allow or deny access".
"""

from dataclasses import dataclass
from enum import Enum

from policybuilder.iam.request import Request, caller_of, is_service_linked, resource_account


class ExemptReason(Enum):
    """Why a layer that is there does not count."""

    ROOT = "exempt_root"  # the root user has neither identity policies nor a boundary
    ANONYMOUS = "exempt_anonymous"  # who does not sign has nothing but resource-based policies
    SIGNED_ONLY = "exempt_signed_only"  # the service takes no request without signature
    SERVICE = "exempt_service"  # a service principal has resource-based policies alone
    MANAGEMENT_ACCOUNT = "exempt_management_account"
    SERVICE_LINKED = "exempt_service_linked"
    NOT_COVERED = "exempt_not_covered"  # RCPs do not reach the service


@dataclass(frozen=True, slots=True)
class Exemption:
    """A layer that is set but does not count."""

    layer: str
    reason: ExemptReason


RCP_DATE = "2026-09-26"
RCP_SERVICES = frozenset(
    [
        "aoss",
        "appconfig",
        "appstream",
        "autoscaling",
        "autoscaling-plans",
        "budgets",
        "clouddirectory",
        "cloudfront",
        "cloudsearch",
        "cloudtrail-data",
        "codeartifact",
        "codebuild",
        "codecommit",
        "codepipeline",
        "cognito-identity",
        "cognito-idp",
        "comprehend",
        "comprehendmedical",
        "compute-optimizer",
        "cost-optimization-hub",
        "dax",
        "dsql",
        "dynamodb",
        "ecr",
        "ecr-public",
        "events",
        "firehose",
        "fis",
        "fms",
        "gamelift",
        "health",
        "inspector-scan",
        "kendra",
        "kinesisvideo",
        "kms",
        "logs",
        "memorydb",
        "networkmonitor",
        "notifications",
        "opensearch",
        "pca-connector-ad",
        "personalize",
        "polly",
        "pricing",
        "resource-groups",
        "rolesanywhere",
        "s3",
        "secretsmanager",
        "servicediscovery",
        "signin",
        "sqs",
        "sts",
        "support",
        "swf",
        "textract",
        "timestream-influxdb",
        "transcribe",
        "transfer",
        "translate",
        "wafv2",
        "workspaces",
        "xray",
    ]
)
"""Prefixes of the services that RCPs reach, as AWS listed them on `RCP_DATE` ("Resource control policies (RCPs)", list
of services that support RCPs). Rekognition is not among them."""


SIGNED_ONLY = frozenset({"rekognition"})
"""Prefixes of services without anonymous calls: no policy on a resource lets an unsigned request in. Others are taken to
have such calls."""


def exemption(layer: str, request: Request) -> ExemptReason | None:
    """Why a layer does not count for this request; None if it does."""
    caller = caller_of(request.principal)
    if layer in ("identity", "boundary", "session", "scp") and caller.service:
        return ExemptReason.SERVICE
    if caller.kind == "Anonymous" and layer != "rcp":
        return _anonymous(layer, request)
    if layer in ("identity", "boundary") and caller.kind == "Account":
        return ExemptReason.ROOT
    if layer == "scp":
        return _organization(request)
    return _rcp(request) if layer == "rcp" else None


def _anonymous(layer: str, request: Request) -> ExemptReason | None:
    """Who does not sign belongs to no account: neither his policies nor SCPs are there to count."""
    if layer != "resource":
        return ExemptReason.ANONYMOUS
    service = request.action.partition(":")[0].lower()
    return ExemptReason.SIGNED_ONLY if service in SIGNED_ONLY else None


def _organization(request: Request) -> ExemptReason | None:
    if is_service_linked(request.principal):
        return ExemptReason.SERVICE_LINKED
    return ExemptReason.MANAGEMENT_ACCOUNT if request.management_account else None


def _rcp(request: Request) -> ExemptReason | None:
    """RCPs reach resources of member accounts in a list of services, whoever asks."""
    if request.action.partition(":")[0].lower() not in RCP_SERVICES:
        return ExemptReason.NOT_COVERED
    if is_service_linked(request.principal):
        return ExemptReason.SERVICE_LINKED
    caller = caller_of(request.principal)
    nobodys = caller.service or caller.kind == "Anonymous"  # who belongs to no account owns nothing in it
    own = not nobodys and resource_account(request) == caller.account
    return ExemptReason.MANAGEMENT_ACCOUNT if request.management_account and own else None
