"""The builder's page: the first visit, typing with and without scripts, input that cannot be read."""

import pytest
from django.apps import apps

from policybuilder.authoring import compose, first_visit

EXAMPLE = compose(first_visit())


def rows_in_the_database():
    return sum(model._default_manager.count() for model in apps.get_models() if model._meta.app_label != "contenttypes")


def test_it_shows_an_example_on_the_first_visit_and_writes_nothing(ana):
    before = rows_in_the_database()
    for path in ("/", "/pane/", "/policy.json", "/simulate/", "/new/", "/inventory/", "/policies/", "/reference/"):
        assert ana.open(path).status == 200
    assert rows_in_the_database() == before
    assert "sessionid" not in ana.client.cookies
    ana.open("/")
    assert ana.policy_text == EXAMPLE.text
    assert ana.cards == ["r1", "r2", "r3", "r4", "r5"]
    assert "An example to change" in ana.words


def test_the_example_shows_its_traps(ana):
    ana.open("/")
    notes = ana.part("rule-r5-notes").words
    assert "CreateProject" in notes
    assert ana.part("code").all("a", class_="has-note")


def test_it_keeps_what_is_typed_and_answers_with_the_parts_that_change(ben):
    ben.open("/").press("rule-open:r2")
    ben.type(rules_1_title="Tag the shelf").preview("rules-1-title")
    assert ben.status == 200
    assert "TagTheShelf" in ben.sids
    assert ben.shown_text == ben.policy_text
    oob = {each.id for each in ben.page.elements() if "hx-swap-oob" in each}
    assert {"status", "kept", "base", "undo-redo", "bottom-bar", "settings-facts", "rule-r2-sentence"} <= oob
    assert {"id_rules-1-title_errors", "rules-1-targets-0-arn", "rule-r2-notes"} <= oob
    assert ben.part("status").words.startswith("Policy updated. 5 statements,")
    assert not ben.has("builder"), "a form in use is never put in place anew"
    again = ben.another_tab()
    assert again.policy_text == ben.policy_text


def test_the_head_names_the_kind_that_was_just_chosen(ben):
    ben.open("/").type(settings_kind="scp").preview("settings-kind")
    assert ben.part("kind").words == "Service control policy"
    assert ben.page.by_id("build") is not None, "another kind has other parts: the whole form comes anew"


def test_without_scripts_a_change_is_a_post_and_a_redirect(ana):
    ana.open("/").press("rule-open:r2")
    assert ana.landed == "/#rule-r2"
    ana.type(rules_1_title="Tag the shelf").press("")
    assert ana.landed == "/"
    assert "TagTheShelf" in ana.sids


def test_the_preview_address_works_without_scripts_too(ana):
    ana.open("/").press("rule-open:r2")
    ana.type(rules_1_title="Tag the shelf").preview()
    assert ana.landed == "/"
    assert "TagTheShelf" in ana.sids


def test_both_ways_give_the_same_document(ana, ben):
    for visitor in (ana, ben):
        visitor.open("/").press("rule-open:r2")
        visitor.type(rules_1_title="Tag the shelf", settings_account="444455556666")
        visitor.tick("rules-1-operations", "rekognition:CopyProjectVersion")
        visitor.press("")
        visitor.press("condition-add:r2:aws:RequestedRegion")
        visitor.fill("rules-1-conditions-0-values", "us-east-1\nus-west-2")
        visitor.press("rule-open:r2")
    assert ana.policy_text == ben.policy_text
    assert ana.shown_text == ben.shown_text
    assert "CopyProjectVersion" in ana.policy_text
    assert "us-west-2" in ana.policy_text


