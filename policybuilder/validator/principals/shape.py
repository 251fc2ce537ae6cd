"""Whether a statement may, must or must not name principals, and the form in which it does.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" and "... NotPrincipal"; AWS Organizations User Guide,
"SCP syntax"; Amazon Rekognition Custom Labels Guide, "Creating a project policy document"; IAM Access Analyzer policy
check reference.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import get_close_matches

from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import renamed
from policybuilder.validator.finding import Finding, Fix, fix, removed, replaced
from policybuilder.validator.kinds import ATTACHED_TO_CALLERS, ATTACHED_TO_RESOURCES, PolicyKind
from policybuilder.validator.principals.reading import FEDERATED, KINDS, given, kind_of_name, single_text
from policybuilder.validator.view import PrincipalView, StatementView, Subject, Text

_LONGEST = 40  # letters of a name that are compared
_PROJECT_ELEMENTS = ("NotAction", "NotResource")


def presence(subject: Subject) -> Iterable[Finding]:
    """MISSING_PRINCIPAL, UNSUPPORTED_PRINCIPAL and SCP_SYNTAX_ERROR_PRINCIPAL."""
    for view in subject.statements:
        if subject.kind in ATTACHED_TO_RESOURCES:
            if not any(given(view)):
                yield found("MISSING_PRINCIPAL", view.place, params={"variant": subject.kind.value})
            continue
        code = "SCP_SYNTAX_ERROR_PRINCIPAL" if subject.kind is PolicyKind.SCP else "UNSUPPORTED_PRINCIPAL"
        if subject.kind in ATTACHED_TO_CALLERS or subject.kind is PolicyKind.SCP:
            for principal in given(view):
                params = {"element": principal.name, "kind": subject.kind.value}
                edit = removed(principal.place.path)
                yield found(
                    code,
                    principal.key.place,
                    params=params,
                    fixes=(fix("remove_element", edit, element=principal.name),),
                )


def form(subject: Subject) -> Iterable[Finding]:
    """INVALID_PRINCIPAL_FORMAT and INVALID_PRINCIPAL_KEY."""
    if subject.kind not in ATTACHED_TO_RESOURCES:
        return
    for view in subject.statements:
        for principal in given(view):
            text = single_text(view, principal)
            if text is not None and text != "*":
                yield found(
                    "INVALID_PRINCIPAL_FORMAT",
                    principal.place,
                    params={"value": text, "element": principal.name},
                    fixes=_wrapped(principal, text),
                )
            there = {kind.value for kind, _ in principal.entries}
            for kind, values in principal.entries:
                if kind.value not in KINDS:
                    params = {"key": kind.value}
                    fixes = _other_kind(kind, values, there)
                    yield found("INVALID_PRINCIPAL_KEY", kind.place, params=params, fixes=fixes)


def _wrapped(principal: PrincipalView, text: str) -> tuple[Fix, ...]:
    kind = kind_of_name(text)
    if kind is None:
        return ()
    return (fix("wrap_principal", replaced(principal.place.path, {kind: text}), kind=kind),)


def _other_kind(kind: Text, values: Sequence[Text], there: Collection[str]) -> tuple[Fix, ...]:
    """The kind that is spelt like it, or the one its values belong to."""
    close = get_close_matches(kind.value.lower()[:_LONGEST], [each.lower() for each in KINDS], n=1, cutoff=0.6)
    near = next((each for each in KINDS if each.lower() in close), None)
    name = near or next(filter(None, (kind_of_name(value.value) for value in values)), None)
    if name is None or name in there:
        return ()
    return (fix("rename_principal_key", *renamed(kind, name), name=name),)


def not_principal(subject: Subject) -> Iterable[Finding]:
    """ALLOW_WITH_NOT_PRINCIPAL, and NotPrincipal in a trust policy, where it may not stand."""
    for view in subject.statements:
        principal = view.not_principal
        if principal is None:
            continue
        if subject.kind is PolicyKind.TRUST:
            yield found("ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", principal.key.place)
        elif subject.kind is PolicyKind.RESOURCE and view.allows:
            yield found("ALLOW_WITH_NOT_PRINCIPAL", principal.key.place)


def federated(subject: Subject) -> Iterable[Finding]:
    """FEDERATED_PRINCIPAL_NOT_SUPPORTED: identity providers belong in trust policies."""
    if subject.kind not in (PolicyKind.PROJECT, PolicyKind.RESOURCE):
        return
    for view in subject.statements:
        for principal in given(view):
            for kind, values in principal.entries:
                if kind.value == FEDERATED:
                    names = tuple(value.value for value in values)
                    yield found("FEDERATED_PRINCIPAL_NOT_SUPPORTED", kind.place, params={"values": names})


def elements(subject: Subject) -> Iterable[Finding]:
    """PROJECT_POLICY_UNSUPPORTED_ELEMENT and ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE."""
    for view in subject.statements:
        if subject.kind is PolicyKind.PROJECT:
            yield from _of_project(view)
        elif subject.kind is PolicyKind.TRUST:
            for name in ("Resource", "NotResource"):
                element = view.element(name)
                if element is not None:
                    edit = removed(element.place.path)
                    fixes = (fix("remove_element", edit, element=name),)
                    yield found(
                        "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
                        element.key.place,
                        params={"element": name},
                        fixes=fixes,
                    )


def _of_project(view: StatementView) -> Iterator[Finding]:
    keys = [element.key for name in _PROJECT_ELEMENTS if (element := view.element(name))]
    keys += [view.not_principal.key] if view.not_principal else []
    for key in keys:
        yield found(
            "PROJECT_POLICY_UNSUPPORTED_ELEMENT", key.place, params={"element": key.value, "instead": key.value[3:]}
        )
