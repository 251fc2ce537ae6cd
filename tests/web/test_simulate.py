"""Simulate: a question in the address, the decision with its reasons, what is left open, what cannot be asked."""

import pytest

from policybuilder.catalogue import catalogue
from tests.authoring.build import ALL, CATS_V1, allow, condition, deny, draft, exact
from tests.web.visitor import working_on

HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
V1 = f"{HEAD}/cats/version/v1/1690000000001"
V2 = f"{HEAD}/cats/version/v2/1690000000002"
PROJECT = f"{HEAD}/cats/1690000000000"
POLICY = draft(
    allow("StartProjectVersion StopProjectVersion DeleteProjectVersion", CATS_V1, title="Run it"),
    deny("DeleteProjectVersion", CATS_V1, title="Keep it"),
    allow("DetectCustomLabels", CATS_V1, title="Ask it", conditions=[condition("Bool", "aws:SecureTransport", "true")]),
)

TAG_ANYTHING = exact({"Sid": "Tag", "Effect": "Allow", "Action": "rekognition:TagResource", "Resource": "*"})


@pytest.fixture
def asking(ana):
    return working_on(ana, POLICY)


def ask(visitor, operation, resource="", *, part=False, **more):
    if part:
        visitor.open("/simulate/")
    return visitor.open("/simulate/", part=part, operation=operation, resource=resource, **more)


def decision(visitor):
    return visitor.part("answer").one(class_="decision-large").words


def answer(visitor):
    return visitor.part("answer").words


def determining(visitor):
    return {
        row.one("th").words.removesuffix("decides").strip()
        for row in visitor.part("answer").all("tr")
        if row.all(class_="badge-accent")
    }


def marked(visitor, kind):
    lines = visitor.part("answer").all("li", class_=f"is-determining-{kind}")
    return {line.get("data-rule") for line in lines}


def test_without_a_question_it_says_what_to_do(asking):
    asking.open("/simulate/")
    assert "Ask a question" in answer(asking)
    offered = {each.get("value") for each in asking.part("id_operation").all("option")}
    assert offered == {"", *catalogue().operations}


@pytest.mark.parametrize("part", [False, True])
def test_an_allow_is_shown_with_the_statement_that_allows(asking, part):
    ask(asking, "StartProjectVersion", V1, part=part)
    assert asking.status == 200
    assert decision(asking) == "allowed"
    assert "RunIt allows StartProjectVersion" in answer(asking)
    assert determining(asking) == {"RunIt Allow"}
    assert marked(asking, "allow") == {"r1"}
    assert asking.has("builder") is False
    assert asking.has("id_operation") is not part


def test_a_deny_wins_and_is_marked_as_what_decides(asking):
    ask(asking, "DeleteProjectVersion", V1)
    assert decision(asking) == "denied"
    assert "KeepIt denies DeleteProjectVersion" in answer(asking)
    assert "A Deny wins" in answer(asking)
    assert determining(asking) == {"KeepIt Deny"}
    assert marked(asking, "deny") == {"r2"}
    assert marked(asking, "allow") == set()


def test_what_nothing_grants_is_not_granted(asking):
    ask(asking, "StartProjectVersion", V2)
    assert decision(asking) == "not granted"
    assert "No statement grants StartProjectVersion" in answer(asking)
    assert determining(asking) == set()


def test_every_statement_says_why_it_did_or_did_not_match(asking):
    ask(asking, "StartProjectVersion", V2)
    every = asking.part("answer").one("details", class_="every-statement")
    rows = [row for row in every.all("tr") if row.all("th", scope="row")]
    assert [row.one("th").words.split()[0] for row in rows] == ["RunIt", "KeepIt", "AskIt"]
    assert len(every.all("td", class_="why")) == 3
    for row in asking.part("answer").all("td", class_="why"):
        assert len(row.words) > 20


def test_a_key_that_is_left_open_makes_the_answer_depend_on_it(asking):
    ask(asking, "DetectCustomLabels", V1, key="aws:SecureTransport", value="", open="aws:SecureTransport")
    assert decision(asking) == "depends"
    assert "What is left open decides about DetectCustomLabels" in answer(asking)
    assert "aws:SecureTransport" in answer(asking)
    boxes = asking.page.all("input", type="checkbox", name="open", value="aws:SecureTransport")
    assert "checked" in boxes[0]
    ask(asking, "DetectCustomLabels", V1, key="aws:SecureTransport", value="true")
    assert decision(asking) == "allowed"
    ask(asking, "DetectCustomLabels", V1, key="aws:SecureTransport", value="false")
    assert decision(asking) == "not granted"


