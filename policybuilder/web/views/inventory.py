"""The inventory: what the AWS CLI printed, read into projects, versions and datasets."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import workspace_of, workspace_require
from policybuilder.inventory.readers import Problem
from policybuilder.inventory.selectors import project_list
from policybuilder.inventory.services import inventory_forget, inventory_read, sample_load
from policybuilder.web.contexts.inventory import inventory_page
from policybuilder.web.forms.start import TextForm
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.shown import shown
from policybuilder.wording.pages import listing_sentence


@require_http_methods(["GET", "HEAD", "POST"])
def inventory(request: HtmxRequest) -> HttpResponse:
    """The list of what is known; a post reads text, loads the sample or forgets."""
    if request.method == "POST":
        return _act(request)
    return _page(request, TextForm())


def _act(request: HtmxRequest) -> HttpResponse:
    do, _, arn = request.POST.get("do", "").partition(":")
    if do == "sample":
        sample_load(workspace=workspace_require(request.session))
        messages.success(request, "The sample inventory is loaded: four made-up projects to try things out.")
        return redirect("inventory")
    if do == "forget":
        inventory_forget(workspace=workspace_require(request.session), arn=arn or None)
        messages.success(request, "Forgotten here. Nothing changed in AWS.")
        return redirect("inventory")
    return _read(request)


def _read(request: HtmxRequest) -> HttpResponse:
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    outcome = inventory_read(workspace=workspace_require(request.session), text=form.cleaned_data["text"])
    if not (outcome.added or outcome.updated or outcome.unchanged):
        for problem in outcome.problems or ():
            form.add_error("text", _sentence(problem))
        if not outcome.problems:
            form.add_error("text", "No project, model version or dataset was found in this text.")
        return _page(request, form, status=422)
    messages.success(
        request,
        f"Read: {outcome.added} new, {outcome.updated} updated, {outcome.unchanged} unchanged.",
    )
    if outcome.incomplete:
        messages.warning(
            request, "The listing ends with NextToken: it is not complete. Run the command without paging limits."
        )
    for problem in outcome.problems[:20]:
        messages.warning(request, _sentence(problem))
    return redirect("inventory")


def _sentence(problem: Problem) -> str:
    return shown(listing_sentence(problem.code.value, problem.line, problem.params))


def _page(request: HtmxRequest, form: TextForm, *, status: int = 200) -> HttpResponse:
    workspace = workspace_of(request.session)
    projects = project_list(workspace=workspace) if workspace else ()
    return render(request, "pages/inventory.html", {"page": inventory_page(projects, form)}, status=status)
