"""The builder's JSON side, with htmx and without a script: what is typed stays, and the form is there again."""

import json

import pytest

COMMA = '"2012-10-17",,'


@pytest.fixture
def text_side(ben):
    """Ben on the JSON side of the example."""
    ben.open("/").press("side:json")
    return ben


def rules(visitor):
    """The ids and titles of the form's rules."""
    rows = int(visitor.value("rules-TOTAL_FORMS"))
    return [(visitor.value(f"rules-{row}-id"), visitor.value(f"rules-{row}-title")) for row in range(rows)]


def broken(visitor):
    return visitor.value("text").replace('"2012-10-17",', COMMA)


def problem(visitor):
    return visitor.page.one(id="text-problem").words


def current(visitor):
    group = visitor.page.one(id="sides")
    return [
        button.words.removesuffix(" text") for button in group.all("button") if button.get("aria-current") == "true"
    ]


def downloaded(visitor):
    return visitor.client.get("/policy.json").content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_there_and_back_changes_nothing(ben, htmx):
    ben.htmx = htmx
    ben.open("/").press("rule-open:r2")
    before, was = [pair for pair in ben.pairs if pair[0].startswith(("rules", "settings"))], downloaded(ben)
    ben.press("side:json")
    assert current(ben) == ["JSON"]
    assert ben.value("text") == was
    ben.press("side:form")
    assert current(ben) == ["Form"]
    assert [pair for pair in ben.pairs if pair[0].startswith(("rules", "settings"))] == before
    assert not ben.values("text")


def test_the_text_stays_as_it_is_typed_and_is_what_is_taken(text_side):
    typed = text_side.value("text").replace("  ", "\t").replace("DetectCustomLabels", "DetectLabels")
    text_side.fill("text", typed).preview()
    assert text_side.status == 200
    assert downloaded(text_side) == typed
    other = text_side.another_tab()
    assert other.value("text") == typed
    assert current(other) == ["JSON"]


def test_only_the_statement_that_was_edited_changes_its_rule(text_side):
    before = rules(text_side)
    text_side.fill(
        "text", text_side.value("text").replace('"Sid": "UseMyModel"', '"Sid": "UseTheOtherModel"')
    ).preview()
    text_side.press("side:form")
    assert rules(text_side) == [(name, "Use the other model" if name == "r2" else title) for name, title in before]


def test_typing_and_taking_it_back_leaves_the_rule_guided(text_side):
    whole = text_side.value("text")
    text_side.fill("text", whole.replace("rekognition:DetectCustomLabels", "rekognition:Detect*")).preview()
    text_side.fill("text", whole).preview()
    text_side.press("side:form")
    assert text_side.values("rules-1-type") == ["guided"]


@pytest.mark.parametrize("htmx", [True, False])
def test_a_text_that_cannot_be_read_stays_with_its_place_and_its_fix(text_side, htmx):
    text_side.htmx = htmx
    whole, good = text_side.value("text"), downloaded(text_side)
    text_side.fill("text", broken(text_side))
    if htmx:
        text_side.preview()
        assert text_side.status == 422
        assert "the text cannot be read yet" in text_side.part("status").words
    else:
        text_side.press("")
    assert "Line 2, column 27" in problem(text_side)
    assert text_side.another_tab().value("text") == whole.replace('"2012-10-17",', COMMA)
    assert downloaded(text_side) == good
    text_side.press("fix:JSON_SYNTAX_ERROR/1:0")
    assert text_side.value("text") == whole
    assert not text_side.page.all(id="text-problem")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "Line 1, column 1"),
        ("[]", "Line 1, column 1"),
        ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}', "Line 1, column 27"),
        ('{"Statement": "x"}', "Line 1, column 15"),
        ('{"Statement": [\n"x"]}', "Line 2, column 1"),
    ],
)
def test_what_no_draft_can_hold_is_said_in_place(text_side, text, place):
    text_side.fill("text", text).preview()
    assert text_side.status == 422
    assert place in problem(text_side)
    assert text_side.another_tab().value("text") == text


