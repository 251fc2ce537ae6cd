"""What the checks of `validator.principals` say."""

from collections.abc import Mapping

from policybuilder.wording.findings.principals_others import FIXES as OTHER_FIXES
from policybuilder.wording.findings.principals_others import WORDS as OTHER_WORDS
from policybuilder.wording.findings.principals_trust import FIXES as TRUST_FIXES
from policybuilder.wording.findings.principals_trust import WORDS as TRUST_WORDS
from policybuilder.wording.findings.words import Words

_FORMS = (
    "An account is written as its 12 digits or arn:aws:iam::ACCOUNT:root, a user or role as its ARN, everyone as *."
)
_ABOUT_PUBLIC = (
    "Looks for Allow statements of a resource's policy that name everyone and have no Condition on who asks or from "
    "where (aws:PrincipalOrgID, aws:PrincipalArn, aws:SourceVpce and the like)."
)
_ABOUT_MISSING = "Looks for statements without Principal and NotPrincipal in a policy that is attached to a resource."


def _unknown(what: str) -> Words:
    return Words(
        title="This names no account, user or role.",
        about="Looks for values in Principal that have none of the forms an account, a user or a role can have.",
        what=what,
        why="The policy is not stored, for there is nobody of that name.",
        do=_FORMS,
    )


WORDS: Mapping[str, Words] = {
    "MISSING_PRINCIPAL": Words(
        title="Nobody is named.",
        about=_ABOUT_MISSING,
        what="The statement has no Principal.",
        why="A policy attached to a resource has to say whom it is about, and is not stored without it.",
        do="Add Principal with the accounts, users, roles or services that are meant.",
    ),
    "MISSING_PRINCIPAL.trust": Words(
        title="Nobody is named.",
        about=_ABOUT_MISSING,
        what="The statement has no Principal.",
        why="A trust policy has to say who may take on the role, and is not stored without it.",
        do="Add Principal with the accounts, users, roles, services or identity providers that are meant.",
    ),
    "MISSING_PRINCIPAL.project": Words(
        title="Nobody is named.",
        about=_ABOUT_MISSING,
        what="The statement has no Principal.",
        why="A project policy has to say who may copy models, and Rekognition does not store it without that.",
        do="Add Principal with the accounts, users or roles that may copy.",
    ),
    "UNSUPPORTED_PRINCIPAL": Words(
        title="Principal has no place here.",
        about="Looks for Principal and NotPrincipal in policies that are attached to users, groups and roles.",
        what="{element} stands in a policy that is attached to a user, a group or a role.",
        why="Such a policy is about whoever it is attached to, and IAM does not store it with this element.",
        do="Remove {element}. To name who may use a resource, write a policy for the resource.",
    ),
    "SCP_SYNTAX_ERROR_PRINCIPAL": Words(
        title="Principal has no place in a service control policy.",
        about="Looks for Principal and NotPrincipal in service control policies.",
        what="{element} stands in a service control policy.",
        why="It is about all users and roles of the accounts it is attached to, and is not stored with this element.",
        do="Remove {element}. To leave somebody out, test aws:PrincipalArn in the Condition.",
    ),
    "INVALID_PRINCIPAL_FORMAT": Words(
        title="Principal is a single text.",
        about="Looks for a Principal that is one text other than *.",
        what="{element} is the text {value}; only * may stand alone.",
        why="IAM does not know what kind of principal it is, and does not store the policy.",
        do='Write an object with the kind, such as {{"AWS": "..."}} or {{"Service": "..."}}.',
    ),
    "INVALID_PRINCIPAL_KEY": Words(
        title="There is no such kind of principal.",
        about="Looks for kinds of principal other than AWS, Service, Federated and CanonicalUser.",
        what="{key} is no kind of principal.",
        why="IAM does not store the policy.",
        do="Use AWS for accounts, users and roles, Service for AWS services, Federated for identity providers.",
    ),
    "INVALID_PRINCIPAL_VALUE": _unknown("{value} is neither an account nor the ARN of a user or role."),
    "INVALID_PRINCIPAL_VALUE.group": _unknown("{value} is a group, and groups cannot be principals."),
    "INVALID_PRINCIPAL_VALUE.empty": _unknown("The text is empty."),
    "INVALID_PRINCIPAL_VALUE.canonical": _unknown("{value} is no canonical user id, which has 64 hexadecimal digits."),
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL": Words(
        title="A wildcard in a principal.",
        about="Looks for * and ? inside the values of Principal, where only full names count.",
        what="{value} has a wildcard, and under {kind} only full names count.",
        why="The policy is not stored; nobody is meant by it.",
        do=(
            "Name each principal in full, or name the account and test aws:PrincipalArn with ArnLike in the Condition."
        ),
    ),
    "INVALID_ROLE_REFERENCE": Words(
        title="A role's id stands for its name.",
        about="Looks for the unique ids of roles (AROA...) in Principal.",
        what="{value} is the id of a role.",
        why="IAM puts an id in the place of an ARN when the role was deleted. A new role of that name is not meant by it.",
        do="Write the ARN of the role that is meant, or remove the entry if the role is gone.",
    ),
    "INVALID_USER_REFERENCE": Words(
        title="A user's id stands for its name.",
        about="Looks for the unique ids of users (AIDA...) in Principal.",
        what="{value} is the id of a user.",
        why="IAM puts an id in the place of an ARN when the user was deleted. A new user of that name is not meant by it.",
        do="Write the ARN of the user that is meant, or remove the entry if the user is gone.",
    ),
    "ALLOW_WITH_NOT_PRINCIPAL": Words(
        title="Everyone but those listed is allowed.",
        about="Looks for Allow statements with NotPrincipal.",
        what="The statement allows everyone who is not listed.",
        why="That includes every other AWS account, and callers who have not signed in.",
        do="List those who need access in Principal. To keep somebody out, write a Deny statement.",
    ),
    "PUBLIC_PRINCIPAL": Words(
        title="Everyone is allowed.",
        about=_ABOUT_PUBLIC,
        what="The statement allows everyone, and no Condition says who may ask.",
        why="Callers of every AWS account are let in, for some services even those who have not signed in.",
        do="Name the accounts or roles, or test aws:PrincipalOrgID in the Condition.",
    ),
    "PUBLIC_PRINCIPAL.project": Words(
        title="Everyone may copy the models.",
        about=_ABOUT_PUBLIC,
        what="The statement allows everyone to copy model versions, and no Condition says who.",
        why="Whoever has an AWS account can copy the trained models into it and keep them.",
        do="Name the account that may copy, or test aws:PrincipalOrgID in the Condition.",
    ),
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED": Words(
        title="An identity provider has no place here.",
        about="Looks for Federated in policies other than trust policies.",
        what="Federated ({values}) stands in the policy of a resource.",
        why="Users of an identity provider reach resources through a role; the policy is not stored this way.",
        do="Name the role in Principal under AWS, and the identity provider in the trust policy of the role.",
    ),
    **TRUST_WORDS,
    **OTHER_WORDS,
}
FIXES: Mapping[str, str] = {
    "remove_element": "Remove {element}",
    "wrap_principal": "Put it under {kind}",
    "account_digits": "Write {value}",
    "rename_principal_key": "Call it {name}",
    "account_and_pattern": "Name account {account}, with the pattern as a condition",
    **TRUST_FIXES,
    **OTHER_FIXES,
}
