"""What is said of the audit: who did what. Ids of events come from `accounts.audit`; one that is not known here was written
by a newer version of the site, and is named."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from policybuilder.wording.findings import words_of
from policybuilder.wording.teams import ROLE_WORDS, role_phrase

Details = Mapping[str, str]

BROWSER = "this browser"

# Kinds of events as the filter names them: those of policies, those of the workspace and its team.
OF_POLICIES = {
    "created": "Made",
    "changed": "Changed",
    "saved": "Saved",
    "renamed": "Renamed",
    "duplicated": "Copied",
    "deleted": "Deleted",
    "restored": "Taken out of the bin",
    "emptied": "Gone from the bin",
    "rolled_back": "Back at a revision",
    "tagged": "Tags",
    "muted": "Finding muted",
    "unmuted": "Finding brought back",
    "shared": "Share link made",
    "unshared": "Share link revoked",
    "scenarios": "Scenarios",
    "attached": "Attached policies",
    "arrived": "Brought along",
}
OF_WORKSPACES = {
    "inventory": "Inventory",
    "team_made": "Team made",
    "team_renamed": "Team renamed",
    "invited": "Invited",
    "uninvited": "Invitation taken back",
    "joined": "Joined",
    "role_changed": "Role changed",
    "removed": "Removed",
    "left": "Left",
}


def who_words(person: str, by: str) -> str:
    """Who did something: a user name, with the token it came through; a command; or a browser without an account."""
    if person and by:
        return f"{person} with token {by}"
    return person or by or BROWSER


def deed_words(event: str, subject: str, details: Details, times: int = 1) -> str:
    """What was done, as a sentence without its doer. `subject` is the name of the policy, team or person."""
    words = _DEEDS.get(event)
    if words is None:
        return f"Did “{event}”, which this version does not know."
    said = words(subject, details)
    return f"{said}{'' if times == 1 else f', {times:,} times'}."


def _always(words: str) -> Callable[[str, Details], str]:
    return lambda _subject, _details: words


def _noted(words: str, details: Details, name: str = "note") -> str:
    text = details.get(name, "").rstrip(".")
    return f"{words}: {text}" if text else words


def _saved(_subject: str, details: Details) -> str:
    return _noted(f"Saved {_revision(details)}", details)


def _revision(details: Details) -> str:
    number = details.get("revision", "")
    return f"revision {number}" if number else "a revision"


def _renamed(_subject: str, details: Details) -> str:
    return f"Renamed it: it was {details.get('old', 'another name')}"


def _tagged(_subject: str, details: Details) -> str:
    tags = details.get("tags", "")
    return f"Set its tags: {tags}" if tags else "Took its tags away"


def _muted(_subject: str, details: Details) -> str:
    return _noted(f"Muted “{_finding(details)}”", details, "reason")


def _finding(details: Details) -> str:
    code = details.get("finding", "a finding")
    words = words_of(code)
    return words.title.rstrip(".") if words else code


def _shared(_subject: str, details: Details) -> str:
    return f"Made a share link to {_shown(details)}{_until(details)}"


def _unshared(_subject: str, details: Details) -> str:
    return f"Revoked a share link to {_shown(details)}{_until(details)}"


def _shown(details: Details) -> str:
    revision = details.get("revision", "")
    return f"revision {revision}" if revision.isdecimal() else "always the newest revision"


def _until(details: Details) -> str:
    """The very moment: the day alone would be the one after the last, for a link that opens to a day's end."""
    try:
        moment = datetime.fromisoformat(details.get("expires", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return f" that opens until {moment:%Y-%m-%d %H:%M} UTC"


def _role(details: Details) -> str:
    role = details.get("role", "")
    return role_phrase(role) if role in ROLE_WORDS else "a member"


_DEEDS: Mapping[str, Callable[[str, Details], str]] = {
    "created": lambda _subject, details: _noted("Made the policy", details),
    "changed": _always("Changed the working copy"),
    "saved": _saved,
    "renamed": _renamed,
    "duplicated": lambda _subject, details: f"Made it as a copy of {details.get('source', 'another policy')}",
    "deleted": _always("Deleted it, into the bin"),
    "restored": _always("Took it out of the bin"),
    "emptied": _always("Emptied it from the bin, for good"),
    "rolled_back": lambda _subject, details: f"Put {_revision(details)} into the working copy",
    "tagged": _tagged,
    "muted": _muted,
    "unmuted": lambda _subject, details: f"Brought back “{_finding(details)}”",
    "shared": _shared,
    "unshared": _unshared,
    "scenarios": _always("Changed its scenarios"),
    "attached": _always("Changed which policies are attached to it"),
    "arrived": _always("Brought it along from another workspace"),
    "inventory": _always("Changed the inventory"),
    "team_made": lambda subject, _details: f"Made the team {subject}",
    "team_renamed": lambda subject, details: f"Renamed the team {details.get('old', 'of another name')} to {subject}",
    "invited": lambda _subject, details: f"Made an invitation for {_role(details)}",
    "uninvited": lambda _subject, details: f"Took back an invitation for {_role(details)}",
    "joined": lambda _subject, details: f"Joined the team as {_role(details)}",
    "role_changed": lambda subject, details: f"Made {details.get('who', subject)} {_role(details)}",
    "removed": lambda subject, details: f"Removed {details.get('who', subject)} from the team",
    "left": _always("Left the team"),
}
