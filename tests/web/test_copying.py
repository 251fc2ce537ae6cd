"""Copying a model between accounts: one form, two policies that decide together, saved as a pair, opened one by one."""

import json
import shlex

import pytest

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import Scenario, answer, compose, read_scenario
from policybuilder.authoring.recipes import find_recipe
from policybuilder.library.attached import attachment_list
from policybuilder.library.pairs import Half, pair_create
from policybuilder.library.records import InvalidName
from policybuilder.library.scenarios import NewScenario, scenario_list
from policybuilder.library.selectors import policy_list, scratch_get
from tests.authoring.recipe_lines import EXAMPLES, filled
from tests.web.dom import read

ANSWERS = EXAMPLES | {"asked": ["copy-target"]}
NAMES = ["Copy cats-lab v1 to cats: who copies", "Copy cats-lab v1 to cats: project policy"]


def expected(switches=(), **answers):
    recipe = find_recipe("copy-target")
    assert recipe is not None
    found = filled([recipe], list(switches), **answers)
    assert found.companion is not None
    return found


def shown(visitor, name):
    return json.loads(visitor.part(name).text)


def rows(visitor):
    """The checks of the table: words, account, identity policy, project policy, together."""
    cells = [[cell.words for cell in row.all("td")] for row in visitor.part("copying-made").all("tr")]
    return [each for each in cells if len(each) == 5]


def test_both_policies_stand_side_by_side(ana):
    ana.open("/new/copy/", **ANSWERS)
    found = expected()
    assert shown(ana, "I-text") == compose(found.draft).text
    assert shown(ana, "P-text") == compose(found.companion.draft).text
    assert "For the role ModelCopier in account 111122223333" in ana.words
    assert "On the project cats-lab in account 444455556666" in ana.words
    for rule in (*found.draft.rules, *found.companion.draft.rules):
        assert rule.reason in ana.words


def test_before_anything_is_answered_examples_show_how_it_goes(ana):
    ana.open("/new/copy/")
    assert "With examples where an answer is still missing: Account that receives the copy, Region of both" in ana.words
    assert shown(ana, "I-text") == compose(expected(output_prefix="").draft).text


def test_both_must_allow_between_accounts(ana):
    ana.open("/new/copy/", **ANSWERS)
    words = ana.part("copying-made").words
    assert "With both policies, the copy is allowed" in words
    assert "With the identity policy alone, the copy is not granted" in words
    assert "With the project policy alone, the copy is not granted" in words
    [source, destination, created] = rows(ana)[:3]
    assert source == [
        "CopyProjectVersion on cats-lab / v1",
        "444455556666",
        "allowed CopyTheModel",
        "allowed LetTheOtherAccountCopy",
        "allowed",
    ]
    assert destination[0] == "CopyProjectVersion on cats (project)"
    assert destination[3] == "not asked here"
    assert created == [
        "CreateProjectVersion on cats (project)",
        "111122223333",
        "allowed CopyTheModelProject",
        "not asked here",
        "allowed",
    ]
    assert "expected otherwise" not in words


def test_within_one_account_the_identity_policy_is_enough(ana):
    ana.open("/new/copy/", **ANSWERS | {"source_account": EXAMPLES["account"]})
    assert "no project policy is needed" in ana.words
    assert "With the identity policy alone, the copy is allowed" in ana.words
    assert "expected otherwise" not in ana.words


def test_tags_and_a_key_are_checked_with_it(ana):
    ana.open("/new/copy/", **ANSWERS, on=["copy-target.tags", "copy-target.key"])
    checks = {row[0]: row for row in rows(ana)}
    assert checks["TagResource on cats / copy"][4] == "allowed"
    assert any(name.startswith("kms:GenerateDataKey") and row[4] == "allowed" for name, row in checks.items())
    assert '"kms:CreateGrant"' in shown(ana, "I-text")


def test_the_commands_carry_the_documents(ana):
    ana.open("/new/copy/", **ANSWERS | {"target_role": "team/ModelCopier"})
    inline, own, put = (shlex.split(ana.part(name).text) for name in ("identity-role", "identity-own", "project-put"))
    assert inline[:3] == ["aws", "iam", "put-role-policy"]
    assert inline[inline.index("--role-name") + 1] == "ModelCopier"
    assert own[:3] == ["aws", "iam", "create-policy"]
    assert put[:3] == ["aws", "rekognition", "put-project-policy"]
    assert json.loads(inline[-1]) == json.loads(own[-1]) == json.loads(shown(ana, "I-text"))
    assert json.loads(put[-1]) == json.loads(shown(ana, "P-text"))
    assert json.loads(put[-1])["Statement"][0]["Principal"]["AWS"].endswith(":role/team/ModelCopier")


# -- the library -------------------------------------------------------------------------------------------------------


def scenarios_of(visitor, policy):
    text = visitor.client.get(f"/policies/{policy.public_id}/scenarios.jsonl").content.decode()
    return [json.loads(line) for line in text.splitlines()]


