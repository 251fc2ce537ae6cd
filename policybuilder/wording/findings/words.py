"""The shape of what is said about a code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one code; `{names}` are filled with the finding's parameters (except in `title` and `about`).

    `title`: a few words, what is wrong, with a full stop. `about`: when the check speaks, for its page. `what`: what is
    wrong here, in the user's own values. `why`: what it means for access; `why_deny` where that differs for a Deny.
    `do`: what to do.
    """

    title: str
    about: str
    what: str
    why: str
    do: str
    why_deny: str = ""
