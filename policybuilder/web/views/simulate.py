"""Simulate: a question about a policy under all layers, and the answer with its reasons."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from policybuilder.accounts.services import WorkspaceId, workspace_of
from policybuilder.authoring import Draft
from policybuilder.authoring.askers import usual_copy
from policybuilder.authoring.questions import ask
from policybuilder.authoring.scenarios import EXPECTED, read_scenario
from policybuilder.authoring.scenarios_fields import ScenarioProblem
from policybuilder.inventory.selectors import known_arns
from policybuilder.library.attached import attachment_add, attachment_remove
from policybuilder.library.records import Conflict, NotFound, PolicyRow, TooMany
from policybuilder.library.scenarios import NewScenario, scenarios_add
from policybuilder.library.selectors import policy_choices
from policybuilder.web.attachments import arrange
from policybuilder.web.contexts.addresses import addresses
from policybuilder.web.contexts.answer import Asked
from policybuilder.web.contexts.offers import draft_allowing, way_for
from policybuilder.web.contexts.scenarios import question_words, tally
from policybuilder.web.contexts.simulate import OnTheBench, simulate_page
from policybuilder.web.forms import state
from policybuilder.web.forms.attach import AttachForm
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.simulate import asked_by, filled, question_form, with_usual
from policybuilder.web.fragments import HtmxRequest, page_or_part, wants_fragment
from policybuilder.web.workbench import attached_to, keep, open_bench, record_id, scenarios_of
from policybuilder.wording import scenario_sentence

ADDED = "Added a rule that allows exactly what you asked about."


@require_http_methods(["GET", "HEAD", "POST"])
def simulate(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The question stands in the address; htmx swaps the answer alone. A post attaches, detaches, or allows what was asked."""
    if request.method == "POST":
        return _act(request, policy_id)
    query = _other_question(request, policy_id)
    if query is not None:
        target = f"{addresses(policy_id).simulate}?{query}"
        return HttpResponseClientRedirect(target) if wants_fragment(request) else redirect(target)
    return _page(request, policy_id, AttachForm(policies=_policies(request)))


def _other_question(request: HtmxRequest, policy_id: str | None) -> str | None:
    """The question that a button of the form asks for: by another kind of caller, or with what a call carries."""
    form, kind = question_form(request.GET), request.GET.get("as", "")
    if not kind:
        return filled(form, request.GET.get("fill", ""))
    return asked_by(form, kind, open_bench(request, policy_id).draft.settings.account)


