"""The library app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Saved policies, and the steps of the work on them."""

    name = "policybuilder.library"
    label = "library"
