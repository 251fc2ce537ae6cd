"""The door for a WSGI server; refuses to open a production site without its key and hosts."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from policybuilder.catalogue import catalogue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policybuilder.settings")
if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site is served under, or POLICYBUILDER_MODE=local")
if not os.environ.get("SECRET_KEY") and settings.PRODUCTION:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or POLICYBUILDER_MODE=local")
application = get_wsgi_application()

# The first visitor should not wait for what every visitor needs: views and forms, and the AWS data.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
catalogue()
# What is loaded by now stays. Left to itself the collector walks all of it again and again: a preview of ten rules took
# 54 ms in the median and 192 ms at the 95th percentile, and takes 37 ms and 43 ms so (`make bench`).
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
