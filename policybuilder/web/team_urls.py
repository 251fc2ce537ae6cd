"""Addresses of teams, and of going from one workspace to another."""

from django.urls import path

from policybuilder.web.views import invitations, teams

urlpatterns = [
    path("workspace/", teams.switch_workspace, name="switch_workspace"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("teams/<uuid:team_id>/delete/", teams.delete, name="team_delete"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
]
