"""Every page of the site in each of its states, and how a visitor gets there.

`PAGES` has one entry for each address (`test_pages.py` fails when one is missing); `STATES` has the same pages with more
on them: an open rule, each tab, an answer, a fault. Screenshots, axe and the widths are taken of both.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from policybuilder.authoring import guide_policies
from tests.browser import (
    access_change_pages,
    account_pages,
    compare_pages,
    import_pages,
    kind_pages,
    library_pages,
    reach_pages,
    recipe_pages,
    revision_pages,
    scenario_pages,
    share_pages,
    size_pages,
    text_pages,
)
from tests.browser.harness import DESK, PHONE, allow_422, allow_status
from tests.browser.steps import (
    add_condition,
    add_rule,
    answer,
    attach,
    load_sample,
    pick,
    save,
    shows,
    start_empty,
    tick,
    title_of,
)

Visit = Callable[[Page], None]

# Addresses that answer with a part of a page, a file or a redirect.
NOT_PAGES = (
    account_pages.NOT_PAGES
    | share_pages.NOT_PAGES
    | revision_pages.NOT_PAGES
    | {
        "build_preview",
        "build_pane",
        "build_json",
        "build_file",
        "completions",
        "policy_preview",
        "policy_pane",
        "policy_json",
        "policy_file",
        "policies_zip",
        "scenarios_file",
        "policy_scenarios_file",
    }
)
# Width and colour scheme of a look at a page.
LOOKS = {
    "1440-light": (DESK, "light"),
    "1440-dark": (DESK, "dark"),
    "390-light": (PHONE, "light"),
    "390-dark": (PHONE, "dark"),
}
MODEL = "arn:aws:rekognition:us-east-1:111122223333:project/MyProject/version/MyVersion/1690556751958"
ALLOWS_ALL = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
ALLOWS_FILES = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
DENIES_ELSEWHERE = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "*", "Resource": "*"},
  {"Sid": "HomeRegion", "Effect": "Deny", "Action": "*", "Resource": "*",
   "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}}
]}"""
UNKNOWN_MEMBERS = """{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "rekognition:DetectCustomLabels", "Resource": "*", "Future": 1, "Action": []}
]}"""
TARGET = "arn:aws:rekognition:us-east-1:111122223333:project/MyProject/1690474772815"


def look(page: Page, name: str) -> None:
    """Put the page into one of `LOOKS`."""
    size, scheme = LOOKS[name]
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")


def at(path: str) -> Visit:
    """Open an address."""

    def visit(page: Page) -> None:
        page.goto(path)

    return visit


def asked(operation: str, **fields: str) -> Visit:
    """Ask Simulate about the example of the first visit."""

    def visit(page: Page) -> None:
        page.goto("/simulate/?" + urlencode({"operation": operation, **fields}))
        expect(answer(page)).to_be_visible()

    return visit


def access_of(path: str) -> Visit:
    """The access page over the sample inventory."""

    def visit(page: Page) -> None:
        load_sample(page)
        page.goto(path)

    return visit


def access_of_a_saved_policy(page: Page) -> None:
    """The access page of a policy of the library."""
    page.goto("/")
    page.goto(f"{save(page, 'Cat shelf camera')}access/")


def attached(page: Page) -> None:
    """A boundary and two levels of SCPs, of which one denies."""
    page.goto("/simulate/?" + urlencode({"operation": "StartProjectVersion", "resource": MODEL}))
    attach(page, "Permissions boundary", "ml-boundary", ALLOWS_FILES)
    attach(page, "Service control policy (SCP)", "Full access", ALLOWS_ALL)
    attach(page, "Service control policy (SCP)", "Home Region", DENIES_ELSEWHERE, level="level 1 below")


def as_boundary(page: Page) -> None:
    """The example of the first visit, made a permissions boundary."""
    page.goto("/?open=r2")
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Kind of policy", exact=True).select_option("boundary")
    title_of(page).fill("Use one model")
    title_of(page).press("Enter")
    shows(page, "UseOneModel")


