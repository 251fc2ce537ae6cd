"""The door for a WSGI server; refuses to open a production site without its key and hosts."""

import gc
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from policybuilder.authoring import compose, first_visit
from policybuilder.validator import validate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policybuilder.settings")
if settings.PRODUCTION and not settings.ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this site is served under, or POLICYBUILDER_MODE=local")
if not os.environ.get("SECRET_KEY") and settings.PRODUCTION:
    raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or POLICYBUILDER_MODE=local")
application = get_wsgi_application()

# The first visitor should not wait for what every visitor needs: views and forms, and the AWS data.
get_resolver().url_patterns  # noqa: B018 - reading it imports them
validate(compose(first_visit()).text)
# What is loaded by now stays, and the collector does its work between requests, when the answer is with the visitor: in
# the middle of a preview of ten rules it took up to 13 ms of 37, and left to itself 150 (`make bench`).
YOUNG, GENERATIONS = 10_000, 20
gc.collect()
gc.freeze()
gc.set_threshold(20 * YOUNG, GENERATIONS, GENERATIONS)


def collect(**_: object) -> None:
    """Collect what a request left behind, the older generations now and then."""
    young, middle, old = gc.get_count()
    if young > YOUNG:
        gc.collect(2 if old > GENERATIONS else 1 if middle > GENERATIONS else 0)


request_finished.connect(collect)
