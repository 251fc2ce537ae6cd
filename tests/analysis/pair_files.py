"""The hand-written pairs of policies: one a line, grouped by construct, each with its reason and its source."""

import json
from functools import cache

from policybuilder.iam import Layers, Policy
from tests.case_files import CASES, BadCaseError, policy_of_case, request_of_case
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
    if not pair["why"].strip() or not pair["source"].strip():
        raise BadCaseError(f"no reason or no source: {name}")
    if RELATIONS[pair["relation"]] != (bool(pair["allowed_by_a_only"]), bool(pair["allowed_by_b_only"])):
        raise BadCaseError(f"witnesses of {name} do not fit {pair['relation']}")
    if pair["relation"] == "equal" and not pair.get("tried"):
        raise BadCaseError(f"nothing is tried for {name}")


def layers_alone(kind, document) -> Layers:
    """A policy of a kind for `iam.decide`, with nothing beside it that limits."""
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
