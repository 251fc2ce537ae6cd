"""Who of other accounts is let in by a policy on a resource, and whether it is public.

A policy is public where somebody of an account that it does not name may do something, and no condition pins who or
where from the request comes to given values. Sources: IAM User Guide, "Cross-account policy evaluation logic" and "AWS
JSON policy elements: Principal"; Amazon S3 User Guide, "The meaning of 'public'" for the conditions that pin.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from policybuilder.analysis.answers import Reason
from policybuilder.analysis.box_parts import Phrase
from policybuilder.analysis.boxes import Box, Difference
from policybuilder.analysis.callers import Callers
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.reach import reach
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Policy, Request
from policybuilder.iam.request import caller_of

Public = Literal["yes", "no", "unknown"]
ANY_ACCOUNT = ""
"""The account of those who are let in without being named."""
PINNING = frozenset(
    f"aws:{name}"
    for name in (
        *("principalaccount", "principalarn", "principalorgid", "principalorgpaths", "userid"),
        *("sourceaccount", "sourcearn", "sourceorgid", "sourceorgpaths"),
        *("sourcevpc", "sourcevpce", "vpcsourceip", "sourceip"),
    )
)
"""Keys that say who asks or where from, in lower case."""
_EQUAL = re.compile(
    r"(?:ForAnyValue:)?(?:String(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Equals|Like)|IpAddress)", re.IGNORECASE
)
_NEGATED = re.compile(r"Not(?=Equals|Like|IpAddress)", re.IGNORECASE)
_ACCOUNT_OF = re.compile(r"arn:[^:*?]+:[^:*?]+:[^:]*:[0-9]{12}:.+")
_WHOLE_RANGE = re.compile(r".*/0+")


@dataclass(frozen=True, slots=True)
class Grantee:
    """An account and what callers of it may do; `ANY_ACCOUNT` for accounts that the policy does not name.

    The callers of its boxes are examples; `whole`: also somebody of the account whom the policy does not name.
    """

    account: str
    whole: bool
    boxes: tuple[Box, ...]

    @property
    def callers(self) -> tuple[str, ...]:
        """Examples of callers."""
        return tuple(dict.fromkeys(caller for box in self.boxes for caller in box.callers))


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who of other accounts may do what. `witness`: a request that makes it public. All of it if `complete`."""

    public: Public
    witness: Request | None
    grantees: tuple[Grantee, ...]
    complete: bool
    world: World
    reason: Reason | None = None


def exposure(
    policy: Policy,
    kind: str = "project",
    trusted: Sequence[str] = (),
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> Exposure:
    """Who is let in by a policy on a resource, other than the trusted accounts (the resource's own): anybody first.

    Raises as `compare` does.
    """
    return exposure_of(policy, reach(policy, kind, world, budget), trusted)


def exposure_of(policy: Policy, found: Difference, trusted: Sequence[str] = ()) -> Exposure:
    """Who is let in, of what `reach` said of a policy on a resource."""
    named = Callers(policy.statements, (), found.world).accounts
    texts = Callers(policy.statements, (), found.world).arns
    by_account: dict[str, list[Box]] = {}
    for box in found.boxes:
        for account, callers in _by_account(box.callers, named):
            if account not in trusted:
                by_account.setdefault(account, []).append(_of(box, callers))
    grantees = [
        Grantee(account, any(_is_whole(caller, texts) for box in boxes for caller in box.callers), tuple(boxes))
        for account, boxes in sorted(_told_once(by_account).items())
    ]
    open_boxes = [box for box in by_account.get(ANY_ACCOUNT, ()) if not is_pinned(box)]
    public: Public = "yes" if open_boxes else "no" if found.complete else "unknown"
    witness = next((box.witness for box in open_boxes if box.witness is not None), None)
    return Exposure(public, witness, tuple(grantees), found.complete, found.world, found.reason)


def is_public(policy: Policy, kind: str = "project", world: World = DEFAULT, budget: Budget | None = None) -> Public:
    """Whether somebody whom a policy on a resource does not name is let in. Raises as `compare` does."""
    return exposure(policy, kind, (), world, budget).public


def cross_account(
    policy: Policy,
    kind: str = "project",
    trusted: Sequence[str] = (),
    world: World = DEFAULT,
    budget: Budget | None = None,
) -> tuple[Grantee, ...]:
    """What callers of each account other than the trusted ones may do. Raises as `compare` does."""
    return exposure(policy, kind, trusted, world, budget).grantees


def is_pinned(box: Box) -> bool:
    """Whether a condition of a box pins who asks, or where from, to given values."""
    return any(_pins(phrase) for phrase in box.conditions)


def _pins(phrase: Phrase) -> bool:
    entry = phrase.entry
    operator = _NEGATED.sub("", entry.operator, count=1)
    negated = operator != entry.operator
    if negated:  # "is not other than": a single key that is absent is other
        operator = operator.removesuffix("IfExists").replace("ForAnyValue:", "ForAllValues:")
    if phrase.holds is negated or entry.key.lower() not in PINNING or not _EQUAL.fullmatch(operator):
        return False
    return bool(entry.values.items) and all(
        _is_given(text, operator.lower(), entry.key.lower()) for text in entry.values.items
    )


def _is_given(text: str, operator: str, key: str) -> bool:
    """Whether a value means somebody or somewhere in particular, not whatever a wildcard or a variable stands for."""
    if "${" in text:
        return False
    if operator.endswith("ipaddress"):
        return not _WHOLE_RANGE.fullmatch(text)
    if operator.endswith(("stringequals", "stringequalsignorecase")):
        return True
    if key in {"aws:principalorgpaths", "aws:sourceorgpaths"}:
        return not {"*", "?"} & set(text.partition("/")[0])
    return not {"*", "?"} & set(text) or _ACCOUNT_OF.fullmatch(text) is not None


def _by_account(callers: Iterable[str], named: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Callers by their accounts; those of an account that no policy names stand for anybody."""
    found: dict[str, list[str]] = {}
    for caller in callers:
        account = caller_of(caller).account or ANY_ACCOUNT
        found.setdefault(account if account in named else ANY_ACCOUNT, []).append(caller)
    return [(account, tuple(texts)) for account, texts in found.items()] or [(ANY_ACCOUNT, ())]


def _of(box: Box, callers: tuple[str, ...]) -> Box:
    """A box for some of its callers; with its witness if one of them asks it."""
    asks = box.witness is not None and (not callers or box.witness.principal in callers)
    return replace(box, callers=callers, witness=box.witness if asks else None)


def _told_once(by_account: dict[str, list[Box]]) -> dict[str, list[Box]]:
    """What anybody may do is not told again of the accounts that are named."""
    anybody = {_told(box) for box in by_account.get(ANY_ACCOUNT, ())}
    left = {
        account: [box for box in boxes if account == ANY_ACCOUNT or _told(box) not in anybody]
        for account, boxes in by_account.items()
    }
    return {account: boxes for account, boxes in left.items() if boxes}


def _told(box: Box) -> Box:
    return replace(box, callers=(), witness=None)


def _is_whole(caller: str, named: Sequence[str]) -> bool:
    """Whether a caller is one that the policy does not name: an example for everybody of his account."""
    role = caller.rpartition("/")[0].rpartition("/")[2] if ":assumed-role/" in caller else ""
    return caller not in named and not any(role and text.endswith(f"/{role}") for text in named)
