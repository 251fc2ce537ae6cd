"""Partitions and Regions."""

import pytest

from policybuilder.catalogue import catalogue
from policybuilder.catalogue.regions import (
    partition_of_region,
    partitions,
    region_like,
    region_names,
    regions_date,
    rekognition_regions,
)


def test_the_partitions():
    assert set(partitions()) == {
        "aws",
        "aws-cn",
        "aws-eusc",
        "aws-iso",
        "aws-iso-b",
        "aws-iso-e",
        "aws-iso-f",
        "aws-us-gov",
    }
    assert partitions()["aws-cn"].dns_suffix == "amazonaws.com.cn"
    assert partitions()["aws-us-gov"].regions == ("us-gov-east-1", "us-gov-west-1")
    assert "aws-global" in partitions()["aws"].global_names
    assert regions_date() >= "2026-09-26"


def test_no_region_is_in_two_partitions():
    every = [region for each in partitions().values() for region in each.regions]
    assert len(every) == len(set(every)) == len(region_names())
    assert not any(name.endswith("-global") for name in every)
    assert all(partition_of_region(region) == each.id for each in partitions().values() for region in each.regions)


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        ("eu-central-2", "aws"),
        ("us-gov-west-1", "aws-us-gov"),
        ("cn-north-1", "aws-cn"),
        ("eusc-de-east-1", "aws-eusc"),
        ("us-east-9", "aws"),
        ("us-east-1a", None),
        ("Ireland", None),
        ("US-EAST-1", None),
        ("us-east-1\n", None),
        ("*", None),
        ("", None),
    ],
)
def test_the_partition_of_a_region(region, partition):
    assert partition_of_region(region) == partition
    assert region_like(region) == (partition is not None)


def test_where_rekognition_is():
    assert "us-east-1" in rekognition_regions("aws")
    assert rekognition_regions("aws-cn") == rekognition_regions("nope") == ()
    assert sorted(region for each in partitions() for region in rekognition_regions(each)) == list(catalogue().regions)
    assert set(catalogue().regions) <= region_names()
