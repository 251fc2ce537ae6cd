"""Findings on the pages: beside their rules, in their tab, under their characters; fixes, mutes, the Validate page."""

import json

import pytest

from policybuilder.authoring import guide_policies
from policybuilder.validator import codes

GUIDE = guide_policies()[0].text
DEAD = "DENY_NEVER_APPLIES/1"
MISMATCH = "ACTION_RESOURCE_MISMATCH/1"
TYPO = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Sid": "A", "Effect": "Allow", "Action": "rekognition:DescribeProject", "Resource": "*"}],
    }
)


def paste(visitor, text=GUIDE, **how):
    return visitor.send("/new/", do="paste", text=text, **how)


def buttons(visitor, part):
    return {each.words: each.get("value") for each in visitor.part(part).all("button", name="do")}


def test_each_trap_of_the_guide_is_under_its_characters_and_beside_its_rule(ana):
    paste(ana)
    marked = [each for each in ana.part("code").all("a", class_="has-note") if "is-suggestion" not in each.get("class")]
    assert [each.text for each in marked] == [
        '"rekognition:CreateProjectVersion"',
        '"rekognition:CreateProject"',
        '"arn:aws:rekognition:*:*:project/SampleProject/*"',
    ]
    for link in marked:
        ana.open(link.get("href"))
        opened = ana.page.one("article", class_="is-open")
        assert opened.words.startswith(link.get("aria-label").split(": ", 1)[1].split(". ")[0])
    assert "never takes effect" in ana.part("rule-r4-notes").words
    assert "3 warnings" in ana.part("bottom-bar").words
    assert ana.page.one("span", class_="count-warn").words == "3"


def test_errors_are_counted_as_errors(ana):
    paste(ana, GUIDE.replace('"Effect": "Deny"', '"Effect": "Never"'))
    said = ana.part("bottom-bar").words
    assert "1 error, " in said
    assert "warning" in said
    assert not ana.page.all("span", class_="count-warn")
    assert ana.page.one("span", class_="count-deny").words


def test_the_tab_counts_filters_and_unfolds(ana, ben):
    paste(ana)
    ana.open("/?pane=findings")
    assert len(ana.page.all("article", class_="finding")) >= 4
    assert not ana.page.all("article", class_="is-open")
    ana.open("/?pane=findings&severity=SECURITY_WARNING")
    assert len(ana.page.all("article", class_="finding")) == 1
    ana.open(f"/?pane=findings&finding={DEAD}")
    opened = ana.page.one("article", class_="is-open")
    assert "not granted" in opened.words
    assert "denied" in opened.words
    assert opened.all("div", class_="diff-in")
    assert opened.all("div", class_="diff-out")
    for odd in ("nothing", "nothing/1", "DENY_NEVER_APPLIES/99", "<b>"):
        ana.open(f"/?pane=findings&finding={odd}&severity={odd}")
        assert ana.status == 200


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_fix_is_an_edit_that_undo_takes_back(ana, number):
    paste(ana)
    before = ana.policy_text
    ana.press(f"fix:{DEAD}:{number}")
    assert ana.policy_text != before
    assert "never takes effect" not in ana.words
    ana.press("undo")
    assert ana.policy_text == before


def test_all_three_traps_can_be_mended_by_buttons(ana):
    paste(ana)
    for order in (f"{DEAD}:2", f"{MISMATCH}:0", "ACTION_REQUIRES_WILDCARD_RESOURCE/1:0"):
        ana.press(f"fix:{order}")
    found = json.loads(ana.policy_text)["Statement"]
    assert len(found) == 4
    assert "warning" not in ana.part("bottom-bar").words


def test_what_stands_beside_a_guided_rule_says_that_the_fix_makes_it_json(ana):
    ana.open("/")
    ana.open("/?pane=findings")
    labels = [each.words for each in ana.part("result").all("button", name="do")]
    rules = {label for label in labels if label.endswith(", as JSON")}
    exact = buttons(ana, "rule-r5-notes")
    assert not rules & set(exact)


@pytest.mark.parametrize(
    "order", ["fix:x:0", f"fix:{DEAD}:99", f"fix:{DEAD}:x", "fix", "mute:none", "unmute:7", "unmute:x", "mute"]
)
def test_what_is_not_offered_changes_nothing(ana, order):
    paste(ana)
    before = ana.policy_text
    ana.press(order, on_page=False)
    assert ana.status == 200
    assert ana.policy_text == before


