"""Actions and resources that a policy attached to a resource may speak of, by the type of the resource.

Sources: IAM Access Analyzer policy check reference, "Unsupported action in policy", "Unsupported resource ARN in
policy", "Irrelevant condition key in policy"; Amazon Rekognition Custom Labels Guide, "Creating a project policy
document".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policybuilder.catalogue.services import find_action, matching_actions
from policybuilder.validator.access.reach import everything, takes
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, removed, replaced
from policybuilder.validator.kinds import COPY, PolicyKind
from policybuilder.validator.view import StatementView, Subject, Text

SERVICES: Mapping[str, tuple[str, ...]] = {
    "AWS::S3::Bucket": ("s3",),
    "AWS::S3::AccessPoint": ("s3",),
    "AWS::S3::MultiRegionAccessPoint": ("s3",),
    "AWS::S3ObjectLambda::AccessPoint": ("s3-object-lambda",),
    "AWS::DynamoDB::Table": ("dynamodb",),
}
TRUSTED_ACTIONS = frozenset(
    {
        *("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"),
        *("sts:setcontext", "sts:setsourceidentity", "sts:tagsession"),
    }
)
COPY_NAME = "rekognition:CopyProjectVersion"
_OWNER = frozenset({"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"})
_S3_OWNER = "s3:resourceaccount"


def project_actions(subject: Subject) -> Iterable[Finding]:
    """PROJECT_POLICY_UNSUPPORTED_ACTION: anything but copying model versions."""
    if subject.kind is not PolicyKind.PROJECT:
        return
    for view in subject.statements:
        for text in view.texts("Action"):
            if text.value.lower() != COPY and _known(text.value):
                yield found(
                    "PROJECT_POLICY_UNSUPPORTED_ACTION",
                    text.place,
                    params={"entry": text.value},
                    fixes=_only_copying(view, text),
                )


def _known(text: str) -> bool:
    """Is it a pattern or an action that there is? What names nothing is told otherwise."""
    return "*" in text or "?" in text or find_action(text) is not None


def _only_copying(view: StatementView, text: Text) -> tuple[Fix, ...]:
    """Copying in the place of a pattern that takes it in; what is something else may only go."""
    if (
        not view.tests
        and takes(text.value, COPY)
        and not any(each.value.lower() == COPY for each in view.texts("Action"))
    ):
        return (fix("only_copying", replaced(text.path, COPY_NAME)),)
    return _without(view, text)


def unsupported(subject: Subject) -> Iterable[Finding]:
    """UNSUPPORTED_ACTION_IN_POLICY and UNSUPPORTED_RESOURCE_ARN_IN_POLICY."""
    trust = subject.kind is PolicyKind.TRUST
    services = SERVICES.get(subject.resource_type or "", ()) if subject.kind is PolicyKind.RESOURCE else ()
    for view in subject.statements if trust or services else ():
        for text in view.texts("Action"):
            if _known(text.value) and not (_assumes(text.value) if trust else _belongs(text.value, services)):
                yield found(
                    "UNSUPPORTED_ACTION_IN_POLICY",
                    text.place,
                    params={"entry": text.value, "variant": "trust" if trust else "resource", **_type(subject)},
                    fixes=_without(view, text),
                )
        if services:
            yield from _resources(subject, view, services)


def _assumes(text: str) -> bool:
    """Does an entry of a trust policy mean a way to take on the role?"""
    named = [action.id.lower() for action in matching_actions(text)]
    return bool(text.strip("*")) and any(action in TRUSTED_ACTIONS for action in named)


def _belongs(text: str, services: Sequence[str]) -> bool:
    return everything(text) or text.lower().partition(":")[0] in services


def _type(subject: Subject) -> Mapping[str, str]:
    return {"resource_type": subject.resource_type or ""}


def _without(view: StatementView, text: Text) -> tuple[Fix, ...]:
    if len(view.texts("Action")) < 2:
        return ()
    return (fix("remove_foreign_action", removed(text.path), entry=text.value),)


def _resources(subject: Subject, view: StatementView, services: Sequence[str]) -> Iterator[Finding]:
    for name in ("Resource", "NotResource"):
        texts = view.texts(name)
        for text in texts:
            fields = text.value.split(":", 5)
            if len(fields) == 6 and fields[0] == "arn" and fields[2] not in (*services, "*"):
                edit = removed(text.path)
                yield found(
                    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
                    text.place,
                    params={"resource": text.value, **_type(subject)},
                    fixes=(fix("remove_foreign_resource", edit, resource=text.value),) if len(texts) > 1 else (),
                )


def irrelevant_keys(subject: Subject) -> Iterable[Finding]:
    """IRRELEVANT_CONDITION_KEY_IN_POLICY: who owns the resource is known where the policy is the resource's own."""
    if subject.kind not in (PolicyKind.PROJECT, PolicyKind.RESOURCE):
        return
    keys = _OWNER | ({_S3_OWNER} if (subject.resource_type or "").startswith("AWS::S3") else frozenset())
    for view in subject.statements:
        for test in view.tests:
            if test.folded_key in keys:
                yield found(
                    "IRRELEVANT_CONDITION_KEY_IN_POLICY",
                    test.key.place,
                    params={"key": test.key.value, "variant": subject.kind.value},
                )