def test_keys_that_the_policy_tests_come_ready(asking):
    asking.open("/simulate/")
    assert asking.part("id_key_0").get("value") == "aws:SecureTransport"
    assert "tested by the policies" in asking.words


def test_several_values_are_one_a_line(ana):
    rule = allow(
        "TagResource",
        CATS_V1,
        conditions=[condition("StringEquals", "aws:TagKeys", "a", "b", set_operator="ForAllValues")],
    )
    working_on(ana, draft(rule))
    for value, expected in (("a\r\nb", "allowed"), ("a\nc", "not granted"), ("b", "allowed")):
        ask(ana, "TagResource", V1, key="aws:TagKeys", value=value)
        assert decision(ana) == expected


def test_a_copy_has_several_checks_each_with_its_answer(ana):
    copy = allow("CopyProjectVersion", CATS_V1, {"type": "project", "project": "dogs"}, title="Copy it")
    working_on(ana, draft(copy))
    ask(ana, "CopyProjectVersion", V1, destination=f"{HEAD}/dogs/1690000000009")
    assert decision(ana) == "allowed"
    heads = [each.words for each in ana.part("answer").all("h2") if "rekognition:" in each.words]
    assert [head.split()[0] for head in heads] == ["rekognition:CopyProjectVersion"] * 2 + [
        "rekognition:CreateProjectVersion"
    ] or {head.split()[0] for head in heads} == {"rekognition:CopyProjectVersion", "rekognition:CreateProjectVersion"}
    working_on(
        ana, draft(copy, deny("CreateProjectVersion", {"type": "project", "project": "dogs"}, title="Not there"))
    )
    ask(ana, "CopyProjectVersion", V1, destination=f"{HEAD}/dogs/1690000000009")
    assert decision(ana) == "denied"
    assert "which CopyProjectVersion needs too" in answer(ana)
    assert determining(ana) >= {"NotThere Deny"}


def test_tags_of_the_call_are_checked_too(ana):
    working_on(ana, draft(allow("CreateProject", ALL, title="Make them")))
    ask(ana, "CreateProject")
    assert decision(ana) == "allowed"
    ask(ana, "CreateProject", tags="team=vision\r\nstage=test")
    assert decision(ana) == "not granted"
    assert "rekognition:TagResource" in answer(ana)
    assert "because the call carries tags" in answer(ana)
    working_on(ana, draft(allow("CreateProject", ALL, title="Make them"), TAG_ANYTHING))
    ask(ana, "CreateProject", tags="team=vision")
    assert decision(ana) == "allowed"


def test_a_conditions_tags_come_from_the_call(ana):
    rule = allow("CreateProject", ALL, conditions=[condition("StringEquals", "aws:RequestTag/team", "vision")])
    working_on(ana, draft(rule, TAG_ANYTHING))
    for tags, expected in (("team=vision", "allowed"), ("team=other", "not granted"), ("", "not granted")):
        ask(ana, "CreateProject", tags=tags)
        assert decision(ana) == expected


def test_what_hangs_on_an_arn_still_to_be_made_says_so_and_what_is_assumed(ana):
    working_on(ana, draft(allow("CreateProject", ALL), allow("TagResource", {"type": "project", "project": "cats"})))
    ask(ana, "CreateProject", tags="team=vision")
    assert decision(ana) == "depends"
    assert "The ARN of the resource still to be made decides about TagResource" in answer(ana)
    assert "Assumed, since AWS" in answer(ana)


@pytest.mark.parametrize(
    ("operation", "resource", "words"),
    [
        ("StartProjectVersion", "", "give its ARN"),
        ("StartProjectVersion", PROJECT, "Give the ARN of a"),
        ("StartProjectVersion", "nonsense", "is not an ARN"),
        ("StartProjectVersion", f"{HEAD}/cats/version/v1/*", "is not an ARN"),
        ("StartProjectVersion", f"{V1} {V2}", "is one more"),
        ("CopyProjectVersion", V1, "give its ARN"),
    ],
)
def test_what_keeps_a_question_from_being_asked_is_a_note(asking, operation, resource, words):
    ask(asking, operation, resource)
    assert asking.status == 200
    assert words in answer(asking)
    assert not asking.part("answer").all(class_="decision-large")
    assert asking.part("id_resource").get("value") == resource


