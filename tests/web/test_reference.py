"""The reference: every action of Amazon Rekognition, found by its words."""

from policybuilder.catalogue import catalogue

ACTIONS = {action.name for action in catalogue().actions.values() if action.service == "rekognition"}


def shown(visitor):
    return {each.id for each in visitor.page.all("th", scope="row")}


def test_every_action_is_there_once_with_what_aws_publishes(ana):
    ana.open("/reference/")
    assert shown(ana) == ACTIONS
    assert len(ACTIONS) == 76
    assert "76 of 76 actions" in ana.words
    row = ana.part("CopyProjectVersion").parent
    assert "Write" in row.words
    assert "CreateProjectVersion" in row.words
    assert "none: only" in ana.part("DescribeProjects").parent.words
    assert catalogue().meta.date in ana.words


def test_words_narrow_it_down(ana):
    ana.open("/reference/", search="  Custom LABELS detect ")
    assert shown(ana) == {"DetectCustomLabels"} or "DetectCustomLabels" in shown(ana)
    assert len(shown(ana)) < 10
    assert ana.part("search").get("value") == "  Custom LABELS detect "
    ana.open("/reference/", search="no such thing")
    assert shown(ana) == set()
    assert "No action has these words" in ana.words


def test_each_description_says_something(ana):
    ana.open("/reference/")
    for name in ACTIONS:
        assert len(ana.part(name).one("p").words) > 10


def test_the_page_of_patterns_is_there_for_tests_alone(ana):
    assert ana.open("/patterns/").status == 200
