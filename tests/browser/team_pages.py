"""Pages of teams, for screenshots, axe and the widths (see `pages`), and the steps of their journeys."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.harness import allow_422, allow_status
from tests.browser.steps import load_sample, save

Visit = Callable[[Page], None]
PASSWORD = "a shelf full of cats"
NOT_PAGES = {"switch_workspace"}
# What a page sends that was open before its reader's role changed.
PREVIEW = """
const csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
htmx.ajax("POST", `${location.pathname}preview/`, { target: "#result", values: { csrfmiddlewaretoken } });
"""
LONG = "Vision platform of the northern warehouses and their loading docks"


def member(page: Page, name: str = "ana") -> str:
    """Somebody signed in, whose name is handed back."""
    from tests.browser.account_pages import fresh, sign_up

    made = fresh(name)
    sign_up(page, made)
    return made


def make_team(page: Page, name: str = "Vision platform") -> str:
    """Make a team; the path of its page."""
    page.goto("/teams/")
    page.get_by_label("Name of the team").fill(name)
    page.get_by_role("button", name="Make the team").click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    return page.url


def invite(page: Page, role: str) -> str:
    """On a team's page, make a link for that role: its address."""
    page.get_by_label(role).check()
    page.get_by_role("button", name="Make a link").click()
    return page.locator("#invitation").inner_text()


def enter(page: Page, name: str) -> None:
    """Go to another workspace by the header's menu."""
    page.locator(".workspace-menu > summary").click()
    page.locator(".workspace-menu").get_by_role("button", name=name).click()


def another(page: Page, link: str, name: str, into: Page | None = None) -> Page:
    """Another browser of the same site, whose user follows the link."""
    browser = page.context.browser
    assert browser is not None
    there = into or browser.new_context(base_url="/".join(page.url.split("/")[:3])).new_page()
    member(there, name)
    there.goto(link)
    there.get_by_role("button", name="Join the team").click()
    expect(there.get_by_text("You are in")).to_be_visible()
    return there


def teams(page: Page) -> None:
    """Two teams, one with a long name."""
    member(page)
    make_team(page)
    make_team(page, LONG)
    page.goto("/teams/")


def no_teams(page: Page) -> None:
    """Before the first one."""
    member(page)
    page.goto("/teams/")


def team(page: Page) -> None:
    """Three members, a link that is out, a link just made."""
    member(page)
    address = make_team(page)
    for role, name in (("Editor", "ben"), ("Viewer", "vera")):
        link = invite(page, role)
        another(page, link, name).context.close()
    page.goto(address)
    invite(page, "Viewer")
    invite(page, "Editor")


def as_viewer(page: Page, path: str = "") -> None:
    """A viewer in a team with a saved policy and an inventory, on the team's page or elsewhere."""
    browser = page.context.browser
    assert browser is not None
    page.goto("/")
    context = browser.new_context(base_url="/".join(page.url.split("/")[:3]))
    owner = context.new_page()
    member(owner, "olga")
    address = make_team(owner)
    owner.goto("/")
    policy = save(owner, "Cat shelf camera")
    load_sample(owner)
    owner.goto(address)
    link = invite(owner, "Viewer")
    another(page, link, "vera", into=page)
    context.close()
    page.goto(path.format(policy=policy) if path else address)


def viewing(path: str) -> Visit:
    """A page as a viewer of a team sees it; `{policy}` stands for a saved policy's path."""

    def visit(page: Page) -> None:
        as_viewer(page, path)

    return visit


def menu(page: Page) -> None:
    """The menu of workspaces."""
    teams(page)
    page.locator(".workspace-menu > summary").click()


def deleting(page: Page) -> None:
    """The page that asks for the team's name, which was typed wrongly."""
    member(page)
    address = make_team(page)
    page.goto(f"{address}delete/")
    allow_422(page, f"{address}delete/")
    page.get_by_label("The team's name").fill("Vision")
    page.get_by_role("button", name="Delete the team").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def invited(page: Page) -> None:
    """A link, followed by somebody who is not signed in."""
    member(page)
    make_team(page)
    link = invite(page, "Editor")
    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(link)


def invited_here(page: Page) -> None:
    """A link, followed by somebody who is signed in."""
    invited(page)
    link = page.url
    member(page, "ben")
    page.goto(link)


def gone(page: Page) -> None:
    """A link that opens nothing."""
    allow_status(page, "/invitations/used/", 410)
    page.goto("/invitations/used/")


def only_owners(page: Page) -> None:
    """What a viewer is told who asks to delete the team."""
    as_viewer(page)
    allow_status(page, f"{page.url}delete/", 403)
    page.goto(f"{page.url}delete/")


def refused(page: Page) -> None:
    """What is said above the builder where the role changed meanwhile."""
    as_viewer(page, "{policy}")
    allow_status(page, f"{page.url}preview/", 403)
    page.evaluate(PREVIEW)
    expect(page.locator("#refused")).to_contain_text("Nothing was changed")


PAGES: dict[str, Visit] = {
    "teams": teams,
    "team": team,
    "team_delete": deleting,
    "invitation": invited,
    "policy_copy": viewing("{policy}copy/"),
}
STATES: dict[str, Visit] = {
    "teams-none": no_teams,
    "teams-menu": menu,
    "team-viewer": viewing(""),
    "team-only-owners": only_owners,
    "invitation-signed-in": invited_here,
    "invitation-gone": gone,
    "viewer-build": viewing("{policy}"),
    "viewer-build-findings": viewing("{policy}?pane=findings&open=r2"),
    "viewer-simulate": viewing("{policy}simulate/?operation=DescribeProjects&resource=*"),
    "viewer-inventory": viewing("/inventory/"),
    "viewer-library": viewing("/policies/"),
    "viewer-start": viewing("/new/"),
    "viewer-refused": refused,
}
