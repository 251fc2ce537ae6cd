"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("policybuilder.web.urls"))]
if settings.ADMIN_PATH:
    urlpatterns.append(path(f"{settings.ADMIN_PATH}/", admin.site.urls))
handler400 = "policybuilder.web.views.errors.bad_request"
handler403 = "policybuilder.web.views.errors.forbidden"
handler404 = "policybuilder.web.views.errors.not_found"
handler500 = "policybuilder.web.views.errors.server_error"
