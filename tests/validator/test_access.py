"""What no case can show: bounds, samples and parameters of the checks of access."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from policybuilder.catalogue.services import find_action
from policybuilder.iam import Decision, JsonValue, parse, render_json
from policybuilder.validator import PolicyKind, Validation, validate_plain
from policybuilder.validator.access import CHECKS
from policybuilder.validator.access.extent import Extent
from policybuilder.validator.access.facts import ALONE, HANDING_OVER, WITH_ROLE, exposing
from policybuilder.validator.access.reach import open_name
from policybuilder.validator.access.repeats import COMPARED
from policybuilder.validator.finding import Finding
from policybuilder.validator.proof import proof_of
from policybuilder.validator.view import Subject, subject_of

ARN = "arn:aws:rekognition:us-east-1:111122223333:project/"
CASES = json.loads((Path(__file__).parents[1] / "cases" / "findings" / "access.json").read_text("utf-8"))
ALLOWED_BEFORE = (
    *("ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES", "SERVICE_WILDCARD_ACTION", "WRITE_ON_ALL_RESOURCES", "RESOURCE_EXPOSURE"),
    *("RESOURCE_EFFECTIVELY_STAR", "ALLOW_WITH_NOTACTION", "ALLOW_WITH_NOTRESOURCE", "PRIVILEGE_ESCALATION"),
    *("PASS_ROLE_WITH_STAR_IN_RESOURCE", "CREATE_SLR_WITH_STAR_IN_RESOURCE", "ABAC_TAG_TAMPERING"),
)


def statement(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def validated(*statements: Mapping[str, Any]) -> Validation:
    return validate_plain(document(*statements), PolicyKind.IDENTITY)


def one(code: str, *statements: Mapping[str, Any]) -> Finding:
    found = [each for each in validated(*statements).findings if each.code == code]
    assert len(found) == 1, [each.code for each in validated(*statements).findings]
    return found[0]


def subject(*statements: Mapping[str, Any]) -> Subject:
    return subject_of(parse(render_json(document(*statements)), limit=10**8), PolicyKind.IDENTITY)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_sample_is_decided_as_its_finding_says(case: dict[str, Any]) -> None:
    validation = validate_plain(case["policy"], PolicyKind(case["kind"]))
    for finding in validation.findings:
        proof = proof_of(validation.subject, finding)
        if proof is None:
            continue
        if finding.code in ALLOWED_BEFORE:
            assert proof.before is Decision.ALLOWED, finding
        elif finding.code == "ALLOW_FULLY_DENIED":
            assert proof.before is Decision.EXPLICIT_DENY
        elif finding.code == "MISSING_DEPENDENT_ACTION":
            assert proof.before is Decision.IMPLICIT_DENY


def test_there_are_samples_for_what_is_allowed_too_widely() -> None:
    shown = set()
    for case in CASES:
        validation = validate_plain(case["policy"], PolicyKind(case["kind"]))
        shown |= {each.code for each in validation.findings if proof_of(validation.subject, each)}
    assert shown >= set(ALLOWED_BEFORE)


def test_a_long_document_is_compared_within_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    covers = Extent.covers

    def counted(wide: Extent, narrow: Extent) -> bool:
        calls.append(1)
        return covers(wide, narrow)

    monkeypatch.setattr(Extent, "covers", counted)
    many = [statement("rekognition:Detect*", f"{ARN}p{number}/*") for number in range(2000)]
    view = subject(*many, *[statement("s3:GetObject", "arn:aws:s3:::images/*")] * 2, statement("rekognition:*"))
    codes = [finding.code for check in CHECKS if check.__name__ == "needless" for finding in check(view)]
    assert codes.count("REDUNDANT_STATEMENT") == 1
    assert codes.count("SHADOWED_STATEMENT") == 2000
    assert len(calls) <= COMPARED // 2 + 2 * 2002


def test_of_statements_that_cover_each_other_the_later_one_goes() -> None:
    twins = [statement("rekognition:Detect*", f"{ARN}cats/*"), statement("rekognition:Detect**", f"{ARN}cats/**")]
    finding = one("REDUNDANT_STATEMENT", *twins)
    assert finding.path == ("Statement", 1)
    assert finding.related[0].path == ("Statement", 0)


def test_only_the_nearest_of_a_chain_are_told_each_once() -> None:
    chain = [statement("rekognition:*", f"{ARN}{name}") for name in ("cats/version/v1/*", "cats/*", "*")]
    found = [each for each in validated(*chain).findings if each.code == "SHADOWED_STATEMENT"]
    assert [each.path for each in found] == [("Statement", 0), ("Statement", 1)]


def test_a_lone_statement_object_is_not_offered_for_removal() -> None:
    plain = {"Version": "2012-10-17", "Statement": statement("*")}
    assert all(not each.fixes for each in validate_plain(plain, PolicyKind.IDENTITY).findings)


@pytest.mark.parametrize("name", [*ALONE, HANDING_OVER, *(name for way in WITH_ROLE for name in way)])
def test_actions_that_give_rights_are_in_the_table(name: str) -> None:
    assert find_action(name) is not None


@pytest.mark.parametrize("way", WITH_ROLE, ids=["+".join(way) for way in WITH_ROLE])
def test_every_way_to_run_with_a_role_is_told_at_the_hand_over(way: tuple[str, ...]) -> None:
    first, *others = way
    role = statement(HANDING_OVER, "arn:aws:iam::111122223333:role/strong")
    finding = one("PRIVILEGE_ESCALATION", role, statement(first), *map(statement, others))
    assert finding.path == ("Statement", 0, "Action")
    assert set(way) <= set(finding.params["actions"])
    assert not [each for each in validated(role, *map(statement, way[1:])).findings if each.code == finding.code]


@pytest.mark.parametrize("name", ALONE)
def test_a_right_over_identities_is_told_on_any_but_not_on_one(name: str) -> None:
    one("PRIVILEGE_ESCALATION", statement(name))
    alone = validated(statement(name, "arn:aws:iam::111122223333:user/bea")).findings
    assert "PRIVILEGE_ESCALATION" not in {each.code for each in alone}


@pytest.mark.parametrize(
    ("name", "exposes"),
    [
        ("rekognition:PutProjectPolicy", True),
        ("s3:PutBucketPolicy", True),
        ("kms:CreateGrant", True),
        ("lambda:AddPermission", True),
        ("rekognition:DeleteProjectPolicy", False),
        ("rekognition:ListProjectPolicies", False),
        ("iam:PutRolePolicy", False),
        ("s3:GetBucketPolicy", False),
        ("kms:RevokeGrant", False),
    ],
)
def test_what_writes_the_policy_of_a_resource(name: str, exposes: bool) -> None:
    action = find_action(name)
    assert action is not None
    assert exposing(action) is exposes


@pytest.mark.parametrize(
    ("pattern", "is_open"),
    [
        ("*", True),
        ("arn:aws:iam::111122223333:role/*", True),
        ("arn:aws:iam::111122223333:role/team/*", True),
        ("arn:aws:iam", True),
        ("arn:aws:iam::*:user/${aws:username}", False),
        ("arn:aws:iam::*:role/team-*", False),
        ("arn:aws:iam::111122223333:role/x", False),
        ("arn:aws:iam::111122223333:role/", False),
    ],
)
def test_whether_a_name_is_open(pattern: str, is_open: bool) -> None:
    assert open_name(pattern) is is_open


def test_the_actions_of_a_finding_come_once_and_in_their_order() -> None:
    finding = one("WRITE_ON_ALL_RESOURCES", statement(["rekognition:StopProjectVersion", "rekognition:St*Version"]))
    assert finding.params["actions"] == ("rekognition:StopProjectVersion", "rekognition:StartProjectVersion")


def test_instead_of_a_service_no_action_is_offered_that_cannot_be_used_on_the_resource() -> None:
    finding = one("SERVICE_WILDCARD_ACTION", statement(["s3:GetObject", "rekognition:*"], f"{ARN}cats/*"))
    offered = [edit.value for fix in finding.fixes for edit in fix.edits]
    assert all(isinstance(each, list) and each[0] == "s3:GetObject" for each in offered)
    assert all("rekognition:CreateProject" not in each for each in offered if isinstance(each, list))


def test_instead_of_a_service_no_action_is_offered_that_a_condition_never_lets_through() -> None:
    def offered(condition: Mapping[str, Any]) -> list[JsonValue]:
        finding = one("SERVICE_WILDCARD_ACTION", statement("rekognition:*", f"{ARN}cats/*", Condition=condition))
        return [edit.value for fix in finding.fixes for edit in fix.edits]

    with_tag = offered({"StringEquals": {"aws:RequestTag/team": "a"}})
    assert any("rekognition:TagResource" in each for each in with_tag if isinstance(each, list))
    assert all("rekognition:DeleteProject" not in each for each in with_tag if isinstance(each, list))
    assert offered({"ForAllValues:StringEquals": {"aws:TagKeys": "team"}}) == []  # most would pass the test unasked


def test_findings_come_from_one_cause_each() -> None:
    codes = [each.code for each in validated(statement("*")).findings]
    assert sorted(codes) == [
        "ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES",
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
    ]
