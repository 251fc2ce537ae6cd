"""The inventory app: what is known of an AWS account."""

from django.apps import AppConfig


class InventoryConfig(AppConfig):
    """Floor 4: services, selectors and readers; the models stay inside."""

    name = "policybuilder.inventory"
    label = "inventory"
