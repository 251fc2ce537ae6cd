"""The builder as each kind of policy: who a project policy names, what another kind changes, that nothing is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring import POLICY_KINDS, compose
from policybuilder.authoring.kind_changes import as_kind
from policybuilder.web.forms.builder import BuilderForm, as_the_form_gives_it, form_state
from policybuilder.web.forms.state import pairs, query
from tests.authoring import drafts as strategies
from tests.authoring.build import ALL, CATS, CATS_V1, allow, deny, draft
from tests.web.test_simulate import decision
from tests.web.visitor import working_on

B = "444455556666"
ROOT_OF_B = f"arn:aws:iam::{B}:root"
ROLE_OF_B = f"arn:aws:iam::{B}:role/Copier"
TO_B = [{"type": "AWS", "values": [ROOT_OF_B]}]
COPY = allow("CopyProjectVersion", CATS_V1, title="Copy it", principals=TO_B)
RUN = allow("StartProjectVersion StopProjectVersion", CATS_V1, title="Run it")
KINDS = {
    "identity": "Identity policy",
    "boundary": "Permissions boundary",
    "session": "Session policy",
    "scp": "Service control policy",
    "project": "Project policy",
}


def statements(visitor):
    found = json.loads(visitor.policy_text)["Statement"]
    return found if isinstance(found, list) else [found]


def switch(visitor, kind):
    return visitor.type(settings_kind=kind).preview("settings-kind")


def changes(visitor):
    return [each.words for each in visitor.part("kind-panel").all("li")]


# -- who ---------------------------------------------------------------------------------------------------------------


def test_a_project_policy_is_made_from_nothing(ana):
    ana.send("/new/", do="empty")
    ana.open("/").type(settings_kind="project", settings_account="111122223333", settings_regions="us-east-1").press("")
    assert "kind-panel" not in ana.ids, "an empty policy changes nothing"
    ana.press("rule-add:Allow")
    assert ana.values("rules-0-operations") == ["rekognition:CopyProjectVersion"], "there is one that it can hold"
    assert ana.value("rules-0-principals-0-type") == "account"
    ana.type(rules_0_principals_0_values=B, rules_0_targets_0_project="cats").press("")
    (statement,) = statements(ana)
    assert statement["Principal"] == {"AWS": ROOT_OF_B}
    assert statement["Action"] == "rekognition:CopyProjectVersion"
    assert statement["Resource"] == "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/*"
    assert ROOT_OF_B in ana.part("rules-0-principals-0-line").words, "what is written is shown beside what is typed"


def test_several_names_stand_one_to_a_line_and_rows_come_and_go(ben):
    working_on(ben, draft(COPY, kind="project"))
    ben.press("rule-open:r1").press("principal-add:r1")
    ben.type(rules_0_principals_1_type="role", rules_0_principals_1_values=f"{ROLE_OF_B}\n {ROLE_OF_B}2 \n").preview()
    assert statements(ben)[0]["Principal"] == {"AWS": [ROOT_OF_B, ROLE_OF_B, f"{ROLE_OF_B}2"]}
    ben.press("principal-remove:r1:0")
    assert statements(ben)[0]["Principal"] == {"AWS": [ROLE_OF_B, f"{ROLE_OF_B}2"]}
    assert ben.value("rules-0-principals-0-values").split("\n") == [ROLE_OF_B, f" {ROLE_OF_B}2 ", ""], "kept as typed"
    ben.press("undo")
    assert statements(ben)[0]["Principal"] == {"AWS": [ROOT_OF_B, ROLE_OF_B, f"{ROLE_OF_B}2"]}


@pytest.mark.parametrize(
    ("kind", "names", "written"),
    [
        ("user", f"arn:aws:iam::{B}:user/ana", {"AWS": f"arn:aws:iam::{B}:user/ana"}),
        ("session", f"arn:aws:sts::{B}:assumed-role/C/s", {"AWS": f"arn:aws:sts::{B}:assumed-role/C/s"}),
        ("federated-user", f"arn:aws:sts::{B}:federated-user/a", {"AWS": f"arn:aws:sts::{B}:federated-user/a"}),
        ("service", "sagemaker.amazonaws.com", {"Service": "sagemaker.amazonaws.com"}),
        ("provider", "accounts.google.com", {"Federated": "accounts.google.com"}),
        ("everyone", "", "*"),
        ("written", B, {"AWS": B}),
        ("written", "Service: x", {"Service": "x"}),
    ],
)
def test_every_kind_of_name_is_written_as_aws_has_it(ben, kind, names, written):
    working_on(ben, draft(COPY, kind="project"))
    ben.press("rule-open:r1").type(rules_0_principals_0_type=kind, rules_0_principals_0_values=names).preview()
    assert statements(ben)[0]["Principal"] == written


def test_everyone_comes_with_a_warning(ben):
    working_on(ben, draft(COPY, kind="project"))
    ben.press("rule-open:r1").type(rules_0_principals_0_type="everyone").preview()
    assert "anywhere in the world" in ben.part("rules-0-principals-0-line").words
    assert "Everyone may copy the models" in ben.part("rule-r1-notes").words


def test_a_wrong_name_is_told_at_its_field_and_stays(ben):
    working_on(ben, draft(COPY, kind="project"))
    ben.press("rule-open:r1").type(rules_0_principals_0_type="role").preview()
    assert ben.status == 422
    assert f"{B} is not the ARN of a role" in ben.part("id_rules-0-principals-0-values_errors").words
    assert ben.value("rules-0-principals-0-values") == B
    ben.type(rules_0_principals_0_values="").preview()
    assert "Type who is meant" in ben.part("id_rules-0-principals-0-values_errors").words
    ben.type(rules_0_principals_0_values=ROLE_OF_B).preview()
    assert ben.status == 200
    assert ben.part("id_rules-0-principals-0-values_errors").words == ""


# -- another kind ------------------------------------------------------------------------------------------------------


def test_another_kind_says_what_changes_and_the_way_back_is_there(ben):
    working_on(ben, draft(RUN, COPY))
    assert "Who is named in this rule is kept, and not written." in ben.part("rule-r2-notes").words
    switch(ben, "project")
    assert (ben.status, ben.answer.headers["HX-Retarget"]) == (200, "#build")
    said = " ".join(changes(ben))
    assert "1 rule does not say who" in said
    assert "StartProjectVersion and StopProjectVersion. Kept in the form, but not written." in said
    assert "of 6,144 characters before" in said
    assert "of 2,000 characters now" in said
    assert "Simulate asks it as a policy on the project" in said
    assert [each["Sid"] for each in statements(ben)] == ["CopyIt"]
    ben.press("kind-back")
    assert "kind-panel" not in ben.ids
    assert ben.part("kind").words == "Identity policy"
    assert [each["Sid"] for each in statements(ben)] == [
        each.sid for each in compose(draft(RUN, COPY)).policy.statements
    ]


def test_without_scripts_the_panel_comes_with_the_page(ana):
    working_on(ana, draft(RUN, COPY)).type(settings_kind="scp").press("")
    assert "Every rule is written as before." in changes(ana)
    ana.press("rule-open:r1")
    assert changes(ana), "it stays until it is taken for seen"
    ana.press("kind-seen")
    assert "kind-panel" not in ana.ids
    assert ana.part("kind").words == "Service control policy"


def test_chosen_again_the_old_kind_needs_no_panel(ben):
    working_on(ben, draft(RUN))
    switch(ben, "project")
    switch(ben, "session")
    assert "This was an identity policy and is now a session policy" in ben.part("kind-panel").words
    switch(ben, "identity")
    assert "kind-panel" not in ben.ids
    assert "HX-Retarget" in ben.answer.headers


def test_the_panel_follows_the_form(ben):
    working_on(ben, draft(RUN, COPY))
    switch(ben, "project").press("rule-open:r1").press("principal-add:r1")
    ben.type(rules_0_principals_0_values=B).preview()
    assert not any("does not say who" in each for each in changes(ben))
    assert any("Who is named in 2 rules is written now" in each for each in changes(ben))


def test_a_fix_leaves_the_panel(ben):
    working_on(ben, draft(RUN, {**COPY, "operations": ["CopyProjectVersion", "DetectCustomLabels"]}))
    switch(ben, "project")
    order = next(each.get("value") for each in ben.page.all("button", name="do") if "way-out" in each.get("value", ""))
    ben.press(order)
    assert changes(ben)


def test_findings_that_come_and_go_are_named(ben):
    working_on(ben, draft(deny("CreateProject", title="No"), RUN))
    switch(ben, "scp")
    assert not any("New findings" in each for each in changes(ben))
    exact = {"type": "exact", "statement": {"Effect": "Deny", "Action": "rekognition:*", "Resource": "*"}}
    working_on(ben, draft(exact))
    switch(ben, "project")
    assert any("New findings: Nobody is named." in each for each in changes(ben))


def test_too_long_for_the_other_kind_is_said(ben):
    working_on(ben, draft(*[allow("StartProjectVersion", CATS_V1, title=f"Rule number {n}") for n in range(20)]))
    switch(ben, "session")
    assert any("AWS takes no policy of this kind that long" in each for each in changes(ben))


@given(
    strategies.of_kinds(strategies.drafts(strategies.guided(), strategies.exact)),
    st.lists(st.sampled_from(POLICY_KINDS), min_size=1, max_size=3),
)
def test_another_kind_and_back_is_the_same_form(drafted, kinds):
    """Law: whatever kinds are tried, the form and its draft are what they were when the first kind is chosen again."""
    opened = BuilderForm(query(pairs(form_state(drafted, open_rule="r1"))))
    first = form = BuilderForm(query(pairs(opened.state)))
    wanted = pairs(first.state)
    assert first.draft is not None
    assert compose(first.draft).text == compose(drafted).text
    for kind in (*kinds, drafted.settings.kind):
        form.state.settings["kind"] = [kind]
        form = BuilderForm(query(pairs(form.state)))
        assert form.draft == as_kind(first.draft, kind)
    assert pairs(form.state) == wanted


@pytest.mark.parametrize("kind", POLICY_KINDS)
@pytest.mark.parametrize("opened", ["r1", "r2", ""])
def test_the_page_of_every_kind_carries_the_whole_draft(ben, kind, opened):
    """What a kind does not show travels hidden: the page posts back the same draft, open or closed."""
    whole = draft(
        {**RUN, "principals": [*TO_B, {"type": "Service", "values": ["x.amazonaws.com"]}, {"type": "*", "values": []}]},
        {**COPY, "operations": ["CopyProjectVersion", "s3:GetObject"], "targets": [CATS_V1, CATS, ALL]},
    )
    working_on(ben, whole)
    switch(ben, kind) if kind != "identity" else ben.open("/")
    if opened:
        ben.press(f"rule-open:{opened}")
    assert BuilderForm(query(ben.pairs)).draft == as_kind(as_the_form_gives_it(whole), kind)


# -- what a kind has ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", POLICY_KINDS)
def test_every_kind_is_explained_and_only_one_says_who(ben, kind):
    working_on(ben, draft(COPY, kind=kind)).press("rule-open:r1")
    assert ben.part("kind").words == KINDS[kind]
    about = ben.part("kind-about").words
    limits = kind in {"boundary", "session", "scp"}
    assert ("grants nothing" in about) is limits
    assert ("rules-0-principals" in ben.ids) is (kind == "project")
    assert ("May at most use" in ben.part("rule-r1-sentence").words) is limits


def test_a_project_policy_offers_what_it_can_hold_and_keeps_the_rest_in_sight(ben):
    working_on(ben, draft({**COPY, "operations": ["CopyProjectVersion", "s3:GetObject"]}, kind="project"))
    ben.press("rule-open:r1")
    section = ben.part("rules-0-operations")
    boxes = [(each.get("value"), "checked" in each) for each in section.all("input", type="checkbox")]
    assert boxes == [("rekognition:CopyProjectVersion", True), ("s3:GetObject", True)]
    assert "Kept, but not written" in section.words
    types = [each.get("value") for each in ben.part("id_rules-0-targets-0-type").all("option")]
    assert types == ["projectversion", "all", "arn"]


def test_a_resource_of_another_kind_stays_chosen(ben):
    working_on(
        ben, draft({**COPY, "targets": [{"type": "dataset", "project": "cats", "dataset": "train"}]}, kind="project")
    )
    ben.press("rule-open:r1")
    words = [each.words for each in ben.part("id_rules-0-targets-0-type").all("option")]
    assert words[-1] == "Datasets (not in a project policy)"
    assert ben.value("rules-0-targets-0-type") == "dataset"


@pytest.mark.parametrize(
    ("kind", "rules", "lead"),
    [
        ("identity", [RUN], ""),
        ("boundary", [RUN], "A limit, not a grant"),
        ("session", [RUN], "A limit, not a grant"),
        ("scp", [RUN], "once FullAWSAccess is taken away"),
        ("scp", [deny("DeleteProject", ALL)], "It only denies: FullAWSAccess, which stays"),
        ("boundary", [deny("DeleteProject", ALL)], "leaves nothing to whoever has it"),
        ("project", [COPY], "About copying the model versions"),
    ],
)
def test_the_summary_says_what_the_kind_makes_of_it(ana, kind, rules, lead):
    working_on(ana, draft(*rules, kind=kind)).open("/", pane="summary")
    words = ana.part("result").words
    assert lead in words
    assert ("A limit, not a grant" in words) is (kind in {"boundary", "session", "scp"} and rules == [RUN])


# -- asked as a policy on the project ----------------------------------------------------------------------------------


def test_simulate_opens_with_the_copy_that_the_policy_is_about(ana):
    working_on(ana, draft(COPY, kind="project")).open("/simulate/")
    assert ana.part("id_principal").get("value") == ROLE_OF_B
    assert decision(ana) == "allowed"
    ana.open("/simulate/", operation="CopyProjectVersion", principal=ROLE_OF_B.replace(B, "555566667777"))
    assert decision(ana) == "not granted", "what the address leaves out is filled in"
    ana.open("/simulate/", operation="DescribeProjects")
    assert not ana.part("id_principal").get("value"), "another question is asked as it is"


def test_the_map_is_asked_by_somebody_whom_the_policy_names(ana):
    working_on(ana, draft(COPY, kind="project")).open("/", pane="map")
    table = ana.part("result")
    assert "Asked by role Copier of account 444455556666." in table.words
    (cell,) = [each for each in table.one("tbody").all("a") if "simulate" in (each.get("href") or "")]
    assert cell.words.endswith("allowed")
    ana.open(cell.get("href"))
    assert decision(ana) == "allowed", "the cell leads to its own answer"


def test_the_access_page_asks_about_copying_by_the_one_who_is_named(ana):
    ana.send("/inventory/", do="sample")
    working_on(ana, draft(allow("CopyProjectVersion", {"type": "all"}, principals=TO_B), kind="project"))
    ana.open("/access/")
    assert ana.part("id_principal").get("value") == ROLE_OF_B
    chosen = [each.get("value") for each in ana.part("id_operation").all("option") if "selected" in each]
    assert chosen == ["CopyProjectVersion"]
    assert "On which resources may this caller use CopyProjectVersion?" in ana.part("access").words
    ana.open("/access/", operation="", principal="", task="", resource="")
    assert not ana.part("id_principal").get("value"), "what was taken out stays out"
    assert "What may whoever has the policy do" in ana.part("access").words
    assert all(
        "operation=" in (each.get("href") or "") for each in ana.part("access").all("a") if "page=" in each.get("href")
    )
