"""Pages for what went wrong; each says what to do next."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from policybuilder.web.access import refused, sends_token
from policybuilder.web.standing import ReadOnly, read_only

COME_BACK = 5  # seconds
AWAY = "The database cannot be used at the moment. Try again."
BROKEN = "Something broke on our side. The fault is recorded."


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
    """404: no such page, or not in a workspace of the reader's. Who is not signed in comes back to a page after that."""
    is_page = request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers
    page = {"next": request.get_full_path() if is_page else ""}
    return render(request, "404.html", page, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 where the database cannot be used: both without asking the database for anything.

    Django calls this while it handles the exception. Nothing that a page knows of its reader is looked up: it would fail
    the same way, and each try waits for as long as a connection may take.
    """
    away = isinstance(sys.exception(), (OperationalError, InterfaceError))
    if sends_token(request):
        response: HttpResponse = refused(*((AWAY, 503) if away else (BROKEN, 500)))
    else:
        name, status = ("503.html", 503) if away else ("500.html", 500)
        response = HttpResponse(render_to_string(name), status=status)
    if away:
        response.headers["Retry-After"] = str(COME_BACK)
    return response
