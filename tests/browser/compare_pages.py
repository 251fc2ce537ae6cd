"""The Compare page for screenshots, axe and the widths (see `pages`), and the steps of its journeys."""

import json
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import allow_422

Visit = Callable[[Page], None]
PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
ANYWHERE = "arn:aws:rekognition:*:*:project/"


def text(*statements: dict[str, object]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, indent=2)


def allow(actions: list[str], resource: object, **more: object) -> dict[str, object]:
    """A statement."""
    return {**more, "Effect": "Allow", "Action": actions, "Resource": resource}


LOOK = allow(["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"], "*", Sid="Look")
RUN = allow(["rekognition:StartProjectVersion"], f"{PROJECT}cats/version/v1/*", Sid="Run")
BEFORE = text(
    LOOK,
    RUN,
    allow(["rekognition:DetectCustomLabels"], f"{PROJECT}cats/version/*", Sid="Ask"),
    allow(["s3:GetObject"], "arn:aws:s3:::cat-images/*", Sid="Images"),
)
AFTER = text(
    LOOK,
    {**RUN, "Resource": f"{PROJECT}cats/version/*"},
    allow(
        ["rekognition:DetectCustomLabels"],
        f"{PROJECT}cats/version/*",
        Sid="Ask",
        Condition={"DateLessThan": {"aws:CurrentTime": "2026-07-01T00:00:00Z"}},
    ),
    allow(["rekognition:*Dataset*"], f"{ANYWHERE}cats/*", Sid="Datasets"),
    allow(
        ["iam:PassRole"],
        "arn:aws:iam::111122223333:role/Trainer",
        Sid="Pass",
        Condition={"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
    ),
)
HARD = [f"arn:aws:s3:::*{'?' * n}a*b{'?' * n}*" for n in range(9, 15)]


def fill(page: Page, a: str, b: str) -> None:
    """Both texts, and the button."""
    page.goto("/compare/")
    page.get_by_label("A as text").fill(a)
    page.get_by_label("B as text").fill(b)
    page.get_by_label("A, the one before").select_option("")
    page.get_by_label("B, the one after").select_option("")
    page.get_by_role("button", name="Compare", exact=True).click()


def section(page: Page, name: str) -> Locator:
    """What is new, or what is gone."""
    return page.get_by_role("region", name=name, exact=True)


def compared(page: Page) -> None:
    """Two policies of which neither contains the other, one example open."""
    fill(page, BEFORE, AFTER)
    expect(page.locator("#verdict")).to_be_visible()
    section(page, "New").locator("summary").first.click()


def same(page: Page) -> None:
    """The same in other words."""
    fill(page, text(LOOK, RUN), text(RUN, LOOK, {**RUN, "Sid": "Again"}))
    expect(page.locator("#verdict")).to_contain_text("proved")


def not_decided(page: Page) -> None:
    """What takes longer than a page may."""
    others = [name.replace("a*b", "b*a") for name in HARD]
    fill(page, text(LOOK, allow(["s3:GetObject"], HARD)), text(LOOK, allow(["s3:GetObject"], others)))
    expect(page.locator("#verdict")).to_contain_text("Not decided")


def wrong(page: Page) -> None:
    """Faults at both texts."""
    allow_422(page, "/compare/")
    fill(page, BEFORE[:-3], "")
    expect(page.locator(".error-summary")).to_be_visible()


STATES: dict[str, Visit] = {
    "compare-result": compared,
    "compare-same": same,
    "compare-not-decided": not_decided,
    "compare-wrong": wrong,
}
