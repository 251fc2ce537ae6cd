"""The bin, in the course of time: what was deleted long ago goes for good."""

from datetime import datetime

from django.db import transaction

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
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    SavedPolicy.objects.filter(pk__in=keys).delete()
    return len(keys)
