"""What is kept between questions is bounded."""

import pytest

from policybuilder.iam import Decision, Layers, Request, Truth, decide, prepare, verdict
from policybuilder.iam.kept import Kept
from policybuilder.iam.match import Question
from policybuilder.iam.prepared import KEPT_ACTIONS
from tests.strategies import PROJECT, USER, policy


def test_it_forgets_everything_when_it_is_full():
    kept: Kept[int, str] = Kept(2)
    assert [kept.keep(number, str(number)) for number in range(3)] == ["0", "1", "2"]
    assert dict(kept) == {2: "2"}


NOTHING_NAMED = {"Effect": "Allow", "Action": "*"}
TIMED = {
    "Effect": "Allow",
    "Action": "*",
    "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*",
    "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "60"}},
}


@pytest.mark.parametrize("statement", [TIMED, NOTHING_NAMED])
def test_many_different_questions_stay_right(statement):
    layers = Layers((policy({"Version": "2012-10-17", "Statement": [statement]}),))
    prepared = prepare(layers)
    for number in range(KEPT_ACTIONS + 50):
        context = {"aws:MultiFactorAuthAge": str(number % 120), "aws:PrincipalTag/team": f"t{number % 7}"}
        request = Request(f"s3:Get{number}", f"arn:aws:s3:::t{number % 5}/x", USER, context=context)
        right = statement is TIMED and number % 120 < 60 and number % 7 == number % 5
        assert (verdict(request, prepared).value == "allowed") is right
        assert decide(request, prepared) == decide(request, layers)


def test_an_entry_with_a_variable_is_not_answered_from_another_request():
    layers = Layers((policy({"Version": "2012-10-17", "Statement": [TIMED | {"Condition": {}}]}),))
    prepared = prepare(layers)
    for number in range(100):
        known = {"aws:PrincipalTag/team": "t?" if number % 3 else "t"}
        request = Request("s3:GetObject", "arn:aws:s3:::t/x", USER, context=known if number % 2 else {}, open_keys="*")
        assert decide(request, prepared) == decide(request, layers)


def test_an_entry_with_a_variable_says_of_each_request_what_is_known_of_it():
    layers = Layers((policy({"Version": "2012-10-17", "Statement": [TIMED | {"Condition": {}}]}),))
    [element] = prepare(layers).resources
    known = Request("s3:GetObject", "arn:aws:s3:::t/x", USER, context={"aws:PrincipalTag/team": "t"})
    opened = Request("s3:GetObject", "arn:aws:s3:::t/x", USER, open_keys="*")
    for _ in range(50):
        found = [element.trace(Question(request, bounded=False)).truth for request in (known, opened)]
        assert found == [Truth.YES, Truth.UNKNOWN]


def test_callers_of_one_account_are_told_apart_where_policies_name_them():
    grant = {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {"AWS": USER}}
    prepared = prepare(Layers(resource=(policy({"Version": "2012-10-17", "Statement": [grant]}),)))
    for caller in (USER, f"{USER}2", USER):
        decided = decide(Request("s3:GetObject", PROJECT, caller), prepared).decision
        assert (decided is Decision.ALLOWED) is (caller == USER)


def test_the_same_parts_are_one_object():
    twice = {"Effect": "Allow", "Action": "s3:*", "Resource": PROJECT, "Condition": {"Null": {"x:a": "true"}}}
    prepared = prepare(Layers((policy({"Version": "2012-10-17", "Statement": [twice, twice]}),)))
    first, second = prepared.layers[0].statements
    assert (first.action, first.resource, first.conditions) == (second.action, second.resource, second.conditions)
    assert (len(prepared.resources), len(prepared.conditions)) == (1, 1)
