"""The pages on the way from a text to a policy, in each of their states, and how a visitor gets there."""

import json

from playwright.sync_api import Page, expect

from policybuilder.authoring import guide_policies
from tests.browser.harness import allow_422

GUIDE, SECOND = (each.text for each in guide_policies())
BROKEN = GUIDE.replace('"Resource": "*"\n', '"Resource": "*",\n').replace('"Effect": "Deny",', '"Effect": “Deny”,')
DENY = {"Version": "2012-10-17", "Statement": [{"Sid": "No", "Effect": "Deny", "Action": "*", "Resource": "*"}]}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
VERSION = json.dumps({"PolicyVersion": {"Document": json.loads(SECOND), "VersionId": "v1", "IsDefaultVersion": True}})
ACCOUNT = json.dumps(
    {
        "RoleDetailList": [
            {
                "RoleName": "Trainer",
                "AssumeRolePolicyDocument": TRUST,
                "RolePolicyList": [{"PolicyName": "train-models", "PolicyDocument": json.loads(GUIDE)}],
            }
        ],
        "Policies": [
            {"PolicyName": "use-one-model", "PolicyVersionList": [{"Document": json.loads(SECOND), "VersionId": "v2"}]},
            {"PolicyName": "broken", "PolicyVersionList": [{"Document": "{", "VersionId": "v1"}]},
        ],
    },
    indent=2,
)
TEMPLATE = json.dumps(
    {
        "Resources": {
            "Reader": {
                "Type": "AWS::IAM::ManagedPolicy",
                "Properties": {
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": "s3:GetObject",
                                "Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}/*"},
                            }
                        ],
                    }
                },
            }
        }
    },
    indent=2,
)


def paste(page: Page, text: str) -> None:
    """Paste a text on the page for new policies and open it."""
    page.goto("/new/")
    page.get_by_label("Policy document").fill(text)
    page.get_by_role("button", name="Open it").click()


def opened(page: Page) -> None:
    """An answer of the CLI, opened: what became of it is said."""
    paste(page, VERSION)
    expect(page.get_by_text("Read 1 statement")).to_be_visible()


def several(page: Page) -> None:
    """The documents of an account, to choose from."""
    paste(page, ACCOUNT)
    expect(page.get_by_role("heading", name="Several policies")).to_be_visible()


def mending(page: Page) -> None:
    """A text with faults, shown in place."""
    allow_422(page, "/new/")
    paste(page, BROKEN)
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()


def computed(page: Page) -> None:
    """A template whose document is not plain."""
    allow_422(page, "/new/")
    paste(page, TEMPLATE)
    expect(page.get_by_role("heading", name="Not plain yet")).to_be_visible()


def ready(page: Page) -> None:
    """A text whose faults are mended."""
    mending(page)
    for _ in range(2):
        page.locator("#result").get_by_role("button").first.click()
    expect(page.get_by_text("Ready.")).to_be_visible()


def elsewhere(page: Page) -> None:
    """A trust policy, for which the builder has no form."""
    paste(page, json.dumps(TRUST, indent=2))
    expect(page.get_by_text("The builder has no form for a role trust policy")).to_be_visible()


def together(page: Page) -> None:
    """The guide's first policy with the button that mends all of it."""
    paste(page, GUIDE)
    page.goto("/?pane=findings")
    expect(page.get_by_text("3 places can never match")).to_be_visible()


STATES = {
    "import-opened": opened,
    "import-several": several,
    "import-mending": mending,
    "import-computed": computed,
    "import-ready": ready,
    "import-elsewhere": elsewhere,
    "import-together": together,
}
