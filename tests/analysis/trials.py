"""One comparison held against the evaluator: witnesses decided again, "there is none" tried with random requests."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policybuilder.analysis.compare import compare
from policybuilder.analysis.globs import Budget
from policybuilder.iam import Decision, Layers, Request, decide
from tests.analysis.edges import Edges
from tests.analysis.evaluator import allows
from tests.analysis.pair_files import layers_alone
from tests.case_files import policy_of_case
from tests.strategies import layers_of

Document = dict[str, Any]
RELATIONS = {(False, False): "equal", (True, False): "a_more", (False, True): "b_more", (True, True): "incomparable"}


@dataclass(frozen=True)
class Trial:
    """What the engine said, how long it took, and what speaks against it, if anything does."""

    relation: str
    reason: str
    seconds: float
    fault: str | None = None


def plain(request: Request) -> Document:
    """A request as a scenario has it."""
    context = {key: list(value) if isinstance(value, tuple) else value for key, value in request.context.items()}
    made: Document = {"action": request.action, "resource": request.resource, "context": context}
    made |= {"principal": request.principal} if request.principal else {}
    return made | ({"resource_account": request.resource_account} if request.resource_account else {})


def tried(kind: str, one: Document, other: Document, *, seed: int, requests: int, budget: float | None = None) -> Trial:
    """Compare two policies of a kind, or two stacks as plain layers, and look for what speaks against the answer."""
    begun = time.perf_counter()
    allowance = Budget(expired=None if budget is None else lambda: time.perf_counter() > begun + budget)
    ready = [layers_of(each) if kind == "stack" else policy_of_case(each) for each in (one, other)]
    found = compare(ready[0], ready[1], kind=kind, budget=allowance)
    seconds = time.perf_counter() - begun
    relation = str(found.relation)
    fault = _of_witnesses(kind, (one, other), (found.witness_a, found.witness_b), relation)
    fault = fault or _of_requests(kind, (one, other), relation, (found.witness_a, found.witness_b), seed, requests)
    return Trial(relation, str(found.reason or ""), seconds, fault)


def among_layers(kind: str, document: Document) -> Layers:
    """A policy of a kind, or a stack, for `iam.decide`."""
    return layers_of(document) if kind == "stack" else layers_alone(kind, document)


def _of_witnesses(
    kind: str, both: tuple[Document, Document], witnesses: tuple[Request | None, Request | None], relation: str
) -> str | None:
    if relation != "unknown" and RELATIONS[witnesses[0] is not None, witnesses[1] is not None] != relation:
        return f"the witnesses do not fit {relation}"
    for side, witness in enumerate(witnesses):
        if witness is None:
            continue
        wanted = [side == 0, side == 1]
        request = plain(witness)
        if [allows(kind, each, request) for each in both] != wanted:
            return f"the evaluator does not confirm the witness {request}"
        ours = [decide(witness, among_layers(kind, each)).decision for each in both]
        if Decision.UNKNOWN in ours or [each is Decision.ALLOWED for each in ours] != wanted:
            return f"iam.decide does not confirm the witness {request}"
    return None


def _of_requests(
    kind: str,
    both: tuple[Document, Document],
    relation: str,
    witnesses: tuple[Request | None, Request | None],
    seed: int,
    requests: int,
) -> str | None:
    """Requests that are allowed by one side alone where the engine says that there are none."""
    if relation in ("unknown", "incomparable"):
        return None
    edges = Edges(kind, *both)
    draw = random.Random(seed)  # noqa: S311 - requests, not secrets
    for _ in range(requests):
        request: Mapping[str, Any] = edges.request(draw)
        answers = [allows(kind, each, request, complete=True) for each in both]
        for side, witness in enumerate(witnesses):
            if witness is None and answers[side] and not answers[1 - side]:
                return f"{'ab'[side]} allows what the engine says it does not: {request}"
    return None
