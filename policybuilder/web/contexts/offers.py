"""Allow exactly this: the edits of the draft on the bench that Simulate offers, each tried by the engine first."""

from collections.abc import Callable

from policybuilder.authoring import Composed, Draft, compose
from policybuilder.authoring.allow import Pair, Wanted, Way, allow_exactly, opens_only, way_through
from policybuilder.authoring.explain import nearest
from policybuilder.authoring.questions import Answer, CheckAnswer, ask
from policybuilder.iam import Decision, StatementRef
from policybuilder.web.attachments import Origin
from policybuilder.web.contexts.answer import Asked, Offer, Offers
from policybuilder.wording.pages import way_sentence


def draft_allowing(asked: Asked) -> Draft | None:
    """The draft with rules for exactly the checks that are refused, if the call is allowed then and nothing else opens."""
    refused = [_pair(item) for item in asked.answer.checks if item.evaluation.decision is not Decision.ALLOWED]
    if asked.answer.decision is not Decision.IMPLICIT_DENY or not refused:
        return None
    draft = allow_exactly(asked.draft, refused, asked.form.principal.strip() or None)
    composed = compose(draft)
    if len(composed.problems) > len(asked.composed.problems):
        return None
    if not opens_only(asked.composed.policy, composed.policy, _pairs(asked)):
        return None
    return draft if _asked_of(asked, composed).decision is Decision.ALLOWED else None


def ways(asked: Asked) -> tuple[dict[StatementRef, Way], ...]:
    """For each check of the call the edits by way of its near statements."""
    return tuple(_ways(asked, number, item) for number, item in enumerate(asked.answer.checks))


def offers(asked: Asked) -> tuple[Offers, ...]:
    """The edits as the page offers them."""
    return tuple(
        {
            ref: Offer(f"allow-near:{number}:{ref.statement}", way_sentence(way.kind, way.params))
            for ref, way in found.items()
        }
        for number, found in enumerate(ways(asked))
    )


def way_for(asked: Asked, number: int, statement: int) -> Way | None:
    """The edit behind a button: the check's number, and the statement's in the policy on the bench."""
    found = ways(asked)[number] if number < len(asked.answer.checks) else {}
    return next((way for ref, way in found.items() if ref.statement == statement), None)


def _ways(asked: Asked, number: int, item: CheckAnswer) -> dict[StatementRef, Way]:
    if item.evaluation.decision is not Decision.IMPLICIT_DENY or item.check.among is not None:
        return {}
    wanted = Wanted(_pair(item), _pairs(asked), asked.form.principal.strip() or None)
    found: dict[StatementRef, Way] = {}
    for near in nearest(item.evaluation):
        placed = asked.placed(item, near.trace.ref)
        if placed is not None and placed.origin is Origin.BENCH:
            way = way_through(asked.draft, asked.composed, near, wanted, _allows(asked, number))
            if way is not None:
                found[near.trace.ref] = way
    return found


def _allows(asked: Asked, number: int) -> Callable[[Composed], bool]:
    return lambda composed: _asked_of(asked, composed).checks[number].evaluation.decision is Decision.ALLOWED


def _asked_of(asked: Asked, composed: Composed) -> Answer:
    """The same question of another policy on the bench."""
    arrangement = asked.arrangement.with_bench(composed)
    return ask(asked.form.question, arrangement.policies(asked.form.request))


def _pair(item: CheckAnswer) -> Pair:
    return item.check.action, item.check.resource


def _pairs(asked: Asked) -> list[Pair]:
    return [_pair(item) for item in asked.answer.checks]
