"""What is said about accounts: what came along at a sign-in, what a form lacks."""

from collections.abc import Sequence

SIGN_IN_WRONG = "No account has this name and this password."
NAME_TAKEN = "This user name is taken: choose another."
NAME_SHAPE = "A user name has 2 to 60 letters a to z, digits, dots, hyphens and underscores, and begins with a letter or a digit."
NOT_THE_SAME = "The two passwords are not the same."
PASSWORD_WRONG = "This is not your password."  # noqa: S105 - a sentence about one
PASSWORD_HELP = "At least 8 characters; not only digits, not a common one, not like your name."  # noqa: S105 - a sentence
MAIL_FAILED = "The mail could not be sent. Try again later, or ask who runs this site."
MOST_NAMED = 10


def brought_lines(policies: int, renamed: Sequence[tuple[str, str]], scratch: str, resources: int) -> tuple[str, ...]:
    """What of a browser's work is now in the account; nothing where nothing came along."""
    lines = []
    if policies:
        lines.append(f"{_count(policies, 'saved policy', 'saved policies')} of this browser came along.")
    lines += [f"{old} is now {new}: the library had a policy of that name." for old, new in renamed[:MOST_NAMED]]
    if len(renamed) > MOST_NAMED:
        lines.append(f"{len(renamed) - MOST_NAMED} more have a number behind their names.")
    if scratch:
        lines.append(f"What was not saved yet is kept as {scratch}.")
    if resources:
        lines.append(f"{_count(resources, 'resource', 'resources')} came along into the inventory.")
    return tuple(lines)


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
