"""Who may come in: sessions that hold what is theirs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from policybuilder.accounts.services import session_settle

GetResponse = Callable[[HttpRequest], HttpResponse]


class Sessions:
    """Before anything is looked up: a session that is not signed in any more is empty, a signed-in one is at home."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session_settle(request.session, request.user.pk)
        return self.get_response(request)
