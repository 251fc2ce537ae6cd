"""The offers below the size meter: what each does, taken as one step, undone, and the policy saved as several."""

import json
import re

import pytest

from policybuilder.analysis.finite import same_meaning
from policybuilder.iam import minified_size, parse

PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
MANY = [f"{PROJECT}project-number-{number}/*" for number in range(120)]


def allow(actions, resources, **more):
    return {**more, "Effect": "Allow", "Action": actions, "Resource": resources}


def long_policy():
    """More than 6,144 characters: one entry that another covers, two statements that can be one, Sids."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                allow("rekognition:DeleteProject", MANY[:60], Sid="First"),
                allow(["rekognition:DeleteProject"], [*MANY[60:], f"{PROJECT}project-number-6*/*"], Sid="Second"),
                allow(["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"], "*", Sid="Read"),
            ],
        }
    )


def paste(visitor, text, **how):
    visitor.send("/new/", do="paste", text=text, **how)
    return visitor.open("/")


def offers(visitor):
    return {each.get("value"): each for each in visitor.part("result").all("button", name="do")}


def policy_of(visitor):
    return parse(visitor.policy_text).policy


def open_panel(visitor):
    visitor.open("/?pane=json&size=open")


def test_over_the_quota_the_meter_says_make_it_fit(ana):
    ana.open("/")
    assert ana.part("size-link").words == "Make it smaller"
    paste(ana, long_policy())
    link = ana.part("size-link")
    assert link.words == "Make it fit"
    ana.open(link.get("href"))
    assert "too many" in ana.part("size-offers").words


def test_each_offer_says_what_it_does_shows_the_difference_and_is_one_step(ana):
    paste(ana, long_policy())
    before = policy_of(ana)
    open_panel(ana)
    found = [value for value in offers(ana) if value.startswith("size:")]
    assert found == ["size:covered", "size:merged", "size:sids", "size:wildcards-read"]
    for value in found:
        open_panel(ana)
        card = next(each for each in ana.page.all("article", class_="size-offer") if each.all("button", value=value))
        assert "Proved equal" in card.words
        (said,) = re.findall(r"Saves ([\d,]+) char", card.words)
        saved = int(said.replace(",", ""))
        assert card.all("div", class_="diff-out")
        assert {each.words[:8] for each in card.all("div", class_="diff-out")} == {"removed:"}
        ana.press(value)
        after = policy_of(ana)
        assert minified_size(before) - minified_size(after) == saved
        assert same_meaning(before, after).agrees
        ana.press("undo")
        assert policy_of(ana) == before


def test_wildcards_say_what_they_stand_for_and_what_they_would_cover(ana):
    paste(ana, long_policy())
    open_panel(ana)
    words = ana.part("size-offers").words
    assert (
        "rekognition:DescribeProject* stands for rekognition:DescribeProjects, rekognition:DescribeProjectVersions"
        in words
    )
    assert "would also cover any future action named so" in words


def test_the_panel_stays_open_while_offers_are_taken_and_closes_when_something_is_typed(ben):
    paste(ben, long_policy())
    open_panel(ben)
    ben.press("size:covered")
    assert "size:covered" not in offers(ben)
    assert "size:merged" in offers(ben)
    ben.preview()
    assert not ben.has("size-offers")


def test_what_changed_stays_guided_where_a_guided_rule_can_say_it(ana):
    twice = [
        allow("rekognition:DeleteProject", f"{PROJECT}cats/*", Sid="One"),
        allow("rekognition:TagResource", f"{PROJECT}cats/*"),
    ]
    paste(ana, json.dumps({"Version": "2012-10-17", "Statement": twice}))
    open_panel(ana)
    assert (
        "JSON as written"
        not in next(
            each for each in ana.page.all("article", class_="size-offer") if each.all("button", value="size:merged")
        ).words
    )


def test_the_policy_is_saved_as_several_and_the_draft_stays(ana, ben):
    for visitor in (ana, ben):
        paste(visitor, long_policy())
        before = policy_of(visitor)
        open_panel(visitor)
        assert "Split it into 2 policies that fit" in visitor.part("size-offers").words
        visitor.type(name="Cats")
        visitor.press("split")
        visitor.open("/policies/")
        assert [each.words for each in visitor.page.all("a") if "Cats (" in each.words][:2]
        visitor.open("/")
        assert policy_of(visitor) == before


def test_what_is_no_longer_offered_changes_nothing(ana):
    paste(ana, json.dumps({"Version": "2012-10-17", "Statement": [allow("s3:GetObject", "*")]}))
    before = policy_of(ana)
    open_panel(ana)
    assert "It fits" in ana.part("size-offers").words
    for odd in ("size:covered", "size:", "size:nothing", "size:wildcards-everything", "size:a:b", "split"):
        ana.press(odd, on_page=False)
        ana.open("/")
        assert policy_of(ana) == before


@pytest.mark.parametrize("kind", ["session", "scp", "project"])
def test_kinds_that_count_white_space_lead_to_the_one_line_form(ana, kind):
    ana.open("/")
    ana.fill("settings-kind", kind)
    ana.press("", on_page=False)
    ana.open("/?pane=json&size=open")
    assert "counts white space" in ana.part("size-offers").words


def test_on_the_text_side_an_offer_changes_the_text(ana):
    paste(ana, long_policy())
    ana.press("side:json")
    open_panel(ana)
    before = policy_of(ana)
    ana.press("size:covered")
    assert minified_size(policy_of(ana)) < minified_size(before)
    assert ana.value("text") == ana.policy_text
    assert same_meaning(before, policy_of(ana)).agrees


def test_without_a_readable_form_nothing_is_offered(ana):
    ana.open("/")
    ana.press("side:json")
    ana.type(text="{")
    ana.press("", on_page=False)
    ana.open("/?pane=summary&size=open")
    assert not ana.has("size-offers")
    assert not ana.has("size-link")


def test_an_identity_policy_is_counted_where_it_is_to_stand(ana):
    paste(ana, long_policy())
    size = minified_size(policy_of(ana))
    assert 6_144 < size < 10_240
    open_panel(ana)
    assert "of 6,144" in ana.part("size-meter").words
    ana.press("place:role")
    assert "of 10,240 characters, inline in a role" in ana.part("size-meter").words
    assert "It fits" in ana.part("size-offers").words
    assert f"this one leaves {10_240 - size:,} characters" in ana.part("size-offers").words
    assert "split" not in offers(ana)
    ana.press("place:user")
    assert "of 2,048 characters, inline in a user" in ana.part("size-meter").words
    assert f"{size - 2_048:,} characters too many" in ana.part("size-offers").words
    assert "this one alone is too long" in ana.part("size-offers").words
    assert [
        each.get("value") for each in ana.part("size-offers").all("button", class_="filter") if "aria-current" in each
    ] == ["place:user"]


def test_the_finding_on_its_length_counts_as_the_meter_does(ana):
    paste(ana, long_policy())
    said = {
        "managed": "a managed policy may have 6,144",
        "role": None,
        "user": "inline policies of a user together may",
    }
    for place, words in said.items():
        open_panel(ana)
        ana.press(f"place:{place}")
        ana.open("/?pane=findings")
        shown = ana.part("result").words
        assert ("Longer than IAM stores" in shown) == (words is not None)
        assert words is None or words in shown


def test_the_place_stays_when_tabs_are_opened_and_fields_typed_in(ana):
    paste(ana, long_policy())
    open_panel(ana)
    ana.press("place:group")
    for address in ("/?pane=summary", "/?pane=take&as=cli", "/?pane=json&size=open", "/"):
        ana.open(address)
        assert "of 5,120" in ana.part("size-meter").words, address
    ana.preview()
    assert "of 5,120" in ana.part("size-meter").words
    open_panel(ana)
    ana.press("place:managed")
    assert "of 6,144" in ana.part("size-meter").words


def test_written_into_a_role_counts_against_the_roles_quota(ana):
    ana.open("/?pane=take&as=cli&inline=1")
    assert "of 10,240 characters, inline in a role" in ana.part("size-meter").words
    ana.open("/?pane=take&as=cli")
    assert "of 6,144" in ana.part("size-meter").words


@pytest.mark.parametrize("kind", ["scp", "project", "session", "boundary"])
def test_other_kinds_have_one_place(ana, kind):
    ana.open("/?pane=json&size=open")
    ana.press("place:user")
    ana.fill("settings-kind", kind)
    ana.preview()
    open_panel(ana)
    assert not [value for value in offers(ana) if value.startswith("place:")]
    assert "inline" not in ana.part("size-meter").words


def test_a_place_that_is_none_counts_as_a_managed_policy(ana):
    ana.open("/?pane=json&size=open")
    ana.press("place:moon", on_page=False)
    assert "of 6,144" in ana.part("size-meter").words
