"""The engine and the naive oracle agree, decision and determining statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import decide
from tests import oracle
from tests.strategies import layers_of, plain_layers, settled_requests, statements

pytestmark = pytest.mark.law


def agree(request, plain):
    answer = decide(request, layers_of(plain))
    decision, hits = oracle.decide(request.action, request.resource, request.context, plain)
    assert answer.decision.value == decision
    assert [(ref.layer, ref.level, ref.policy, ref.statement) for ref in answer.determining] == hits


@given(settled_requests, plain_layers())
def test_engine_and_oracle_agree_on_whole_layers(request, plain):
    agree(request, plain)


@given(settled_requests, statements(effects=("Allow",)), st.booleans())
def test_engine_and_oracle_agree_on_single_statements(request, statement, variables):
    document = {"Statement": [statement]} | ({"Version": "2012-10-17"} if variables else {})
    agree(request, {"identity": [document], "boundary": None, "session": None, "scp": []})
