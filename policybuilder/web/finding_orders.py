"""What the buttons of a finding, and of a rule as written, do to the draft on the bench."""

from policybuilder.authoring import Draft
from policybuilder.authoring.draft import ExactRule, MutedFinding
from policybuilder.authoring.guiding import guided_draft, guided_rule
from policybuilder.authoring.rewriting import rewritten
from policybuilder.validator import Mute, mute_of
from policybuilder.web.contexts.build_page import bench_validation
from policybuilder.web.contexts.findings import finding_of, fixed
from policybuilder.web.contexts.fixing import TOGETHER
from policybuilder.web.forms.state import whole_number
from policybuilder.web.size_orders import resized
from policybuilder.web.workbench import Bench

NO_REASON = "No reason given."


def ordered(bench: Bench, order: str, place: list[str]) -> Draft | None:
    """The draft after `fix:KEY:NUMBER`, `fix:never-matching`, `mute:KEY`, `unmute:NUMBER`, `guide:RULE` or `size:NAME`; None for what is not offered."""
    match (order, place):
        case ("fix", _):
            return _fixed(bench, place)
        case ("mute", [key]):
            return _muted(bench, key)
        case ("size", _):
            return resized(bench, place)
        case ("guide", [rule]):
            return _guided(bench.draft, rule)
        case ("unmute", [number]):
            return _brought_back(bench, whole_number(number))
        case _:
            return None


def _guided(draft: Draft, rule_id: str) -> Draft | None:
    """The rule as written becomes a guided one that says the same."""
    rule = draft.rule(rule_id)
    found = guided_rule(rule, draft.settings) if isinstance(rule, ExactRule) else None
    return draft.with_rules([found if each.id == rule_id else each for each in draft.rules]) if found else None


def _fixed(bench: Bench, place: list[str]) -> Draft | None:
    """The draft after a fix; what all of them together rewrote becomes guided rules where those say the same."""
    text = mended_text(bench, place)
    draft = rewritten(bench.draft, bench.composed, text) if text is not None else None
    if draft is None or place != [TOGETHER]:
        return draft
    before = set(map(repr, bench.draft.rules))
    return guided_draft(draft, only=[rule.id for rule in draft.rules if repr(rule) not in before])


def mended_text(bench: Bench, place: list[str]) -> str | None:
    """The text on the bench after a fix; None for what is not offered."""
    return fixed(bench_validation(bench), place)


def _muted(bench: Bench, key: str) -> Draft | None:
    validation = bench_validation(bench)
    finding = finding_of(validation, key)
    if finding is None:
        return None
    reason = bench.form.state.view.get("reason", "").strip() or NO_REASON
    mute = mute_of(finding, validation.subject.root, reason)
    return _with_mutes(bench.draft, (*bench.draft.mutes, _kept(mute)))


def _brought_back(bench: Bench, number: int | None) -> Draft | None:
    muted = bench_validation(bench).muted
    if number is None or number >= len(muted):
        return None
    gone = _kept(muted[number][1])
    return _with_mutes(bench.draft, tuple(each for each in bench.draft.mutes if each != gone))


def _kept(mute: Mute) -> MutedFinding:
    return MutedFinding(code=mute.code, reason=mute.reason, statement=mute.statement, value=mute.value)


def _with_mutes(draft: Draft, mutes: tuple[MutedFinding, ...]) -> Draft:
    given = {"mutes": mutes} if mutes else {}
    return Draft(schema_version=draft.schema_version, settings=draft.settings, rules=draft.rules, **given)
