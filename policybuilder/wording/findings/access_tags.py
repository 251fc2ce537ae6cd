"""What is said about access by tags, and about operations that need a further action."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_ABOUT_TAMPERING = (
    "Looks for policies where access hangs on a tag of the resource while another statement lets the same caller write "
    "that tag. A test of aws:TagKeys or of the tag in that statement, or a Deny, silences the check."
)
_ABOUT_DEPENDENT = (
    "Looks for operations that AWS always checks a further action for, which no statement of the policy allows: the "
    "training rights that copying a model needs, the role that a stream processor is given, and TagResource where the "
    "policy itself demands a tag. Actions that are needed only at times are left alone."
)

WORDS: Mapping[str, Words] = {
    "ABAC_TAG_TAMPERING": Words(
        title="The caller can write the tag that access hangs on.",
        about=_ABOUT_TAMPERING,
        what="{action} is allowed, and the tag {tag}, which another statement decides by, is not kept from it.",
        why="The caller can put the tag on other resources and get at them.",
        do="Keep the tag from being written with a test of aws:TagKeys, or leave tagging to others.",
    ),
    "ABAC_TAG_TAMPERING.deny": Words(
        title="The caller can write the tag that a Deny hangs on.",
        about=_ABOUT_TAMPERING,
        what="{action} is allowed, and the tag {tag}, which a Deny statement decides by, is not kept from it.",
        why="The caller can change or remove the tag, and the Deny no longer applies.",
        do="Keep the tag from being written with a test of aws:TagKeys, or leave tagging to others.",
    ),
    "MISSING_REQUEST_TAG_CONDITION": Words(
        title="New resources may lack the tag.",
        about=(
            "Looks for statements that let something be made without a test of its tags, in a policy that allows "
            "access by a tag of the resource."
        ),
        what="{actions} can make resources without the tag {tag}, which other statements of this policy demand.",
        why="What is made without the tag is out of reach of those statements, or falls to those with another value.",
        do="Demand the tag with a test of aws:RequestTag/{tag}, and allow rekognition:TagResource for it.",
    ),
    "MISSING_DEPENDENT_ACTION": Words(
        title="A needed action is missing.",
        about=_ABOUT_DEPENDENT,
        what="{action} is allowed, and {needed}, which AWS checks for the same call, is not.",
        why="Unless another policy allows it, every such call is refused.",
        do="Allow {needed} too, or leave {action} out.",
    ),
    "MISSING_DEPENDENT_ACTION.tags": Words(
        title="A needed action is missing.",
        about=_ABOUT_DEPENDENT,
        what=(
            "{action} is allowed only with the tag {tag}, and {needed}, which AWS checks when a call carries tags, "
            "is not allowed on what is made."
        ),
        why="Unless another policy allows it, every such call is refused: without the tag by this statement, with it by AWS.",
        do="Allow {needed} on what is made, or drop the test of the tag.",
    ),
    "MISSING_DEPENDENT_ACTION.role": Words(
        title="A needed action is missing.",
        about=_ABOUT_DEPENDENT,
        what="{action} always hands a role to Rekognition, and {needed} is not allowed.",
        why="Unless another policy allows it, every such call is refused.",
        do="Allow {needed} on that role, with iam:PassedToService rekognition.amazonaws.com.",
    ),
}
FIXES: Mapping[str, str] = {
    "deny_tag": "Deny writing the tag {tag}",
    "demand_tag": "Demand the tag {tag} of what is made",
    "also_allow": "Allow {action} too (allows more)",
    "also_tag": "Allow TagResource on {resource} with that tag (allows more)",
}
