"""Pages that a link alone opens: no search engine lists them, no cache keeps them, and nobody learns their address from
the browser that shows them.

They are told by their addresses, so that redirects, refusals and errors below these carry the headers too.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

LINKS = ("/shared/", "/invitations/")
UNLISTED = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}
# Only where no form is: under "no-referrer" a browser posts with `Origin: null`, which is refused as somebody else's.
SAYS_NOTHING = {"Referrer-Policy": "no-referrer"}


class Unlisted:
    """Sets these headers, whatever a view set. Other sites never learn the address (`same-origin`, as everywhere); of a
    shared policy's page and files this one does not either."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in headers_of(request.path_info).items():
            response.headers[name] = value
        return response


def headers_of(path: str) -> dict[str, str]:
    """The headers of what stands at that address; none for all other pages."""
    if not path.startswith(LINKS):
        return {}
    has_no_form = path.startswith("/shared/") and not path.endswith("/copy/")
    return UNLISTED | (SAYS_NOTHING if has_no_form else {})
