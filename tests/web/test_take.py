"""Take it: every form in the tab and as a file, refusals, the way into the console, a zip of several policies."""

import io
import json
import zipfile

import pytest
import yaml

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import compose, draft_plain, first_visit
from policybuilder.export import FORMS, Form, Placement
from policybuilder.iam import to_plain
from policybuilder.library.services import policy_create
from policybuilder.wording.exports import FORM_NAMES
from tests.export.policies import text_of
from tests.web.visitor import Visitor

ODD = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "${x}", "Future": 1}]}'
FILES = {form: f"policy{entry.ending}" for form, entry in FORMS.items()}
EVERY = pytest.mark.parametrize("form", list(Form), ids=lambda form: form.value)


@pytest.fixture
def saved(ana):
    """Ana's browser after she saved a policy; its address is `landed`."""
    ana.open("/").fill("name", "Cat shelf").press("save")
    return ana


def shown(visitor, **query):
    """The text that Copy gives in the tab."""
    visitor.open("/", pane="take", **query)
    return json.loads(visitor.part("export-text").text)


def keep(visitor, name, draft=None):
    """A policy in the visitor's library, past the pages; its id."""
    visitor.send("/new/", do="empty")
    workspace = workspace_require(visitor.client.session)
    return policy_create(workspace=workspace, name=name, draft=draft_plain(draft or first_visit())).public_id


def paste(visitor, text):
    """Open a document in the builder."""
    visitor.send("/new/", do="paste", text=text)


@EVERY
def test_each_form_is_shown_and_is_the_file(ana, form):
    text = shown(ana, **{"as": form.value})
    composed = compose(first_visit())
    assert text == (composed.text if form is Form.JSON else text_of(composed.policy, form))
    link = ana.page.one("a", href=f"/{FILES[form]}")
    answer = ana.client.get(link.get("href"))
    assert answer.status_code == 200
    assert answer.content.decode() == text
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{FILES[form]}"'
    chosen = ana.page.all("a", class_="filter", where=lambda each: each.get("aria-current") == "true")
    assert chosen[0].words == FORM_NAMES[form]


@EVERY
def test_a_saved_policy_has_an_address_for_each_form(saved, form):
    answer = saved.client.get(f"{saved.landed}{FILES[form]}")
    policy = compose(first_visit()).policy
    if form is not Form.JSON:
        assert answer.content.decode() == text_of(policy, form, Placement(name="Cat shelf"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="cat-shelf{FORMS[form].ending}"'


@EVERY
def test_another_browser_does_not_see_the_file(saved, form):
    assert Visitor().client.get(f"{saved.landed}{FILES[form]}").status_code == 404


def test_files_are_read_only_and_others_do_not_exist(ana):
    assert ana.client.post("/policy.tf").status_code == 405
    assert ana.client.head("/policy.tf").status_code == 200
    assert ana.client.get("/policy.exe").status_code == 404
    assert ana.client.get("/policies/nonsense/policy.tf").status_code == 404


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("policy.json", "application/json"),
        ("policy.yaml", "application/yaml"),
        ("policy.tf", "text/plain; charset=utf-8"),
        ("policy.ts", "text/plain; charset=utf-8"),
    ],
)
def test_programs_are_plain_text_to_a_browser(ana, file, kind):
    answer = ana.client.get(f"/{file}")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_policy_written_into_a_role(ana):
    ana.open("/", pane="take", **{"as": "cloudformation"})
    link = next(each for each in ana.page.all("a") if each.words == "Written into a role")
    text = shown(ana, **{"as": "cloudformation", "inline": "1"})
    assert link.get("href") == "/?pane=take&as=cloudformation&inline=1"
    assert "AWS::IAM::RolePolicy" in text
    assert ana.client.get("/policy.yaml?inline=1").content.decode() == text
    assert ana.page.one("a", href="/policy.yaml?inline=1")
    assert not [each for each in ana.open("/", pane="take").page.all("a") if each.words == "Written into a role"]


def test_the_choice_stays_while_one_types(ben):
    ben.open("/", pane="take", **{"as": "terraform", "inline": "1"})
    ben.type(rules_0_title="Look around").preview()
    assert "aws_iam_role_policy" in json.loads(ben.part("export-text").text)
    assert "LookAround" in json.loads(ben.part("export-text").text)


def test_another_kind_is_never_inline_and_has_its_own_way_into_the_console(ben):
    ben.open("/", pane="take", **{"as": "terraform", "inline": "1"})
    assert "https://console.aws.amazon.com/iam/home#/policies/create" in links(ben)
    ben.type(settings_kind="scp").preview()
    assert "aws_organizations_policy" in json.loads(ben.part("export-text").text)
    assert any(link.endswith("/policies/service-control-policy") for link in links(ben))
    ben.type(settings_kind="session").preview()
    assert "The AWS console has no page for this kind of policy" in ben.words
    assert not [link for link in links(ben) if "console" in link]


