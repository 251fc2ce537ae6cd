"""Actions that do not exist, their services, and actions whose capability is gone.

Sources: IAM User Guide, "IAM JSON policy elements: Action" and "Access Analyzer policy check reference"; Service
Authorization Reference for the names. IAM stores an unknown action; it refuses one without a prefix, with two colons,
or with a wildcard or a space in the prefix.
"""

from collections.abc import Mapping
from functools import lru_cache

from policybuilder.catalogue.near import API_NAMES, near_action, near_service
from policybuilder.catalogue.services import find_action, matching_actions, service, service_prefixes
from policybuilder.iam import glob
from policybuilder.validator.names.repairs import Problem, Repair

WITHDRAWN: Mapping[str, str] = {
    "rekognition:getpersontracking": "2025-10-31",
    "rekognition:startpersontracking": "2025-10-31",
}
"""Actions still in the table whose capability is gone, with the day. Source: Amazon Rekognition Developer Guide, "People
pathing" (end of support notice)."""
HOME = "rekognition"


def means_actions(text: str) -> bool:
    """Whether an entry of Action is good enough to ask what it acts on."""
    return (bool(text) and not text.strip("*")) or ("${" not in text and _is_good(text))


@lru_cache(maxsize=4096)
def action_problem(text: str, *, likely: bool = True) -> Problem | None:
    """What is wrong with an entry of Action or NotAction; None for a good one, and for one with a variable.

    With `likely` it comes with what may be meant.
    """
    if "${" in text or means_actions(text):
        return None
    prefix, colon, name = text.partition(":")
    if not colon or any(letter.isspace() or letter == "," for letter in text):
        return _unwritten(text)
    if "*" in prefix or "?" in prefix:
        return Problem(
            "WILDCARD_IN_SERVICE_NAME", "action", 0, len(prefix), repairs=_with_service(prefix, name) if likely else ()
        )
    if ":" in name:
        return Problem("INVALID_ACTION", "colons", repairs=_with_one_colon(text))
    return (_name_problem if service(prefix) else _unknown_service)(prefix, name, likely=likely)


def _unwritten(text: str) -> Problem:
    """What is not of the form `service:name`."""
    if any(letter.isspace() or letter == "," for letter in text):
        return Problem("INVALID_ACTION", "space", repairs=_respaced(text))
    return Problem("INVALID_ACTION", "colon" if text else "empty", repairs=_with_colon(text))


def _name_problem(prefix: str, name: str, *, likely: bool) -> Problem:
    if not name:
        return Problem("INVALID_ACTION", "nameless", params=(("service", prefix),))
    at = (len(prefix) + 1, len(prefix) + 1 + len(name))
    if "*" in name or "?" in name:
        repairs = _known(f"{prefix}:{name.rstrip('?')}")
        return Problem("INVALID_ACTION", "pattern", *at, (("service", prefix),), repairs)
    near = near_action(prefix, name) if likely else None
    texts = [f"{prefix}:{near}"] if near else []
    elsewhere = find_action(f"{HOME}:{name}")
    if elsewhere is not None and prefix.lower() != HOME:
        texts.insert(0, elsewhere.id)
    operation = name.lower() in API_NAMES.get(prefix.lower(), {})
    params = (("service", prefix), ("name", name), ("near", texts[0] if texts else ""))
    variant = "operation" if operation else "near" if texts else ""
    return Problem("INVALID_ACTION", variant, *at, params, tuple(Repair("use_action", (each,)) for each in texts))


def _unknown_service(prefix: str, name: str, *, likely: bool) -> Problem:
    texts: list[str] = []
    near = near_service(prefix) if likely else None
    for candidate in dict.fromkeys(filter(None, (near, HOME))):
        if name and matching_actions(f"{candidate}:{name}"):
            texts.append(f"{candidate}:{name}")
        elif candidate == near and name and (like := near_action(candidate, name)):
            texts.append(f"{candidate}:{like}")
    params = (("service", prefix), ("near", texts[0] if texts else near or ""))
    repairs = tuple(Repair("use_action", (each,)) for each in texts)
    return Problem("INVALID_SERVICE_IN_ACTION", "near" if params[1][1] else "", 0, len(prefix), params, repairs)


def _respaced(text: str) -> tuple[Repair, ...]:
    """Without its spaces; a list in one text becomes several texts."""
    parts = tuple("".join(part.split()) for part in text.split(",") if part.strip())
    good = parts and all(map(_is_good, parts))
    return (Repair("use_action" if len(parts) == 1 else "split_actions", parts),) if good else ()


def _with_colon(text: str) -> tuple[Repair, ...]:
    for letter in ".:/-_":
        prefix, _, name = text.partition(letter)
        if name and service(prefix) and (repairs := _known(f"{prefix}:{name}")):
            return repairs
    return _known(f"{HOME}:{text}") if text and "*" not in text else ()


def _with_one_colon(text: str) -> tuple[Repair, ...]:
    return _known(":".join([part for part in text.split(":") if part][-2:]))


def _with_service(prefix: str, name: str) -> tuple[Repair, ...]:
    """The service that a prefix with wildcards means, where that is one; everything, where it is `*:*`."""
    if not prefix.strip("*") and not name.strip("*"):
        return (Repair("use_action", ("*",)),)
    pattern = glob(prefix.lower())
    fitting = [HOME] if not prefix.strip("*") else [each for each in service_prefixes() if pattern.matches(each)]
    good = [repair for each in sorted(fitting)[:20] for repair in _known(f"{each}:{name}")]
    return tuple(good) if len(good) == 1 else ()


def _known(text: str) -> tuple[Repair, ...]:
    """A text in the place of the entry, if it is a good one; an action's name gets AWS's capitals."""
    if not _is_good(text):
        return ()
    exact = find_action(text)
    return (Repair("use_action", (exact.id if exact else text,)),)


def _is_good(text: str) -> bool:
    """Whether an entry is written well and means an action."""
    prefix, _, name = text.partition(":")
    written = not any(letter.isspace() or letter in ",*?" for letter in prefix) and ":" not in name
    return not text.strip("*") if "*" in prefix else written and bool(name) and bool(matching_actions(text))


@lru_cache(maxsize=4096)
def withdrawn(text: str) -> Problem | None:
    """An entry all of whose actions are withdrawn."""
    if not text.strip("*") or ":" not in text:
        return None
    actions = matching_actions(text)
    if not actions or len(actions) > len(WITHDRAWN) or any(each.id.lower() not in WITHDRAWN for each in actions):
        return None
    return Problem("DEPRECATED_ACTION", params=(("date", WITHDRAWN[actions[0].id.lower()]),))
