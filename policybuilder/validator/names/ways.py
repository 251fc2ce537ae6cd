"""Ways out of a pair of action and resource that never meets: another resource, its own statement, none of it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policybuilder.catalogue import catalogue, witness
from policybuilder.catalogue.services import ServiceAction
from policybuilder.iam import JsonValue
from policybuilder.validator.finding import Edit, Fix, Sample, added, fix, replaced
from policybuilder.validator.names.entries import (
    DATASET,
    PROJECT,
    VERSION,
    ActionEntry,
    Pairs,
    TypeName,
    meets,
    resource_entry,
)
from policybuilder.validator.names.fields import fields_of
from policybuilder.validator.names.repairs import (
    alike,
    entry_removed,
    has_member,
    leaves_others,
    moved,
    plain_statement,
    statement_removed,
)
from policybuilder.validator.view import Element, Subject, Text

STAR = "*"
TAG_KEY, TAG_VALUE = "aws:RequestTag/approved", "true"
REQUEST_TAG = "aws:requesttag/"
_PROJECT = re.compile(r"project/[^/]*[^/*?]")
LISTED = 20  # resources of which others are derived; more than anybody reads on a button


def other_resources(entry: ActionEntry, types: frozenset[TypeName], resources: Sequence[str]) -> tuple[str, ...]:
    """Patterns near the given ones that the action can be checked on, as one of the types; none where none is near."""
    if entry.without_types:
        return (STAR,)
    found: dict[str, None] = {}
    for text in resources[:LISTED]:
        for candidate in _neighbours(types, text):
            seen = resource_entry(candidate)
            if not seen.bad and meets(entry, seen):
                found[candidate] = None
                break
    return tuple(found)


def _neighbours(types: frozenset[TypeName], text: str) -> Iterator[str]:
    """The project of a version, the versions of a project, the objects of a bucket, and so on."""
    fields = fields_of(text)
    if len(fields.texts) < 6:
        return
    service, tail = fields.texts[2], fields.texts[5]
    if service == "rekognition" and tail.startswith("project/") and tail.split("/")[1]:
        project = "project/" + tail.split("/")[1]
        if types >= {PROJECT, VERSION} and DATASET not in types:
            yield fields.with_field(5, f"{project}/*")
        for kind, end in ((VERSION, "/version/*"), (DATASET, "/dataset/*"), (PROJECT, "/*")):
            if kind in types:
                yield fields.with_field(5, project + end)
    elif service == "s3" and tail:
        bucket = tail.partition("/")[0]
        yield fields.with_field(5, f"{bucket}/*")
        yield fields.with_field(5, bucket)


def action_fixes(subject: Subject, pairs: Pairs, text: Text, entry: ActionEntry, *, granted: bool) -> tuple[Fix, ...]:
    """The fixes for one action that none of the statement's resources serves; the honest ones, best first."""
    element = pairs.view.element("Action")
    if element is None:
        return ()
    removal = tuple(_removal(subject, pairs, element, text))
    ways = tuple(_other_ways(pairs, element, text, entry))
    return (*removal, *ways) if granted else (*ways, *removal)


def _removal(subject: Subject, pairs: Pairs, element: Element, text: Text) -> Iterator[Fix]:
    if edits := entry_removed(subject, pairs.view, element, text):
        identifier = "remove_action" if leaves_others(element, text) else "remove_dead_statement"
        yield fix(identifier, *edits, action=text.value)


def _other_ways(pairs: Pairs, element: Element, text: Text, entry: ActionEntry) -> Iterator[Fix]:
    resources = other_resources(entry, pairs.types_of(entry), [each.text for each in pairs.others])
    if not resources:
        return
    denies = pairs.view.denies
    kind = "star" if resources == (STAR,) else "resource"
    if not leaves_others(element, text):
        yield fix(f"use_{kind}", _resource_replaced(pairs, resources), action=text.value, resource=resources)
        if edits := _with_tag_edits(pairs, [entry]):
            yield fix("use_star_with_tag", *edits, action=text.value, tag=TAG_KEY, value=TAG_VALUE)
        return
    params = {"action": text.value, "resource": resources}
    plain = plain_statement(pairs.view) | {"Action": text.value, "Resource": _value(pairs, resources)}
    yield fix(
        f"move_to_{kind}" + ("_deny" if denies else ""), *moved(pairs.view, alike(element, text), plain), **params
    )
    if kind == "star" and takes_request_tags(entry) and not has_member(pairs.view, "Condition"):
        tagged = plain | {"Condition": _tag_condition(denies=denies)}
        identifier = "move_to_star_with_tag" + ("_deny" if denies else "")
        yield fix(identifier, *moved(pairs.view, alike(element, text), tagged), **params, tag=TAG_KEY, value=TAG_VALUE)


