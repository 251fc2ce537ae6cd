"""A policy that is only looked at: every part of it is there, and nothing of it can be pressed or leads elsewhere."""

import pytest
from django.template.loader import render_to_string

from policybuilder.authoring import Draft, first_visit
from policybuilder.authoring.importing import draft_from_policy
from policybuilder.iam import parse
from policybuilder.web.contexts.shown_policy import ShownView, shown_policy
from tests.web.dom import Element, read

PAGE = "/shown/"
TYPO = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"rekognition:DetectCustomLabel","Resource":"*"}]}'
)


def parts_of(draft: Draft, pane: str, finding: str = "") -> Element:
    shown = shown_policy("X", draft, ShownView(PAGE, pane, finding=finding))
    return read(render_to_string("partials/_shown_policy.html", {"shown": shown}))


@pytest.mark.parametrize(
    ("pane", "words"),
    [
        ("json", '"rekognition:DetectCustomLabels"'),
        ("summary", "Allow"),
        ("findings", "Security 1"),
        ("map", "By this policy alone."),
        ("take", "Paste it into the AWS console"),
        ("reach", '"rekognition:DetectCustomLabels"'),  # no tab here: the JSON stands in its place
    ],
)
def test_each_tab_shows_its_part_and_no_button_posts(pane: str, words: str) -> None:
    shown = parts_of(first_visit(), pane)
    assert words in shown.words
    assert not shown.all("button", type="submit")
    links = {link.get("href").split("?")[0] for link in shown.all("a")}
    inside = {each for each in links if each.startswith("/") and not each.startswith("/reference/checks/")}
    assert inside <= {PAGE, f"{PAGE}policy.json"}


def test_findings_open_in_their_place_and_offer_nothing_to_take() -> None:
    draft = draft_from_policy(parse(TYPO))
    assert isinstance(draft, Draft)
    link = parts_of(draft, "findings").one("a", id="finding-INVALID_ACTION-1-link")
    assert link.get("href") == f"{PAGE}?pane=findings&finding=INVALID_ACTION%2F1"
    opened = parts_of(draft, "findings", finding="INVALID_ACTION/1")
    assert "What changes: " in opened.words
    assert not opened.all("button", type="submit")
