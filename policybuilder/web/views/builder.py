"""The builder: the page, the live preview, and what its buttons do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from policybuilder.accounts.services import workspace_of
from policybuilder.authoring import Draft, WayOut, apply_way_out, draft_plain
from policybuilder.inventory.records import KnownProject
from policybuilder.inventory.selectors import project_list
from policybuilder.library.apart import work_keep_apart
from policybuilder.library.records import Conflict, InvalidName, PolicyRecord
from policybuilder.library.selectors import name_twice
from policybuilder.library.services import policy_save, work_redo, work_undo
from policybuilder.web.attachments import arrange
from policybuilder.web.contexts.addresses import addresses
from policybuilder.web.contexts.build_page import BuildPage, build_page
from policybuilder.web.contexts.conflict import Conflict as ConflictView
from policybuilder.web.contexts.conflict import conflict_of
from policybuilder.web.contexts.findings import anchor
from policybuilder.web.contexts.scenarios import tally
from policybuilder.web.contexts.text_side import TEXT_ID
from policybuilder.web.finding_orders import ordered
from policybuilder.web.forms import edits, state
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.state import FormState
from policybuilder.web.forms.text_side import on_text_side
from policybuilder.web.fragments import HtmxRequest, wants_fragment
from policybuilder.web.sides import mended, turn
from policybuilder.web.size_orders import split_up
from policybuilder.web.standing import reads_only
from policybuilder.web.workbench import (
    Bench,
    attached_to,
    bench_of,
    find_record,
    keep,
    kept_draft,
    number_of,
    open_bench,
    posted_bench,
    record_id,
    scenarios_of,
)
from policybuilder.wording.revisions import SAME_NAME, kept_apart_sentence, saved_sentence, saved_stale_sentence

Item = TypeVar("Item")
SIDES = frozenset({"side", "drop-text"})
NOTE, NOTE_LENGTH = "note", 500  # of the revision that Save makes
NOTE_ON_ITS_WAY = "note_on_its_way"  # in the session: over a redirect, for the page of the same policy


@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The page itself; a post carries a button's order (`do`) together with the form as it stands."""
    if request.method == "POST":
        return _act(request, policy_id)
    bench = open_bench(request, policy_id)
    bench.form.state.open = request.GET.get("open", bench.form.state.open)
    bench.form.state.pane = request.GET.get("pane", bench.form.state.pane)
    if "pane" in request.GET:
        bench.form.state.view = state.view_of(request.GET, bench.form.state.view)
    focus = _opened(bench) if "pane" in request.GET else ""
    asked = "change" in request.GET
    page = _page(request, policy_id, bench, focus=focus, show_summary=bench.stale, change_asked=asked)
    page = replace(page, note=_note_brought(request, policy_id))
    return _render(request, "pages/build.html", page)


