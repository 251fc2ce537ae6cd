"""The access page: whole tables in windows, filters, and the two questions turned round."""

from urllib.parse import urlencode

import pytest

from tests.authoring.build import ALL, CATS_V1, allow, condition, deny, draft
from tests.web.test_simulate import HEAD, PROJECT, V1, V2, decision
from tests.web.test_simulate_layers import ONLY_S3, attach
from tests.web.visitor import working_on

POLICY = draft(
    allow("DetectCustomLabels", CATS_V1, title="Use it"),
    allow(
        "StartProjectVersion", CATS_V1, title="Run it", conditions=[condition("Bool", "aws:SecureTransport", "true")]
    ),
    deny("DeleteProjectVersion", ALL, title="Keep them"),
)
ARNS = f"{PROJECT}\n{V1}\n{V2}"


@pytest.fixture
def looking(ana):
    return working_on(ana, POLICY)


def table(visitor, **query):
    """The shown table as {operation: {resource: word}}; cells without a decision are left out."""
    visitor.open("/access/", **query)
    shown = visitor.part("access").one("table")
    titles = [each.words for each in shown.one("thead").all("th")[1:]]
    return {
        row.one("th").words: {
            title: cell.words for title, cell in zip(titles, row.all("td"), strict=True) if cell.words != "–"
        }
        for row in shown.one("tbody").all("tr")
    }


def listed(visitor, **query):
    visitor.open("/access/", **query)
    rows = visitor.part("access").one("tbody").all("tr")
    return {row.one("th").words.split()[0]: row.one("td").words for row in rows}


def test_every_operation_of_custom_labels_meets_every_resource(looking):
    shown = table(looking, arns=ARNS)
    assert len(shown) >= 15
    assert shown["DetectCustomLabels"] == {"cats / v1": "allowed", "cats / v2": "not granted"}
    assert shown["StartProjectVersion"] == {"cats / v1": "depends", "cats / v2": "not granted"}
    assert shown["DeleteProjectVersion"] == {"cats / v1": "denied", "cats / v2": "denied"}
    assert set(shown["CreateProject"]) == {"cats (project)", "cats / v1", "cats / v2"}


def test_a_task_and_a_decision_narrow_it(looking):
    assert set(table(looking, arns=ARNS, task="cl_infer")) == {"DetectCustomLabels"}
    shown = table(looking, arns=ARNS, decision="allowed")
    assert list(shown) == ["DetectCustomLabels"]
    assert list(shown["DetectCustomLabels"]) == ["cats / v1"]
    looking.open("/access/", arns=V2, task="cl_infer", decision="allowed")
    assert "No" in looking.part("access").words


def test_what_may_be_done_on_a_resource(looking):
    shown = listed(looking, arns=ARNS, resource=V1)
    assert "What may whoever has the policy do on cats / v1?" in looking.words
    assert shown["DetectCustomLabels"] == "allowed"
    assert shown["DeleteProjectVersion"] == "denied"
    assert "DescribeDataset" not in shown
    assert set(listed(looking, resource=V1, decision="allowed")) == {"DetectCustomLabels"}


def test_on_which_resources_an_operation_may_be_used(looking):
    looking.open("/access/", arns=ARNS, operation="DetectCustomLabels")
    assert "On which resources may whoever has the policy use DetectCustomLabels?" in looking.words
    rows = looking.part("access").one("tbody").all("tr")
    assert [(row.one("th").words, row.one("td").words) for row in rows] == [
        (f"cats / v1 {V1}", "allowed"),
        (f"cats / v2 {V2}", "not granted"),
        (f"cats (project) {PROJECT}", "not granted"),
    ][: len(rows)]


def test_every_cell_leads_to_an_answer_that_says_the_same(looking):
    looking.open("/access/", arns=ARNS, principal="arn:aws:iam::111122223333:user/ana")
    cells = looking.part("access").all("a", class_="decision")
    assert len(cells) > 20
    for cell in cells:
        href = cell.get("href")
        assert "principal=arn" in href
        looking.open(href)
        if "CopyProjectVersion" in href:  # it is about two resources: the other one is still to be said
            assert "give its ARN" in looking.part("answer").words
        else:
            assert decision(looking) == cell.words, href


