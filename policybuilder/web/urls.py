"""Addresses of the pages; one word for one thing, as in the navigation."""

from django.conf import settings
from django.urls import URLPattern, path

from policybuilder.web.views import (
    access,
    builder,
    checks,
    inventory,
    library,
    patterns,
    reference,
    scenarios,
    simulate,
    start,
    validate,
)

urlpatterns: list[URLPattern] = [
    path("", builder.build, name="build"),
    path("preview/", builder.preview, name="build_preview"),
    path("pane/", builder.pane, name="build_pane"),
    path("policy.json", builder.policy_json, name="build_json"),
    path("simulate/", simulate.simulate, name="simulate"),
    path("access/", access.access, name="access"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios.jsonl", scenarios.scenarios_file, name="scenarios_file"),
    path("new/", start.start, name="start"),
    path("validate/", validate.validate, name="validate"),
    path("inventory/", inventory.inventory, name="inventory"),
    path("reference/", reference.reference, name="reference"),
    path("reference/checks/", checks.checks, name="checks"),
    path("reference/checks/<str:code>/", checks.check, name="check"),
    path("reference/assumptions/", reference.assumptions, name="assumptions"),
    path("policies/", library.library, name="library"),
    path("policies/<str:policy_id>/", builder.build, name="policy"),
    path("policies/<str:policy_id>/simulate/", simulate.simulate, name="policy_simulate"),
    path("policies/<str:policy_id>/access/", access.access, name="policy_access"),
    path("policies/<str:policy_id>/scenarios/", scenarios.scenarios, name="policy_scenarios"),
    path("policies/<str:policy_id>/scenarios.jsonl", scenarios.scenarios_file, name="policy_scenarios_file"),
    path("policies/<str:policy_id>/preview/", builder.preview, name="policy_preview"),
    path("policies/<str:policy_id>/pane/", builder.pane, name="policy_pane"),
    path("policies/<str:policy_id>/policy.json", builder.policy_json, name="policy_json"),
]

if settings.MODE == "test":
    urlpatterns.append(path("patterns/", patterns.patterns, name="patterns"))
