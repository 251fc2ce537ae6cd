"""What changes the inventory. Every function takes the workspace first and touches items of it alone."""

from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files

from django.db import transaction
from django.utils import timezone

from policybuilder.accounts.audit import Event, note
from policybuilder.accounts.services import WorkspaceId
from policybuilder.iam import split_arn
from policybuilder.inventory.models import InventoryItem
from policybuilder.inventory.readers import MOST_ITEMS, Item, Problem, ProblemCode, ResourceName, read
from policybuilder.inventory.records import Outcome

ROWS_AT_ONCE = 500


@transaction.atomic
def inventory_read(*, workspace: WorkspaceId, text: str) -> Outcome:
    """Keep what the text names. An item that is known keeps what the text does not tell about it. Any text is taken."""
    reading = read(text)
    known = {row.arn: row for row in InventoryItem.objects.filter(workspace_id=workspace)}
    new = [item for item in reading.items if item.name.arn not in known]
    told = [item for item in reading.items if item.name.arn in known]
    before = [_item(item.name, known[item.name.arn]) for item in told]
    after = [old.with_news(news) for old, news in zip(before, told, strict=True)]
    room = max(MOST_ITEMS - len(known), 0)
    _store(workspace, [*new[:room], *after])
    updated = sum(new != old for new, old in zip(after, before, strict=True))
    if new[:room] or updated:
        note(Event.INVENTORY, workspace=workspace, together=True)
    return Outcome(
        added=len(new[:room]),
        updated=updated,
        unchanged=len(after) - updated,
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
    len(items.select_for_update().order_by("arn").values_list("pk"))  # locked in the order of `_store`
    gone = items.delete()[0]
    if gone:
        note(Event.INVENTORY, workspace=workspace, together=True)
    return gone


def _item(name: ResourceName, row: InventoryItem) -> Item:
    """What is known of a resource."""
    return Item(name, row.status or None, row.created, row.feature or None)


def _store(workspace: WorkspaceId, items: Iterable[Item]) -> None:
    """Insert or, where the ARN is known (another request may have been quicker), update.

    In the order of the ARNs: two requests that lock rows in different orders would wait for each other.
    """
    now = timezone.now()
    InventoryItem.objects.bulk_create(
        [_row(workspace, item, now) for item in sorted(items, key=lambda item: item.name.arn)],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["workspace", "arn"],
        update_fields=["status", "feature", "created", "read_at"],
    )


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


def _no_room(left_out: int) -> tuple[Problem, ...]:
    if left_out <= 0:
        return ()
    return (Problem(ProblemCode.INVENTORY_FULL, params={"most": str(MOST_ITEMS), "left_out": str(left_out)}),)


@transaction.atomic
def inventory_move(*, source: WorkspaceId, target: WorkspaceId) -> int:
    """Move what one workspace knows into another; of what both know the newer reading stays. How many items were new."""
    known = dict(InventoryItem.objects.filter(workspace_id=target).values_list("arn", "read_at"))
    new = 0
    for item in InventoryItem.objects.select_for_update().filter(workspace_id=source):
        if item.arn in known and known[item.arn] >= item.read_at:
            item.delete()
            continue
        if item.arn in known:
            InventoryItem.objects.filter(workspace_id=target, arn=item.arn).delete()
        else:
            new += 1
        item.workspace_id = target
        item.save(update_fields=["workspace"])
    if new:
        note(Event.INVENTORY, workspace=target, together=True)
    return new
