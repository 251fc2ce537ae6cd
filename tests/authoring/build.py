"""Short ways to make drafts and rules in tests."""

from typing import Any

from policybuilder.authoring import Composed, Draft, DraftProblem, draft_from_json, draft_from_plain, draft_plain
from policybuilder.iam import to_plain

CATS_V1 = {"type": "projectversion", "project": "cats", "version": "v1"}
CATS = {"type": "project", "project": "cats"}
DOGS = {"type": "project", "project": "dogs"}
ALL = {"type": "all"}


def accepted(value: Any) -> Draft:
    """The draft of plain JSON or of JSON text, which has to be one."""
    found = draft_from_json(value) if isinstance(value, str) else draft_from_plain(value)
    assert isinstance(found, Draft), found
    return found


def refused(value: Any) -> tuple[DraftProblem, ...]:
    """What is wrong with plain JSON or JSON text, which must not be a draft."""
    found = draft_from_json(value) if isinstance(value, str) else draft_from_plain(value)
    assert not isinstance(found, Draft), "the draft was accepted"
    return found


def plain(draft: Draft) -> Any:
    """The draft as JSON values."""
    return draft_plain(draft)


def written(composed: Composed) -> Any:
    """The composed policy as JSON values."""
    return to_plain(composed.policy.source)


def rule(effect, operations, targets, **members):
    return {"type": "guided", "effect": effect, "operations": operations, "targets": targets, **members}


def allow(operations, *targets, **members):
    return rule("Allow", operations.split(), list(targets), **members)


def deny(operations, *targets, **members):
    return rule("Deny", operations.split(), list(targets), **members)


def exact(statement, **members):
    return {"type": "exact", "statement": statement, **members}


def condition(operator, key, *values, **members):
    return {"operator": operator, "key": key, "values": list(values), **members}


def draft(*rules, **settings):
    """A draft of these rules, numbered r1, r2, ...; for account 111122223333 in us-east-1 unless said otherwise."""
    numbered = [{"id": f"r{number}", **each} for number, each in enumerate(rules, 1)]
    settings = {"account": "111122223333", "regions": ["us-east-1"], **settings}
    return accepted({"schema_version": 1, "settings": settings, "rules": numbered})


def codes(composed, severity=None):
    return [note.code.value for note in composed.notes if severity in (None, note.severity.value)]


def way_out(composed, name):
    """The first way out of that id, with the rule it belongs to."""
    for note in composed.notes:
        for way in note.ways_out:
            if way.id == name:
                return note.rule, way
    raise AssertionError(f"no note offers {name}: {[(note.code, note.ways_out) for note in composed.notes]}")
