"""Actions that let their callers give rights: to others by a resource's own policy, or to themselves.

`ESCALATIONS` names what turns one right into more. Each row is a way: all its actions are needed. Sources: IAM User
Guide, "Example policies for administering IAM resources", "Grant a user permissions to pass a role to an AWS service"
and "Permissions boundaries for IAM entities"; Service Authorization Reference, access level Permissions management.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from policybuilder.catalogue import AccessLevel
from policybuilder.catalogue.services import ServiceAction, matching_actions
from policybuilder.validator.access.reach import (
    allowing,
    denying,
    everything,
    holds_back,
    narrows_resources,
    on_everything,
    open_name,
    reaches,
    rekognition_types,
    takes_all,
)
from policybuilder.validator.access.roles import PASSED_TO
from policybuilder.validator.access.samples import sample_for, some_arn
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Sample
from policybuilder.validator.view import StatementView, Subject, Text

PROJECT_POLICY = "rekognition:PutProjectPolicy"
# rights over identities and their policies: one is enough
ALONE = (
    *("iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy"),
    *("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreatePolicyVersion", "iam:DeleteRolePermissionsBoundary"),
    *("iam:DeleteUserPermissionsBoundary", "iam:PutGroupPolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"),
    *("iam:PutUserPermissionsBoundary", "iam:PutUserPolicy", "iam:SetDefaultPolicyVersion"),
    *("iam:UpdateAssumeRolePolicy", "iam:UpdateLoginProfile", "sts:AssumeRole"),
)
# a role handed to what runs code: with iam:PassRole
WITH_ROLE = (
    ("ec2:RunInstances",),
    ("lambda:CreateFunction", "lambda:InvokeFunction"),
    ("lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    ("lambda:CreateFunction", "lambda:AddPermission"),
    ("cloudformation:CreateStack",),
    ("glue:CreateDevEndpoint",),
    ("glue:CreateJob", "glue:StartJobRun"),
    ("codebuild:CreateProject", "codebuild:StartBuild"),
    ("sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"),
    ("sagemaker:CreateTrainingJob",),
    ("sagemaker:CreateProcessingJob",),
    ("ecs:RegisterTaskDefinition", "ecs:RunTask"),
    ("datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"),
    ("bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:InvokeCodeInterpreter"),
)
HANDING_OVER = "iam:PassRole"
_ALONE_LOWER = frozenset(map(str.lower, ALONE))
_WRITES_POLICY = re.compile(r":(Put|Set|Add|Create|Update|Modify).*(Policy|Permissions?|Acl|Grant)$")
_NOT_RESOURCE_POLICIES = frozenset({"iam", "sso", "organizations", "iot", "opsworks", "quicksight", "datazone"})


def dangerous(action: str) -> bool:
    """Is an action (an id) one that is enough to get further rights?"""
    return action.lower() in _ALONE_LOWER


@lru_cache(maxsize=4096)
def exposing(action: ServiceAction) -> bool:
    """Does an action write the policy of a resource, so that its callers decide who else may use it?"""
    if action.id == PROJECT_POLICY:
        return True
    if action.access_level is not AccessLevel.PERMISSIONS or action.service in _NOT_RESOURCE_POLICIES:
        return False
    return bool(_WRITES_POLICY.search(action.id))


@lru_cache(maxsize=4096)
def _exposing_of(text: str) -> tuple[ServiceAction, ...]:
    return tuple(action for action in matching_actions(text) if exposing(action))


def exposure(subject: Subject) -> Iterable[Finding]:
    """RESOURCE_EXPOSURE: an action that writes a resource's policy, allowed on a wildcard."""
    for view in allowing(subject):
        if narrows_resources(view):
            continue
        for text in view.texts("Action"):
            for wide, actions in _exposed(view, text):
                yield found(
                    "RESOURCE_EXPOSURE",
                    text.place,
                    params={
                        "action": actions[0].id,
                        "written": text.value,
                        "resource": wide.value,
                        "variant": "project" if actions[0].id == PROJECT_POLICY else "other",
                    },
                    related=(wide.place,),
                    sample=sample_for(view, actions, wide.value),
                )


