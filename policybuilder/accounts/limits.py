"""How often something may be tried: by whom is a hash, counted in the database, so that all processes count together.

A window begins with the first try and ends after its time; tries beyond the limit wait for its end.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from math import ceil

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from policybuilder.accounts.models import Attempts


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so much time."""

    most: int
    window: timedelta


QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
LIMITS = {
    "sign-in from": Limit(30, QUARTER),
    "sign-in as": Limit(10, QUARTER),
    "sign-up from": Limit(20, HOUR),
    "mail from": Limit(10, HOUR),
    "mail to": Limit(3, HOUR),
    "token from": Limit(60, QUARTER),
    "link from": Limit(60, QUARTER),
    "invitation from": Limit(30, QUARTER),
}
KEPT = timedelta(days=1)


def attempt(kind: str, who: str) -> int:
    """Count a try; how many seconds to wait before the next one is looked at, 0 while there is room."""
    if not settings.RATE_LIMITS:
        return 0
    limit, now, key = LIMITS[kind], timezone.now(), _key(kind, who)
    if not Attempts.objects.filter(pk=key, started__gt=now - limit.window).update(count=F("count") + 1):
        Attempts.objects.filter(started__lt=now - KEPT).delete()
        Attempts.objects.update_or_create(pk=key, defaults={"started": now, "count": 1})
        return 0
    return _wait(limit, key)


def take_back(kind: str, who: str) -> None:
    """A try that succeeded is none to count."""
    Attempts.objects.filter(pk=_key(kind, who), count__gt=0).update(count=F("count") - 1)


def _wait(limit: Limit, key: str) -> int:
    """Seconds until the window's end, where the tries counted are above the limit."""
    found = Attempts.objects.filter(pk=key).values_list("started", "count").first()
    if found is None or found[1] <= limit.most:
        return 0
    return max(0, ceil((found[0] + limit.window - timezone.now()).total_seconds()))


def _key(kind: str, who: str) -> str:
    return sha256(f"{kind}:{who}".encode()).hexdigest()
