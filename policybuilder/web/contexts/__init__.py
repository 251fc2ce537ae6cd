"""Typed contexts of pages and fragments."""

from policybuilder.web.contexts.site import site

__all__ = ["site"]
