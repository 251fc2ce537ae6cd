"""Documents are found in whatever they come wrapped in, with their places, names and kinds; nothing is guessed."""

import json
import re
import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import guide_policies
from policybuilder.authoring.wrapped import LONGEST, MOST_DOCUMENTS, unwrap, without_shared_indent
from policybuilder.authoring.wrapped_parts import Unplain, WrappedDocument
from policybuilder.iam import parse
from tests.authoring.drafts import json_texts, json_values

GUIDE = guide_policies()[0].text
PLAIN = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
LINE = json.dumps(PLAIN)
ASSUME = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}}


def found(given: object, *, indent: int | None = 2) -> list[tuple[str, str, str]]:
    """(place, name, kind) of the documents in a JSON value, all of which can be read."""
    text = given if isinstance(given, str) else json.dumps(given, indent=indent)
    documents = unwrap(text).documents
    assert all(json.loads(each.text) in (PLAIN, ASSUME) for each in documents), documents
    assert not any(each.obstacles for each in documents)
    return [(each.place, each.name, each.kind) for each in documents]


@pytest.mark.parametrize(
    "text",
    [
        GUIDE,
        LINE,
        "\ufeff" + LINE,
        f" {LINE}\r\n",
        "{}",
        "",
        "hello",
        "[1, 2]",
        "{",
        '"x"',
        '{"Statement": "x"}',
        "[[[[",
    ],
)
def test_a_text_that_wraps_nothing_is_the_document_itself(text: str) -> None:
    assert unwrap(text).documents == (WrappedDocument(text),)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"PolicyDocument": PLAIN}, ("PolicyDocument", "", "")),
        ({"Policy": PLAIN}, ("Policy", "", "")),
        ({"Document": PLAIN}, ("Document", "", "")),
        ({"PolicyDocument": LINE}, ("PolicyDocument", "", "")),
        ({"PolicyDocument": quote(LINE)}, ("PolicyDocument", "", "")),
        (
            {"PolicyDocument": re.sub("%..", lambda sign: sign[0].lower(), quote(LINE, safe=""))},
            ("PolicyDocument", "", ""),
        ),
        ({"Policy": json.dumps(LINE)}, ("Policy", "", "")),
        ({"odd name": {"x.y": [0, PLAIN]}}, ('["odd name"]["x.y"][1]', "", "")),
        (json.dumps(LINE), ("", "", "")),
        (json.dumps(json.dumps(LINE)), ("", "", "")),
        (quote(LINE), ("", "", "")),
        (quote(quote(LINE)), ("", "", "")),
        (quote(json.dumps({"Policy": PLAIN})), ("Policy", "", "")),
        (f"'{LINE}'", ("", "", "")),
    ],
    ids=str,
)
def test_one_document_is_found(given: object, expected: tuple[str, str, str]) -> None:
    assert found(given) == [expected]


def test_a_list_is_several() -> None:
    assert found([PLAIN, LINE, {"Policy": PLAIN}]) == [("[0]", "", ""), ("[1]", "", ""), ("[2].Policy", "", "")]


