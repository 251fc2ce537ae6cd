"""Why a rule is there: kept with the draft through form, text and library, shown beside the rule, never in the policy."""

import json

import pytest

from policybuilder.authoring import compose, draft_json
from policybuilder.authoring.guiding import guided_draft
from policybuilder.authoring.rewriting import rewritten
from policybuilder.authoring.text_edits import edited
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.state import pairs, query
from tests.authoring.build import CATS_V1, accepted, refused, rule
from tests.web.visitor import working_on

WHY = 'It runs the model.\nAsk "Ana" first: <b>&amp; ${aws:username}</b>'
STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cats/*"}


def draft_with(reason):
    guided = rule("Allow", ["rekognition:StartProjectVersion"], [CATS_V1], id="r1", title="Run")
    exact = {"type": "exact", "id": "r2", "title": "Read", "statement": STATEMENT}
    return {"schema_version": 1, "settings": {}, "rules": [{**each, **reason} for each in (guided, exact)]}


def reasons(draft):
    return [each.reason for each in draft.rules]


def test_a_reason_is_the_drafts_and_not_the_policys():
    with_reason, without = accepted(draft_with({"reason": WHY})), accepted(draft_with({}))
    assert reasons(with_reason) == [WHY, WHY]
    assert reasons(without) == ["", ""]
    assert compose(with_reason).text == compose(without).text
    assert "reason" not in draft_json(without)
    assert accepted(draft_json(with_reason)) == with_reason
    assert refused(draft_with({"reason": "x" * 1001}))


def test_the_form_carries_it():
    for opened in ("", "r1", "r2"):
        form = BuilderForm(query(pairs(form_state(accepted(draft_with({"reason": WHY})), open_rule=opened))))
        assert form.draft is not None
        assert reasons(form.draft) == [WHY, WHY]


def test_it_survives_the_way_through_text_and_back_into_the_form():
    draft = accepted(draft_with({"reason": WHY}))
    text = (
        compose(draft)
        .text.replace("StartProjectVersion", "StopProjectVersion")
        .replace("s3:GetObject", "s3:GetObjectAcl")
    )
    changed = rewritten(draft, compose(draft), text)
    assert changed is not None
    assert reasons(changed) == [WHY, WHY]
    assert reasons(guided_draft(changed)) == [WHY, WHY]


def test_it_survives_an_edit_that_tears_a_rule_apart():
    """Two statements of one rule, one of them changed, and a new one between them."""
    several = rule(
        "Allow", ["rekognition:StartProjectVersion", "rekognition:DescribeProjects"], [CATS_V1], id="r1", reason=WHY
    )
    exact = {"type": "exact", "id": "r2", "reason": "Images.", "statement": STATEMENT}
    draft = accepted({"schema_version": 1, "settings": {}, "rules": [several, exact]})
    policy = json.loads(compose(draft).text)
    policy["Statement"][0]["Action"] = "rekognition:StopProjectVersion"
    policy["Statement"].insert(1, STATEMENT | {"Sid": "New"})
    changed = edited(draft, json.dumps(policy, indent=2))
    assert changed is not None
    assert reasons(changed)[0] == WHY
    assert "Images." in reasons(changed)


@pytest.mark.parametrize("name", ["r1", "r2"])
def test_it_is_shown_and_can_be_typed(ana, name):
    working_on(ana, accepted(draft_with({"reason": "It runs the model."})))
    assert "It runs the model." in ana.part(f"rule-{name}").words
    ana.press(f"rule-open:{name}")
    row = int(name[1:]) - 1
    ana.fill(f"rules-{row}-reason", WHY).preview()
    ana.open("/", pane="summary")
    assert WHY.replace("\n", " ") in ana.part("result").words
    assert WHY not in ana.policy_text
    ana.fill(f"rules-{row}-reason", "x" * 1001).preview()
    assert ana.has("stale")
    ana.fill(f"rules-{row}-reason", "").preview()
    ana.press(f"rule-open:{name}")
    assert "Why:" not in ana.part(f"rule-{name}").words
