"""Who asks, and how a resource-based policy names him.

Sources: "AWS JSON policy elements: Principal", "... NotPrincipal", and "How AWS enforcement code logic evaluates requests
to allow or deny access" for what a grant to each kind of name is worth (the table in `decide`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from policybuilder.iam.arn import Arn, split_arn
from policybuilder.iam.document import Effect, Principal, Statement
from policybuilder.iam.reasons import PrincipalReason
from policybuilder.iam.request import Caller, Context, caller_of
from policybuilder.iam.truth import Truth, all_of, any_of, negate, truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
_ACCOUNT_LENGTH = 12


class Grant(Enum):
    """By which of the caller's names a policy grants, the surest first; the values are fields of `combine.Sides`."""

    NAMED = "named"  # the user, the root user by the account, the service
    SESSION = "by_session"  # exactly this session
    SINGLED_OUT = "singled_out"  # everyone, of whom a condition on aws:PrincipalArn leaves the session's role
    EVERYONE = "everyone"
    ENTITY = "entity"  # the role or the user behind a session
    ACCOUNT = "account"  # the account, which then decides by its own policies


@dataclass(frozen=True, slots=True)
class Party:
    """The caller as policies may name him.

    `account` is None where nobody says it. `role` is a role's name (unique in its account whatever its path), `path`
    whether the ARN given shows its path. `session` is the session's name; None for a session that is not known:
    `session_open` tells whether it may still be learned, from `aws:userid`. `anyone`: nobody says who asks.
    """

    caller: Caller
    arn: Arn | None
    text: str
    account: str | None
    anyone: bool
    session: str | None
    session_open: bool


def party_of(principal: str | None, context: Context) -> Party:
    """The caller of a derived request; where no principal is given, whoever `aws:PrincipalArn` says."""
    if principal is not None:
        return _party(principal, context, anyone=False)
    said = context.look_up("aws:PrincipalArn")
    return _party(said.value if isinstance(said.value, str) else "", context, anyone=said.is_open)


def _party(text: str, context: Context, *, anyone: bool) -> Party:
    caller = caller_of(text)
    arn = split_arn(text)
    session, session_open = _session(arn, context)
    account = caller.account
    if account is None:
        said = context.look_up("aws:PrincipalAccount")
        account = said.value if isinstance(said.value, str) else None
    return Party(caller, arn, text, account, anyone, session, session_open)


def _session(arn: Arn | None, context: Context) -> tuple[str | None, bool]:
    """The name of a role's session: as its ARN says, else after the colon of `aws:userid`."""
    if arn is None:
        return None, False
    if arn.resource.startswith("assumed-role/"):
        return arn.resource.partition("/")[2].partition("/")[2], False
    said = context.look_up("aws:userid")
    if isinstance(said.value, str):
        return said.value.partition(":")[2] or None, False
    return None, said.is_open


class PrincipalMatch(NamedTuple):
    """Whether a statement's Principal names the caller; for each kind of name that it may use, how sure that is."""

    truth: Truth
    reason: PrincipalReason
    params: Mapping[str, str]
    grants: tuple[tuple[Grant, Truth], ...] = ()
    missing: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()


USER_BY_NAME = "10.30"
"""Nothing in a request tells which user made a federated user's session; he is taken to be the one of that name."""


class _Entry(NamedTuple):
    """What became of one entry; `missing` is the key that would tell, where that is not known. `by_name`: it rests on
    the assumption `USER_BY_NAME`."""

    text: str
    truth: Truth
    grant: Grant
    missing: str = ""
    by_name: bool = False


_NOTHING: Mapping[str, str] = {}
_NAMED_REASONS = {
    Grant.NAMED: PrincipalReason.NAMED,
    Grant.SESSION: PrincipalReason.SESSION,
    Grant.SINGLED_OUT: PrincipalReason.EVERYONE,
    Grant.EVERYONE: PrincipalReason.EVERYONE,
    Grant.ENTITY: PrincipalReason.ENTITY,
    Grant.ACCOUNT: PrincipalReason.ACCOUNT,
}
_RANK = tuple(Grant)
_SINGLE_OUT = ("ArnEquals", "ArnLike", "StringEquals", "StringLike")


