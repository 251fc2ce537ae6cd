"""Small formats for templates."""

from datetime import datetime

from django import template
from django.utils import timezone

from policybuilder.web.forms.choices import KINDS

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    """A kind of policy in words: `scp` is a service control policy."""
    return dict(KINDS).get(kind, "Policy")


@register.filter
def text_lines(message: object) -> list[str]:
    """The lines of a message: what happened, then its details."""
    return str(message).split("\n")


@register.filter
def clock(moment: datetime) -> str:
    """The time of day; with the day, where that is not today: "14:02", "27 Nov 2026, 14:02"."""
    at = timezone.localtime(moment)
    day = "" if at.date() == timezone.localdate() else f"{at.day} {at:%b %Y}, "
    return f"{day}{at:%H:%M}"
