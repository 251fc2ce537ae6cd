"""What a wrapping says about a document beside it: its name, its kind.

Sources: "AWS CLI Command Reference" (get-policy-version, get-role-policy, get-role, get-account-authorization-details,
organizations describe-policy, rekognition list-project-policies); CloudFormation's "Template reference" (the types of IAM
and Organizations; AWS::Rekognition has none that holds a policy); the pages of Terraform's AWS provider.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from policybuilder.iam import JsonBoolean, JsonObject, JsonString

IDENTITY, SESSION, SCP, RCP, PROJECT, TRUST, RESOURCE = (
    "identity",
    "session",
    "scp",
    "rcp",
    "project",
    "trust",
    "resource",
)
# Members whose value is a document, whatever it looks like.
ALWAYS_DOCUMENTS = frozenset({"PolicyDocument", "AssumeRolePolicyDocument", "Document"})
TRUST_MEMBERS = frozenset({"AssumeRolePolicyDocument", "AssumeRolePolicy", "assume_role_policy"})
POLICY_NAMES = ("PolicyName", "ManagedPolicyName", "Name", "name", "RoleName", "UserName", "GroupName")
ROLE_NAMES = ("RoleName", "Name", "name")
OWNERS_OF_INLINE = ("RoleName", "UserName", "GroupName")
# Lists and objects of the answers of IAM, and the kind of what is in them.
KINDS_OF_MEMBERS: Mapping[str, str] = {
    "PolicyVersion": IDENTITY,
    "PolicyVersionList": IDENTITY,
    "UserPolicyList": IDENTITY,
    "GroupPolicyList": IDENTITY,
    "RolePolicyList": IDENTITY,
    "ProjectPolicies": PROJECT,
}
_OF_IAM = ("ManagedPolicy", "Policy", "RolePolicy", "UserPolicy", "GroupPolicy", "Role", "User", "Group")
_OF_RESOURCES = (
    "S3::BucketPolicy",
    "SQS::QueuePolicy",
    "SNS::TopicPolicy",
    "KMS::Key",
    "SecretsManager::ResourcePolicy",
)
_OF_TERRAFORM = ("policy", "role_policy", "user_policy", "group_policy", "role")
_RESOURCES_OF_TERRAFORM = (
    "s3_bucket_policy",
    "sqs_queue_policy",
    "sns_topic_policy",
    "kms_key",
    "kms_key_policy",
    "secretsmanager_secret_policy",
)
# The types of templates, of Terraform's resources, and of policies of an organization.
KINDS_OF_TYPES: Mapping[str, str] = {
    **{f"AWS::IAM::{name}": IDENTITY for name in _OF_IAM},
    **{f"AWS::{name}": RESOURCE for name in _OF_RESOURCES},
    **{f"aws_iam_{name}": IDENTITY for name in _OF_TERRAFORM},
    **{f"aws_{name}": RESOURCE for name in _RESOURCES_OF_TERRAFORM},
    "AWS::SSO::PermissionSet": IDENTITY,
    "aws_ssoadmin_permission_set_inline_policy": IDENTITY,
    "SERVICE_CONTROL_POLICY": SCP,
    "RESOURCE_CONTROL_POLICY": RCP,
}
COMMANDS: Mapping[tuple[str, str], str] = {
    ("iam", "create-policy"): IDENTITY,
    ("iam", "create-policy-version"): IDENTITY,
    ("iam", "put-role-policy"): IDENTITY,
    ("iam", "put-user-policy"): IDENTITY,
    ("iam", "put-group-policy"): IDENTITY,
    ("iam", "create-role"): TRUST,
    ("iam", "update-assume-role-policy"): TRUST,
    ("rekognition", "put-project-policy"): PROJECT,
    ("sts", "assume-role"): SESSION,
}
NAME_OPTIONS = ("--policy-name", "--name", "--role-name", "--role-session-name")


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of a place from what stands around it. `template`: functions of CloudFormation count here;
    `terraform`: texts are Terraform's own, with `${...}`."""

    name: str = ""
    kind: str = ""
    template: bool = False
    terraform: bool = False

    def of_type(self, kind: str) -> "Around":
        """The same in a resource of that type."""
        return replace(self, kind=KINDS_OF_TYPES.get(kind, self.kind))


def around_object(node: JsonObject, around: Around) -> Around:
    """What an object says about everything in it."""
    found = around
    for member in ("Type", "type"):
        found = found.of_type(_text(node, member))
    summary = node.get("PolicySummary")  # organizations describe-policy: {"PolicySummary": {...}, "Content": "..."}
    if isinstance(summary, JsonObject):
        found = replace(found.of_type(_text(summary, "Type")), name=_text(summary, "Name") or found.name)
    version = _version(node)
    name = _first(node, POLICY_NAMES) or found.name
    return replace(found, name=f"{name} {version}".strip() if version else name)


def around_member(node: JsonObject, key: str, around: Around) -> Around:
    """What an object says about one of its members."""
    if key in TRUST_MEMBERS:
        return replace(around, kind=TRUST, name=_first(node, ROLE_NAMES) or around.name)
    if key in KINDS_OF_MEMBERS:
        return replace(around, kind=KINDS_OF_MEMBERS[key])
    if key == "PolicyDocument" and not around.kind:
        if _text(node, "ProjectArn"):
            return replace(around, kind=PROJECT)
        if _first(node, OWNERS_OF_INLINE):
            return replace(around, kind=IDENTITY)
    if around.template and key and not around.name and _is_resource(node.get(key)):
        return replace(around, name=key)
    return around


def command_kind(words: list[str], option: str) -> tuple[str, str]:
    """The name and the kind of the document that an option of a command of the AWS CLI gives."""
    options = dict(pairwise(words))
    kind = COMMANDS.get((words[1], words[2]), "") if len(words) > 2 else ""
    if words[1:2] == ["organizations"]:
        kind = KINDS_OF_TYPES.get(options.get("--type", ""), "")
    if option == "--assume-role-policy-document":
        kind = TRUST
    return next((options[name] for name in NAME_OPTIONS if name in options), ""), kind


def _is_resource(node: object) -> bool:
    return isinstance(node, JsonObject) and bool(_text(node, "Type"))


def _version(node: JsonObject) -> str:
    """`v2` of a version that is not the default one."""
    default = node.get("IsDefaultVersion")
    old = isinstance(default, JsonBoolean) and not default.value
    return _text(node, "VersionId") if old else ""


def _text(node: JsonObject, name: str) -> str:
    found = node.get(name)
    return found.value if isinstance(found, JsonString) else ""


def _first(node: JsonObject, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _text(node, name))), "")


def is_template(root: object) -> bool:
    """Is it a template of CloudFormation: Resources with types?"""
    resources = root.get("Resources") if isinstance(root, JsonObject) else None
    members = resources.members if isinstance(resources, JsonObject) else ()
    return any(_is_resource(member.value) for member in members)


def is_configuration(root: JsonObject) -> bool:
    """Is it Terraform's JSON syntax: blocks by type and label, and nothing of a plan or a state?"""
    blocks = [root.get(name) for name in ("resource", "data")]
    kinds = [member.key.value for block in blocks if isinstance(block, JsonObject) for member in block.members]
    return any(kind.startswith("aws_") for kind in kinds)
