"""The accounts app: workspaces."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Floor 4, below library and inventory: what they keep belongs to a workspace."""

    name = "policybuilder.accounts"
    label = "accounts"
