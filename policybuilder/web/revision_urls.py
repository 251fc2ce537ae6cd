"""Addresses of a policy's revisions, below the policy's own."""

from django.urls import URLPattern, path

from policybuilder.web.views import revisions

urlpatterns: list[URLPattern] = [
    path("revisions/", revisions.revisions, name="policy_revisions"),
    path("revisions.json", revisions.revisions_json, name="revisions_json"),
    path("revisions/<int:number>/", revisions.revision, name="policy_revision"),
    path("revisions/<int:number>/<form:form>", revisions.revision_file, name="policy_revision_file"),
]
