"""Laws of import: what comes in means the same when it goes out, exact rules keep their bytes, and import of an export is
the identity."""

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.analysis.finite import same_meaning
from policybuilder.authoring import POLICY_KINDS, Draft, ExactRule, Settings, compose, draft_from_policy
from policybuilder.authoring.guiding_reasons import read_draft
from policybuilder.authoring.wrapped import unwrap
from policybuilder.authoring.wrapped_parts import WrappedDocument
from policybuilder.export import Exported, Form, Placement, export
from policybuilder.export.base import Kind
from policybuilder.iam import JsonArray, JsonObject, Policy, parse
from tests.authoring.drafts import drafts, exact, guided
from tests.every_policy import every_policy
from tests.strategies import documents

pytestmark = pytest.mark.law


def draft_of(text: str, kind: str) -> Draft | None:
    """The draft of exact rules; None for what a draft cannot hold."""
    settings = Settings.model_validate({"kind": kind if kind in POLICY_KINDS else "identity"})
    draft = draft_from_policy(parse(text), settings)
    return draft if isinstance(draft, Draft) else None


def written_statements(text: str) -> list[str]:
    """The characters of each statement."""
    policy = parse(text).policy
    assert policy is not None
    body = policy.source.get("Statement")
    nodes = body.items if isinstance(body, JsonArray) else [body] if isinstance(body, JsonObject) else []
    return [text[node.span.start.offset : node.span.end.offset] for node in nodes if node.span]


def test_there_are_policies_to_try() -> None:
    texts = [text for text, _ in every_policy()]
    assert len(texts) > 900
    assert any("AmazonRekognition" in text or "custom-labels" in text for text in texts)
    assert {kind for _, kind in every_policy()} >= {"identity", "scp", "project", "rcp", "trust"}


def test_every_policy_of_the_repository_keeps_its_bytes() -> None:
    """Every exact rule comes out with the characters of its statement, and the document member for member."""
    for text, kind in every_policy():
        draft = draft_of(text, kind)
        if draft is not None:
            composed = compose(draft)
            assert written_statements(composed.text) == written_statements(text)
            assert composed.policy == parse(text).policy


def test_every_policy_of_the_repository_means_the_same() -> None:
    """As rules where they say the same: over the finite table of actions, witnesses and contexts no decision differs."""
    tried = 0
    for text, kind in every_policy():
        draft = draft_of(text, kind)
        if draft is None:
            continue
        reading = read_draft(draft)
        before, after = parse(text).policy, compose(reading.draft).policy
        assert before is not None
        assert len(reading.statements) == len(before.statements) == len(after.statements)
        stays_exact(reading.draft, text)
        if before != after:
            tried += 1
            agreement = same_meaning(before, after, draft.settings.kind, most_contexts=4)
            assert agreement.agrees, (text, agreement.differs)
    assert tried > 50


def stays_exact(draft: Draft, text: str) -> None:
    """Those rules that are still exact have the characters of their statement."""
    for rule, written in zip(draft.rules, written_statements(text), strict=True):
        if isinstance(rule, ExactRule):
            assert rule.text == written


@given(documents())
def test_any_policy_means_the_same(plain: object) -> None:
    text = json.dumps(plain)
    draft = draft_of(text, "identity")
    if draft is not None:
        before, after = parse(text).policy, compose(read_draft(draft).draft).policy
        assert before is not None
        assert before == after or same_meaning(before, after, most_contexts=8).agrees


PLACEMENTS = [
    Placement(kind=kind, name=name, inline=inline)
    for kind, inline in [*((each, False) for each in Kind), (Kind.IDENTITY, True)]
    for name in ("", "Use the cats model")
]


def imported(policy: Policy, form: Form, placement: Placement) -> WrappedDocument | None:
    """What the one document in an export is; None where the form cannot hold the policy."""
    made = export(policy, form, placement)
    if not isinstance(made, Exported):
        return None
    (only,) = unwrap(made.text).documents
    return only


def kind_told(form: Form, placement: Placement) -> str:
    """The kind that the form says."""
    if form in {Form.JSON, Form.JSON_LINE}:
        return ""
    return {Kind.BOUNDARY: "identity"}.get(placement.kind, placement.kind.value)


@pytest.mark.parametrize("form", [Form.JSON, Form.JSON_LINE, Form.CLI, Form.CLOUDFORMATION_JSON])
def test_import_of_an_export_is_the_identity(form: Form) -> None:
    """Each form that is JSON, or holds it in a shell's quotes: the same members in the same order, and the kind."""
    held = 0
    for number, (text, _) in enumerate(every_policy()):
        policy = parse(text).policy
        if policy is None or not policy.statements:
            continue
        placement = PLACEMENTS[number % len(PLACEMENTS)]
        document = imported(policy, form, placement)
        if document is not None:
            held += 1
            assert document.obstacles == ()
            assert parse(document.text).policy == policy
            assert document.kind == kind_told(form, placement), placement
    assert held > 300


@given(drafts(guided(), exact), st.sampled_from([Form.JSON, Form.JSON_LINE, Form.CLI, Form.CLOUDFORMATION_JSON]))
def test_import_of_any_export_is_the_identity(draft: Draft, form: Form) -> None:
    policy = compose(draft).policy
    document = imported(policy, form, Placement())
    if document is not None and policy.statements:
        assert parse(document.text).policy == policy


def wrapped_forms(text: str) -> list[tuple[str, str]]:
    """A document in the wrappings of answers and of Terraform's JSON, with the text that has to come out."""
    indented = text.replace("\n", "\n      ")
    escaped = text.replace("${", "$${").replace("%{", "%%{")
    terraform = {"resource": {"aws_iam_policy": {"p": {"policy": escaped}}}}
    planned = {
        "planned_values": {"root_module": {"resources": [{"type": "aws_iam_policy", "values": {"policy": text}}]}}
    }
    strings = [{"PolicyDocument": text}, {"PolicyDocument": quote(text)}, {"Policy": text}, terraform, planned]
    return [
        *((json.dumps(each), text) for each in strings),
        (json.dumps(text), text),
        (quote(text), text),
        (f'{{"PolicyVersion": {{"Document": {text}, "VersionId": "v1"}}}}', text),
        (f'{{\n  "PolicyVersion": {{\n      "Document": {indented}\n  }}\n}}', ""),
    ]


def test_every_policy_comes_out_of_its_wrapping() -> None:
    """To the character where it stands as it is; of an indented one the same document, its indent taken off."""
    for text, _ in every_policy()[::5]:
        policy = parse(text).policy
        if (
            policy is None
            or not isinstance(policy.source.get("Statement"), JsonObject | JsonArray)
            or not text.isascii()
        ):
            continue
        for given_text, expected in wrapped_forms(text.strip()):
            (only,) = unwrap(given_text).documents
            assert only.obstacles == ()
            assert parse(only.text).policy == policy
            assert not expected or only.text in {expected, _dedented(expected)}


def _dedented(text: str) -> str:
    return unwrap(f'{{"Policy": {text}}}').documents[0].text
