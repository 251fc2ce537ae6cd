"""The cases in tests/cases, one test each."""

import re
from pathlib import Path

import pytest

import policybuilder.iam
from policybuilder.iam import decide, prepare, verdict
from tests.case_files import BadCaseError, check, decision_cases, layers_of_case, request_of_case

DECISIONS = decision_cases()


def shown(ref, wanted):
    """A determining statement as a case names it: layer, level for SCPs, policy, and Sid or index."""
    place = [ref.layer] if ref.level is None else [ref.layer, ref.level]
    return [*place, ref.policy, ref.sid if isinstance(wanted[-1], str) else ref.statement]


@pytest.mark.parametrize("case", [case for _, case in DECISIONS], ids=[name for name, _ in DECISIONS])
def test_decision(case):
    request, layers, expected = request_of_case(case["request"]), layers_of_case(case["layers"]), case["expected"]
    answer = decide(request, layers)
    assert answer.decision.value == expected["decision"]
    determining = list(zip(answer.determining, expected["determining"], strict=True))
    assert [shown(ref, wanted) for ref, wanted in determining] == expected["determining"]
    assert list(answer.blocked_by) == expected["blocked_by"]
    assert list(answer.missing_keys) == expected["missing"]
    assert list(answer.assumptions) == expected["assumptions"]
    assert verdict(request, layers) is answer.decision


def test_policies_made_ready_once_answer_the_questions_of_other_cases_as_well():
    """What is kept from one question never shows in the answer to another."""
    questions = [request_of_case(case["request"]) for _, case in DECISIONS]
    for index, (_, case) in enumerate(DECISIONS):
        layers = layers_of_case(case["layers"])
        ready, others = prepare(layers), questions[index % 97 :: 97]
        for request in (questions[index], *others, questions[index]):
            answer = decide(request, ready)
            assert answer == decide(request, layers)
            assert verdict(request, ready) is answer.decision


def test_there_are_enough_cases():
    assert len(DECISIONS) >= 400


def test_every_assumption_that_the_engine_gives_is_in_a_case():
    engine = Path(policybuilder.iam.__file__).parent
    texts = [path.read_text("utf-8") for path in engine.glob("*.py")]
    given = {found for text in texts for found in re.findall(r"""["'](10\.[0-9]+)["']""", text)}
    assert given == {found for _, case in DECISIONS for found in case["expected"]["assumptions"]}


def test_a_case_without_a_source_does_not_load():
    good = dict(DECISIONS[0][1])
    check(good)
    with pytest.raises(BadCaseError, match="no source"):
        check(good | {"source": " "})
    with pytest.raises(BadCaseError, match="members"):
        check(good | {"more": 1})
    for part in ("request", "layers"):
        with pytest.raises(BadCaseError, match="request or layers"):
            check(good | {part: good[part] | {"more": 1}})