def test_a_muted_finding_is_gone_with_its_reason_kept_and_comes_back(ana, ben):
    paste(ana)
    ana.open(f"/?pane=findings&finding={DEAD}")
    ana.type(reason="The guide has it so").press(f"mute:{DEAD}")
    assert "2 warnings" in ana.part("bottom-bar").words
    assert "The guide has it so" in ana.part("result").words
    ana.open("/")
    assert "never takes effect" not in ana.part("rule-r4-notes").words
    ana.type(name="Muted").press("save")
    assert "2 warnings" in ana.part("bottom-bar").words
    ana.open(f"{ana.landed}?pane=findings")
    ana.press("unmute:0")
    assert "3 warnings" in ana.part("bottom-bar").words


def test_a_mute_ends_when_what_it_is_about_changes(ana):
    paste(ana)
    ana.open(f"/?pane=findings&finding={MISMATCH}")
    ana.press(f"mute:{MISMATCH}")
    assert "2 warnings" in ana.part("bottom-bar").words
    ana.press("fix:ACTION_REQUIRES_WILDCARD_RESOURCE/1:0")
    assert "1 warning" in ana.part("bottom-bar").words


def test_a_typo_is_mended_by_its_near_name(ana):
    paste(ana, TYPO)
    label, value = next(
        (label, value) for label, value in buttons(ana, "rule-r1-notes").items() if "fix:INVALID" in value
    )
    assert "rekognition:DescribeProjects" in label
    ana.press(value)
    assert json.loads(ana.policy_text)["Statement"][0]["Action"] == "rekognition:DescribeProjects"


# -- the Validate page -------------------------------------------------------------------------------------------------


def test_any_text_gets_its_findings_and_nothing_is_kept(ana):
    ana.open("/validate/")
    ana.send("/validate/", do="check", text=GUIDE, kind="identity")
    assert "1 security warning, 2 warnings" in ana.words
    assert "Read as identity-based policy." in ana.words
    for link in ana.part("code").all("a", class_="has-note"):
        assert ana.has(link.get("href").removeprefix("#"))
    assert "sessionid" not in ana.client.cookies


def test_the_kind_is_guessed_and_the_guess_is_said(ana):
    ana.send("/validate/", do="check", text=GUIDE, kind="")
    assert "a guess from the document" in ana.words
    ana.send("/validate/", do="check", text=GUIDE, kind="project")
    assert "Read as project policy." in ana.words


def test_fixes_are_taken_one_after_the_other_and_undone(ana):
    ana.send("/validate/", do="check", text=GUIDE, kind="identity")
    once = ana.send("/validate/", do=f"fix:{DEAD}:2", text=GUIDE, kind="identity").part("id_text").text
    assert "SampleProject" not in once
    assert [each.text for each in ana.page.all("textarea", name="earlier")] == [GUIDE]
    ana.send("/validate/", do="undo", text=once, kind="identity", earlier=GUIDE)
    assert ana.part("id_text").text.strip() == GUIDE.strip()
    assert not ana.page.all("textarea", name="earlier")


@pytest.mark.parametrize(
    "text", ["{", "[]", "null", '{"Statement": [{}]', "x" * 3000, "{'a': 1,}", '"\\ud800"', "[" * 500]
)
def test_what_is_no_policy_gets_its_place(ana, text):
    ana.send("/validate/", do="check", text=text, kind="")
    assert ana.status == 200
    assert "error" in ana.words
    ana.send("/validate/", do="fix:JSON_SYNTAX_ERROR/1:0", text=text, kind="")
    assert ana.status == 200


def test_nothing_given_is_said_where_it_was_typed(ana):
    ana.send("/validate/", do="check", text="", kind="")
    assert ana.status == 422
    assert "Paste some text" in ana.words


# -- the reference of checks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_every_check_has_a_page_with_words_and_an_example(ana, code):
    ana.open(f"/reference/checks/{code}/")
    assert ana.status == 200
    assert ana.page.one("h1").words not in {"", code}
    assert ana.page.one("p", class_="lead").words
    assert len(ana.page.all("ol", class_="code")) >= 1, "no example"
    assert ana.page.all("article", class_="finding")


def test_the_list_leads_to_every_page(ana):
    ana.open("/reference/checks/")
    hrefs = {each.get("href") for each in ana.page.all("a")}
    assert {f"/reference/checks/{code}/" for code in codes()} <= hrefs
    assert ana.open("/reference/checks/NOTHING/").status == 404


def test_a_rule_as_written_is_edited_with_the_form_where_that_says_the_same(ana):
    paste(ana, exact="on")
    ana.press("rule-open:r1").press("guide:r1")
    assert "Edit with the form" not in ana.words
    assert json.loads(ana.policy_text) == json.loads(GUIDE)
    assert "rules-0-operations" in {name for name, _ in ana.pairs}
    ana.press("rule-open:r2")
    assert "Edit with the form" not in ana.words, "one of its pairs never matches"
    ana.press("undo")
    ana.press("guide:r9", on_page=False)
    assert json.loads(ana.policy_text) == json.loads(GUIDE)
