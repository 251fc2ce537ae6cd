"""Actions and resources that never meet: the guide's policies, what the findings' requests show, what the fixes write."""

import json
from pathlib import Path
from typing import Any

import pytest

from policybuilder.iam import Decision
from policybuilder.validator import Finding, PolicyKind, Validation, fixed_text, validate_plain
from policybuilder.validator.names.reading import LIKELY, SAMPLES
from policybuilder.validator.proof import proof_of
from policybuilder.wording.findings import fix_title, said

HOME = "arn:aws:rekognition:us-east-1:111122223333:"
VERSION = f"{HOME}project/cats/version/v1/*"
PROJECT = f"{HOME}project/cats/*"
CASES = Path(__file__).parents[1] / "cases" / "findings" / "names_pairs.json"
GUIDE: dict[str, Any] = {case["name"]: case["policy"] for case in json.loads(CASES.read_text("utf-8"))}


def statement(action: Any, resource: Any, effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource}


def checked(*statements: dict[str, Any]) -> Validation:
    return validate_plain({"Version": "2012-10-17", "Statement": list(statements)}, PolicyKind.IDENTITY)


def only(validation: Validation, code: str) -> Finding:
    (found,) = [each for each in validation.findings if each.code == code]
    return found


def after(validation: Validation, finding: Finding, identifier: str) -> list[dict[str, Any]]:
    (fix,) = [each for each in finding.fixes if each.id == identifier]
    statements: list[dict[str, Any]] = json.loads(fixed_text(validation.subject.text, fix))["Statement"]
    return statements


def test_the_guides_first_policy_has_these_faults_and_no_others() -> None:
    validation = validate_plain(GUIDE["the guide's first policy"], PolicyKind.IDENTITY)
    assert [(each.code, each.path) for each in validation.findings] == [
        ("DENY_NEVER_APPLIES", ("Statement", 3, "Resource", 0)),
        ("ACTION_RESOURCE_MISMATCH", ("Statement", 1, "Action", 3)),
        ("ACTION_REQUIRES_WILDCARD_RESOURCE", ("Statement", 2, "Action", 0)),
        ("REGION_OR_ACCOUNT_OPEN", ("Statement", 1, "Resource")),
        ("REGION_OR_ACCOUNT_OPEN", ("Statement", 2, "Resource")),
        ("RESOURCE_SPANS_MORE", ("Statement", 2, "Resource")),
    ]


def test_the_guides_second_policy_has_one_hint() -> None:
    validation = validate_plain(GUIDE["the guide's second policy"], PolicyKind.IDENTITY)
    assert [each.code for each in validation.findings] == ["REGION_OR_ACCOUNT_OPEN"]


def test_the_first_fixes_of_the_guides_first_policy_leave_hints_only() -> None:
    validation = validate_plain(GUIDE["the guide's first policy"], PolicyKind.IDENTITY)
    for code in ("ACTION_RESOURCE_MISMATCH", "ACTION_REQUIRES_WILDCARD_RESOURCE", "DENY_NEVER_APPLIES"):
        finding = only(validation, code)
        removal = [each for each in finding.fixes if each.id == "remove_dead_deny"]
        text = fixed_text(validation.subject.text, (removal or finding.fixes)[0])
        validation = validate_plain(json.loads(text), PolicyKind.IDENTITY)
    assert {each.code for each in validation.findings} == {"REGION_OR_ACCOUNT_OPEN", "RESOURCE_SPANS_MORE"}
    policy = json.loads(validation.subject.text)["Statement"]
    assert policy[-1] == statement("rekognition:CreateProject", "*")
    assert policy[1]["Action"] == [
        "rekognition:StopProjectVersion",
        "rekognition:StartProjectVersion",
        "rekognition:DetectCustomLabels",
    ]


