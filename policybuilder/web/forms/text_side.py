"""The side of the builder where the policy is edited as text: the draft that a text makes, and the way to and fro."""

from copy import deepcopy
from dataclasses import replace

from policybuilder.authoring import Composed, Draft
from policybuilder.authoring.text_edits import LINE_END, edited
from policybuilder.iam import parse
from policybuilder.web.forms.state import TEXT_SIDE, FormState


def on_text_side(form: FormState) -> bool:
    """Whether the policy is edited as text."""
    return form.side == TEXT_SIDE


def draft_of(form: FormState, base: Draft | None) -> Draft | None:
    """The draft of the form: that of its rules, or on the text's side what the text makes of it; None if unreadable."""
    if base is None or not on_text_side(form):
        return base
    return edited(base, form.text)


def as_typed(composed: Composed, form: FormState) -> Composed:
    """The policy of a draft that the text gave, with the characters that were typed."""
    policy = parse(form.text).policy if on_text_side(form) else None
    return replace(composed, text=form.text, policy=policy) if policy else composed


def to_text(form: FormState, composed: Composed) -> FormState:
    """The form with its policy as text to edit: the text that is kept beside it, or that of its rules."""
    raw = deepcopy(form)
    raw.side = TEXT_SIDE
    raw.text = form.text or LINE_END.sub("\n", composed.text)
    return raw


def to_form(form: FormState, rules: FormState | None, *, kept: bool) -> FormState:
    """The form without its text side: as it was, or with other rules. `kept`: the text stays beside it, unread."""
    raw = deepcopy(form)
    if rules is not None:
        raw.settings = form.settings | rules.settings
        raw.rules, raw.mutes = rules.rules, rules.mutes
    raw.side = ""
    raw.text = form.text if kept else ""
    return raw
