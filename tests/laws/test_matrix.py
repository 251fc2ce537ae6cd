"""Tables: every cell is what a single question would be answered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import Decision, decide, derive_context, prepare, table, tables
from policybuilder.iam.request import Context, DerivedContext
from tests.strategies import ACTIONS, KEYS, PROJECT, RESOURCES, VERSION, layers_of, plain_layers, requests, texts

pytestmark = pytest.mark.law

layers = plain_layers().map(layers_of)
ELSEWHERE = [
    PROJECT.replace("us-east-1", "eu-west-1"),
    PROJECT.replace("111122223333", "444455556666"),
    PROJECT.replace("us-east-1", "us-*"),
    PROJECT.replace("us-east-1", "US-EAST-1"),
    VERSION.replace("cats", "ana"),
    VERSION.replace("/v1/", "/v10/"),
    "arn:aws:logs:us-east-1:1:log-group:a",
    "arn:aws:rekognition:us-east-1:1",
    "",
]
MORE_ACTIONS = ["REKOGNITION:detectcustomlabels", "rekognition:DetectFaces", "kms:Decrypt", "x", ""]
_actions = st.lists(st.sampled_from([*ACTIONS, *MORE_ACTIONS]), max_size=5)
_resources = st.lists(st.sampled_from([*RESOURCES, *ELSEWHERE]), max_size=8)
_asked = requests(with_open_keys=True)


@given(_asked, layers, _actions, _resources)
def test_every_cell_is_what_decide_says(request, found, actions, resources):
    made = table(request, actions, resources, found)
    cells = [
        tuple(decide(replace(request, action=action, resource=resource), found).decision for resource in resources)
        for action in actions
    ]
    assert [made.row(index) for index in range(len(actions))] == cells
    assert [[made.decision(row, column) for column in range(len(resources))] for row in range(len(actions))] == [
        list(row) for row in cells
    ]


@given(_asked, layers, _actions, _resources, st.integers(-10, 10), st.integers(-10, 10))
def test_a_window_is_a_part_of_its_row(request, found, actions, resources, start, stop):
    made = table(request, actions, resources, found)
    for number, row in enumerate(made.rows):
        assert made.row(number, start, stop) == row.decisions()[start:stop]
        for decision in Decision:
            indexes = [index for index, one in enumerate(row.decisions()) if one is decision]
            assert (row.indexes(decision), row.count(decision)) == (indexes, len(indexes))


@given(st.lists(_asked, max_size=3), layers, _actions, _resources)
def test_several_tables_are_each_as_if_alone(askers, found, actions, resources):
    prepared = prepare(found)
    alone = tuple(table(asker, actions, resources, found) for asker in askers)
    assert tables(askers, actions, resources, prepared) == alone


_names = st.sampled_from([*KEYS, "AWS:tagkeys", "aws:username", "aws:EpochTime", "aws:ResourceAccount", "x:none"])


@given(_asked, _names | texts, st.sampled_from([*RESOURCES, *ELSEWHERE]))
def test_what_follows_is_the_same_whenever_it_is_derived(request, key, resource):
    asked = replace(request, resource=resource)
    assert DerivedContext(asked).look_up(key) == Context(derive_context(asked)).look_up(key)


@given(st.lists(_asked, min_size=2, max_size=6), layers)
def test_earlier_questions_change_no_answer(asked, found):
    prepared = prepare(found)
    assert [decide(one, prepared) for one in asked] == [decide(one, found) for one in asked]
