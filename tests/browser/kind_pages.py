"""The builder as other kinds of policy, for screenshots, axe and the widths: see `pages`."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import allow_422
from tests.browser.steps import add_rule, answer, load_sample, open_tab, shows, start_empty, title_of

Visit = Callable[[Page], None]
ELSEWHERE = "444455556666"


def choose_kind(page: Page, name: str) -> None:
    """Choose another kind of policy; the form comes anew, with what changes."""
    settings = page.locator("#settings")
    if settings.get_attribute("open") is None:
        settings.locator("> summary").click()
    page.get_by_label("Kind of policy", exact=True).select_option(name)
    expect(page.locator("#kind")).to_have_text(name)


def as_kind(name: str, path: str = "/") -> Visit:
    """The example of the first visit as another kind, with the panel that says what changes."""

    def visit(page: Page) -> None:
        page.goto(path)
        choose_kind(page, name)
        expect(page.get_by_role("region", name="What the other kind changes")).to_be_visible()

    return visit


def keep_kind(page: Page) -> None:
    """Take what changes for seen."""
    page.get_by_role("button", name="Keep this kind").click()
    expect(page.locator("#kind-panel")).to_have_count(0)
    expect(page.locator("#kind-about")).to_be_focused()
    expect(page.locator("#kind-about")).to_be_in_viewport()


def name_somebody(page: Page, kind: str, *names: str) -> Locator:
    """Fill the last row of who is named; the row."""
    row = page.get_by_role("group", name="Who").last
    row.get_by_label("Who", exact=True).select_option(kind)
    row.get_by_label("Names").fill("\n".join(names))
    return row


def project_policy(page: Page) -> None:
    """A project policy made from nothing: another account may copy one version of a model."""
    start_empty(page)
    choose_kind(page, "Project policy")
    allow_422(page, "/preview/")
    page.get_by_label("Account", exact=True).fill("111122223333")
    page.get_by_label("Regions", exact=True).fill("us-east-1")
    add_rule(page, "Allow")
    title_of(page).fill("Let the other team copy v1")
    name_somebody(page, "An AWS account", ELSEWHERE)
    resource = page.get_by_role("group", name="Resource 1")
    resource.get_by_label("Project", exact=True).fill("cats")
    resource.get_by_label("This name").check()
    resource.get_by_label("Model version", exact=True).fill("v1")
    shows(page, f"arn:aws:iam::{ELSEWHERE}:root")
    shows(page, "project/cats/version/v1/*")


def everyone(page: Page) -> None:
    """The same for everyone, with the warning; and a role that is none."""
    project_policy(page)
    page.get_by_role("group", name="Who 1").get_by_label("Who", exact=True).select_option("Everyone")
    expect(page.get_by_text("Whoever has an AWS account may copy")).to_be_visible()
    page.get_by_role("button", name="Add somebody else").click()
    expect(page.get_by_role("group", name="Who 2")).to_be_focused()
    row = name_somebody(page, "A role", ELSEWHERE)
    row.get_by_label("Names").press("Tab")
    expect(row.get_by_text("is not the ARN of a role")).to_be_visible()


def summary_of(name: str) -> Visit:
    """The example in words, as a kind that limits."""

    def visit(page: Page) -> None:
        as_kind(name)(page)
        keep_kind(page)
        open_tab(page, "Summary")

    return visit


def tab_of(name: str) -> Visit:
    """A tab of the project policy."""

    def visit(page: Page) -> None:
        project_policy(page)
        open_tab(page, name)

    return visit


def simulated(page: Page) -> None:
    """Simulate about the project policy, as it opens."""
    project_policy(page)
    page.goto("/simulate/")
    expect(answer(page)).to_be_visible()


def access(page: Page) -> None:
    """The access page of the project policy."""
    load_sample(page)
    project_policy(page)
    page.goto("/access/")


STATES: dict[str, Visit] = {
    "kind-project": project_policy,
    "kind-everyone": everyone,
    "kind-to-project": as_kind("Project policy"),
    "kind-to-scp": as_kind("Service control policy"),
    "kind-boundary-summary": summary_of("Permissions boundary"),
    "kind-session": as_kind("Session policy"),
    "kind-project-map": tab_of("Access map"),
    "kind-project-take": tab_of("Take it"),
    "kind-project-simulate": simulated,
    "kind-project-access": access,
}
