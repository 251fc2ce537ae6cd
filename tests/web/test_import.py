"""Opening a policy from whatever holds it: chosen among several, mended in place, sent where its kind belongs."""

import io
import json

import pytest

from policybuilder.authoring import guide_policies
from policybuilder.web.forms.importing import MOST_FILES, Source, carried, carried_back

GUIDE, SECOND = (each.text for each in guide_policies())
DENY = {"Version": "2012-10-17", "Statement": [{"Sid": "No", "Effect": "Deny", "Action": "*", "Resource": "*"}]}
ANSWER = {"PolicyVersion": {"Document": DENY, "VersionId": "v1", "IsDefaultVersion": True}}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
SHARE = {
    "ProjectPolicies": [
        {
            "ProjectArn": "arn:aws:rekognition:us-east-1:111122223333:project/cats/1690474772815",
            "PolicyName": "share",
            "PolicyDocument": json.dumps(DENY),
        }
    ]
}
ROLE = {"Role": {"RoleName": "Trainer", "AssumeRolePolicyDocument": TRUST}}
BROKEN = '{"Version": "2012-10-17",\n "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"},]}'
DOUBLED = '{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}'


def paste(visitor, given, **how):
    return visitor.send(
        "/new/", do="paste", text=given if isinstance(given, str) else json.dumps(given, indent=2), **how
    )


def rows(visitor):
    return visitor.part("documents").one("tbody").all("tr")


def field(row, name):
    """The value of a row's text field or select."""
    found = next(each for each in row.elements() if each.get("name", "").startswith(name))
    chosen = [each for each in found.all("option") if "selected" in each]
    return chosen[0].get("value") if chosen else found.get("value")


def again(visitor, do, **changes):
    """Press a button of the page that is shown, with its fields."""
    form = visitor.page.one("main").one("form", method="post")
    fields: dict[str, object] = {"do": do}
    areas: dict[str, list[str]] = {}
    for control in form.elements():
        name = control.get("name", "")
        if control.tag == "textarea":
            areas.setdefault(name, []).append(control.text.removeprefix("\n"))
        elif control.tag == "input" and control.get("type") == "hidden" and name != "csrfmiddlewaretoken":
            fields[name] = control.get("value")
    return visitor.send("/new/", **(fields | areas | changes))


# -- one document ------------------------------------------------------------------------------------------------------


def test_an_answer_of_the_cli_opens_and_says_where_it_was_found(ana):
    paste(ana, ANSWER)
    assert ana.landed == "/"
    assert ana.policy == DENY
    assert "Found at PolicyVersion.Document; what is around it was left out." in ana.words
    assert "since * is a pattern" in ana.words


def test_the_kind_is_what_the_wrapping_tells_unless_another_is_chosen(ana):
    paste(ana, SHARE)
    assert ana.value("settings-kind") == "project"
    paste(ana, SHARE, kind="scp")
    assert ana.value("settings-kind") == "scp"
    paste(ana, DENY)
    assert ana.value("settings-kind") == "identity"


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        (ROLE, "trust", "role trust policy"),
        (TRUST, "trust", "role trust policy"),
        ({"Policy": {"PolicySummary": {"Type": "RESOURCE_CONTROL_POLICY"}, "Content": json.dumps(DENY)}}, "rcp", "resource control policy"),
    ],
)  # fmt: skip
def test_what_the_builder_has_no_form_for_is_checked_instead(ana, given, kind, words):
    before = ana.open("/").policy_text
    paste(ana, given)
    assert ana.status == 200
    assert ana.page.one("h1").words == "Validate"
    assert f"The builder has no form for a {words}" in ana.words
    assert json.loads(ana.part("id_text").text) in (TRUST, DENY)
    assert [each.get("value") for each in ana.part("id_kind").all("option") if "selected" in each] == [kind]
    assert ana.open("/").policy_text == before


def test_a_statement_becomes_a_rule_or_stays_as_written_and_each_is_said(ana):
    paste(ana, GUIDE)
    assert [each.get("class") for each in ana.page.all("article", class_="rule")]
    assert "Read 4 statements: 1 as a rule that says the same, 3 exactly as written." in ana.words
    assert "Statement 1 (AllResources): a rule, to the character." in ana.words
    assert "CreateProjectVersion can never match" in ana.words
    paste(ana, GUIDE, exact="on")
    assert ana.policy_text == GUIDE
    assert "exactly as written, since you asked for it" in ana.words


