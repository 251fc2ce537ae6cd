"""Addresses of the pages; one word for one thing, as in the navigation."""

from django.conf import settings
from django.urls import URLPattern, path

from policybuilder.web.views import builder

urlpatterns: list[URLPattern] = [
    path("", builder.build, name="build"),
    path("preview/", builder.preview, name="build_preview"),
    path("pane/", builder.pane, name="build_pane"),
    path("policy.json", builder.policy_json, name="build_json"),
    path("policies/<str:policy_id>/", builder.build, name="policy"),
    path("policies/<str:policy_id>/preview/", builder.preview, name="policy_preview"),
    path("policies/<str:policy_id>/pane/", builder.pane, name="policy_pane"),
    path("policies/<str:policy_id>/policy.json", builder.policy_json, name="policy_json"),
]
