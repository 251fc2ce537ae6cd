"""Which ARNs a pattern can match: the rows of the facts, the corners of the rules, and time."""

import pytest

from policybuilder.catalogue import (
    Coverage,
    arn_fields,
    catalogue,
    coverage,
    looks_like,
    matching_types,
    narrowed,
    pair_can_match,
)
from policybuilder.iam.arn import arn_matches

HEAD = "arn:aws:rekognition:us-east-1:123456789012:"
TYPES = catalogue().resource_types
PROJECT, VERSION, DATASET = TYPES["project"], TYPES["projectversion"], TYPES["dataset"]
DEEP = {
    "project": PROJECT,
    "version": VERSION,
    "train": narrowed(DATASET, {"dataset": "train"}),
    "test": narrowed(DATASET, {"dataset": "test"}),
}
ALL, SOME, NONE = Coverage.ALL, Coverage.SOME, Coverage.NONE

SAMPLES = {
    "project": HEAD + "project/MyProject/1690474772815",
    "version": HEAD + "project/MyProject/version/MyVersion/1690556751958",
    "other version": HEAD + "project/MyProject/version/Other/1690556751958",
    "train": HEAD + "project/MyProject/dataset/train/1690476084535",
    "test": HEAD + "project/MyProject/dataset/test/1690476084999",
    "project 2": HEAD + "project/MyProject2/1690474772815",
    "version 2": HEAD + "project/MyProject2/version/MyVersion/1690556751958",
}

# what can match, and which of the samples do (exact answers of an earlier, independent computation)
ROWS = [
    ("project/MyProject/*", "project version train test", "project|version|other version|train|test"),
    ("project/MyProject/1690474772815", "project", "project"),
    ("project/MyProject/1*", "project", "project"),
    ("project/MyProject*", "project version train test", "|".join(SAMPLES)),
    ("project/MyProject", "", ""),
    ("project/MyProject/version/*", "version", "version|other version"),
    ("project/MyProject/version/MyVersion/*", "version", "version"),
    ("project/MyProject/version/My*/*", "version", "version"),
    ("project/MyProject/dataset/*", "train test", "train|test"),
    ("project/MyProject/dataset/train/*", "train", "train"),
    ("project/*/version/*", "version", "version|other version|version 2"),
    ("project/*/dataset/test/*", "test", "test"),
    ("project/*", "project version train test", "|".join(SAMPLES)),
    ("project/*/1690474772815", "project version train test", "project|project 2"),
    ("project/MyProject/?????????????", "project version", "project"),
]


@pytest.mark.parametrize(("pattern", "types", "samples"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_of_patterns(pattern, types, samples):
    can_match = {name for name, kind in DEEP.items() if coverage(HEAD + pattern, kind) is not NONE}
    assert can_match == set(types.split())
    assert {name for name, arn in SAMPLES.items() if arn_matches(HEAD + pattern, arn)} == set(
        filter(None, samples.split("|"))
    )


OWN = ("project", "projectversion", "dataset", "collection", "streamprocessor")
OPEN = "arn:*:rekognition:*:*:"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", dict.fromkeys(OWN, ALL)),
        ("**", dict.fromkeys(OWN, ALL)),
        ("arn:*:*:*:*:*", dict.fromkeys(OWN, ALL)),
        (OPEN + "project/*", {"project": ALL, "projectversion": ALL, "dataset": ALL}),
        (OPEN + "project/*/*", {"project": ALL, "projectversion": ALL, "dataset": ALL}),
        (OPEN + "project/?*/*/?*", {"projectversion": ALL, "dataset": ALL}),
        (OPEN + "project/??*", {"project": ALL, "projectversion": ALL, "dataset": ALL}),
        (OPEN + "project/????*", {"project": SOME, "projectversion": ALL, "dataset": ALL}),
        (OPEN + "*/version/*", {"project": SOME, "projectversion": ALL, "dataset": SOME}),  # of a project named version
        (OPEN + "project/*/version/*/?*", {"projectversion": ALL}),
        (OPEN + "project/*/dataset/t*/*", {"dataset": ALL}),
        (OPEN + "project/*/dataset/tr*/*", {"dataset": SOME}),
        (OPEN + "project/*/dataset/TRAIN/*", {}),
        ("arn:*:rekognition:*:????????????:collection/?*", {"collection": ALL}),
        ("arn:*:rekognition:*:???????????:collection/*", {}),
        ("arn:aws:rekognition:*:*:collection/*", {"collection": SOME}),
        # an incomplete ARN is completed with stars
        ("arn:*:rekognition", dict.fromkeys(OWN, ALL)),
        ("arn:aws:rekognition", dict.fromkeys(OWN, SOME)),
        ("arn:aws:rekognition:*:project/cats/*", {}),
        # case, other services, other words, wildcards in the type's word
        (HEAD + "Project/cats/*", {}),
        ("arn:aws:s3:::cats/*", {}),
        (HEAD + "pro*/cats/*", {"project": SOME, "projectversion": SOME, "dataset": SOME}),
        (HEAD + "?roject/cats/version/*", {"projectversion": SOME}),
        # characters and lengths of the fields
        (HEAD + "project/ca ts/*", {}),
        (HEAD + "project/cats/version/v1/x*", {}),
        (HEAD + "project/cats/*a", {}),
        (HEAD + "project/cats/*1", {"project": SOME, "projectversion": SOME, "dataset": SOME}),
        (HEAD + "project//*", {}),
        (HEAD + f"project/{'a' * 255}/*", {"project": SOME, "projectversion": SOME, "dataset": SOME}),
        (HEAD + f"project/{'a' * 256}/*", {}),
        (HEAD + f"project/{'?' * 255}/version/*", {"projectversion": SOME}),
        (HEAD + f"project/*{'?' * 263}/version/*", {"projectversion": SOME}),  # a version named version
        (HEAD + f"project/*{'?' * 264}/version/*", {}),
        (HEAD + f"streamprocessor/{'s' * 128}", {"streamprocessor": SOME}),
        (HEAD + f"streamprocessor/{'s' * 129}*", {}),
        ("arn:aws:rekognition:us-east-1:12345678901:project/*", {}),
        ("arn:aws:rekognition:us-east-1:1234*:project/*", {"project": SOME, "projectversion": SOME, "dataset": SOME}),
        ("arn:aws:rekognition:us_east:*:project/*", {}),
        # a star that ends a field may run past the colon, others may not
        ("arn:aws:*:123456789012:collection/c", {}),
        ("arn:aws:*:us-east-1:*:collection/c", {"collection": SOME}),
        # policy variables
        (HEAD + "project/${aws:PrincipalTag/team}/*", {"project": SOME, "projectversion": SOME, "dataset": SOME}),
        (OPEN + "project/${aws:PrincipalTag/team, 'cats'}*", {"project": SOME, "projectversion": SOME, "dataset": SOME}),
        (HEAD + "${aws:username}", dict.fromkeys(OWN, SOME)),
        ("arn:aws:rekognition:${aws:RequestedRegion}:123456789012:project/*", {}),
        ("${aws:username}", {}),
        (HEAD + "project/${*}/*", {}),
        (HEAD + "project/${?}ats/*", {}),
        (HEAD + "project/${/*", {}),
        # not ARNs at all
        ("", {}),
        ("cats", {}),
        (":::::", {}),
        ("?rn:aws:rekognition:*", dict.fromkeys(OWN, SOME)),
    ],
)  # fmt: skip
def test_coverage_by_type(pattern, expected):
    assert {
        name: found for name, found in matching_types(pattern, catalogue()).items() if found is not NONE
    } == expected


