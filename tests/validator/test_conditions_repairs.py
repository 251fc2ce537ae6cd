"""What the repairs of conditions make of the examples, and what requests show of it."""

import json
from importlib.resources import files
from typing import Any

import pytest

from policybuilder.iam import Decision
from policybuilder.validator import Finding, PolicyKind, Validation, fixed_text, validate_plain
from policybuilder.validator.proof import proof_of

DATA = files("policybuilder.validator").joinpath("data/examples_conditions.json")
EXAMPLES: dict[str, dict[str, Any]] = json.loads(DATA.read_text("utf-8"))
ALLOWED, IMPLICIT, EXPLICIT = Decision.ALLOWED, Decision.IMPLICIT_DENY, Decision.EXPLICIT_DENY
FIXES: dict[str, tuple[str, ...]] = {
    "INVALID_CONDITION_OPERATOR": ("operator_renamed",),
    "NULL_WITH_IF_EXISTS": ("operator_renamed",),
    "NULL_WITH_QUALIFIER": ("null_alone",),
    "TYPE_MISMATCH": ("test_moved",),
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS": ("test_moved",),
    "MISSING_QUALIFIER": ("asked_of_any", "asked_of_all"),
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY": ("test_moved",),
    "FORANYVALUE_WITH_SINGLE_VALUED_KEY": ("test_moved",),
    "INVALID_CONDITION_MULTIPLE_BOOLEAN": ("boolean_kept", "boolean_kept"),
    "INVALID_CONDITION_KEY_FORMAT": ("key_renamed",),
    "INVALID_GLOBAL_CONDITION_KEY": ("key_renamed",),
    "INVALID_SERVICE_CONDITION_KEY": ("key_renamed",),
    "UNSUPPORTED_GLOBAL_CONDITION_KEY": ("key_renamed", "key_renamed"),
    "DEPRECATED_GLOBAL_CONDITION_KEY": ("key_renamed",),
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE": ("key_kept", "key_kept"),
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY": ("actions_without_key_out", "actions_without_test"),
    "MISSING_ACTION_FOR_CONDITION_KEY": ("partner_action_added",),
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": (
        "request_tag_instead",
        "actions_without_key_out",
        "actions_without_test",
    ),
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": ("actions_denied_without_test", "actions_without_key_out"),
    "FORALLVALUES_WITHOUT_NULL_CHECK": ("null_test_added",),
    "IFEXISTS_WEAKENS_CONDITION": ("test_moved",),
    "IFEXISTS_ON_ALWAYS_PRESENT_KEY": ("test_moved",),
    "MFA_CONDITION_ANTIPATTERN": ("mfa_deny",),
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT": ("select_added",),
}
BETTER_LATER = {  # codes whose example is bettered by another than the first repair, or by hand
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
}
SHOWN: dict[str, tuple[Decision, ...]] = {  # before any repair, and after each
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY": (ALLOWED, IMPLICIT),
    "FORALLVALUES_WITHOUT_NULL_CHECK": (ALLOWED, IMPLICIT),
    "IFEXISTS_WEAKENS_CONDITION": (ALLOWED, IMPLICIT),
    "MFA_CONDITION_ANTIPATTERN": (IMPLICIT, EXPLICIT),
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY": (IMPLICIT, IMPLICIT, ALLOWED),
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": (IMPLICIT, IMPLICIT, IMPLICIT, ALLOWED),
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": (IMPLICIT, EXPLICIT, IMPLICIT),
    "UNTRUSTWORTHY_CONDITION_KEY": (ALLOWED,),
    "S3_PREFIX_IN_NEGATIVE_CONTEXT": (IMPLICIT,),
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES": (IMPLICIT,),
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT": (ALLOWED, IMPLICIT),
}


def answer(code: str) -> tuple[Validation, Finding]:
    example = EXAMPLES[code]
    kind = PolicyKind(example["kind"])
    validation = validate_plain(example["policy"], kind, resource_type=example.get("resource_type"))
    return validation, next(each for each in validation.findings if each.code == code)


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_which_repairs_are_offered(code: str) -> None:
    _, finding = answer(code)
    assert tuple(each.id for each in finding.fixes) == FIXES.get(code, ())


@pytest.mark.parametrize("code", sorted(set(FIXES) - BETTER_LATER))
def test_the_first_repair_makes_the_better_example(code: str) -> None:
    validation, finding = answer(code)
    assert json.loads(fixed_text(validation.subject.text, finding.fixes[0])) == EXAMPLES[code]["better"]


@pytest.mark.parametrize("code", sorted(SHOWN))
def test_what_a_request_shows(code: str) -> None:
    validation, finding = answer(code)
    before = proof_of(validation.subject, finding)
    assert before is not None
    after = [proof_of(validation.subject, finding, repair) for repair in finding.fixes]
    assert (before.before, *(each.after for each in after if each)) == SHOWN[code]


def test_what_is_mended_by_hand_has_no_button() -> None:
    by_hand = set(EXAMPLES) - set(FIXES)
    assert by_hand == {
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "CONDITION_NEVER_TRUE",
        "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "MISSING_PAIRED_CONDITION_KEYS",
        "MISSING_TAG_KEY_IN_CONDITION",
        "S3_PREFIX_IN_NEGATIVE_CONTEXT",
        "UNTRUSTWORTHY_CONDITION_KEY",
        "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
        "WILDCARD_IN_TAG_KEY",
    }


@pytest.mark.parametrize(
    ("key", "values", "offered"),
    [
        ("aws:RequestedRegion", ["us-east-1", "eu-west-1"], True),
        ("aws:RequestedRegion", ["us-east-1", ""], False),
        ("aws:SourceVpc", ["vpc-1a2b3c4d"], True),
        ("aws:SourceVpc", ["vpce-1a2b3c4d"], False),
        ("iam:PassedToService", ["ec2.amazonaws.com"], True),
        ("iam:PassedToService", ["ec2"], False),
        ("aws:UserAgent", ["anything"], True),
    ],
)
def test_another_operator_is_offered_where_it_can_match_every_value(key: str, values: list[str], offered: bool) -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {key: values}}}
    found = validate_plain({"Version": "2012-10-17", "Statement": [statement]}).findings
    [finding] = [each for each in found if each.code == "TYPE_MISMATCH"]
    assert [each.params["operator"] for each in finding.fixes] == ["StringEquals"] * offered


@pytest.mark.parametrize(
    ("action", "kept"), [("rekognition:TagResource", ["true", "false"]), ("rekognition:DetectCustomLabels", ["true"])]
)
def test_a_key_that_no_request_carries_is_not_asked_for(action: str, kept: list[str]) -> None:
    condition = {"Null": {"aws:TagKeys": ["true", "false"]}}
    statement = {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition}
    found = validate_plain({"Version": "2012-10-17", "Statement": [statement]}).findings
    [finding] = [each for each in found if each.code == "INVALID_CONDITION_MULTIPLE_BOOLEAN"]
    assert [each.params["value"] for each in finding.fixes] == kept
