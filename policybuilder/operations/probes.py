"""Whether this process is up (`/health/`) and whether the site can serve (`/ready/`), for whoever watches over it.

A middleware and no views: a probe comes by the machine's address rather than by the site's name, speaks plain http and
has no session, so that it is answered before hosts, https and cookies are looked at.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

GetResponse = Callable[[HttpRequest], HttpResponse]
HEALTH, READY = "/health/", "/ready/"
PATHS = (HEALTH, READY)

log = logging.getLogger("policybuilder.operations")


class Probes:
    """Answers the two addresses; everything else goes on."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return self.get_response(request)
        response = _answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    fault = "" if request.path_info == HEALTH else not_ready()
    return JsonResponse({"status": fault or "ok"}, status=503 if fault else 200)


def not_ready() -> str:
    """Why the site cannot serve: `database` cannot be asked, `migrations` are missing; "" where it can."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError as error:
        log.error("The database cannot be reached: %s", type(error).__name__)  # noqa: TRY400 - its text may name hosts and users
        connections.close_all()
        return "database"
    return "" if newest_migrations() <= applied.keys() else "migrations"


@cache
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of every app, by app and name; each of them needs all before it."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
