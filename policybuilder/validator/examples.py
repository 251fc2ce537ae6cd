"""A small document for each check that shows what it finds, and a better one; for the reference and the tests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from policybuilder.iam import render_json
from policybuilder.validator.kinds import PolicyKind


@dataclass(frozen=True, slots=True)
class Example:
    """A document with the fault, as text, and the one without it; `better` is None where there is no such document."""

    kind: PolicyKind
    resource_type: str | None
    text: str
    better: str | None


@cache
def examples() -> Mapping[str, Example]:
    """The examples by code."""
    folder = files("policybuilder.validator").joinpath("data")
    found: dict[str, Example] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.startswith("examples_"):
            rows = json.loads(file.read_text("utf-8"))
            found |= {code: _example(row) for code, row in rows.items()}
    return MappingProxyType(found)


def _example(row: Mapping[str, object]) -> Example:
    resource_type, better = row.get("resource_type"), row.get("better")
    return Example(
        kind=PolicyKind(row.get("kind", "identity")),
        resource_type=str(resource_type) if resource_type else None,
        text=_text(row["policy"]),
        better=None if better is None else _text(better),
    )


def _text(policy: object) -> str:
    return policy if isinstance(policy, str) else render_json(policy)