ANSWERS = {
    "get-policy-version": (
        {"PolicyVersion": {"Document": PLAIN, "VersionId": "v3", "IsDefaultVersion": True}},
        [("PolicyVersion.Document", "", "identity")],
    ),
    "get-role-policy": (
        {"RoleName": "Trainer", "PolicyName": "train", "PolicyDocument": PLAIN},
        [("PolicyDocument", "train", "identity")],
    ),
    "get-user-policy": (
        {"UserName": "ana", "PolicyName": "use", "PolicyDocument": quote(LINE)},
        [("PolicyDocument", "use", "identity")],
    ),
    "get-role": (
        {"Role": {"RoleName": "Trainer", "AssumeRolePolicyDocument": ASSUME, "MaxSessionDuration": 3600}},
        [("Role.AssumeRolePolicyDocument", "Trainer", "trust")],
    ),
    "list-roles": (
        {"Roles": [{"RoleName": name, "AssumeRolePolicyDocument": ASSUME} for name in ("A", "B")]},
        [(f"Roles[{number}].AssumeRolePolicyDocument", name, "trust") for number, name in enumerate("AB")],
    ),
    "list-project-policies": (
        {"ProjectPolicies": [{"ProjectArn": "arn:x", "PolicyName": "share", "PolicyDocument": LINE}]},
        [("ProjectPolicies[0].PolicyDocument", "share", "project")],
    ),
    "put-project-policy": (
        {"ProjectArn": "arn:x", "PolicyName": "share", "PolicyDocument": LINE},
        [("PolicyDocument", "share", "project")],
    ),
    "describe-policy": (
        {"Policy": {"PolicySummary": {"Name": "Fence", "Type": "SERVICE_CONTROL_POLICY"}, "Content": LINE}},
        [("Policy.Content", "Fence", "scp")],
    ),
    "describe-policy (rcp)": (
        {"Policy": {"PolicySummary": {"Name": "Fence", "Type": "RESOURCE_CONTROL_POLICY"}, "Content": LINE}},
        [("Policy.Content", "Fence", "rcp")],
    ),
    "get-account-authorization-details": (
        {
            "UserDetailList": [{"UserName": "ana", "UserPolicyList": [{"PolicyName": "a", "PolicyDocument": PLAIN}]}],
            "GroupDetailList": [{"GroupName": "g", "GroupPolicyList": [{"PolicyName": "b", "PolicyDocument": PLAIN}]}],
            "RoleDetailList": [
                {
                    "RoleName": "Trainer",
                    "AssumeRolePolicyDocument": ASSUME,
                    "RolePolicyList": [{"PolicyName": "c", "PolicyDocument": PLAIN}],
                }
            ],
            "Policies": [
                {
                    "PolicyName": "d",
                    "PolicyVersionList": [
                        {"Document": PLAIN, "VersionId": "v2", "IsDefaultVersion": True},
                        {"Document": PLAIN, "VersionId": "v1", "IsDefaultVersion": False},
                    ],
                }
            ],
        },
        [
            ("UserDetailList[0].UserPolicyList[0].PolicyDocument", "a", "identity"),
            ("GroupDetailList[0].GroupPolicyList[0].PolicyDocument", "b", "identity"),
            ("RoleDetailList[0].AssumeRolePolicyDocument", "Trainer", "trust"),
            ("RoleDetailList[0].RolePolicyList[0].PolicyDocument", "c", "identity"),
            ("Policies[0].PolicyVersionList[0].Document", "d", "identity"),
            ("Policies[0].PolicyVersionList[1].Document", "d v1", "identity"),
        ],
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("indent", [None, 4])
def test_answers_of_the_cli(name: str, indent: int | None) -> None:
    answer, expected = ANSWERS[name]
    assert found(answer, indent=indent) == expected


COMMANDS = [
    (f"aws iam create-policy --policy-name use --policy-document '{LINE}'", ("--policy-document", "use", "identity")),
    (f"aws iam create-role --role-name R \\\n  --assume-role-policy-document '{LINE}'\n", ("--assume-role-policy-document", "R", "trust")),
    (f"aws organizations create-policy --type SERVICE_CONTROL_POLICY --name F --content '{LINE}'", ("--content", "F", "scp")),
    (f"aws rekognition put-project-policy --policy-name s --policy-document '{LINE}'", ("--policy-document", "s", "project")),
    (f"aws sts assume-role --role-session-name ana --policy '{LINE}'", ("--policy", "ana", "session")),
]  # fmt: skip


@pytest.mark.parametrize(("command", "expected"), COMMANDS)
def test_commands_of_the_cli(command: str, expected: tuple[str, str, str]) -> None:
    assert found(command) == [expected]


def template(**resources: object) -> dict[str, object]:
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def resource(kind: str, **properties: object) -> dict[str, object]:
    return {"Type": kind, "Properties": properties}


def test_templates_of_cloudformation() -> None:
    given = template(
        Managed=resource("AWS::IAM::ManagedPolicy", ManagedPolicyName="m", PolicyDocument=PLAIN),
        Unnamed=resource("AWS::IAM::ManagedPolicy", ManagedPolicyName={"Ref": "Name"}, PolicyDocument=PLAIN),
        Inline=resource("AWS::IAM::Policy", PolicyName="p", PolicyDocument=PLAIN),
        User=resource("AWS::IAM::UserPolicy", PolicyName="u", PolicyDocument=PLAIN),
        Role=resource(
            "AWS::IAM::Role", AssumeRolePolicyDocument=ASSUME, Policies=[{"PolicyName": "r", "PolicyDocument": PLAIN}]
        ),
        Fence=resource("AWS::Organizations::Policy", Name="f", Type="SERVICE_CONTROL_POLICY", Content=LINE),
        Bucket=resource("AWS::S3::BucketPolicy", PolicyDocument=PLAIN),
    )
    at = "Resources.{}.Properties.{}".format
    assert found(given) == [
        (at("Managed", "PolicyDocument"), "m", "identity"),
        (at("Unnamed", "PolicyDocument"), "Unnamed", "identity"),
        (at("Inline", "PolicyDocument"), "p", "identity"),
        (at("User", "PolicyDocument"), "u", "identity"),
        (at("Role", "AssumeRolePolicyDocument"), "Role", "trust"),
        (at("Role", "Policies[0].PolicyDocument"), "r", "identity"),
        (at("Fence", "Content"), "f", "scp"),
        (at("Bucket", "PolicyDocument"), "Bucket", "resource"),
    ]


@pytest.mark.parametrize(
    ("document", "where", "reason"),
    [
        ({"Statement": [{"Resource": {"Fn::Sub": "arn:${AWS::Region}"}}]}, ".Statement[0].Resource", Unplain.FUNCTION),
        ({"Statement": {"Resource": ["*", {"Ref": "Arn"}]}}, ".Statement.Resource[1]", Unplain.FUNCTION),
        ({"Fn::Sub": json.dumps({"Statement": [{"Resource": "${X}"}]})}, '["Fn::Sub"]', Unplain.FUNCTION),
        ({"Ref": "Document"}, "", Unplain.FUNCTION),
        (json.dumps({"Statement": [{"Resource": "{{resolve:ssm:x}}"}]}), "", Unplain.DYNAMIC_REFERENCE),
        ({"Statement": [{"Resource": "{{resolve:ssm:x}}"}]}, ".Statement[0].Resource", Unplain.DYNAMIC_REFERENCE),
    ],
)
def test_what_a_template_computes_is_said_with_its_place(document: object, where: str, reason: Unplain) -> None:
    given = template(P=resource("AWS::IAM::ManagedPolicy", PolicyDocument=document))
    (only,) = unwrap(json.dumps(given)).documents
    assert [(each.place, each.reason) for each in only.obstacles] == [
        (f"Resources.P.Properties.PolicyDocument{where}", reason)
    ]


def test_in_a_document_outside_a_template_ref_is_a_member_as_any() -> None:
    document = {"Statement": [{"Resource": {"Ref": "x"}}]}
    (only,) = unwrap(json.dumps({"Policy": document})).documents
    assert (json.loads(only.text), only.obstacles) == (document, ())


def test_plain_choices_of_a_template_are_all_offered() -> None:
    given = template(P=resource("AWS::IAM::Policy", PolicyName="p", PolicyDocument={"Fn::If": ["Big", PLAIN, PLAIN]}))
    assert [place.rpartition("]")[0][-10:] for place, *_ in found(given)] == ['"Fn::If"][1', '"Fn::If"][2'] or len(
        found(given)
    ) == 2


def test_a_document_keeps_its_characters_but_for_the_indent_of_the_wrapping() -> None:
    odd = '{ "Version":"2012-10-17",\n  "Statement" : [{"Effect":"Allow","Effect":"Deny",\n\t"Future": 1.50e2}],\n\n  "Id": "\\u00e9" }'
    wrapped = '{"Policy": ' + odd.replace("\n", "\n      ") + "}"
    (only,) = unwrap(wrapped).documents
    assert parse(only.text).root == parse(odd).root
    assert "".join(only.text.split()) == "".join(odd.split())
    (guide,) = unwrap(
        '{\n    "PolicyVersion": {\n        "Document": ' + GUIDE.replace("\n", "\n        ") + "\n    }\n}"
    ).documents
    assert guide.text == GUIDE


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('{"a":\n    1\n  }', '{"a":\n  1\n}'),
        ('{"a":\n    1\n\n  }', '{"a":\n  1\n\n}'),
        ('{"a":\r\n    1\r\n  }', '{"a":\r\n  1\r\n}'),
        ('{"a":\n1\n  }', '{"a":\n1\n  }'),
        ('{"a":\n\t 1\n \t}', '{"a":\n\t 1\n \t}'),
        ('{"a": 1}', '{"a": 1}'),
    ],
)
def test_the_indent_that_lines_share(written: str, expected: str) -> None:
    assert without_shared_indent(written) == expected