@require_POST
def preview(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The right side and the messages of the fields after any change of the form; keeps the work as typed."""
    form = BuilderForm(request.POST)
    form.state.view.pop("size", None)  # offers are of a policy that stands still
    try:
        record = keep(request, policy_id, form, label=request.POST.get("changed", "")[:80])
    except Conflict as conflict:
        seen = request.POST.get("conflict") == str(conflict.record.state)
        return _conflict(request, policy_id, form, conflict.record, part=seen)
    if not wants_fragment(request):
        return _anew(request, policy_id)
    bench = bench_of(record, form, kept_draft(record))
    page = _page(request, policy_id, bench)
    if form.switched:  # another kind has other parts: the whole form comes anew
        return _in_its_place(_render(request, "partials/_build.html", page, oob=True))
    status = 422 if bench.stale else 200
    return _render(request, "partials/_result.html", page, status=status, oob=True)


@require_safe
def pane(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The right side alone, for a tab; without htmx the whole page with that tab open."""
    bench = open_bench(request, policy_id)
    bench.form.state.pane = request.GET.get("pane", "")
    bench.form.state.view = state.view_of(request.GET, bench.form.state.view)
    template = "partials/_result.html" if wants_fragment(request) else "pages/build.html"
    return _render(request, template, _page(request, policy_id, bench, focus=_opened(bench)))


def _opened(bench: Bench) -> str:
    """The finding, or the offers for the size, that a link opened: they take the focus."""
    if bench.form.state.view.get("size"):
        return "size-offers"
    key = bench.form.state.view.get("finding", "")
    return anchor(key) if key else ""


def _act(request: HtmxRequest, policy_id: str | None) -> HttpResponse:
    do = request.POST.get("do", "")
    try:
        match do.split(":"):
            case ["save" | "split" as order]:
                return (_save if order == "save" else split_up)(request, policy_id)
            case ["undo" | "redo" as step]:
                return _step(request, policy_id, step)
            case ["way-out" | "fix" | "mute" | "unmute" | "guide" | "size" | "side" | "drop-text" as order, *place]:
                return (_turn if order in SIDES else _mend)(request, policy_id, order, place)
            case ["keep-mine" | "keep-apart" as order, *place]:
                return (
                    _keep_apart(request, policy_id) if order == "keep-apart" else _keep_mine(request, policy_id, place)
                )
            case _:
                return _edit(request, policy_id, do)
    except Conflict as conflict:
        return _conflict(request, policy_id, BuilderForm(request.POST), conflict.record)


def _edit(request: HtmxRequest, policy_id: str | None, do: str) -> HttpResponse:
    """A structural change: a card, a row, a group of operations."""
    raw = state.read(request.POST)
    focus = edits.apply(raw, do)
    return _restated(request, policy_id, raw, focus)


def _mend(request: HtmxRequest, policy_id: str | None, order: str, place: list[str]) -> HttpResponse:
    """Take a note's way out or a finding's fix, mute a finding or bring one back: an edit of the draft.

    What the page still offers may be gone: then nothing changes.
    """
    bench = posted_bench(request, policy_id)
    if on_text_side(bench.form.state):
        return _restated(request, policy_id, mended(bench, order, place), TEXT_ID if order == "fix" else "result")
    if order == "way-out":
        found = _offered(bench, place)
        draft, focus = (apply_way_out(bench.draft, *found), f"rule-{found[0]}") if found else (None, "")
    else:
        draft = None if bench.stale else ordered(bench, order, place)
        focus = f"rule-{place[0]}" if order == "guide" and place else "result"
    return _edit(request, policy_id, "") if draft is None else _redrafted(request, policy_id, bench, draft, focus)


def _turn(request: HtmxRequest, policy_id: str | None, order: str, place: list[str]) -> HttpResponse:
    """To the other side of the builder, or a kept text dropped. Refused where the other side could not hold it all."""
    bench = posted_bench(request, policy_id)
    turned = turn(bench, order, place)
    if isinstance(turned, FormState):
        return _restated(request, policy_id, turned, TEXT_ID if on_text_side(turned) else "sides")
    record = keep(request, policy_id, bench.form, label="")
    kept = bench_of(record, bench.form, kept_draft(record))
    return _built(request, _page(request, policy_id, kept, refused=turned, show_summary=True), status=422)


def _restated(request: HtmxRequest, policy_id: str | None, raw: FormState, focus: str) -> HttpResponse:
    """The form in another state."""
    form = BuilderForm(state.query(state.pairs(raw)))
    record = keep(request, policy_id, form, label="")
    return _answer(request, policy_id, bench_of(record, form, kept_draft(record)), focus)


def _redrafted(request: HtmxRequest, policy_id: str | None, bench: Bench, draft: Draft, focus: str) -> HttpResponse:
    """The form written anew from a draft that an order made."""
    old = bench.form.state
    raw = form_state(draft, name=old.name, open_rule=old.open, pane=old.pane)
    raw.view = {name: value for name, value in old.view.items() if name != "reason"}
    raw.settings |= {name: value for name, value in old.settings.items() if name == "before"}
    raw.text = old.text
    form = BuilderForm(state.query(state.pairs(raw)))
    record = keep(request, policy_id, form, label="")
    return _answer(request, policy_id, bench_of(record, form, draft), focus)


def _offered(bench: Bench, place: list[str]) -> tuple[str, WayOut] | None:
    """The rule and the way out that a button names, if the policy still offers it (the page may be older)."""
    if bench.stale or len(place) != 3:
        return None
    note = _numbered(bench.composed.notes, place[0])
    if note is None or note.rule is None or note.code.value != place[2]:
        return None
    way = _numbered(note.ways_out, place[1])
    return (note.rule, way) if way else None


def _numbered(items: Sequence[Item], number: str) -> Item | None:
    place = state.whole_number(number)
    return items[place] if place is not None and place < len(items) else None


def _keep_mine(request: HtmxRequest, policy_id: str | None, place: list[str]) -> HttpResponse:
    """Overwrite a newer state of another tab, knowingly: the button names the state it replaces."""
    form = BuilderForm(request.POST)
    record = keep(request, policy_id, form, label="", replaces=state.whole_number("".join(place)))
    return _answer(request, policy_id, bench_of(record, form, kept_draft(record)), "")


def _keep_apart(request: HtmxRequest, policy_id: str | None) -> HttpResponse:
    """What stands in the form becomes a policy of its own: what somebody else wrote stays as it is."""
    form = BuilderForm(request.POST)
    workspace, public_id = record_id(request, policy_id)
    draft = draft_plain(form.draft) if form.draft else None
    made = work_keep_apart(workspace=workspace, public_id=public_id, form=state.pairs(form.state), draft=draft)
    messages.success(request, kept_apart_sentence(made.name))
    _bring_note(request, made.public_id)
    return _go(request, addresses(made.public_id).page)


def _save(request: HtmxRequest, policy_id: str | None) -> HttpResponse:
    """Give the document its name and its place in the library."""
    form = BuilderForm(request.POST)
    record = keep(request, policy_id, form, label="")
    bench = bench_of(record, form, kept_draft(record))
    try:
        saved = policy_save(
            workspace=record.workspace,
            public_id=record.public_id,
            name=form.state.name,
            base_state=record.state,
            tab=record.tab,
            note=request.POST.get(NOTE, ""),
        )
    except InvalidName:
        message = "Give the policy a name of 1 to 120 characters, then save."
        page = _page(request, policy_id, bench, name_error=message, show_summary=True)
        return _built(request, page, status=422)
    added = saved.revision > record.revision
    if bench.stale:
        messages.warning(request, saved_stale_sentence(saved.revision, added=added))
    else:
        messages.success(request, saved_sentence(saved.name, saved.revision, added=added))
    if saved.name != record.name and name_twice(saved):
        messages.warning(request, SAME_NAME)
    return _go(request, addresses(saved.public_id).page)


def _step(request: HtmxRequest, policy_id: str | None, step: str) -> HttpResponse:
    """One step back or forward in the work, from what stands in the form: the last keystroke may not be kept yet."""
    if find_record(request, policy_id) is not None:
        record = keep(request, policy_id, BuilderForm(request.POST), label="")
        take = work_undo if step == "undo" else work_redo
        take(
            workspace=record.workspace,
            public_id=record.public_id,
            base_state=record.state,
            tab=request.POST.get("tab", ""),
            sequence=number_of(request.POST, "sequence"),
        )
    return _answer(request, policy_id, open_bench(request, policy_id), "")


def _conflict(
    request: HtmxRequest, policy_id: str | None, form: BuilderForm, theirs: PolicyRecord, *, part: bool = False
) -> HttpResponse:
    """409: somebody else's newer state stands; the page shows the form as typed beside it, and the ways on.

    The page keeps standing on its old state: whatever it sends next is refused again, until one of the ways is taken.
    `part`: it says so already, and is not put in the place of a form that is being typed in.
    """
    bench = bench_of(theirs, form, kept_draft(theirs))
    base = number_of(request.POST, "base")
    page = _page(
        request, policy_id, bench, conflict=conflict_of(bench, theirs, addresses(policy_id), base=base, quick=part)
    )
    if not wants_fragment(request):
        return _render(request, "pages/build.html", page, status=409)
    if part:
        return _render(request, "partials/_result.html", page, status=409, oob=True)
    return _in_its_place(_render(request, "partials/_build.html", page, status=409))


def _in_its_place(response: HttpResponse) -> HttpResponse:
    """An answer to a preview that takes the place of the whole builder."""
    response.headers["HX-Retarget"] = "#build"
    response.headers["HX-Reswap"] = "outerHTML"
    return response


def _answer(request: HtmxRequest, policy_id: str | None, bench: Bench, focus: str) -> HttpResponse:
    """After a button: the whole builder for htmx, else the page anew by redirect, at the place of the change."""
    if not wants_fragment(request):
        return _anew(request, policy_id, focus)
    return _built(request, _page(request, policy_id, bench, focus=focus), status=200)


def _anew(request: HtmxRequest, policy_id: str | None, focus: str = "") -> HttpResponse:
    """The page by redirect; the note that is being typed, which is no part of the work, comes along."""
    _bring_note(request, policy_id)
    return redirect(addresses(policy_id).page + (f"#{focus}" if focus else ""))


def _note(request: HtmxRequest) -> str:
    return request.POST.get(NOTE, "")[:NOTE_LENGTH]


def _bring_note(request: HtmxRequest, policy_id: str | None) -> None:
    note = _note(request)
    if note:
        request.session[NOTE_ON_ITS_WAY] = {"policy": policy_id, "note": note}


def _note_brought(request: HtmxRequest, policy_id: str | None) -> str:
    """The note that a redirect brought, once; "" where it came for another policy's page."""
    brought = request.session.get(NOTE_ON_ITS_WAY)
    if not brought or brought["policy"] != policy_id:
        return ""
    del request.session[NOTE_ON_ITS_WAY]
    return str(brought["note"])


def _built(request: HtmxRequest, page: BuildPage, *, status: int) -> HttpResponse:
    template = "partials/_build.html" if wants_fragment(request) else "pages/build.html"
    return _render(request, template, page, status=status)


def _go(request: HtmxRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if wants_fragment(request) else redirect(address)


def _page(  # noqa: PLR0913 - the page's switches, each named
    request: HtmxRequest,
    policy_id: str | None,
    bench: Bench,
    *,
    focus: str = "",
    conflict: ConflictView | None = None,
    name_error: str = "",
    refused: str = "",
    show_summary: bool = False,
    change_asked: bool = False,
) -> BuildPage:
    arrangement = arrange(bench.composed, bench.draft, attached_to(request, bench))
    page = build_page(
        bench,
        policy_id,
        _projects(request),
        policies=arrangement.policies({}),
        tally=tally(scenarios_of(request, bench), arrangement),
        focus=focus,
        conflict=conflict,
        name_error=name_error,
        refused=refused,
        show_summary=show_summary,
        change_asked=change_asked,
    )
    return replace(page, reader=reads_only(request), note=_note(request))


def _projects(request: HtmxRequest) -> tuple[KnownProject, ...]:
    workspace = workspace_of(request.session)
    return project_list(workspace=workspace) if workspace else ()


def _render(
    request: HtmxRequest, template: str, page: BuildPage, *, status: int = 200, oob: bool = False
) -> HttpResponse:
    response = render(request, template, {"page": page, "oob": oob, "section": "build"}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
