"""The audit of a workspace, or of one of its policies, as its page and its lines show it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from policybuilder.accounts.audit import Event
from policybuilder.accounts.events import Cursor, EventRecord, Events, Wanted, events, people
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.audited import still_there
from policybuilder.library.records import PolicyRow
from policybuilder.wording.audit import OF_POLICIES, OF_WORKSPACES, deed_words, who_words

CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
BROWSER = "-"  # as a choice of the filter; no user name is one
LONGEST_SEARCH = 120


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An event in words. `since` is None for what began in the minute it ended; `href` is "" where the policy is gone."""

    who: str
    deed: str
    name: str
    href: str
    since: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditForm:
    """What of the audit is asked for, as the address says it."""

    person: str
    event: str
    search: str
    before: Cursor | None

    @property
    def narrows(self) -> bool:
        """Whether some events are left out."""
        return bool(self.person or self.event or self.search)

    @property
    def query(self) -> str:
        """The same as an address carries it, without where the page begins."""
        asked = {"person": self.person, "event": self.event, "search": self.search}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class AuditPage:
    """`policy` is None for a whole workspace. `older` and `newest` are the addresses of other pages, "" for none."""

    policy: PolicyRow | None
    form: AuditForm
    lines: tuple[AuditLine, ...]
    people: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    page: str
    file: str
    older: str
    newest: str


def audit_form(asked: Mapping[str, str]) -> AuditForm:
    """What an address asks for; whatever it cannot mean is left out."""
    kind, search = asked.get("event", ""), asked.get("search", "").replace("\x00", "").strip()
    return AuditForm(
        person=asked.get("person", "").replace("\x00", ""),
        event=kind if kind in frozenset(Event) else "",
        search=search[:LONGEST_SEARCH],
        before=_cursor(asked.get("before", "")),
    )


def audit_page(workspace: WorkspaceId | None, policy: PolicyRow | None, form: AuditForm) -> AuditPage:
    """The page; of a browser that keeps nothing yet an empty one. Three queries, however much is kept."""
    public_id = policy.public_id if policy else ""
    found, names = Events((), None), tuple[str, ...]()
    if workspace is not None:
        found = events(workspace, _wanted(form, public_id), before=form.before)
        names = people(workspace, policy=public_id)
    page = reverse("policy_audit", args=[public_id]) if policy else reverse("audit")
    file = reverse("policy_audit_lines", args=[public_id]) if policy else reverse("audit_lines")
    of_policies = ("Policies", tuple(OF_POLICIES.items()))
    return AuditPage(
        policy=policy,
        form=form,
        lines=tuple(_lines(workspace, found, linked=policy is None)),
        people=tuple((name or BROWSER, who_words(name, "")) for name in names),
        kinds=(of_policies,) if policy else (of_policies, ("Workspace and team", tuple(OF_WORKSPACES.items()))),
        page=page,
        file=file,
        older=f"{page}?{_with(form.query, before=cursor_text(found.older))}" if found.older else "",
        newest=f"{page}?{form.query}".rstrip("?") if form.before else "",
    )


def audit_line(record: EventRecord) -> str:
    """An event as a line of JSON, with its end."""
    line = {
        "at": record.at.isoformat(),
        "since": record.since.isoformat(),
        "times": record.times,
        "event": record.event,
        "policy": record.policy or None,
        "name": record.subject,
        "person": record.person or None,
        "by": record.by or None,
        "details": record.details,
        "words": f"{who_words(record.person, record.by)}: {_deed(record)}",
    }
    return f"{json.dumps(line, ensure_ascii=False)}\n"


def cursor_text(cursor: Cursor) -> str:
    """Where a page of events ends, as an address carries it."""
    return f"{(cursor.at - BEGINNING) // timedelta(microseconds=1)}-{cursor.key}"


def _cursor(text: str) -> Cursor | None:
    found = CURSOR.fullmatch(text)
    return Cursor(BEGINNING + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


def _wanted(form: AuditForm, public_id: str) -> Wanted:
    person = {"": None, BROWSER: ""}.get(form.person, form.person)
    return Wanted(policy=public_id, person=person, event=form.event, subject=form.search)


def _lines(workspace: WorkspaceId | None, found: Events, *, linked: bool) -> Iterator[AuditLine]:
    ids = {record.policy for record in found.found if record.policy}
    there = still_there(workspace=workspace, public_ids=ids) if workspace and linked and ids else frozenset()
    for record in found.found:
        yield AuditLine(
            who=who_words(record.person, record.by),
            deed=_deed(record),
            name=record.subject if record.policy else "",
            href=reverse("policy_audit", args=[record.policy]) if record.policy in there else "",
            since=record.since if f"{record.since:%H%M}" != f"{record.at:%H%M}" else None,
            at=record.at,
        )


def _deed(record: EventRecord) -> str:
    return deed_words(record.event, record.subject, record.details, record.times)


def _with(query: str, **more: str) -> str:
    return "&".join(part for part in (query, urlencode(more)) if part)
