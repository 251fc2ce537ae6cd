"""Compare: what one policy allows and another does not."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import workspace_of, workspace_require
from policybuilder.analysis import DEFAULT, REKOGNITION
from policybuilder.authoring import Draft, compose, draft_plain
from policybuilder.authoring.wrapped import unwrap
from policybuilder.library.records import NotFound, PolicyRecord, PolicyRow
from policybuilder.library.revisions import RevisionRecord, RevisionRow, revision_get, revision_list
from policybuilder.library.selectors import policy_choices
from policybuilder.library.services import scratch_replace
from policybuilder.validator import PolicyKind
from policybuilder.web.comparing import Readable, common_kind, compared
from policybuilder.web.contexts.addresses import addresses
from policybuilder.web.contexts.compare import ComparePage, Result, Side, result_of
from policybuilder.web.forms.compare import SIDES, TITLES, CompareForm
from policybuilder.web.forms.simulate import question_form
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.importing import Made, made, opened
from policybuilder.web.sources import PASTED, WORK, Source, source_of
from policybuilder.web.standing import changes_nothing_here, member_of, require_writes
from policybuilder.web.workbench import find_record, kept_draft, open_bench
from policybuilder.wording.finding_text import KIND_NAMES

SECONDS, LONGER = 1.0, 10.0
MOST_REVISIONS = 200  # of a policy that a side offers
_UNDO = "What stood there is one Undo away in the builder."
ASKED = f"The pasted policy is in the builder now, so that Simulate can ask it. {_UNDO}"
ASKED_REVISION = f"The revision is in the builder now, as an unsaved policy, so that Simulate can ask it. {_UNDO}"


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HtmxRequest) -> HttpResponse:
    """Saved policies are compared at an address of their own, pasted text by a post. A post also opens a pasted policy in
    Simulate with an example (`do=ask:b:QUERY`)."""
    posted = request.method == "POST"
    data = request.POST if posted else request.GET
    workspace = workspace_of(request.session)
    chosen = [source_of(data.get(side, "")) for side in SIDES]
    also = [source.public_id or "" for source in chosen]
    policies = policy_choices(workspace=workspace, also=also) if workspace else ()
    offered = _revisions(policies, chosen)
    if data.get("do") == "revisions" or not (posted or {"a", "b"} <= set(data)):
        before = policies[0].public_id if policies else PASTED
        given = {"a": before, "b": WORK, **{name: data[name] for name in CompareForm.base_fields if name in data}}
        return _page(request, ComparePage(CompareForm(policies=policies, revisions=offered, initial=given)))
    form = CompareForm(data, policies=policies, revisions=offered)
    if not form.is_valid():
        return _page(request, ComparePage(form), status=422)
    longer = data.get("longer") == "yes"
    if posted and data.get("do", "").startswith("ask:"):
        return _ask(request, form, data.get("do", ""))
    if posted and form.linkable:
        return redirect(f"{reverse('compare')}?{_query(form, longer=longer)}")
    result = _result(request, form, LONGER if longer else SECONDS)
    return _page(request, ComparePage(form, result), status=200 if result else 422)


def _revisions(policies: Sequence[PolicyRow], chosen: Sequence[Source]) -> dict[str, tuple[RevisionRow, ...]]:
    """The revisions of the policies that are chosen, by their ids: the newest, and those that are chosen themselves."""
    numbers: dict[str | None, list[int]] = {source.public_id: [] for source in chosen}
    for source in chosen:
        if source.number is not None:
            numbers[source.public_id].append(source.number)
    return {
        policy.public_id: revision_list(
            workspace=policy.workspace,
            public_id=policy.public_id,
            newest=MOST_REVISIONS,
            also=numbers[policy.public_id],
        )
        for policy in policies
        if policy.public_id in numbers and policy.revision
    }


def _query(form: CompareForm, *, longer: bool) -> str:
    """The address of a comparison of what is kept here."""
    fields = form.cleaned_data
    pairs = [("a", fields["a"]), ("b", fields["b"]), ("kind", fields["kind"])]
    pairs += [("rekognition", "on" if fields["rekognition"] else ""), ("longer", "yes" if longer else "")]
    return urlencode([(name, text) for name, text in pairs if text])


def _result(request: HtmxRequest, form: CompareForm, seconds: float) -> Result | None:
    """The answer; None, with the fault at its field, where the two are of different kinds."""
    (a, one), (b, other) = (_given(request, form, side) for side in SIDES)
    kind = form.cleaned_data["kind"] or common_kind(a, b)
    if not kind:
        words = [KIND_NAMES[PolicyKind(each.kind)] for each in (a, b)]
        form.add_error(
            "kind", f"A looks like {_article(words[0])}, B like {_article(words[1])}. Choose what both are compared as."
        )
        return None
    world = REKOGNITION if form.cleaned_data["rekognition"] else DEFAULT
    found = compared(a.policy, b.policy, kind, world, seconds)
    return result_of(one, other, kind, found, seconds, can_go_on=seconds < LONGER)


def _given(request: HtmxRequest, form: CompareForm, side: str) -> tuple[Readable, Side]:
    """The policy of a side, and the side."""
    if side in form.read:
        read = form.read[side]
        return read, Side(TITLES[side], "pasted text", read.policy, faults=read.faults)
    source = form.source(side)
    if source.revision:
        return _revision(request, source, TITLES[side])
    bench = open_bench(request, source.public_id)
    name = bench.form.state.name if source.public_id else "the working copy"
    if source.public_id and source.public_id in _ids_of_revisions(form):
        name = f"{name}, the working copy"
    if bench.stale:
        name = f"{name}, as it last could be read"
    policy = bench.composed.policy
    read = Readable(policy, bench.draft.settings.kind, guessed=False)
    return read, Side(TITLES[side], name, policy, addresses(source.public_id).simulate)


def _revision(request: HtmxRequest, source: Source, letter: str) -> tuple[Readable, Side]:
    """A revision. Simulate asks the working copy: of another policy than that it asks what is put into the builder."""
    record, found = _found(request, source)
    draft = kept_draft(found)
    policy = compose(draft).policy
    current = found.number == record.revision and not record.unsaved
    read = Readable(policy, draft.settings.kind, guessed=False)
    simulate = addresses(record.public_id).simulate if current else ""
    return read, Side(letter, f"{found.name}, revision {found.number}", policy, simulate)


def _found(request: HtmxRequest, source: Source) -> tuple[PolicyRecord, RevisionRecord]:
    record = find_record(request, source.public_id)
    if record is None:
        raise Http404
    try:
        return record, revision_get(workspace=record.workspace, public_id=record.public_id, number=source.number)
    except NotFound:
        raise Http404 from None


def _ids_of_revisions(form: CompareForm) -> set[str | None]:
    """The policies that a revision is compared of."""
    sources = (form.source(side) for side in SIDES if side not in form.read)
    return {source.public_id for source in sources if source.revision}


def _article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _ask(request: HtmxRequest, form: CompareForm, order: str) -> HttpResponse:
    """A pasted policy, or a revision, on the bench, and Simulate with the question of a line."""
    require_writes(request)
    _, side, query = order.split(":", 2) if order.count(":") > 1 else ("", "", "")
    if side not in SIDES or not (side in form.read or form.source(side).revision):
        return redirect("compare")
    draft = _pasted(form, side) if side in form.read else kept_draft(_found(request, form.source(side))[1])
    if draft is None:
        form.add_error(f"{side}_text", "This policy cannot be opened in the builder, so Simulate cannot ask it.")
        return _page(request, ComparePage(form), status=422)
    workspace = workspace_require(request.session)
    scratch_replace(workspace=workspace, draft=draft_plain(draft), member=member_of(request))
    messages.success(request, ASKED if side in form.read else ASKED_REVISION)
    return redirect(f"{reverse('simulate')}?{question_form(QueryDict(query)).query_with()}")


def _pasted(form: CompareForm, side: str) -> Draft | None:
    """The draft of a pasted text; None where the builder cannot hold it."""
    document = unwrap(form.cleaned_data[f"{side}_text"]).documents[0]
    found = made(document, form.cleaned_data["kind"] or form.read[side].kind)
    return opened(found.exact, as_written=True).draft if isinstance(found, Made) else None


def _page(request: HtmxRequest, page: ComparePage, *, status: int = 200) -> HttpResponse:
    return render(request, "pages/compare.html", {"page": page, "section": "compare"}, status=status)
