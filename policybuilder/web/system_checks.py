"""Misconfiguration as Django checks with ids and hints."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def production_has_hosts(app_configs: Sequence[Any] | None, **kwargs: object) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """A production site names the hosts it is served under."""
    if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
        return [Error("ALLOWED_HOSTS is empty", hint="Set ALLOWED_HOSTS=policies.example.org", id="policybuilder.E001")]
    return []


@register(Tags.security, deploy=True)
def production_has_key(app_configs: Sequence[Any] | None, **kwargs: object) -> list[CheckMessage]:  # noqa: ARG001 - Django's signature
    """A production site has a secret key of its own."""
    if settings.PRODUCTION and not settings.SECRET_KEY:
        return [Error("SECRET_KEY is not set", hint="Set SECRET_KEY to a long random text", id="policybuilder.E002")]
    return []
