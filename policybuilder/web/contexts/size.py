"""The panel below the size meter: what makes the policy smaller, each offer with its difference and why it is safe."""

from dataclasses import dataclass
from urllib.parse import urlencode

from policybuilder.authoring import GuidedRule
from policybuilder.iam import minified_size
from policybuilder.validator.grammar.sizes import INLINE, QUOTAS
from policybuilder.validator.kinds import PolicyKind
from policybuilder.web.contexts.diffs import DiffLine, difference_of
from policybuilder.web.contexts.result import COUNTS_SPACE
from policybuilder.web.sizing import Way, part_drafts, parts, place_of, quota_of, ways
from policybuilder.web.workbench import Bench
from policybuilder.wording.sizes import (
    LEVELS,
    MANAGED,
    PLACES,
    change_sentence,
    characters,
    place_sentence,
    proof_sentence,
    step_caution,
    step_proof,
    step_title,
)

MOST_SENTENCES = 12
RISKY = ("dead", "wildcards-write", "wildcards-permissions")


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to make the policy smaller. `value` is what its button posts."""

    name: str
    title: str
    saved: str
    size: str
    fits: bool
    sentences: tuple[str, ...]
    left_out: int
    caution: str
    proof: str
    proved: bool
    rules: str
    lines: tuple[DiffLine, ...]
    value: str


@dataclass(frozen=True, slots=True)
class SplitOffer:
    """Several policies in the place of one: their names and sizes."""

    parts: tuple[tuple[str, str], ...]
    proof: str
    proved: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where an identity policy can stand: a button that counts it against the quota there."""

    value: str
    title: str
    quota: str
    current: bool


@dataclass(frozen=True, slots=True)
class SizeOffers:
    """The panel: where the policy stands, what is offered openly, what wants a second thought, how it can be split."""

    lead: str
    places: tuple[Place, ...]
    together: str
    over: bool
    close: str
    close_part: str
    offers: tuple[Offer, ...]
    risky: tuple[Offer, ...]
    split: SplitOffer | None
    spaces: str
    take: str
    take_part: str


def size_offers(bench: Bench, page: str, part: str) -> SizeOffers:
    """The panel for what is on the bench; `page` and `part` are the addresses of the page and of its right side."""
    least, quota = minified_size(bench.composed.policy), quota_of(bench)
    found = [_offer(bench, each, quota) for each in ways(bench)]
    counts_space = bench.draft.settings.kind in COUNTS_SPACE
    close = urlencode({"pane": bench.form.state.pane or "json"})
    take = urlencode({"pane": "take", "as": "json-line"})
    return SizeOffers(
        lead=_lead(least, quota),
        places=_places(bench),
        together=place_sentence(place_of(bench.draft.settings.kind, bench.form.state.view), quota - least),
        over=least > quota,
        close=f"{page}?{close}",
        close_part=f"{part}?{close}",
        offers=tuple(each for each in found if each.name not in RISKY),
        risky=tuple(each for each in found if each.name in RISKY),
        split=_split(bench) if least > quota else None,
        spaces=f"This kind counts white space too. Without it the policy has {characters(least)}."
        if counts_space
        else "",
        take=f"{page}?{take}" if counts_space else "",
        take_part=f"{part}?{take}" if counts_space else "",
    )


def _places(bench: Bench) -> tuple[Place, ...]:
    kind = bench.draft.settings.kind
    if kind != "identity":
        return ()
    current = place_of(kind, bench.form.state.view) or MANAGED
    limits = {MANAGED: QUOTAS[PolicyKind.IDENTITY].limit, **INLINE}
    return tuple(
        Place(f"place:{name}", title, f"{limits[name]:,}", current=name == current) for name, title in PLACES.items()
    )


def _lead(least: int, quota: int) -> str:
    if least > quota:
        return f"{characters(least - quota)} too many: {least:,} of {quota:,}, white space aside."
    return f"It fits: {least:,} of {characters(quota)}, white space aside."


def _offer(bench: Bench, each: Way, quota: int) -> Offer:
    changes = each.step.changes
    level = LEVELS.get(each.name.partition("-")[2], "")
    title = step_title(each.step) + (f": {level.lower()}" if level else "")
    return Offer(
        name=each.name,
        title=title,
        saved=characters(minified_size(bench.composed.policy) - each.size),
        size=f"{each.size:,} of {quota:,}",
        fits=each.size <= quota,
        sentences=tuple(change_sentence(change) for change in changes[:MOST_SENTENCES]),
        left_out=max(0, len(changes) - MOST_SENTENCES),
        caution=step_caution(each.step),
        proof=step_proof(each.step),
        proved=each.step.proof.proved,
        rules=_rules(bench, each),
        lines=difference_of(bench.composed.text, each.text),
        value=f"size:{each.name}",
    )


def _rules(bench: Bench, each: Way) -> str:
    """What becomes of guided rules."""
    still = {rule.id for rule in each.draft.rules if isinstance(rule, GuidedRule)}
    after = {rule.id for rule in each.draft.rules}
    turned = sum(isinstance(rule, GuidedRule) and rule.id in after - still for rule in bench.draft.rules)
    if not turned:
        return ""
    return "One rule becomes JSON as written." if turned == 1 else f"{turned} rules become JSON as written."


def _split(bench: Bench) -> SplitOffer | None:
    found = parts(bench)
    drafts = part_drafts(bench, found) if found else ()
    if found is None or not drafts:
        return None
    sizes = [characters(minified_size(part)) for part in found.parts]
    named = tuple(zip([name for name, _ in drafts], sizes, strict=True))
    return SplitOffer(named, proof_sentence(found.proof), found.proof.proved)
