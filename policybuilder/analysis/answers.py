"""The answers to "is there a request that one allows and another does not?"."""

from dataclasses import dataclass
from typing import Literal

from policybuilder.iam import Request

Reason = Literal["budget", "too_hard", "variables", "principals", "mixed_types"]
"""Why there is no answer: the budget of the whole question or of one text ran out, a value hangs on the request, callers
are told by patterns of accounts, or one key is compared as several types."""


class DisagreementError(AssertionError):
    """The decision does not confirm a request that the analysis found: an error in this package, never in a policy."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Proved: there is no such request."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Such a request, confirmed by `iam.decide`."""

    request: Request


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not decided. `decided` are the actions (`prefix:*` for other services) for which there is no such request."""

    reason: Reason
    decided: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()


Answer = Nothing | Witness | Unknown
