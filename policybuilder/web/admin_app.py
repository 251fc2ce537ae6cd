"""Django's admin as this site has it."""

from django.contrib.admin.apps import AdminConfig


class AdminApp(AdminConfig):
    """The admin, with our sign-in in front of it."""

    default_site = "policybuilder.web.admin_site.StaffSite"
