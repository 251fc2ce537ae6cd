"""The door for a WSGI server; refuses to open a production site without its key and hosts."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policybuilder.settings")
if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site is served under, or POLICYBUILDER_MODE=local")
if not os.environ.get("SECRET_KEY") and settings.PRODUCTION:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or POLICYBUILDER_MODE=local")
application = get_wsgi_application()
