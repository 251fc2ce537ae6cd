"""Forms that hold the document as it is: read back, they give the same document, whatever stands in it."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given

from policybuilder.export import Exported, Form, Kind, Placement, Reason, Refused, export
from policybuilder.iam import parse, to_plain
from tests.export import policies
from tests.export.hcl_reading import Encoded, read
from tests.export.policies import every_policy, text_of
from tests.export.stubs import options_of, run_boto3, run_cdk, run_shell, run_shells, run_typescript

ROOT = Path(__file__).parent.parent.parent
COMPILER = Path(os.environ.get("TYPESCRIPT", ROOT / "var/typescript/node_modules/typescript/lib/typescript.js"))
EVERY = pytest.mark.parametrize("form", list(Form), ids=lambda form: form.value)


def same(found, policy):
    """Equal as JSON, the order of members apart: 1 is not true here."""
    return json.dumps(found, sort_keys=True) == json.dumps(to_plain(policy.source), sort_keys=True)


def from_jsonencode(text):
    """The object in a Terraform file."""
    found = read(text)
    values = [value for _, _, block in found.blocks for value in block.values() if isinstance(value, Encoded)]
    (value,) = values
    return value.value


def from_yaml(text):
    """The document in a template, read by the rules of YAML 1.1 (CloudFormation's)."""
    return document_of(yaml.safe_load(text))


def from_json_template(text):
    return document_of(json.loads(text))


def document_of(template):
    ((_, resource),) = template["Resources"].items()
    return next(resource["Properties"][name] for name in DOCUMENTS if name in resource["Properties"])


DOCUMENTS = ("PolicyDocument", "AssumeRolePolicyDocument", "Content")


def from_cdk(text):
    _, properties = run_cdk(text)
    return next(
        properties[name] for name in ("policy_document", "assume_role_policy_document", "content") if name in properties
    )


def from_shell(text):
    return document_in(run_shell(text))


def document_in(words):
    return json.loads(next(value for value in options_of(words).values() if value.startswith("{")))


def from_boto3(text):
    return json.loads(next(value for value in run_boto3(text)[2].values() if value.startswith("{")))


READERS: dict[Form, Any] = {
    Form.JSON: json.loads,
    Form.JSON_LINE: json.loads,
    Form.TERRAFORM_JSONENCODE: from_jsonencode,
    Form.CLOUDFORMATION: from_yaml,
    Form.CLOUDFORMATION_JSON: from_json_template,
    Form.CDK_PYTHON: from_cdk,
    Form.CLI: from_shell,
    Form.BOTO3: from_boto3,
}
EACH = pytest.mark.parametrize("form", list(READERS), ids=lambda form: form.value)


@EACH
def test_every_policy_of_the_repository_comes_back(form):
    made = {text: policy for policy in every_policy() if (text := text_of(policy, form)) is not None}
    assert len(made) > 0.97 * len(every_policy())
    if form is Form.CLI:  # one shell for all
        found = [document_in(words) for words in run_shells(made)]
    else:
        found = [READERS[form](text) for text in made]
    for document, (text, policy) in zip(found, made.items(), strict=True):
        assert same(document, policy), text


@pytest.mark.law
@EACH
@given(policy=policies.objects, placement=policies.placements)
def test_whatever_an_object_holds_it_comes_back_or_is_refused(form, policy, placement):
    made = export(policy, form, placement)
    if isinstance(made, Refused):
        assert made.obstacles
    else:
        assert same(READERS[form](made.text), policy)


@pytest.mark.law
@EACH
@given(policy=policies.policies(), placement=policies.placements)
def test_policies_full_of_other_languages_signs_come_back(form, policy, placement):
    text = text_of(policy, form, placement)
    assert text is None or same(READERS[form](text), policy)


@pytest.mark.law
@pytest.mark.parametrize("form", [Form.JSON, Form.JSON_LINE])
@given(policy=policies.doubled() | policies.objects | policies.policies())
def test_json_is_never_refused_and_keeps_doubled_members(form, policy):
    assert parse(text_of(policy, form)).policy == policy


@pytest.mark.law
@given(policy=policies.doubled() | policies.policies())
def test_the_shell_gets_the_bytes_of_the_document(policy):
    document = options_of(run_shell(text_of(policy, Form.CLI)))["--policy-document"]
    assert parse(document).policy == policy


@pytest.mark.law
@EVERY
@given(policy=policies.doubled())
def test_a_doubled_member_is_kept_or_refused(form, policy):
    made = export(policy, form)
    ((statement,),) = [policy.statements]
    names = [member.key.value for member in statement.source.members]
    doubled = len(set(names)) < len(names)
    if isinstance(made, Refused):
        assert doubled == (Reason.DOUBLED_MEMBER in {obstacle.reason for obstacle in made.obstacles})
    else:
        assert not doubled or form in {Form.JSON, Form.JSON_LINE, Form.CLI}


@pytest.mark.skipif(
    not COMPILER.is_file() or shutil.which("node") is None,
    reason="needs Node and TypeScript: npm install --prefix var/typescript typescript@5",
)
class TestTypeScript:
    """The stacks in TypeScript, compiled and run."""

    def test_every_policy_of_the_repository_comes_back(self):
        held = [policy for policy in every_policy() if text_of(policy, Form.CDK_TYPESCRIPT) is not None]
        assert len(held) > 0.97 * len(every_policy())
        made = run_typescript(str(COMPILER), [text_of(policy, Form.CDK_TYPESCRIPT) for policy in held])
        for policy, (name, _, properties) in zip(held, made, strict=True):
            assert name == "CfnManagedPolicy"
            assert same(properties["policyDocument"], policy)

    def test_whatever_an_object_holds_it_comes_back(self):
        """One run of Node for many objects: it takes a second to start."""
        made = []

        @given(policy=policies.objects | policies.policies(), placement=policies.placements)
        def collect(policy, placement):
            text = text_of(policy, Form.CDK_TYPESCRIPT, placement)
            if text is not None:
                made.append((policy, text))

        collect()
        assert made
        found = run_typescript(str(COMPILER), [text for _, text in made])
        for (policy, text), (_, _, properties) in zip(made, found, strict=True):
            document = next(
                properties[name]
                for name in ("policyDocument", "assumeRolePolicyDocument", "content")
                if name in properties
            )
            assert same(document, policy), text


def test_kinds_are_those_of_the_validator():
    from policybuilder.validator import PolicyKind

    assert [kind.value for kind in Kind] == [kind.value for kind in PolicyKind]


def test_white_space_is_left_out_where_the_quota_counts_it():
    policy = every_policy()[0]
    for kind in (Kind.SCP, Kind.PROJECT, Kind.SESSION, Kind.RCP):
        document = options_of(run_shell(text_of(policy, Form.CLI, Placement(kind))))
        assert text_of(policy, Form.JSON_LINE) in document.values()


def test_a_document_too_long_for_an_argument_is_refused():
    long = policies.read(json.dumps({"Version": "2012-10-17", "Statement": [{"Resource": "é" * 66_000}]}))
    made = export(long, Form.CLI)
    assert isinstance(made, Refused)
    assert [obstacle.reason for obstacle in made.obstacles] == [Reason.TOO_LONG]
    assert isinstance(export(long, Form.BOTO3), Exported)
