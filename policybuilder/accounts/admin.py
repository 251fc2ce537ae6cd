"""What staff sees in Django's admin: users, and the tokens to revoke. Nobody's policies are shown there."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from policybuilder.accounts.models import Token, User


@admin.register(User)
class PeopleAdmin(UserAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """Django's own page for users, without the names of persons that nobody asks for."""

    list_display = ("username", "email", "is_active", "is_staff", "date_joined", "last_login")
    search_fields = ("username", "email")
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "email", "password")}),
        ("Permissions", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )

    def get_deleted_objects(
        self,
        objs: Iterable[User],
        request: HttpRequest,  # noqa: ARG002 - Django's signature
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Who would be deleted, to be confirmed; what goes along is not listed, since its names are theirs."""
        return ([f"{user}, with everything in the account" for user in objs], {}, set(), [])


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """Tokens are looked at and deleted; only their owners make them."""

    list_display = ("name", "user", "start", "writes", "created", "expires", "last_used")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    fields = readonly_fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody: a token is shown to its owner once."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Token | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody."""
        return False
