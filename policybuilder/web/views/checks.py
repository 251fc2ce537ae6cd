"""The reference of checks: the list, and a page for each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policybuilder.web.contexts.checks import check_page, checks_page
from policybuilder.web.fragments import HtmxRequest


@require_safe
def checks(request: HtmxRequest) -> HttpResponse:
    """Every check, grouped by severity."""
    return render(request, "pages/checks.html", {"page": checks_page(), "section": "reference"})


@require_safe
def check(request: HtmxRequest, code: str) -> HttpResponse:
    """One check: what it looks for, why it matters, an example and a better one."""
    page = check_page(code)
    if page is None:
        raise Http404
    return render(request, "pages/check.html", {"page": page, "section": "reference"})