@pytest.mark.parametrize("part", [False, True])
def test_bad_input_is_422_and_stays(asking, part):
    ask(asking, "StartProjectVersion", V1, part=part, key=["nonsense", "aws:userid"], value=["x", "y"], tags="team")
    assert asking.status == 422
    assert "A condition key has the form" in answer(asking)
    assert "key=value" in answer(asking)
    assert not asking.part("answer").all(class_="decision-large")
    if part:
        return
    assert asking.field_message("key_0").startswith("A condition key has the form")
    assert asking.part("id_key_0").get("value") == "nonsense"
    assert asking.part("id_key_0").get("aria-invalid") == "true"
    assert asking.part("id_value_1").text == "y"
    assert asking.part("id_tags").text.removeprefix("\n") == "team"
    links = {each.get("href") for each in asking.page.one(class_="error-summary").all("a")}
    assert links == {"#id_key_0", "#id_tags"}


def test_an_operation_that_does_not_exist_is_422(asking):
    ask(asking, "MakeCoffee")
    assert asking.status == 422
    assert "Amazon Rekognition has no operation MakeCoffee." in asking.field_message("operation")


def test_the_caller_counts(ana):
    rule = allow(
        "StartProjectVersion", CATS_V1, conditions=[condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/Tr*")]
    )
    working_on(ana, draft(rule))
    for role, expected in (("Trainer", "allowed"), ("Other", "not granted")):
        ask(ana, "StartProjectVersion", V1, principal=f"arn:aws:iam::111122223333:role/{role}")
        assert decision(ana) == expected
    assert ana.part("id_principal").get("value").endswith("role/Other")


def test_a_pasted_policy_of_one_statement_is_marked_too(ana):
    text = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"rekognition:*","Resource":"*"}}'
    ana.send("/new/", do="paste", text=text)
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "allowed"
    assert marked(ana, "allow") == {"r1"}


def test_a_saved_policy_is_asked_at_its_own_address(asking):
    asking.fill("name", "Cats").press("save")
    address = asking.landed
    asking.open(f"{address}simulate/", operation="StartProjectVersion", resource=V1)
    assert decision(asking) == "allowed"
    assert asking.page.all("a", href=address)
    asking.open("/simulate/", operation="StartProjectVersion", resource=V1)
    assert decision(asking) != "allowed", "the unsaved policy is the example again"


def test_a_statement_that_cannot_be_read_is_shown_as_such(ana):
    text = '{"Version":"2012-10-17","Statement":[{"Effect":"Maybe","Action":5,"Resource":{}},{"Action":"*"}]}'
    ana.send("/new/", do="paste", text=text)
    ask(ana, "StartProjectVersion", V1)
    assert decision(ana) == "not granted"
    assert "not readable" in answer(ana)


def test_the_cells_of_the_access_map_lead_to_their_own_answer(asking):
    asking.open("/pane/", pane="map")
    cells = asking.page.one("table").all("a", class_="decision")
    assert len(cells) >= 4
    for cell in cells:
        asking.open(cell.get("href"))
        assert decision(asking) == cell.words


def matters(visitor):
    """What the answer says of the keys that matter: key, state, other values to ask with."""
    found = visitor.part("answer").all(class_="matters")
    return {
        row.one("code").words: (
            row.one("strong").words,
            [link.words.partition(":")[2].rpartition(":")[2].strip() for link in row.all("a")],
        )
        for row in (found[0].all("li") if found else [])
    }


def test_keys_that_statements_about_the_question_test_are_offered_with_values(asking):
    ask(asking, "DetectCustomLabels", V1)
    assert matters(asking) == {"aws:SecureTransport": ("not known", ["true", "false", "left open"])}
    ask(asking, "StartProjectVersion", V1)
    assert matters(asking) == {}, "no statement about starting tests a key"
    ask(asking, "DetectCustomLabels", V1)
    link = next(each for each in asking.part("answer").one(class_="matters").all("a") if each.words.endswith("true"))
    asking.open(link.get("href"))
    assert decision(asking) == "allowed"
    assert matters(asking)["aws:SecureTransport"][0] == "true"


def test_other_values_are_those_that_the_policy_names_and_absence_where_that_can_be(ana):
    rule = allow(
        "StartProjectVersion",
        CATS_V1,
        conditions=[
            condition("StringLike", "aws:PrincipalTag/team", "vision", "a*"),
            condition("StringEquals", "aws:RequestedRegion", "us-east-1", "eu-west-1"),
        ],
    )
    working_on(ana, draft(rule))
    ask(ana, "StartProjectVersion", V1, key="aws:PrincipalTag/team", value="ops")
    assert matters(ana) == {
        "aws:PrincipalTag/team": ("ops", ["vision", "absent", "left open"]),
        "aws:RequestedRegion": ("us-east-1", ["eu-west-1", "left open"]),
    }