def test_an_arn_has_2048_characters_at_most():
    longest = HEAD + "project/cats/" + "1" * (2048 - len(HEAD) - len("project/cats/"))
    assert looks_like(longest, catalogue()) is PROJECT
    assert coverage(longest, PROJECT) is SOME
    assert coverage(longest + "*", PROJECT) is SOME
    assert coverage(longest + "1", PROJECT) is NONE
    assert looks_like(longest + "1", catalogue()) is None
    # a variable takes no room of its own, what stands beside it does
    assert coverage(HEAD + "project/" + "${aws:username}" * 200 + "/*", PROJECT) is SOME
    assert coverage(longest.replace("cats", "cat${aws:username}"), PROJECT) is SOME
    assert coverage(longest.replace("cats", "cats2${aws:username}"), PROJECT) is NONE


def test_other_services():
    assert matching_types("arn:aws:s3:::cat-images/in/*", catalogue(), "s3")["s3:object"] is SOME
    assert matching_types("arn:aws:s3:::cat-images/in/*", catalogue(), "s3")["s3:bucket"] is NONE
    assert matching_types("arn:aws:s3:::cat-images", catalogue(), "s3")["s3:bucket"] is SOME
    assert matching_types("arn:*:s3:::*", catalogue(), "s3")["s3:bucket"] is ALL
    assert matching_types("arn:*:s3:::*", catalogue(), "s3")["s3:object"] is ALL
    assert coverage("arn:aws:s3:us-east-1::cat-images", TYPES["s3:bucket"]) is NONE
    assert coverage("arn:aws:*:${aws:username}:*:*", TYPES["s3:object"]) is NONE, "though a key may hold a dollar sign"
    group = TYPES["logs:log-group"]
    assert coverage("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:*", group) is SOME
    assert coverage("arn:*:logs:*:*:log-group:*", group) is ALL
    for tail in ("log-group?x", "log*group*x"):  # in the sixth field a wildcard takes colons too
        assert coverage(f"arn:aws:logs:us-east-1:123456789012:{tail}", group) is SOME
    assert coverage("arn:aws:iam::123456789012:role/service-role/*", TYPES["iam:role"]) is SOME


