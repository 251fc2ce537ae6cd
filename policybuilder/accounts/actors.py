"""Who acts: known where a request or a command begins, and read where something is written down of what was done."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`user_id` is None, and `name` is "", for a browser without an account. `by` is what the user acted through: ""
    for the pages, else a token's name."""

    user_id: int | None = None
    name: str = ""
    by: str = ""


NOBODY = Actor()
_ACTOR: ContextVar[Actor] = ContextVar("policybuilder.accounts.actor", default=NOBODY)


def actor() -> Actor:
    """Who acts now; `NOBODY` where that was not said."""
    return _ACTOR.get()


@contextmanager
def acting(who: Actor) -> Iterator[None]:
    """What is done in here is done by `who`."""
    token = _ACTOR.set(who)
    try:
        yield
    finally:
        _ACTOR.reset(token)
