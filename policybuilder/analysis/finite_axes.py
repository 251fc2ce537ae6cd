"""The actions, resources and contexts of a finite table about some policies.

Resources are a witness of every resource entry for every resource type of the services in question, and neighbours of
the witnesses: one field changed to a value of another witness, lengthened, or replaced by something else. So two
entries that differ in one field are told apart. Everything is bounded; what was left out is said.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from math import prod

from policybuilder.analysis.finite_values import Value, entries_of, filled, values_by_key
from policybuilder.catalogue import ResourceType, catalogue, witness
from policybuilder.catalogue.grammar import items_of
from policybuilder.catalogue.service_arns import forms
from policybuilder.catalogue.services import ServiceAction, find_action, matching_actions, service
from policybuilder.iam import ContextValue, Policy, Statement, Values

REKOGNITION = "rekognition"
UNNAMED = "ec2:DescribeInstances"  # stands for the services that no entry names
MOST_SERVICES = 12
MOST_ENTRIES = 200
MOST_WITNESSES = 400
MOST_RESOURCES = 1_500
MOST_CONTEXTS = 48
OTHERS = {1: "aws-cn", 3: "ap-southeast-2", 4: "999988887777"}


@dataclass(frozen=True, slots=True)
class Axes:
    """What a table asks about. `left_out` names the axes that were cut: `actions`, `resources`, `contexts`."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    contexts: tuple[Mapping[str, ContextValue], ...]
    left_out: tuple[str, ...] = ()


def axes_of(policies: tuple[Policy, ...], *, most_contexts: int = MOST_CONTEXTS) -> Axes:
    """The axes that the policies' own entries and conditions call for."""
    statements = [statement for policy in policies for statement in policy.statements]
    named = list(dict.fromkeys(_texts(statements, "actions", "not_actions")))
    entries = list(dict.fromkeys(_texts(statements, "resources", "not_resources")))
    prefixes, more_services = _prefixes(named)
    actions = tuple(dict.fromkeys(_actions(prefixes, named)))
    resources, more_resources = _resources(prefixes, entries)
    values = values_by_key(policies, entries)
    contexts = tuple(_contexts(policies, values, most_contexts))
    cut = {
        "actions": more_services,
        "resources": more_resources,
        "contexts": prod(len(each) for each in values.values()) > len(contexts),
    }
    return Axes(actions, resources, contexts, tuple(name for name, was_cut in cut.items() if was_cut))


def _texts(statements: Iterable[Statement], *names: str) -> Iterator[str]:
    for statement in statements:
        for name in names:
            values: Values | None = getattr(statement, name)
            yield from values.items if values else ()


# -- actions -----------------------------------------------------------------------------------------------------------


def _prefixes(named: Iterable[str]) -> tuple[list[str], bool]:
    found = dict.fromkeys(text.lower().partition(":")[0] for text in named if ":" in text)
    prefixes = [prefix for prefix in dict.fromkeys((REKOGNITION, *found)) if prefix != "*"]
    return prefixes[:MOST_SERVICES], len(prefixes) > MOST_SERVICES


def _actions(prefixes: Iterable[str], named: Iterable[str]) -> Iterator[str]:
    """Every action of the services, one of a service that is not named, and what unknown services are asked for."""
    for prefix in prefixes:
        found = service(prefix)
        yield from (each.id for each in found.actions.values()) if found else ()
    yield UNNAMED
    for text in named:
        prefix, colon, name = text.partition(":")
        if colon and prefix != "*" and service(prefix) is None:
            plain = name.replace("?", "x")
            yield from (f"{prefix}:{plain.replace('*', each)}" for each in ("", "Any"))
        elif colon and prefix == "*":
            yield from (each.id for each in islice(matching_actions(text), 8))


# -- resources ---------------------------------------------------------------------------------------------------------


