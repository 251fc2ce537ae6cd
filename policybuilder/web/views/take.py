"""Policies as files: one in any form, or several as a zip."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from policybuilder.accounts.services import WorkspaceId, workspace_of
from policybuilder.authoring import compose
from policybuilder.export import Form, Refused
from policybuilder.library.records import NotFound
from policybuilder.library.selectors import policy_get
from policybuilder.web.exports import (
    Chosen,
    NamedPolicy,
    chosen_of,
    content_type,
    exported,
    file_name,
    refusal,
    zipped,
)
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.workbench import kept_draft, open_bench

MOST_POLICIES = 200


@require_safe
def policy_file(request: HtmxRequest, form: Form, policy_id: str | None = None) -> HttpResponse:
    """The policy as a file. 422 with the reasons, as text, where the form cannot hold it."""
    bench = open_bench(request, policy_id)
    return file_of(request, NamedPolicy(bench.form.state.name, bench.draft, bench.composed), form)


def file_of(request: HtmxRequest, policy: NamedPolicy, form: Form) -> HttpResponse:
    """A policy as a file; `inline=1` writes it into a role. 422 with the reasons, as text, where the form cannot hold it."""
    made = exported(policy, Chosen(form, request.GET.get("inline") == "1"))
    if isinstance(made, Refused):
        return HttpResponse(refusal(made, form), content_type="text/plain; charset=utf-8", status=422)
    return _file(made.text.encode(), content_type(form), file_name(policy, form))


@require_safe
def policies_zip(request: HtmxRequest) -> HttpResponse:
    """Saved policies as a zip: `id` names them, `as` the form."""
    workspace = workspace_of(request.session)
    chosen = list(dict.fromkeys(request.GET.getlist("id")))
    if not chosen:
        messages.error(request, "Tick the policies that the zip should hold, then download it.")
        return redirect("library")
    if workspace is None:
        raise Http404
    if len(chosen) > MOST_POLICIES:
        raise SuspiciousOperation(f"more than {MOST_POLICIES} policies in one zip")
    policies = [_named(workspace, public_id) for public_id in chosen]
    form = chosen_of(request.GET.get("as", ""), "").form
    return _file(zipped(policies, form), "application/zip", f"policies-{form.value}.zip")


def _named(workspace: WorkspaceId, public_id: str) -> NamedPolicy:
    try:
        record = policy_get(workspace=workspace, public_id=public_id)
    except NotFound:
        raise Http404 from None
    draft = kept_draft(record)
    return NamedPolicy(record.name, draft, compose(draft))


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
