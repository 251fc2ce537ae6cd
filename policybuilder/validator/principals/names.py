"""The values of Principal: wildcards, ids in the place of names, everyone, sessions beside their role.

Source: IAM User Guide, "AWS JSON policy elements: Principal"; IAM Access Analyzer policy check reference.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from policybuilder.catalogue import catalogue, witness
from policybuilder.validator.access.amend import with_test
from policybuilder.validator.access.reach import holds_back
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Sample, fix, removed, replaced
from policybuilder.validator.kinds import ATTACHED_TO_RESOURCES, PolicyKind
from policybuilder.validator.principals.reading import (
    AWS,
    CANONICAL,
    ROLE_ID,
    USER_ID,
    Named,
    everyone_text,
    given,
    is_aws_name,
    is_canonical,
    is_group,
    kind_of_name,
    named,
    of_kind,
)
from policybuilder.validator.view import PrincipalView, StatementView, Subject, Test

_WILD = re.compile(r"[*?]+")
_ROLE = re.compile(r"arn:[a-z0-9-]+:iam::(\d{12}):role/(?:.*/)?([^/]+)")
_SESSION = re.compile(r"arn:[a-z0-9-]+:(?:sts|iam)::(\d{12}):assumed-role/([^/]+)/.+")
_WHO = ("aws:principal", "aws:source", "aws:vpce", "aws:vpcsourceip", "aws:userid", "aws:username", "aws:federated")
_OPEN_ACCOUNT = "arn:aws:iam::444455556666:role/AnyRole"


def wildcards(subject: Subject) -> Iterable[Finding]:
    """UNSUPPORTED_WILDCARD_IN_PRINCIPAL: `*` or `?` where only full names count."""
    if subject.kind not in ATTACHED_TO_RESOURCES:
        return
    for view in subject.statements:
        for principal in given(view):
            alone = _alone(principal)
            for each in named(principal):
                wild = _WILD.search(each.value)
                if wild is None or each.everyone:
                    continue
                yield found(
                    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                    each.text.part(*wild.span()),
                    params={"value": each.value, "kind": each.kind.value},
                    fixes=_account_instead(view, principal, each) if alone else (),
                )


def _alone(principal: PrincipalView) -> bool:
    """Has it one value?"""
    return len(list(islice(named(principal), 2))) == 1


def _account_instead(view: StatementView, principal: PrincipalView, each: Named) -> tuple[Fix, ...]:
    """The account with the pattern as a condition, as AWS advises; it takes the place of the only value."""
    fields = each.value.split(":", 5)
    account = fields[4] if len(fields) == 6 and fields[2] == "iam" else ""
    plain = view.condition is None and principal.name == "Principal"
    if each.kind.value != AWS or not plain or len(account) != 12 or not account.isdigit():
        return ()
    edits = (
        replaced(principal.place.path, {AWS: f"{fields[0]}:{fields[1]}:iam::{account}:root"}),
        *with_test(view, "ArnLike", "aws:PrincipalArn", each.value),
    )
    return (fix("account_and_pattern", *edits, account=account),)


def everyone_in_trust(subject: Subject) -> Iterable[Finding]:
    """ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: everyone may take on the role."""
    if subject.kind is not PolicyKind.TRUST:
        return
    for view in subject.statements:
        principal = view.principal
        if principal is None or view.denies:
            continue
        star = everyone_text(principal)
        if principal.everyone or star is not None:
            place = star.text.place if star else principal.place
            yield found("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", place)


def public(subject: Subject) -> Iterable[Finding]:
    """PUBLIC_PRINCIPAL: an Allow to everyone, without a test of who asks or from where."""
    if subject.kind not in (PolicyKind.PROJECT, PolicyKind.RESOURCE):
        return
    for view in subject.statements:
        principal = view.principal
        if principal is None or not view.allows or any(_says_who(test) for test in view.tests):
            continue
        star = everyone_text(principal)
        if principal.everyone or star is not None:
            yield found(
                "PUBLIC_PRINCIPAL",
                star.text.place if star else principal.place,
                params={"variant": subject.kind.value},
                sample=_public_sample(subject, view),
            )


def _says_who(test: Test) -> bool:
    return test.folded_key.startswith(_WHO) and holds_back(test)


def _public_sample(subject: Subject, view: StatementView) -> Sample | None:
    """Somebody of another account copies a model."""
    if subject.kind is not PolicyKind.PROJECT or view.tests:
        return None
    kind = catalogue().resource_types["projectversion"]
    arns = (witness(text.value, kind) for text in view.texts("Resource"))
    version = next((arn for arn in arns if arn), None)
    return Sample("rekognition:CopyProjectVersion", version, principal=_OPEN_ACCOUNT) if version else None


def values(subject: Subject) -> Iterable[Finding]:
    """INVALID_ROLE_REFERENCE, INVALID_USER_REFERENCE and INVALID_PRINCIPAL_VALUE."""
    if subject.kind not in ATTACHED_TO_RESOURCES:
        return
    for view in subject.statements:
        for principal in given(view):
            for each in named(principal):
                if each.kind.value == AWS:
                    yield from _value(principal, each)
                elif each.kind.value == CANONICAL and not is_canonical(each.value) and not _WILD.search(each.value):
                    yield _unknown(principal, each, "canonical")


def _value(principal: PrincipalView, each: Named) -> Iterator[Finding]:
    params: Mapping[str, str] = {"value": each.value}
    if ROLE_ID.fullmatch(each.value):
        yield found("INVALID_ROLE_REFERENCE", each.text.place, params=params)
    elif USER_ID.fullmatch(each.value):
        yield found("INVALID_USER_REFERENCE", each.text.place, params=params)
    elif not _WILD.search(each.value) and not is_aws_name(each.value) and "${" not in each.value:
        yield _unknown(principal, each, "group" if is_group(each.value) else "empty" if not each.value else "aws")


def _unknown(principal: PrincipalView, each: Named, variant: str) -> Finding:
    params = {"value": each.value, "variant": variant}
    return found("INVALID_PRINCIPAL_VALUE", each.text.place, params=params, fixes=_mended(principal, each))


def _mended(principal: PrincipalView, each: Named) -> tuple[Fix, ...]:
    """An account without its hyphens, or the only value under the kind it belongs to."""
    digits = each.value.replace("-", "").replace(" ", "")
    if len(digits) == 12 and digits.isascii() and digits.isdigit():
        return (fix("account_digits", replaced(each.text.path, digits), value=digits),)
    kind = kind_of_name(each.value)
    if kind is None or kind == each.kind.value or not _alone(principal):
        return ()
    return (fix("wrap_principal", replaced(principal.place.path, {kind: each.value}), kind=kind),)


def redundant(subject: Subject) -> Iterable[Finding]:
    """REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: a session of a role that is named itself."""
    if subject.kind is not PolicyKind.TRUST:
        return
    for view in subject.statements:
        entries = of_kind(view.principal, AWS)
        roles = {found_.groups(): each for each in entries if (found_ := _ROLE.fullmatch(each.value))}
        for each in entries:
            session = _SESSION.fullmatch(each.value)
            role = roles.get(session.groups()) if session else None
            if role is not None:
                yield found(
                    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
                    each.text.place,
                    params={"session": each.value, "role": role.value},
                    related=(role.text.place,),
                    fixes=(fix("remove_principal", removed(each.text.path), value=each.value),),
                )
