"""The question: who asks for what on which resource, and what is known about the request.

Sources: AWS's pages "AWS global condition context keys", and "IAM policy elements: Variables and tags" for the values
of the principal keys per kind of caller. The clock is never read: the time of a request is part of the question.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from policybuilder.iam.arn import Arn, split_arn
from policybuilder.iam.document import Policy
from policybuilder.iam.instants import epoch_seconds

ContextValue = str | tuple[str, ...]
"""One value as its text (numbers and booleans too), or the values of a multivalued key."""

ALWAYS_SENT = (
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:UserAgent",
    "aws:userid",
    "aws:ViaAWSService",
)
"""Keys in every signed request to Rekognition: open rather than absent where their value is not known."""

ANONYMOUS = "anonymous"
"""Who asks without signing the request, as `aws:userid` and `aws:PrincipalAccount` have him."""

MULTIVALUED = frozenset(
    {
        "aws:calledvia",
        "aws:principalorgpaths",
        "aws:principalservicenameslist",
        "aws:resourceorgpaths",
        "aws:sourceorgpaths",
        "aws:tagkeys",
        "aws:vpceorgpaths",
    }
)
"""The multivalued global keys, in lower case."""


@dataclass(frozen=True, slots=True)
class Request:
    """One authorization check: `resource` is an ARN, or `*` for an action without a resource.

    Keys of `context` are compared without regard to case. `open_keys` are those whose value is not known, or "*" for
    all that are neither given nor derived. Every other key is absent, as it is for AWS. `management_account`: the
    caller's account manages its organization.
    """

    action: str
    resource: str
    principal: str | None = None
    resource_account: str | None = None
    context: Mapping[str, ContextValue] = field(default_factory=dict)
    open_keys: frozenset[str] | Literal["*"] = frozenset()
    management_account: bool = False


@dataclass(frozen=True, slots=True)
class Layers:
    """The policies that count. None and an empty tuple are "not set", which differs from an empty policy.

    `scp` holds the levels from the root of the organization to the caller's account, each with its policies; `rcp`
    those of the resource's account. `resource` are the policies on the resource asked about (for a model version, the
    project policies of its project).
    """

    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    session: Policy | None = None
    scp: tuple[tuple[Policy, ...], ...] = ()
    rcp: tuple[tuple[Policy, ...], ...] = ()
    resource: tuple[Policy, ...] = ()


class Caller(NamedTuple):
    """What a principal's ARN or name says about it; None for what it does not say."""

    kind: str | None
    arn: str | None = None
    account: str | None = None
    username: str | None = None
    service: bool = False


@lru_cache(maxsize=512)
def caller_of(principal: str | None) -> Caller:
    """Who a principal is. A session's ARN is that of its role, as `aws:PrincipalArn` has it."""
    if principal is None:
        return Caller(None)
    if principal == ANONYMOUS:
        return Caller("Anonymous")
    arn = split_arn(principal)
    if arn is None:
        return Caller(None, service=principal.endswith((".amazonaws.com", ".amazonaws.com.cn")))
    word, _, name = arn.resource.partition("/")
    kind = _CALLER_KINDS.get((arn.service, word))
    if kind is None:
        return Caller(None, None, arn.account or None)
    shown = _role_arn(arn, name) if word == "assumed-role" else principal
    return Caller(kind, shown, arn.account, name.rpartition("/")[2] if kind == "User" else None)


_CALLER_KINDS = {
    ("iam", "root"): "Account",
    ("iam", "user"): "User",
    ("iam", "role"): "AssumedRole",
    ("sts", "assumed-role"): "AssumedRole",
    ("sts", "federated-user"): "FederatedUser",
}


@lru_cache(maxsize=512)
def is_service_linked(principal: str | None) -> bool:
    """Is the caller a service-linked role? Told by its path, or by the name that AWS gives to such roles.

    Source: "Create a service-linked role": its path is `aws-service-role/`, its name begins with `AWSServiceRoleFor`.
    """
    arn = split_arn(principal or "")
    if arn is None:
        return False
    return (arn.service == "iam" and arn.resource.startswith("role/aws-service-role/")) or (
        arn.service == "sts" and arn.resource.startswith("assumed-role/AWSServiceRoleFor")
    )


def _role_arn(session: Arn, name: str) -> str:
    return f"arn:{session.partition}:iam::{session.account}:role/{name.partition('/')[0]}"


def resource_account(request: Request) -> str | None:
    """The account that owns the resource: as given, else the ARN's, else the caller's."""
    arn = split_arn(request.resource)
    return request.resource_account or (arn.account if arn else "") or caller_of(request.principal).account


def derive_context(request: Request) -> Request:
    """The same request with what follows from it added to its context, and with the keys that stay open.

    Given keys are kept; an open key is not derived. A key that AWS always sends and that does not follow is open.
    """
    context = {key: _value(key, value) for key, value in request.context.items()}
    known = {key.lower() for key in context}
    if request.open_keys != "*":
        known |= {key.lower() for key in request.open_keys}
    context |= {key: value for key, value in _derived(request, context) if key.lower() not in known}
    if request.open_keys == "*":
        return replace(request, context=context)
    known |= {key.lower() for key in context}
    unsaid = {key for key in _not_derivable(request) if key.lower() not in known}
    return replace(request, context=context, open_keys=request.open_keys | unsaid)