def _exposed(view: StatementView, text: Text) -> Iterator[tuple[Text, list[ServiceAction]]]:
    """The first wide resource with the actions that it exposes."""
    for resource in view.texts("Resource"):
        actions = [action for action in _exposing_of(text.value) if _wide_for(resource.value, action)]
        if actions:
            yield resource, sorted(actions, key=lambda action: action.id != PROJECT_POLICY)
            return


def _wide_for(pattern: str, action: ServiceAction) -> bool:
    kinds = rekognition_types(action)
    if kinds:
        return any(takes_all(pattern, kind, anywhere=False) for kind in kinds)
    fields = pattern.split(":", 5)
    return everything(pattern) or (open_name(pattern) and fields[2:3] == [action.service])


# -- rights for oneself ------------------------------------------------------------------------------------------------


def escalation(subject: Subject) -> Iterable[Finding]:
    """PRIVILEGE_ESCALATION: an action, or several together, that let the caller get rights it does not have."""
    views = [view for view in allowing(subject) if view.element("Action") is not None]
    denied = [view for view in denying(subject) if not view.tests and on_everything(view) is not None]
    for view in views:
        yield from _alone(view, denied)
    yield from _together(views, denied)


def _alone(view: StatementView, denied: Sequence[StatementView]) -> Iterator[Finding]:
    """One finding for each entry."""
    if any(holds_back(test) for test in view.tests):
        return
    wide = next(
        (text for text in view.texts("Resource") if open_name(text.value) and _of_service(text.value, "iam")), None
    )
    for text in view.texts("Action"):
        actions = [name for name in _dangerous_of(text.value) if not _is_denied(name, denied)]
        if wide is not None and actions:
            yield found(
                "PRIVILEGE_ESCALATION",
                text.place,
                params={"actions": tuple(actions), "resource": wide.value, "variant": "alone"},
                related=(wide.place,),
                sample=None if view.tests else _alone_sample(actions[0], wide.value),
            )


@lru_cache(maxsize=4096)
def _dangerous_of(text: str) -> tuple[str, ...]:
    return tuple(action.id for action in matching_actions(text) if dangerous(action.id))


def _has_place(view: StatementView, service: str) -> bool:
    """Do the resources leave room for those of a service?"""
    if view.element("NotResource") is not None:
        return True
    return any(_of_service(text.value, service) for text in view.texts("Resource"))


def _of_service(pattern: str, service: str) -> bool:
    """Is it a pattern of a service's, or of everything?"""
    return everything(pattern) or pattern.split(":", 5)[2:3] in ([], [service], ["*"])


def _alone_sample(action: str, pattern: str) -> Sample | None:
    """The action on somebody whom the pattern takes."""
    if not everything(pattern):
        arn = some_arn(pattern)
        return Sample(action, arn) if arn else None
    kind = next((word for word in ("Group", "Role", "Policy") if word in action.replace("Policy", "", 1)), "User")
    return Sample(action, f"arn:aws:iam::111122223333:{kind.lower()}/anyone")


def _together(views: Sequence[StatementView], denied: Sequence[StatementView]) -> Iterator[Finding]:
    """The first way to run code with a role of one's choice, at the entry that hands the role over."""
    given: dict[str, Text] = {}
    for view in views:
        free = not any(test.folded_key == PASSED_TO and holds_back(test) for test in view.tests)
        for text in view.texts("Action"):
            for name in _steps_of(text.value):
                if (name != HANDING_OVER or free) and _has_place(view, name.partition(":")[0]):
                    given.setdefault(name, text)
    given = {name: text for name, text in given.items() if not _is_denied(name, denied)}
    way = next((way for way in WITH_ROLE if all(name in given for name in (HANDING_OVER, *way))), None)
    if way is not None:
        yield found(
            "PRIVILEGE_ESCALATION",
            given[HANDING_OVER].place,
            params={"actions": (HANDING_OVER, *way), "variant": "together"},
            related=[given[name].place for name in way],
        )


_STEPS = frozenset(name for way in WITH_ROLE for name in way) | {HANDING_OVER}


@lru_cache(maxsize=4096)
def _steps_of(text: str) -> tuple[str, ...]:
    return tuple(action.id for action in matching_actions(text) if action.id in _STEPS)


def _is_denied(action: str, denied: Sequence[StatementView]) -> bool:
    return any(reaches(view, action.lower()) for view in denied)
