"""An ARN that a pattern matches, as like a real one as can be."""

import pytest

from policybuilder.catalogue import Coverage, catalogue, coverage, looks_like, witness
from policybuilder.catalogue.witness import USUAL
from policybuilder.iam.arn import arn_matches

HEAD = "arn:aws:rekognition:us-east-1:111122223333:"
TYPES = catalogue().resource_types
VERSION = TYPES["projectversion"]


@pytest.mark.parametrize(
    ("pattern", "kind", "expected"),
    [
        ("*", "projectversion", HEAD + "project/my-project/version/v1/1690474772815"),
        ("arn:aws:rekognition", "dataset", HEAD + "project/my-project/dataset/train/1690474772815"),
        (HEAD + "project/cats/*", "project", HEAD + "project/cats/1690474772815"),
        (HEAD + "project/cats/*", "dataset", HEAD + "project/cats/dataset/train/1690474772815"),
        (HEAD + "project/cats/*te*", "dataset", HEAD + "project/cats/dataset/test/1690474772815"),
        (HEAD + "project/cat*/version/v?/17*", "projectversion", HEAD + "project/cat/version/v1/1790474772815"),
        (HEAD + "project/cats/1", "project", HEAD + "project/cats/1"),
        (HEAD + "project/cats", "project", None),
        (HEAD + "project/cats/version/*", "project", None),
        (
            "arn:*:rekognition:eu-*:4444*:collection/*",
            "collection",
            "arn:aws:rekognition:eu-west-1:444455556666:collection/my-collection",
        ),
        (
            "arn:aws-cn:rekognition:cn-*:*:collection/?",
            "collection",
            "arn:aws-cn:rekognition:cn-:111122223333:collection/m",
        ),
        (
            HEAD + "project/${aws:PrincipalTag/team}/*",
            "projectversion",
            HEAD + "project/my-project/version/v1/1690474772815",
        ),
        (HEAD + "project/${*}/*", "projectversion", None),
        ("arn:aws:s3:::cat-images/in/*.jpg", "s3:object", "arn:aws:s3:::cat-images/in/.jpg"),
        ("arn:aws:s3:::*", "s3:bucket", "arn:aws:s3:::my-bucket"),
        ("arn:aws:rekognition:*:collection/*", "collection", None),
    ],
)
def test_what_is_found(pattern, kind, expected):
    assert witness(pattern, TYPES[kind]) == expected


@pytest.mark.parametrize("region", [*USUAL["region"], "us-iso-east-1"])
def test_a_known_region_is_taken_where_it_fits(region):
    found = witness(f"arn:aws*:rekognition:{region[:-4]}*:*:collection/*", TYPES["collection"])
    assert found is not None
    assert found.split(":")[3].startswith(region[:-4])
    assert (found.split(":")[3] in USUAL["region"]) == (region in USUAL["region"])


def test_partitions_and_accounts():
    def written(partition, account):
        found = witness(f"arn:{partition}:rekognition:*:{account}:collection/*", TYPES["collection"])
        return found.split(":")[1:5:3] if found else None

    assert written("*", "*") == ["aws", "111122223333"]
    assert written("*-gov", "*3") == ["aws-us-gov", "111122223333"]
    assert written("*-cn", "4*") == ["aws-cn", "444455556666"]
    assert written("aws-?", "999988887777") == ["aws-x", "999988887777"]


def test_what_is_preferred_is_taken_where_it_fits():
    prefer = {"region": "eu-west-1", "project": "cats", "version": "v 9", "timestamp": "1700000000000"}
    found = witness("arn:aws:rekognition:*:111122223333:project/*", VERSION, prefer=prefer)
    assert found == "arn:aws:rekognition:eu-west-1:111122223333:project/cats/version/v1/1700000000000"
    assert witness(HEAD + "project/dog*", VERSION, prefer=prefer) == HEAD + "project/dog/version/v1/1700000000000"


@pytest.mark.parametrize("kind", TYPES.values(), ids=list(TYPES))
def test_every_type_has_one_of_its_own(kind):
    found = witness("*", kind)
    assert found is not None
    assert looks_like(found, catalogue()) == kind


@pytest.mark.parametrize("tail", ["?*" * 900, "*a" * 120 + "*", "*-?" * 100 + "/*/*/*", "*" * 100_000])
def test_many_stars(tail):
    pattern = HEAD + "project/" + tail
    found = witness(pattern, VERSION)
    assert found is not None
    assert coverage(pattern, VERSION) is Coverage.SOME
    assert arn_matches(pattern, found)