def _resources(prefixes: Iterable[str], entries: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    types = [form for prefix in prefixes for form in forms_of_service(prefix)]
    texts = list(dict.fromkeys(filled(entry) for entry in entries[:MOST_ENTRIES]))
    made = list(dict.fromkeys(_witnesses(texts, types)))
    witnesses = made[:MOST_WITNESSES]
    every = dict.fromkeys(("*", *witnesses, *neighbours(witnesses)))
    kept = tuple(islice(every, MOST_RESOURCES))
    return kept, len(every) > len(kept) or len(made) > MOST_WITNESSES or len(entries) > MOST_ENTRIES


@lru_cache(maxsize=64)
def forms_of_service(prefix: str) -> tuple[ResourceType, ...]:
    """The grammars of all ARNs of a service; none for one without a table."""
    if prefix == REKOGNITION:
        return tuple(kind for kind in catalogue().resource_types.values() if kind.service == prefix)
    found = service(prefix)
    return tuple(form for kind in found.resource_types.values() for form in forms(kind)) if found else ()


def _witnesses(texts: Iterable[str], types: Sequence[ResourceType]) -> Iterator[str]:
    """An ARN of each type for each entry, and for every resource; entries as texts where no type has them."""
    for text in texts:
        found = [arn for kind in types if (arn := _witness(text, kind)) is not None]
        yield from found
        if not found and "*" not in text.split(":", 5)[:5]:
            plain = text.replace("?", "x")
            yield from (plain.replace("*", each) for each in ("", "x"))
    yield from (arn for kind in types if (arn := _witness("*", kind)) is not None)


@lru_cache(maxsize=16384)
def _witness(text: str, kind: ResourceType) -> str | None:
    return witness(text, kind)


def neighbours(witnesses: Iterable[str]) -> Iterator[str]:
    """The ARNs that differ from a witness in one field."""
    split = [tuple(_fields(arn)) for arn in witnesses]
    seen: dict[tuple[str, int, int], dict[str, None]] = {}
    for fields in split:
        for place, field in enumerate(fields):
            seen.setdefault(_shape(fields, place), {})[field] = None
    for fields in split:
        for place in range(2, len(fields), 2):
            if place == 4:  # the service
                continue
            others = islice(seen[_shape(fields, place)], 8)
            for text in (*_changed(fields[place], place), *others):
                yield "".join((*fields[:place], text, *fields[place + 1 :]))


def _fields(arn: str) -> Iterator[str]:
    """The fields of an ARN and, between them, what separates them."""
    field = ""
    for letter in arn:
        if letter in ":/":
            yield field
            yield letter
            field = ""
        else:
            field += letter
    yield field


def _shape(fields: Sequence[str], place: int) -> tuple[str, int, int]:
    return (fields[4] if len(fields) > 4 else "", len(fields), place)


def _changed(field: str, place: int) -> Iterator[str]:
    other = OTHERS.get(place // 2)
    if other is not None:
        yield from (other,) if field else ()
        return
    if field.isdigit():
        yield field[:-1] + ("1" if field[-1] != "1" else "2")
    elif field:
        yield from (f"{field}x", "other", *((field[:-1],) if len(field) > 1 else ()))


# -- contexts ----------------------------------------------------------------------------------------------------------


def _contexts(
    policies: tuple[Policy, ...], values: Mapping[str, tuple[Value, ...]], most: int
) -> Iterator[Mapping[str, ContextValue]]:
    """Every combination if they are few; else, first, those around what each statement asks for, one key changed."""
    if prod(len(each) for each in values.values()) <= most:
        yield from map(_context, (dict(zip(values, chosen, strict=True)) for chosen in product(*values.values())))
        return
    found: dict[tuple[tuple[str, Value], ...], None] = {}
    for chosen in _around_statements(policies, values):
        found[tuple(chosen.items())] = None
        if len(found) >= most:
            break
    yield from (_context(dict(each)) for each in found)


def _around_statements(
    policies: tuple[Policy, ...], values: Mapping[str, tuple[Value, ...]]
) -> Iterator[Mapping[str, Value]]:
    nothing = {key: each[0] for key, each in values.items()}
    bases = [nothing, {key: each[min(1, len(each) - 1)] for key, each in values.items()}]
    for policy in policies:
        for statement in policy.statements:
            one = (Policy(policy.version, None, (statement,), policy.source),)
            own = values_by_key(one, ())
            wanted = {entry.key.lower() for entry in entries_of(one)}
            bases.append(nothing | {key: _first(own.get(key, ())) for key in wanted})
    bases = [dict(each) for each in dict.fromkeys(tuple(base.items()) for base in bases)]
    yield from bases
    for key, each in values.items():
        for value in each:
            yield from (base | {key: value} for base in bases)


def _first(values: Iterable[Value]) -> Value:
    return next((value for value in values if value is not None), None)


def _context(chosen: Mapping[str, Value]) -> Mapping[str, ContextValue]:
    return {key: value for key, value in chosen.items() if value is not None}


# -- which pairs AWS can send ------------------------------------------------------------------------------------------


def possible_resources(actions: Sequence[str], resources: Sequence[str]) -> tuple[int, ...]:
    """For each action the resources that AWS can ask about, as bits, the first resource highest (as in `iam.Row`).

    An action without a required resource type is asked about on `*`. Of an action that is not known, anything may be.
    """
    by_type: dict[tuple[str, str], int] = {}
    everything = (1 << len(resources)) - 1
    return tuple(
        everything if (found := find_action(action)) is None else _possible(found, resources, by_type)
        for action in actions
    )


def _possible(action: ServiceAction, resources: Sequence[str], by_type: dict[tuple[str, str], int]) -> int:
    own = service(action.service)
    bits = 0
    for use in action.resources if own else ():
        key = action.service, use.type
        if key not in by_type and own is not None:
            wanted = [form_of(form) for form in forms(own.resource_types[use.type])]
            by_type[key] = _bits(any(form.fullmatch(arn) for form in wanted) for arn in resources)
        bits |= by_type[key]
    if not any(use.required for use in action.resources):
        bits |= _bits(arn == "*" for arn in resources)
    return bits


@lru_cache(maxsize=4096)
def form_of(kind: ResourceType) -> re.Pattern[str]:
    """The ARNs of a type as a regular expression: the fixed texts and the fields of its grammar, in their order."""
    parts = []
    for item in items_of(kind):
        field = item.field if item.symbols is not None else None
        parts.append(f"(?:{field.regex if field else '|'.join(map(re.escape, item.texts))})")
    return re.compile("".join(parts), re.DOTALL)


def _bits(held: Iterable[bool]) -> int:
    bits = 0
    for each in held:
        bits = bits << 1 | each
    return bits
