"""A policy taken away: copied, downloaded in another form, several as a zip; with and without a script."""

import ast
import io
import json
import zipfile
from pathlib import Path
from shutil import which
from subprocess import run

import hcl2
import pytest
import yaml
from playwright.sync_api import expect

from tests.browser.harness import check_axe
from tests.browser.steps import save


def downloaded(page, control):
    """Name and content of the file that a link or button gives."""
    with page.expect_download() as download:
        control.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_another_form_is_copied_as_it_is_shown(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    page.get_by_role("link", name="Take it").click()
    result = page.get_by_role("region", name="The policy", exact=True)
    result.get_by_role("link", name="Terraform", exact=True).click()
    expect(result.get_by_text('data "aws_iam_policy_document" "policy"')).to_be_visible()
    result.get_by_role("link", name="Written into a role").click()
    expect(result.get_by_text('resource "aws_iam_role_policy"')).to_be_visible()
    expect(result.get_by_role("link", name="Terraform", exact=True)).to_have_attribute("aria-current", "true")
    check_axe(page)
    result.get_by_role("button", name="Copy", exact=True).click()
    expect(result.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == page.locator("#export-shown code").all_text_contents()
    assert downloaded(page, result.get_by_role("link", name="policy.tf")) == ("policy.tf", copied.encode())


def test_the_way_into_the_console_opens_beside_the_builder(page):
    page.goto("/?pane=take")
    link = page.get_by_role("link", name="Create policy in the AWS console")
    assert link.get_attribute("href") == "https://console.aws.amazon.com/iam/home#/policies/create"
    assert link.get_attribute("target") == "_blank"
    assert link.get_attribute("rel") == "noopener noreferrer"


def read_json(content):
    assert json.loads(content)["Version"] == "2012-10-17"


def read_hcl(content):
    assert {"data", "resource"} & set(hcl2.loads(content.decode()))


def read_template(content):
    (policy,) = yaml.safe_load(content)["Resources"].values()  # YAML reads JSON too
    assert policy["Type"] == "AWS::IAM::ManagedPolicy"


def read_python(content):
    ast.parse(content)


def read_shell(content):
    """The shell splits it into a call whose last argument is the document."""
    stand_in = b'aws() { for each; do :; done; printf %s "$each"; }\n'
    shell = which("sh")
    assert shell is not None
    said = run([shell], input=stand_in + content, capture_output=True, check=True, timeout=20)
    read_json(said.stdout)


def read_typescript(content):
    """No TypeScript is at hand: its literal, up to the end of the call, has the policy's own words."""
    assert content.startswith(b"import {")
    assert content.count(b"{") == content.count(b"}")


FILES = (
    ("JSON", "policy.json", "application/json", read_json),
    ("JSON in one line", "policy.min.json", "application/json", read_json),
    ("Terraform", "policy.tf", "text/plain", read_hcl),
    ("Terraform (jsonencode)", "policy-jsonencode.tf", "text/plain", read_hcl),
    ("CloudFormation (YAML)", "policy.yaml", "application/yaml", read_template),
    ("CloudFormation (JSON)", "policy-template.json", "application/json", read_template),
    ("CDK (TypeScript)", "policy.ts", "text/plain", read_typescript),
    ("CDK (Python)", "policy_stack.py", "text/plain", read_python),
    ("AWS CLI", "policy.sh", "text/plain", read_shell),
    ("boto3 (Python)", "policy.py", "text/plain", read_python),
)


@pytest.mark.parametrize("javascript", [True, False])
def test_each_form_is_a_link_and_a_file(open_page, javascript):
    page = open_page(javascript=javascript)
    page.goto("/?pane=take")
    forms = page.get_by_role("list", name="Forms")
    assert [each.strip() for each in forms.get_by_role("link").all_text_contents()] == [title for title, *_ in FILES]
    for title, file, kind, check in FILES:
        forms.get_by_role("link", name=title, exact=True).click()
        link = page.locator("#result").get_by_role("link", name=file, exact=True)
        expect(link).to_be_visible()
        name, content = downloaded(page, link)
        assert name == file
        check(content)
        answer = page.request.get(str(link.get_attribute("href")))
        assert answer.body() == content
        assert answer.headers["content-type"].partition(";")[0] == kind
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert json.loads(page.locator("#export-text").text_content() or "").encode() == content


@pytest.mark.parametrize("javascript", [True, False])
def test_ticked_policies_come_as_a_zip(open_page, javascript):
    page = open_page(javascript=javascript)
    for name in ("Cat shelf camera", "Parts inspection", "Left out"):
        page.goto("/")
        save(page, name)
    page.goto("/policies/")
    page.get_by_role("button", name="Download a zip").click()
    expect(page.get_by_text("Tick the policies that are meant")).to_be_visible()
    for name in ("Cat shelf camera", "Parts inspection"):
        page.get_by_role("checkbox", name=f"Tick {name}").check()
    page.get_by_label("The ticked as").select_option("CDK (TypeScript)")
    name, content = downloaded(page, page.get_by_role("button", name="Download a zip"))
    assert name == "policies-cdk-typescript.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["cat-shelf-camera.ts", "parts-inspection.ts"]
