"""What it means for access that a value or an entry matches nothing: the same few sentences for many codes."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

Whys = Mapping[str, tuple[str, str]]
"""For an Allow and for a Deny, by what the value bears on (`validator.values.value.bearing`)."""


def whys_of(cause: str) -> Whys:
    """`cause` says why nothing is found equal: `No request carries this value`, without a full stop."""
    return {
        "never": (
            f"{cause}, so the test never holds and this Allow gives no access.",
            f"{cause}, so the test never holds and this Deny stops nobody.",
        ),
        "absent": (
            f"{cause}, so the test holds only where the key is missing: this Allow serves no other requests.",
            f"{cause}, so the test holds only where the key is missing: this Deny stops no other requests.",
        ),
        "always": (
            f"{cause}, so the test holds whatever the request carries: it does not limit this Allow.",
            f"{cause}, so the test holds whatever the request carries: this Deny spares nobody.",
        ),
        "among": (
            f"{cause}; only the other values count. The access that it was meant to give is missing.",
            f"{cause}; only the other values count. What it was meant to stop stays open.",
        ),
        "among_not": (
            f"{cause}; only the other values are left out. What it was meant to keep out is let in.",
            f"{cause}; only the other values are left out. What it was meant to spare is stopped.",
        ),
        "resource": (
            f"{cause}, so this entry covers no resource and the Allow gives nothing through it.",
            f"{cause}, so this entry covers no resource and the Deny stops nothing through it.",
        ),
        "notresource": (
            f"{cause}, so this entry leaves no resource out and the Allow reaches what it was meant to keep out.",
            f"{cause}, so this entry leaves no resource out and the Deny stops what it was meant to spare.",
        ),
    }


UNREAD = dict(whys_of("A value that cannot be read matches nothing"))
UNREAD["among_not"] = (
    "A value that cannot be read matches nothing; beside it the whole test may fail, and this Allow then gives no access.",
    "A value that cannot be read matches nothing; beside it the whole test may fail, and this Deny then stops nobody.",
)
UNSEEN = whys_of("No request carries this value")
VALUELESS = whys_of("A variable without a value is equal to nothing")
PUT_IN_LATER = whys_of("Variables are put in only after the fifth colon of an ARN")


def with_bearings(said: Mapping[str, Words], whys: Whys) -> dict[str, Words]:
    """The words of a code (or `CODE.variant`) once more for each bearing, `CODE.variant-never`, with that why."""
    found = dict(said)
    for name, words in said.items():
        joint = "-" if "." in name else "."
        for bearing, (allow, deny) in whys.items():
            found[f"{name}{joint}{bearing}"] = replace(words, why=allow, why_deny=deny)
    return found