def test_the_form_keeps_an_unreadable_text_beside_it(text_side):
    typed = broken(text_side)
    text_side.fill("text", typed).preview()
    text_side.press("side:form")
    assert "The JSON text is kept." in text_side.page.one(id="kept-text").words
    assert len(rules(text_side)) == 5
    text_side.press("rule-open:r2").fill("rules-1-title", "Another title").preview()
    assert text_side.status == 200
    text_side.open("/", pane="findings", finding="RESOURCE_SPANS_MORE/1").press("mute:RESOURCE_SPANS_MORE/1")
    assert text_side.another_tab().value("text") == typed
    text_side.press("side:json")
    assert text_side.value("text") == typed
    assert ("r2", "Another title") in rules(text_side)


def test_a_kept_text_that_is_dropped_comes_back_by_undo(text_side):
    typed = broken(text_side)
    text_side.fill("text", typed).preview()
    text_side.press("side:form").press("drop-text")
    assert not text_side.page.all(id="kept-text")
    text_side.press("undo")
    assert text_side.value("text") == typed
    assert current(text_side) == ["Form"]


def test_undo_and_redo_walk_the_text(text_side):
    whole = text_side.value("text")
    typed = whole.replace("UseMyModel", "Mine")
    text_side.fill("text", typed).preview()
    text_side.press("undo")
    assert text_side.value("text") == whole
    text_side.press("redo")
    assert text_side.value("text") == typed


def test_a_form_that_cannot_be_read_has_no_text_yet(ben):
    ben.open("/").press("rule-open:r2").fill("settings-account", "12").preview()
    ben.press("side:json")
    assert ben.status == 422
    assert "Mend the form first" in ben.page.words
    assert ben.value("settings-account") == "12"


def test_a_policy_of_more_rules_than_the_form_shows_stays_text(text_side):
    statement = '{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}'
    typed = f'{{"Version": "2012-10-17", "Statement": [{", ".join([statement] * 1001)}]}}'
    text_side.fill("text", typed).preview()
    assert text_side.status == 200
    text_side.press("side:form")
    assert text_side.status == 422
    assert "Go on with the JSON" in text_side.page.words
    assert text_side.value("text") == typed


def test_two_tabs_on_the_text_do_not_overwrite_each_other(text_side):
    other = text_side.another_tab(htmx=True, tab="other")
    text_side.fill("text", text_side.value("text").replace("UseMyModel", "Mine")).preview()
    other.fill("text", broken(other)).preview()
    assert other.status == 409
    assert COMMA in other.value("text")
    assert "Mine" in downloaded(text_side)


def test_a_saved_policy_keeps_the_text(text_side):
    typed = text_side.value("text").replace("  ", "   ")
    text_side.fill("text", typed).type(name="Cat shelf").press("save")
    address = text_side.landed
    again = text_side.another_tab(address)
    assert again.value("text") == typed
    assert again.client.get(f"{address}policy.json").content.decode() == typed


def test_mutes_stay_while_the_text_is_edited(text_side):
    text_side.open("/", pane="findings", finding="DENY_NEVER_APPLIES/1").press("mute:DENY_NEVER_APPLIES/1")
    assert len(text_side.values("mutes")) == 1
    text_side.fill("text", text_side.value("text").replace("UseMyModel", "Mine")).preview()
    assert "DENY_NEVER_APPLIES" not in [mark["key"].partition("/")[0] for mark in marks(text_side)]
    text_side.press("side:form")
    assert len(text_side.values("mutes")) == 1


def marks(visitor):
    return json.loads(visitor.page.one(id="text-marks").text)["marks"]


def test_the_editor_is_told_where_findings_are_as_a_browser_counts(text_side):
    typed = text_side.value("text").replace('"SeeTheProjects"', '"See😀"')
    text_side.fill("text", typed).preview()
    checked = json.loads(text_side.page.one(id="text-marks").text)
    assert checked["length"] == len(typed) + 1
    dead = next(mark for mark in checked["marks"] if mark["key"].startswith("DENY_NEVER_APPLIES"))
    meant = '"arn:aws:rekognition:*:*:project/SampleProject/*"'
    assert dead["from"] == typed.index(meant) + 1
    assert dead["to"] - dead["from"] == len(meant)


def test_completions_may_be_kept_by_anybody(client):
    answer = client.get("/completions/", {"at": ["Statement", "Action"], "service": "s3"})
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert ["s3:GetObject", "Read"] in answer.json()["options"]
    assert client.get("/completions/", {"at": ["nowhere"]}).json() == {"options": []}
    assert "Set-Cookie" not in answer.headers