def test_a_key_of_yes_or_no_is_chosen_and_others_show_their_form(ana):
    rule = allow(
        "StartProjectVersion",
        CATS_V1,
        conditions=[
            condition("Bool", "aws:MultiFactorAuthPresent", "true"),
            condition("DateLessThan", "aws:CurrentTime", "2026-07-01T00:00:00Z"),
        ],
    )
    working_on(ana, draft(rule))
    ana.open("/simulate/")
    assert [each.get("value") for each in ana.part("id_value_0").all("option")] == ["", "true", "false"]
    assert ana.part("id_value_1").get("placeholder") == "2026-07-01T12:00:00Z"
    ask(ana, "StartProjectVersion", V1, key="aws:MultiFactorAuthPresent", value="yes")
    assert ana.part("id_value_0").text.strip() == "yes", "what was typed stays"


@pytest.mark.parametrize("part", [False, True])
def test_what_a_call_carries_is_filled_in_and_what_was_typed_stays(asking, part):
    query = {"operation": "StartProjectVersion", "resource": V1, "key": "aws:sourceip", "value": "198.51.100.1"}
    headers = {"HX-Request": "true"} if part else {}
    answer = asking.client.get("/simulate/", {**query, "fill": "console-mfa"}, headers=headers)
    target = answer.headers["HX-Redirect" if part else "Location"]
    asking.open(target)
    keys = [asking.part(f"id_key_{number}").get("value") for number in range(4)]
    assert keys == ["aws:sourceip", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:SecureTransport"]
    assert asking.part("id_value_0").text.strip() == "198.51.100.1"
    assert "fill" not in target
    assert asking.open("/simulate/", fill="nonsense").status == 200


def by_kind(visitor, kind, **more):
    """Press the button of a kind of caller."""
    pressed = {"operation": "StartProjectVersion", "resource": V1, "as": kind, **more}
    return visitor.open(visitor.client.get("/simulate/", pressed).headers["Location"])


@pytest.mark.parametrize(
    ("kind", "caller", "words"),
    [
        ("user", "arn:aws:iam::111122223333:user/ana", ""),
        ("session", "arn:aws:sts::111122223333:assumed-role/Trainer/session-1", ""),
        ("federated", "arn:aws:sts::111122223333:federated-user/ana", "Without a session policy he has nothing"),
        ("root", "arn:aws:iam::111122223333:root", "needs no policy in it"),
        ("assumed-root", "arn:aws:iam::111122223333:root", "its task policy alone"),
        ("service", "sagemaker.amazonaws.com", "has no policies of its own"),
        ("anonymous", "anonymous", "signed requests only"),
        ("unknown", "", ""),
    ],
)
def test_a_caller_of_each_kind_is_one_press_away_and_his_kind_is_explained(asking, kind, caller, words):
    by_kind(asking, kind, key="aws:UserAgent", value="x")
    assert asking.part("id_principal").get("value") == caller
    assert asking.part("id_resource").get("value") == V1, "the question stays"
    assert words in answer(asking)
    keys = {each.get("value") for each in asking.page.all("input", name="key")}
    assert ("aws:AssumedRoot" in keys) is (kind == "assumed-root")
    assert "aws:UserAgent" in keys
    allowed = kind in {"user", "session", "root", "unknown"}
    assert decision(asking) == ("allowed" if allowed else "not granted")


def test_another_kind_takes_its_own_keys_away_and_no_such_kind_changes_nothing(asking):
    by_kind(asking, "user", key="aws:AssumedRoot", value="true")
    assert "aws:AssumedRoot" not in {each.get("value") for each in asking.page.all("input", name="key")}
    ask(asking, "StartProjectVersion", V1, **{"as": "king"}, principal="arn:aws:iam::111122223333:user/bea")
    assert asking.part("id_principal").get("value") == "arn:aws:iam::111122223333:user/bea"
    assert decision(asking) == "allowed"


def test_keys_that_matter_to_the_question_come_first(ana):
    rules = [
        allow("DescribeProjects", ALL, conditions=[condition("StringEquals", "aws:PrincipalTag/team", "a")]),
        allow("StartProjectVersion", CATS_V1, conditions=[condition("Bool", "aws:MultiFactorAuthPresent", "true")]),
    ]
    working_on(ana, draft(*rules))
    ask(ana, "StartProjectVersion", V1, key="aws:UserAgent", value="x")
    shown = [(each.get("value"), each.id) for each in ana.page.all("input", name="key") if each.get("value")]
    assert [key for key, _ in shown] == ["aws:MultiFactorAuthPresent", "aws:UserAgent", "aws:PrincipalTag/team"]
    assert "matters to this question" in ana.page.one("label", **{"for": "id_key_0"}).words
