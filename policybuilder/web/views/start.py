"""Starting a document: from a job, from pasted JSON, from the AWS guide, from the example, from nothing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import Draft, Settings, draft_plain, first_visit, guide_policies
from policybuilder.authoring.examples import first_visit_scenarios
from policybuilder.library.services import scratch_replace
from policybuilder.web.contexts.recipes import addons, jobs
from policybuilder.web.forms.builder import as_the_form_gives_it
from policybuilder.web.forms.importing import ImportForm
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.opening import open_on_bench
from policybuilder.web.standing import member_of, starts_something
from policybuilder.web.views.importing import ORDERS, open_policy, open_text


@starts_something
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HtmxRequest) -> HttpResponse:
    """The choices; a post takes one of them and opens the builder. What stood there before is one Undo away."""
    if request.method != "POST":
        return _page(request)
    do, _, which = request.POST.get("do", "").partition(":")
    if do in ORDERS:
        return open_policy(request)
    if do == "guide" and which in {"0", "1"}:
        return open_text(request, guide_policies()[int(which)].text)
    if do == "example":
        open_on_bench(request, first_visit(), first_visit_scenarios(), "The example stands here, with its scenarios.")
        return redirect("build")
    if do == "empty":
        return _empty(request)
    return redirect("start")


def _empty(request: HtmxRequest) -> HttpResponse:
    nothing = as_the_form_gives_it(Draft(schema_version=1, settings=Settings(), rules=()))
    workspace = workspace_require(request.session)
    scratch_replace(workspace=workspace, draft=draft_plain(nothing), member=member_of(request))
    return redirect("build")


def _page(request: HtmxRequest) -> HttpResponse:
    begin = {"jobs": jobs(), "addons": addons(), "guide": guide_policies()}
    return render(request, "pages/start.html", {"form": ImportForm(), "section": "build", **begin})
