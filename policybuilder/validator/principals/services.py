"""Services as principals of a resource's policy: whom they act for, and which keys their requests never carry.

Sources: IAM Access Analyzer policy check reference, "Restrict access to service principal", "Recommended condition key
for service principal", "Unsupported condition key for service principal"; IAM User Guide, "The confused deputy problem".
"""

from collections.abc import Iterable, Iterator

from policybuilder.iam import split_arn
from policybuilder.validator.access.amend import with_test
from policybuilder.validator.access.reach import holds_back
from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import offered
from policybuilder.validator.finding import Finding, Fix, fix
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.principals.reading import SERVICE, Named, of_kind
from policybuilder.validator.view import StatementView, Subject, Test

SOURCES = frozenset({"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"})
WEAKER = frozenset(
    {
        *("aws:referer", "aws:useragent", "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"),
        *("aws:sourceowner", "aws:principalisawsservice", "aws:principalservicename", "aws:viaawsservice"),
    }
)
# what only callers of an account have
NEVER_SENT = frozenset(
    {
        *("aws:principalorgid", "aws:principalorgpaths", "aws:username", "aws:multifactorauthpresent"),
        *("aws:multifactorauthage", "aws:federatedprovider", "aws:sourceidentity", "aws:tokenissuetime"),
    }
)
_PRINCIPAL_TAG = "aws:principaltag/"


def sources(subject: Subject) -> Iterable[Finding]:
    """RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL and RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL."""
    if subject.kind not in (PolicyKind.PROJECT, PolicyKind.RESOURCE):
        return
    for view in subject.statements:
        services = of_kind(view.principal, SERVICE)
        if not services or not view.allows or any(_is_source(test) for test in view.tests):
            continue
        weaker = [test for test in view.tests if test.folded_key in WEAKER and holds_back(test)]
        if weaker:
            yield from _recommended(view, services, weaker[0])
        else:
            yield _unrestricted(view, services)


def _is_source(test: Test) -> bool:
    return test.folded_key in SOURCES and test.base != "Null"


def _recommended(view: StatementView, services: list[Named], test: Test) -> Iterator[Finding]:
    yield found(
        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
        test.key.place,
        params={"key": test.key.value, "services": tuple(each.value for each in services)},
        related=[each.text.place for each in services],
        fixes=_own_account(view),
    )


def _unrestricted(view: StatementView, services: list[Named]) -> Finding:
    return found(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        services[0].text.place,
        params={"services": tuple(each.value for each in services)},
        related=[each.text.place for each in services[1:]],
        fixes=_own_account(view),
    )


def _own_account(view: StatementView) -> tuple[Fix, ...]:
    """The account of the resources, where their ARNs name one."""
    arns = [split_arn(text.value) for text in view.texts("Resource")]
    accounts = {arn.account if arn else "" for arn in arns}
    account = accounts.pop() if len(accounts) == 1 else ""
    if len(account) != 12 or not account.isdigit():
        return ()
    edits = with_test(view, "StringEquals", "aws:SourceAccount", account)
    return offered(fix("source_account", *edits, account=account))


def never_sent(subject: Subject) -> Iterable[Finding]:
    """UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: a test of a key that no request of a service carries."""
    if subject.kind not in (PolicyKind.PROJECT, PolicyKind.RESOURCE):
        return
    for view in subject.statements:
        services = of_kind(view.principal, SERVICE)
        for test in view.tests if services else ():
            if test.folded_key in NEVER_SENT or test.folded_key.startswith(_PRINCIPAL_TAG):
                yield found(
                    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
                    test.key.place,
                    params={
                        "key": test.key.value,
                        "services": tuple(each.value for each in services),
                        "effect": "Deny" if view.denies else "Allow",
                        "variant": "refuses" if holds_back(test) else "passes",
                    },
                    related=[each.text.place for each in services],
                )
