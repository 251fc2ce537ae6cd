"""What is said of revisions: after Save, after one was taken back, what a revision changed."""

FIRST = "The first revision."
SAME_POLICY = "The policy is the one of the revision before."
OTHER_KIND = "Another kind of policy than the revision before: access is not compared."
UNDECIDED = "What it allows or takes away is not decided in a short time: compare the two."
SAME_ACCESS = "Access stays as it is: proved."


def saved_sentence(name: str, number: int, *, added: bool) -> str:
    """After Save: the name, and the revision that was made or that says the same already."""
    if added:
        return f"Saved as {name}, revision {number}."
    return f"Nothing changed since revision {number}. The name is {name}."


def saved_stale_sentence(number: int, *, added: bool) -> str:
    """After Save of a form that cannot be read."""
    already = "" if added else ", which it was already"
    return f"Saved with the last good policy, revision {number}{already}: a field still wants mending."


def restored_sentence(number: int, *, changed: bool) -> str:
    """After a revision was taken back."""
    if not changed:
        return f"The working copy says what revision {number} says: nothing changed."
    return f"Revision {number} is in the working copy now. Undo takes that back, Save makes a new revision of it."


def lines_sentence(gained: int, lost: int) -> str:
    """How many lines of the text are new and gone; "" where none are."""
    parts = [
        f"{count} {'line' if count == 1 else 'lines'} {word}"
        for count, word in ((gained, "new"), (lost, "gone"))
        if count
    ]
    return f"{' and '.join(parts)}." if parts else ""
