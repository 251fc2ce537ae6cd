"""The offers of the size meter, for screenshots, axe and the widths (see `pages`), and the steps of their journeys."""

import json
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.import_pages import paste

Visit = Callable[[Page], None]
PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
PATIENCE = 60_000  # milliseconds: the offers are proved while the page waits
NAMES = [f"{PROJECT}shelf-camera-{number}/*" for number in range(90)]
TOO_LONG = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "North", "Effect": "Allow", "Action": "rekognition:DeleteProject", "Resource": NAMES[:45]},
            {
                "Sid": "South",
                "Effect": "Allow",
                "Action": "rekognition:DeleteProject",
                "Resource": [*NAMES[45:], f"{PROJECT}shelf-camera-8*/*"],
            },
            {
                "Sid": "Look",
                "Effect": "Allow",
                "Action": ["rekognition:DescribeProjects", "rekognition:DescribeProjectVersions"],
                "Resource": "*",
            },
        ],
    }
)
SHORT = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": ["s3:GetObject", "s3:getObject"], "Resource": "*"},
    }
)


def panel(page: Page) -> Locator:
    """The offers."""
    return page.get_by_role("region", name="Make it smaller")


def offer(page: Page, title: str) -> Locator:
    """One offer by its heading."""
    return panel(page).get_by_role("article", name=title)


def too_long(page: Page) -> None:
    """A policy over the quota with its offers."""
    paste(page, TOO_LONG)
    page.get_by_role("link", name="Make it fit").click()
    expect(offer(page, "Leave out entries that others cover")).to_be_visible(timeout=PATIENCE)


def difference(page: Page) -> None:
    """The same with a difference unfolded."""
    too_long(page)
    offer(page, "Make one statement").locator("summary").click()
    expect(offer(page, "Make one statement").locator(".diff")).to_be_visible()


def fits(page: Page) -> None:
    """A policy that fits, made smaller all the same."""
    paste(page, SHORT)
    page.get_by_role("link", name="Make it smaller").click()
    expect(offer(page, "Leave out entries that others cover")).to_be_visible(timeout=PATIENCE)


STATES: dict[str, Visit] = {"size-too-long": too_long, "size-difference": difference, "size-fits": fits}
