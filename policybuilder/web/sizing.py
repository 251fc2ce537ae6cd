"""The policy on the bench made smaller: the offers, the draft after one, the policies that it is split into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from policybuilder.analysis.minimise import STEPS, Options, Step, step
from policybuilder.analysis.proving import prover
from policybuilder.analysis.shrink_actions import HARMLESS
from policybuilder.analysis.split import Split, split
from policybuilder.authoring import Draft, compose
from policybuilder.authoring.guiding import guided_draft
from policybuilder.authoring.importing import draft_from_policy
from policybuilder.authoring.rewriting import rewritten
from policybuilder.catalogue import AccessLevel
from policybuilder.iam import Policy, minified_size, minify, parse, render
from policybuilder.validator.grammar.sizes import INLINE, QUOTAS
from policybuilder.validator.kinds import PolicyKind
from policybuilder.web.workbench import Bench

PROOF_STEPS = 60_000  # of one comparison
MOST_TRIED = 40  # statements: a panel waits for as many comparisons
SECONDS = 2  # for the comparisons of one step
LEVELS: Mapping[str, frozenset[AccessLevel]] = {
    "read": HARMLESS,
    "write": frozenset({AccessLevel.WRITE, AccessLevel.TAGGING}),
    "permissions": frozenset({AccessLevel.PERMISSIONS}),
}
KEPT = 8


@dataclass(frozen=True, slots=True)
class Way:
    """A step that is offered: its name in a button (`covered`, `wildcards-read`), the step, the draft after it."""

    name: str
    step: Step
    draft: Draft
    text: str
    size: int


def quota_of(bench: Bench) -> int:
    """Characters that a policy of the draft's kind may have, where it is to stand."""
    kind = bench.draft.settings.kind
    return INLINE.get(place_of(kind, bench.form.state.view), QUOTAS[PolicyKind(kind)].limit)


def place_of(kind: str, view: Mapping[str, str]) -> str:
    """Where an identity policy is to stand: `user`, `group` or `role` for one inline there, else "".

    What was not chosen follows the form that the policy is taken away in, which may be written into a role.
    """
    if kind != "identity":
        return ""
    chosen = view.get("place") or ("role" if view.get("inline") == "1" else "")
    return chosen if chosen in INLINE else ""


def ways(bench: Bench) -> Iterator[Way]:
    """Every step that makes the policy smaller, the least harm first. None while the form cannot be read."""
    if bench.stale:
        return
    for name in _names():
        found = way(bench, name)
        if found is not None:
            yield found


def _names() -> Iterator[str]:
    yield from (name for name in STEPS if name != "wildcards")
    yield from (f"wildcards-{level}" for level in LEVELS)


def way(bench: Bench, name: str) -> Way | None:
    """One step by its name; None for what the policy does not offer, or a draft cannot hold."""
    if bench.stale or name not in _names():
        return None
    found = _step(minify(bench.composed.policy), bench.draft.settings.kind, name)
    after = draft_after(bench, found.after) if found else None
    if found is None or after is None:
        return None
    composed = compose(after)
    return Way(name, found, after, composed.text, minified_size(composed.policy))


@lru_cache(maxsize=KEPT * 16)
def _step(text: str, kind: str, name: str) -> Step | None:
    """The step for a policy's text; kept, since the page asks again when the offer is taken."""
    policy = parse(text).policy
    identifier, _, level = name.partition("-")
    levels = LEVELS.get(level, frozenset())
    until = monotonic() + SECONDS
    proving = prover(PROOF_STEPS, lambda: monotonic() > until)
    options = Options(kind=kind, steps=(identifier,), levels=levels, prover=proving, most_tried=MOST_TRIED)
    return step(policy, identifier, options)[0] if policy else None


def draft_after(bench: Bench, policy: Policy) -> Draft | None:
    """The draft for a smaller policy: what changed stays guided where a guided rule is no longer. None if none holds it."""
    draft = rewritten(bench.draft, bench.composed, render(policy))
    if draft is None or minify(compose(draft).policy) != minify(policy):
        return None
    before = set(map(repr, bench.draft.rules))
    changed = [rule.id for rule in draft.rules if repr(rule) not in before]
    guided = guided_draft(draft, only=changed)
    return guided if minified_size(compose(guided).policy) <= minified_size(policy) else draft


# -- several policies --------------------------------------------------------------------------------------------------


def parts(bench: Bench) -> Split | None:
    """The policy in parts that each fit; None where it fits already or cannot be split."""
    return None if bench.stale else _split(minify(bench.composed.policy), quota_of(bench), bench.draft.settings.kind)


@lru_cache(maxsize=KEPT)
def _split(text: str, quota: int, kind: str) -> Split | None:
    policy = parse(text).policy
    return split(policy, quota, kind, prover(PROOF_STEPS)) if policy else None


def part_drafts(bench: Bench, found: Split) -> tuple[tuple[str, Draft], ...]:
    """A name and a draft for each part."""
    name = bench.form.state.name.strip() or "Untitled policy"
    drafts = [draft_from_policy(parse(render(part)), bench.draft.settings) for part in found.parts]
    good = [draft for draft in drafts if isinstance(draft, Draft)]
    if len(good) != len(drafts):
        return ()
    return tuple(
        (f"{name[:100]} ({number} of {len(good)})", guided_draft(draft, only=[rule.id for rule in draft.rules]))
        for number, draft in enumerate(good, start=1)
    )
