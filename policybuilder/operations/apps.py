"""The operations app: commands, probes, logs."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What keeps a site running. Without models."""

    name = "policybuilder.operations"
    label = "operations"