def test_another_partition_has_a_console_of_its_own(ben):
    ben.open("/", pane="take").type(settings_partition="aws-us-gov").preview()
    assert "https://console.amazonaws-us-gov.com/iam/home#/policies/create" in links(ben)


def links(visitor):
    return [each.get("href") or "" for each in visitor.page.all("a")]


def test_what_a_form_cannot_hold_is_said_in_place(ana):
    paste(ana, ODD)
    ana.open("/", pane="take", **{"as": "terraform"})
    assert "Terraform cannot hold this policy." in ana.words
    assert "Statement 1, Future: The data source has no place for Future." in ana.words
    assert not ana.has("export-text")
    answer = ana.client.get("/policy.tf")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("Terraform cannot hold this policy:\n- Statement 1, Future: ")
    assert "$${x}" in shown(ana, **{"as": "terraform-jsonencode"})


@EVERY
def test_markup_in_a_policy_stays_text(ana, form):
    paste(ana, ODD.replace("${x}", "</script><blink>${x}</blink>").replace('"Future": 1', '"Sid": "A"'))
    ana.open("/", pane="take", **{"as": form.value})
    assert not ana.page.all("blink")
    if form is not Form.TERRAFORM:
        assert "</script><blink>" in json.loads(ana.part("export-text").text)


def test_the_library_offers_a_zip_of_what_is_ticked(ana):
    ids = [keep(ana, name) for name in ("Cat shelf", "Cat  Shelf!", "猫")]
    ana.open("/policies/")
    boxes = ana.page.all("input", type="checkbox", name="id", form="ticked")
    assert {box.get("value") for box in boxes} == set(ids)
    form = ana.part("ticked")
    assert [option.get("value") for option in form.one("select").all("option")] == [each.value for each in Form]
    ana.send(form.get("action"), do="zip-ticked", id=ids[:2], **{"as": "cdk-typescript"})
    assert ana.landed == f"/policies/policies.zip?id={ids[0]}&id={ids[1]}&as=cdk-typescript"
    assert ana.answer.headers["Content-Disposition"] == 'attachment; filename="policies-cdk-typescript.zip"'


@EVERY
def test_a_zip_holds_each_policy_once_under_a_name_of_its_own(ana, form):
    ids = [keep(ana, name) for name in ("Cat shelf", "Cat  Shelf!", "猫")]
    answer = ana.client.get("/policies/policies.zip", {"id": [*ids, ids[0]], "as": form.value})
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="policies-{form.value}.zip"'
    ending = FORMS[form].ending
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [f"cat-shelf{ending}", f"cat-shelf-2{ending}", f"policy{ending}"]
        assert archive.testzip() is None
        texts = [archive.read(name).decode() for name in archive.namelist()]
    policy = compose(first_visit()).policy
    assert texts[0] == text_of(policy, form, Placement(name="Cat shelf"))
    if form is Form.CLOUDFORMATION:
        ((_, resource),) = yaml.safe_load(texts[2])["Resources"].items()
        assert resource["Properties"]["PolicyDocument"] == to_plain(policy.source)


def test_a_policy_that_the_form_cannot_hold_is_a_text_in_the_zip(ana):
    good = keep(ana, "Good")
    paste(ana, ODD)
    ana.open("/").fill("name", "Odd").press("save")
    odd = ana.landed.split("/")[2]
    answer = ana.client.get("/policies/policies.zip", {"id": [odd, good], "as": "terraform"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["odd-refused.txt", "good.tf"]
        assert "no place for Future" in archive.read("odd-refused.txt").decode()


def test_a_zip_of_nothing_leads_back_with_a_word(ana):
    answer = ana.client.get("/policies/policies.zip")
    assert answer.headers["Location"] == "/policies/"
    assert "Tick the policies that the zip should hold" in ana.open("/policies/").words


def test_a_zip_holds_nothing_of_another_workspace(ana, ben):
    mine, theirs = keep(ana, "Mine"), keep(ben, "Theirs")
    assert ana.client.get("/policies/policies.zip", {"id": [mine, theirs]}).status_code == 404
    assert Visitor().client.get("/policies/policies.zip", {"id": [mine]}).status_code == 404
    assert ana.client.get("/policies/policies.zip", {"id": ["x" * 16] * 201}).status_code == 404
    too_many = [f"{number:016}" for number in range(201)]
    assert ana.client.get("/policies/policies.zip", {"id": too_many}).status_code == 400
