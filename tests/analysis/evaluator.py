"""A second opinion on what a policy allows: literal, slow, without anything of `analysis` or of the engine.

It asks `tests.oracle_layers` about one policy of a kind standing alone. A request is a plain object as in a scenario
file. What AWS always sends and the request does not say is filled in twice, differently: an answer that hangs on it is no
answer. Sources: "AWS global condition context keys", "IAM policy elements: Variables and tags" (values of the principal
keys), "Policy evaluation logic".
"""

from tests import oracle_layers
from tests.oracle import listed

ALLOW_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
MULTIVALUED = {
    "aws:calledvia",
    "aws:principalorgpaths",
    "aws:principalservicenameslist",
    "aws:resourceorgpaths",
    "aws:sourceorgpaths",
    "aws:tagkeys",
    "aws:vpceorgpaths",
}
TYPES = {"root": "Account", "user": "User", "role": "AssumedRole", "federated": "FederatedUser"}
SENT = (
    {
        "aws:currenttime": "2026-01-15T12:00:00Z",
        "aws:epochtime": "1768478400",
        "aws:requestedregion": "us-east-1",
        "aws:securetransport": "true",
        "aws:useragent": "first",
        "aws:userid": "AIDAFIRST",
        "aws:principalisawsservice": "false",
        "aws:viaawsservice": "false",
    },
    {
        "aws:currenttime": "1999-03-04T05:06:07Z",
        "aws:epochtime": "920523967",
        "aws:requestedregion": "xx-second-2",
        "aws:securetransport": "false",
        "aws:useragent": "second",
        "aws:userid": "AROASECOND:name",
        "aws:principalisawsservice": "false",
        "aws:viaawsservice": "false",
    },
)


class UnsettledError(ValueError):
    """The answer hangs on a key that every request carries and this one does not give."""


def layers(kind, policy):
    """A policy of a kind with nothing beside it that limits: what it does not allow is not allowed. A stack as it is."""
    if kind == "stack":
        return policy
    empty = {"identity": [ALLOW_ALL], "boundary": None, "session": None, "scp": [], "rcp": [], "resource": []}
    own = {"identity": [policy], "boundary": policy, "session": policy, "scp": [[policy]], "rcp": [[policy]]}
    return empty | ({kind: own[kind]} if kind in own else {"resource": [policy]})


def allows(kind, policy, request, *, complete=False):
    """Is the request allowed, as far as this policy goes? A complete one leaves out no key that the policy looks at."""
    plain = layers(kind, policy)
    return (_decided(plain, request, SENT[0]) if complete else decision(plain, request)) == "allowed"


def decision(plain, request):
    """AWS's word for what becomes of a request under whole layers."""
    answers = {_decided(plain, request, sent) for sent in SENT}
    if len(answers) > 1:
        raise UnsettledError(request)
    return answers.pop()


def _decided(plain, request, sent):
    principal = request.get("principal") or "arn:aws:iam::111122223333:role/NotSaid"
    context = {key.lower(): _value(key.lower(), value) for key, value in request.get("context", {}).items()}
    who = oracle_layers.Caller(principal, context)
    fields = request["resource"].split(":", 5)
    owner = (
        request.get("resource_account")
        or ("principal" not in request and who.account)
        or (fields[4] if len(fields) == 6 else "")
        or who.account
    )
    derived = {
        "aws:principalarn": _caller_arn(who),
        "aws:principalaccount": who.account,
        "aws:principaltype": TYPES.get(who.kind),
        "aws:username": who.name if who.kind == "user" else None,
        "aws:requestedregion": fields[3] if len(fields) == 6 else None,
        "aws:resourceaccount": owner,
    }
    known = sent | {key: value for key, value in derived.items() if value} | context
    asked = {
        "action": request["action"],
        "resource": request["resource"],
        "principal": principal,
        "context": known,
        "owner": owner,
        "management": request.get("management_account", False),
    }
    return oracle_layers.decide(asked, plain)[0]


def _caller_arn(who):
    """A session's `aws:PrincipalArn` is its role's."""
    if who.kind == "role" and ":assumed-role/" in who.text:
        return f"arn:{who.text.split(':')[1]}:iam::{who.account}:role/{who.name}"
    return who.text if who.kind in TYPES else None


def _value(key, value):
    if isinstance(value, list | tuple) or key in MULTIVALUED:
        return tuple(listed(list(value) if isinstance(value, tuple) else value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def contradiction(relation, one, other):
    """Does a request allowed so on the two sides speak against a relation? Nothing speaks against `unknown`."""
    return (one and not other and relation in ("equal", "b_more")) or (
        other and not one and relation in ("equal", "a_more")
    )
