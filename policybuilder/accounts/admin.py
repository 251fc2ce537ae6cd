"""What staff sees in Django's admin: users, and the tokens to revoke. Nobody's policies are shown there."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from policybuilder.accounts.models import Token, User
from policybuilder.accounts.people import user_delete
from policybuilder.accounts.teams import teams_in_need


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
        """Who would be deleted, to be confirmed; what goes along is not listed, since its names are theirs. The teams that
        would be left without an owner keep it from happening."""
        going = list(objs)
        needed = [f"{row.name}: {user} is its only owner" for user in going for row in teams_in_need(user.pk)]
        return ([f"{user}, with everything in the account" for user in going], {}, set(), needed)

    def delete_model(self, request: HttpRequest, obj: User) -> None:  # noqa: ARG002 - Django's signature
        """As the account's own page deletes it: teams that nobody else is in go too."""
        user_delete(obj.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:  # noqa: ARG002 - Django's signature
        """The same for several."""
        for user_id in queryset.values_list("pk", flat=True):
            user_delete(user_id)


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
