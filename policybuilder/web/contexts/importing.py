"""The pages on the way from a text to a policy: a text that wants mending, and a choice of several documents."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from policybuilder.iam import parse
from policybuilder.validator import guessed_kind
from policybuilder.web.contexts.findings import FindingsPane, FindingsView, findings_pane, marks_of, validated
from policybuilder.web.contexts.validate import MOST_DRAWN
from policybuilder.web.forms.importing import ImportForm, Source, carried
from policybuilder.web.forms.validate import KINDS
from policybuilder.web.highlight import code_html, code_lines
from policybuilder.web.importing import LONGEST_POLICY, Elsewhere, Made, Offered, made, offered
from policybuilder.wording.finding_text import KIND_NAMES

WHOLE_TEXT = "The whole text"


@dataclass(frozen=True, slots=True)
class MendPage:
    """A text that cannot be opened as it is, what keeps it from that, and the fixes.

    `alone`: it was taken out of a larger text. `ready`: nothing keeps it any more. `carried`: the list that it was chosen
    from.
    """

    form: ImportForm
    errors: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...]
    code: SafeString | str
    findings: FindingsPane | None
    kind_words: str
    notes: tuple[str, ...]
    alone: str
    ready: str
    carried: str


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the list. `state`: `open`, `check` (a kind that the builder has no form for) or `mend`."""

    number: int
    name: str
    place: str
    file: str
    kind: str
    sure: bool
    statements: int
    size: int
    state: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Several documents to choose from."""

    rows: tuple[Row, ...]
    left_out: int
    carried: str
    exact: bool
    errors: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]

    @property
    def savable(self) -> bool:
        """Is there one that the library takes?"""
        return any(row.state == "open" for row in self.rows)


def mend_page(
    form: ImportForm,
    text: str | None,
    earlier: tuple[str, ...] = (),
    *,
    notes: tuple[str, ...] = (),
    alone: str = "",
    back: str = "",
) -> MendPage:
    """The page for a text; None before there is one."""
    errors = tuple(("id_text", str(message)) for found in form.errors.values() for message in found)
    base = MendPage(form, errors, earlier, "", None, "", notes, alone, "", back)
    if text is None:
        return base
    ready = _ready(text, form.data.get("kind", "")) if not errors and not notes else ""
    documents, _ = offered((Source("", text),))
    if len(documents) > 1 or not documents[0].bare or len(text) > MOST_DRAWN:
        return MendPage(form, errors, earlier, "", None, "", notes, alone, ready, back)
    view = FindingsView()
    validation = validated(text, form.data.get("kind", ""))
    return MendPage(
        form=form,
        errors=errors,
        earlier=earlier,
        code=code_html(code_lines(text, marks_of(validation, view)), {}),
        findings=findings_pane(validation, view),
        kind_words=KIND_NAMES[validation.kind],
        notes=notes,
        alone=alone,
        ready=ready,
        carried=back,
    )


def _ready(text: str, kind: str) -> str:
    """What opens now; "" while something is in the way."""
    documents, left_out = offered((Source("", text),))
    if len(documents) > 1:
        return f"{len(documents) + left_out:,} documents are in this text."
    (only,) = documents
    if not isinstance(made(only.document, kind), Made | Elsewhere):
        return ""
    return (
        "Nothing keeps it from being opened any more."
        if only.bare
        else f"The document at {only.document.place} can be opened."
    )


def list_page(
    sources: tuple[Source, ...],
    *,
    exact: bool,
    errors: tuple[tuple[str, str], ...] = (),
    typed: dict[str, str] | None = None,
) -> ListPage:
    """The documents of some texts. `typed`: names and kinds by `name-NUMBER` and `kind-NUMBER`, as on the page before."""
    documents, left_out = offered(sources)
    rows = tuple(_row(each, typed or {}) for each in documents)
    return ListPage(rows, left_out, carried(sources), exact, errors, tuple(KINDS[1:]))


def _row(each: Offered, typed: dict[str, str]) -> Row:
    document = each.document
    policy = parse(document.text, limit=LONGEST_POLICY).policy
    chosen = typed.get(f"kind-{each.number}", "")
    kind = (chosen if chosen in dict(KINDS) else "") or document.kind or guessed_kind(policy).value
    found = made(document, kind)
    return Row(
        number=each.number,
        name=typed.get(f"name-{each.number}") or document.name or _name_of(each),
        place=document.place or WHOLE_TEXT,
        file=each.source.name,
        kind=kind,
        sure=bool(document.kind),
        statements=len(policy.statements) if policy else 0,
        size=len(document.text),
        state="open" if isinstance(found, Made) else "check" if isinstance(found, Elsewhere) else "mend",
        why=()
        if isinstance(found, Made | Elsewhere)
        else tuple(_short(each, document.place) for each in found.faults[:3]),
    )


def _short(sentence: str, place: str) -> str:
    """A sentence without the place that stands above it."""
    short = sentence.removeprefix(f"{place}: ")
    return short[:1].upper() + short[1:] if short != sentence else sentence


def _name_of(each: Offered) -> str:
    """A name for what has none: its file's, or its number."""
    stem = each.source.name.rpartition("/")[2].rpartition(".")[0] or each.source.name
    return stem or f"Imported policy {each.number + 1}"
