"""What stands beside Save: the difference in access between what was saved and the working copy."""

import pytest

from policybuilder.analysis import DisagreementError
from policybuilder.web import changed
from policybuilder.web.comparing import compared


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    """And time enough, however busy the machine is."""
    changed._ANSWERS.clear()
    monkeypatch.setattr("policybuilder.web.contexts.build_page.PREVIEW_SECONDS", 30.0)
    monkeypatch.setattr("policybuilder.web.contexts.build_page.ASKED_SECONDS", 60.0)
    monkeypatch.setattr(changed, "ASKED_SECONDS", 60.0)


def save(visitor):
    visitor.open("/?open=r2")
    visitor.fill("name", "Shelf")
    visitor.press("save")
    return visitor


def change(visitor):
    return visitor.part("access-change").words


def add(visitor, operation="DeleteProjectVersion"):
    return visitor.tick("rules-1-operations", f"rekognition:{operation}")


def test_nothing_is_said_of_what_was_never_saved(ben):
    ben.open("/?open=r2")
    add(ben).preview()
    assert change(ben) == ""


def test_a_change_and_the_way_back(ben):
    save(ben)
    assert change(ben) == ""
    add(ben).preview()
    assert "This change allows DeleteProjectVersion on version MyVersion of project MyProject" in change(ben)
    assert "Gone Nothing: proved." in change(ben)
    ben.untick("rules-1-operations", "rekognition:DetectCustomLabels").preview()
    assert "It takes away DetectCustomLabels" in change(ben)
    ben.untick("rules-1-operations", "rekognition:DeleteProjectVersion")
    ben.tick("rules-1-operations", "rekognition:DetectCustomLabels").preview()
    assert "DetectCustomLabels" not in change(ben)


def test_each_line_asks_its_example_in_simulate(ana):
    save(ana)
    add(ana)
    ana.press("")
    links = [link.get("href") for link in ana.part("access-change-lines").all("a")]
    assert len(links) == 1
    page = ana.client.get(links[0]).content.decode()
    assert "DeleteProjectVersion" in page
    assert "allowed" in page


def test_another_kind_is_not_compared(ana):
    save(ana)
    ana.fill("settings-kind", "boundary")
    ana.press("")
    assert "another kind" in change(ana)


def test_over_the_time_it_is_not_decided_and_a_link_decides_it(ana, monkeypatch):
    save(ana)
    add(ana)
    monkeypatch.setattr(changed, "MOST_AT_ONCE", 0)
    ana.press("")
    assert "is not decided yet" in change(ana)
    link = ana.part("access-change").all("a")[0]
    assert link.words == "Decide it now"
    ana.open(link.get("href"))
    assert "This change allows DeleteProjectVersion" in change(ana)
    ana.open(ana.action)  # the answer is kept
    assert "This change allows DeleteProjectVersion" in change(ana)


def test_an_answer_is_kept_for_equal_texts(ana, monkeypatch):
    save(ana)
    add(ana)
    asked = []

    def counted(*given):
        asked.append(given)
        return compared(*given)

    monkeypatch.setattr(changed, "compared", counted)
    ana.press("")
    ana.fill("name", "Another name")
    ana.press("")
    ana.open(ana.action)
    assert len(asked) == 1


def test_a_fault_of_the_analysis_stops_no_work(ana, monkeypatch):
    save(ana)
    add(ana)

    def wrong(*_):
        raise DisagreementError("wrong")

    monkeypatch.setattr(changed, "compared", wrong)
    ana.press("")
    assert "is not decided yet" in change(ana)
