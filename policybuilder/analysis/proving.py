"""The exact comparison as a proof that two policies mean the same: permissions and denials, for every caller.

Denials are compared as the permissions of a policy that allows what the denials deny. What a policy on a resource gives
to callers of its own account is compared without their own policies, which would let them in anyway.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from policybuilder.analysis.answers import DisagreementError
from policybuilder.analysis.asking import CALLER_KINDS
from policybuilder.analysis.compare import compare
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.proof import Prover, Verdict
from policybuilder.analysis.sheet import with_statements
from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.iam import Effect, Layers, Policy

STEPS = 200_000
PLACED = (*CALLER_KINDS, "rcp")
LASTING = replace(DEFAULT, catalogue=False, arn_grammar=False, key_availability=False)
"""Requests of any name, on any text, with any keys: what holds of them holds whatever AWS adds."""


def prover(steps: int = STEPS, expired: Callable[[], bool] | None = None) -> Prover:
    """A prover that gives each question so many steps; over them, or once time is up, the verdict is UNKNOWN."""

    def prove(one: Policy, other: Policy, kind: str, today: bool) -> Verdict:  # noqa: FBT001 - as `Prover` has it
        verdict = _worst(one, other, kind, DEFAULT)
        # what differs among today's requests differs among all of them, and is found sooner there
        return verdict if today or verdict is Verdict.DIFFERENT else _worst(one, other, kind, LASTING)

    def _worst(one: Policy, other: Policy, kind: str, world: World) -> Verdict:
        worst = Verdict.EQUAL
        for question in _questions(one, other, kind, world):
            verdict = _verdict(question, kind, Budget(steps, expired=expired))
            if verdict is Verdict.DIFFERENT:
                return verdict
            worst = verdict if verdict is Verdict.UNKNOWN else worst
        return worst

    return prove


_Question = tuple[Policy | Layers, Policy | Layers, World]


def _questions(one: Policy, other: Policy, kind: str, world: World) -> Iterator[_Question]:
    pairs = [(one, other)]
    denials = _denials(one), _denials(other)
    if denials[0].source != denials[1].source:
        pairs.append(denials)
    for mine, theirs in pairs:
        yield mine, theirs, world
        if kind not in PLACED:
            yield Layers(resource=(mine,)), Layers(resource=(theirs,)), replace(world, relation="same_account")


def _denials(policy: Policy) -> Policy:
    """A policy that allows what another denies."""
    turned = [
        replace(each, effect=Effect.ALLOW) for each in policy.statements if each.effect is Effect.DENY and each.readable
    ]
    return with_statements(policy, turned)


def _verdict(question: _Question, kind: str, budget: Budget) -> Verdict:
    one, other, world = question
    try:
        found = compare(one, other, kind, world, budget)
    except DisagreementError:  # an error of the comparison: then it proves nothing
        return Verdict.UNKNOWN
    if found.relation == "equal":
        return Verdict.EQUAL
    return Verdict.DIFFERENT if found.witness_a or found.witness_b else Verdict.UNKNOWN
