"""The Reach tab, for screenshots, axe and the widths (see `pages`)."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.import_pages import paste
from tests.browser.steps import open_tab

Visit = Callable[[Page], None]
PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"
MFA = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}


def _document(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


MIXED = _document(
    {"Effect": "Allow", "Action": "rekognition:*", "Resource": f"{PROJECT}cats/*"},
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::cat-images/*"},
    {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/Trainer"},
    {"Effect": "Deny", "Action": "rekognition:Delete*", "Resource": "*", "Condition": MFA},
)
NOTHING = _document({"Effect": "Deny", "Action": "rekognition:*", "Resource": "*"})
PUBLIC = _document(
    {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "rekognition:CopyProjectVersion",
        "Resource": f"{PROJECT}cats/version/*",
    }
)


def _shown(page: Page, document: str) -> None:
    paste(page, document)
    open_tab(page, "Reach")
    expect(page.locator(".reach")).to_be_visible()


def first(page: Page) -> None:
    """Of the example."""
    page.goto("/")
    open_tab(page, "Reach")


def mixed(page: Page) -> None:
    """Several services, a Deny under a condition."""
    _shown(page, MIXED)


def nothing(page: Page) -> None:
    """Of a policy that only denies."""
    _shown(page, NOTHING)
    expect(page.get_by_text("This policy allows nothing.")).to_be_visible()


def public(page: Page) -> None:
    """Of a project policy that lets everybody in."""
    _shown(page, PUBLIC)


STATES: dict[str, Visit] = {"reach": first, "reach-mixed": mixed, "reach-nothing": nothing, "reach-public": public}
