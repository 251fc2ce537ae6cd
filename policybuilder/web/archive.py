"""All of one's data as a zip: what is kept of policies, inventory and account, in forms that other programs read."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import IO

from django.utils.text import slugify

from policybuilder.accounts.people import Account
from policybuilder.accounts.services import WorkspaceId
from policybuilder.accounts.tokens import TokenRecord
from policybuilder.authoring import compose
from policybuilder.inventory.selectors import project_list
from policybuilder.library.everything import KeptPolicy, everything
from policybuilder.web.workbench import kept_draft

README = """policies/NAME/   one folder for each saved policy
  policy.json      the policy document
  draft.json       the draft that the builder works on
  form.json        the form as typed, where it cannot be read or is not written from the draft
  saved.json       the draft that was saved last
  scenarios.jsonl  its scenarios, one per line
  attached.json    the policies attached to it
  about.json       name, kind, tags and dates
bin/NAME/         the same of deleted policies
unsaved/          the same of the policy that is not saved yet
inventory.json    the projects, model versions and datasets
account.json      the account and its tokens, without what opens anything
"""


def write_archive(
    file: IO[bytes],
    workspace: WorkspaceId | None,
    account: Account | None,
    tokens: Sequence[TokenRecord],
    member: int | None = None,
) -> None:
    """Write the zip of a workspace (None: nothing is kept yet), of a team's as `member` sees it, and of an account (None:
    nobody is signed in)."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README)
        if account is not None:
            listed = [_plain(asdict(token)) for token in tokens]
            archive.writestr("account.json", _json({**_plain(asdict(account)), "tokens": listed}))
        if workspace is None:
            return
        projects = [_plain(asdict(project)) for project in project_list(workspace=workspace)]
        archive.writestr("inventory.json", _json(projects))
        names: set[str] = set()
        for kept in everything(workspace=workspace, member=member):
            folder = _folder(kept, names)
            for name, text in _files(kept):
                archive.writestr(f"{folder}/{name}", text)


def _folder(kept: KeptPolicy, names: set[str]) -> str:
    record = kept.record
    if not record.name:
        return "unsaved"
    parent = "bin" if record.deleted_at else "policies"
    stem = slugify(record.name)[:80] or "policy"
    folder = f"{parent}/{stem}"
    if folder in names:
        folder = f"{folder}-{record.public_id}"
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
    if kept.scenarios:
        yield "scenarios.jsonl", "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in kept.scenarios)
    if kept.attached:
        yield "attached.json", _json(kept.attached)
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
