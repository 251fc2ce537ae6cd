"""What people paste, and what is read out of it."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from policybuilder.inventory.readers import LONGEST_TEXT, MOST_ITEMS, MOST_PROBLEMS, ProblemCode, Reading, read
from policybuilder.wording.pages import LISTING_SENTENCES
from tests.inventory.cli import (
    HOME,
    MADE,
    PROJECT,
    TEST,
    TRAIN,
    VERSION,
    answer,
    dataset,
    printed,
    project,
    projects,
    version,
    versions,
)


def arns(reading: Reading) -> list[str]:
    return [item.name.arn for item in reading.items]


def codes(reading: Reading) -> list[str]:
    return [problem.code.value for problem in reading.problems]


@pytest.mark.parametrize("cli", [1, 2])
def test_projects_come_with_their_datasets(cli):
    reading = read(projects(cli=cli))
    assert arns(reading) == [PROJECT, TRAIN, TEST]
    first, train, _ = reading.items
    assert (first.status, first.created, first.feature) == ("CREATED", MADE, "CUSTOM_LABELS")
    assert (train.status, train.created, train.feature) == ("CREATE_COMPLETE", MADE, None)
    assert reading.problems == ()
    assert not reading.incomplete


@pytest.mark.parametrize("cli", [1, 2])
def test_versions_come_without_what_they_only_mention(cli):
    reading = read(versions(cli=cli))
    assert arns(reading) == [VERSION]
    assert (reading.items[0].status, reading.items[0].created) == ("RUNNING", MADE + timedelta(days=1))
    assert reading.problems == ()


def test_names_come_from_the_arn():
    names = [item.name for item in read(projects() + versions()).items]
    assert [(name.type, name.project, name.name, name.timestamp) for name in names] == [
        ("project", "my-project", "", "1690474772815"),
        ("dataset", "my-project", "train", "1690476084535"),
        ("dataset", "my-project", "test", "1690476084600"),
        ("projectversion", "my-project", "1", "1690556751958"),
    ]
    assert {(name.partition, name.region, name.account) for name in names} == {("aws", "us-east-1", "111122223333")}
    assert names[0].made == MADE


def test_a_number_that_is_no_date_gives_none():
    [item] = read(f"{HOME}/old/12345678901").items
    assert item.name.timestamp == "12345678901"
    assert item.name.made is None


@pytest.mark.parametrize(
    ("written", "time"),
    [
        (1690474772.815, MADE),
        (1690474772, MADE.replace(microsecond=0)),
        ("2023-07-27T09:19:32.815000-07:00", MADE),
        ("2023-07-27T16:19:32Z", MADE.replace(microsecond=0)),
        ("2023-07-27T16:19:32", MADE.replace(microsecond=0)),
    ],
)
def test_dates_of_both_versions(written, time):
    [item] = read(json.dumps({"ProjectArn": PROJECT, "CreationTimestamp": written})).items
    assert item.created == time
    assert item.created.tzinfo is not None


@pytest.mark.parametrize("written", ["yesterday", 1e300, -1e300, True, [1], {"a": 1}, "9" * 400, "2023-13-01"])
def test_a_date_that_cannot_be_read_is_said_and_the_item_taken(written):
    reading = read(json.dumps({"ProjectDescriptions": [{"ProjectArn": PROJECT, "CreationTimestamp": written}]}))
    assert arns(reading) == [PROJECT]
    assert reading.items[0].created is None
    [problem] = reading.problems
    assert problem.code is ProblemCode.VALUE_UNREADABLE
    assert problem.place == ("ProjectDescriptions", 0, "CreationTimestamp")
    assert problem.params["member"] == "CreationTimestamp"


def test_not_a_number_is_no_date():
    assert codes(read(f'{{"ProjectArn": "{PROJECT}", "CreationTimestamp": NaN}}')) == ["value_unreadable"]


def test_words_that_aws_does_not_have_yet_are_kept():
    [item] = read(json.dumps({"ProjectVersionArn": VERSION, "Status": "HIBERNATING", "Feature": "CUSTOM_SOUNDS"})).items
    assert (item.status, item.feature) == ("HIBERNATING", "CUSTOM_SOUNDS")


@pytest.mark.parametrize("status", [5, "x" * 65, "a\nb", "\ud800", ["CREATED"]])
def test_a_status_that_is_no_word_is_said(status):
    reading = read(json.dumps({"ProjectArn": PROJECT, "Status": status}))
    assert reading.items[0].status is None
    assert codes(reading) == ["value_unreadable"]


@pytest.mark.parametrize("status", ["", None])
def test_a_status_that_is_not_told_is_no_fault(status):
    reading = read(json.dumps({"ProjectArn": PROJECT, "Status": status, "CreationTimestamp": status}))
    assert reading.items[0].status is None
    assert codes(reading) == []


def test_a_page_token_means_that_there_is_more():
    assert read(projects(NextToken="AAAA")).incomplete
    assert read(versions(NextToken="AAAA")).incomplete
    assert not read(json.dumps({"ProjectDescriptions": [], "NextToken": None})).incomplete
    assert read(f"PROJECTDESCRIPTIONS\t{PROJECT}\tCREATED\nNEXTTOKEN\tAAAA\n").incomplete
    assert read(f"NextToken: AAAA\nProjectDescriptions:\n- ProjectArn: {PROJECT}\n").incomplete
    assert not read(f"NextToken: null\nProjectDescriptions:\n- ProjectArn: {PROJECT}\n").incomplete


def test_several_answers_in_a_row_with_prompts_between():
    text = (
        f"$ aws rekognition describe-projects\n{projects()}$ aws rekognition describe-project-versions\n{versions()}$ "
    )
    assert arns(read(text)) == [PROJECT, TRAIN, TEST, VERSION]
    assert codes(read(text)) == []


@pytest.mark.parametrize("between", ["", " ", "\n", ",\n", "\n\n---\n"])
def test_answers_however_they_are_joined(between):
    text = projects().strip() + between + versions().strip()
    assert arns(read(text)) == [PROJECT, TRAIN, TEST, VERSION]
    assert {item.status for item in read(text).items} == {"CREATED", "CREATE_COMPLETE", "RUNNING"}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([PROJECT, VERSION]),
        json.dumps([PROJECT, VERSION], indent=2),
        f"{PROJECT}\n{VERSION}\n",
        f"{PROJECT}\r\n{VERSION}\r\n",
        f"\ufeff{PROJECT} {VERSION}",
        f"Please allow {PROJECT}, and ({VERSION}).",
        f'<a href="{PROJECT}">cats</a>|{VERSION}|',
        f"arns='{PROJECT}';arn=\"{VERSION}\"",
        f"{PROJECT}{VERSION}",
        f"| {PROJECT} |\n| {VERSION} |",
        json.dumps({"Resource": [PROJECT, {"deeper": [VERSION]}]}),
        json.dumps({PROJECT: {"owner": "me"}, VERSION: {}}),
        json.dumps({"ProjectArn": PROJECT, "ProjectVersionArn": VERSION}),
        json.dumps({"ProjectArn": f" {PROJECT}\n"}) + VERSION,
        f"arn: {PROJECT}: {VERSION}?",
    ],
)
def test_any_text_with_arns_in_it(text):
    reading = read(text)
    assert sorted(arns(reading)) == sorted([PROJECT, VERSION])
    assert codes(reading) == []


def test_other_partitions_and_regions():
    text = "arn:aws-cn:rekognition:cn-north-1:111122223333:project/a.b_c-d/1"
    [item] = read(text).items
    assert (item.name.partition, item.name.region, item.name.project) == ("aws-cn", "cn-north-1", "a.b_c-d")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{HOME}/cats/*", "arn_pattern"),
        (f"{HOME}/${{name}}/1690474772815", "arn_pattern"),
        ("arn:aws:rekognition:*:111122223333:project/cats/1", "arn_pattern"),
        (f"{HOME}/cats", "arn_unreadable"),
        (f"{HOME}/cats/version/1", "arn_unreadable"),
        (f"{HOME}/cats/dataset/validation/1690474772815", "arn_unreadable"),
        (f"{HOME}/cats/1690474772815/more", "arn_unreadable"),
        (f"{HOME}/{'c' * 256}/1690474772815", "arn_unreadable"),
        (f"{HOME}/cats/{'1' * 2048}", "arn_unreadable"),
        (f"{HOME}/cats/169047477281٥", "arn_unreadable"),
        ("arn:aws:rekognition:us-east-1:11112222333:project/cats/1", "arn_unreadable"),
        ("arn:aws:rekognition:us-ea", "arn_unreadable"),
        ("arn:aws:rekognition:us-east-1:111122223333:collection/faces", "arn_other"),
        ("arn:aws:s3:::cat-images/in/1.jpg", "arn_other"),
    ],
)
def test_what_is_no_such_arn_is_said(text, code):
    if "٥" in text:  # a digit of another script ends the run of characters, so that a shorter number would be read
        assert arns(read(text)) == [text[:-1]]
        return
    for written in (text, json.dumps([text]), json.dumps({"ProjectDescriptions": [{"ProjectArn": text}]})):
        reading = read(written)
        assert reading.items == ()
        assert codes(reading) == [code]


def test_faults_say_where_they_are():
    text = projects(project(), project(f"{HOME}/other/1690474772816")).replace(f"{HOME}/other/", f"{HOME}/other//")
    [problem] = read(f"\n\n{text}").problems
    assert problem.place == ("ProjectDescriptions", 1, "ProjectArn")
    assert problem.params == {"value": f"{HOME}/other//1690474772816"}
    assert "other//" in f"\n\n{text}".splitlines()[problem.line - 1]


def test_the_rest_of_a_listing_is_read_when_one_entry_cannot_be():
    text = json.dumps(
        {"ProjectVersionDescriptions": [{"Status": "RUNNING"}, version(CreationTimestamp=1, TrainingEndTimestamp=1), 7]}
    )
    reading = read(text)
    assert arns(reading) == [VERSION]
    assert [(problem.code.value, problem.place) for problem in reading.problems] == [
        ("arn_missing", ("ProjectVersionDescriptions", 0)),
        ("arn_missing", ("ProjectVersionDescriptions", 2)),
    ]


def test_answers_that_do_not_say_whom_they_are_about():
    described = {"CreationTimestamp": MADE, "Status": "CREATE_COMPLETE", "DatasetStats": {"TotalEntries": 3}}
    assert codes(read(printed(answer("describe_dataset", {"DatasetDescription": described}, DatasetArn=TRAIN)))) == [
        "dataset_without_arn"
    ]
    tags = answer("list_tags_for_resource", {"Tags": {"team": "vision"}}, ResourceArn=PROJECT)
    assert codes(read(printed(tags))) == ["tags_without_arn"]


def test_a_dataset_answer_beside_its_arn():
    [item] = read(json.dumps({"DatasetArn": TRAIN, "DatasetDescription": {"Status": "UPDATE_COMPLETE"}})).items
    assert (item.name.arn, item.status) == (TRAIN, "UPDATE_COMPLETE")


def test_dates_of_a_project_policy_are_not_the_projects():
    policy = {"ProjectArn": PROJECT, "PolicyName": "share", "CreationTimestamp": MADE, "PolicyDocument": "{}"}
    [item] = read(printed(answer("list_project_policies", {"ProjectPolicies": [policy]}, ProjectArn=PROJECT))).items
    assert (item.name.arn, item.created) == (PROJECT, None)


def test_adapters_are_kept_with_their_feature():
    reading = read(projects(project(Feature="CONTENT_MODERATION", Datasets=[])))
    assert [item.feature for item in reading.items] == ["CONTENT_MODERATION"]


def test_a_later_mention_adds_and_never_takes_away():
    text = projects() + PROJECT + "\n" + json.dumps({"ProjectArn": PROJECT, "Status": "DELETING"})
    first = read(text).items[0]
    assert (first.name.arn, first.status, first.created) == (PROJECT, "DELETING", MADE)
    assert arns(read(text)) == [PROJECT, TRAIN, TEST]


def test_of_a_text_that_breaks_off_the_whole_entries_are_read():
    whole = projects(project(), project(f"{HOME}/other/1690474772816", Datasets=[]))
    reading = read(whole[: whole.index("other") + 3])
    assert arns(reading) == [PROJECT, TRAIN, TEST]
    assert reading.items[0].status == "CREATED"
    assert codes(reading) == ["json_broken", "arn_unreadable"]
    assert reading.problems[0].line == 1


@pytest.mark.parametrize("end", ["}", "]", '"', "\n"])
def test_arns_in_json_that_cannot_be_read(end):
    reading = read(f'{{"ProjectArn": "{PROJECT}", "Status" "CREATED"{end}')
    assert arns(reading) == [PROJECT]
    assert codes(reading) == ["json_broken"]


def test_a_member_that_stands_twice_loses_nothing():
    reading = read(f'{{"ProjectArn": "{PROJECT}", "ProjectArn": "{HOME}/b/1"}}')
    assert arns(reading) == [PROJECT, f"{HOME}/b/1"]
    assert codes(reading) == ["json_broken"]


@pytest.mark.parametrize(
    "text", ["", " \n", "no names here", "{}", "[]", '{"ProjectDescriptions": []}', "arn:", "barn:door"]
)
def test_a_text_that_names_nothing(text):
    reading = read(text)
    assert reading.items == ()
    assert codes(reading) == ["nothing_found"]


def test_bounds_are_said():
    long = read(PROJECT + " " * LONGEST_TEXT + VERSION)
    assert arns(long) == [PROJECT]
    assert codes(long) == ["text_too_long"]
    many = read("\n".join(f"arn:aws:rekognition:eu-west-1:111122223333:project/p/{n}" for n in range(MOST_ITEMS + 5)))
    assert len(many.items) == MOST_ITEMS
    assert [(problem.code.value, problem.params) for problem in many.problems] == [
        ("too_many_items", {"most": str(MOST_ITEMS), "left_out": "5"})
    ]
    faulty = read(f"{HOME}/cats\n" * (MOST_PROBLEMS + 7))
    assert len(faulty.problems) == MOST_PROBLEMS + 1
    assert (faulty.problems[-1].code.value, faulty.problems[-1].params) == ("too_many_problems", {"left_out": "7"})
    assert faulty.problems[41].line == 42


@pytest.mark.parametrize(
    "text",
    [
        "{" * 500_000,
        '{"' * 500_000,
        '[["' * 300_000,
        '\n["a' * 300_000,
        '{"a":' * 300_000,
        "arn:aws" * 250_000,
        "arn:" * 400_000,
        VERSION * 20_000,
    ],
    ids=["braces", "quotes", "brackets", "lines", "nesting", "arns", "prefixes", "versions"],
)
@pytest.mark.timeout(10)
def test_hard_texts_take_a_moment(text):
    read(text)


@pytest.mark.parametrize("member", ["Status", "CreationTimestamp", "ProjectArn", "Datasets", "Other"])
@pytest.mark.parametrize("brackets", ["[]", ['{"a":', "}"]])
def test_nesting_of_any_depth_returns(member, brackets):
    for depth in range(700, 1010):
        inside = brackets[0] * depth + "1" + brackets[1] * depth
        reading = read(f'{{"{member}": {inside}, "ProjectVersionArn": "{VERSION}"}}')
        assert arns(reading) == [VERSION]


def test_every_problem_has_its_sentence():
    assert {code.value for code in ProblemCode} == set(LISTING_SENTENCES)


def test_time_zones_do_not_matter():
    east = MADE.astimezone(timezone(timedelta(hours=9)))
    assert read(projects(project(CreationTimestamp=east))).items[0].created == MADE
    assert datetime(2023, 7, 27, 16, 19, 32, 815000, tzinfo=UTC) == MADE


def test_datasets_are_found_wherever_they_stand():
    assert arns(read(printed(dataset(), cli=1))) == [TRAIN]
    assert arns(read(printed([dataset(), dataset(TEST)]))) == [TRAIN, TEST]