def boundary(page: Page) -> None:
    """A boundary on the bench, asked about."""
    as_boundary(page)
    page.goto("/simulate/?" + urlencode({"operation": "StartProjectVersion", "resource": MODEL}))
    expect(answer(page)).to_be_visible()


def unreadable_attachment(page: Page) -> None:
    """A document that cannot be attached."""
    page.goto("/simulate/?" + urlencode({"operation": "StartProjectVersion", "resource": MODEL}))
    allow_422(page, "/simulate/")
    page.locator("#attach > summary").click()
    page.get_by_label("Or the document").fill('{"Version": "2012-10-17", "Statement": [')
    page.get_by_role("button", name="Attach", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def keeping(page: Page) -> None:
    """The question about to be kept."""
    page.goto("/simulate/?" + urlencode({"operation": "StartProjectVersion", "resource": MODEL}))
    page.locator("#keep-question > summary").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_visible()


def missing(path: str) -> Visit:
    """Open an address that does not exist."""

    def visit(page: Page) -> None:
        allow_status(page, path, 404)
        page.goto(path)

    return visit


def saved_policy(page: Page) -> None:
    """Save the example of the first visit; the page of the saved policy opens."""
    page.goto("/")
    save(page, "Use the cats model")


def simulated_policy(page: Page) -> None:
    """Ask about a saved policy."""
    saved_policy(page)
    page.goto(page.url.partition("?")[0] + "simulate/")


def full_rule(page: Page) -> None:
    """A rule with everything in it, open, its resources picked from the inventory."""
    allow_422(page, "/")
    load_sample(page)
    start_empty(page)
    add_rule(page, "Allow")
    title_of(page).fill("Use the parts model")
    tick(page, "DetectCustomLabels", "StartProjectVersion", "DescribeProjectVersions", "CreateProject")
    pick(page, "This name v3 of parts")
    pick(page, "Exactly this v2 of parts")
    add_condition(page, "Only in these Regions", "us-east-1")
    add_condition(page, "Only with multi-factor authentication")
    shows(page, "aws:MultiFactorAuthPresent")


def picker(page: Page) -> None:
    """The pickers unfolded: the inventory and the menu of conditions."""
    full_rule(page)
    page.locator("summary", has_text="Pick from the inventory").click()
    page.locator("summary", has_text="Add a condition").click()


def wrong(page: Page) -> None:
    """Fields that cannot be read."""
    allow_422(page, "/preview/")
    page.goto("/?open=r2")
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Account", exact=True).first.fill("11112222333")
    page.get_by_label("Project", exact=True).fill("not a name!")
    expect(page.get_by_text("This is the last good state.")).to_be_visible()
    page.reload()


def conflict(page: Page) -> None:
    """Changed in another tab."""
    page.goto("/?open=r2")
    other = page.context.new_page()
    other.goto("/?open=r2")
    title_of(other).fill("Typed there")
    shows(other, "TypedThere")
    other.close()
    allow_status(page, "/preview/", 409)
    title_of(page).fill("Typed here")
    expect(page.get_by_role("alert")).to_be_visible()


def guide(page: Page) -> None:
    """The guide's first policy, pasted."""
    page.goto("/new/")
    page.get_by_role("button", name="Open Manage, run").click()
    expect(page.locator("#code .has-note:not(.is-suggestion)")).to_have_count(3)


def finding(page: Page) -> None:
    """The guide's first policy with one of its findings unfolded."""
    guide(page)
    page.locator("#code .has-note.is-security").first.click()
    expect(page.locator(".finding.is-open")).to_be_visible()


def validated_guide(page: Page) -> None:
    """The guide's first policy on the Validate page."""
    page.goto("/validate/")
    page.get_by_label("Policy document").fill(guide_policies()[0].text)
    page.get_by_role("button", name="Validate it").click()
    expect(page.locator(".finding").first).to_be_visible()


def wrong_json(page: Page) -> None:
    """Text that is no policy."""
    page.goto("/new/")
    allow_422(page, "/new/")
    page.get_by_label("Policy document").fill('{"Version": "2012-10-17",\n "Statement": [}')
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def refused_form(page: Page) -> None:
    """A policy with members that Terraform's data source has no place for."""
    page.goto("/new/")
    page.get_by_label("Policy document").fill(UNKNOWN_MEMBERS)
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("#code")).to_be_visible()
    page.goto("/?pane=take&as=terraform")
    expect(page.get_by_text("Terraform cannot hold this policy.")).to_be_visible()


