"""What turns the builder from the form to the text and back, and what a finding's buttons do to a text."""

from copy import deepcopy

from policybuilder.web.finding_orders import mended_text, ordered
from policybuilder.web.forms import state
from policybuilder.web.forms.builder import form_state
from policybuilder.web.forms.state import TEXT_SIDE, FormState, TooManyRows
from policybuilder.web.forms.text_side import on_text_side, to_form, to_text
from policybuilder.web.size_orders import resized_text
from policybuilder.web.workbench import Bench

UNFINISHED = "Mend the form first: the JSON is made from it."
TOO_LONG = f"The form shows {state.MOST_ROWS:,} rules, resources and conditions at most. Go on with the JSON."


def turn(bench: Bench, order: str, place: list[str]) -> FormState | str:
    """The form on the side that `side:json` or `side:form` names, or without its kept text (`drop-text`).

    A sentence where that would lose something: of a form that cannot be read there is no text yet, and a policy may
    have more rules than the form can show. An unreadable text is kept beside the form, which shows the last good policy.
    """
    form = bench.form.state
    if order == "drop-text":
        return form if on_text_side(form) else to_form(form, None, kept=False)
    to_json = place == [TEXT_SIDE]
    if to_json == on_text_side(form):
        return form
    if to_json:
        return UNFINISHED if bench.stale else to_text(form, bench.composed)
    unchanged = not bench.stale and bench.draft == bench.form.base
    rules = None if unchanged else form_state(bench.draft)
    turned = to_form(form, rules, kept=bench.stale)
    try:
        state.read(state.query(state.pairs(turned)))
    except TooManyRows:
        return TOO_LONG
    return turned


def mended(bench: Bench, order: str, place: list[str]) -> FormState:
    """The form on its text side after `fix:...`, `size:NAME`, `mute:KEY` or `unmute:NUMBER`; as it was for what is not offered."""
    form = deepcopy(bench.form.state)
    if order == "fix":
        text = mended_text(bench, place)
        form.text = form.text if text is None else text
    elif order == "size":
        form.text = resized_text(bench, place) or form.text
    elif order in {"mute", "unmute"} and not bench.stale:
        draft = ordered(bench, order, place)
        form.mutes = form.mutes if draft is None else form_state(draft).mutes
        form.view.pop("reason", None)
    return form