def test_a_document_that_cannot_be_read_is_offered_for_repair() -> None:
    broken = LINE[:-1]
    for value in ({"PolicyDocument": broken}, {"Policy": broken}, {"PolicyDocument": quote(broken)}):
        (only,) = unwrap(json.dumps(value)).documents
        assert [each.reason for each in only.obstacles] == [Unplain.UNREADABLE]
        assert only.text == broken
    assert unwrap(quote(broken)).documents == (WrappedDocument(broken),)
    assert (
        unwrap(json.dumps({"Description": "A statement: {x}", "Note": "{statement of work}"})).documents[0].place == ""
    )


def test_more_than_a_thousand_are_counted() -> None:
    found = unwrap(json.dumps([PLAIN] * (MOST_DOCUMENTS + 5)))
    assert (len(found.documents), found.left_out) == (MOST_DOCUMENTS, 5)


HOSTILE = [
    "[" * 200_000,
    '{"a":' * 99 + "1" + "}" * 99,
    json.dumps([LINE] * 12_000),
    "%7B" * 300_000,
    quote(quote(quote(quote(quote(quote(LINE)))))),
    "aws " + "'{" * 140_000,
    "aws " + "x " * 140_000,
    json.dumps({"PolicyDocument": "${jsonencode(" * 10_000 + "statement="}),
    json.dumps({"resource": {"aws_iam_policy": {"p": {"policy": "${" * 400_000 + 'statement"'}}}}),
    json.dumps({"Policy": "statement" + "\\" * 500_000}),
    " " * (LONGEST + 1),
    "\ud800" * 1000,
    json.dumps(
        {"Resources": {"x": {"Type": "AWS::X", "Properties": {"Document": {"Statement": [[{"Ref": "x"}] * 20_000]}}}}}
    ),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: f"{text[:20]!r} {len(text)}")
