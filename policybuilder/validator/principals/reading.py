"""Principal and NotPrincipal as the checks of this group read them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policybuilder.iam import JsonString
from policybuilder.validator.view import PrincipalView, StatementView, Text

AWS, SERVICE, FEDERATED, CANONICAL = KINDS = ("AWS", "Service", "Federated", "CanonicalUser")
EVERYONE = "*"
_ACCOUNT = re.compile(r"\d{12}")
_NAMED = re.compile(
    r"arn:[a-z0-9-]+:(?:iam::\d{12}:(?:root|(?:user|role|assumed-role)/.+)"
    r"|iam::cloudfront:user/.+|sts::\d{12}:(?:assumed-role/[^/]+/.+|federated-user/.+))"
)
_GROUP = re.compile(r"arn:[a-z0-9-]+:iam::\d{12}:group/.+")
_CANONICAL = re.compile(r"[0-9a-fA-F]{64}")
ROLE_ID, USER_ID = re.compile(r"AROA[A-Z0-9]{12,}"), re.compile(r"AIDA[A-Z0-9]{12,}")
_SAML = re.compile(r"arn:[a-z0-9-]+:iam::\d{12}:saml-provider/[\w+=,.@-]+")
_OIDC = re.compile(r"arn:[a-z0-9-]+:iam::\d{12}:oidc-provider/(.+)")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?:/[\w./-]*)?")


@dataclass(frozen=True, slots=True)
class Named:
    """One value of Principal or NotPrincipal, under its kind (`AWS`)."""

    kind: Text
    text: Text

    @property
    def value(self) -> str:
        """The value."""
        return self.text.value

    @property
    def everyone(self) -> bool:
        """Is it everyone: `{"AWS": "*"}`?"""
        return self.kind.value == AWS and self.value == EVERYONE


def given(view: StatementView) -> Iterator[PrincipalView]:
    """Principal and NotPrincipal, as far as they are there."""
    return (each for each in (view.principal, view.not_principal) if each is not None)


def named(principal: PrincipalView | None) -> Iterator[Named]:
    """Its values that are texts, in their order."""
    for kind, values in principal.entries if principal else ():
        yield from (Named(kind, value) for value in values if value.type == "string")


def of_kind(principal: PrincipalView | None, kind: str) -> list[Named]:
    """The values of one kind."""
    return [each for each in named(principal) if each.kind.value == kind]


def single_text(view: StatementView, principal: PrincipalView) -> str | None:
    """The value where Principal is one text instead of an object."""
    node = view.statement.source.get(principal.name)
    return node.value if isinstance(node, JsonString) else None


def everyone_text(principal: PrincipalView | None) -> Named | None:
    """The `*` of `{"AWS": "*"}`."""
    return next((each for each in named(principal) if each.everyone), None)


def kind_of_name(value: str) -> str | None:
    """Under which kind a value belongs: `AWS` for an account or an ARN, `Service` for a service; None if unknown."""
    if value.endswith((".amazonaws.com", ".amazonaws.com.cn")) and ":" not in value:
        return SERVICE
    if _SAML.fullmatch(value) or _OIDC.fullmatch(value):
        return FEDERATED
    return AWS if _ACCOUNT.fullmatch(value) or _NAMED.fullmatch(value) else None


def is_aws_name(value: str) -> bool:
    """Is a value one that stands under `AWS`: an account, an ARN of IAM or STS, a canonical or a unique id?"""
    forms = (_ACCOUNT, _NAMED, _CANONICAL, ROLE_ID, USER_ID)  # what AWS puts there itself, too
    return value == EVERYONE or any(form.fullmatch(value) for form in forms)


def is_canonical(value: str) -> bool:
    """Is it a canonical user id of S3?"""
    return bool(_CANONICAL.fullmatch(value))


def is_group(value: str) -> bool:
    """Is it the ARN of a group, which no principal can be?"""
    return bool(_GROUP.fullmatch(value))


# -- identity providers ------------------------------------------------------------------------------------------------


def is_saml(value: str) -> bool:
    """Is it the ARN of a SAML provider?"""
    return bool(_SAML.fullmatch(value))


def oidc_domain(value: str) -> str | None:
    """The address of an OpenID Connect provider, `token.actions.githubusercontent.com`; None for what is none."""
    found = _OIDC.fullmatch(value)
    if found:
        return found[1]
    return value if _DOMAIN.fullmatch(value) and ":" not in value else None
