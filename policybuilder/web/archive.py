"""All of one's data as a zip: what is kept of policies, inventory and account, in forms that other programs read."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

from django.utils import timezone
from django.utils.text import slugify

from policybuilder.accounts.events import events_all
from policybuilder.accounts.people import Account
from policybuilder.accounts.services import WorkspaceId, workspace_of_user
from policybuilder.accounts.teams import MembershipRow, memberships_of
from policybuilder.accounts.tokens import TokenRecord
from policybuilder.authoring import compose
from policybuilder.inventory.selectors import project_list
from policybuilder.library.everything import KeptPolicy, everything
from policybuilder.web.contexts.audit import audit_line
from policybuilder.web.workbench import kept_draft

README = """policies/NAME/     one folder for each saved policy
  policy.json        the policy document
  draft.json         the draft that the builder works on
  form.json          the form as typed, where it cannot be read or is not written from the draft
  saved.json         the draft that was saved last
  revisions/N.json   its revisions: each with note, author, time and the draft as it was saved
  scenarios.jsonl    its scenarios, one per line
  attached.json      the policies attached to it
  share-links.json   its share links, without what opens them: whoever has this file is not to see more than is in it
  about.json         name, kind, tags and dates
bin/NAME/           the same of deleted policies
unsaved/            the same of the policy that is not saved yet
inventory.json      the projects, model versions and datasets
audit.jsonl         what was done to all of this, by whom and when, one event per line
account.json        the account and its tokens, without what opens anything
teams.json          the teams that the account is in, with its role and since when
teams/NAME/         the same files of each team, as the account sees them

A draft becomes a policy document by `manage.py compose draft.json`.
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A workspace to be taken away. Of a team's: the membership, and whose it is (of the scratch documents only theirs
    goes along)."""

    workspace: WorkspaceId
    team: MembershipRow | None = None
    member: int | None = None


def shelves_of(user_id: int | None, browsers: WorkspaceId | None) -> tuple[Shelf, ...]:
    """What a user may take away: their own workspace and those of their teams. Of a browser without an account its own."""
    if user_id is None:
        return (Shelf(browsers),) if browsers else ()
    teams = (Shelf(each.team, each, user_id) for each in memberships_of(user_id))
    return (Shelf(workspace_of_user(user_id)), *teams)


def write_archive(
    file: IO[bytes], shelves: Sequence[Shelf], account: Account | None, tokens: Sequence[TokenRecord]
) -> None:
    """Write the zip of workspaces (none: nothing is kept yet) and of an account (None: nobody is signed in)."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        if account is not None:
            listed = [_plain(asdict(token)) for token in tokens]
            teams = [_team(shelf.team) for shelf in shelves if shelf.team]
            archive.writestr("account.json", _json({**_plain(asdict(account)), "tokens": listed}))
            archive.writestr("teams.json", _json(teams))
        names: set[str] = set()
        for shelf in shelves:
            team = shelf.team
            place = f"{_free('teams', team.name, str(shelf.workspace), names)}/" if team else ""
            for name, text in _shelf_files(shelf):
                archive.writestr(f"{place}{name}", text)
            _write_audit(archive, f"{place}audit.jsonl", shelf.workspace)


def _write_audit(archive: zipfile.ZipFile, name: str, workspace: WorkspaceId) -> None:
    """Line by line: it is the one file that only grows."""
    about = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    about.compress_type, about.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    with archive.open(about, "w") as file:
        for record in events_all(workspace):
            file.write(audit_line(record).encode())


def _team(row: MembershipRow) -> dict[str, object]:
    return {"name": row.name, "role": row.role.value, "since": row.since.isoformat()}


def _shelf_files(shelf: Shelf) -> Iterator[tuple[str, str]]:
    projects = [_plain(asdict(project)) for project in project_list(workspace=shelf.workspace)]
    yield "inventory.json", _json(projects)
    names: set[str] = set()
    for kept in everything(workspace=shelf.workspace, member=shelf.member):
        folder = _folder(kept, names)
        for name, text in _files(kept):
            yield f"{folder}/{name}", text


def _folder(kept: KeptPolicy, names: set[str]) -> str:
    record = kept.record
    if not record.name:
        return "unsaved"
    return _free("bin" if record.deleted_at else "policies", record.name, record.public_id, names)


def _free(parent: str, name: str, mark: str, names: set[str]) -> str:
    """A folder for a name, with a mark behind it where another one has it already."""
    folder = f"{parent}/{slugify(name)[:80] or 'unnamed'}"
    if folder in names:
        folder = f"{folder}-{mark}"
    names.add(folder)
    return folder


def _files(kept: KeptPolicy) -> Iterator[tuple[str, str]]:
    record = kept.record
    yield "policy.json", compose(kept_draft(record)).text
    yield "draft.json", _json(record.draft)
    if record.form is not None:
        yield "form.json", _json([list(pair) for pair in record.form])
    if record.saved_draft is not None:
        yield "saved.json", _json(record.saved_draft)
    for revision in kept.revisions:
        yield f"revisions/{revision['number']}.json", _json(_plain(revision))
    if kept.scenarios:
        yield "scenarios.jsonl", "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in kept.scenarios)
    if kept.attached:
        yield "attached.json", _json(kept.attached)
    if kept.share_links:
        yield "share-links.json", _json(_told(kept.share_links))
    about = {
        "id": record.public_id,
        "name": record.name,
        "kind": record.kind,
        "tags": kept.tags,
        "created": record.created,
        "changed": record.changed,
        "saved": record.saved_at,
        "deleted": record.deleted_at,
    }
    yield "about.json", _json(_plain(about))


def _plain(value: object) -> dict[str, object]:
    """A mapping with its dates as text, however deep."""
    found = _told(value)
    return found if isinstance(found, dict) else {}


def _told(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _told(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    return value


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
