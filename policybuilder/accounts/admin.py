"""What staff sees in Django's admin: users, the tokens and invitations to revoke, who is in which team, and the audit.

Nobody's policies are shown there: no text, no name, no note; and nothing that opens something.
"""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from policybuilder.accounts.audit import Event, note
from policybuilder.accounts.models import AuditEvent, Invitation, Membership, Token, User
from policybuilder.accounts.people import user_delete
from policybuilder.accounts.services import WorkspaceId
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


class LookedAt(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """Rows that staff looks at: only the site itself makes and changes them."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody."""
        return False


class LookedAtOnly(LookedAt):
    """The same, and what is there stays."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's signature
        """Nobody."""
        return False


@admin.register(Token)
class TokenAdmin(LookedAt):
    """Tokens are looked at and deleted; only their owners make them, and are shown them once."""

    list_display = ("name", "user", "start", "writes", "created", "expires", "last_used")
    list_select_related = ("user",)
    search_fields = ("name", "user__username")
    fields = readonly_fields = list_display


@admin.register(Invitation)
class InvitationAdmin(LookedAt):
    """Invitations are looked at and deleted; only a team's owners make them."""

    list_display = ("start", "workspace", "role", "made_by", "created", "expires")
    list_select_related = ("workspace", "made_by")
    fields = readonly_fields = list_display

    def delete_model(self, request: HttpRequest, obj: Invitation) -> None:  # noqa: ARG002 - Django's signature
        """As an owner takes it back: the audit hears of it. Django calls this in a transaction."""
        team = obj.workspace
        note(Event.UNINVITED, workspace=WorkspaceId(team.pk), subject=team.team, details={"role": obj.role})
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """The same for several."""
        for invitation in queryset:
            self.delete_model(request, invitation)


@admin.register(Membership)
class MembershipAdmin(LookedAtOnly):
    """Who is in which team. Its owners change that, on the team's page, where the last owner cannot go."""

    list_display = ("user", "workspace", "role", "joined")
    list_select_related = ("user", "workspace")
    search_fields = ("user__username", "workspace__team")
    fields = readonly_fields = list_display


@admin.register(AuditEvent)
class AuditEventAdmin(LookedAtOnly):
    """Who did what, when, to which policy. Nobody changes it."""

    list_display = ("at", "event", "person_name", "by", "times", "policy", "workspace_id")
    list_filter = ("event",)
    search_fields = ("person_name", "policy")
    ordering = ("-at", "-pk")
    fields = readonly_fields = ("since", *list_display)
    show_full_result_count = False
