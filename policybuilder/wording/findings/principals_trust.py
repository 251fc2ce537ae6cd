"""What is said about trust policies."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_ABOUT_GITHUB = (
    "Looks for wildcards in the subject of GitHub's tokens where they leave the repository open, or the branch without "
    "another test that names it."
)

WORDS: Mapping[str, Words] = {
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL": Words(
        title="NotPrincipal has no place in a trust policy.",
        about="Looks for NotPrincipal in trust policies.",
        what="NotPrincipal stands in a trust policy.",
        why="IAM does not store it: a role names those who may take it on.",
        do="List who may take on the role in Principal.",
    ),
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE": Words(
        title="A trust policy has no resources.",
        about="Looks for Resource and NotResource in trust policies.",
        what="{element} stands in a trust policy.",
        why="The policy is about the role it is attached to, and IAM does not store it with this element.",
        do="Remove {element}.",
    ),
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL": Words(
        title="Everyone may take on the role.",
        about="Looks for * as principal in the Allow statements of trust policies.",
        what="The principal is *, which is everyone.",
        why="Callers of every AWS account could take on the role and have its rights.",
        do="Name the accounts, roles or services that may take on the role.",
    ),
    "MISMATCHED_ACTION_FOR_PRINCIPAL": Words(
        title="The action does not fit the principal.",
        about=(
            "Looks for ways to take on a role that none of the principals can go: AssumeRoleWithSAML is for SAML "
            "providers, AssumeRoleWithWebIdentity for OpenID Connect providers, AssumeRole for all others."
        ),
        what="{entry} cannot be used by {principals}.",
        why="Nobody can take on the role this way.",
        why_deny="The statement denies nothing, for nobody can ask this way.",
        do="For these principals the action is {needed}.",
    ),
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY": Words(
        title="IAM Roles Anywhere needs three actions.",
        about=(
            "Looks for trust policies that name rolesanywhere.amazonaws.com without sts:AssumeRole, "
            "sts:SetSourceIdentity and sts:TagSession."
        ),
        what="The service is trusted without {missing}.",
        why="The service cannot take on the role for anybody.",
        do="Add {missing}.",
    ),
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY": Words(
        title="This is no identity provider.",
        about="Looks for values under Federated that are neither a domain nor the ARN of an identity provider.",
        what="{value} is neither a domain nor the ARN of an identity provider.",
        why="IAM does not store the policy, or nobody can take on the role.",
        do="Write the domain without https://, or the ARN of the SAML or OpenID Connect provider.",
    ),
    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY": Words(
        title="The session's role is named already.",
        about="Looks for sessions of a role that is named in the same list.",
        what="{session} is a session of {role}, which is named too.",
        why="The role stands for all of its sessions, so the entry changes nothing.",
        do="Remove the session, or the role if only this session is meant.",
    ),
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL": Words(
        title="Every user of the identity provider is trusted.",
        about="Looks for OpenID Connect providers that are trusted without a test of what their tokens say.",
        what="{provider} is trusted, and no Condition tests what its tokens say.",
        why="Whoever gets a token from it, for whatever application, can take on the role.",
        do="Test {provider}:aud, and {provider}:sub where single users are meant.",
    ),
    "MISSING_GITHUB_REPO_CONDITION_KEY": Words(
        title="Every repository on GitHub is trusted.",
        about="Looks for trust in GitHub's tokens without a test of their subject.",
        what="GitHub ({provider}) is trusted, and no Condition tests {provider}:sub.",
        why="A workflow in anybody's repository could take on the role.",
        do="Test {provider}:sub with the repository and the branch, as in repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main.",
    ),
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED": Words(
        title="The branch is open.",
        about=_ABOUT_GITHUB,
        what="{value} leaves open from which branch or event the workflow comes.",
        why="Whoever can push a branch, or open a pull request, can have a workflow take on the role.",
        do="Write the branch, as in repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main.",
    ),
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED.repository": Words(
        title="The repository is open.",
        about=_ABOUT_GITHUB,
        what="{value} leaves open from which repository the workflow comes.",
        why="Workflows of repositories that you do not know could take on the role.",
        do="Write repository and branch, as in repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main.",
    ),
    "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE": Words(
        title="A set operator on a single value.",
        about="Looks for ForAnyValue on the audience of providers whose tokens have one audience.",
        what="{key} has one value in the tokens of {provider}, and {operator} is for keys with several.",
        why="The test may let in more than it seems to.",
        do="Use the operator without {operator}.",
    ),
    "CONFIRM_AUDIENCE_CLAIM_TYPE": Words(
        title="The audience may be one value.",
        about=(
            "Looks for set operators on the audience of a token, which has one value with most identity providers. "
            "ForAllValues is true where there is none."
        ),
        what="{operator} tests {key}, which has one value in the tokens of most identity providers.",
        why="Where the key has one value, a set operator may let in more than it seems to.",
        do="Use the operator without {operator}, unless the provider sends several audiences.",
    ),
}
FIXES: Mapping[str, str] = {
    "use_sts_action": "Use {action}",
    "use_domain": "Write {value}",
    "add_actions": "Add {actions}",
    "remove_principal": "Remove the session",
    "without_set_operator": "Use {operator}",
}
