"""The engine and the naive oracle agree, decision and determining statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import decide
from policybuilder.iam.request import resource_account
from tests import oracle_layers
from tests.strategies import layers_of, plain_layers, settled_requests, statements

pytestmark = pytest.mark.law


def agree(request, plain):
    answer = decide(request, layers_of(plain))
    asked = {
        "action": request.action,
        "resource": request.resource,
        "context": request.context,
        "principal": request.principal,
        "owner": resource_account(request),
        "management": request.management_account,
    }
    decision, hits = oracle_layers.decide(asked, plain)
    assert answer.decision.value == decision
    assert [(ref.layer, ref.level, ref.policy, ref.statement) for ref in answer.determining] == hits


@given(settled_requests, plain_layers())
def test_engine_and_oracle_agree_on_whole_layers(request, plain):
    agree(request, plain)


@given(settled_requests, statements(effects=("Allow",)), st.booleans())
def test_engine_and_oracle_agree_on_single_statements(request, statement, variables):
    document = {"Statement": [statement]} | ({"Version": "2012-10-17"} if variables else {})
    agree(request, {"identity": [document], "boundary": None, "session": None, "scp": [], "rcp": [], "resource": []})
