"""The engine and the naive oracle agree, decision and determining statements."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import decide, derive_context
from tests import oracle
from tests.strategies import layers_of, plain_layers, requests, statements, wide_statements

pytestmark = pytest.mark.law


def closed(request):
    """The request with every open key given some text: the oracle knows no open keys."""
    derived = derive_context(request)
    filled = dict.fromkeys(derived.open_keys, "true")
    return replace(derived, context={**derived.context, **filled}, open_keys=frozenset())


def agree(request, plain):
    request = closed(request)
    answer = decide(request, layers_of(plain))
    decision, hits = oracle.decide(request.action, request.resource, request.context, plain)
    assert answer.decision.value == decision
    assert [(ref.layer, ref.level, ref.policy, ref.statement) for ref in answer.determining] == hits


@given(requests(), plain_layers())
def test_engine_and_oracle_agree_on_whole_layers(request, plain):
    agree(request, plain)


@given(requests(), statements(effects=("Allow",)) | wide_statements(effects=("Allow",)), st.booleans())
def test_engine_and_oracle_agree_on_single_statements(request, statement, variables):
    document = {"Statement": [statement]} | ({"Version": "2012-10-17"} if variables else {})
    agree(request, {"identity": [document], "boundary": None, "session": None, "scp": []})
