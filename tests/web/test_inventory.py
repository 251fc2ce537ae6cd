"""The inventory's page: what the CLI prints comes in, what cannot be read is said, and the pickers offer it."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policybuilder.inventory.services import sample_text
from tests.inventory.cli import PROJECT, TEST, TRAIN, VERSION, project, projects, version, versions


def known(visitor):
    visitor.open("/inventory/")
    return [each.words for each in visitor.page.all("h2", where=lambda each: each.id.startswith("project-"))]


@pytest.mark.parametrize("cli", [1, 2])
def test_what_the_cli_prints_is_read(ana, cli):
    ana.send("/inventory/", do="read", text=projects(cli=cli) + versions(cli=cli))
    assert ana.status == 200
    assert "Read: 4 new, 0 updated, 0 unchanged." in ana.words
    assert known(ana) == ["my-project"]
    table = ana.page.one("table").words
    assert "1" in table
    assert "Running" in table
    assert "28 Jul 2023" in table
    assert "train" in ana.words
    ana.send("/inventory/", do="read", text=projects(cli=cli))
    assert "0 new" in ana.words


def test_a_file_and_a_plain_list_are_read_too(ana):
    ana.send("/inventory/", do="read", file=io.BytesIO(projects().encode()))
    ana.send("/inventory/", do="read", text=f"{VERSION.replace('my-project', 'cats')}\n")
    assert known(ana) == ["cats", "my-project"]


def test_an_incomplete_listing_is_recognised(ana):
    ana.send("/inventory/", do="read", text=projects(NextToken="abc"))
    assert "it is not complete" in ana.words
    assert known(ana) == ["my-project"]


def test_what_could_not_be_read_is_said_with_its_line_and_the_rest_is_taken(ana):
    text = json.dumps(
        {"ProjectDescriptions": [project(CreationTimestamp=1.0, Datasets=[]), {"ProjectArn": "arn:aws:s3:::x"}]},
        indent=1,
    )
    ana.send("/inventory/", do="read", text=text)
    assert "arn:aws:s3:::x" in ana.words
    assert "Line " in ana.words
    assert known(ana) == ["my-project"]


def test_a_moderation_adapter_is_told_from_a_custom_labels_project(ana):
    ana.send("/inventory/", do="read", text=projects(project(Feature="CONTENT_MODERATION")))
    assert "moderation adapter" in ana.open("/inventory/").words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "Paste some text"),
        ("hello", "No project, model version or dataset is named"),
        ("{}", "No project"),
        ('{"ProjectDescriptions": []}', "No project"),
        ("arn:aws:s3:::cats", "arn:aws:s3:::cats"),
        ("a\x00b", "Null characters"),
        ('{"ProjectDescriptions": [{"ProjectArn": "half \\ud800"}]}', r"half \ud800 is not an ARN"),
    ],
)
def test_what_names_nothing_is_explained_and_stays(ana, text, expected):
    ana.send("/inventory/", do="read", text=text)
    assert ana.status == 422
    assert expected in ana.page.one(class_="error-summary").words
    assert ana.part("id_text").text.removeprefix("\n") == text
    assert known(ana) == []


def test_a_file_that_is_no_text_is_explained(ana):
    ana.send("/inventory/", do="read", file=io.BytesIO(b"\x89PNG\xff"))
    assert ana.status == 422
    assert "not UTF-8 text" in ana.field_message("file")


def test_the_sample_is_loaded_with_one_press_and_forgotten_with_another(ana):
    ana.open("/inventory/")
    assert "Nothing here yet" in ana.words
    ana.send("/inventory/", do="sample")
    names = known(ana)
    assert len(names) == 4
    assert "train Update complete" in ana.words
    assert "_COMPLETE" not in ana.words, "AWS's words are shown as one reads them"
    first = next(each.get("value") for each in ana.page.all("button") if each.get("value").startswith("forget:"))
    ana.send("/inventory/", do=first)
    assert "Nothing changed in AWS" in ana.words
    assert known(ana) == names[1:]
    ana.send("/inventory/", do="forget")
    assert known(ana) == []


@pytest.mark.parametrize("do", ["forget:nonsense", "forget:arn:aws:s3:::x", "forget:" + "x" * 5000, "forget:\x00"])
def test_a_made_up_project_is_not_forgotten(ana, do):
    ana.send("/inventory/", do="sample")
    ana.send("/inventory/", do=do)
    assert len(known(ana)) == 4


def test_the_builder_picks_from_it(ana):
    ana.send("/inventory/", do="read", text=projects() + versions())
    ana.open("/").press("rule-open:r2")
    picker = [each.get("value") for each in ana.page.all("button") if each.get("value").startswith("target-add:r2:")]
    assert picker == [
        f"target-add:r2:project:{PROJECT}",
        f"target-add:r2:versions:{PROJECT}",
        f"target-add:r2:version:{VERSION}",
        f"target-add:r2:exact:{VERSION}",
        f"target-add:r2:dataset:{TEST}",
        f"target-add:r2:dataset:{TRAIN}",
    ]
    assert [each.get("value") for each in ana.part("projects").all("option")] == ["my-project"]
    ana.press(picker[3])
    assert ana.part("rules-1-targets-1-arn").one("div").words.endswith("my-project/version/1/1690556751958")
    assert [each.get("value") for each in ana.part("rules-1-targets-1-versions").all("option")] == ["1"]


def test_a_pattern_shows_what_of_it_it_would_also_match(ben):
    ben.send("/inventory/", do="read", text=projects() + versions(version(), version(VERSION.replace("/1/", "/two/"))))
    ben.open("/").press("rule-open:r2")
    ben.fill("rules-1-targets-0-project", "my-*").fill("rules-1-targets-0-version", "*").preview()
    matched = [each.words for each in ben.part("rules-1-targets-0-arn").all(class_="chip")]
    assert set(matched) == {"my-project / 1", "my-project / two"}


def test_simulate_and_the_access_map_know_its_resources(ana):
    ana.send("/inventory/", do="read", text=projects() + versions())
    ana.open("/simulate/")
    options = [each.get("value") for each in ana.part("resources").all("option")]
    assert options[:1] == [PROJECT]
    assert VERSION in options
    ana.open("/").press("rule-open:r2").press(f"target-add:r2:versions:{PROJECT}").open("/pane/", pane="map")
    assert VERSION in [each.get("title") for each in ana.page.one("table").all("th")]


def many(count):
    texts = [json.dumps({"ProjectDescriptions": []})]
    texts += [f"{PROJECT.replace('my-project', f'p{number}')}\n" for number in range(count)]
    texts += [f"{VERSION.replace('my-project', f'p{number}')}\n" for number in range(count)]
    return "\n".join(texts)


@pytest.mark.parametrize("path", ["/", "/inventory/", "/simulate/", "/pane/?pane=map"])
def test_the_number_of_queries_does_not_grow_with_it(ana, path):
    ana.open("/").press("rule-open:r2")
    counts = []
    for count in (2, 150):
        ana.send("/inventory/", do="read", text=many(count))
        with CaptureQueriesContext(connection) as queries:
            assert ana.client.get(path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_a_preview_makes_as_many_queries_whatever_it_holds(ben):
    counts = []
    for rules in (1, 20):
        ben.open("/")
        for _ in range(rules):
            ben.press("rule-duplicate:r2")
        ben.type(settings_account=f"4444555566{rules:02}")
        with CaptureQueriesContext(connection) as queries:
            ben.preview()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_the_sample_is_what_the_cli_would_print():
    assert "ProjectDescriptions" in sample_text()