def test_a_dead_action_says_where_it_is_allowed_already() -> None:
    validation = validate_plain(GUIDE["the guide's first policy"], PolicyKind.IDENTITY)
    finding = only(validation, "ACTION_RESOURCE_MISMATCH")
    assert finding.params["other"] == ("3 (SpecificProject)",)
    assert [each.id for each in finding.fixes] == ["remove_action", "move_to_resource"]
    assert "Statement 3 (SpecificProject) already allows it" in said(finding).message


def test_the_project_of_a_denied_creation_is_named() -> None:
    finding = only(validate_plain(GUIDE["the guide's first policy"], PolicyKind.IDENTITY), "DENY_NEVER_APPLIES")
    assert (
        said(finding).why == "Whoever another statement allows to create projects can create one called SampleProject."
    )
    assert [fix_title(each) for each in finding.fixes] == [
        "Deny CreateProject everywhere",
        "Deny CreateProject unless the request has aws:RequestTag/approved = true",
        "Remove the statement: it protects nothing",
    ]


@pytest.mark.parametrize(
    ("action", "resource", "before", "then"),
    [
        ("rekognition:CreateProjectVersion", VERSION, Decision.IMPLICIT_DENY, Decision.ALLOWED),
        ("rekognition:DetectCustomLabels", f"{HOME}project/cats/1*", Decision.IMPLICIT_DENY, Decision.ALLOWED),
        ("rekognition:DescribeDataset", VERSION, Decision.IMPLICIT_DENY, Decision.ALLOWED),
        ("rekognition:CreateProject", PROJECT, Decision.IMPLICIT_DENY, Decision.ALLOWED),
        ("s3:GetObject", "arn:aws:s3:::cats", Decision.IMPLICIT_DENY, Decision.ALLOWED),
        ("s3:ListBucket", "arn:aws:s3:::cats/*", Decision.IMPLICIT_DENY, Decision.ALLOWED),
    ],
)
def test_the_sample_request_is_allowed_after_the_first_fix_only(
    action: str, resource: str, before: Decision, then: Decision
) -> None:
    validation = checked(statement(action, resource))
    (finding,) = [each for each in validation.findings if each.sample is not None]
    proof = proof_of(validation.subject, finding)
    assert proof is not None
    assert (proof.sample.action, proof.before, proof.after) == (action, before, then)


def test_a_deny_that_never_applies_does_so_after_its_first_fix() -> None:
    validation = checked(
        statement("rekognition:DeleteProject", "*"), statement("rekognition:DeleteProject", VERSION, "Deny")
    )
    proof = proof_of(validation.subject, only(validation, "DENY_NEVER_APPLIES"))
    assert proof is not None
    assert (proof.before, proof.after) == (Decision.ALLOWED, Decision.EXPLICIT_DENY)


def test_an_action_moves_with_the_statements_condition_and_without_its_sid() -> None:
    condition = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    mixed = statement(["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"], [PROJECT])
    validation = checked({"Sid": "Look", **mixed, "Condition": condition})
    finding = only(validation, "ACTION_REQUIRES_WILDCARD_RESOURCE")
    assert after(validation, finding, "move_to_star") == [
        {"Sid": "Look", **statement(["rekognition:DescribeProjectVersions"], [PROJECT]), "Condition": condition},
        {**statement("rekognition:DescribeProjects", ["*"]), "Condition": condition},
    ]


def test_an_action_moves_out_of_a_statement_that_is_no_list() -> None:
    mixed = statement(["rekognition:CreateProjectVersion", "rekognition:StartProjectVersion"], VERSION)
    validation = validate_plain({"Version": "2012-10-17", "Statement": mixed}, PolicyKind.IDENTITY)
    finding = only(validation, "ACTION_RESOURCE_MISMATCH")
    assert after(validation, finding, "move_to_resource") == [
        statement(["rekognition:StartProjectVersion"], VERSION),
        statement("rekognition:CreateProjectVersion", PROJECT),
    ]


