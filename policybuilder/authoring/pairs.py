"""Statements as written: the pairs of action and resource that can never match.

Source: IAM User Guide, "Policy summary" ("This action does not support resource-level permissions", "This action does
not have an applicable resource") and Service Authorization Reference, Amazon Rekognition. Decided exactly, by
intersecting the pattern with the ARN grammar of the action's resource types.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from policybuilder.authoring.notes import Note, NoteCode, NoteSeverity
from policybuilder.catalogue import Action, Coverage, catalogue, coverage, pair_can_match
from policybuilder.iam import Effect, Path, Statement, Values

PAIR_LIMIT = 20_000  # looked at in one draft; ten times what a policy of AWS's size holds in earnest
NOTE_LIMIT = 500
SERVICE = "rekognition"
CHECKED_SERVICE = f"{SERVICE}:"
STAR = "*"


Place = tuple[str, int, Path]
"""A statement's rule, its index and its path in the document."""


def pair_notes(statements: Iterable[tuple[Statement, Place]]) -> tuple[Note, ...]:
    """A note for each pair that can never match; nothing for statements with NotAction or NotResource.

    Bounded: a draft with very many pairs gets a note that tells where the look-up stopped.
    """
    found: list[Note] = []
    left = PAIR_LIMIT
    for statement, place in statements:
        actions, resources = statement.actions, statement.resources
        if actions is None or resources is None or statement.effect is None:
            continue
        left -= len(actions.items) * len(resources.items)
        if left < 0 or len(found) >= NOTE_LIMIT:
            rule, index, path = place
            return (*found, Note(NoteCode.PAIRS_LEFT_OUT, NoteSeverity.WARNING, {}, rule, index, path))
        found.extend(_notes(statement.effect, actions, resources, place))
    return tuple(found)


def _notes(effect: Effect, actions: Values, resources: Values, place: Place) -> Iterator[Note]:
    rule, index, path = place
    live = {
        (action, resource) for action in actions.items for resource in resources.items if can_match(action, resource)
    }
    for number, action in enumerate(actions.items):
        at: Path = (*path, "Action", number) if actions.is_list else (*path, "Action")
        if not expanded(action) and not is_foreign(action):
            said = {"action": action, "effect": effect.value}
            yield Note(NoteCode.PAIR_UNKNOWN_ACTION, NoteSeverity.WARNING, said, rule, index, at)
            continue
        dead = all((action, resource) not in live for resource in resources.items)
        for resource in resources.items:
            if (action, resource) not in live:
                yield _pair_note(effect, (action, resource), (rule, index, at), dead=dead)


def _pair_note(effect: Effect, pair: tuple[str, str], place: Place, *, dead: bool) -> Note:
    action, resource = pair
    known = expanded(action)
    said = {
        "action": action,
        "resource": resource,
        "effect": effect.value,
        "types": tuple(dict.fromkeys(item.type for each in known for item in each.resources)),
        "matched": matched_types(resource, known[0].service),
    }
    code = _code(effect, known, said["matched"])
    severity = NoteSeverity.WARNING if dead else NoteSeverity.INFO
    rule, index, at = place
    return Note(code, severity, said, rule, index, at)


def _code(effect: Effect, known: Sequence[Action], matched: object) -> NoteCode:
    allows = effect is Effect.ALLOW
    if not any(action.resources for action in known):
        return NoteCode.PAIR_STAR_ONLY_ALLOW if allows else NoteCode.PAIR_STAR_ONLY_DENY
    if not matched:
        return NoteCode.PAIR_NO_RESOURCE
    return NoteCode.PAIR_WRONG_TYPE_ALLOW if allows else NoteCode.PAIR_WRONG_TYPE_DENY


@lru_cache(maxsize=4096)
def can_match(action: str, resource: str) -> bool:
    """Whether any action that the action pattern means can be checked on anything that the resource pattern matches.

    An action of which the catalogue knows nothing is taken to match.
    """
    return is_foreign(action) or any(pair_can_match(each, resource, catalogue()) for each in expanded(action))


def is_foreign(action: str) -> bool:
    """Whether the catalogue knows nothing of the action: none of Rekognition, and none of a companion that it lists."""
    return not action.lower().startswith(CHECKED_SERVICE) and not expanded(action)


@lru_cache(maxsize=2048)
def expanded(action: str) -> tuple[Action, ...]:
    """The catalogue's actions that an action pattern means."""
    return tuple(catalogue().expand(action))


@lru_cache(maxsize=2048)
def matched_types(resource: str, service: str = SERVICE) -> tuple[str, ...]:
    """A service's resource types of which the pattern matches any ARN."""
    types = [kind for kind in catalogue().resource_types.values() if kind.service == service]
    return tuple(kind.id for kind in types if coverage(resource, kind) is not Coverage.NONE)
