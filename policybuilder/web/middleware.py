"""Headers that Django 5.2 lacks, and the limit on a request's size."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policybuilder.web.access import refused, sends_token

GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing but this site's own files; no inline script or style, no eval, no frames, forms post home only.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
READ_AWAY = 20_000_000  # bytes; what is larger is refused while it is sent
PIECE = 65_536


class SecurityHeaders:
    """Sets the Content-Security-Policy and its neighbours on every answer: the outermost middleware, so that redirects,
    files and refusals by other middlewares carry them too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class HeadWithoutBody:
    """An answer to HEAD has the headers of GET and no body (RFC 9110); Django leaves that to the server, which complains."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class BodyLimit:
    """Answers 413, a browser with a page of its own and a script with JSON; no view sees a body above `BODY_LIMIT` bytes."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = request.headers.get("Content-Length") or "0"
        if not declared.isdecimal() or int(declared) > settings.BODY_LIMIT:
            if declared.isdecimal() and int(declared) <= READ_AWAY:
                _read_away(request)
            if sends_token(request):
                return refused(f"The body is larger than the {settings.BODY_LIMIT:,} bytes that are read here.", 413)
            return render(request, "413.html", {"limit": settings.BODY_LIMIT}, status=413)
        return self.get_response(request)


def _read_away(request: HttpRequest) -> None:
    """Take what is sent: who is still sending when the connection closes gets no answer to read."""
    with suppress(OSError):  # who sent it has gone
        while request.read(PIECE):
            pass
