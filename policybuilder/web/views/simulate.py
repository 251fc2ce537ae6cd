"""Simulate: a question about a policy, and the answer with its reasons."""

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from policybuilder.accounts.services import workspace_of
from policybuilder.inventory.selectors import known_arns
from policybuilder.web.contexts.build_page import addresses
from policybuilder.web.contexts.simulate import simulate_page
from policybuilder.web.forms.simulate import question_form
from policybuilder.web.fragments import HtmxRequest, page_or_part
from policybuilder.web.workbench import open_bench


@require_safe
def simulate(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The question stands in the address; htmx swaps the answer alone."""
    bench = open_bench(request, policy_id)
    workspace = workspace_of(request.session)
    page = simulate_page(
        bench.form.state.name,
        bench.composed,
        question_form(request.GET),
        known_arns(workspace=workspace) if workspace else (),
        addresses(policy_id),
    )
    status = 422 if page.errors else 200
    response = page_or_part(request, "simulate", "_answer", {"page": page, "section": "simulate"}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
