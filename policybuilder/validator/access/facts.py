"""What the actions of one entry come to, worked out once for each text: `rekognition:*Version` and the like.

`ALONE` and `WITH_ROLE` name what turns one right into more. Sources: IAM User Guide, "Example policies for administering
IAM resources", "Grant a user permissions to pass a role to an AWS service" and "Permissions boundaries for IAM entities";
Service Authorization Reference, access levels.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from policybuilder.catalogue import AccessLevel
from policybuilder.catalogue.services import ServiceAction, matching_actions
from policybuilder.validator.access.reach import everything

CHANGING = frozenset({AccessLevel.WRITE, AccessLevel.PERMISSIONS})
PROJECT_POLICY = "rekognition:PutProjectPolicy"
HANDING_OVER = "iam:PassRole"
MAKING_ROLES = "iam:CreateServiceLinkedRole"
# rights over identities and their policies: one is enough
ALONE = (
    *("iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy"),
    *("iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreatePolicyVersion", "iam:DeleteRolePermissionsBoundary"),
    *("iam:DeleteUserPermissionsBoundary", "iam:PutGroupPolicy", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"),
    *("iam:PutUserPermissionsBoundary", "iam:PutUserPolicy", "iam:SetDefaultPolicyVersion"),
    *("iam:UpdateAssumeRolePolicy", "iam:UpdateLoginProfile", "sts:AssumeRole"),
)
# a role handed to what runs code: each with iam:PassRole
WITH_ROLE = (
    ("lambda:CreateFunction", "lambda:InvokeFunction"),
    ("lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
    ("lambda:CreateFunction", "lambda:AddPermission"),
    ("ec2:RunInstances",),
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
MOST = 100  # actions of one entry that are kept of each sort
REQUEST_TAG = "aws:RequestTag/${TagKey}"
_ALONE = frozenset(ALONE)
_STEPS = frozenset(name for way in WITH_ROLE for name in way) | {HANDING_OVER}
_WRITES_POLICY = re.compile(r":(Put|Set|Add|Create|Update|Modify).*(Policy|Permissions?|Acl|Grant)$")
_NOT_RESOURCE_POLICIES = frozenset({"iam", "sso", "organizations", "iot", "opsworks", "quicksight", "datazone"})


class Facts(NamedTuple):
    """The actions of an entry by what they do, of each sort the first `MOST`.

    `changing` change a resource that they cannot do without, `exposing` write the policy of a resource, `dangerous` are
    enough to get further rights, `steps` are parts of a way to them; none of the last three, nor what is told by
    itself, is among `changing`. `tagging` write tags. `making` make what may be given tags; `all_make` if the entry means
    nothing else.
    """

    changing: tuple[ServiceAction, ...] = ()
    exposing: tuple[ServiceAction, ...] = ()
    dangerous: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    tagging: tuple[ServiceAction, ...] = ()
    making: tuple[ServiceAction, ...] = ()
    all_make: bool = False


@lru_cache(maxsize=8192)
def facts(text: str) -> Facts:
    """What an Action entry comes to."""
    actions = actions_of(text)
    if not actions:
        return Facts()
    makes = [action for action in actions if _makes(action)]
    return Facts(
        changing=_first(action for action in actions if _changes(action)),
        exposing=_first(action for action in actions if exposing(action)),
        dangerous=tuple(action.id for action in actions if action.id in _ALONE),
        steps=tuple(action.id for action in actions if action.id in _STEPS),
        tagging=_first(action for action in actions if action.access_level is AccessLevel.TAGGING),
        making=_first(makes),
        all_make=len(makes) == len(actions),
    )


def _first(actions: Iterable[ServiceAction]) -> tuple[ServiceAction, ...]:
    return tuple(islice(actions, MOST))


def actions_of(text: str) -> tuple[ServiceAction, ...]:
    """The actions that an entry means; none for a name under every service (`*:Get*`), which IAM refuses."""
    prefix, _, name = text.partition(":")
    if everything(prefix):
        return matching_actions("*") if not name.strip("*") else ()
    return matching_actions(text)


def _changes(action: ServiceAction) -> bool:
    """Does it change a resource that it cannot do without, and is it not told otherwise?"""
    if action.access_level not in CHANGING or action.id in _ALONE or action.id in (HANDING_OVER, MAKING_ROLES):
        return False
    names_one = len(action.resources) > 1 or any(use.required for use in action.resources)
    return names_one and not exposing(action)


def exposing(action: ServiceAction) -> bool:
    """Does an action write the policy of a resource, so that its callers decide who else may use it?"""
    if action.id == PROJECT_POLICY:
        return True
    if action.access_level is not AccessLevel.PERMISSIONS or action.service in _NOT_RESOURCE_POLICIES:
        return False
    return bool(_WRITES_POLICY.search(action.id))


def _makes(action: ServiceAction) -> bool:
    return action.access_level is AccessLevel.WRITE and sends_tags(action)


def sends_tags(action: ServiceAction) -> bool:
    """May requests for the action carry tags with their values?"""
    keys = (action.condition_keys, *(use.condition_keys for use in action.resources))
    return any(REQUEST_TAG in each for each in keys)