def test_another_spelling_is_said(ana):
    paste(ana, SECOND)
    assert "Read 1 statement as a rule that says the same." in ana.words
    assert "a list of one value written as that value" in ana.words
    assert "a Sid added" in ana.words


def test_what_becomes_a_setting_is_said(ana):
    model = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/1690474772815"
    statement = {"Effect": "Allow", "Action": "rekognition:DetectCustomLabels", "Resource": model}
    paste(ana, {"Version": "2012-10-17", "Statement": [statement]})
    assert "Most ARNs name the account 111122223333 and the Region us-east-1: that is a setting" in ana.words
    assert ana.value("settings-account") == "111122223333"
    paste(ana, {"Version": "2012-10-17", "Statement": [statement]}, exact="on")
    assert "Most ARNs" not in ana.words


# -- mending in place --------------------------------------------------------------------------------------------------


def test_a_fault_is_shown_in_place_mended_there_and_then_it_opens(ana):
    paste(ana, BROKEN)
    assert ana.status == 422
    assert "Line 2" in ana.field_message("text")
    assert ana.part("id_text").text.removeprefix("\n") == BROKEN
    fixes = [each.get("value") for each in ana.part("result").all("button", name="do")]
    assert fixes == ["fix:JSON_SYNTAX_ERROR/1:0"]
    again(ana, fixes[0])
    assert ana.status == 200
    assert "Nothing keeps it from being opened any more." in ana.words
    mended = ana.part("id_text").text.removeprefix("\n")
    assert json.loads(mended)["Statement"]
    assert [each.text.removeprefix("\n") for each in ana.page.all("textarea", name="earlier")] == [BROKEN]
    again(ana, "undo")
    assert ana.part("id_text").text.removeprefix("\n") == BROKEN
    again(ana, "fix:JSON_SYNTAX_ERROR/1:0")
    again(ana, "paste")
    assert ana.landed == "/"
    assert ana.policy == json.loads(mended)


def test_a_doubled_member_is_mended_in_place(ana):
    paste(ana, DOUBLED)
    assert ana.status == 422
    again(ana, "fix:DUPLICATE_KEY/1:0")
    again(ana, "paste")
    assert json.loads(ana.policy_text) == {"Version": "2012-10-17", "Statement": []}


def test_a_broken_wrapping_is_mended_and_the_document_in_it_found(ana):
    paste(ana, '{"PolicyVersion": {"Document": ' + json.dumps(DENY) + ",}}")
    again(ana, "fix:JSON_SYNTAX_ERROR/1:0")
    assert "The document at PolicyVersion.Document can be opened." in ana.words
    again(ana, "paste")
    assert ana.policy == DENY


def test_a_broken_document_in_a_sound_wrapping_stands_alone_and_the_whole_is_a_step_back(ana):
    whole = json.dumps({"PolicyDocument": BROKEN})
    paste(ana, whole)
    assert ana.status == 422
    assert ana.part("id_text").text.removeprefix("\n") == BROKEN
    assert "This is the document at PolicyDocument alone." in ana.words
    again(ana, "fix:JSON_SYNTAX_ERROR/1:0")
    again(ana, "undo")
    again(ana, "undo")
    assert ana.part("id_text").text.removeprefix("\n") == whole
    paste(ana, {"PolicyDocument": json.loads(DOUBLED), "x": 1})
    assert ana.landed == "/"


