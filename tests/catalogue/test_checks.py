"""From an operation and its resources to authorization checks (operations table of the Service Authorization Reference)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.catalogue import Coverage, authorization_checks, catalogue, coverage

HEAD = "arn:aws:rekognition:us-east-1:111122223333:"
PROJECT, OTHER = HEAD + "project/cats/1690000000000", HEAD + "project/dogs/1690000000009"
VERSION, NEXT = HEAD + "project/cats/version/v1/1690000000001", HEAD + "project/cats/version/v2/1690000000004"
TRAIN, TEST = HEAD + "project/cats/dataset/train/1690000000002", HEAD + "project/cats/dataset/test/1690000000003"
COLLECTION, PROCESSOR = HEAD + "collection/faces", HEAD + "streamprocessor/door"
ROLE = "arn:aws:iam::111122223333:role/Video"
OBJECT = "arn:aws:s3:::cat-images/in/1.jpg"
TAGS = {"env": "prod", "team": "vision"}
TAG_KEYS = {"aws:RequestTag/env": "prod", "aws:RequestTag/team": "vision", "aws:TagKeys": ("env", "team")}
SAMPLES = {
    "project": PROJECT,
    "projectversion": VERSION,
    "dataset": TRAIN,
    "collection": COLLECTION,
    "streamprocessor": PROCESSOR,
    "iam:role": ROLE,
}


def pairs(operation, resources=(), tags=None):
    found = authorization_checks(operation, resources, tags)
    assert found.problems == ()
    return [(check.action.removeprefix("rekognition:"), check.resource.removeprefix(HEAD)) for check in found.checks]


def problems(operation, resources=()):
    return [(problem.code, dict(problem.params)) for problem in authorization_checks(operation, resources).problems]


COPY = [
    ("CopyProjectVersion", "project/cats/version/v1/1690000000001"),
    ("CopyProjectVersion", "project/dogs/1690000000009"),
    ("CreateProjectVersion", "project/dogs/1690000000009"),
]


@pytest.mark.parametrize(
    "resources",
    [
        [VERSION, OTHER],
        [OTHER, VERSION],
        [VERSION, PROJECT, OTHER],
        [PROJECT, OTHER, VERSION],
        {"source_version": VERSION, "destination_project": OTHER},
        {"source_project": PROJECT, "source_version": VERSION, "destination_project": OTHER},
    ],
)
def test_a_copy_is_checked_on_the_version_and_twice_on_the_destination(resources):
    assert pairs("CopyProjectVersion", resources) == COPY
    found = authorization_checks("CopyProjectVersion", resources).checks
    assert [(check.why, check.assumption) for check in found] == [
        ("itself", None),
        ("itself", "10.14"),
        ("always", "10.14"),
    ]


def test_a_copy_within_one_project():
    assert pairs("CopyProjectVersion", [VERSION, PROJECT])[1] == ("CopyProjectVersion", "project/cats/1690000000000")


@pytest.mark.parametrize(
    "change", [("aws:rek", "aws-cn:rek"), ("us-east-1", "eu-west-1"), ("111122223333", "444455556666")]
)
def test_a_project_of_the_same_name_elsewhere_is_not_the_source(change):
    namesake = PROJECT.replace(*change)
    assert pairs("CopyProjectVersion", [PROJECT, namesake, VERSION])[1][1] == namesake.removeprefix(HEAD)


def test_the_first_version_is_the_source_and_a_second_names_the_copy():
    newer = OTHER.replace("1690000000009", "version/v7/1690000000009")
    assert pairs("CopyProjectVersion", [VERSION, newer, OTHER, PROJECT], TAGS) == [
        *COPY,
        ("TagResource", "project/dogs/version/v7/*"),
    ]


def test_a_resource_without_a_part_takes_the_one_of_its_type():
    for resources in ({"source_version": VERSION, "resource": OTHER}, {"resource": OTHER, "source_version": VERSION}):
        assert pairs("CopyProjectVersion", resources) == COPY


def test_what_cannot_be_used_does_not_hide_what_can():
    nothing = {"source_project": "", "source_version": VERSION, "destination_project": OTHER}
    assert pairs("CopyProjectVersion", nothing) == COPY
    found = authorization_checks("DetectCustomLabels", ["nonsense", VERSION])
    assert [check.resource for check in found.checks] == [VERSION]
    assert [problem.code for problem in found.problems] == ["unreadable_resource"]


def test_tags_add_a_check_on_the_new_version():
    resources = {"source_version": VERSION, "destination_project": OTHER, "version": "v9"}
    *first, last = authorization_checks("CopyProjectVersion", resources, TAGS).checks
    assert pairs("CopyProjectVersion", resources, TAGS) == [*COPY, ("TagResource", "project/dogs/version/v9/*")]
    assert (last.why, last.role, last.assumption) == ("tags", "created", "10.14")
    assert all(dict(check.context) == TAG_KEYS for check in (*first, last))
    assert last.among is not None
    assert coverage(HEAD + "project/dogs/version/v9/*", last.among) is Coverage.ALL
    assert coverage(HEAD + "project/dogs/version/v9/17*", last.among) is Coverage.SOME
    assert coverage(HEAD + "project/cats/version/*", last.among) is Coverage.NONE


@pytest.mark.parametrize(
    ("operation", "resources", "expected"),
    [
        ("CreateProject", {}, "arn:*:rekognition:*:*:project/*/*"),
        ("CreateProject", {"project": "cats"}, "arn:*:rekognition:*:*:project/cats/*"),
        ("CreateProject", [PROJECT], "project/cats/*"),
        ("CreateProjectVersion", {"project": PROJECT, "version": "v3"}, "project/cats/version/v3/*"),
        ("CreateProjectVersion", {"project": PROJECT, "version": NEXT}, "project/cats/version/v2/*"),
        ("CreateProjectVersion", [PROJECT, VERSION], "project/cats/version/v1/*"),
        ("CreateProjectVersion", [OTHER, VERSION], "project/dogs/version/v1/*"),
        ("CreateProjectVersion", [PROJECT], "project/cats/version/*/*"),
        ("CreateDataset", {"project": PROJECT, "dataset": "TRAIN"}, "project/cats/dataset/train/*"),
        ("CreateDataset", {"project": PROJECT, "dataset": TEST}, "project/cats/dataset/test/*"),
        ("CreateDataset", {"project": PROJECT}, "project/cats/dataset/*/*"),
        ("CreateCollection", {}, "arn:*:rekognition:*:*:collection/*"),
        ("CreateStreamProcessor", [COLLECTION, ROLE], "arn:*:rekognition:*:*:streamprocessor/*"),
    ],
)
def test_what_is_tagged_is_what_the_call_makes(operation, resources, expected):
    assert pairs(operation, resources, TAGS)[-1] == ("TagResource", expected)
    assert "TagResource" not in [action for action, _ in pairs(operation, resources)]


def test_a_copied_dataset_is_read():
    assert pairs("CreateDataset", [PROJECT, TRAIN]) == [
        ("CreateDataset", "project/cats/1690000000000"),
        ("ListDatasetEntries", "project/cats/dataset/train/1690000000002"),
    ]
    assert pairs("CreateDataset", {"project": PROJECT, "source_dataset": TRAIN, "dataset": "test"}) == pairs(
        "CreateDataset", [PROJECT, TRAIN]
    )
    assert pairs("CreateDataset", [PROJECT]) == [("CreateDataset", "project/cats/1690000000000")]


def test_only_checks_whose_action_takes_tags_carry_them():
    create, read, tag = authorization_checks("CreateDataset", [PROJECT, TRAIN], TAGS).checks
    assert dict(read.context) == {}
    assert dict(create.context) == dict(tag.context) == TAG_KEYS
    (untag,) = authorization_checks("UntagResource", [VERSION], TAGS).checks
    assert dict(untag.context) == {"aws:TagKeys": ("env", "team")}


def test_a_role_that_is_handed_over():
    found = authorization_checks("StartFaceSearch", [COLLECTION, ROLE]).checks
    assert [(check.action, check.resource, check.why) for check in found] == [
        ("rekognition:StartFaceSearch", COLLECTION, "itself"),
        ("iam:PassRole", ROLE, "role"),
    ]
    assert dict(found[1].context) == {"iam:PassedToService": "rekognition.amazonaws.com"}
    assert pairs("StartLabelDetection") == [("StartLabelDetection", "*")]
    assert problems("CreateStreamProcessor", [COLLECTION]) == [
        (
            "missing_resource",
            {"operation": "rekognition:CreateStreamProcessor", "role": "role", "type": "iam:role"},
        )
    ]


@pytest.mark.parametrize(
    ("operation", "resources", "expected"),
    [
        ("DescribeProjects", [], [("DescribeProjects", "*")]),
        ("CreateProject", [], [("CreateProject", "*")]),
        ("createproject", {"project": PROJECT}, [("CreateProject", "*")]),
        ("rekognition:DetectCustomLabels", [VERSION], [("DetectCustomLabels", "project/cats/version/v1/1690000000001")]),
        ("DetectCustomLabels", {"version": VERSION}, [("DetectCustomLabels", "project/cats/version/v1/1690000000001")]),
        ("DetectCustomLabels", {"resource": VERSION}, [("DetectCustomLabels", "project/cats/version/v1/1690000000001")]),
        ("DetectModerationLabels", [], [("DetectModerationLabels", "*")]),
        ("DetectModerationLabels", [VERSION], [("DetectModerationLabels", "project/cats/version/v1/1690000000001")]),
        ("TagResource", [COLLECTION], [("TagResource", "collection/faces")]),
        ("ListTagsForResource", {"resource": TRAIN}, [("ListTagsForResource", "project/cats/dataset/train/1690000000002")]),
        (
            "DistributeDatasetEntries",
            [TRAIN, TEST],
            [
                ("DistributeDatasetEntries", "project/cats/dataset/train/1690000000002"),
                ("DistributeDatasetEntries", "project/cats/dataset/test/1690000000003"),
            ],
        ),
        ("DistributeDatasetEntries", [TRAIN], [("DistributeDatasetEntries", "project/cats/dataset/train/1690000000002")]),
        ("s3:GetObject", [OBJECT], [("s3:GetObject", OBJECT)]),
        ("s3:ListAllMyBuckets", [], [("s3:ListAllMyBuckets", "*")]),
        ("iam:PassRole", [ROLE], [("iam:PassRole", ROLE)]),
    ],
)  # fmt: skip
def test_operations_with_one_action(operation, resources, expected):
    assert pairs(operation, resources) == expected


@pytest.mark.parametrize("name", catalogue().operations)
def test_every_operation_can_be_asked(name):
    """With one resource per type it takes, nothing is missing, and its own action is checked on what it takes."""
    action = catalogue().actions[f"rekognition:{name}"]
    needed = [item.type for item in action.resources if item.required] or list(action.resource_type_names)[:1]
    resources = [SAMPLES[kind] for kind in needed] + [ROLE] * (name == "CreateStreamProcessor")
    found = pairs(name, resources, TAGS)
    own = [resource for action_name, resource in found if action_name == name]
    assert own
    assert set(own) <= ({sample.removeprefix(HEAD) for sample in resources} if needed else {"*"})
    also = {check.action.removeprefix("rekognition:") for check in catalogue().operations[name].checks}
    assert {action_name for action_name, _ in found} <= also


def missing(operation, role, kind):
    return ("missing_resource", {"operation": operation, "role": role, "type": kind})


def wrong(operation, role, resource, kind, found):
    return (
        "wrong_resource",
        {"operation": operation, "role": role, "resource": resource, "type": kind, "found": found},
    )


def unreadable(operation, role, resource):
    return ("unreadable_resource", {"operation": operation, "role": role, "resource": resource})


DETECT, COPYING, TRAINING = (
    "rekognition:DetectCustomLabels",
    "rekognition:CopyProjectVersion",
    "rekognition:CreateProjectVersion",
)


@pytest.mark.parametrize(
    ("operation", "resources", "expected"),
    [
        ("Nonsense", [], [("unknown_operation", {"operation": "Nonsense"})]),
        ("", [], [("unknown_operation", {"operation": ""})]),
        ("sqs:SendMessage", [], [("unknown_operation", {"operation": "sqs:SendMessage"})]),
        ("DetectCustomLabels", [], [missing(DETECT, "version", "projectversion")]),
        ("DetectCustomLabels", [""], [missing(DETECT, "version", "projectversion")]),
        ("DetectCustomLabels", ["*"], [missing(DETECT, "version", "projectversion")]),
        ("DetectCustomLabels", {"version": ""}, [missing(DETECT, "version", "projectversion")]),
        ("DetectCustomLabels", [PROJECT], [wrong(DETECT, "version", PROJECT, "projectversion", "project")]),
        ("DetectCustomLabels", {"version": PROJECT}, [wrong(DETECT, "version", PROJECT, "projectversion", "project")]),
        ("DetectCustomLabels", {"project": PROJECT}, [wrong(DETECT, "version", PROJECT, "projectversion", "project")]),
        ("DetectCustomLabels", {"resource": PROJECT}, [wrong(DETECT, "version", PROJECT, "projectversion", "project")]),
        ("DetectCustomLabels", [HEAD + "project/cats/version/*"], [unreadable(DETECT, "resource", HEAD + "project/cats/version/*")]),
        ("DetectCustomLabels", {"version": "v1"}, [unreadable(DETECT, "version", "v1")]),
        (
            "DetectCustomLabels",
            [VERSION, NEXT],
            [("several_resources", {"operation": DETECT, "role": "version", "resource": NEXT})],
        ),
        (
            "DetectCustomLabels",
            {"version": VERSION, "resource": NEXT},
            [("several_resources", {"operation": DETECT, "role": "version", "resource": NEXT})],
        ),
        (
            "DetectCustomLabels",
            {"model": VERSION, "version": VERSION},
            [("unknown_role", {"operation": DETECT, "role": "model"})],
        ),
        ("CopyProjectVersion", [VERSION], [missing(COPYING, "destination_project", "project")]),
        (
            "CopyProjectVersion",
            [],
            [missing(COPYING, "source_version", "projectversion"), missing(COPYING, "destination_project", "project")],
        ),
        (
            "CopyProjectVersion",
            {"source_version": VERSION, "destination_project": OTHER, "source_project": TRAIN},
            [wrong(COPYING, "source_project", TRAIN, "project", "dataset")],
        ),
        ("CreateProjectVersion", {"project": PROJECT, "version": "v 9"}, [unreadable(TRAINING, "version", "v 9")]),
        (
            "TagResource",
            [ROLE],
            [wrong("rekognition:TagResource", "resource", ROLE, "collection dataset project projectversion streamprocessor", "iam:role")],
        ),
        (
            "cloudtrail:CreateChannel",
            {"cloudtrail:channel": "arn:aws:cloudtrail:us-east-1:111122223333:channel/c"},
            [missing("cloudtrail:CreateChannel", "cloudtrail:eventdatastore", "cloudtrail:eventdatastore")],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(operation, resources, expected):
    assert problems(operation, resources) == expected


def test_what_plays_no_part_is_left_over():
    assert authorization_checks("DescribeProjects", [PROJECT]).left_over == (PROJECT,)
    assert authorization_checks("DetectCustomLabels", [PROJECT, VERSION]).left_over == (PROJECT,)
    assert authorization_checks("DetectCustomLabels", {"project": PROJECT, "version": VERSION}).left_over == (PROJECT,)


texts = st.text(max_size=20) | st.sampled_from([*SAMPLES.values(), "*", "", HEAD + "project/*/1", "arn:::::"])
roles = st.text(max_size=8) | st.sampled_from(["project", "version", "dataset", "source_version", "resource", "role"])
operations = st.sampled_from([*catalogue().operations, "s3:GetObject", "kms:Decrypt"]) | st.text(max_size=10)


@given(
    operations, st.lists(texts, max_size=5) | st.dictionaries(roles, texts, max_size=5), st.dictionaries(texts, texts)
)
def test_any_question_is_answered(operation, resources, tags):
    found = authorization_checks(operation, resources, tags)
    assert found.checks or found.problems
