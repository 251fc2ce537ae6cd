"""What reads the inventory: one query each, however much is known."""

from collections import defaultdict
from collections.abc import Iterable

from policybuilder.accounts.services import WorkspaceId
from policybuilder.inventory.models import InventoryItem
from policybuilder.inventory.readers import creation_time
from policybuilder.inventory.records import KnownDataset, KnownProject, KnownVersion, Pickers

Home = tuple[str, str, str, str]
"""Project name, account, Region, partition: what all items of a project share."""


def project_list(*, workspace: WorkspaceId) -> tuple[KnownProject, ...]:
    """Everything known, by project, in alphabetical order."""
    homes: defaultdict[Home, list[InventoryItem]] = defaultdict(list)
    for item in InventoryItem.objects.filter(workspace_id=workspace):
        homes[(item.project, item.account, item.region, item.partition)].append(item)
    order = sorted(homes, key=lambda home: (home[0].casefold(), home))
    return tuple(_project(home, homes[home]) for home in order)


def known_arns(*, workspace: WorkspaceId) -> tuple[str, ...]:
    """The ARN of every project, version and dataset, in alphabetical order."""
    arns = InventoryItem.objects.filter(workspace_id=workspace).order_by("arn").values_list("arn", flat=True)
    return tuple(arns)


def pickers(*, workspace: WorkspaceId) -> Pickers:
    """Names to offer; projects of one name in several places are one name, with the versions of all of them."""
    projects = project_list(workspace=workspace)
    versions: defaultdict[str, list[KnownVersion]] = defaultdict(list)
    for project in projects:
        versions[project.name].extend(project.versions)
    return Pickers(
        projects=tuple(dict.fromkeys(project.name for project in projects)),
        versions={
            name: tuple(dict.fromkeys(version.name for version in sorted(found, key=_age)))
            for name, found in versions.items()
        },
        accounts=tuple(sorted({project.account for project in projects})),
        regions=tuple(sorted({project.region for project in projects})),
    )


def _project(home: Home, items: Iterable[InventoryItem]) -> KnownProject:
    name, account, region, partition = home
    newest_first = sorted(items, key=_age)
    own = [item for item in newest_first if item.type == InventoryItem.Type.PROJECT]
    versions = tuple(_version(item) for item in newest_first if item.type == InventoryItem.Type.VERSION)
    first = own[0] if own else None
    return KnownProject(
        arn=first.arn if first else f"arn:{partition}:rekognition:{region}:{account}:project/{name}/*",
        partition=partition,
        region=region,
        account=account,
        name=name,
        timestamp=first.timestamp if first else "",
        status=first.status if first else "",
        created=(first.created or creation_time(first.timestamp)) if first else None,
        feature=next((item.feature for item in (*own, *newest_first) if item.feature), ""),
        read_at=max(item.read_at for item in newest_first),
        versions=versions,
        datasets=tuple(_dataset(item) for item in newest_first if item.type == InventoryItem.Type.DATASET),
        older=tuple(item.arn for item in own[1:]),
    )


def _version(item: InventoryItem) -> KnownVersion:
    return KnownVersion(
        arn=item.arn,
        name=item.name,
        timestamp=item.timestamp,
        status=item.status,
        created=item.created or creation_time(item.timestamp),
        feature=item.feature,
        read_at=item.read_at,
    )


def _dataset(item: InventoryItem) -> KnownDataset:
    return KnownDataset(
        arn=item.arn,
        type=item.name,
        timestamp=item.timestamp,
        status=item.status,
        created=item.created or creation_time(item.timestamp),
        read_at=item.read_at,
    )


def _age(item: InventoryItem | KnownVersion) -> tuple[int, str, str]:
    """Sorts newest first by the ARN's number, compared by length first: it may have more digits than numbers may."""
    digits = item.timestamp.lstrip("0")
    return -len(digits), digits.translate(_BACKWARDS), item.arn


_BACKWARDS = str.maketrans("0123456789", "9876543210")
