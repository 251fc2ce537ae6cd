"""Page or fragment: decided here and nowhere else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request behind django-htmx's middleware."""

    htmx: HtmxDetails


def wants_fragment(request: HtmxRequest) -> bool:
    """True for an htmx request that is neither boosted nor a history restore."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page_or_part(
    request: HtmxRequest, page: str, part: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `templates/partials/PART.html` for htmx, `templates/pages/PAGE.html` otherwise; caches keep them apart."""
    template = f"partials/{part}.html" if wants_fragment(request) else f"pages/{page}.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
