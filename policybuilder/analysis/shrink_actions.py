"""Lists of actions written with wildcards, and entries that name nothing today: both exact for a catalogue of a date.

What AWS adds later may fall under such a wildcard; so neither is done unless it is asked for. Source: Service
Authorization Reference, "Actions, resources, and condition keys for AWS services", as of `services_date()`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from policybuilder.analysis.sheet import Change, Params, editable, list_node, name_of, put, with_changed
from policybuilder.catalogue import AccessLevel
from policybuilder.catalogue.service_arns import pair_can_meet
from policybuilder.catalogue.services import find_action, matching_actions, service
from policybuilder.iam import Effect, JsonObject, Policy, Statement

HARMLESS = frozenset({AccessLevel.READ, AccessLevel.LIST})
COMMA_AND_QUOTES = 3
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[^A-Za-z0-9]+|[A-Z]")


class Wildcard(NamedTuple):
    """A pattern for actions, the entries of a list that it takes the place of, and their characters in the list."""

    pattern: str
    entries: tuple[str, ...]
    actions: tuple[str, ...]
    replaced: int


def wildcards(policy: Policy, levels: frozenset[AccessLevel], *, in_deny: bool = False) -> Iterator[Change]:
    """The pattern that stands for most, statement by statement: it names the listed actions and no other of today's.

    Only for actions of the access levels; never in NotAction, where it would leave out what AWS adds; in a Deny only if
    asked for.
    """
    for number, statement in enumerate(policy.statements):
        if not editable(statement) or statement.actions is None:
            continue
        if statement.effect is Effect.DENY and not in_deny:
            continue
        best = _best(statement.actions.items, levels)
        if best is not None:
            source = put(statement.source, ("Action",), list_node(_replaced(statement.actions.items, best)))
            params: Params = {
                "statement": name_of(policy, number),
                "effect": statement.effect.value if statement.effect else "",
                "pattern": best.pattern,
                "actions": best.actions,
            }
            yield Change("wildcards", with_changed(policy, {number: source}), params)


def _replaced(items: Iterable[str], chosen: Wildcard) -> list[str]:
    """The list with the pattern where the first of its entries stood."""
    gone = set(chosen.entries)
    return list(dict.fromkeys(chosen.pattern if text in gone else text for text in items))


def _best(items: tuple[str, ...], levels: frozenset[AccessLevel]) -> Wildcard | None:
    """The exact pattern that stands for the most characters; of several the narrowest, then the first in the alphabet."""
    listed = {each.id for text in items for each in matching_actions(text)} if items else set()
    patterns = dict.fromkeys(pattern for text in items for pattern in _patterns(text))
    found = [each for pattern in patterns if (each := _wildcard(pattern, items, listed, levels)) is not None]
    return min(found, key=lambda each: (-each.replaced, -len(each.pattern), each.pattern), default=None)


def _wildcard(
    pattern: str, items: tuple[str, ...], listed: set[str], levels: frozenset[AccessLevel]
) -> Wildcard | None:
    meant = matching_actions(pattern)
    if len(meant) < 2 or any(each.id not in listed or each.access_level not in levels for each in meant):
        return None
    ids = {each.id for each in meant}
    entries = tuple(text for text in items if (own := _ids(text)) and own <= ids)
    replaced = sum(len(text) + COMMA_AND_QUOTES for text in entries)
    if len(entries) < 2 or replaced <= len(pattern) + COMMA_AND_QUOTES:
        return None
    return Wildcard(pattern, entries, tuple(each.id for each in meant), replaced)


@lru_cache(maxsize=4096)
def _ids(text: str) -> frozenset[str]:
    return frozenset(each.id for each in matching_actions(text))


@lru_cache(maxsize=4096)
def _patterns(text: str) -> tuple[str, ...]:
    """Patterns of whole words that an action fits, from the left, from the right, and from both ends."""
    found = find_action(text)
    if found is None or "*" in text or "?" in text:
        return ()
    words = _WORD.findall(found.name)
    cuts = range(1, len(words))
    starts = ["".join(words[:cut]) + "*" for cut in cuts]
    ends = ["*" + "".join(words[cut:]) for cut in cuts]
    both = ["".join(words[:cut]) + "*" + "".join(words[end:]) for cut in cuts for end in range(cut + 1, len(words))]
    return tuple(f"{found.service}:{name}" for name in (*starts, *ends, *both))


def expanded(policy: Policy, changes: Iterable[Change]) -> Policy:
    """The policy with each wildcard of the changes written out again as the actions that it stands for."""
    patterns = {str(each.params["pattern"]): tuple(each.params["actions"]) for each in changes}
    changed: dict[int, JsonObject | None] = {}
    for number, statement in enumerate(policy.statements):
        items = statement.actions.items if statement.actions else ()
        if editable(statement) and any(text in patterns for text in items):
            listed = dict.fromkeys(name for text in items for name in patterns.get(text, (text,)))
            changed[number] = put(statement.source, ("Action",), list_node(listed))
    return with_changed(policy, changed)


# -- what can never match ----------------------------------------------------------------------------------------------


def dead(policy: Policy) -> Iterator[Change]:
    """Entries of Action and Resource that match no request today: unknown actions, resources that no action takes.

    A statement of which nothing is left goes altogether, unless it is the last one.
    """
    for number, statement in enumerate(policy.statements):
        if not editable(statement) or statement.actions is None or statement.resources is None:
            continue
        actions, resources = _living(statement)
        gone = [
            text for text in (*statement.actions.items, *statement.resources.items) if text not in actions | resources
        ]
        if not gone:
            continue
        params: Params = {"statement": name_of(policy, number), "entries": tuple(dict.fromkeys(gone))}
        if not actions or not resources:
            if len(policy.statements) > 1:
                yield Change("dead", with_changed(policy, {number: None}), params)
            continue
        source = put(statement.source, ("Action",), list_node(_kept(statement.actions.items, actions)))
        source = put(source, ("Resource",), list_node(_kept(statement.resources.items, resources)))
        yield Change("dead", with_changed(policy, {number: source}), params)


def _kept(items: Iterable[str], living: set[str]) -> list[str]:
    return [text for text in items if text in living]


def _living(statement: Statement) -> tuple[set[str], set[str]]:
    """The entries that have a partner on the other side. Of services without a table everything may match."""
    actions: set[str] = set()
    resources: set[str] = set()
    written = statement.resources.items if statement.resources else ()
    for text in statement.actions.items if statement.actions else ():
        prefix = text.lower().partition(":")[0]
        if service(prefix) is None:
            return set(statement.actions.items if statement.actions else ()), set(written)
        for action in matching_actions(text):
            met = [entry for entry in written if pair_can_meet(action, entry)]
            resources.update(met)
            if met:
                actions.add(text)
    return actions, resources