PAIRS = [
    # every pair of the AWS guide's two policies
    ("DescribeProjects", "*", True),
    ("StopProjectVersion", "project/MyProject/version/MyVersion/*", True),
    ("StartProjectVersion", "project/MyProject/version/MyVersion/*", True),
    ("DetectCustomLabels", "project/MyProject/version/MyVersion/*", True),
    ("CreateProjectVersion", "project/MyProject/version/MyVersion/*", False),
    ("CreateProject", "project/MyProject/*", False),
    ("DescribeProjectVersions", "project/MyProject/*", True),
    ("CreateProjectVersion", "project/MyProject/*", True),
    ("CreateProject", "project/SampleProject/*", False),
    # others
    ("CreateProject", "*", True),
    ("CopyProjectVersion", "project/MyProject/1*", True),
    ("CopyProjectVersion", "project/MyProject/version/v1/*", True),
    ("CopyProjectVersion", "project/MyProject/dataset/*", False),
    ("TagResource", "collection/c", True),
    ("TagResource", "table/c", False),
    ("DetectModerationLabels", "project/MyProject/version/*", True),
    ("DetectModerationLabels", "project/MyProject/1*", False),
]


@pytest.mark.parametrize(("name", "pattern", "expected"), PAIRS)
def test_pairs(name, pattern, expected):
    action = catalogue().actions[f"rekognition:{name}"]
    assert pair_can_match(action, pattern if pattern == "*" else HEAD + pattern, catalogue()) is expected


def test_an_action_without_resource_type_needs_the_plain_star():
    action = catalogue().actions["rekognition:CreateProject"]
    assert pair_can_match(action, "***", catalogue())
    for pattern in ("arn:*", "arn:*:*:*:*:*", "?*", "", "${aws:username}"):
        assert not pair_can_match(action, pattern, catalogue())
    assert not pair_can_match(catalogue().actions["s3:ListAllMyBuckets"], "arn:aws:s3:::*", catalogue())


@pytest.mark.parametrize(
    ("arn", "expected"),
    [
        (SAMPLES["project"], "project"),
        (SAMPLES["version"], "projectversion"),
        (SAMPLES["train"], "dataset"),
        (HEAD + "project/version/1", "project"),
        (HEAD + "project/dataset/version/train/1", "projectversion"),
        (HEAD + "project/p/dataset/valid/1", None),
        (HEAD + "project/p/dataset/TRAIN/1", None),
        (HEAD + "project/p/123x", None),
        (HEAD + "project/p", None),
        (HEAD + "project/*/1", None),
        (HEAD + "project/p/version/v?/1", None),
        (HEAD + "collection/MyCollection", "collection"),
        (HEAD + "collection/a/b", None),
        (HEAD + "streamprocessor/my-processor", "streamprocessor"),
        ("arn:aws-us-gov:rekognition:us-gov-west-1:123456789012:project/p/1", "project"),
        ("arn:aws:rekognition:us-east-1:1234:project/p/1", None),
        ("arn:aws:s3:::cat-images", "s3:bucket"),
        ("arn:aws:s3:::cat-images/in/a:b*.jpg", "s3:object"),
        ("arn:aws:s3:us-east-1:123456789012:accesspoint/cats/object/in/1", "s3:accesspointobject"),
        ("arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", "kms:key"),
        ("arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/x:log-stream:y", "logs:log-stream"),
        ("arn:aws:iam::123456789012:role/path/Reader", "iam:role"),
        ("arn:aws:sqs:us-east-1:123456789012:queue", None),
        ("*", None),
        ("", None),
        ("arn:aws:s3:::" + "x" * 3000, None),
    ],
)  # fmt: skip
def test_what_an_arn_looks_like(arn, expected):
    found = looks_like(arn, catalogue())
    assert (found and found.id) == expected


def test_the_values_of_an_arn():
    assert arn_fields(SAMPLES["version"], VERSION) == {
        "partition": "aws",
        "region": "us-east-1",
        "account": "123456789012",
        "project": "MyProject",
        "version": "MyVersion",
        "timestamp": "1690556751958",
    }
    assert arn_fields("arn:aws:s3:::cat-images/in/1.jpg", TYPES["s3:object"]) == {}


def test_a_narrowed_type_asks_about_one_name():
    open_time = narrowed(
        VERSION, {"account": "123456789012", "region": "us-east-1", "project": "cats", "version": "v2"}
    )
    open_time = narrowed(open_time, {"partition": "aws"})
    assert coverage(HEAD + "project/cats/version/v2/*", open_time) is ALL
    assert coverage(HEAD + "project/cats/*", open_time) is ALL
    assert coverage(HEAD + "project/cats/version/v2/169*", open_time) is SOME
    assert coverage(HEAD + "project/cats/version/v1/*", open_time) is NONE
    assert coverage(HEAD + "project/cats/version/*", VERSION) is SOME, "the type itself is as it was"


@pytest.mark.parametrize(
    "tail",
    [
        "*a" * 1000,
        "?*" * 1000,
        "*?" * 230 + "/*",
        "*/" * 900,
        "*a*" * 340_000,
        "?" * 10**6,
        "*" * 10**6,
        "${" * 300_000,
    ],
    ids=lambda tail: tail[:4],
)
def test_a_hard_pattern_gets_an_answer(tail):
    for kind in (PROJECT, VERSION, TYPES["s3:object"]):
        assert coverage(HEAD + "project/" + tail, kind) in Coverage