def _value(key: str, value: ContextValue) -> ContextValue:
    return (value,) if isinstance(value, str) and key.lower() in MULTIVALUED else value


def _derived(request: Request, context: Mapping[str, ContextValue]) -> Iterator[tuple[str, str]]:
    caller = caller_of(request.principal)
    arn = split_arn(request.resource)
    pairs = {
        "aws:PrincipalArn": caller.arn,
        "aws:PrincipalAccount": caller.account,
        "aws:PrincipalType": caller.kind,
        "aws:username": caller.username,
        "aws:RequestedRegion": arn.region if arn and not _is_pattern(arn.region) else None,
        "aws:ResourceAccount": resource_account(request),
        "aws:EpochTime": _epoch_time(context),
    }
    if caller.service:
        pairs["aws:PrincipalIsAWSService"] = "true"
    elif caller.kind == "Anonymous":
        pairs |= {"aws:PrincipalAccount": ANONYMOUS, "aws:userid": ANONYMOUS}
        pairs |= {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}
    elif caller.account:
        pairs |= {"aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false"}
    return ((key, value) for key, value in pairs.items() if value)


def _is_pattern(region: str) -> bool:
    return "*" in region or "?" in region


def _epoch_time(context: Mapping[str, ContextValue]) -> str | None:
    times = [value for key, value in context.items() if key.lower() == "aws:currenttime"]
    return epoch_seconds(times[-1]) if times and isinstance(times[-1], str) else None


def _not_derivable(request: Request) -> tuple[str, ...]:
    """Keys that are open unless given or derived; `aws:username` only if nothing says who asks. A request without
    signature has no `aws:PrincipalArn`."""
    caller = caller_of(request.principal)
    if caller.kind == "Anonymous":
        return tuple(key for key in ALWAYS_SENT if key != "aws:PrincipalArn")
    return ALWAYS_SENT if caller.kind or caller.service else (*ALWAYS_SENT, "aws:username")


class Lookup(NamedTuple):
    """What is known of a key: its value, or that it is open, or (neither) that it is absent.

    `name` is the key as a reader should see it; an open key that is `sure` has a value, though not a known one.
    """

    name: str
    value: ContextValue | None
    is_open: bool = False
    sure: bool = False


class Context:
    """The context of a derived request, for look-ups without regard to case ("IAM JSON policy elements: Condition")."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._found: dict[str, Lookup] = {}
        self._values: dict[str, tuple[str, ContextValue]] = {}
        self._open: dict[str, str] = {}
        self._all_open: bool | None = None

    def look_up(self, key: str) -> Lookup:
        """What is known of a key. No values at all count as absent, as AWS counts them for tag keys."""
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(key, key.lower())
        return found

    def _look_up(self, key: str, folded: str) -> Lookup:
        if self._all_open is None:
            self._read()
        if folded in self._open:
            return Lookup(self._open[folded], None, is_open=True, sure=folded in _ALWAYS_SENT)
        if folded in self._values:
            name, value = self._values[folded]
            value = _value(name, value)
            return Lookup(name, (value or None) if isinstance(value, tuple) else value)
        return self._not_given(key, folded)

    def _read(self) -> None:
        """Take the request's context in, which many questions do without."""
        request = self._request
        self._all_open = request.open_keys == "*"
        self._open = {} if request.open_keys == "*" else {key.lower(): key for key in sorted(request.open_keys)}
        self._values = {name.lower(): (name, value) for name, value in request.context.items()}

    def _not_given(self, key: str, folded: str) -> Lookup:
        return Lookup(_ALWAYS_SENT.get(folded, key), None, is_open=bool(self._all_open), sure=folded in _ALWAYS_SENT)


_ALWAYS_SENT = {key.lower(): key for key in ALWAYS_SENT}


class DerivedContext(Context):
    """The context of a request as asked. Nothing is derived before a policy looks it up.

    It says of every key what `Context(derive_context(request))` says.
    """

    _follows: dict[str, tuple[str, str]] | None = None

    def _not_given(self, key: str, folded: str) -> Lookup:
        if folded in _ALWAYS_SENT or folded == "aws:username":
            if self._follows is None:
                pairs = _derived(self._request, self._request.context)
                self._follows = {name.lower(): (name, value) for name, value in pairs}
            if folded in self._follows:
                return Lookup(*self._follows[folded])
            if not self._all_open and (name := _OPEN_IF_UNSAID.get(folded)) in _not_derivable(self._request):
                return Lookup(str(name), None, is_open=True, sure=folded in _ALWAYS_SENT)
        return super()._not_given(key, folded)


_OPEN_IF_UNSAID = _ALWAYS_SENT | {"aws:username": "aws:username"}
