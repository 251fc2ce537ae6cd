"""Who may ask: one caller for all, or, where policies name callers, one for each kind of answer they can give.

A Principal names users, roles, sessions, accounts and services one by one, so that besides those named one more of each
kind in every account is enough, and one account more. What a request's keys tell of its caller is taken from him.
Sources: IAM User Guide, "AWS JSON policy elements: Principal" and "AWS global condition context keys", properties of the
principal.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from policybuilder.analysis.keys import KeyLiteral, Opaque, absent, literal_of, one_value, pinned
from policybuilder.analysis.worlds import ACCOUNT, OTHER_ACCOUNT, World
from policybuilder.iam import ConditionEntry, Principal, Statement, Values, split_arn
from policybuilder.iam.request import caller_of
from policybuilder.iam.variables import Dialect


@dataclass(frozen=True, slots=True)
class Asker:
    """A caller by his ARN or a service's name; None where no policy says who is meant.

    `kind` is as `iam.caller_of` has it, or `Service`. `across`: the resource is another account's; `resource_account`
    owns what no ARN says the owner of. `pins` say what the request's keys tell of him; `exact`: the policies name him.
    """

    principal: str | None = None
    kind: str | None = None
    account: str | None = None
    across: bool = False
    resource_account: str | None = None
    pins: tuple[KeyLiteral, ...] = ()
    exact: bool = False


ANYBODY = Asker()
_NUMBER = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_PLAIN = Dialect(variables=False)


class Callers:
    """The callers that statements tell apart, for the keys that policies ask for."""

    def __init__(self, statements: Iterable[Statement], keys: Iterable[str], world: World) -> None:
        self._statements = list(statements)
        self._keys = frozenset(keys)
        self._world = world
        texts = [text for kind, text in self._named() if kind == "AWS"]
        self.arns = sorted({text for text in texts if caller_of(text).kind is not None and "*" not in text})
        self.services = sorted({text for kind, text in self._named() if kind == "Service" and caller_of(text).service})
        self.accounts = sorted(set(_NUMBER.findall(" ".join([*texts, *self._texts()]))))

    def _named(self) -> Iterator[tuple[str, str]]:
        for statement in self._statements:
            for principal in (statement.principal, statement.not_principal):
                yield from _entries(principal)

    def _texts(self) -> Iterator[str]:
        for statement in self._statements:
            for values in (statement.resources, statement.not_resources):
                yield from values.items if values else ()
            for entry in statement.conditions:
                yield from entry.values.items

    @property
    def exhaustive(self) -> bool:
        """Do these callers stand for all? Not where a pattern tells accounts apart by parts of their numbers."""
        return all(
            _by_whole_accounts(text)
            for statement in self._statements
            for entry in statement.conditions
            if entry.key.lower() in ("aws:principalarn", "aws:principalaccount")
            for text in entry.values.items
        )

    def askers(self) -> Iterator[Asker]:
        """Everyone who may ask, those named first."""
        for found in (*self._of_names(), *self._of_accounts()):
            yield from self._placed(found)
        if self._world.relation != "other_account":
            for text in self.services:
                service = [("aws:principalisawsservice", pinned("aws:principalisawsservice", "true"))]
                yield Asker(text, "Service", None, pins=self._used(service), exact=True)

    def _placed(self, asker: Asker) -> Iterator[Asker]:
        """A caller beside the resources of his own account, and of another."""
        if self._world.relation != "same_account":
            other = ACCOUNT if asker.account != ACCOUNT else OTHER_ACCOUNT
            yield replace(asker, across=True, resource_account=other)
        if self._world.relation != "other_account":
            yield replace(asker, resource_account=asker.account)

    def _of_names(self) -> Iterator[Asker]:
        roles = {arn.rpartition("/")[2]: arn for arn in self.arns if ":role/" in arn}
        for text in self.arns:
            caller = caller_of(text)
            arn = split_arn(text)
            if arn is None or caller.account is None or caller.kind in (None, "Account"):
                continue
            principal, shown = text, caller.arn or text
            if ":role/" in text:
                principal = f"arn:{arn.partition}:sts::{arn.account}:assumed-role/{text.rpartition('/')[2]}/{_SESSION}"
            elif caller.kind == "AssumedRole":
                shown = roles.get(shown.rpartition("/")[2], shown)
            pins = [("aws:principalarn", pinned("aws:principalarn", shown)), *_about(caller.kind, caller.account)]
            if caller.username is not None:
                pins.append(("aws:username", pinned("aws:username", caller.username)))
            asker = Asker(principal, caller.kind, caller.account, pins=self._used(pins), exact=True)
            yield asker
            if arn.resource.startswith("assumed-role/"):
                role = principal.rpartition("/")[0]
                free = next(one for one in (_SESSION, "another-session") if f"{role}/{one}" not in self.arns)
                yield replace(asker, principal=f"{role}/{free}")

    def _of_accounts(self) -> Iterator[Asker]:
        """A user, a session of a role, a federated user and the root user of every account, none of them named."""
        fresh = next(each for each in chain((OTHER_ACCOUNT, ACCOUNT), _more_accounts()) if each not in self.accounts)
        for account in (*self.accounts, fresh):
            for kind, (service, resource, shown) in _KINDS.items():
                name = self._fresh_name(account)
                text = f"arn:aws:{service}::{account}:{resource.format(name)}"
                pins = [*_about(kind, account), ("aws:principalarn", _like(f"arn:aws:{shown.format(account)}"))]
                named = [arn for arn in self.arns if caller_of(arn).account == account]
                own = {caller_of(arn).arn or arn for arn in named}
                pins += [("aws:principalarn", pinned("aws:principalarn", arn).complement()) for arn in sorted(own)]
                if kind == "User":
                    pins.append(("aws:username", one_value("aws:username")))
                yield Asker(text, kind, account, pins=self._used(pins), exact=kind == "Account")

    def _fresh_name(self, account: str) -> str:
        names = {arn.rpartition("/")[2] for arn in self.arns if account in arn}
        names |= {arn.split("/")[1] for arn in self.arns if account in arn and "/" in arn}
        return next(name for name in ("Example", "Another", *map(str, range(1000, 9999))) if name not in names)

    def _used(self, pins: Iterable[tuple[str, KeyLiteral]]) -> tuple[KeyLiteral, ...]:
        """The pins on keys that policies ask for."""
        return tuple(dict.fromkeys(pin for key, pin in pins if key in self._keys))


_SESSION = "example-session"
_KINDS = {
    "AssumedRole": ("sts", "assumed-role/{}/" + _SESSION, "iam::{}:role/*"),
    "User": ("iam", "user/{}", "iam::{}:user/*"),
    "Account": ("iam", "root", "iam::{}:root"),
    "FederatedUser": ("sts", "federated-user/{}", "sts::{}:federated-user/*"),
}


def _about(kind: str | None, account: str) -> list[tuple[str, KeyLiteral]]:
    """What the keys of every caller of a kind in an account say."""
    found = [
        ("aws:principalaccount", pinned("aws:principalaccount", account)),
        ("aws:principaltype", pinned("aws:principaltype", kind or "")),
        ("aws:principalisawsservice", pinned("aws:principalisawsservice", "false")),
    ]
    if kind != "User":
        found.append(("aws:username", absent("aws:username")))
    if kind == "Account":
        # a session of AssumeRoot is not asked about: it has no permissions but those of its task policy
        found.append(("aws:assumedroot", absent("aws:assumedroot")))
    return found


def _like(pattern: str) -> KeyLiteral:
    found = literal_of(ConditionEntry("ArnLike", "aws:principalarn", Values((pattern,))), _PLAIN)
    return absent("aws:principalarn") if isinstance(found, Opaque) else found


def _entries(principal: Principal | None) -> Iterator[tuple[str, str]]:
    for kind, values in principal.entries if principal is not None else ():
        for text in values.items:
            yield kind, text


def _more_accounts() -> Iterator[str]:
    return (f"{number:012}" for number in range(999_988_887_777, 999_999_999_999))


def _by_whole_accounts(text: str) -> bool:
    """Does a pattern treat all accounts that nobody names alike?"""
    if not any(letter in text for letter in "*?"):
        return True
    fields: Sequence[str] = text.split(":")
    if len(fields) > 4:
        return fields[4] == "*" or not any(letter in fields[4] for letter in "*?")
    return "?" not in text and not any(letter.isdigit() for letter in text)
