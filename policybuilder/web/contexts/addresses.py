"""The addresses of the document on the bench, unsaved or saved."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the document on the bench. `shares` is "" for the unsaved one, which cannot be shared."""

    page: str
    preview: str
    pane: str
    simulate: str
    download: str
    access: str
    scenarios: str
    scenarios_file: str
    shares: str = ""


def addresses(policy_id: str | None) -> Addresses:
    """The addresses of the unsaved document or of a saved policy."""
    if policy_id is None:
        return Addresses(
            reverse("build"),
            reverse("build_preview"),
            reverse("build_pane"),
            reverse("simulate"),
            reverse("build_json"),
            reverse("access"),
            reverse("scenarios"),
            reverse("scenarios_file"),
        )
    names = (
        *("policy", "policy_preview", "policy_pane", "policy_simulate"),
        *("policy_json", "policy_access", "policy_scenarios", "policy_scenarios_file", "policy_shares"),
    )
    return Addresses(*(reverse(name, args=[policy_id]) for name in names))
