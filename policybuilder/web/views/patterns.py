"""The page of patterns: every component in every state, for screenshots and accessibility checks; in test mode only."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from policybuilder.web.contexts.patterns import patterns as every_pattern
from policybuilder.web.fragments import HtmxRequest


@require_safe
def patterns(request: HtmxRequest) -> HttpResponse:
    """Every component in every state."""
    return render(request, "pages/patterns.html", every_pattern())
