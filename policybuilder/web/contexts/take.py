"""The Take it tab: the forms, the one that is shown or the reasons why it cannot be, the way into the AWS console."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from policybuilder.export import FORMS, Exported, Form, Kind
from policybuilder.web.exports import Chosen, NamedPolicy, exported, file_name
from policybuilder.web.highlight import CodeLine, code_html, code_lines
from policybuilder.web.highlight_code import export_lines
from policybuilder.wording.exports import (
    FORM_NAMES,
    FORM_SENTENCES,
    ConsolePage,
    console_page,
    export_note_sentence,
    obstacle_sentence,
)
from policybuilder.wording.kinds import kind_words

JSON_FORMS = frozenset({Form.JSON, Form.JSON_LINE, Form.CLOUDFORMATION_JSON})
MOST_REASONS = 12


@dataclass(frozen=True, slots=True)
class TakeView:
    """How the tab is looked at: what was chosen, the addresses of the page and of its pane."""

    chosen: Chosen
    page: str
    pane: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of the tab; `part` is the address of its fragment."""

    title: str
    href: str
    part: str
    current: bool


@dataclass(frozen=True, slots=True)
class TakePane:
    """The tab. Where the form cannot hold the policy there are `reasons` and no text."""

    forms: tuple[Choice, ...]
    placements: tuple[Choice, ...]
    title: str
    about: str
    text: str
    code: SafeString
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    left_out: int
    href: str
    file_name: str
    console: ConsolePage | None
    quota: str


def take_pane(policy: NamedPolicy, view: TakeView) -> TakePane:
    """The tab for a policy."""
    kind = Kind(policy.draft.settings.kind)
    chosen = view.chosen if kind is Kind.IDENTITY else Chosen(view.chosen.form)
    made = exported(policy, chosen)
    text, notes, obstacles = (made.text, made.notes, ()) if isinstance(made, Exported) else ("", (), made.obstacles)
    return TakePane(
        forms=tuple(
            _choice(FORM_NAMES[form], view, Chosen(form, chosen.inline), current=form is chosen.form) for form in FORMS
        ),
        placements=_placements(view, kind),
        title=FORM_NAMES[chosen.form],
        about=FORM_SENTENCES[chosen.form],
        text=text,
        code=code_html(_lines(text, chosen.form), {}, prefix="E"),
        notes=tuple(export_note_sentence(note) for note in notes),
        reasons=tuple(obstacle_sentence(each) for each in obstacles[:MOST_REASONS]),
        left_out=len(obstacles[MOST_REASONS:]),
        href=f"{view.page}policy{FORMS[chosen.form].ending}{'?inline=1' if chosen.inline else ''}",
        file_name=file_name(policy, chosen.form),
        console=console_page(kind, policy.draft.settings.partition),
        quota=kind_words(kind.value).size,
    )


def _lines(text: str, form: Form) -> tuple[CodeLine, ...]:
    shown = text.removesuffix("\n")  # the last line's end begins no line that is worth a number
    return code_lines(shown) if form in JSON_FORMS else export_lines(shown, form)


def _placements(view: TakeView, kind: Kind) -> tuple[Choice, ...]:
    """An identity policy stands on its own or within a role; JSON says neither."""
    if kind is not Kind.IDENTITY or view.chosen.form in {Form.JSON, Form.JSON_LINE}:
        return ()
    return tuple(
        _choice(title, view, Chosen(view.chosen.form, inline), current=inline is view.chosen.inline)
        for title, inline in (("A policy of its own", False), ("Written into a role", True))
    )


def _choice(title: str, view: TakeView, chosen: Chosen, *, current: bool) -> Choice:
    shown = {"pane": "take", "as": chosen.form.value} | ({"inline": "1"} if chosen.inline else {})
    query = urlencode(shown)
    return Choice(title, f"{view.page}?{query}", f"{view.pane}?{query}", current)
