"""What forms say of where they were shown, and what only who may change something is shown."""

import re

from django import template
from django.template import Context, NodeList, RequestContext
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import format_html

from policybuilder.web.standing import FIELD, reads_only, standing

register = template.Library()

# Text cannot look like one: it is escaped.
FIELD_TAG = re.compile(r"<(?:input|select|textarea|button)\b")


@register.simple_tag(takes_context=True)
def shown_here(context: RequestContext) -> str:
    """A hidden field with the workspace that the page is about, for every form that changes something in it: posted from
    a page that was left open, it changes that one. Nothing for a browser without an account, which has only one."""
    here = standing(context.request)
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, here.workspace) if here else ""


class ForWriters(template.Node):
    """What `writers` stands around."""

    def __init__(self, inside: NodeList) -> None:
        self.inside = inside

    def render(self, context: Context) -> str:
        """What stands inside, or nothing."""
        if isinstance(context, RequestContext) and reads_only(context.request):
            return ""
        return self.inside.render(context)


@register.tag
def writers(parser: Parser, token: Token) -> ForWriters:  # noqa: ARG001 - Django's signature
    """`{% writers %}…{% endwriters %}`: what who may only read is not shown, since it would be refused."""
    inside = parser.parse(("endwriters",))
    parser.delete_first_token()
    return ForWriters(inside)


class Still(template.Node):
    """What `still` stands around, for whom it is meant."""

    def __init__(self, inside: NodeList, meant: FilterExpression) -> None:
        self.inside, self.meant = inside, meant

    def render(self, context: Context) -> str:
        """What stands inside; with its fields disabled where it is meant."""
        html = self.inside.render(context)
        return FIELD_TAG.sub(r"\g<0> disabled", html) if self.meant.resolve(context) else html


@register.tag
def still(parser: Parser, token: Token) -> Still:
    """`{% still reader %}…{% endstill %}`: disables what can be filled in or pressed.

    A disabled fieldset would do it too, but in one Chromium (150) leaves containers that are asked for their size empty.
    """
    meant = parser.compile_filter(token.split_contents()[1])
    inside = parser.parse(("endstill",))
    parser.delete_first_token()
    return Still(inside, meant)
