"""The admin's site: who is staff comes in through the site's own sign-in, where tries are limited."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from policybuilder.web.arriving import next_of
from policybuilder.web.views import signing


class StaffSite(AdminSite):
    """Signing in, signing out and changing a password are the site's own pages."""

    site_header = site_title = "Policy Builder"
    index_title = "Accounts, audit and links"
    site_url = "/"
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:  # noqa: ARG002 - Django's signature
        """To the site's sign-in; 403 for who is signed in and no staff."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(next_of(request) or reverse("admin:index"), reverse("sign_in"))

    def logout(  # type: ignore[override]  # a redirect
        self,
        request: HttpRequest,
        extra_context: dict[str, object] | None = None,  # noqa: ARG002 - Django's signature
    ) -> HttpResponse:
        """As from any other page."""
        return signing.sign_out(request)

    def password_change(  # type: ignore[override]  # a redirect
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's signature
        extra_context: dict[str, object] | None = None,  # noqa: ARG002 - Django's signature
    ) -> HttpResponse:
        """On the account's page for it."""
        return redirect("password")
