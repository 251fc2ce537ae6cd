"""What the checks of `validator.access` say."""

from collections.abc import Mapping

from policybuilder.wording.findings.access_overlap import FIXES as OVERLAP_FIXES
from policybuilder.wording.findings.access_overlap import WORDS as OVERLAP_WORDS
from policybuilder.wording.findings.access_roles import FIXES as ROLE_FIXES
from policybuilder.wording.findings.access_roles import WORDS as ROLE_WORDS
from policybuilder.wording.findings.access_tags import FIXES as TAG_FIXES
from policybuilder.wording.findings.access_tags import WORDS as TAG_WORDS
from policybuilder.wording.findings.words import Words

_ABOUT_EXPOSURE = (
    "Looks for Allow statements whose actions write the policy of a resource, such as PutProjectPolicy, on a pattern "
    "that takes every resource of its kind. A test on a resource tag in the Condition silences the check."
)
_ABOUT_ESCALATION = (
    "Looks for actions that let their caller get rights it does not have: actions of IAM over users, roles and "
    "policies where no name limits them, and the right to hand over a role together with the right to start something "
    "that runs with it. A Condition, or a Deny of the same actions in the policy, silences the check."
)
_ABOUT_SERVICE = (
    "Looks for Allow statements with an entry that takes every action of one service, whatever the Resource says."
)
_ABOUT_NOTACTION = (
    "Looks for Allow statements with NotAction: they allow every action of every service but for those listed."
)

WORDS: Mapping[str, Words] = {
    "ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES": Words(
        title="Everything is allowed.",
        about="Looks for an Allow statement with Action * and Resource *.",
        what="The statement allows {entry} on {resource}: every action of every AWS service, on everything.",
        why="Whoever has this policy can read, change and delete all there is in the account, users and keys included.",
        do="List the actions that are needed, and the resources they are needed on. Keep this for administrators only.",
    ),
    "SERVICE_WILDCARD_ACTION": Words(
        title="A whole service is allowed.",
        about=_ABOUT_SERVICE,
        what="{entry} allows every action of {service}.",
        why="That includes deleting, changing who has access, and every action that AWS adds later.",
        do="List the actions that are needed.",
    ),
    "SERVICE_WILDCARD_ACTION.rekognition": Words(
        title="A whole service is allowed.",
        about=_ABOUT_SERVICE,
        what="{entry} allows every action of {service}: those of Custom Labels and all of faces, text and video too.",
        why=(
            "That includes deleting projects and models, sharing models with other accounts (PutProjectPolicy), and "
            "every action that AWS adds later."
        ),
        do="List the actions that are needed.",
    ),
    "SERVICE_WILDCARD_ACTION.iam": Words(
        title="A whole service is allowed.",
        about=_ABOUT_SERVICE,
        what="{entry} allows every action of {service}.",
        why=(
            "Who may write users, roles and policies can give itself every right, unless the Resource or a "
            "permissions boundary holds it back."
        ),
        do="List the actions that are needed, on the users, roles and policies that they are needed on.",
    ),
    "WRITE_ON_ALL_RESOURCES": Words(
        title="Changes are allowed on every resource.",
        about=(
            "Looks for Allow statements with actions that change a resource they name, on Resource *. Actions that "
            "only read are left alone, so are actions without a resource type, which need the *. A test on a resource "
            "tag in the Condition silences the check."
        ),
        what="{actions} can be limited to single resources, and here the Resource is {resource}.",
        why="Every resource of the account can be changed this way, those of others and those yet to be made.",
        do="Name the resources by their ARNs, in a statement of its own where other actions need the *.",
    ),
    "RESOURCE_EFFECTIVELY_STAR": Words(
        title="The ARN takes every resource.",
        about=(
            "Looks for ARN patterns that leave nothing out of the resource types that the actions are about. Where "
            "the actions only read it is a suggestion."
        ),
        what="{resource} looks like a limit, and it matches every resource that {actions} can be used on.",
        why="The statement allows as much as Resource * would.",
        do="Name the project, the Region or the account; or write * so that everybody can see how wide it is.",
    ),
    "ALLOW_WITH_NOTACTION": Words(
        title="All but the listed actions are allowed.",
        about=_ABOUT_NOTACTION,
        what="The statement allows every action of every AWS service except {actions}.",
        why="On the resources it names, that includes whatever other services offer and every action that AWS adds later.",
        do="List what is needed in Action. To forbid something, write a Deny statement.",
    ),
    "ALLOW_WITH_NOTACTION.everywhere": Words(
        title="All but the listed actions are allowed.",
        about=_ABOUT_NOTACTION,
        what="The statement allows every action of every AWS service except {actions}, on every resource.",
        why="That includes the management of users and keys, other services, and every action that AWS adds later.",
        do="List what is needed in Action. To forbid something, write a Deny statement.",
    ),
    "ALLOW_WITH_NOTRESOURCE": Words(
        title="All but the listed resources are allowed.",
        about="Looks for Allow statements with NotResource: they allow their actions on everything that is not listed.",
        what="The statement allows its actions on every resource except {resources}.",
        why="That includes resources of other kinds, and those that are made later.",
        do="List the resources that are needed in Resource. To protect some, deny the actions on them.",
    ),
    "RESOURCE_EXPOSURE": Words(
        title="The caller can share any resource.",
        about=_ABOUT_EXPOSURE,
        what="{action} writes the policy of a resource, and here it is allowed on {resource}.",
        why="The caller can open every such resource to other accounts, or to everyone, without any other right.",
        do="Allow it only on the resources that are to be shared, or leave it to administrators.",
    ),
    "RESOURCE_EXPOSURE.project": Words(
        title="The caller can share any project.",
        about=_ABOUT_EXPOSURE,
        what="{action} writes project policies, and here it is allowed on every project ({resource}).",
        why="The caller can let any AWS account copy the trained models of every project.",
        do="Allow it only on the projects whose models are to be shared, or leave it to administrators.",
    ),
    "PRIVILEGE_ESCALATION": Words(
        title="The caller can get more rights.",
        about=_ABOUT_ESCALATION,
        what="Allowed on {resource}: {actions}.",
        why="With such an action the caller can give itself rights that this policy does not name, up to all of them.",
        do="Name the users, roles or policies it is for, or demand a permissions boundary with iam:PermissionsBoundary.",
    ),
    "PRIVILEGE_ESCALATION.together": Words(
        title="The caller can get more rights.",
        about=_ABOUT_ESCALATION,
        what="Together, {actions} let the caller start something that runs with the role it hands over.",
        why="What runs with a role has all the rights of that role, and the caller decides what runs.",
        do=(
            "Limit iam:PassRole to roles with few rights and to one service with iam:PassedToService, or leave one of "
            "the actions out."
        ),
    ),
    **ROLE_WORDS,
    **TAG_WORDS,
    **OVERLAP_WORDS,
}
FIXES: Mapping[str, str] = {
    "custom_labels_actions": "Allow the actions of Custom Labels instead",
    "custom_labels_reading": "Allow only what reads in Custom Labels",
    "rest_of_rekognition": "Allow only Rekognition's other actions",
    **ROLE_FIXES,
    **TAG_FIXES,
    **OVERLAP_FIXES,
}
