"""What a form shows beside a target, and what a pattern also takes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import Settings, also_matches, target_from, target_pattern
from policybuilder.authoring.reach import arn_type, matching
from policybuilder.authoring.targets import OtherTarget
from policybuilder.catalogue import catalogue, looks_like
from policybuilder.iam import arn_matches

HERE = Settings(account="111122223333", regions=("us-east-1",))
HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
KNOWN = (
    f"{HEAD}/cats/1690000000001",
    f"{HEAD}/catalog/1690000000002",
    f"{HEAD}/cats/version/v1/1690000000003",
    f"{HEAD}/cats/version/v10/1690000000004",
    f"{HEAD}/cats/dataset/train/1690000000005",
    "arn:aws:rekognition:eu-west-1:444455556666:project/cats/1690000000006",
    "not an ARN",
)


@pytest.mark.parametrize(
    ("target", "patterns"),
    [
        ({"type": "all"}, [f"{HEAD}/*"]),
        ({"type": "project", "project": "cats"}, [f"{HEAD}/cats/*"]),
        ({"type": "project"}, [f"{HEAD}/*"]),
        ({"type": "project", "project": "cats", "timestamp": "169"}, [f"{HEAD}/cats/169"]),
        ({"type": "projectversion", "project": "cats", "version": "*"}, [f"{HEAD}/cats/version/*"]),
        ({"type": "dataset", "project": "cats"}, [f"{HEAD}/cats/dataset/*"]),
        ({"type": "dataset", "project": "cats", "dataset": "test"}, [f"{HEAD}/cats/dataset/test/*"]),
        (
            {"type": "collection", "region": "eu-*", "account": "*"},
            ["arn:aws:rekognition:eu-*:*:collection/*"],
        ),
        ({"type": "s3:object", "bucket": "b-1"}, ["arn:aws:s3:::b-1/*"]),
        ({"type": "logs:log-group", "name": "x"}, ["arn:aws:logs:us-east-1:111122223333:log-group:x"]),
        ({"type": "iam:role"}, ["arn:aws:iam::111122223333:role/*"]),
        ({"type": "kms:alias", "alias": "cats"}, ["arn:aws:kms:us-east-1:111122223333:alias/cats"]),
        ({"type": "arn", "arn": "arn:x"}, ["arn:x"]),
    ],
)
def test_the_pattern_of_a_target(target, patterns):
    assert list(target_pattern(target_from(type_id=target["type"], **_rest(target)), HERE)) == patterns


def _rest(target):
    return {name: value for name, value in target.items() if name != "type"}


@pytest.mark.parametrize(
    ("target", "indexes"),
    [
        ({"type_id": "project", "project": "cat*"}, [0, 1, 5]),
        ({"type_id": "project", "project": "cats", "region": "us-east-1"}, [0]),
        ({"type_id": "projectversion", "project": "cats", "version": "v1*"}, [2, 3]),
        ({"type_id": "dataset", "project": "*"}, [4]),
        ({"type_id": "arn", "arn": f"{HEAD}/cats/*"}, [0, 2, 3, 4]),
        ({"type_id": "collection"}, []),
    ],
)
def test_what_a_pattern_also_takes_in(target, indexes):
    assert also_matches(target_from(**target), [*KNOWN, KNOWN[0]]) == tuple(KNOWN[index] for index in indexes)


def test_the_settings_may_narrow_what_counts():
    assert also_matches(target_from("project", project="cats"), KNOWN, HERE) == (KNOWN[0],)


def test_every_resource_type_of_the_catalogue_can_be_a_target():
    for name, kind in catalogue().resource_types.items():
        fields = {field.name: "*" for field in kind.fields if field.name != "timestamp"}
        target = target_from(name, **fields)
        assert target_pattern(target, HERE), name
        if not isinstance(target, OtherTarget):
            assert {field.name for field in kind.fields} <= set(target.model_dump()), name


FIELDS = ("arn", "aws", "rekognition", "us-east-1", "111122223333", "project/cats/1", "a:b", "*", "?", "us-*", "")
TEXTS = st.lists(st.sampled_from(FIELDS), min_size=1, max_size=7).map(":".join)


@given(TEXTS, st.lists(TEXTS.filter(lambda text: "*" not in text and "?" not in text), max_size=5))
def test_matching_a_list_is_matching_one_by_one(pattern, arns):
    assert matching(pattern, arns) == tuple(arn for arn in arns if arn_matches(pattern, arn))


@pytest.mark.parametrize(
    "arn",
    [
        *KNOWN,
        f"{HEAD}/cats/version/v1",
        f"{HEAD}/version/version/dataset/169",
        "arn:aws:rekognition:us-east-1:111122223333:collection/faces",
        "arn:aws:rekognition:us-east-1:111122223333:streamprocessor/door",
        "arn:aws:rekognition:us-east-1:111122223333:planet/earth",
        "arn:aws:s3:::cat-images/in/1.png",
        "arn:aws:s3:::cat-images",
    ],
)
def test_the_type_by_shape_is_the_type_by_grammar(arn):
    kind = looks_like(arn, catalogue())
    assert arn_type(arn) == (kind.id if kind else None)
