"""The library app: saved policies."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Floor 4: services and selectors; the models stay inside."""

    name = "policybuilder.library"
    label = "library"