@pytest.mark.parametrize("scripts", [False, True])
def test_unreadable_input_keeps_the_last_good_policy_and_every_word(ana, ben, scripts):
    visitor = ben if scripts else ana
    visitor.open("/").press("rule-open:r2")
    visitor.type(rules_1_title="Tag the shelf").press("")
    good = visitor.policy_text
    visitor.fill("rules-1-targets-0-project", "no spaces here!").type(settings_account="1234").preview()
    assert visitor.status == (422 if scripts else 200)
    assert visitor.policy_text == good
    assert "This is the last good state." in visitor.part("stale").words
    assert "result-stale" in visitor.part("result").classes
    assert "letters, digits" in visitor.field_message("rules-1-targets-0-project")
    assert visitor.field_message("settings-account")
    assert visitor.field_message("settings-regions") == ""
    reloaded = visitor.another_tab()
    assert reloaded.value("rules-1-targets-0-project") == "no spaces here!"
    assert reloaded.value("settings-account") == "1234"
    assert reloaded.policy_text == good
    assert visitor.client.get("/policy.json").content.decode() == good
    reloaded.fill("rules-1-targets-0-project", "cats").type(settings_account="444455556666").preview()
    assert reloaded.status == 200
    assert not reloaded.has("stale")
    assert "444455556666:project/cats/version/MyVersion/*" in reloaded.policy_text


def test_a_page_with_faults_sums_them_up_with_links_to_their_fields(ana):
    ana.open("/").press("rule-open:r2")
    ana.fill("rules-1-targets-0-version", "").type(settings_account="1234").press("")
    summary = ana.page.one(class_="error-summary")
    targets = [each.get("href").removeprefix("#") for each in summary.all("a")]
    assert targets == ["id_settings-account", "id_rules-1-targets-0-version"]
    for target in targets:
        assert ana.has(target)
        assert ana.part(target).get("aria-invalid") == "true"
        assert f"{target}_error" in ana.part(target).get("aria-describedby")
    assert ana.page.one("title").words.startswith("Error: ")
    assert ana.field_message("rules-1-targets-0-version").endswith(
        "Pick or type a model version, or choose all versions."
    )


def test_typing_never_sums_up_faults(ben):
    ben.open("/").type(settings_account="1").preview()
    assert ben.status == 422
    assert not ben.page.all(class_="error-summary")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("settings-account", "123", "digits"),
        ("settings-regions", "us-east-1 Mars", "Region"),
        ("settings-regions", "x" * 601, "600"),
        ("rules-1-title", "t" * 201, "200"),
        ("rules-1-targets-0-project", "a b", "letters, digits"),
        ("rules-1-targets-0-version", "", "model version"),
        ("rules-1-conditions-0-key", "nonsense", "key"),
        ("rules-1-conditions-0-values", "", "Type a value"),
        ("rules-1-conditions-0-values", "never", "true"),
        ("rules-1-conditions-0-values", "\x00", "Null characters"),
    ],
)
def test_each_field_says_its_own_fault(ben, field, value, message):
    ben.open("/").press("rule-open:r2").press("condition-add:r2:aws:SecureTransport")
    ben.fill(field, value).preview()
    assert ben.status == 422
    assert message in ben.field_message(field)
    assert len(ben.part(f"id_{field}_errors").all("li")) == 1
    others = [each.id for each in ben.page.all(class_="field-errors") if each.words]
    assert others == [f"id_{field}_errors"]


def test_a_card_just_added_asks_for_nothing(ben):
    ben.open("/").press("rule-add:Allow")
    ben.preview()
    assert ben.status == 200
    ben.tick("rules-5-operations", "rekognition:DescribeProjects").preview()
    assert ben.status == 200, "an operation that AWS never limits needs no resource"
    ben.fill("rules-5-targets-0-project", "").preview()
    assert ben.status == 200, "nor does an empty row of resources then"
    ben.tick("rules-5-operations", "rekognition:DetectCustomLabels").preview()
    assert ben.status == 422
    assert "Pick or type a project" in ben.field_message("rules-5-targets-0-project")


def test_two_faulty_rows_of_resources_each_get_their_own_message(ben):
    ben.open("/").press("rule-open:r2").press("target-add:r2")
    ben.fill("rules-1-targets-0-project", "a b").fill("rules-1-targets-1-project", "c d").preview()
    assert ben.status == 422
    assert "letters, digits" in ben.field_message("rules-1-targets-0-project")
    assert "letters, digits" in ben.field_message("rules-1-targets-1-project")


