"""Who may come in: sessions that hold what is theirs, scripts with a token, and sites that ask everybody to sign in."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from policybuilder.accounts.actors import Actor, acting
from policybuilder.accounts.limits import attempt
from policybuilder.accounts.people import user_of_id
from policybuilder.accounts.services import workspace_enter
from policybuilder.accounts.settling import session_settle
from policybuilder.accounts.tokens import Bearer, bearer_of
from policybuilder.web.standing import SAFE, find_place, read_only_json, shut_out, stand, stay
from policybuilder.web.tries import client_address

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]

SCHEME = "bearer"
# All that a token opens.
TOKEN_PAGES = frozenset(
    {"policies_json", "policies_zip", "policy_json", "policy_file", "policy_scenarios_file", "revisions_json"}
    | {"audit_lines", "policy_audit_lines"}
)


class Sessions:
    """Before anything is looked up: a session that is not signed in any more is empty, a signed-in one stands where its
    user may be, and who may only look there changes nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stand(request, session_settle(request.session, request.user.pk))
        with acting(Actor(request.user.pk, request.user.get_username())):
            response = self.get_response(request)
        stay(request, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: tuple[object, ...],  # noqa: ARG002 - Django's signature
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        """The door: 404 for a policy of others, 403 for a change by who may only read."""
        if bearer_of_request(request) is not None:
            return None
        find_place(request, kwargs)
        return shut_out(request, view)


class TokenSession(SessionBase):
    """What a request with a token has for a session: its workspace, for as long as it is answered."""

    def exists(self, session_key: str) -> bool:  # noqa: ARG002 - Django's signature
        """No such session is kept."""
        return False

    def create(self) -> None:
        """Nothing is made."""

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Nothing is kept."""

    def delete(self, session_key: str | None = None) -> None:
        """Nothing is there."""

    def load(self) -> dict[str, Any]:
        """Nothing was kept."""
        return {}


def sends_token(request: HttpRequest) -> bool:
    """Whether it is a script that asks. An empty token is one too: an unset variable does not make it a browser."""
    return request.headers.get("Authorization", "").partition(" ")[0].lower() == SCHEME


class Tokens:
    """Answers requests with `Authorization: Bearer`: cookies do not count then, and only `TOKEN_PAGES` are open.

    401 for what is no token of ours (429 after too many of them), 403 for what no token opens and for writing with one
    that may only read. Refusals are JSON.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not sends_token(request):
            return self.get_response(request)
        bearer = bearer_of(request.headers["Authorization"][len(SCHEME) :].strip())
        user = user_of_id(str(bearer.user_id)) if bearer else None
        if bearer is None or user is None:
            return _no_token(request)
        browsers = request.session
        request.session, request.user = TokenSession(), user
        request.META["policybuilder.bearer"] = bearer
        stand(request, bearer.standing)
        workspace_enter(request.session, bearer.workspace)
        with acting(Actor(user.pk, user.get_username(), bearer.name)):
            response = self.get_response(request)
        request.session = browsers
        patch_vary_headers(response, ["Authorization"])
        response.headers["Cache-Control"] = "no-store"
        return _as_json(response)

    def process_view(
        self,
        request: HttpRequest,
        view: View,  # noqa: ARG002 - Django's signature
        args: tuple[object, ...],  # noqa: ARG002 - Django's signature
        kwargs: Mapping[str, object],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse | None:
        """Refuse what no token opens, before a view is called."""
        match = request.resolver_match
        bearer = bearer_of_request(request)
        if bearer is None:
            return None
        if not match or match.view_name not in TOKEN_PAGES:
            return refused("Tokens open policies only: see docs/scripts.md.", 403)
        if request.method not in SAFE and not bearer.standing.role.writes:
            return read_only_json()
        return None


class SignInAsked:
    """Where the site asks for it, everything but views marked with Django's `login_not_required` leads to signing in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: View,
        args: tuple[object, ...],  # noqa: ARG002 - Django's signature
        kwargs: Mapping[str, object],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse | None:
        """The way to signing in, for who is not; htmx is told to open it as a page."""
        if not settings.SIGN_IN_REQUIRED or request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if "HX-Request" in request.headers:
            return HttpResponse(status=401, headers={"HX-Redirect": reverse("sign_in")})
        back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("build")
        return redirect_to_login(back, reverse("sign_in"))


def bearer_of_request(request: HttpRequest) -> Bearer | None:
    """Who sent the token that came with a request; None for one without."""
    found = request.META.get("policybuilder.bearer")
    return found if isinstance(found, Bearer) else None


def refused(why: str, status: int) -> JsonResponse:
    """A refusal for a script."""
    return JsonResponse({"error": why}, status=status)


def _no_token(request: HttpRequest) -> HttpResponse:
    wait = attempt("token from", client_address(request))
    if wait:
        response = refused("Too many tokens that are none. Try again later.", 429)
        response.headers["Retry-After"] = str(wait)
        return response
    response = refused("This token is unknown, revoked or expired.", 401)
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return response


def _as_json(response: HttpResponse) -> HttpResponse:
    """An error page as JSON: a script has no use for a page."""
    if response.status_code < 400 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return response
    return refused(response.reason_phrase, response.status_code)