def test_another_caller_and_what_is_attached_count(looking):
    root = "arn:aws:iam::111122223333:root"
    assert table(looking, arns=V2, task="cl_infer", principal=root)["DetectCustomLabels"] == {"cats / v2": "allowed"}
    attach(looking, "boundary", ONLY_S3, path="/simulate/")
    assert table(looking, arns=V1, task="cl_infer")["DetectCustomLabels"] == {"cats / v1": "not granted"}
    looking.open("/pane/", pane="map")
    assert "allowed" not in looking.page.one("table").words


def test_the_inventory_is_asked_about_and_typed_arns_alone_unless_wanted(ana):
    ana.send("/inventory/", do="sample")
    ana.open("/access/")
    titles = {each.words for each in ana.part("access").one("thead").all("th")}
    assert "parts / v3" in titles or "Page 1 of" in ana.words
    assert set(table(ana, arns=V1, task="cl_infer")["DetectCustomLabels"]) == {"cats / v1"}
    assert len(table(ana, arns=V1, task="cl_infer", inventory="yes")["DetectCustomLabels"]) > 1


def test_without_resources_it_says_what_to_do(ana):
    ana.open("/access/")
    assert "Nothing to show" in ana.words


def test_what_is_no_resource_is_named(ana):
    ana.open("/access/", arns=f"nonsense {V1}")
    assert "nonsense" in {chip.words for chip in ana.part("access").all(class_="chip")}


def test_windows_of_columns_and_of_rows(looking):
    arns = " ".join(f"{HEAD}/cats/version/v{number}/1690000000001" for number in range(100))
    looking.open("/access/", arns=arns)
    assert len(looking.part("access").one("thead").all("th")) == 13
    assert "Page 1 of 9" in looking.words
    looking.open("/access/", arns=arns, page="9")
    assert len(looking.part("access").one("thead").all("th")) == 5
    looking.open("/access/", arns=arns, operation="DetectCustomLabels")
    assert len(looking.part("access").one("tbody").all("tr")) == 60
    link = looking.page.one("a", rel="next").get("href")
    looking.open("/access/" + link)
    assert len(looking.part("access").one("tbody").all("tr")) == 40
    looking.open("/access/", arns=arns, page="nonsense", operation="Nothing", decision="maybe", task="none")
    assert looking.status == 200


def test_htmx_gets_the_table_alone(looking):
    looking.open("/access/", part=True, arns=ARNS)
    assert looking.has("access")
    assert not looking.has("id_operation")


def test_another_browser_has_its_own(looking, ben):
    looking.open("/").fill("name", "Cats").press("save")
    path = f"{looking.landed}access/?{urlencode({'arns': V1})}"
    assert looking.open(path).status == 200
    assert ben.open(path).status == 404


def test_the_table_leads_to_the_questions_turned_round(looking):
    looking.open("/access/", arns=ARNS, principal="arn:aws:iam::111122223333:user/ana")
    head = looking.part("access").one("table").one("thead")
    looking.open(next(each for each in head.all("a") if each.words == "cats / v1").get("href"))
    assert "What may this caller do on cats / v1?" in looking.part("access").words
    looking.open("/access/", arns=ARNS)
    body = looking.part("access").one("table").one("tbody")
    looking.open(next(each for each in body.all("a") if each.words == "DetectCustomLabels").get("href"))
    assert "On which resources may whoever has the policy use DetectCustomLabels?" in looking.part("access").words
    assert looking.part("id_arns").text.split() == ARNS.split()


def test_the_root_user_is_asked_about_himself(looking):
    assert listed(looking, resource=V2, principal="arn:aws:iam::111122223333:root")["DetectCustomLabels"] == "allowed"