def test_one_button_saves_both_and_each_counts_in_the_others_simulation(ana):
    ana.send("/new/copy/", **ANSWERS, do="save")
    assert ana.landed == "/policies/?search=Copy+cats-lab+v1+to+cats"
    workspace = workspace_require(ana.client.session)
    saved = {each.name: each for each in policy_list(workspace=workspace)}
    assert sorted(saved) == sorted(NAMES)
    assert all(name in ana.words for name in NAMES)
    identity, project = (saved[name] for name in NAMES)
    [on_identity] = attachment_list(workspace=workspace, public_id=identity.public_id)
    [on_project] = attachment_list(workspace=workspace, public_id=project.public_id)
    assert (on_identity.layer, on_identity.source) == ("resource", project.public_id)
    assert on_identity.resource == "arn:aws:rekognition:us-east-1:444455556666:project/cats-lab/*"
    assert (on_project.layer, on_project.source) == ("identity", identity.public_id)
    for policy in (identity, project):
        lines = scenarios_of(ana, policy)
        assert len(lines) == len(expected().scenarios)
        for line in lines:
            scenario = read_scenario(line)
            assert isinstance(scenario, Scenario), scenario
            assert answer(scenario).as_expected, line["id"]
        assert ana.open(f"/policies/{policy.public_id}/").status == 200


def test_a_pair_is_made_whole_or_not_at_all(ana):
    ana.send("/new/copy/", **ANSWERS, do="save")
    workspace = workspace_require(ana.client.session)
    draft = {"schema_version": 1, "settings": {}, "rules": []}
    before = len(policy_list(workspace=workspace))
    for second, error in ((Half(" ", draft, "resource"), InvalidName), (Half("B", draft, "nothing"), ValueError)):
        with pytest.raises(error):
            pair_create(workspace=workspace, halves=(Half("A", draft, "identity"), second), scenarios=[])
        assert len(policy_list(workspace=workspace)) == before
    kept = [NewScenario("Mine", "", {"operation": "DescribeProjects"}, "allowed")]
    halves = (Half("A", draft, "identity"), Half("B", draft, "resource", "*"))
    made = pair_create(workspace=workspace, halves=halves, scenarios=kept)
    assert [each.name for each in made] == ["A", "B"]
    assert [len(scenario_list(workspace=workspace, public_id=each.public_id)) for each in made] == [1, 1]


@pytest.mark.parametrize(
    ("do", "kind", "other"),
    [("open:identity", "Identity policy", "Project policy"), ("open:project", "Project policy", "Identity policy")],
)
def test_each_opens_in_the_builder_with_the_other_one_attached(ana, do, kind, other):
    ana.send("/new/copy/", **ANSWERS, do=do)
    assert ana.landed == "/"
    assert ana.part("kind").words == kind
    found = expected()
    draft = found.draft if do == "open:identity" else found.companion.draft
    assert ana.policy_text == compose(draft).text
    assert f"The {other.lower()} is attached" in ana.words
    lines = [json.loads(line) for line in ana.client.get("/scenarios.jsonl").content.decode().splitlines()]
    for line in lines:
        scenario = read_scenario(line)
        assert isinstance(scenario, Scenario), scenario
        assert answer(scenario).as_expected, line["id"]
    ana.send("/new/copy/", **ANSWERS, do=do)
    workspace = workspace_require(ana.client.session)
    record = scratch_get(workspace=workspace)
    assert record is not None
    assert len(attachment_list(workspace=workspace, public_id=record.public_id)) == 1
    assert not policy_list(workspace=workspace)


# -- the form ----------------------------------------------------------------------------------------------------------


def test_what_is_missing_or_wrong_is_said_and_nothing_is_saved(ana):
    wrong = ANSWERS | {"source_account": "12", "source_version": "", "target_role": "a role"}
    ana.send("/new/copy/", **wrong, do="save")
    assert ana.status == 422
    assert "12 digits" in ana.field_message("source_account")
    assert "needed" in ana.field_message("source_version")
    assert len(ana.page.one(class_="error-summary").all("a")) == 3
    assert not policy_list(workspace=workspace_require(ana.client.session))


def test_without_a_script_the_answers_go_into_the_address(ana):
    ana.send("/new/copy/", **ANSWERS | {"project": "dogs"}, do="look")
    assert ana.landed.startswith("/new/copy/?account=111122223333&")
    assert ana.part("id_project").get("value") == "dogs"
    assert "project/dogs/" in shown(ana, "I-text")


def test_typing_swaps_the_policies_and_a_switch_the_form(ben):
    answers = {**ANSWERS, "shown": "copy-target"}
    same = ben.client.post("/new/copy/", answers, headers={"HX-Request": "true"})
    assert read(same.content.decode()).one("div", class_="has-busy-bar").id == "copying-made"
    assert 'id="copying"' not in same.content.decode()
    assert "HX-Retarget" not in same.headers
    assert same.headers["HX-Replace-Url"].startswith("/new/copy/?")
    more = ben.client.post("/new/copy/", {**answers, "on": "copy-target.key"}, headers={"HX-Request": "true"})
    assert more.headers["HX-Retarget"] == "#copying"
    assert 'name="key"' in more.content.decode()


def test_recipes_beside_it_are_not_of_the_flow(ana):
    ana.open("/new/copy/", **ANSWERS, **{"with": ["region-lock"]})
    assert "OnlyTheseRegions" not in shown(ana, "I-text")


def test_odd_names_make_policies_with_names_too(ana):
    long = "p" * 255
    ana.send("/new/copy/", **ANSWERS | {"project": long, "source_project": long, "source_version": long}, do="save")
    assert ana.landed.startswith("/policies/?search=Copy+ppp")
    assert len(policy_list(workspace=workspace_require(ana.client.session))) == 2
