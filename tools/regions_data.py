"""`regions.json`: AWS's partitions with their Regions, from botocore's partition data (pinned in requirements-dev.txt)."""

from importlib.metadata import version

import botocore.session

from tools.reference_data import Facts


def build_regions(date: str) -> Facts:
    """Every partition: its domain, the form of its Region names, its Regions, and the names for the whole partition."""
    rows = []
    for facts in botocore.session.get_session().get_data("partitions")["partitions"]:
        names = sorted(facts["regions"])
        rows.append(
            {
                "id": facts["id"],
                "dns_suffix": facts["outputs"]["dnsSuffix"],
                "region_regex": facts["regionRegex"],
                "regions": [name for name in names if not name.endswith("-global")],
                "global_names": [name for name in names if name.endswith("-global")],
            }
        )
    source = {"title": "botocore's partition data", "version": version("botocore")}
    return {"meta": {"date": date, "sources": [source]}, "partitions": sorted(rows, key=lambda row: row["id"])}
