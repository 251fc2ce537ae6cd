"""Who may ask: one caller for all, or, where policies name callers, one for each kind of answer they can give."""

from dataclasses import dataclass

from policybuilder.analysis.keys import KeyLiteral


@dataclass(frozen=True, slots=True)
class Asker:
    """A caller by his ARN or a service's name; None where no policy says who is meant.

    `kind` is as `iam.caller_of` has it, or `Service`. `across`: the resource is another account's. `pins` say what the
    request's keys tell of him.
    """

    principal: str | None = None
    kind: str | None = None
    account: str | None = None
    across: bool = False
    resource_account: str | None = None
    pins: tuple[KeyLiteral, ...] = ()


ANYBODY = Asker()
