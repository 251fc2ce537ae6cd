"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Workspaces; sign-up and sign-in belong here too."""

    name = "policybuilder.accounts"
    label = "accounts"