def test_what_a_template_computes_is_said_and_left_to_the_reader(ana):
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${B}/*"}}],
    }
    paste(ana, {"Resources": {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": policy}}}})
    assert ana.status == 422
    place = "Resources.P.Properties.PolicyDocument.Statement[0].Resource"
    assert f"{place}: CloudFormation computes this with Fn::Sub." in ana.words
    shown = ana.part("id_text").text.removeprefix("\n")
    assert json.loads(shown) == policy
    paste(ana, shown.replace('{\n        "Fn::Sub": "${B}/*"\n      }', '"arn:aws:s3:::b/*"'))
    assert ana.landed == "/"


@pytest.mark.parametrize(
    "do", ["fix:NOTHING/1:0", "fix:JSON_SYNTAX_ERROR/1:9", "fix:x", "fix", "fix:a:b:c", "fix:DUPLICATE_KEY/1:-1"]
)
def test_a_fix_that_is_not_offered_changes_nothing(ana, do):
    paste(ana, BROKEN)
    again(ana, do)
    assert ana.status in (200, 422)
    assert ana.part("id_text").text.removeprefix("\n") == BROKEN


def test_all_that_never_matches_is_mended_before_it_opens_too(ana):
    paste(ana, DOUBLED.replace("[]", json.dumps(json.loads(GUIDE)["Statement"])))
    assert "3 places can never match" in ana.words
    again(ana, "fix:never-matching")
    assert "can never match" not in ana.part("result").words


# -- several documents -------------------------------------------------------------------------------------------------

SEVERAL = [ANSWER, SHARE, ROLE, {"PolicyDocument": BROKEN}]


def test_several_are_listed_with_place_kind_and_what_can_be_done(ana):
    paste(ana, SEVERAL)
    assert ana.status == 200
    assert "4 found" in ana.words
    found = [(field(row, "name-"), field(row, "kind-"), row.one("button").words.split()[0]) for row in rows(ana)]
    assert found == [
        ("Imported policy 1", "identity", "Open"),
        ("share", "project", "Open"),
        ("Trainer", "trust", "Check"),
        ("Imported policy 4", "identity", "Mend"),
    ]
    assert "[1].ProjectPolicies[0].PolicyDocument" in rows(ana)[1].words
    assert [bool(row.all("input", type="checkbox")) for row in rows(ana)] == [True, True, False, False]
    assert ["a guess" in row.words for row in rows(ana)] == [False, False, False, True]


def test_one_of_several_opens_with_the_kind_of_its_row(ana):
    paste(ana, SEVERAL)
    again(ana, "open:1", **{"kind-1": "scp"})
    assert (ana.landed, ana.value("settings-kind")) == ("/", "scp")
    paste(ana, SEVERAL)
    again(ana, "open:2")
    assert ana.page.one("h1").words == "Validate"
    paste(ana, SEVERAL)
    again(ana, "open:3", **{"kind-3": "identity"})
    assert ana.status == 422
    again(ana, "list")
    assert len(rows(ana)) == 4


def test_those_that_are_ticked_are_saved_under_names_of_their_own(ana):
    for _ in range(2):
        paste(ana, SEVERAL)
        again(
            ana,
            "keep",
            pick=["0", "1", "2", "99", "x"],
            **{"name-0": "A\x00 b", "name-1": "share", "kind-1": "project"},
        )
    assert ana.landed == "/policies/"
    names = [each.words for each in ana.page.all("th", scope="row")]
    assert sorted(names) == ["A b", "A b 2", "share", "share 2"]
    assert "Saved 2 policies." in ana.words
    assert "1 of those ticked cannot be saved as they are." in ana.words
    ana.open(next(each.get("href") for each in ana.page.all("a") if each.words == "share"))
    assert ana.value("settings-kind") == "project"
    assert ana.policy == DENY


def test_nothing_ticked_is_said_and_what_was_typed_stays(ana):
    paste(ana, SEVERAL)
    again(ana, "keep", **{"name-0": "Typed", "kind-0": "scp"})
    assert ana.status == 422
    assert ana.page.one(class_="error-summary").all("a")
    assert (field(rows(ana)[0], "name-"), field(rows(ana)[0], "kind-")) == ("Typed", "scp")


def test_several_files_are_listed_with_their_names(ana):
    files = [io.BytesIO(text.encode()) for text in (GUIDE.replace("\n", "\r\n"), json.dumps(DENY))]
    for number, file in enumerate(files):
        file.name = f"policy-{number}.json"
    ana.send("/new/", do="paste", file=files)
    assert [field(row, "name-") for row in rows(ana)] == ["policy-0", "policy-1"]
    again(ana, "open:0", exact="on")
    assert '"Action": [\r\n' in ana.policy_text
    assert json.loads(ana.policy_text) == json.loads(GUIDE)


def test_too_many_files_and_too_many_documents(ana):
    files = [io.BytesIO(b"{}") for _ in range(MOST_FILES + 1)]
    assert ana.send("/new/", do="paste", file=files).status == 422
    assert f"at most {MOST_FILES} files" in ana.words
    paste(ana, json.dumps([{"Statement": []}] * 310))
    assert len(rows(ana)) == 300
    assert "10 more are not listed" in ana.words


def test_texts_are_carried_to_the_character_and_what_is_made_up_is_none(ana):
    sources = (Source("a.json", "{\r\n\tü\n}"), Source("", "\ufeff"))
    assert carried_back(carried(sources)) == sources
    for made_up in (Source("", "x" * 2_000_001), Source("", "\ud800"), Source("\ud800", "")):
        assert carried_back(carried((made_up,))) == ()
    for word in ("", "x", "eJw=", carried(())[:-4], "é"):
        assert carried_back(word) == ()
        ana.send("/new/", do="open:0", carried=word)
        assert ana.landed == "/new/"
    for order in ("open:9", "open:x", "open", "list"):
        ana.send("/new/", do=order, carried=carried((Source("", json.dumps([DENY, DENY])),)))
        assert len(rows(ana)) == 2


# -- what never matches, in the builder --------------------------------------------------------------------------------


@pytest.mark.parametrize("exact", ["on", ""])
@pytest.mark.parametrize("number", [0, 1])
def test_one_button_turns_the_guides_policies_into_what_was_meant(ana, number, exact):
    paste(ana, guide_policies()[number].text, exact=exact)
    before = ana.policy_text
    ana.open("/", pane="findings")
    if number:
        assert "can never match" not in ana.part("result").words
        return
    assert "3 places can never match" in ana.words
    ana.press("fix:never-matching")
    assert "can never match" not in ana.part("result").words
    statements = {each.get("Sid", ""): each for each in ana.policy["Statement"]}
    assert statements["ExplicitDenyCreateProject"]["Resource"] in ("*", ["*"])
    assert any(
        each["Effect"] == "Allow" and "rekognition:CreateProject" in each["Action"] and each["Resource"] == "*"
        for each in statements.values()
    )
    guided = [name for name, _ in ana.pairs if name.endswith("-type") and name.count("-") == 2]
    types = [value for name, value in ana.pairs if name in guided]
    assert types.count("guided") == (4 if exact else 5)
    ana.press("undo")
    assert ana.policy_text == before


def test_the_button_is_offered_for_two_and_more(ana):
    paste(ana, GUIDE)
    ana.press("fix:DENY_NEVER_APPLIES/1:0").open("/", pane="findings")
    assert "2 places can never match" in ana.words
    ana.press("fix:ACTION_RESOURCE_MISMATCH/1:0").open("/", pane="findings")
    assert "places can never match" not in ana.words
    before = ana.policy_text
    ana.press("fix:never-matching", on_page=False)
    assert ana.policy_text == before


def test_the_validate_page_has_the_button_too(ana):
    ana.send("/validate/", do="check", text=GUIDE)
    assert "3 places can never match" in ana.words
    ana.send("/validate/", do="fix:never-matching", text=GUIDE)
    assert "can never match" not in ana.part("result").words


def test_the_json_side_has_the_button_too(ana):
    paste(ana, GUIDE)
    ana.open("/").press("side:json")
    ana.press("fix:never-matching")
    ana.open("/", pane="findings")
    assert "can never match" not in ana.part("result").words
    assert "project/SampleProject" not in ana.policy_text


# -- whatever is sent --------------------------------------------------------------------------------------------------

ODD = ["", "{", GUIDE, BROKEN, DOUBLED, json.dumps(SEVERAL), "\x00", "\ud7ff", "%7B%22", "'{", "[" * 200, json.dumps({"Policy": "{"}), '"\\ud800"', '{"Statement": [{"\\ud800": 1}]}', json.dumps({"PolicyDocument": '{"Statement": "\\ud800"'})]  # fmt: skip
ORDERS = ["paste", "fix:JSON_SYNTAX_ERROR/1:0", "fix:never-matching", "undo", "open:0", "open:3", "keep", "list", "open", "keep:x", "fix"]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_whatever_is_sent_is_answered(ana, order):
    for text in ODD:
        word = carried((Source("a", text), Source("", GUIDE)))
        for kind in ("", "scp", "nope"):
            fields = {
                "text": text.replace("\ud800", ""),
                "kind": kind,
                "kind-0": kind,
                "name-0": "\x00",
                "pick": ["0", "1"],
            }
            answer = ana.client.post("/new/", {"do": order, "earlier": [text, "x"], "carried": word, **fields})
            assert answer.status_code < 500, (order, text, kind)


def test_a_long_text_with_a_fault_says_the_fault(ana):
    long = json.dumps([json.loads(GUIDE)] * 200)[:-1]
    assert 100_000 < len(long) < 200_000
    paste(ana, long)
    assert ana.status == 422
    assert "This is not JSON" in ana.field_message("text")
    again(ana, "fix:JSON_SYNTAX_ERROR/1:0")
    assert "200 documents are in this text." in ana.words
    paste(ana, " " * 200_000 + "{")
    assert ana.status == 422
    assert not ana.has("result")
