"""Trust policies: the action that fits the kind of principal, and identity providers.

Sources: IAM Access Analyzer policy check reference, "Mismatched action for principal", "Missing action for roles anywhere
trust policy", "Invalid federated principal syntax in role trust policy".
"""

from collections.abc import Iterable, Iterator, Sequence

from policybuilder.iam import JsonValue
from policybuilder.validator.access.reach import takes
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, added, fix, replaced
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.principals.reading import (
    AWS,
    FEDERATED,
    SERVICE,
    Named,
    is_saml,
    named,
    of_kind,
    oidc_domain,
)
from policybuilder.validator.view import Element, StatementView, Subject, Text

ANYWHERE = "rolesanywhere.amazonaws.com"
ANYWHERE_ACTIONS = ("sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession")
TOLD = 20  # principals that a finding names
ASSUME, SAML, WEB = WAYS = ("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")


def mismatched(subject: Subject) -> Iterable[Finding]:
    """MISMATCHED_ACTION_FOR_PRINCIPAL: a way to take on the role that none of the principals can go."""
    for view in _trusting(subject):
        principals = list(named(view.principal))
        fitting = {way for each in principals if (way := _way(each))}
        if not fitting or any(_way(each) is None for each in principals):
            continue
        for text in view.texts("Action"):
            way = next((way for way in WAYS if way.lower() == text.value.lower()), None)
            if way is not None and way not in fitting:
                yield found(
                    "MISMATCHED_ACTION_FOR_PRINCIPAL",
                    text.place,
                    params={
                        "entry": text.value,
                        "principals": tuple(each.value for each in principals[:TOLD]),
                        "needed": tuple(sorted(fitting)),
                    },
                    related=[each.text.place for each in principals[:TOLD]],
                    fixes=_right_way(view, text, fitting),
                )


def _trusting(subject: Subject) -> Iterator[StatementView]:
    return iter(subject.statements if subject.kind is PolicyKind.TRUST else ())


def _way(each: Named) -> str | None:
    """The action a principal takes on a role by; None where that cannot be told."""
    if each.kind.value in (AWS, SERVICE):
        return ASSUME
    if each.kind.value != FEDERATED:
        return None
    if is_saml(each.value):
        return SAML
    return WEB if oidc_domain(each.value) else None


def _right_way(view: StatementView, text: Text, fitting: set[str]) -> tuple[Fix, ...]:
    way = min(fitting)
    if len(fitting) > 1 or any(each.value.lower() == way.lower() for each in view.texts("Action")):
        return ()
    return (fix("use_sts_action", replaced(text.path, way), action=way),)


def federated_syntax(subject: Subject) -> Iterable[Finding]:
    """INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: neither a domain nor the ARN of a provider."""
    for view in _trusting(subject):
        for each in of_kind(view.principal, FEDERATED):
            value = each.value
            if not value or "*" in value or "?" in value or is_saml(value) or oidc_domain(value):
                continue
            domain = value.split("://", 1)[-1].rstrip("/")
            fixes = (fix("use_domain", replaced(each.text.path, domain), value=domain),)
            yield found(
                "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
                each.text.place,
                params={"value": value},
                fixes=fixes if domain != value and oidc_domain(domain) else (),
            )


def anywhere(subject: Subject) -> Iterable[Finding]:
    """MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: one of the three actions that the service needs is missing."""
    views = [view for view in _trusting(subject) if view.allows and _trusts_anywhere(view)]
    texts = [text.value for view in views for text in view.texts("Action")]
    missing = [name for name in ANYWHERE_ACTIONS if not any(takes(text, name.lower()) for text in texts)]
    element = views[0].element("Action") if views else None
    if missing and element is not None and texts:
        yield found(
            "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
            element.place,
            params={"missing": tuple(missing)},
            fixes=_with_actions(element, missing),
        )


def _trusts_anywhere(view: StatementView) -> bool:
    return any(each.value == ANYWHERE for each in of_kind(view.principal, SERVICE))


def _with_actions(element: Element, missing: Sequence[str]) -> tuple[Fix, ...]:
    names = tuple(missing)
    if element.is_list:
        count = len(element.texts)
        edits = tuple(added((*element.place.path, count), name) for name in names)
        return (fix("add_actions", *edits, actions=names),)
    whole: JsonValue = [*(text.value for text in element.texts), *names]
    return (fix("add_actions", replaced(element.place.path, whole), actions=names),)
