"""The web app: pages, fragments, commands."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Floor 5: HTTP, HTML, htmx."""

    name = "policybuilder.web"
    label = "web"

    def ready(self) -> None:
        """Register the checks that `manage.py check` runs."""
        from policybuilder.web import system_checks  # noqa: F401, PLC0415 - importing registers them; apps must be ready
