"""Two policies compared, in words: the verdict, why there is none, and what was taken for granted of requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policybuilder.analysis import Comparison, Difference, Nothing, Reason, Unknown, Witness, World
from policybuilder.wording.words import action_name, listed


@dataclass(frozen=True, slots=True)
class Compared:
    """The answer and both differences; `gained` is what B allows and A does not."""

    answer: Comparison
    gained: Difference
    lost: Difference


VERDICTS: Mapping[str, str] = {
    "equal": "They allow the same: proved.",
    "a_more": "{a} allows more than {b}: all that {b} allows, {a} allows too.",
    "b_more": "{b} allows more than {a}: all that {a} allows, {b} allows too.",
    "incomparable": "Neither contains the other: each allows something that the other does not.",
}
REASONS: Mapping[Reason, str] = {
    "budget": "the time or the work allowed for it ran out",
    "too_hard": "one question about the patterns is too hard",
    "variables": "a value hangs on the request, by way of policy variables",
    "principals": "callers are told apart by patterns of their accounts",
    "mixed_types": "one condition key is compared as several types",
}
PARTLY: Mapping[type, str] = {
    Nothing: "{x} allows nothing that {y} does not: proved.",
    Witness: "{x} allows something that {y} does not.",
    Unknown: "Whether {x} allows something that {y} does not: not decided.",
}
WORLD: Mapping[str, tuple[str, str]] = {
    "catalogue": (
        "Rekognition has the actions of the catalogue and no others.",
        "Rekognition may have actions that the catalogue does not know.",
    ),
    "arn_grammar": (
        "Its actions are asked about resources of their types only.",
        "Its actions may be asked about any resource.",
    ),
    "key_availability": (
        "Tag keys are there only where AWS provides them for the action.",
        "Tag keys may be there for any action.",
    ),
    "always_present": (
        "Keys that AWS sends with every request are there.",
        "Any key may be absent.",
    ),
    "typed_keys": (
        "A key whose type AWS names has a value of that type.",
        "A key may have a value of any form.",
    ),
    "other_services": (
        "Actions of other services count, on any resource.",
        "Only Rekognition counts: other services are left aside.",
    ),
}
CALLERS: Mapping[str, str] = {
    "any": "",
    "same_account": "Callers are of the resource's account.",
    "other_account": "Callers are of other accounts: those of the resource's own account need no such policy.",
}
INCOMPLETE = "There is more than these lines tell"
LEFT_OUT = 12


def verdict(found: Comparison, a: str = "A", b: str = "B") -> str:
    """The answer in one sentence; where a question has no answer, what is known of each and why."""
    if found.relation != "unknown":
        return VERDICTS[found.relation].format(a=a, b=b)
    reason = REASONS[found.reason] if found.reason else "there is no answer"
    sentences = [f"Not decided: {reason}."]
    if not (isinstance(found.a_not_b, Unknown) and isinstance(found.b_not_a, Unknown)):
        sentences.append(PARTLY[type(found.b_not_a)].format(x=b, y=a))
        sentences.append(PARTLY[type(found.a_not_b)].format(x=a, y=b))
    return " ".join(sentences)


def undecided_sentences(found: Comparison) -> tuple[str, ...]:
    """What is decided all the same, and what is not; () where everything is."""
    if found.relation != "unknown":
        return ()
    sentences = []
    if found.decided:
        sentences.append(f"Without a difference: {_named(found.decided)}.")
    if one_way := found.decided_one_way:
        sentences.append(f"Without a difference one way, the other way not decided: {_named(one_way)}.")
    if left := [name for name in found.undecided if name not in one_way]:
        sentences.append(f"Not decided: {_named(left)}.")
    return tuple(sentences)


def _named(actions: Sequence[str]) -> str:
    names = [_service(name) for name in actions]
    if len(names) > LEFT_OUT:
        return f"{len(names)} actions and services, {', '.join(names[:LEFT_OUT])} among them"
    return listed(names)


def _service(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return f"{'every other service' if prefix == '*' else prefix}" if rest == "*" else action_name(name)


def incomplete_sentence(found: Difference) -> str:
    """What keeps the lines of a difference from being all of it; "" where they are."""
    if found.complete:
        return ""
    return f"{INCOMPLETE}: {REASONS[found.reason]}." if found.reason else f"{INCOMPLETE}: there are too many."


def world_sentences(world: World) -> tuple[str, ...]:
    """What was taken for granted of requests."""
    said = [on if getattr(world, name) else off for name, (on, off) in WORLD.items()]
    return tuple(sentence for sentence in (*said, CALLERS[world.relation]) if sentence)


def not_asked_sentence(action: str) -> str:
    """Why the Simulate page has no question for an example: it asks about whole calls of Rekognition."""
    service, _, name = action.partition(":")
    if service.lower() == "rekognition":
        return f"A call of {name} is more than this one check: Simulate asks about the whole call."
    return f"Simulate asks about calls of Rekognition; what this request of {service} comes to stands here."
