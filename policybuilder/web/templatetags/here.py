"""What forms say of where they were shown."""

from django import template
from django.template import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from policybuilder.web.standing import FIELD, standing

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_here(context: RequestContext) -> SafeString:
    """A hidden field with the workspace that the page is about, for every form that changes something in it: posted from
    a page that was left open, it changes that one. Nothing for a browser without an account, which has only one."""
    here = standing(context.request)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, here.workspace) if here else SafeString("")
