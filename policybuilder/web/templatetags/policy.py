"""Small formats for templates."""

from django import template

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
