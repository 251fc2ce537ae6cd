"""The packaged data, put together once: generated reference, hand-kept guidance, operations and condition keys."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from policybuilder.catalogue.whole import SERVICE, Catalogue

DATA = Path(__file__).parent / "data"
FILES = ("companions", "global_keys", "guidance", "operations", "rekognition")
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
Fact = Mapping[str, Any]
Files = Mapping[str, Fact]


@cache
def catalogue() -> Catalogue:
    """All facts, read and checked on the first call; immutable. Raises only if the packaged files are broken."""
    return assembled({name: json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in FILES})


def assembled(files: Files) -> Catalogue:
    """The catalogue from the decoded files by their names. Raises pydantic.ValidationError for what does not fit."""
    own, guidance = files["rekognition"], files["guidance"]
    types = _resource_types(files)
    return Catalogue.model_validate(
        {
            "meta": {"date": own["meta"]["date"], "sources": _sources(files)},
            "actions": _actions(files, {name: kind["condition_keys"] for name, kind in types.items()}),
            "resource_types": types,
            "operations": _by("name", files["operations"]["operations"]),
            "task_groups": guidance["task_groups"],
            "condition_keys": _condition_keys(files),
            "keys_first": guidance["keys_first"],
            "companions_offered": guidance["companions_offered"],
            "field_rules": _field_rules(own["field_rules"], guidance["field_notes"]),
            "risk_flags": _by("id", guidance["risk_flags"]),
            "regions": sorted(region for partition in own["partitions"] for region in partition["regions"]),
            "custom_labels_regions": guidance["custom_labels_regions"],
            "partitions": own["partitions"],
        }
    )


def in_words(name: str) -> str:
    """A name in camel case as words, for what has no description: `Get bucket acl`."""
    return _WORDS.sub(" ", name.replace("-", " ")).capitalize()


def _by(name: str, rows: Iterable[Fact]) -> dict[str, Fact]:
    return {row[name]: row for row in rows}


def _field_rules(rows: Iterable[Fact], notes: Mapping[str, str]) -> dict[str, Fact]:
    return {row["name"]: {**row, "note": notes.get(row["name"])} for row in rows}


def _sources(files: Files) -> list[Fact]:
    """The sources of every file, each once."""
    found = [source for file in files.values() for source in file["meta"]["sources"]]
    return list(_by("title", found).values())


def _actions(files: Files, tag_keys: Mapping[str, Iterable[str]]) -> dict[str, Fact]:
    guidance = files["guidance"]
    said = _by("id", guidance["actions"]) | _by("id", guidance["companion_actions"])
    groups = {f"{SERVICE}:{name}": group["id"] for group in guidance["task_groups"] for name in group["actions"]}
    also = _also_needed(files["operations"])
    actions: dict[str, Fact] = {}
    for row in (*files["rekognition"]["actions"], *files["companions"]["actions"]):
        service, name = row.get("service", SERVICE), row["name"]
        action_id = f"{service}:{name}"
        actions[action_id] = {
            "service": service,
            "name": name,
            "description": in_words(name),
            **said.get(action_id, {"id": action_id}),
            "access_level": row["level"],
            "resources": [_resource(service, mark, tag_keys) for mark in row["on"]],
            "condition_keys": row.get("keys", ()),
            "task_group": groups.get(action_id),
            "also_needed": also.get(action_id, ()),
            "operation": "cli" in row,
            "cli_command": row.get("cli"),
            "doc": row.get("doc"),
        }
    return actions


def _resource(service: str, mark: str, tag_keys: Mapping[str, Iterable[str]]) -> Fact:
    """A type as an action's row names it: a star behind a required one."""
    name = mark.rstrip("*")
    type_id = name if service == SERVICE else f"{service}:{name}"
    return {"type": type_id, "required": mark.endswith("*"), "condition_keys": tag_keys[type_id]}


def _also_needed(file: Fact) -> dict[str, list[Fact]]:
    """The checks of other actions, by the operation's own action."""
    source = "; ".join(each["title"] for each in file["meta"]["sources"])
    found: dict[str, list[Fact]] = {}
    for operation in file["operations"]:
        own = f"{SERVICE}:{operation['name']}"
        for check in operation["checks"]:
            if check["action"] != own:
                kept = {name: check[name] for name in ("action", "on", "note", "context") if name in check}
                found.setdefault(own, []).append(kept | {"when": check.get("when", "always"), "source": source})
    return found


def _resource_types(files: Files) -> dict[str, Fact]:
    said = _by("id", files["guidance"]["resource_types"])
    head = files["rekognition"]["arn_head"]
    found: dict[str, Fact] = {}
    for row in (*files["rekognition"]["resource_types"], *files["companions"]["resource_types"]):
        type_id = row["id"]
        service, _, name = type_id.rpartition(":")
        about = said.get(type_id, {"title": in_words(name)})
        found[type_id] = {"service": service or SERVICE, "head": head, **about, **row}
    return found


def _condition_keys(files: Files) -> dict[str, Fact]:
    """Global keys first; a service's own keys belong to the request, or to the resource if a type has them."""
    titles = files["guidance"]["key_titles"]
    companions = files["companions"]
    on_resources = {key for kind in companions["resource_types"] for key in kind["condition_keys"]}
    found = dict(_by("key", files["global_keys"]["keys"]))
    for row in companions["condition_keys"]:
        key = row["key"]
        scope = "resource" if key in on_resources else "request"
        found[key] = {**row, "scope": scope, "area": key.partition(":")[0], "title": titles.get(key, key)}
    return found
