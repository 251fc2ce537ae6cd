"""The reference page of assumptions: each of them once, and the way there from an answer that names one."""

import re
from pathlib import Path

import policybuilder
from policybuilder.wording.assumptions import ASSUMPTIONS
from tests.authoring.build import CATS_V1, DOGS, allow, draft
from tests.web.test_simulate import HEAD, V1, ask
from tests.web.visitor import working_on

SOURCES = Path(policybuilder.__file__).parent


def rows(visitor):
    return {each.one("th").id: each.words for each in visitor.page.one("tbody").all("tr")}


def named_in_answers():
    """Every id that the code below the pages gives to an answer."""
    floors = ("iam", "catalogue", "authoring")
    text = "".join(path.read_text("utf-8") for floor in floors for path in (SOURCES / floor).rglob("*.py"))
    return set(re.findall(r'"(10\.\d+)"', text))


def test_every_assumption_has_its_row_with_what_is_open_what_is_assumed_and_where_to_look(ana):
    ana.open("/reference/assumptions/")
    assert set(rows(ana)) == set(ASSUMPTIONS)
    for name, each in ASSUMPTIONS.items():
        assert each.open in rows(ana)[name]
        assert each.assumed in rows(ana)[name]
        assert each.pages
        assert all(title in rows(ana)[name] for title in each.pages)


def test_the_list_is_complete_and_says_which_answers_name():
    assert named_in_answers() == {name for name, each in ASSUMPTIONS.items() if each.in_answers}


def test_no_two_assumptions_say_the_same():
    assert len({each.assumed for each in ASSUMPTIONS.values()}) == len(ASSUMPTIONS)
    assert len({each.open for each in ASSUMPTIONS.values()}) == len(ASSUMPTIONS)


def test_an_answer_that_names_one_leads_to_its_row(ana):
    working_on(ana, draft(allow("CopyProjectVersion", CATS_V1, DOGS, title="Copy it")))
    ask(ana, "CopyProjectVersion", V1, destination=f"{HEAD}/dogs/1690000000009")
    link = next(each for each in ana.part("answer").all("a") if "assumptions" in (each.get("href") or ""))
    address, _, place = link.get("href").partition("#")
    ana.open(address)
    assert "A copy is checked for CopyProjectVersion" in rows(ana)[place]


def test_both_pages_of_the_reference_lead_to_each_other(ana):
    ana.open("/reference/")
    assert "/reference/assumptions/" in {each.get("href") for each in ana.page.all("a")}
    ana.open("/reference/assumptions/")
    assert "/reference/" in {each.get("href") for each in ana.part("main").all("a")}
