"""How the layers come together: the one formula behind every decision.

Source: AWS's pages "How AWS enforcement code logic evaluates requests to allow or deny access", "Cross-account policy
evaluation logic" and "SCP evaluation". In one account a policy on the resource may grant by itself, past what the
identity side leaves unsaid; what it may pass depends on the name it grants to. Across accounts both sides must allow.
The rows for everyone, for the account and for services are partly inference (assumptions 10.28 and 10.20).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from policybuilder.iam.principals import Grant
from policybuilder.iam.truth import Truth, all_of, any_of


class Decision(Enum):
    """The answer, in the words of AWS's policy simulator; `unknown` where an open context key decides."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitDeny"
    IMPLICIT_DENY = "implicitDeny"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sides:
    """What each layer comes to. A layer that is not set, or does not count, allows; `grants` hold the resource's.

    `same_account`: caller and resource belong to one account. `unscoped`: the session of a federated user to which no
    session policy was passed. `service`: a service asks. `by_task`: what asks is, or may be, a root session of AssumeRoot
    whose task policy is not given.
    """

    deny: Truth
    identity: Truth
    boundary: Truth = Truth.YES
    session: Truth = Truth.YES
    scp: Truth = Truth.YES
    named: Truth = Truth.NO
    by_session: Truth = Truth.NO
    singled_out: Truth = Truth.NO
    everyone: Truth = Truth.NO
    entity: Truth = Truth.NO
    account: Truth = Truth.NO
    same_account: Truth = Truth.YES
    unscoped: bool = False
    service: bool = False
    by_task: bool = False

    @property
    def own(self) -> Truth:
        """What the caller's own policies come to: they grant within boundary and session policy."""
        return all_of((self.identity, self.limited))

    @property
    def limited(self) -> Truth:
        """What boundary and session policy leave. A federated user without session policy has nothing (10.17)."""
        return all_of((self.boundary, Truth.NO if self.unscoped else self.session))

    @property
    def direct(self) -> Truth:
        """Whether the resource's policy grants to the caller himself, which needs nothing else in one account."""
        return any_of((self.named, self.by_session, self.singled_out, self.everyone))

    @property
    def resource(self) -> Truth:
        """Whether the resource's policy grants by any name."""
        return any_of((self.direct, self.entity, self.account))

    @property
    def granted(self) -> Truth:
        """Is it granted, explicit denials left aside?"""
        if self.same_account is Truth.NO:
            reached = self._across
        elif self.same_account is Truth.YES:
            reached = self._within
        else:
            reached = self._within if self._within is self._across else Truth.UNKNOWN
        return all_of((self.scp, reached))

    @property
    def _within(self) -> Truth:
        return any_of((self.own, self.direct, all_of((self.entity, self.limited))))

    @property
    def _across(self) -> Truth:
        return all_of((self.own, self.resource))

    @property
    def decision(self) -> Decision:
        """The answer."""
        return combined(self.deny, self.granted)


def combined(deny: Truth, granted: Truth) -> Decision:
    """An explicit Deny wins over every Allow, an Allow over silence."""
    if deny is Truth.YES:
        return Decision.EXPLICIT_DENY
    if deny is Truth.UNKNOWN:
        return Decision.UNKNOWN
    return _GRANTED[granted]


_GRANTED = {Truth.YES: Decision.ALLOWED, Truth.NO: Decision.IMPLICIT_DENY, Truth.UNKNOWN: Decision.UNKNOWN}


def paths(sides: Sides) -> Iterator[tuple[tuple[str, ...], tuple[Grant, ...]]]:
    """The ways in which a granted request is granted: the layers that had to allow, and the grants that counted."""
    own = ("identity", "boundary", "session")
    if sides.same_account is not Truth.YES:
        yield (*own, "resource"), tuple(Grant)
        return
    if sides.own is Truth.YES:
        yield own, ()
    if sides.direct is Truth.YES:
        yield ("resource",), (Grant.NAMED, Grant.SESSION, Grant.SINGLED_OUT, Grant.EVERYONE)
    if all_of((sides.entity, sides.limited)) is Truth.YES:
        yield ("resource", "boundary", "session"), (Grant.ENTITY,)


def other_readings(sides: Sides) -> Iterator[tuple[str, Sides]]:
    """What the sides would be if AWS did otherwise where its text is silent: the assumption's id, and the sides."""
    if sides.unscoped:
        yield "10.17", replace(sides, unscoped=False)
    if sides.resource is Truth.NO:
        return
    limited = all_of((sides.boundary, sides.session))
    yield "10.12", replace(sides, by_session=all_of((sides.by_session, sides.session)))
    if sides.same_account is not Truth.NO:
        yield "10.20", replace(sides, named=any_of((sides.named, sides.account)), account=Truth.NO)
        if sides.service or sides.by_task:
            yield "10.20", replace(sides, named=Truth.NO, everyone=Truth.NO)
        else:
            yield "10.28", replace(sides, everyone=all_of((sides.everyone, limited)))
