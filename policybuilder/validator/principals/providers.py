"""OpenID Connect providers in trust policies: the claims that say which of their users, which repository.

Source: IAM Access Analyzer policy check reference, "Missing condition key for oidc principal", "Missing github repo
condition key", "Specific github repo and branch recommended", "Confirm audience claim type", "ForAnyValue with audience
claim type"; IAM User Guide, "Create a role for OpenID Connect federation".
"""

import re
from collections.abc import Iterable, Iterator

from policybuilder.validator.access.reach import holds_back
from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import moved, offered
from policybuilder.validator.finding import Finding, Fix, Place, fix
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.principals.reading import FEDERATED, Named, of_kind, oidc_domain
from policybuilder.validator.view import StatementView, Subject, Test, Text

GITHUB = "token.actions.githubusercontent.com"
# the audience of these providers' tokens is one value
SINGLE = {
    f"{GITHUB}:aud": "GitHub",
    "accounts.google.com:aud": "Google",
    "cognito-identity.amazonaws.com:aud": "Amazon Cognito",
    "www.amazon.com:app_id": "Login with Amazon",
    "graph.facebook.com:app_id": "Facebook",
}
_AUDIENCE = (":aud", ":app_id")
_WILD = re.compile(r"[*?]")
_REPOSITORY = re.compile(r"repo:[^:*?/]+/[^:*?]+:")
_BUILT_IN = "the provider"


def unconditional(subject: Subject) -> Iterable[Finding]:
    """MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL and MISSING_GITHUB_REPO_CONDITION_KEY."""
    for view in _trusting(subject):
        for each in of_kind(view.principal, FEDERATED):
            domain = oidc_domain(each.value)
            if domain is None:
                continue
            if domain == GITHUB:
                if not any(_tests(test, f"{GITHUB}:sub") for test in view.tests):
                    yield _missing("MISSING_GITHUB_REPO_CONDITION_KEY", each, domain)
            elif not any(test.folded_key.startswith(f"{domain.lower()}:") for test in view.tests):
                yield _missing("MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", each, domain)


def _trusting(subject: Subject) -> Iterator[StatementView]:
    if subject.kind is PolicyKind.TRUST:
        yield from (view for view in subject.statements if view.allows)


def _tests(test: Test, key: str) -> bool:
    """Does a test say which values the key may have? Wildcards count: they are told otherwise."""
    name = test.name
    if test.folded_key != key or name is None or name.row is None:
        return False
    return not (name.negated or name.if_exists or name.set_operator == "ForAllValues")


def _missing(code: str, each: Named, domain: str) -> Finding:
    return found(code, each.text.place, params={"provider": domain, "value": each.value})


def repositories(subject: Subject) -> Iterable[Finding]:
    """SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: a wildcard in `sub` where repository or branch stay open."""
    for view in _trusting(subject):
        branch = any(test.folded_key == f"{GITHUB}:ref" and _fixed(test) for test in view.tests)
        for test in view.tests:
            if test.folded_key == f"{GITHUB}:sub" and "Like" in test.base and test.name and not test.name.negated:
                yield from (_open(text) for text in test.values if _leaves_open(text.value, branch=branch))


def _fixed(test: Test) -> bool:
    return holds_back(test) and not any(_WILD.search(value.value) for value in test.values)


def _leaves_open(value: str, *, branch: bool) -> bool:
    """Is the repository open, or the branch, unless another test names it?"""
    if not _WILD.search(value):
        return False
    return not (branch and _REPOSITORY.match(value))


def _open(text: Text) -> Finding:
    wild = _WILD.search(text.value)
    start = wild.start() if wild else 0
    repository = "branch" if _REPOSITORY.match(text.value) else "repository"
    return found(
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
        text.part(start, len(text.value)),
        params={"value": text.value, "variant": repository},
    )


def audiences(subject: Subject) -> Iterable[Finding]:
    """FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE and CONFIRM_AUDIENCE_CLAIM_TYPE: a set operator on the audience."""
    for view in _trusting(subject):
        for test in view.tests:
            name = test.name
            if name is None or name.set_operator is None or not test.folded_key.endswith(_AUDIENCE):
                continue
            single = SINGLE.get(test.folded_key)
            sure = name.set_operator == "ForAnyValue" and single is not None
            yield found(
                "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE" if sure else "CONFIRM_AUDIENCE_CLAIM_TYPE",
                Place(test.key.path, test.operator.span),
                params={"key": test.key.value, "provider": single or _BUILT_IN, "operator": name.set_operator},
                fixes=_without_set(view, test),
            )


def _without_set(view: StatementView, test: Test) -> tuple[Fix, ...]:
    plain = test.operator.value.partition(":")[2]
    return offered(fix("without_set_operator", *moved(view, test, plain), operator=plain))
