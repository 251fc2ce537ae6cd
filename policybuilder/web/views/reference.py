"""The reference: every action with what AWS publishes of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policybuilder.catalogue import catalogue
from policybuilder.web.contexts.reference import assumptions_page, reference_page
from policybuilder.web.fragments import HtmxRequest


@require_safe
def reference(request: HtmxRequest) -> HttpResponse:
    """All actions by task; `search` filters on the server, the page's script as one types."""
    page = reference_page(catalogue(), request.GET.get("search", ""))
    return render(request, "pages/reference.html", {"page": page})


@require_safe
def assumptions(request: HtmxRequest) -> HttpResponse:
    """What answers take for granted where AWS's text leaves it open."""
    return render(request, "pages/assumptions.html", {"page": assumptions_page(), "section": "reference"})