def deny_fixes(subject: Subject, pairs: Pairs) -> Iterator[Fix]:
    """The fixes for a Deny that never applies: what it could deny instead, everything, by tag; or without it."""
    entries = [entry for _, entry in pairs.actions]
    texts = tuple(entry.text for entry in entries)
    resources = [each.text for each in pairs.others]
    nearby = dict.fromkeys(
        other for entry in entries if entry.types for other in other_resources(entry, pairs.types_of(entry), resources)
    )
    if nearby and not any(entry.without_types for entry in entries):
        yield fix("deny_resource", _resource_replaced(pairs, tuple(nearby)), operations=texts, resource=tuple(nearby))
    yield fix("deny_star", _resource_replaced(pairs, (STAR,)), operations=texts, resource=STAR)
    if edits := _with_tag_edits(pairs, entries):
        yield fix("deny_star_with_tag", *edits, operations=texts, tag=TAG_KEY, value=TAG_VALUE)
    if removal := statement_removed(subject, pairs.view):
        yield fix("remove_dead_deny", *removal, operations=texts)


def half_fixes(pairs: Pairs, resources: Sequence[str], missing: frozenset[TypeName]) -> tuple[Fix, ...]:
    """The versions of a project that is named, where only those are missing; which project else cannot be told."""
    element = pairs.view.element("Resource")
    new = next((each for text in resources if (each := versions_of(text))), None) if missing == {VERSION} else None
    if element is None or new is None:
        return ()
    if element.is_list:
        edit = added((*element.place.path, len(element.texts)), new)
    else:
        edit = replaced(element.place.path, [element.texts[0].value, new])
    return (fix("add_resource", edit, resource=new),)


def versions_of(text: str) -> str | None:
    """All versions of the project that a pattern names; None if it names none."""
    fields = fields_of(text)
    named = _PROJECT.match(fields.texts[5]) if len(fields.texts) > 5 else None
    return fields.with_field(5, f"{named[0]}/version/*") if named else None


def half_sample(entry: ActionEntry, resources: Sequence[str], missing: frozenset[TypeName]) -> Sample | None:
    """A request on a resource of a type that is not named, beside the named ones."""
    action = entry.exact
    for _, kind in sorted(missing):
        form = catalogue().resource_types.get(kind)
        arn = witness(_whole_head(resources[0]), form) if form and resources else None
        if action is not None and arn is not None:
            return Sample(action.id, arn)
    return None


def _with_tag_edits(pairs: Pairs, entries: Sequence[ActionEntry]) -> tuple[Edit, ...]:
    """Everything as the resource, and a condition on a tag of the request; nothing where that cannot be."""
    if has_member(pairs.view, "Condition") or not all(map(takes_request_tags, entries)):
        return ()
    condition = added((*pairs.view.path, "Condition"), _tag_condition(denies=pairs.view.denies))
    return (_resource_replaced(pairs, (STAR,)), condition)


def _tag_condition(*, denies: bool) -> dict[str, JsonValue]:
    return {"StringNotEquals" if denies else "StringEquals": {TAG_KEY: TAG_VALUE}}


def takes_request_tags(entry: ActionEntry) -> bool:
    """Whether each action of the entry is checked on `*` alone and its request may carry tags."""
    return bool(entry.actions) and all(
        not each.resources and any(key.lower().startswith(REQUEST_TAG) for key in each.condition_keys)
        for each in entry.actions
    )


def _resource_replaced(pairs: Pairs, resources: Sequence[str]) -> Edit:
    return replaced((*pairs.view.path, "Resource"), _value(pairs, resources))


def _value(pairs: Pairs, resources: Sequence[str]) -> JsonValue:
    """One text, or a list where the statement has one or there are several."""
    element = pairs.view.element("Resource")
    is_list = len(resources) > 1 or (element is not None and element.is_list)
    return list[JsonValue](resources) if is_list else resources[0]


def sample_for(entry: ActionEntry, resources: Sequence[str], fixed: Sequence[str]) -> Sample | None:
    """A request for the first action of the entry: on what a fix would reach, else on what the action takes."""
    action = entry.actions[0] if entry.actions else None
    if action is None:
        return None
    if not action.resources:
        return Sample(action.id, STAR)
    for pattern in (*fixed, *(_whole_head(text) for text in resources[:1]), STAR):
        if (arn := _witness(action, pattern)) is not None:
            return Sample(action.id, arn)
    return None


def _whole_head(text: str) -> str:
    return ":".join((*fields_of(text).texts[:5], STAR))


@lru_cache(maxsize=1024)
def _witness(action: ServiceAction, pattern: str) -> str | None:
    """An ARN of a type that the action takes, as far as the catalogue knows the type's form."""
    types = catalogue().resource_types
    for use in action.resources:
        kind = types.get(use.type if action.service == "rekognition" else f"{action.service}:{use.type}")
        if kind is not None and (arn := witness(pattern, kind)) is not None:
            return arn
    return None
