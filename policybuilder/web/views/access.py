"""The access page: whole tables of decisions."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from policybuilder.accounts.services import workspace_of
from policybuilder.authoring.askers import usual_copy
from policybuilder.inventory.selectors import known_arns
from policybuilder.web.attachments import arrange
from policybuilder.web.contexts.access import access_page
from policybuilder.web.contexts.addresses import addresses
from policybuilder.web.forms.access import access_form
from policybuilder.web.fragments import HtmxRequest, page_or_part
from policybuilder.web.workbench import attached_to, open_bench


@require_safe
def access(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The filter stands in the address; htmx swaps the table alone."""
    bench = open_bench(request, policy_id)
    workspace = workspace_of(request.session)
    page = access_page(
        bench.form.state.name,
        arrange(bench.composed, bench.draft, attached_to(request, bench)),
        known_arns(workspace=workspace) if workspace else (),
        access_form(request.GET, usual_copy(bench.composed.policy, bench.draft.settings)),
        addresses(policy_id),
        request.GET.get("page", ""),
    )
    return page_or_part(request, "access", "_access", {"page": page, "section": "simulate"})
