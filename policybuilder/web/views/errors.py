"""Pages for what went wrong; each says what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policybuilder.web.standing import ReadOnly, read_only


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """400: the request could not be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this browser, or for who may only read."""
    if isinstance(exception, ReadOnly):
        return read_only(request)
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """403 for a form whose token is missing or stale."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """404: no such page, or not in a workspace of the reader's. Who is not signed in comes back to it after signing in."""
    page = {"next": request.get_full_path() if request.method in {"GET", "HEAD"} else ""}
    return render(request, "404.html", page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; the page needs no context."""
    return render(request, "500.html", status=500)
