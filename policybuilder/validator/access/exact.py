"""What the exact analysis says about statements, each question asked beside the statements that matter to it only.

The answers are kept by the characters of those statements: while a policy is edited, only questions about what changed
are asked again. Steps are counted, no clock is read; a question that is not decided within them finds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from policybuilder.analysis.globs import Budget
from policybuilder.analysis.redundancy import always_holds, superfluous
from policybuilder.iam import parse, policy_from, render_json
from policybuilder.validator.access.candidates import Piece
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import Subject

STEPS = 2_000  # of the analysis, for one question
STEPS_FOR_CONDITION = 500
HEAVIEST = 60  # that one question may weigh: beside so many statements hardly any is covered by a few
WORK = {PolicyKind.PROJECT: 20, PolicyKind.RESOURCE: 20, PolicyKind.RCP: 20}  # these are asked for many callers
USUAL_WORK = 150  # that all questions about a document may weigh
ASKED_KINDS = frozenset(PolicyKind) - {PolicyKind.TRUST}


@dataclass(frozen=True, slots=True)
class Needless:
    """Why a statement could go, and the statements that are the reason. `lasting`: whatever AWS adds to its services."""

    why: str
    by: tuple[Piece, ...]
    lasting: bool


class Asker:
    """Asks about the statements of one document, as many as the work allows."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._left = WORK.get(subject.kind, USUAL_WORK) if subject.kind in ASKED_KINDS else 0
        self._version = subject.policy.version if subject.policy else None

    def needless(self, piece: Piece, others: Sequence[Piece]) -> Needless | None:
        """Why a statement could go beside these; None where it is needed, or that is not decided."""
        weight = sum(each.weight for each in (piece, *others))
        for_nobody = self._subject.kind in WORK and piece.extent.principals is None
        if for_nobody or weight > min(HEAVIEST, self._left):
            return None
        self._left -= weight
        answer = _answer(self._subject.kind.value, self._version, tuple(map(self._text, (piece, *others))))
        if answer is None:
            return None
        why, by, lasting = answer
        return Needless(why, tuple(others[number - 1] for number in by), lasting)

    def always_holds(self, operator: str, key: str, values: tuple[str, ...]) -> bool:
        """Is it proved that every request meets a condition?"""
        return _always_holds(self._subject.kind.value, self._version, operator, key, values)

    def _text(self, piece: Piece) -> str:
        span = piece.view.place.span
        if piece.text:
            return piece.text
        return self._subject.text[span.start.offset : span.end.offset] if span else ""


@lru_cache(maxsize=1024)
def _answer(kind: str, version: str | None, statements: tuple[str, ...]) -> tuple[str, tuple[int, ...], bool] | None:
    """What is found of the first of some statements, alone in a policy."""
    member = "" if version is None else f'"Version": {render_json(version)}, '
    policy = parse(f'{{{member}"Statement": [{", ".join(statements)}]}}').policy
    if policy is None or len(policy.statements) != len(statements):
        return None
    budget = Budget(STEPS)
    found = superfluous(policy, 0, kind, budget=budget)
    # over the budget what was found stands, but not for how long, nor by how few
    return None if found is None or budget.left < 0 else (found.why, found.by, found.lasting)


@lru_cache(maxsize=1024)
def _always_holds(kind: str, version: str | None, operator: str, key: str, values: tuple[str, ...]) -> bool:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {key: list(values)}}}
    policy = policy_from({**({} if version is None else {"Version": version}), "Statement": [statement]})
    return policy is not None and always_holds(
        policy, 0, ("Condition", operator, key), kind, budget=Budget(STEPS_FOR_CONDITION)
    )
