"""What changes the inventory. Every function takes the workspace first and touches items of it alone."""

from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from policybuilder.accounts.services import WorkspaceId
from policybuilder.iam import split_arn
from policybuilder.inventory.models import InventoryItem
from policybuilder.inventory.readers import MOST_ITEMS, Item, Problem, ProblemCode, read
from policybuilder.inventory.records import Outcome

TOLD = ("status", "feature", "created")
ROWS_AT_ONCE = 500


@transaction.atomic
def inventory_read(*, workspace: WorkspaceId, text: str) -> Outcome:
    """Keep what the text names. An item that is known keeps what the text does not tell about it. Any text is taken."""
    reading = read(text)
    now = timezone.now()
    known = {item.arn: item for item in InventoryItem.objects.filter(workspace_id=workspace)}
    told = [item for item in reading.items if item.name.arn in known]
    new = [item for item in reading.items if item.name.arn not in known]
    room = max(MOST_ITEMS - len(known), 0)
    updated = sum(_tell(known[item.name.arn], item, now) for item in told)
    _store([_row(workspace, item, now) for item in new[:room]] + [known[item.name.arn] for item in told])
    return Outcome(
        added=len(new[:room]),
        updated=updated,
        unchanged=len(told) - updated,
        problems=(*reading.problems, *_no_room(len(new) - room)),
        incomplete=reading.incomplete,
    )


def sample_load(*, workspace: WorkspaceId) -> Outcome:
    """Read the packaged sample: four projects of an account that AWS's documentation uses."""
    return inventory_read(workspace=workspace, text=sample_text())


def sample_text() -> str:
    """The sample as the AWS CLI would print it."""
    return (files("policybuilder.inventory") / "data" / "sample.txt").read_text(encoding="utf-8")


@transaction.atomic
def inventory_forget(*, workspace: WorkspaceId, arn: str | None = None) -> int:
    """Forget everything or, with a project's ARN (`KnownProject.arn`), that project with all that belongs to it.

    Returns how many items are forgotten: none for an ARN that is not a project's.
    """
    items = InventoryItem.objects.filter(workspace_id=workspace)
    if arn is not None:
        parts = split_arn(arn)
        kind, _, name = parts.resource.partition("/") if parts else ("", "", "")
        if parts is None or kind != "project":
            return 0
        items = items.filter(
            partition=parts.partition, region=parts.region, account=parts.account, project=name.partition("/")[0]
        )
    return items.delete()[0]


def _row(workspace: WorkspaceId, item: Item, now: datetime) -> InventoryItem:
    name = item.name
    return InventoryItem(
        workspace_id=workspace,
        arn=name.arn,
        type=name.type,
        partition=name.partition,
        region=name.region,
        account=name.account,
        project=name.project,
        name=name.name,
        timestamp=name.timestamp,
        status=item.status or "",
        feature=item.feature or "",
        created=item.created,
        read_at=now,
    )


def _tell(row: InventoryItem, item: Item, now: datetime) -> bool:
    """Write into the row what the item tells; whether that is news."""
    before = [getattr(row, field) for field in TOLD]
    for field in TOLD:
        setattr(row, field, getattr(item, field) or getattr(row, field))
    row.read_at = now
    return before != [getattr(row, field) for field in TOLD]


def _store(rows: Iterable[InventoryItem]) -> None:
    """Insert or, where another request was quicker, update."""
    InventoryItem.objects.bulk_create(
        [InventoryItem(**_columns(row)) for row in rows],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["workspace", "arn"],
        update_fields=[*TOLD, "read_at"],
    )


def _columns(row: InventoryItem) -> dict[str, object]:
    """Every column but the primary key, which an update by ARN must not name."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _no_room(left_out: int) -> tuple[Problem, ...]:
    if left_out <= 0:
        return ()
    return (Problem(ProblemCode.INVENTORY_FULL, params={"most": str(MOST_ITEMS), "left_out": str(left_out)}),)
