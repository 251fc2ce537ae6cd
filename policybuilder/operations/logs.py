"""The log of a served site: one line of JSON for every request and every event.

Nothing that a user wrote or that opens anything is in it: no bodies, no query strings, no cookies, no messages of
exceptions (they quote the value at fault), and of an address only what names a page.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from policybuilder.operations.probes import PATHS

GetResponse = Callable[[HttpRequest], HttpResponse]
ROOT = Path(__file__).resolve().parents[2]

# Parts of addresses that may be written: the others may be what opens a page (a shared link, a new password).
SHOWN = frozenset({"policy_id", "recipe_id", "code", "form"})
PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,60}")
PART = re.compile(r"<(?:\w+:)?(\w+)>")
REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_request_id: ContextVar[str] = ContextVar("request_id", default="")

log = logging.getLogger("policybuilder.requests")


class RequestLog:
    """Gives every request an id (the proxy's `X-Request-ID` where there is one), answers it and writes its line."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "")
        request_id = sent if REQUEST_ID.fullmatch(sent) else uuid4().hex
        token = _request_id.set(request_id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            self._write(request, response.status_code, time.perf_counter() - started)
        finally:
            _request_id.reset(token)
        return response

    def _write(self, request: HttpRequest, status: int, seconds: float) -> None:
        quiet = request.path_info in PATHS and status == 200
        log.log(
            logging.DEBUG if quiet else logging.INFO,
            "request",
            extra={
                "fields": {
                    "method": request.method if (request.method or "").isalpha() else "?",
                    "path": shown_path(request),
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                }
            },
        )


def shown_path(request: HttpRequest) -> str:
    """The address as its pattern, filled in with what opens nothing; of what is no page of ours no more than its kind."""
    match: ResolverMatch | None = request.resolver_match
    if match is not None:
        return "/" + PART.sub(lambda part: _shown_part(part[1], match.kwargs), match.route)
    if request.path_info in PATHS:
        return request.path_info
    return "/static/…" if request.path_info.startswith("/static/") else "/…"


def _shown_part(name: str, values: dict[str, object]) -> str:
    value = str(values.get(name, ""))
    return value if name in SHOWN and PLAIN.fullmatch(value) else f"<{name}>"


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, event, request id, the record's own fields, the place of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event(record),
        }
        if request_id := _request_id.get():
            line["request_id"] = request_id
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__qualname__
            line["trace"] = places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def event(record: logging.LogRecord) -> str:
    """The record's message; what others log says its values by numbers alone, since a text may be anybody's."""
    if record.name.startswith("policybuilder."):
        return record.getMessage()
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return str(record.msg) % tuple(each if isinstance(each, int | float) else "…" for each in args)
    except (TypeError, ValueError):
        return str(record.msg)


def places(trace: TracebackType | None) -> list[str]:
    """Where an exception passed: file, line and function, the innermost last; no source lines and no values."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(trace), lookup_lines=False)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-20:]]


def _short(file: str) -> str:
    path = Path(file)
    if ".venv" not in path.parts and path.is_relative_to(ROOT):
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-3:])
