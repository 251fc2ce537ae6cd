"""Cases kept as data: each names the AWS page its expectation comes from, or it does not load."""

import json
from pathlib import Path

from policybuilder.iam import Layers, Request, parse, policy_from

CASES = Path(__file__).parent / "cases"
MEMBERS = {"name", "source", "request", "layers", "expected"}
REQUEST = {"action", "resource", "principal", "resource_account", "context", "open_keys", "management_account"}
LAYERS = {"identity", "boundary", "session", "scp", "rcp", "resource"}
EXPECTED = {"decision", "determining", "blocked_by", "missing", "assumptions"}


class BadCaseError(ValueError):
    """A case that cannot be used."""


def decision_cases(folder=CASES / "decisions"):
    """All decision cases as (file and name, case)."""
    found = []
    for path in sorted(folder.glob("**/*.json")):
        cases = json.loads(path.read_text(encoding="utf-8"))
        for case in cases:
            check(case)
            found.append((f"{path.stem}: {case['name']}", case))
        names = [case["name"] for case in cases]
        if len(set(names)) < len(names):
            raise BadCaseError(f"{path.name}: a name stands twice")
    return found


def check(case):
    if not str(case.get("source", "")).strip():
        raise BadCaseError(f"no source: {case.get('name')}")
    if set(case) != MEMBERS or set(case["expected"]) != EXPECTED:
        raise BadCaseError(f"members of {case['name']}: {sorted(case)}, {sorted(case['expected'])}")
    if not set(case["request"]) <= REQUEST or not set(case["layers"]) <= LAYERS:
        raise BadCaseError(f"request or layers of {case['name']}: {sorted(case['request'])}, {sorted(case['layers'])}")


def policy_of_case(written):
    """A document, or its text where doubled members matter."""
    return parse(written).policy if isinstance(written, str) else policy_from(written)


def layers_of_case(layers):
    one = {name: policy_of_case(layers[name]) for name in ("boundary", "session") if layers.get(name) is not None}
    return Layers(
        tuple(policy_of_case(document) for document in layers["identity"]),
        scp=levels_of_case(layers.get("scp", [])),
        rcp=levels_of_case(layers.get("rcp", [])),
        resource=tuple(policy_of_case(document) for document in layers.get("resource", [])),
        **one,
    )


def levels_of_case(levels):
    return tuple(tuple(policy_of_case(document) for document in level) for level in levels)


def request_of_case(request):
    open_keys = request.get("open_keys", [])
    return Request(
        request["action"],
        request["resource"],
        request.get("principal"),
        request.get("resource_account"),
        {key: context_value(value) for key, value in request.get("context", {}).items()},
        open_keys if open_keys == "*" else frozenset(open_keys),
        request.get("management_account", False),
    )


def context_value(value):
    if isinstance(value, list):
        return tuple(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
