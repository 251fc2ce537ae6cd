"""Journeys of accounts: work taken along and found elsewhere, mails followed, a token used, staff in the admin."""

import json
import os
import re
import subprocess
import sys
from urllib.request import Request, urlopen

from playwright.sync_api import expect

from tests.browser.account_pages import PASSWORD, fresh, make_token, sign_in, sign_up
from tests.browser.harness import ROOT, check_axe
from tests.browser.steps import save


def test_work_is_taken_along_and_found_in_another_browser(open_page):
    page, phone = open_page(), open_page(phone=True)
    page.goto("/")
    path = save(page, "Cat shelf camera")
    name = fresh()
    page.get_by_role("link", name="This browser's workspace").click()
    page.get_by_role("link", name="Make an account").click()
    sign_up(page, name)
    expect(page.get_by_role("link", name="Cat shelf camera", exact=True)).to_be_visible()
    phone.goto("/")
    save(phone, "Cat shelf camera")
    sign_in(phone, name)
    expect(phone.get_by_text("Cat shelf camera is now Cat shelf camera 2")).to_be_visible()
    check_axe(phone)
    phone.goto(path)
    expect(phone.get_by_role("textbox", name="Name of the policy")).to_have_value("Cat shelf camera")
    phone.goto("/account/")
    phone.get_by_role("button", name="Sign out everywhere").click()
    expect(phone.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/policies/")
    expect(page.get_by_role("heading", name="Nothing saved yet")).to_be_visible()


def test_an_account_by_address_and_a_forgotten_password_without_a_script(plain_page, site):
    address = f"{fresh()}@example.org"
    plain_page.goto("/account/sign-up/")
    plain_page.get_by_label("E-mail address").fill(address)
    plain_page.get_by_role("button", name="Send the link").click()
    expect(plain_page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    plain_page.goto(last_link(site))
    choose(plain_page, PASSWORD)
    expect(plain_page.get_by_text(f"Your account {address} is made.")).to_be_visible()
    plain_page.goto("/account/")
    plain_page.get_by_role("button", name="Sign out", exact=True).click()
    plain_page.get_by_role("link", name="Forgotten your password?").click()
    plain_page.get_by_label("E-mail address").fill(address)
    plain_page.get_by_role("button", name="Send the mail").click()
    plain_page.goto(last_link(site))
    choose(plain_page, "quite another secret")
    sign_in(plain_page, address, "quite another secret")
    expect(plain_page.get_by_text(f"You are signed in as {address}.")).to_be_visible()


def choose(page, password):
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Set the password").click()


def last_link(site):
    """The link of the last mail, which the site without a mail server writes beside its log."""
    return re.findall(r"^http://\S+$", site.log.read_text(), re.MULTILINE)[-1]


def test_a_token_is_made_and_a_script_uses_it(page, site):
    page.goto("/")
    path = save(page, "Cat shelf camera")
    sign_up(page, fresh())
    token = make_token(page, "Read and write: upload policies too")
    listed = script(site, token, "/policies/policies.json")
    assert [each["name"] for each in listed["policies"]] == ["Cat shelf camera"]
    policy = script(site, token, f"{path}policy.json")
    policy["Statement"] = policy["Statement"][:1]
    script(site, token, f"{path}policy.json", policy)
    page.goto(path)
    expect(page.locator(".rule")).to_have_count(1)
    page.goto("/account/tokens/")
    expect(page.get_by_text("read and write", exact=True)).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("is revoked.")).to_be_visible()


def script(site, token, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    method = "GET" if body is None else "PUT"
    headers = {"Authorization": f"Bearer {token}"}
    asked = Request(site.url.rstrip("/") + path, data=data, method=method, headers=headers)  # noqa: S310 - the served site
    with urlopen(asked, timeout=10) as answer:  # noqa: S310 - the served site
        return json.loads(answer.read())


def test_the_admin_works_under_the_sites_own_content_security_policy(page, site):
    """Any violation is a console error, which fails the journey."""
    name = fresh("root")
    subprocess.run(
        [sys.executable, "manage.py", "create_user", name, "--administrator", "--password-stdin"],
        cwd=ROOT,
        env={**os.environ, "POLICYBUILDER_MODE": "test", "POLICYBUILDER_VAR": str(site.log.parent / "var")},
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
    )
    page.goto("/admin/")
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Accounts, audit and links", exact=True)).to_be_visible()
    page.get_by_role("link", name="Users").first.click()
    page.locator("#searchbar").fill(name)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=name).click()
    page.get_by_label("Email address").fill(f"{name}@example.org")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    page.goto("/admin/accounts/auditevent/")
    expect(page.get_by_role("heading", name="Select audit event to view")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
