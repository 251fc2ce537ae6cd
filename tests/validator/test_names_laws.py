"""Laws over documents made up of good and bad entries: quick answers are right, fixes mend, nothing is raised."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from policybuilder.catalogue.service_arns import arn_shape, can_reach, pair_can_meet
from policybuilder.catalogue.services import matching_actions
from policybuilder.iam import Severity, parse
from policybuilder.validator import Finding, PolicyKind, fixed_text, subject_of
from policybuilder.validator.names import ABSORBS, name_findings
from policybuilder.validator.names.arns import checked
from policybuilder.validator.names.entries import action_entry, meets, resource_entry
from policybuilder.validator.names.fields import fields_of
from policybuilder.validator.names.redundant import redundant_findings
from policybuilder.validator.names.shapes import shape_of
from policybuilder.validator.settle import settled
from policybuilder.wording.findings import FIXES, said

HOME = "arn:aws:rekognition:us-east-1:111122223333:"
ACTIONS = (
    *("*", "**", "*:*", "rekognition:*", "rekognition:Describe*", "rekognition:Learn*", "rekognition:?", "rek*:Foo"),
    *("rekognition:DetectCustomLabels", "rekognition:detectlabels", "rekognition:CreateProject", "foo:Bar", "a:b:c"),
    *("rekognition:CreateProjectVersion", "rekognition:CopyProjectVersion", "rekognition:TagResource", "", ":", "::"),
    *("rekognition:GetPersonTracking", "rekognition:DetectText, rekognition:DetectLabels", "DetectLabels", "${x}:y"),
    *(
        "s3:GetObject",
        "s3:ListBucket",
        "s3:Get*",
        "s3:HeadObject",
        "kms:CreateAlias",
        "ec2:RunInstances",
        "\u00e9:\u00ff",
    ),
)
RESOURCES = (
    *("*", "**", "", "arn", "arn:", "arn:aws", "::::::", "\u00e9", "s3://cats/*", "project/cats/*", f"{HOME}*"),
    *(f"{HOME}project/cats{end}" for end in ("", "*", "/*", "/1", "/1*", "/?*", "/version/*", "/version/v1/1")),
    *(f"{HOME}project/cats/dataset{end}" for end in ("/*", "/train/*", "/TRAIN/*", "")),
    *(f"{HOME}project/{name}/*" for name in ("${aws:username}", "${}", "${*}", "c*", "a" * 300)),
    *(f"{HOME}{tail}" for tail in ("collection/x", "model/x", "streamprocessor/*", "project:x", "pro*/cats/*")),
    *("arn:aws:s3:::cats", "arn:aws:s3:::cats/*", "arn:aws:s3:::*", "arn:aws:s3:us-east-1::cats", "arn:*:*:*:*:*"),
    *("arn:aws:iam::111122223333:role/x", "arn:aws:kms:us-east-1:111122223333:key/1", "arn:aws:ec2:*:*:instance/*"),
    *(f"arn:{head}:project/cats/*" for head in ("aws:rekognition:*:*", "aws:Rekognition:us-east-1:111122223333")),
    *(f"arn:aws:rekognition:{place}:project/cats/*" for place in (":111122223333", "us-east-1:", "us-east-1:12")),
    *("arn:aws:rekognition:111122223333:us-east-1:project/x/*", "arn:aws-cn:rekognition:cn-north-1:111122223333:x"),
    *("arn:aws:rekognition:${aws:RequestedRegion}:*:project/x/*", "arn:aws:rekognition:us-gov-west-1:*:project/x/*"),
)
ODD: tuple[Any, ...] = (None, 1, True, {}, [], [1], {"a": "b"})


def values(pool: tuple[str, ...]) -> st.SearchStrategy[Any]:
    one = st.sampled_from(pool)
    return one | st.lists(one | st.sampled_from(ODD), max_size=4) | st.sampled_from(ODD)


STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(("Allow", "Deny", "allow"))},
    optional={
        "Sid": st.just("Some"),
        "Action": values(ACTIONS),
        "Resource": values(RESOURCES),
        "NotAction": values(ACTIONS),
        "NotResource": values(RESOURCES),
        "Condition": st.just({"StringEquals": {"aws:RequestTag/a": "b"}}),
    },
)
DOCUMENTS = st.fixed_dictionaries({"Statement": STATEMENTS | st.lists(STATEMENTS, max_size=3)})


def found_in(text: str, kind: PolicyKind) -> list[Finding]:
    return list(settled(name_findings(subject_of(parse(text), kind)), ABSORBS))


@given(DOCUMENTS, st.sampled_from(PolicyKind))
def test_every_finding_has_words_and_every_fix_mends_without_an_error(document: Any, kind: PolicyKind) -> None:
    text = json.dumps(document)
    before = found_in(text, kind)
    errors = {each.code for each in before if each.severity is Severity.ERROR}
    for finding in before:
        words = said(finding)
        assert words.title != finding.code
        assert "  " not in words.message
        for fix in finding.fixes:
            assert fix.id in FIXES
            after = found_in(fixed_text(text, fix), kind)
            count = sum(each.code == finding.code for each in before)
            assert sum(each.code == finding.code for each in after) < count, (finding.code, fix.id)
            assert {each.code for each in after if each.severity is Severity.ERROR} <= errors, (finding.code, fix.id)


TAILS = st.lists(
    st.sampled_from(
        ("project", "cats", "version", "v1", "dataset", "train", "collection", "*", "?", "/", "1", ":", "x*")
    ),
    max_size=8,
).map("".join)
HEADS = st.sampled_from((HOME, "arn:aws:s3:::", "arn:aws:iam::111122223333:", "arn:aws:logs:us-east-1:111122223333:"))


@given(HEADS, TAILS)
def test_the_quick_answers_about_arns_are_those_of_the_walk(head: str, tail: str) -> None:
    text = head + tail
    quick, walked = shape_of(text, fields_of(text)), arn_shape(text)
    assert quick is not None
    assert walked is not None
    assert quick.named is walked.named
    reached = [kind for kind in walked.types if can_reach(text, kind)]
    assert {kind.id for kind in quick.types} == {kind.id for kind in reached or walked.types}


@given(
    st.sampled_from(("rekognition:*Version", "rekognition:Create*", "s3:Get*", "rekognition:TagResource")), HEADS, TAILS
)
def test_a_pair_is_dead_only_if_no_action_can_meet_the_resource(action: str, head: str, tail: str) -> None:
    entry, text = action_entry(action), head + tail
    resource = resource_entry(text)
    assert entry is not None
    if not resource.bad:
        expected = any(pair_can_meet(each, text) for each in matching_actions(action))
        assert meets(entry, resource) is expected


@given(st.text(alphabet="arn:*?${}ws/projectA1,' ", max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    for likely in (True, False):
        problems = checked(text, likely=likely).problems
        assert all(0 <= each.start <= each.end <= len(text) for each in problems)


@given(st.lists(st.sampled_from(ACTIONS), max_size=6))
def test_without_its_redundant_entries_a_list_means_the_same(entries: list[str]) -> None:
    document = {"Statement": {"Effect": "Allow", "Action": entries, "Resource": "*"}}
    redundant = {
        each.path[-1] for each in redundant_findings(subject_of(parse(json.dumps(document)), PolicyKind.IDENTITY))
    }
    kept = [entry for number, entry in enumerate(entries) if number not in redundant]
    assert {each for entry in kept for each in matching_actions(entry)} == {
        each for entry in entries for each in matching_actions(entry)
    }
