"""The addresses of the document on the bench, unsaved or saved."""

from dataclasses import dataclass

from django.urls import reverse

from policybuilder.web.sources import NEWEST, comparison, word_of


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of the document on the bench. `shares` and `revisions` are "" for the unsaved one, which has none, and
    so is `compare`: what was saved last against the working copy."""

    page: str
    preview: str
    pane: str
    simulate: str
    access: str
    scenarios: str
    scenarios_file: str
    shares: str = ""
    revisions: str = ""
    compare: str = ""


def addresses(policy_id: str | None) -> Addresses:
    """The addresses of the unsaved document or of a saved policy."""
    if policy_id is None:
        return Addresses(
            reverse("build"),
            reverse("build_preview"),
            reverse("build_pane"),
            reverse("simulate"),
            reverse("access"),
            reverse("scenarios"),
            reverse("scenarios_file"),
        )
    names = (
        *("policy", "policy_preview", "policy_pane", "policy_simulate"),
        *("policy_access", "policy_scenarios", "policy_scenarios_file", "policy_shares", "policy_revisions"),
    )
    found = [reverse(name, args=[policy_id]) for name in names]
    return Addresses(*found, *[comparison(word_of(policy_id, NEWEST), policy_id)])
