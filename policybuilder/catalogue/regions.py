"""AWS's partitions and Regions, from `data/regions.json` (botocore's partition data), and where Rekognition is.

Source: AWS General Reference, "Amazon Resource Names (ARNs)" for what a partition is; the lists are botocore's. A Region
opened after the date of the list is not in it: `region_like` tells a name that has a partition's form.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from policybuilder.catalogue.load import DATA, catalogue


@dataclass(frozen=True, slots=True)
class PartitionRegions:
    """A partition with its Regions; `global_names` (`aws-global`) stand for all of it and appear in no ARN."""

    id: str
    dns_suffix: str
    region_regex: str
    regions: tuple[str, ...]
    global_names: tuple[str, ...]


@cache
def partitions() -> Mapping[str, PartitionRegions]:
    """The partitions by their ids: `aws`, `aws-cn`, `aws-us-gov` and others."""
    names = ("regions", "global_names")
    rows = (row | {name: tuple(row[name]) for name in names} for row in _file()["partitions"])
    return MappingProxyType({row["id"]: PartitionRegions(**row) for row in rows})


def regions_date() -> str:
    """The date of the list, `2026-09-26`."""
    return str(_file()["meta"]["date"])


@cache
def region_names() -> frozenset[str]:
    """All Regions of all partitions."""
    return frozenset(region for partition in partitions().values() for region in partition.regions)


def partition_of_region(region: str) -> str | None:
    """The partition of a Region, or of a name with the form that its Regions have; None for any other text."""
    listed = (each.id for each in partitions().values() if region in each.regions)
    formed = (each.id for each in partitions().values() if re.fullmatch(each.region_regex, region))
    return next(listed, None) or next(formed, None)


def region_like(region: str) -> bool:
    """Whether a text has the form of a Region's name in some partition, listed or not: `us-east-9` has."""
    return partition_of_region(region) is not None


def rekognition_regions(partition: str) -> tuple[str, ...]:
    """The Regions of a partition with a Rekognition endpoint; none for a partition without or an unknown one."""
    return next((each.regions for each in catalogue().partitions if each.id == partition), ())


@cache
def _file() -> Mapping[str, Any]:
    decoded: Mapping[str, Any] = json.loads((DATA / "regions.json").read_text("utf-8"))
    return decoded
