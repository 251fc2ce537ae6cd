"""Small formats for templates."""

from django import template

from policybuilder.web.forms.choices import KINDS

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    """A kind of policy in words: `scp` is a service control policy."""
    return dict(KINDS).get(kind, "Policy")
