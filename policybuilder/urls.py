"""Every address of the site."""

from django.urls import include, path

urlpatterns = [path("", include("policybuilder.web.urls"))]
handler400 = "policybuilder.web.views.errors.bad_request"
handler403 = "policybuilder.web.views.errors.forbidden"
handler404 = "policybuilder.web.views.errors.not_found"
handler500 = "policybuilder.web.views.errors.server_error"
