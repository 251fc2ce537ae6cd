"""Every policy document that the repository holds, as text with its kind: cases, examples, recipes, the guide's."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from policybuilder.authoring import Draft, compose, draft_from_plain, first_visit, guide_policies

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
KINDS = {"identity", "boundary", "session", "scp", "project", "rcp", "trust", "resource"}
LAYERS = {"identity", "boundary", "session", "scp", "rcp", "resource"}


@cache
def every_policy() -> tuple[tuple[str, str], ...]:
    """(text, kind) of each, none twice."""
    found: dict[tuple[str, str], None] = {}
    for text, kind in _every():
        found[text, kind if kind in KINDS else "identity"] = None
    return tuple(found)


def _every() -> Iterator[tuple[str, str]]:
    yield from ((each.text, "identity") for each in guide_policies())
    yield compose(first_visit()).text, "identity"
    for path in sorted([*CASES.rglob("*.json"), *ROOT.glob("policybuilder/*/data/*.json")]):
        yield from _policies(json.loads(path.read_text()), "identity")
    for path in sorted(CASES.rglob("*.jsonl")):
        for line in path.read_text().splitlines():
            try:
                yield from _policies(json.loads(line), "identity")
            except ValueError:
                continue


def _policies(value: object, kind: str) -> Iterator[tuple[str, str]]:
    """The documents anywhere in a JSON value, drafts composed; indented and in one line by turns."""
    if isinstance(value, list):
        for each in value:
            yield from _policies(each, kind)
    if not isinstance(value, dict):
        return
    own = value.get("kind")
    kind = own if isinstance(own, str) and own in KINDS else kind
    if "Statement" in value:
        yield json.dumps(value, indent=2 if len(str(value)) % 2 else None, ensure_ascii=False), kind
        return
    if "rules" in value and isinstance(
        draft := draft_from_plain({"schema_version": 1, "settings": {}, **value}), Draft
    ):
        yield compose(draft).text, draft.settings.kind
    for name, each in value.items():
        inside = name if name in LAYERS else kind
        if isinstance(each, str) and name in {"text", "policy"} and '"Statement"' in each:
            yield each, inside
        yield from _policies(each, inside)
