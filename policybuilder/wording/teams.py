"""What is said about teams: roles, and what cannot be done."""

from collections.abc import Sequence

ROLE_WORDS = {
    "viewer": "Viewer: reads, simulates, compares and downloads",
    "editor": "Editor: changes policies, inventory and scenarios too",
    "owner": "Owner: also invites, gives roles and can delete the team",
}
TEAM_NAME_SHAPE = (
    "A team's name has 1 to 80 characters that can be seen, and is not what everybody's own workspace is called."
)
OWN_NAMES = frozenset({"own workspace", "your own library"})  # as templates say it, without case
TOO_MANY_TEAMS = "You are in as many teams as one may be: leave one first."
TOO_MANY_INVITATIONS = "As many links are out as a team may have: take some back first."
LAST_OWNER = "A team keeps at least one owner: make somebody else an owner first."
READS_ONLY = "You are a viewer there: a token of yours reads."
NOT_THE_NAME = "This is not the team's name."


def role_phrase(role: str) -> str:
    """A role with its article."""
    return f"{'a' if role == 'viewer' else 'an'} {role}"


def in_need_sentence(teams: Sequence[str]) -> str:
    """Why an account cannot be deleted: teams that would be left without an owner."""
    names = ", ".join(teams)
    team = "This team has" if len(teams) == 1 else "These teams have"
    it = "it" if len(teams) == 1 else "each of them"
    return f"{team} other members and no other owner: {names}. Make somebody else an owner of {it}, or delete it first."


def joined_sentence(team: str, role: str, before: str) -> str:
    """What became of following an invitation."""
    if not before:
        return f"You are in {team} now, as {role_phrase(role)}."
    if before == role:
        return f"You are in {team} already, as {role_phrase(role)}: the link is left for somebody else."
    return f"You are {role_phrase(role)} in {team} now."
