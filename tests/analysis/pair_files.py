"""The hand-written pairs of policies, or of whole stacks: one a line, grouped by construct, each with reason and source.

A stack has the members of a decision case's `layers`; its kind is `stack`.
"""

import json
from functools import cache

from policybuilder.iam import Layers, Policy
from tests.case_files import CASES, LAYERS, BadCaseError, layers_of_case, policy_of_case, request_of_case
from tests.strategies import policy

RELATIONS = {"equal": (False, False), "a_more": (True, False), "b_more": (False, True), "incomparable": (True, True)}
MEMBERS = {"id", "kind", "a", "b", "relation", "why", "source", "allowed_by_a_only", "allowed_by_b_only"}
OPTIONAL = {"tried", "may_be_unknown"}
EVERYTHING = policy({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


@cache
def pairs(folder=CASES / "pairs"):
    """All of them, checked."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            check(pair)
            found.append(pair)
    names = [pair["id"] for pair in found]
    if len(set(names)) < len(names):
        raise BadCaseError("an id stands twice")
    return found


def check(pair):
    """Is everything there, and do the witnesses fit the relation?"""
    name = pair.get("id")
    if not MEMBERS <= set(pair) <= MEMBERS | OPTIONAL:
        raise BadCaseError(f"members of {name}: {sorted(pair)}")
    if pair["kind"] == "stack" and not set(pair["a"]) == set(pair["b"]) == LAYERS:
        raise BadCaseError(f"layers of {name}: {sorted(pair['a'])}, {sorted(pair['b'])}")
    if not pair["why"].strip() or not pair["source"].strip():
        raise BadCaseError(f"no reason or no source: {name}")
    if RELATIONS[pair["relation"]] != (bool(pair["allowed_by_a_only"]), bool(pair["allowed_by_b_only"])):
        raise BadCaseError(f"witnesses of {name} do not fit {pair['relation']}")
    if pair["relation"] == "equal" and not pair.get("tried"):
        raise BadCaseError(f"nothing is tried for {name}")


def layers_alone(kind, document) -> Layers:
    """A policy of a kind for `iam.decide`, with nothing beside it that limits; a stack as it is."""
    if kind == "stack":
        stack: Layers = layers_of_case(document)
        return stack
    one: Policy = policy_of_case(document)
    match kind:
        case "identity":
            return Layers((one,))
        case "boundary":
            return Layers((EVERYTHING,), boundary=one)
        case "session":
            return Layers((EVERYTHING,), session=one)
        case "scp":
            return Layers((EVERYTHING,), scp=((one,),))
        case "rcp":
            return Layers((EVERYTHING,), rcp=((one,),))
    return Layers((EVERYTHING,), resource=(one,))


def request_of(plain):
    """A request of a file for `iam.decide`."""
    return request_of_case(plain)