def too_large(page: Page) -> None:
    """More text than the site takes."""
    page.goto("/new/")
    allow_status(page, "/new/", 413)
    page.get_by_label("Policy document").evaluate("(area) => { area.value = ' '.repeat(6_000_000); }")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("413")).to_be_visible()


PAGES: dict[str, Visit] = {
    "build": at("/"),
    "simulate": at("/simulate/"),
    "access": at("/access/"),
    "policy_access": access_of_a_saved_policy,
    **scenario_pages.PAGES,
    "start": at("/new/"),
    **recipe_pages.PAGES,
    **account_pages.PAGES,
    **share_pages.PAGES,
    **revision_pages.PAGES,
    "validate": at("/validate/"),
    "compare": at("/compare/"),
    "inventory": at("/inventory/"),
    "reference": at("/reference/"),
    "assumptions": at("/reference/assumptions/"),
    "checks": at("/reference/checks/"),
    "check": at("/reference/checks/DENY_NEVER_APPLIES/"),
    "library": at("/policies/"),
    "policy": saved_policy,
    "policy_simulate": simulated_policy,
    "patterns": at("/patterns/"),
}
STATES: dict[str, Visit] = {
    "build-open": full_rule,
    "build-picker": picker,
    "build-empty": start_empty,
    "build-wrong": wrong,
    "build-conflict": conflict,
    "build-guide": guide,
    "build-summary": at("/?pane=summary"),
    "build-findings": at("/?pane=findings"),
    "build-finding": finding,
    "validate-guide": validated_guide,
    "build-map": at("/?pane=map"),
    "build-take": at("/?pane=take"),
    "build-take-terraform": at("/?pane=take&as=terraform"),
    "build-take-inline": at("/?pane=take&as=cli&inline=1"),
    "build-take-refused": refused_form,
    "simulate-allowed": asked("DetectCustomLabels", resource=MODEL),
    "simulate-denied": asked("CreateProject"),
    "simulate-keys": asked("StartProjectVersion", resource=MODEL, key="aws:MultiFactorAuthPresent"),
    "simulate-keep": keeping,
    "simulate-near": asked("DeleteProjectVersion", resource=MODEL),
    "simulate-boundary": boundary,
    "simulate-anonymous": asked("DetectCustomLabels", resource=MODEL, principal="anonymous"),
    "access-full": access_of("/access/"),
    "access-resource": access_of(f"/access/?resource={MODEL}"),
    "access-operation": access_of("/access/?operation=DetectCustomLabels"),
    "simulate-attached": attached,
    "simulate-attach-wrong": unreadable_attachment,
    "simulate-several": asked("CopyProjectVersion", resource=MODEL, destination=TARGET, tags="team=vision"),
    "start-wrong": wrong_json,
    "inventory-full": load_sample,
    "error-404": missing("/nothing-here/"),
    "error-413": too_large,
}
EVERYTHING = (
    PAGES
    | STATES
    | account_pages.STATES
    | share_pages.STATES
    | revision_pages.STATES
    | kind_pages.STATES
    | library_pages.STATES
    | text_pages.STATES
    | recipe_pages.STATES
    | scenario_pages.STATES
    | import_pages.STATES
    | size_pages.STATES
    | compare_pages.STATES
    | access_change_pages.STATES
    | reach_pages.STATES
)
