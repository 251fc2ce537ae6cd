"""Whom a rule names: the kinds of names, what is typed for each, what is written for it, and the way back.

A row of names is typed (`account`: 444455556666) and written as a policy has it (`arn:aws:iam::444455556666:root` under
`AWS`). What has the form of no kind is kept word for word as `written`, with the member it stands under in front where
that is not `AWS`: `Service: example`.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" (the forms, and that an account is its root ARN); Custom
Labels guide, "Creating a project policy document" (any principal may stand in a project policy).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from policybuilder.authoring.draft import PrincipalEntry
from policybuilder.authoring.problems import DraftCode
from policybuilder.iam import Arn, split_arn

_ACCOUNT = re.compile(r"[0-9]{12}")
_SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?")


class Who(StrEnum):
    """The kinds of names a row may have."""

    ACCOUNT = "account"
    ROLE = "role"
    USER = "user"
    SESSION = "session"
    FEDERATED_USER = "federated-user"
    SERVICE = "service"
    PROVIDER = "provider"
    EVERYONE = "everyone"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Named:
    """A value of Principal: the member it stands under, and the text."""

    member: str
    text: str


MEMBERS: Mapping[Who, str] = {Who.SERVICE: "Service", Who.PROVIDER: "Federated"}  # the others stand under AWS
_PREFIXES = frozenset({"AWS", "Service", "Federated"})
_WORDS: Mapping[Who, tuple[str, str, int]] = {  # the service of the ARN, the word its last field begins with, its steps
    Who.ROLE: ("iam", "role", 2),
    Who.USER: ("iam", "user", 2),
    Who.SESSION: ("sts", "assumed-role", 3),
    Who.FEDERATED_USER: ("sts", "federated-user", 2),
}
_FORMS: Mapping[Who, DraftCode] = {
    Who.ACCOUNT: DraftCode.PRINCIPAL_ACCOUNT,
    Who.ROLE: DraftCode.PRINCIPAL_ROLE,
    Who.USER: DraftCode.PRINCIPAL_USER,
    Who.SESSION: DraftCode.PRINCIPAL_SESSION,
    Who.FEDERATED_USER: DraftCode.PRINCIPAL_FEDERATED_USER,
    Who.SERVICE: DraftCode.PRINCIPAL_SERVICE,
    Who.PROVIDER: DraftCode.PRINCIPAL_PROVIDER,
}


def named(who: Who, typed: str, partition: str) -> Named:
    """What is written for a name as typed: an account's number as its root ARN, everything else as it is."""
    if who is Who.ACCOUNT and _ACCOUNT.fullmatch(typed):
        return Named("AWS", _root(partition, typed))
    if who is Who.WRITTEN:
        member, colon, rest = typed.partition(": ")
        return Named(member, rest) if colon and rest and member in _PREFIXES else Named("AWS", typed)
    return Named(MEMBERS.get(who, "AWS"), typed)


def misfit(who: Who, typed: str) -> DraftCode | None:
    """Why a name as typed is none of its kind; None where it is one."""
    code = _FORMS.get(who)
    return code if code is not None and not _FITS[who](typed) else None


def typed_rows(entries: Iterable[PrincipalEntry], partition: str) -> tuple[tuple[Who, tuple[str, ...]], ...]:
    """The rows that give these entries back: one for each run of names of a kind within an entry."""
    rows: list[tuple[Who, tuple[str, ...]]] = []
    for entry in entries:
        if entry.type == "*":
            rows.append((Who.EVERYONE, ()))
            continue
        pairs = [(kind_of(entry.type, text), text) for text in entry.values]
        rows.extend(
            (who, tuple(_typed(who, Named(entry.type, text), partition) for _, text in run))
            for who, run in groupby(pairs, key=lambda pair: pair[0])
        )
    return tuple(rows)


def kind_of(member: str, text: str) -> Who:
    """The kind of a value under a member of Principal."""
    if member != "AWS":
        who = Who.PROVIDER if member == "Federated" else Who.SERVICE
        return who if _FITS[who](text) else Who.WRITTEN
    if _is_root(text):
        return Who.ACCOUNT
    return next((who for who in _WORDS if _FITS[who](text)), Who.WRITTEN)


def _typed(who: Who, written: Named, partition: str) -> str:
    """What gives the name again: an account's number where its root ARN would be written for it."""
    arn = split_arn(written.text)
    short = arn.account if who is Who.ACCOUNT and arn else written.text
    return next(
        (text for text in (short, written.text) if named(who, text, partition) == written),
        f"{written.member}: {written.text}",
    )


def _root(partition: str, account: str) -> str:
    return f"arn:{partition}:iam::{account}:root"


def _is_root(text: str) -> bool:
    arn = split_arn(text)
    return arn is not None and _ACCOUNT.fullmatch(arn.account) is not None and text == _root(arn.partition, arn.account)


def _is_account(text: str) -> bool:
    return _ACCOUNT.fullmatch(text) is not None or _is_root(text)


def _is_entity(who: Who) -> Callable[[str], bool]:
    service, word, steps = _WORDS[who]

    def fits(text: str) -> bool:
        arn = split_arn(text)
        return arn is not None and _in_an_account(arn, service) and _last_field(arn.resource.split("/"), word, steps)

    return fits


def _in_an_account(arn: Arn, service: str) -> bool:
    return arn.service == service and arn.region == "" and _ACCOUNT.fullmatch(arn.account) is not None


def _last_field(steps: Sequence[str], word: str, least: int) -> bool:
    """A path may stand before the name of a user or a role; a session has just its role's name and its own."""
    whole = len(steps) >= least and (word in {"role", "user"} or len(steps) == least)
    return whole and steps[0] == word and all(steps) and not any("*" in step or "?" in step for step in steps)


def _is_provider(text: str) -> bool:
    arn = split_arn(text)
    if arn is None:
        return ":" not in text and "." in text and "*" not in text
    return _in_an_account(arn, "iam") and arn.resource.startswith(("saml-provider/", "oidc-provider/"))


_FITS: Mapping[Who, Callable[[str], bool]] = {
    Who.ACCOUNT: _is_account,
    Who.SERVICE: lambda text: _SERVICE.fullmatch(text) is not None,
    Who.PROVIDER: _is_provider,
    **{who: _is_entity(who) for who in _WORDS},
}