def test_creation_is_narrowed_by_a_tag_where_the_call_takes_tags() -> None:
    validation = checked(statement(["rekognition:CreateProject", "rekognition:DescribeProjectVersions"], PROJECT))
    moved = after(validation, only(validation, "ACTION_REQUIRES_WILDCARD_RESOURCE"), "move_to_star_with_tag")
    assert moved[1]["Condition"] == {"StringEquals": {"aws:RequestTag/approved": "true"}}
    plain = checked(statement(["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"], PROJECT))
    fixes = only(plain, "ACTION_REQUIRES_WILDCARD_RESOURCE").fixes
    assert [each.id for each in fixes] == ["move_to_star", "remove_action"]


def test_a_deny_by_tag_denies_what_lacks_the_tag() -> None:
    validation = checked(
        statement("rekognition:CreateProject", "*"), statement("rekognition:CreateProject", [PROJECT], "Deny")
    )
    denied = after(validation, only(validation, "DENY_NEVER_APPLIES"), "deny_star_with_tag")[1]
    assert denied == {
        **statement("rekognition:CreateProject", ["*"], "Deny"),
        "Condition": {"StringNotEquals": {"aws:RequestTag/approved": "true"}},
    }


def test_the_only_statement_is_never_removed() -> None:
    (finding,) = checked(statement("rekognition:DeleteProject", VERSION, "Deny")).findings
    assert [each.id for each in finding.fixes] == ["deny_resource", "deny_star"]


def test_a_statement_goes_with_its_only_entry() -> None:
    validation = checked(statement("rekognition:DetectLabels", "*"), statement("rekognition:Learn*", "*"))
    finding = only(validation, "INVALID_ACTION")
    assert [each.id for each in finding.fixes] == ["remove_statement_of_entry"]
    assert after(validation, finding, "remove_statement_of_entry") == [statement("rekognition:DetectLabels", "*")]


def test_entries_in_one_text_become_a_list() -> None:
    validation = checked(statement("rekognition:DetectText,rekognition:DetectLabels", "*"))
    finding = only(validation, "INVALID_ACTION")
    assert after(validation, finding, "split_actions") == [
        statement(["rekognition:DetectText", "rekognition:DetectLabels"], "*")
    ]


def test_a_name_that_stands_in_the_list_already_is_not_doubled() -> None:
    validation = checked(statement(["rekognition:DetectText", "rekognition:DetectTexts"], "*"))
    finding = only(validation, "INVALID_ACTION")
    assert after(validation, finding, "use_action") == [statement(["rekognition:DetectText"], "*")]


def test_an_entry_of_not_action_has_its_own_words() -> None:
    validation = checked({"Effect": "Allow", "NotAction": "rekognition:DeleteProjcet", "Resource": PROJECT})
    assert "is allowed along with the rest" in said(only(validation, "INVALID_ACTION")).why


def test_a_copy_says_which_resource_is_missing() -> None:
    finding = only(checked(statement("rekognition:CopyProjectVersion", VERSION)), "ACTION_RESOURCE_MISMATCH")
    assert "The policy names a model version for it, and no project." in said(finding).what


def test_places_elsewhere_in_the_policy_close_an_open_region() -> None:
    opened = "arn:aws:rekognition:*:*:project/cats/version/v1/*"
    validation = checked(
        statement("rekognition:DetectCustomLabels", opened), statement("rekognition:DescribeProjectVersions", PROJECT)
    )
    finding = only(validation, "REGION_OR_ACCOUNT_OPEN")
    assert after(validation, finding, "close_places")[0]["Resource"] == VERSION


def test_thousands_of_misspelt_names_are_all_found_and_the_first_get_help() -> None:
    names = [f"rekognition:DetectCustomLabel{number}" for number in range(LIKELY + 300)]
    found = [each for each in checked(statement(names, "*")).findings if each.code == "INVALID_ACTION"]
    assert len(found) == len(names)
    assert [each.params["variant"] for each in found] == ["near"] * LIKELY + [""] * 300


