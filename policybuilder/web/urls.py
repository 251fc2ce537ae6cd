"""Addresses of the pages; one word for one thing, as in the navigation."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from policybuilder.export import Form
from policybuilder.web.exports import FormConverter
from policybuilder.web.views import (
    access,
    audit,
    builder,
    checks,
    compare,
    completion,
    copies,
    copying,
    inventory,
    library,
    listed,
    patterns,
    recipes,
    reference,
    scenarios,
    scripts,
    shared,
    sharing,
    simulate,
    start,
    take,
    validate,
)

register_converter(FormConverter, "form")

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("policybuilder.web.account_urls")),
    path("", include("policybuilder.web.team_urls")),
    path("", builder.build, name="build"),
    path("preview/", builder.preview, name="build_preview"),
    path("pane/", builder.pane, name="build_pane"),
    path("completions/", completion.completion, name="completions"),
    path("policy.json", take.policy_file, {"form": Form.JSON}, name="build_json"),
    path("<form:form>", take.policy_file, name="build_file"),
    path("simulate/", simulate.simulate, name="simulate"),
    path("access/", access.access, name="access"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios.jsonl", scenarios.scenarios_file, name="scenarios_file"),
    path("new/", start.start, name="start"),
    path("new/copy/", copying.copying, name="copying"),
    path("new/<slug:recipe_id>/", recipes.recipe, name="recipe"),
    path("new/<slug:recipe_id>/proven/", recipes.proven, name="recipe_proven"),
    path("validate/", validate.validate, name="validate"),
    path("compare/", compare.compare, name="compare"),
    path("inventory/", inventory.inventory, name="inventory"),
    path("audit/", audit.audit, name="audit"),
    path("audit.jsonl", audit.audit_lines, name="audit_lines"),
    path("reference/", reference.reference, name="reference"),
    path("reference/checks/", checks.checks, name="checks"),
    path("reference/checks/<str:code>/", checks.check, name="check"),
    path("reference/assumptions/", reference.assumptions, name="assumptions"),
    path("policies/", library.library, name="library"),
    path("policies/policies.json", listed.policies_json, name="policies_json"),
    path("policies/policies.zip", take.policies_zip, name="policies_zip"),
    path("policies/<str:policy_id>/", builder.build, name="policy"),
    path("policies/<str:policy_id>/simulate/", simulate.simulate, name="policy_simulate"),
    path("policies/<str:policy_id>/access/", access.access, name="policy_access"),
    path("policies/<str:policy_id>/scenarios/", scenarios.scenarios, name="policy_scenarios"),
    path("policies/<str:policy_id>/scenarios.jsonl", scenarios.scenarios_file, name="policy_scenarios_file"),
    path("policies/<str:policy_id>/audit/", audit.audit, name="policy_audit"),
    path("policies/<str:policy_id>/audit.jsonl", audit.audit_lines, name="policy_audit_lines"),
    path("policies/<str:policy_id>/copy/", copies.policy_copy, name="policy_copy"),
    path("policies/<str:policy_id>/", include("policybuilder.web.revision_urls")),
    path("policies/<str:policy_id>/preview/", builder.preview, name="policy_preview"),
    path("policies/<str:policy_id>/pane/", builder.pane, name="policy_pane"),
    path("policies/<str:policy_id>/policy.json", scripts.policy_json, name="policy_json"),
    path("policies/<str:policy_id>/<form:form>", take.policy_file, name="policy_file"),
    path("policies/<str:policy_id>/shares/", sharing.shares, name="policy_shares"),
    path("shared/<str:token>/", shared.shared, name="shared"),
    path("shared/<str:token>/copy/", shared.shared_copy, name="shared_copy"),
    path("shared/<str:token>/<form:form>", shared.shared_file, name="shared_file"),
]

if settings.MODE == "test":
    urlpatterns.append(path("patterns/", patterns.patterns, name="patterns"))
