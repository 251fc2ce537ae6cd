"""What is said about `iam:PassRole` and service-linked roles."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_ROLE_WHY = (
    "A service that is handed a role works with that role's rights. Who may hand over any role can use the rights of "
    "the strongest one in the account."
)
_ROLE_DO = "Name the role that is needed, and the service it is for with iam:PassedToService."
_ROLE_ABOUT = (
    "Looks for Allow statements that let the caller hand over roles (iam:PassRole) without saying which: {shape}. "
    "{silent}"
)
_SILENT = "A test of iam:PassedToService silences the check, so does a role name that tells its service."
_NOT_SILENT = "What NotResource leaves out does not limit it."
_SLR_WHY = (
    "A service-linked role gives an AWS service rights in the account. The caller can have them made for services that "
    "nobody here uses."
)
_SLR_DO = (
    "Name the role, as in arn:aws:iam::*:role/aws-service-role/SERVICE.amazonaws.com/*, or leave the action to "
    "administrators."
)
_SLR_ABOUT = (
    "Looks for Allow statements that let the caller have service-linked roles made (iam:CreateServiceLinkedRole) "
    "without saying which: {shape}."
)
_SHAPES: Mapping[str, tuple[str, str]] = {
    "NOT_RESOURCE": ("the action is named and stands with NotResource", "{action} stands with NotResource."),
    "STAR_IN_ACTION_AND_NOT_RESOURCE": (
        "a wildcard in Action takes it in, with NotResource",
        "A wildcard in Action takes in {action}, and the statement has NotResource.",
    ),
    "NOT_ACTION_AND_NOT_RESOURCE": (
        "NotAction does not leave it out, with NotResource",
        "NotAction does not leave out {action}, and the statement has NotResource.",
    ),
    "STAR_IN_RESOURCE": (
        "the action is named, and the Resource has a wildcard in the role's name",
        "{action} is allowed on {resource}.",
    ),
    "STAR_IN_ACTION_AND_RESOURCE": (
        "a wildcard in Action takes it in, with Resource *",
        "A wildcard in Action takes in {action}, and the Resource is {resource}.",
    ),
    "STAR_IN_RESOURCE_AND_NOT_ACTION": (
        "NotAction does not leave it out, with Resource *",
        "NotAction does not leave out {action}, and the Resource is {resource}.",
    ),
}


def _pass_role(shape: str) -> Words:
    about, what = _SHAPES[shape]
    silent = _NOT_SILENT if "NOT_RESOURCE" in shape else _SILENT
    return Words(
        title="Any role can be handed over.",
        about=_ROLE_ABOUT.format(shape=about, silent=silent),
        what=what,
        why=_ROLE_WHY,
        do=_ROLE_DO,
    )


def _create_slr(shape: str) -> Words:
    about, what = _SHAPES[shape]
    return Words(
        title="Any service-linked role can be made.",
        about=_SLR_ABOUT.format(shape=about),
        what=what,
        why=_SLR_WHY,
        do=_SLR_DO,
    )


WORDS: Mapping[str, Words] = {
    **{f"PASS_ROLE_WITH_{shape}": _pass_role(shape) for shape in _SHAPES},
    **{f"CREATE_SLR_WITH_{shape}": _create_slr(shape) for shape in _SHAPES},
}
FIXES: Mapping[str, str] = {"pass_role_to_rekognition": "Allow handing over roles to Rekognition only"}
