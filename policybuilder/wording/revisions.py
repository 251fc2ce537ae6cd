"""What is said of revisions: after Save, after one was taken back, what a revision changed, who wrote meanwhile."""

from policybuilder.wording.audit import who_words

FIRST = "The first revision."
SAME_NAME = "Another policy in this library has the same name."
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


def kept_apart_sentence(name: str) -> str:
    """After a form that met a newer state was kept as a policy of its own."""
    return f"What you typed is a policy of its own now: {name}. The other one stays as it was changed."


def restored_sentence(number: int, *, changed: bool) -> str:
    """After a revision was taken back."""
    if not changed:
        return f"The working copy says what revision {number} says: nothing changed."
    return f"Revision {number} was put into the working copy. Undo takes that back, Save makes a new revision of it."


def lines_sentence(gained: int, lost: int) -> str:
    """How many lines of the text are new and gone; "" where none are."""
    parts = [
        f"{count} {'line' if count == 1 else 'lines'} {word}"
        for count, word in ((gained, "new"), (lost, "gone"))
        if count
    ]
    return f"{' and '.join(parts)}." if parts else ""


def writer_words(person: str, by: str, *, me: str) -> str:
    """Who wrote what stands against a form: the user `me` elsewhere, somebody by name, or this browser."""
    if by:
        return f"by {who_words(person, by)}"
    if person == me:
        return "by yourself, in another tab or browser" if me else "by this browser, in another tab"
    return f"by {who_words(person, by)}"