def _page(request: HtmxRequest, policy_id: str | None, form: AttachForm) -> HttpResponse:
    bench = open_bench(request, policy_id)
    workspace = workspace_of(request.session)
    others = attached_to(request, bench)
    counts = tally(scenarios_of(request, bench), arrange(bench.composed, bench.draft, others))
    on_it = OnTheBench(
        name=bench.form.state.name,
        draft=bench.draft,
        composed=bench.composed,
        attached=others,
        arns=known_arns(workspace=workspace) if workspace else (),
        base=bench.record.state if bench.record else 0,
        stale=bench.stale,
        scenarios=counts,
    )
    asked = with_usual(request.GET, usual_copy(bench.composed.policy, bench.draft.settings))
    page = simulate_page(on_it, question_form(asked), form, addresses(policy_id))
    status = 422 if page.errors or page.attach_errors else 200
    shown = {"page": page, "section": "simulate", "oob": wants_fragment(request)}
    response = page_or_part(request, "simulate", "_answer", shown, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _act(request: HtmxRequest, policy_id: str | None) -> HttpResponse:
    do, _, which = request.POST.get("do", "").partition(":")
    workspace, public_id = record_id(request, policy_id)
    if do == "detach":
        attachment_remove(workspace=workspace, public_id=public_id, attachment_id=state.key_of(which))
    elif do == "attach":
        form = AttachForm(request.POST, request.FILES, policies=_policies(request))
        if not form.is_valid() or not _attach(workspace, public_id, form):
            return _page(request, policy_id, form)
    elif do in ("allow-exactly", "allow-near"):
        return _allow(request, policy_id, which)
    elif do == "keep-question":
        return _keep_question(request, policy_id)
    return redirect(_back(request, policy_id))


def _attach(workspace: WorkspaceId, public_id: str, form: AttachForm) -> bool:
    fields = form.cleaned_data
    try:
        attachment_add(
            workspace=workspace,
            public_id=public_id,
            layer=fields["layer"],
            level=fields.get("level") or 0,
            name=fields.get("name", "").strip(),
            text=fields.get("text", ""),
            source=fields.get("source", ""),
            resource=fields.get("about", ""),
        )
    except TooMany:
        form.add_error(None, "As many policies are attached as may be. Take one away first.")
        return False
    except NotFound:
        form.add_error("source", "This policy is no longer in the library.")
        return False
    return True


def _allow(request: HtmxRequest, policy_id: str | None, which: str) -> HttpResponse:
    """Edit the policy so that what was asked is allowed: by rules of its own, or by way of a near statement."""
    bench = open_bench(request, policy_id)
    form = question_form(request.GET)
    if bench.stale or form.errors or not form.operation:
        return redirect(_back(request, policy_id))
    arrangement = arrange(bench.composed, bench.draft, attached_to(request, bench))
    answer = ask(form.question, arrangement.policies(form.request))
    edited = _edited(Asked(form, answer, bench.draft, bench.composed, arrangement), which)
    if edited is None:
        messages.warning(request, "The policy is another one by now: this change is no longer one that helps.")
        return redirect(_back(request, policy_id))
    draft, rule = edited
    raw = form_state(draft, name=bench.form.state.name, open_rule=rule, pane=bench.form.state.pane)
    try:
        keep(request, policy_id, BuilderForm(state.query(state.pairs(raw))), label="")
    except Conflict:
        messages.warning(request, "The policy was changed somewhere else meanwhile. Look at the answer again.")
        return redirect(_back(request, policy_id))
    did = "The policy allows exactly what you asked about now." if which else ADDED
    messages.success(request, f"{did} Undo takes it back.")
    return redirect(f"{addresses(policy_id).page}?open={rule}#rule-{rule}")


def _edited(asked: Asked, which: str) -> tuple[Draft, str] | None:
    """The draft after the edit that a button stands for, and the rule that it changed or added."""
    if not which:
        draft = draft_allowing(asked)
        return (draft, draft.rules[-1].id) if draft else None
    numbers = which.split(":")
    if len(numbers) != 2 or not all(text.isascii() and text.isdecimal() and len(text) < 6 for text in numbers):
        return None
    way = way_for(asked, int(numbers[0]), int(numbers[1]))
    return (way.draft, way.rule) if way else None


def _keep_question(request: HtmxRequest, policy_id: str | None) -> HttpResponse:
    """Keep the question with the decision expected of it."""
    form = question_form(request.GET)
    expect = request.POST.get("expect", "")
    workspace, public_id = record_id(request, policy_id)
    back = redirect(_back(request, policy_id))
    if form.errors or expect not in EXPECTED:
        return back
    name = " ".join(request.POST.get("scenario", "").split()) or question_words(form.request)
    new = NewScenario(name, " ".join(request.POST.get("group", "").split()), form.request, expect)
    found = read_scenario({"request": form.request, "expect": expect})
    if isinstance(found, ScenarioProblem):
        messages.warning(request, f"The question cannot be kept. {scenario_sentence(found)}")
        return back
    try:
        scenarios_add(workspace=workspace, public_id=public_id, scenarios=[new])
    except TooMany:
        messages.warning(request, "The policy has as many scenarios as it may have: 500.")
        return back
    messages.success(request, f"Kept as the scenario “{name[:120]}”.")
    return back


def _policies(request: HtmxRequest) -> tuple[PolicyRow, ...]:
    workspace = workspace_of(request.session)
    return policy_choices(workspace=workspace) if workspace else ()


def _back(request: HtmxRequest, policy_id: str | None) -> str:
    """The same question again: the address that was posted to."""
    query = urlsplit(request.get_full_path()).query
    return addresses(policy_id).simulate + (f"?{query}" if query else "")
