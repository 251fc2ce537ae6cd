"""What is said of share links."""

from datetime import datetime

from policybuilder.wording.kinds import KINDS

HOLDS = [
    ("", "until it is revoked"),
    ("1", "for 1 day"),
    ("7", "for 7 days"),
    ("30", "for 30 days"),
    ("90", "for 90 days"),
    ("day", "until a day of your own"),
]
DAY_MISSING = "Say the last day on which the link opens."
DAY_ALONE = "Choose “until a day of your own” for this day to count, or empty the field."
DAY_PAST = "This day is over: choose today or a later one."
DAY_TOO_FAR = "A link opens for ten years at most; one that opens until it is revoked has no day."
TOO_MANY = "There are as many links as one policy may have: revoke one first."
MADE = "The link is made. Whoever has it sees the policy, without an account."
REVOKED = "The link is revoked: it opens nothing any more."
NOTE_SHOWN = 60


def newest_words(newest: int) -> str:
    """The choice of always the newest revision; `newest` is its number now."""
    return f"always the newest revision (now {newest})"


def revision_words(number: int, at: datetime, note: str = "") -> str:
    """A revision to choose: its number, when it was saved (in the reader's time) and how its note begins."""
    short = note if len(note) <= NOTE_SHOWN else f"{note[:NOTE_SHOWN].rstrip()}…"
    return f"revision {number}, {at.day} {at:%b %Y, %H:%M}" + (f": {short}" if short else "")


def shows_words(revision: int | None, newest: int) -> str:
    """What a link shows, as its title; `newest` is the number of the newest revision."""
    if revision is None:
        return f"Always the newest, now revision\N{NO-BREAK SPACE}{newest}"
    return f"Revision\N{NO-BREAK SPACE}{revision}" + (", the newest" if revision == newest else "")


def kind_sentence(kind: str) -> str:
    """What a policy of this kind is and does; "" for what is no kind."""
    words = KINDS.get(kind)
    return f"This {words.name} {words.does[0].lower()}{words.does[1:]}" if words else ""


def copied(name: str) -> str:
    """What the visitor reads who copied a shared policy."""
    return f"{name} is in your own library: a copy of what was shared, which nobody else changes."