def match_principal(statement: Statement, party: Party, *, bounded: bool) -> PrincipalMatch:
    """Does Principal name the caller, or NotPrincipal not exempt him? Without either nobody is named.

    `bounded`: the caller has a permissions boundary, under which a Deny with NotPrincipal always applies
    ("AWS JSON policy elements: NotPrincipal").
    """
    if statement.not_principal is not None:
        return _not_principal(statement, statement.not_principal, party, bounded=bounded)
    if statement.principal is None:
        return PrincipalMatch(NO, PrincipalReason.NO_ELEMENT, _NOTHING)
    entries = [_singled_out(entry, statement, party) for entry in _entries(statement.principal, party)]
    held = any_of(entry.truth for entry in entries)
    sure_otherwise = any(entry.truth is YES and not entry.by_name for entry in entries)
    grounds = (USER_BY_NAME,) if any(entry.by_name for entry in entries) and not sure_otherwise else ()
    if held is NO:
        return PrincipalMatch(NO, PrincipalReason.NOT_NAMED, _NOTHING, assumptions=grounds)
    possible = sorted((entry for entry in entries if entry.truth is not NO), key=lambda found: _RANK.index(found.grant))
    grants = tuple(
        (grant, any_of(entry.truth for entry in possible if entry.grant is grant))
        for grant in dict.fromkeys(entry.grant for entry in possible)
    )
    missing = tuple(dict.fromkeys(entry.missing for entry in possible if entry.truth is UNKNOWN))
    deciding = next(entry for entry in possible if entry.truth is held)
    reason = PrincipalReason.NOT_KNOWN if held is UNKNOWN else _NAMED_REASONS[deciding.grant]
    return PrincipalMatch(held, reason, {"entry": deciding.text}, grants, missing, grounds)


def _singled_out(entry: _Entry, statement: Statement, party: Party) -> _Entry:
    """Of everyone whose `aws:PrincipalArn` is a role's, AWS says that nothing limits his session; of everyone alone it
    does not ("How AWS enforcement code logic evaluates requests", assumption 10.28)."""
    if entry.grant is not Grant.EVERYONE or party.caller.kind != "AssumedRole":
        return entry
    by_role = any(
        condition.key.lower() == "aws:principalarn" and condition.operator in _SINGLE_OUT
        for condition in statement.conditions
    )
    return entry._replace(grant=Grant.SINGLED_OUT) if by_role else entry


def _not_principal(statement: Statement, listed: Principal, party: Party, *, bounded: bool) -> PrincipalMatch:
    """The Deny applies unless every one of the caller's names is listed: his own, his role's, his account's."""
    if statement.effect is not Effect.DENY:
        return PrincipalMatch(NO, PrincipalReason.NOT_SUPPORTED, _NOTHING)
    if bounded and party.caller.kind in ("User", "AssumedRole"):
        return PrincipalMatch(YES, PrincipalReason.NOT_EXEMPT_BOUNDED, _NOTHING)
    entries = list(_entries(listed, party))
    if bounded and party.anyone:
        entries = [_if_unbounded(entry) for entry in entries]
    exempt = any_of(
        (
            any_of(entry.truth for entry in entries if entry.grant is Grant.EVERYONE),
            all_of(any_of(entry.truth for entry in entries if entry.grant is grant) for grant in _needed(party)),
        )
    )
    if exempt is not UNKNOWN:
        reason = PrincipalReason.EXEMPT if exempt is YES else PrincipalReason.NOT_EXEMPT
        return PrincipalMatch(negate(exempt), reason, _NOTHING)
    open_entries = [entry for entry in entries if entry.truth is UNKNOWN]
    missing = tuple(dict.fromkeys(entry.missing for entry in open_entries))
    return PrincipalMatch(UNKNOWN, PrincipalReason.NOT_KNOWN, {"entry": open_entries[0].text}, (), missing)


def _if_unbounded(entry: _Entry) -> _Entry:
    """An exemption of everyone while nobody says who asks: no user and no role with a boundary has it."""
    if entry.grant is not Grant.EVERYONE:
        return entry
    return entry._replace(truth=UNKNOWN, missing="aws:PrincipalArn")


