"""The bin, in the course of time: what was deleted long ago goes for good."""

from datetime import datetime

from django.db import transaction

from policybuilder.accounts.audit import Event
from policybuilder.library.deeds import deed
from policybuilder.library.models import SavedPolicy

AT_ONCE = 100


def bin_empty(*, before: datetime) -> int:
    """Delete for good what was moved to a bin before that moment, in every workspace; returns how many policies.

    A few in each transaction, so that nobody who saves has to wait; one that is taken out meanwhile stays.
    """
    count = 0
    while emptied := _some(before):
        count += emptied
    return count


@transaction.atomic
def _some(before: datetime) -> int:
    old = SavedPolicy.objects.select_for_update().filter(deleted_at__lt=before)
    gone = list(old.only("workspace", "public_id", "name").order_by("pk")[:AT_ONCE])
    for policy in gone:
        deed(policy, Event.EMPTIED)
    SavedPolicy.objects.filter(pk__in=[policy.pk for policy in gone]).delete()
    return len(gone)
