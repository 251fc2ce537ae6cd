"""Who asks, and beside which other policies: what a kind of policy needs before it can be asked anything.

A kind is named as the builder and the validator name it (`identity`, `boundary`, `session`, `scp`, `rcp`; any other is a
policy on a resource). Source: IAM User Guide, "Policy evaluation logic".
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from policybuilder.iam import Layers, Policy, policy_from

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
USER = f"arn:aws:iam::{ACCOUNT}:user/example"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/example/session"
STRANGER = f"arn:aws:iam::{OTHER_ACCOUNT}:role/example"
CALLER_KINDS = ("identity", "boundary", "session", "scp")
SERVICE = "cloudtrail.amazonaws.com"
MOST_CALLERS = 12
_EVERYTHING = policy_from({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
EVERYTHING = (_EVERYTHING,) if _EVERYTHING else ()


class Asking(NamedTuple):
    """A caller, and how a policy is put among the layers when he asks.

    `resource_account` says who owns what he asks about, whatever the ARN says; None leaves it to the ARN.
    """

    principal: str
    layers: Callable[[Policy], Layers]
    resource_account: str | None = None


def askings(policies: Iterable[Policy], kind: str) -> tuple[Asking, ...]:
    """The callers to try for a kind: one for the kinds that callers have, and those that the policies name for others.

    A role's session is tried beside a user: it has no `aws:username`. Whose policies are asked about owns the resource, so
    that entries for other accounts are told apart, which alone never let anybody in there.
    """
    place = _PLACES.get(kind, _on_resource)
    if kind in CALLER_KINDS:
        callers = (SESSION,) if kind == "session" else (USER, SESSION)
        return tuple(Asking(caller, place, ACCOUNT) for caller in callers)
    named = dict.fromkeys(caller for policy in policies for caller in _named(policy))
    others = dict.fromkeys((STRANGER, USER, SERVICE, *named))
    found = [Asking(caller, place) for caller in others][:MOST_CALLERS]
    return (*found, Asking(USER, _alone)) if place is _on_resource else tuple(found)


def _named(policy: Policy) -> Iterable[str]:
    for statement in policy.statements:
        for principal in (statement.principal, statement.not_principal):
            for _, values in principal.entries if principal else ():
                for text in values.items:
                    yield f"arn:aws:iam::{text}:root" if text.isdigit() else text


def _identity(policy: Policy) -> Layers:
    return Layers(identity=(policy,))


def _boundary(policy: Policy) -> Layers:
    return Layers(identity=EVERYTHING, boundary=policy)


def _session(policy: Policy) -> Layers:
    return Layers(identity=EVERYTHING, session=policy)


def _scp(policy: Policy) -> Layers:
    return Layers(identity=EVERYTHING, scp=((policy,),))


def _rcp(policy: Policy) -> Layers:
    return Layers(identity=EVERYTHING, rcp=((policy,),))


def _on_resource(policy: Policy) -> Layers:
    return Layers(identity=EVERYTHING, resource=(policy,))


def _alone(policy: Policy) -> Layers:
    """Nothing beside it, so that a caller of its own account is not let in by his own policies."""
    return Layers(resource=(policy,))


_PLACES = {"identity": _identity, "boundary": _boundary, "session": _session, "scp": _scp, "rcp": _rcp}
