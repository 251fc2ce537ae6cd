"""Opening a policy: from text or files to the builder, by way of mending it or choosing among several."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import Settings, draft_plain
from policybuilder.authoring.wrapped_parts import WrappedDocument
from policybuilder.library.services import policies_import, scratch_replace
from policybuilder.web.contexts.findings import fixed, validated
from policybuilder.web.contexts.importing import list_page, mend_page
from policybuilder.web.contexts.validate import MOST_DRAWN, validate_page
from policybuilder.web.forms.importing import ImportForm, Source, carried, carried_back
from policybuilder.web.forms.state import whole_number
from policybuilder.web.forms.validate import KINDS, MOST_EARLIER, ValidateForm
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.importing import Elsewhere, Made, Offered, Stopped, made, offered, opened, with_place
from policybuilder.web.standing import member_of
from policybuilder.wording.importing import elsewhere_sentence, places_sentence, read_lines, read_sentence

ORDERS = frozenset({"paste", "fix", "undo", "open", "keep", "list"})
MOST_SAID = 10


@require_POST
def open_policy(request: HtmxRequest) -> HttpResponse:
    """`paste` opens what is given; `fix` and `undo` change the text; `open`, `keep` and `list` are about several."""
    order, *place = request.POST.get("do", "").split(":")
    match (order, place):
        case ("fix", _):
            return _fix(request, place)
        case ("undo", []):
            return _undo(request)
        case ("open" | "keep" | "list", _):
            return _chosen(request, order, place)
        case _:
            return _paste(request)


def open_text(request: HtmxRequest, text: str) -> HttpResponse:
    """Open a text that the page offers, with rules where they say the same."""
    return _open(request, offered((Source("", text),))[0][0], "identity", ())


def _paste(request: HtmxRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    earlier = _earlier(request)
    if not form.is_valid():
        return _mend(request, form, None, earlier, status=422)
    sources = form.cleaned_data["sources"]
    documents, _ = offered(sources)
    if len(documents) > 1:
        return _list(request, sources, exact=form.cleaned_data["exact"])
    return _open(request, documents[0], form.cleaned_data["kind"], earlier)


def _open(request: HtmxRequest, one: Offered, kind: str, earlier: tuple[str, ...], *, back: str = "") -> HttpResponse:
    """To the builder, to the Validate page, or to what keeps it from either."""
    document = one.document
    found = made(document, kind)
    if isinstance(found, Elsewhere):
        messages.info(request, elsewhere_sentence(found.kind))
        form = ValidateForm({"text": document.text, "kind": found.kind})
        page = validate_page(form, validated(document.text, found.kind), ())
        return render(request, "pages/validate.html", {"page": page, "section": "validate"})
    if isinstance(found, Stopped):
        return _stopped(request, one, kind or document.kind, found, earlier, back)
    reading = opened(found.exact, as_written=request.POST.get("exact") == "on")
    places = _places(found.exact.settings, reading.draft.settings)
    said = (read_sentence(reading.statements), *_from(document), *read_lines(reading.statements), *places)
    messages.success(request, "\n".join(said))
    for finding in found.findings[:MOST_SAID]:
        messages.warning(request, with_place(finding))
    workspace = workspace_require(request.session)
    scratch_replace(workspace=workspace, draft=draft_plain(reading.draft), member=member_of(request))
    return redirect("build")


def _from(document: WrappedDocument) -> tuple[str, ...]:
    return (f"Found at {document.place}; what is around it was left out.",) if document.place else ()


def _places(before: Settings, after: Settings) -> tuple[str, ...]:
    if (before.account, before.regions) == (after.account, after.regions):
        return ()
    return (places_sentence(after.account, after.regions),)


def _stopped(
    request: HtmxRequest, one: Offered, kind: str, found: Stopped, earlier: tuple[str, ...], back: str
) -> HttpResponse:
    """The document in the text area, alone if it was in a larger text: that one is a step back."""
    text = one.document.text
    computed = bool(one.document.obstacles)
    if not one.bare and not back:
        earlier = (*earlier, one.source.text)[-MOST_EARLIER:]
    form = ImportForm({"text": text, "kind": kind, "exact": request.POST.get("exact", "")})
    alone = "" if one.bare else one.document.place or "the text"
    for sentence in found.faults:
        form.add_error("text", sentence)
    notes = found.faults if computed else ()
    return _mend(request, form, text, earlier, status=422, notes=notes, alone=alone, back=back)


def _fix(request: HtmxRequest, place: list[str]) -> HttpResponse:
    """The text after a fix, shown before it is opened; the same one where the page offered what is not there any more."""
    form = ImportForm(request.POST)
    text = str(form.cleaned_data["text"]) if form.is_valid() else ""
    after = fixed(validated(text, _kind(request)), place) if len(text) <= MOST_DRAWN else None
    earlier = _earlier(request)
    if after is None:
        return _again(request, text, earlier)
    return _again(request, after, (*earlier, text)[-MOST_EARLIER:])


def _undo(request: HtmxRequest) -> HttpResponse:
    earlier = _earlier(request)
    if not earlier:
        return _paste(request)
    return _again(request, earlier[-1], earlier[:-1])


def _again(request: HtmxRequest, text: str, earlier: tuple[str, ...]) -> HttpResponse:
    form = ImportForm({"text": text, "kind": _kind(request), "exact": request.POST.get("exact", "")})
    return _mend(request, form, text, earlier, back=request.POST.get("carried", ""))


def _chosen(request: HtmxRequest, order: str, place: list[str]) -> HttpResponse:
    """A document of the list, those that are ticked, or the list again."""
    sources = carried_back(request.POST.get("carried", ""))
    documents, _ = offered(sources)
    number = whole_number(place[0]) if place else None
    if order == "open" and number is not None and number < len(documents):
        return _open(request, documents[number], _kind(request, f"kind-{number}"), (), back=carried(sources))
    if order == "keep" and documents:
        return _keep(request, sources, documents)
    if documents:
        return _list(request, sources, exact=request.POST.get("exact") == "on")
    return redirect("start")


def _keep(request: HtmxRequest, sources: tuple[Source, ...], documents: tuple[Offered, ...]) -> HttpResponse:
    """Save the ticked documents to the library, under names of their own."""
    numbers = {number for text in request.POST.getlist("pick") if (number := whole_number(text)) is not None}
    ticked = [one for one in documents if one.number in numbers]
    exact = request.POST.get("exact") == "on"
    policies = []
    for one in ticked:
        found = made(one.document, _kind(request, f"kind-{one.number}"))
        if isinstance(found, Made):
            name = request.POST.get(f"name-{one.number}", "") or one.document.name
            policies.append((name, draft_plain(opened(found.exact, as_written=exact).draft)))
    if not policies:
        errors = (("documents", "Tick the policies to save; what wants mending or checking is opened one by one."),)
        return _list(request, sources, exact=exact, errors=errors)
    saved = policies_import(workspace=workspace_require(request.session), policies=policies)
    count = len(saved)
    said = f"Saved {count:,} polic{'y' if count == 1 else 'ies'}."
    messages.success(request, "\n".join([said, *(each.name for each in saved)]))
    if count < len(ticked):
        messages.warning(request, f"{len(ticked) - count} of those ticked cannot be saved as they are.")
    return redirect("library")


def _kind(request: HtmxRequest, name: str = "kind") -> str:
    kind = request.POST.get(name, "")
    return kind if kind in dict(KINDS) else ""


def _earlier(request: HtmxRequest) -> tuple[str, ...]:
    return tuple(text.replace("\r\n", "\n") for text in request.POST.getlist("earlier")[-MOST_EARLIER:])


def _list(
    request: HtmxRequest, sources: tuple[Source, ...], *, exact: bool, errors: tuple[tuple[str, str], ...] = ()
) -> HttpResponse:
    page = list_page(sources, exact=exact, errors=errors, typed={name: request.POST[name] for name in request.POST})
    return render(request, "pages/import_list.html", {"page": page, "section": "build"}, status=422 if errors else 200)


def _mend(  # noqa: PLR0913 - what the page carries on
    request: HtmxRequest,
    form: ImportForm,
    text: str | None,
    earlier: tuple[str, ...],
    *,
    status: int = 200,
    notes: tuple[str, ...] = (),
    alone: str = "",
    back: str = "",
) -> HttpResponse:
    page = mend_page(form, text, earlier, notes=notes, alone=alone, back=back)
    return render(request, "pages/import_mend.html", {"page": page, "section": "build"}, status=status)
