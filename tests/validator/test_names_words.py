"""What is said of actions and resources, in the user's own values."""

from typing import Any

import pytest

from policybuilder.validator import PolicyKind, validate_plain
from policybuilder.wording.findings import fix_title, said

HOME = "arn:aws:rekognition:us-east-1:111122223333:"
VERSION = f"{HOME}project/cats/version/v1/*"
PROJECT = f"{HOME}project/cats/*"
TIMED = f"{HOME}project/cats/1690474772815"
TRAIN = f"{HOME}project/cats/dataset/train/*"
FACES = f"{HOME}collection/faces"


def statement(action: Any, resource: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Sid": "Some", "Effect": effect, "Action": action, "Resource": resource}


def what_of(code: str, policy: dict[str, Any], kind: PolicyKind = PolicyKind.IDENTITY) -> str:
    validation = validate_plain({"Version": "2012-10-17", "Statement": [policy]}, kind)
    (finding,) = [each for each in validation.findings if each.code == code]
    return said(finding).what


@pytest.mark.parametrize(
    ("action", "resource", "what"),
    [
        (
            "rekognition:CreateDataset",
            TRAIN,
            f"Statement 1 (Some), CreateDataset: it acts on a project, and {TRAIN} can only be a dataset.",
        ),
        (
            "rekognition:CreateDataset",
            "arn:aws:apigateway:us-east-1::/account",
            (
                "Statement 1 (Some), CreateDataset: it acts on a project, and arn:aws:apigateway:us-east-1::/account can "
                "only be an apigateway:account."
            ),
        ),
        (
            "rekognition:Delete*Dataset",
            [VERSION, FACES],
            (
                f"Statement 1 (Some): no action that Delete*Dataset stands for can be checked on {VERSION} and {FACES}. "
                "They act on a dataset, and that can only be a face collection or model version."
            ),
        ),
        (
            "rekognition:CopyProjectVersion",
            TIMED,
            (
                "Statement 1 (Some), CopyProjectVersion: AWS checks it on several resources at once. The policy names a "
                "project for it, and no model version."
            ),
        ),
    ],
)
def test_an_action_that_meets_no_resource(action: str, resource: Any, what: str) -> None:
    assert what_of("ACTION_RESOURCE_MISMATCH", statement(action, resource)) == what


def test_an_action_whose_resources_are_all_excepted() -> None:
    excepted = {
        "Effect": "Allow",
        "Action": ["rekognition:DetectCustomLabels", "rekognition:DescribeCollection"],
        "NotResource": ["arn:aws:rekognition:*:*:project/*"],
    }
    assert what_of("ACTION_RESOURCE_MISMATCH", excepted) == (
        "Statement 1, DetectCustomLabels: it acts on a model version, and NotResource excepts all of those."
    )


def test_a_project_policy_on_a_project() -> None:
    policy = {**statement("rekognition:CopyProjectVersion", TIMED), "Principal": {"AWS": "111122223333"}}
    assert what_of("ACTION_RESOURCE_MISMATCH", policy, PolicyKind.PROJECT) == (
        f"Statement 1 (Some), CopyProjectVersion: a project policy says which model versions may be copied, and {TIMED} "
        "matches none."
    )


def test_an_action_without_a_resource_type() -> None:
    mixed = statement(["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"], PROJECT)
    assert what_of("ACTION_REQUIRES_WILDCARD_RESOURCE", mixed) == (
        "Statement 1 (Some), DescribeProjects: AWS's action table lists no resource type for it, so only the Resource * "
        "fits."
    )


def test_a_resource_that_no_action_uses() -> None:
    policy = statement(["rekognition:DetectCustomLabels", "rekognition:DescribeProjectVersions"], [PROJECT, FACES])
    assert what_of("RESOURCE_WITHOUT_ACTION", policy) == (
        f"Statement 1 (Some): its actions act on a project or model version, and {FACES} can only be a face collection."
    )


@pytest.mark.parametrize(
    ("action", "resource", "what"),
    [
        (
            ["rekognition:DeleteProject", "rekognition:PutProjectPolicy"],
            [VERSION],
            (
                f"Statement 1 (Some): DeleteProject and PutProjectPolicy are checked on a project, and {VERSION} can only be "
                "a model version."
            ),
        ),
        (
            "rekognition:DetectLabels",
            FACES,
            (
                "Statement 1 (Some): AWS's action table lists no resource type for DetectLabels. Such a request is checked "
                f'against "*", and {FACES} does not match that.'
            ),
        ),
        (
            "rekognition:CreateProject",
            FACES,
            (
                "Statement 1 (Some): AWS's action table lists no resource type for CreateProject. Such a request is checked "
                f'against "*", and {FACES} does not match that.'
            ),
        ),
    ],
)
def test_a_deny_that_never_applies(action: Any, resource: Any, what: str) -> None:
    assert what_of("DENY_NEVER_APPLIES", statement(action, resource, "Deny")) == what


def test_only_a_denied_creation_speaks_of_a_projects_name() -> None:
    denied = statement("rekognition:DescribeProjects", PROJECT, "Deny")
    validation = validate_plain({"Version": "2012-10-17", "Statement": [denied]}, PolicyKind.IDENTITY)
    (finding,) = validation.findings
    assert said(finding).why == "Whoever is allowed DescribeProjects by another statement or policy can go on using it."


def test_an_action_that_needs_two_resources_is_told_once() -> None:
    copies = [
        {**statement("rekognition:CopyProjectVersion", f"{HOME}project/{name}/version/*"), "Sid": name}
        for name in ("cats", "dogs")
    ]
    validation = validate_plain({"Version": "2012-10-17", "Statement": copies}, PolicyKind.IDENTITY)
    (finding,) = [each for each in validation.findings if each.code == "ACTION_RESOURCE_MISMATCH"]
    assert finding.path == ("Statement", 0, "Action")
    assert finding.sample is not None
    assert finding.sample.resource.startswith(f"{HOME}project/")
    assert "/version/" not in finding.sample.resource


@pytest.mark.parametrize("resource", [TIMED, [TIMED]])
def test_the_versions_of_the_named_project_are_offered(resource: Any) -> None:
    copy = statement("rekognition:CopyProjectVersion", resource)
    validation = validate_plain({"Version": "2012-10-17", "Statement": [copy]}, PolicyKind.IDENTITY)
    (finding,) = [each for each in validation.findings if each.code == "ACTION_RESOURCE_MISMATCH"]
    assert [fix_title(each) for each in finding.fixes] == [f"Add {HOME}project/cats/version/*"]


def test_a_statement_that_excepts_its_only_action_is_offered_for_removal() -> None:
    useless = {
        "Effect": "Allow",
        "Action": "rekognition:DetectCustomLabels",
        "NotResource": "arn:aws:rekognition:*:*:*",
    }
    other = statement("rekognition:DetectLabels", "*")
    validation = validate_plain({"Version": "2012-10-17", "Statement": [other, useless]}, PolicyKind.IDENTITY)
    (finding,) = [each for each in validation.findings if each.code == "ACTION_RESOURCE_MISMATCH"]
    assert [fix_title(each) for each in finding.fixes] == ["Remove the statement"]


@pytest.mark.parametrize("left_out", ["NotAction", "NotResource"])
def test_what_a_statement_with_exceptions_names_is_not_guessed(left_out: str) -> None:
    copy = statement("rekognition:CopyProjectVersion", VERSION)
    other = {"Effect": "Allow", "Action": "rekognition:CopyProjectVersion", "Resource": TRAIN}
    other[left_out] = other.pop(left_out.removeprefix("Not"))
    validation = validate_plain({"Version": "2012-10-17", "Statement": [copy, other]}, PolicyKind.IDENTITY)
    assert "ACTION_RESOURCE_MISMATCH" not in [each.code for each in validation.findings]


@pytest.mark.parametrize(
    ("actions", "why", "fixes"),
    [
        (
            ["rekognition:DetectCustomLabels"],
            "So DetectCustomLabels is allowed on every model version of cats.",
            [f"Say it plainly: {HOME}project/cats/version/*"],
        ),
        (
            ["rekognition:DescribeDataset"],
            "So DescribeDataset is allowed on every dataset of cats.",
            [f"Say it plainly: {HOME}project/cats/dataset/*"],
        ),
        (
            ["rekognition:DescribeDataset", "rekognition:DetectCustomLabels"],
            "So DescribeDataset and DetectCustomLabels are allowed on every dataset or model version of cats.",
            [],
        ),
        (
            ["rekognition:DescribeProjectVersions", "rekognition:DetectCustomLabels"],
            "So DetectCustomLabels is allowed on every model version of cats.",
            [],
        ),
    ],
)
def test_a_pattern_that_covers_a_projects_parts(actions: list[str], why: str, fixes: list[str]) -> None:
    policy = {"Version": "2012-10-17", "Statement": [statement(actions, PROJECT)]}
    validation = validate_plain(policy, PolicyKind.IDENTITY)
    (finding,) = [each for each in validation.findings if each.code == "RESOURCE_SPANS_MORE"]
    assert said(finding).why == why
    assert [fix_title(each) for each in finding.fixes] == fixes


def test_an_open_region_and_account_are_named_with_their_resource() -> None:
    opened = "arn:aws:rekognition:*:*:project/cats/version/v1/*"
    assert what_of("REGION_OR_ACCOUNT_OPEN", statement("rekognition:DetectCustomLabels", opened)) == (
        f"{opened} names no Region and no account."
    )


def test_a_statement_about_nothing_says_why() -> None:
    nothing = {"Effect": "Deny", "NotAction": "*", "Resource": VERSION}
    assert what_of("DENY_NEVER_APPLIES", nothing) == (
        "Statement 1: NotAction lists *, which excepts everything, so the statement is about nothing."
    )


@pytest.mark.parametrize(
    ("action", "resource", "what"),
    [
        (
            "rekognition:DetectCustomLabels",
            "arn:aws:rekognition:*:111122223333:project/cats/version/v1/*",
            "no Region.",
        ),
        ("rekognition:CopyProjectVersion", "arn:aws:rekognition:us-east-1:*:project/cats/version/v1/*", "no account."),
        ("rekognition:CopyProjectVersion", "arn:aws:rekognition:*:1*:project/cats/version/v1/*", "no Region."),
    ],
)
def test_what_is_open_is_named(action: str, resource: str, what: str) -> None:
    assert what_of("REGION_OR_ACCOUNT_OPEN", statement(action, resource)) == f"{resource} names {what}"


def test_a_name_that_no_slash_ends() -> None:
    policy = statement("rekognition:DetectCustomLabels", f"{HOME}project/cats*")
    assert what_of("RESOURCE_NAME_OPEN_ENDED", policy) == (
        "project/cats* stands for cats and for every project whose name begins so, with all that is in them."
    )


@pytest.mark.parametrize(
    ("maker", "part", "told"),
    [
        ("rekognition:CreateDataset", TRAIN, True),
        ("rekognition:CreateProjectVersion", TRAIN, True),
        ("rekognition:DescribeProjectVersions", TRAIN, False),
        ("rekognition:CreateDataset", f"{HOME}project/dogs/dataset/train/*", False),
        ("rekognition:CreateDataset", f"{HOME}project/cats/dataset/*", False),
    ],
)
def test_making_things_in_a_project_of_which_a_part_is_named(maker: str, part: str, told: bool) -> None:
    statements = [
        statement(maker, PROJECT),
        {"Effect": "Allow", "Action": "rekognition:DescribeDataset", "Resource": part},
    ]
    validation = validate_plain({"Version": "2012-10-17", "Statement": statements}, PolicyKind.IDENTITY)
    assert ("RESOURCE_SPANS_MORE" in [each.code for each in validation.findings]) is told


def test_what_a_misspelt_name_does_hangs_on_the_effect() -> None:
    whys = []
    for effect in ("Allow", "Deny"):
        wrong = statement("rekognition:DeleteProjcet", f"{HOME}project/cats", effect)
        validation = validate_plain({"Version": "2012-10-17", "Statement": [wrong]}, PolicyKind.IDENTITY)
        whys.append({each.code: said(each).why for each in validation.findings})
    assert [each["INVALID_ACTION"].split(".")[0] for each in whys] == [
        "The entry matches no request, so it allows nothing",
        "The entry matches no request, so it denies nothing",
    ]
    assert [each["INVALID_ARN_RESOURCE"].split(",")[1] for each in whys] == [
        " so it allows nothing.",
        " so it denies nothing: what you meant to forbid stays possible.",
    ]
