"""Compare: what one policy allows and another does not."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import workspace_of, workspace_require
from policybuilder.analysis import DEFAULT, REKOGNITION
from policybuilder.authoring import draft_plain
from policybuilder.authoring.wrapped import unwrap
from policybuilder.library.selectors import policy_choices
from policybuilder.library.services import scratch_replace
from policybuilder.validator import PolicyKind
from policybuilder.web.comparing import Readable, common_kind, compared
from policybuilder.web.contexts.addresses import addresses
from policybuilder.web.contexts.compare import ComparePage, Result, Side, result_of
from policybuilder.web.forms.compare import PASTED, SIDES, TITLES, WORK, CompareForm
from policybuilder.web.forms.simulate import question_form
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.importing import Made, made, opened
from policybuilder.web.standing import changes_nothing_here, member_of, require_writes
from policybuilder.web.workbench import open_bench
from policybuilder.wording.finding_text import KIND_NAMES

SECONDS, LONGER = 1.0, 10.0
ASKED = "The pasted policy is in the builder now, so that Simulate can ask it. What stood there is one Undo away in the builder."


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HtmxRequest) -> HttpResponse:
    """Saved policies are compared at an address of their own, pasted text by a post. A post also opens a pasted policy in
    Simulate with an example (`do=ask:b:QUERY`)."""
    posted = request.method == "POST"
    data = request.POST if posted else request.GET
    workspace = workspace_of(request.session)
    policies = policy_choices(workspace=workspace, also=[data.get(side, "") for side in SIDES]) if workspace else ()
    if not posted and not {"a", "b"} <= set(data):
        before = policies[0].public_id if policies else PASTED
        given = {"a": before, "b": WORK, **{side: data[side] for side in SIDES if side in data}}
        return _page(request, ComparePage(CompareForm(policies=policies, initial=given)))
    form = CompareForm(data, policies=policies)
    if not form.is_valid():
        return _page(request, ComparePage(form), status=422)
    longer = data.get("longer") == "yes"
    if posted and form.linkable:
        return redirect(f"{reverse('compare')}?{_query(form, longer=longer)}")
    if posted and data.get("do", "").startswith("ask:"):
        return _ask(request, form, data.get("do", ""))
    result = _result(request, form, LONGER if longer else SECONDS)
    return _page(request, ComparePage(form, result), status=200 if result else 422)


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
    """The policy of a side, and the side. The words of a side's choice are the only names of sources: a revision is one
    more word."""
    if side in form.read:
        read = form.read[side]
        return read, Side(TITLES[side], "pasted text", read.policy, faults=read.faults)
    source = form.cleaned_data[side]
    public_id = None if source == WORK else source
    bench = open_bench(request, public_id)
    name = bench.form.state.name if public_id else "the working copy"
    if bench.stale:
        name = f"{name}, as it last could be read"
    policy = bench.composed.policy
    read = Readable(policy, bench.draft.settings.kind, guessed=False)
    return read, Side(TITLES[side], name, policy, addresses(public_id).simulate)


def _article(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _ask(request: HtmxRequest, form: CompareForm, order: str) -> HttpResponse:
    """A pasted policy on the bench, and Simulate with the question of a line."""
    require_writes(request)
    _, side, query = order.split(":", 2) if order.count(":") > 1 else ("", "", "")
    if side not in form.read:
        return redirect("compare")
    document = unwrap(form.cleaned_data[f"{side}_text"]).documents[0]
    kind = form.cleaned_data["kind"] or form.read[side].kind
    found = made(document, kind)
    if not isinstance(found, Made):
        form.add_error(f"{side}_text", "This policy cannot be opened in the builder, so Simulate cannot ask it.")
        return _page(request, ComparePage(form), status=422)
    draft = opened(found.exact, as_written=True).draft
    workspace = workspace_require(request.session)
    scratch_replace(workspace=workspace, draft=draft_plain(draft), member=member_of(request))
    messages.success(request, ASKED)
    return redirect(f"{reverse('simulate')}?{question_form(QueryDict(query)).query_with()}")


def _page(request: HtmxRequest, page: ComparePage, *, status: int = 200) -> HttpResponse:
    return render(request, "pages/compare.html", {"page": page, "section": "compare"}, status=status)
