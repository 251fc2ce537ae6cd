"""The inventory with its database: reading, reading again, forgetting, listing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from botocore.validate import ParamValidator
from django.utils import timezone

from policybuilder.inventory import services
from policybuilder.inventory.readers import ProblemCode, read
from policybuilder.inventory.selectors import known_arns, pickers, project_list
from policybuilder.inventory.services import inventory_forget, inventory_read, sample_load, sample_text
from tests.inventory.cli import HOME, MADE, PROJECT, TEST, TRAIN, VERSION, client, project, projects, version, versions


def counts(outcome):
    return (outcome.added, outcome.updated, outcome.unchanged)


def test_reading_adds_then_changes_nothing(workspace):
    assert counts(inventory_read(workspace=workspace, text=projects() + versions())) == (4, 0, 0)
    assert counts(inventory_read(workspace=workspace, text=versions(cli=1) + projects(cli=1))) == (0, 0, 4)
    assert known_arns(workspace=workspace) == tuple(sorted([PROJECT, TRAIN, TEST, VERSION]))


def test_news_is_counted_and_kept(workspace):
    inventory_read(workspace=workspace, text=projects() + versions())
    outcome = inventory_read(
        workspace=workspace,
        text=versions(version(Status="STOPPED"), version(f"{HOME}/my-project/version/2/1790556751958")),
    )
    assert counts(outcome) == (1, 1, 0)
    [known] = project_list(workspace=workspace)
    assert [(found.name, found.status) for found in known.versions] == [("2", "RUNNING"), ("1", "STOPPED")]


def test_what_a_text_does_not_tell_stays_known(workspace):
    inventory_read(workspace=workspace, text=versions())
    assert counts(inventory_read(workspace=workspace, text=VERSION)) == (0, 0, 1)
    [known] = project_list(workspace=workspace)
    assert known.versions[0].status == "RUNNING"
    assert known.versions[0].created == MADE + timedelta(days=1)


def test_it_is_known_when_something_was_read_last(workspace, monkeypatch):
    inventory_read(workspace=workspace, text=projects())
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    inventory_read(workspace=workspace, text=TRAIN)
    [known] = project_list(workspace=workspace)
    assert {dataset.type: dataset.read_at == later for dataset in known.datasets} == {"train": True, "test": False}
    assert known.read_at == later


def test_problems_and_page_tokens_come_through(workspace):
    outcome = inventory_read(workspace=workspace, text=projects(project(PROJECT + "/x"), NextToken="AAAA"))
    assert outcome.incomplete
    assert [problem.code for problem in outcome.problems] == [ProblemCode.ARN_UNREADABLE]
    assert inventory_read(workspace=workspace, text="").problems[0].code is ProblemCode.NOTHING_FOUND


def test_a_project_is_whatever_shares_its_name_and_place(workspace):
    elsewhere = PROJECT.replace("us-east-1", "eu-west-1")
    other_account = PROJECT.replace("111122223333", "444455556666")
    inventory_read(workspace=workspace, text=f"{PROJECT} {VERSION} {TRAIN} {elsewhere} {other_account}")
    places = [(known.account, known.region, len(known.versions)) for known in project_list(workspace=workspace)]
    assert places == [
        ("111122223333", "eu-west-1", 0),
        ("111122223333", "us-east-1", 1),
        ("444455556666", "us-east-1", 0),
    ]


def test_a_project_of_which_only_versions_are_known(workspace):
    inventory_read(workspace=workspace, text=VERSION)
    [known] = project_list(workspace=workspace)
    assert (known.name, known.timestamp, known.arn) == ("my-project", "", f"{HOME}/my-project/*")
    assert known.arns == (VERSION,)
    assert known.created is None
    assert inventory_forget(workspace=workspace, arn=known.arn) == 1


def test_a_project_that_was_made_again(workspace):
    again = f"{HOME}/my-project/1790474772815"
    inventory_read(workspace=workspace, text=f"{again}\n{PROJECT}")
    [known] = project_list(workspace=workspace)
    assert (known.arn, known.older, known.arns) == (again, (PROJECT,), (again, PROJECT))


def test_creation_times_come_from_listings_else_from_arns(workspace):
    inventory_read(workspace=workspace, text=f"{TRAIN} {HOME}/my-project/version/old/12345678901 {PROJECT}")
    [known] = project_list(workspace=workspace)
    assert known.created == MADE
    assert known.datasets[0].created == datetime(2023, 7, 27, 16, 41, 24, 535000, tzinfo=UTC)
    assert known.versions[0].created is None
    inventory_read(workspace=workspace, text=projects(project(CreationTimestamp=MADE + timedelta(seconds=1))))
    assert project_list(workspace=workspace)[0].created == MADE + timedelta(seconds=1)


def test_versions_come_newest_first_whatever_their_number_of_digits(workspace):
    numbers = ["9", "1690556751958", "16905567519580", "1690556751959", "0016905567519581"]
    text = " ".join(f"{HOME}/cats/version/v{number}/{number}" for number in numbers)
    inventory_read(workspace=workspace, text=text)
    [known] = project_list(workspace=workspace)
    shown = [found.timestamp for found in known.versions]
    assert shown == ["0016905567519581", "16905567519580", "1690556751959", "1690556751958", "9"]


def test_adapters_are_marked(workspace):
    inventory_read(workspace=workspace, text=projects(project(Feature="CONTENT_MODERATION", Datasets=[])))
    inventory_read(workspace=workspace, text=versions(version(f"{HOME}/b/version/1/1", Feature="CONTENT_MODERATION")))
    assert [known.is_adapter for known in project_list(workspace=workspace)] == [True, True]


def test_statuses_read_as_words(workspace):
    inventory_read(workspace=workspace, text=versions(version(Status="TRAINING_COMPLETED")))
    [known] = project_list(workspace=workspace)
    assert known.versions[0].status_words == "Training completed"
    assert known.status_words == ""


def test_a_stranger_sees_and_forgets_nothing(workspace, stranger):
    inventory_read(workspace=workspace, text=projects())
    assert project_list(workspace=stranger) == ()
    assert known_arns(workspace=stranger) == ()
    assert inventory_forget(workspace=stranger) == 0
    assert inventory_forget(workspace=stranger, arn=PROJECT) == 0
    assert counts(inventory_read(workspace=stranger, text=PROJECT)) == (1, 0, 0)
    assert len(known_arns(workspace=workspace)) == 3


def test_forgetting_one_project_with_all_that_belongs_to_it(workspace):
    other = f"{HOME}/my-project-2/1690474772815"
    inventory_read(workspace=workspace, text=projects() + versions() + other)
    assert inventory_forget(workspace=workspace, arn=PROJECT) == 4
    assert known_arns(workspace=workspace) == (other,)


@pytest.mark.parametrize(
    "arn",
    [
        "",
        "*",
        "nonsense",
        "arn:aws:s3:::cats",
        f"{HOME}/unknown/1",
        "arn:aws:rekognition:us-east-1:111122223333:project",
    ],
)
def test_forgetting_what_is_no_known_project_forgets_nothing(workspace, arn):
    inventory_read(workspace=workspace, text=projects())
    assert inventory_forget(workspace=workspace, arn=arn) == 0
    assert len(known_arns(workspace=workspace)) == 3


def test_forgetting_everything(workspace):
    sample_load(workspace=workspace)
    assert inventory_forget(workspace=workspace) == len(read(sample_text()).items)
    assert project_list(workspace=workspace) == ()


def test_a_workspace_keeps_so_many_and_says_so(workspace, monkeypatch):
    monkeypatch.setattr(services, "MOST_ITEMS", 3)
    inventory_read(workspace=workspace, text=PROJECT)
    outcome = inventory_read(workspace=workspace, text=f"{PROJECT} {TRAIN} {TEST} {VERSION}")
    assert counts(outcome) == (2, 0, 1)
    assert [(problem.code, problem.params) for problem in outcome.problems] == [
        (ProblemCode.INVENTORY_FULL, {"most": "3", "left_out": "1"})
    ]
    assert counts(inventory_read(workspace=workspace, text=versions())) == (0, 0, 0)


def test_names_to_offer(workspace):
    sample_load(workspace=workspace)
    inventory_read(
        workspace=workspace, text="arn:aws:rekognition:eu-west-1:444455556666:project/cats/version/v9/1990000000001"
    )
    offered = pickers(workspace=workspace)
    assert offered.projects == ("catalog", "cats", "MyProject", "parts")
    assert offered.versions["cats"] == ("v9", "v3", "v2", "v1")
    assert offered.accounts == ("111122223333", "444455556666")
    assert offered.regions == ("eu-west-1", "us-east-1")


def test_the_sample_is_what_the_api_answers():
    model = client().meta.service_model
    items = read(sample_text())
    assert items.problems == ()
    assert not items.incomplete
    decoder, answers = json.JSONDecoder(), []
    for line in sample_text().split("$ aws rekognition ")[1:]:
        operation = "".join(word.title() for word in line.split()[0].split("-"))
        value, _ = decoder.raw_decode(line[line.index("\n") + 1 :])
        report = ParamValidator().validate(value, model.operation_model(operation).output_shape)
        assert not report.has_errors(), report.generate_report()
        answers.append(operation)
    assert answers == ["DescribeProjects", *["DescribeProjectVersions"] * 4]


def test_the_sample_can_be_used(workspace):
    outcome = sample_load(workspace=workspace)
    assert outcome.problems == ()
    assert counts(sample_load(workspace=workspace)) == (0, 0, outcome.added)
    known = {found.name: found for found in project_list(workspace=workspace)}
    assert [found.name for found in known["MyProject"].versions] == ["Draft-7", "MyVersion"]
    assert [found.type for found in known["MyProject"].datasets] == ["test", "train"]
    assert f"{HOME}/cats/version/v1/1690000000001" in known["cats"].arns  # the one in design and scenarios
    assert len({found.status for project in known.values() for found in project.versions}) >= 6
    assert {project.account for project in known.values()} == {"111122223333"}


@pytest.mark.parametrize("more", [1, 20])
def test_queries_do_not_grow_with_what_is_known(workspace, django_assert_num_queries, more):
    text = " ".join(
        f"{HOME}/p{n}/{n + 1} {HOME}/p{n}/version/v/{n + 1} {HOME}/p{n}/dataset/train/{n + 1}" for n in range(more)
    )
    inventory_read(workspace=workspace, text=text)
    for selector in (project_list, known_arns, pickers):
        with django_assert_num_queries(1):
            selector(workspace=workspace)
    with django_assert_num_queries(4):  # savepoint, select, insert, release
        inventory_read(workspace=workspace, text=text)