def test_the_first_of_very_many_dead_pairs_get_a_sample() -> None:
    pairs = [
        statement("rekognition:DescribeProjectVersions", f"{HOME}project/p{number}/version/*")
        for number in range(SAMPLES + 5)
    ]
    found = [each for each in checked(*pairs).findings if each.code == "ACTION_RESOURCE_MISMATCH"]
    assert [each.sample is not None for each in found] == [True] * SAMPLES + [False] * 5


@pytest.mark.parametrize(
    ("action", "fixes"),
    [
        ("rekognition:CreateDataset", ["deny_resource", "deny_star"]),
        (["rekognition:CreateProject", "rekognition:DescribeProjects"], ["deny_star"]),
        (["rekognition:CreateProject", "rekognition:CreateCollection"], ["deny_star", "deny_star_with_tag"]),
        (["rekognition:CreateProject", "rekognition:DeleteProject"], ["deny_star"]),
    ],
)
def test_a_deny_by_tag_is_offered_where_every_request_may_carry_tags(action: Any, fixes: list[str]) -> None:
    (finding,) = checked(statement(action, VERSION, "Deny")).findings
    assert [each.id for each in finding.fixes] == fixes


def test_no_project_is_made_up_from_a_collection() -> None:
    validation = checked(
        statement("rekognition:DetectLabels", "*"),
        statement("rekognition:DescribeProjectVersions", f"{HOME}collection/cats"),
    )
    finding = only(validation, "ACTION_RESOURCE_MISMATCH")
    assert [fix_title(each) for each in finding.fixes] == ["Remove the statement"]


def test_the_sample_is_of_the_statements_region_and_account() -> None:
    finding = only(checked(statement("rekognition:DescribeCollection", VERSION)), "ACTION_RESOURCE_MISMATCH")
    assert finding.fixes == ()
    assert finding.sample is not None
    assert finding.sample.resource.startswith(f"{HOME}collection/")


def test_titles_name_the_action_and_what_it_moves_to() -> None:
    mixed = statement(["rekognition:CreateProjectVersion", "rekognition:StartProjectVersion"], VERSION)
    finding = only(checked(mixed), "ACTION_RESOURCE_MISMATCH")
    assert [fix_title(each) for each in finding.fixes] == [
        f"Move CreateProjectVersion to a statement of its own on {PROJECT}",
        "Take CreateProjectVersion out",
    ]
    single = only(checked(statement("rekognition:CreateProjectVersion", VERSION)), "ACTION_RESOURCE_MISMATCH")
    assert [fix_title(each) for each in single.fixes] == [f"Allow CreateProjectVersion on {PROJECT}"]


def test_of_actions_that_the_kind_cannot_hold_the_resources_are_not_judged() -> None:
    named = {**statement("rekognition:CreateProject", PROJECT), "Principal": {"AWS": "444455556666"}}
    found = validate_plain({"Version": "2012-10-17", "Statement": [named]}, PolicyKind.PROJECT)
    assert [each.code for each in found.findings] == ["PROJECT_POLICY_UNSUPPORTED_ACTION"]


@pytest.mark.parametrize(
    ("resource", "mended"),
    [
        (PROJECT.replace("rekognition", "rekogniton"), [PROJECT]),
        (PROJECT.replace("rekognition", "REKOGNITION"), [PROJECT]),
        (PROJECT.replace("rekognition", "rekogniton:us"), []),
        (PROJECT.replace("rekognition", "REKOGNITION").replace("1111", "11"), []),
    ],
)
def test_a_service_is_mended_where_nothing_else_is_wrong_with_the_arn(resource: str, mended: list[str]) -> None:
    validation = checked(statement("rekognition:DescribeProjectVersions", resource))
    (finding,) = [each for each in validation.findings if each.code in {"INVALID_SERVICE", "INVALID_ARN_SERVICE_CASE"}]
    assert [after(validation, finding, fix.id)[0]["Resource"] for fix in finding.fixes] == mended