def _needed(party: Party) -> tuple[Grant, ...]:
    """The kinds of names that NotPrincipal must list to exempt the caller."""
    match party.caller.kind:
        case "AssumedRole":
            return (Grant.SESSION, Grant.ENTITY, Grant.ACCOUNT)
        case "FederatedUser":
            return (Grant.SESSION, Grant.ACCOUNT)
        case "User":
            return (Grant.NAMED, Grant.ACCOUNT)
        case _:
            return (Grant.NAMED,)


def _entries(principal: Principal, party: Party) -> Iterator[_Entry]:
    """What became of each text; federated and canonical users are no callers here."""
    if principal.everyone:
        yield _Entry("*", YES, Grant.EVERYONE)
    for kind, values in principal.entries:
        for text in values.items:
            if kind == "AWS":
                yield from _aws(text, party)
            elif kind == "Service":
                yield _Entry(text, truth(party.caller.service and text == party.text), Grant.NAMED)


def _aws(text: str, party: Party) -> Iterator[_Entry]:
    """One text under `AWS`. No wildcard but the plain `*` is one."""
    account = _account_of(text)
    if text == "*":
        yield _Entry(text, YES, Grant.EVERYONE)
    elif account is not None:
        yield from _of_account(text, account, party)
    elif party.anyone:
        yield _Entry(text, UNKNOWN, Grant.NAMED, "aws:PrincipalArn")
    else:
        arn = split_arn(text)
        yield _entity(text, arn, party, party.arn) if arn and party.arn else _Entry(text, NO, Grant.NAMED)


def _of_account(text: str, account: str, party: Party) -> Iterator[_Entry]:
    """An entry with an account names its root user; all others by their account. Who is not known may be either."""
    if not party.anyone:
        grant = Grant.NAMED if party.caller.kind == "Account" else Grant.ACCOUNT
        yield _Entry(text, truth(party.account == account and not party.caller.service), grant)
    elif party.account in (None, account):
        said = UNKNOWN if party.account is None else YES
        yield _Entry(text, said, Grant.ACCOUNT, "aws:PrincipalAccount")
        yield _Entry(text, UNKNOWN, Grant.NAMED, "aws:PrincipalArn")


def _account_of(text: str) -> str | None:
    """The account that an entry names as a whole, by its number or its root ARN."""
    if len(text) == _ACCOUNT_LENGTH and text.isascii() and text.isdecimal():
        return text
    arn = split_arn(text)
    return arn.account if arn and (arn.service, arn.resource) == ("iam", "root") else None


def _entity(text: str, named: Arn, party: Party, own: Arn) -> _Entry:
    """An entry with the ARN of a user, a role or a session."""
    if (named.partition, named.account) != (own.partition, own.account):
        return _Entry(text, NO, Grant.NAMED)
    match party.caller.kind:
        case "AssumedRole":
            return _of_role(text, named, party, own)
        case "FederatedUser":
            if named.service == "iam":
                user = named.resource.startswith("user/")
                alike = user and _last(named.resource) == _last(own.resource)
                return _Entry(text, truth(alike), Grant.ENTITY, by_name=user)
            return _Entry(text, truth(text == party.text), Grant.SESSION)
        case _:
            return _Entry(text, truth(text == party.text), Grant.NAMED)


def _of_role(text: str, named: Arn, party: Party, own: Arn) -> _Entry:
    """A role is told by its name, unique in the account; by its whole ARN where the caller's shows the path."""
    if named.service == "sts":
        word, _, rest = named.resource.partition("/")
        role, _, session = rest.partition("/")
        if word != "assumed-role" or role != _role_name(own):
            return _Entry(text, NO, Grant.SESSION)
        if party.session_open:
            return _Entry(text, UNKNOWN, Grant.SESSION, "aws:userid")
        return _Entry(text, truth(session == party.session), Grant.SESSION)
    if own.service == "iam":
        return _Entry(text, truth(text == party.text), Grant.ENTITY)
    same = named.resource.startswith("role/") and _last(named.resource) == _role_name(own)
    return _Entry(text, truth(same), Grant.ENTITY)


def _last(resource: str) -> str:
    return resource.rpartition("/")[2]


def _role_name(own: Arn) -> str:
    """The name of the caller's role: `role/path/NAME` or `assumed-role/NAME/SESSION`."""
    return own.resource.partition("/")[2].partition("/")[0] if own.service == "sts" else _last(own.resource)