def test_hostile_texts_take_a_bounded_time(text: str) -> None:
    began = time.monotonic()
    assert unwrap(text).documents
    assert time.monotonic() - began < 30  # a busy machine; a second or two on a quiet one


MEMBERS = [
    "PolicyDocument", "AssumeRolePolicyDocument", "Document", "Policy", "Statement", "Resources", "Type", "Properties",
    "resource", "data", "aws_iam_policy", "aws_iam_policy_document", "statement", "actions", "principals", "condition",
    "policy", "Ref", "Fn::Sub", "planned_values", "PolicySummary", "Content", "PolicyName", "VersionId",
]  # fmt: skip
nested = st.recursive(
    json_values
    | st.just(PLAIN)
    | st.just(LINE)
    | st.sampled_from(["${x}", "AWS::IAM::Role", quote(LINE), json.dumps(LINE)]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(MEMBERS) | json_texts, inner, max_size=4)
        | inner.map(lambda value: json.dumps(value, default=str))
    ),
    max_leaves=12,
)


@pytest.mark.law
@given(nested)
def test_any_json_returns_its_documents_and_the_same_ones_again(value: object) -> None:
    text = json.dumps(value)
    found = unwrap(text)
    assert found.documents
    assert unwrap(text) == found
    for each in found.documents:
        readable = each.place == "" or each.obstacles or parse(each.text).root is not None
        assert readable


@pytest.mark.law
@given(
    st.text()
    | st.sampled_from(["aws iam x --policy '", "%7b", "'{", '"{']).flatmap(lambda head: st.text().map(head.__add__))
)
def test_any_text_returns(text: str) -> None:
    assert unwrap(text).documents