def test_a_row_shows_the_arn_of_what_stands_in_it_while_another_cannot_be_read(ben):
    ben.open("/").press("rule-open:r2").press("target-add:r2")
    ben.fill("rules-1-targets-0-project", "a b").fill("rules-1-targets-1-project", "dogs").preview()
    assert ben.status == 422
    assert ben.part("rules-1-targets-0-arn").words == ""
    assert "project/dogs/version/*" in ben.part("rules-1-targets-1-arn").words


def test_each_pane_can_be_opened_with_and_without_scripts(ana, ben):
    words = {
        "json": "rekognition:DetectCustomLabels",
        "summary": "MyProject",
        "findings": "CreateProject",
        "map": "Open a cell for the reason",
        "take": "Paste it into the AWS console",
    }
    for pane, expected in words.items():
        ana.open("/pane/", pane=pane)
        assert ana.part("tab-" + pane).get("aria-current") == "page"
        assert expected in ana.part("result").words
        assert ana.open("/", pane=pane).part("tab-" + pane).get("aria-current") == "page"
        ben.open("/pane/", part=True, pane=pane)
        assert expected in ben.part("result").words
        assert not ben.has("builder")
        assert ben.value("pane") == pane if ben.pairs else True
    assert ana.open("/", pane="nonsense").part("tab-json").get("aria-current") == "page"


def test_the_chosen_pane_stays_open_while_one_types(ben):
    ben.open("/").open("/pane/", part=True, pane="summary")
    ben.type(settings_account="444455556666").preview()
    assert ben.part("tab-summary").get("aria-current") == "page"
    assert ben.another_tab().part("tab-summary").get("aria-current") == "page"


def test_htmx_and_plain_answers_are_kept_apart_by_caches(ana):
    for path in ("/", "/pane/", "/simulate/"):
        assert "HX-Request" in ana.open(path).answer.headers["Vary"]
        assert "HX-Request" in ana.open(path, part=True).answer.headers["Vary"]


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_or_restored_page_is_whole(client, db, header):
    answer = client.get("/pane/", headers={"HX-Request": "true", header: "true"})
    assert answer.content.lstrip().startswith(b"<!DOCTYPE html>")


def test_the_way_of_the_verbs(client, db):
    allowed = {
        "/": {"GET", "HEAD", "POST"},
        "/preview/": {"POST"},
        "/pane/": {"GET", "HEAD"},
        "/policy.json": {"GET", "HEAD"},
        "/simulate/": {"GET", "HEAD", "POST"},
        "/access/": {"GET", "HEAD"},
        "/scenarios/": {"GET", "HEAD", "POST"},
        "/scenarios.jsonl": {"GET", "HEAD"},
        "/new/": {"GET", "HEAD", "POST"},
        "/inventory/": {"GET", "HEAD", "POST"},
        "/reference/": {"GET", "HEAD"},
        "/policies/": {"GET", "HEAD", "POST"},
        "/patterns/": {"GET", "HEAD"},
    }
    for path, verbs in allowed.items():
        for verb in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            answer = client.generic(verb, path)
            assert (answer.status_code != 405) == (verb in verbs), f"{verb} {path}: {answer.status_code}"
            if answer.status_code == 405:
                assert set(answer.headers["Allow"].split(", ")) == verbs
        if "HEAD" in verbs:
            head, get = client.head(path), client.get(path)
            assert (head.status_code, head.content) == (get.status_code, b"")


def test_the_open_rule_can_be_named_in_the_address(ana):
    ana.open("/", open="r3")
    assert ana.has("id_rules-2-title")
    marked = ana.part("code").all("li", class_="is-marked")
    assert {each.get("data-rule") for each in marked} == {"r3"}
    assert ana.open("/", open="r99").cards == ["r1", "r2", "r3", "r4", "r5"]
