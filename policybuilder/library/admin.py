"""What staff sees of policies in Django's admin: that there are revisions and share links, and whose. Never a policy's text
or name, a note or a link; a link can be revoked."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from policybuilder.accounts.admin import LookedAt, LookedAtOnly
from policybuilder.accounts.audit import Event
from policybuilder.library.deeds import deed
from policybuilder.library.models import Revision, ShareLink

LONG = ("policy__draft", "policy__form", "policy__saved_draft")


@admin.register(Revision)
class RevisionAdmin(LookedAtOnly):
    """Who saved when. Revisions are never changed."""

    list_display = ("at", "public_id", "number", "kind", "author_name")
    search_fields = ("=policy__public_id", "author_name")
    ordering = ("-at", "-pk")
    fields = readonly_fields = list_display
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Without the long columns, which no page shows."""
        found: QuerySet[Revision] = super().get_queryset(request)
        return found.select_related("policy").defer("draft", *LONG)

    @admin.display(description="policy")
    def public_id(self, row: Revision) -> str:
        """The policy's id, as its address has it."""
        return row.policy.public_id


@admin.register(ShareLink)
class ShareLinkAdmin(LookedAt):
    """Share links are looked at and revoked."""

    list_display = ("created", "public_id", "revision", "made_by_name", "expires")
    search_fields = ("=policy__public_id", "made_by_name")
    ordering = ("-created", "-pk")
    fields = readonly_fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShareLink]:
        """Without the long columns, which no page shows."""
        found: QuerySet[ShareLink] = super().get_queryset(request)
        return found.select_related("policy").defer(*LONG)

    @admin.display(description="policy")
    def public_id(self, row: ShareLink) -> str:
        """The policy's id, as its address has it."""
        return row.policy.public_id

    def delete_model(self, request: HttpRequest, obj: ShareLink) -> None:  # noqa: ARG002 - Django's signature
        """As a member revokes it: the audit hears of it. Django calls this in a transaction."""
        expires = obj.expires.isoformat() if obj.expires else ""
        deed(obj.policy, Event.UNSHARED, revision=str(obj.revision or ""), expires=expires)
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ShareLink]) -> None:
        """The same for several."""
        for link in queryset:
            self.delete_model(request, link)
