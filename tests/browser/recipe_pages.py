"""Recipes, alone and together, for screenshots, axe and the widths: see `pages`."""

from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.harness import allow_422

Visit = Callable[[Page], None]
PLACE = {"account": "111122223333", "regions": "us-east-1", "project": "cats"}

COPY = {
    "source_account": "444455556666",
    "source_project": "cats-lab",
    "source_version": "v3",
    "target_role": "ModelCopier",
    "output_bucket": "cat-results",
    "output_prefix": "copies/",
}


def at(path: str, **answers: str) -> Visit:
    """Open a recipe with answers."""

    def visit(page: Page) -> None:
        page.goto(f"{path}{'&' if '?' in path else '?'}{urlencode(PLACE | answers)}")

    return visit


def wrong(page: Page) -> None:
    """A recipe with an answer missing, one that does not fit, and a switch that asks more."""
    page.goto("/new/data-scientist/")
    allow_422(page, "/new/data-scientist/")
    page.get_by_label("A KMS key of yours").check()
    page.get_by_label("Cost guard").check()
    expect(page.get_by_label("Tag key of the approval")).to_be_visible()
    page.get_by_label("Account", exact=True).fill("12")
    page.get_by_label("Project", exact=True).fill("cats")
    page.get_by_role("button", name="Open in the builder").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


PAGES: dict[str, Visit] = {
    "recipe": at("/new/inference-app/"),
    "recipe_proven": at("/new/copy-target/proven/"),
    "copying": at("/new/copy/", **COPY),
}


def opened(path: str, rule: str, **answers: str) -> Visit:
    """Open a recipe in the builder, with one of its rules unfolded."""

    def visit(page: Page) -> None:
        at(path, **answers)(page)
        page.get_by_role("button", name="Open in the builder").click()
        page.goto(f"/?open={rule}")

    return visit


STATES: dict[str, Visit] = {
    "recipe-in-builder": opened("/new/video-analysis/", "r4", bucket="cat-videos", passed_role="VideoReporter"),
    "recipe-wrong": wrong,
    "recipe-addon": at("/new/mfa-deletion/?with=no-deletion"),
    "recipe-project": at("/new/project-policy/"),
    "recipe-together": at("/new/data-scientist/?with=model-operator&with=region-lock&with=no-deletion"),
    "recipe-proven-together": at("/new/data-scientist/proven/?with=model-operator&with=region-lock"),
}
