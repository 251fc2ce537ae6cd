"""Condition entries: truth, reason, missing keys and assumptions of each ("Condition operators", "Single-valued vs.
multivalued context keys"). Worked examples are in tests/cases/decisions."""

import pytest

from policybuilder.iam import ConditionEntry, ContextValue, Request, Truth, Values
from policybuilder.iam.conditions import evaluate_condition, prepare_condition
from policybuilder.iam.reasons import ConditionReason as Reason
from policybuilder.iam.request import Context
from policybuilder.iam.variables import Dialect

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
WITH_VARIABLES = Dialect(variables=True)
KNOWN: dict[str, ContextValue] = {
    "k": "v",
    "n": "7",
    "bad": "x",
    "empty": "",
    "several": ("a", "b"),
    "none": (),
    "blank": ("",),
    "star": "v*",
    "arn": "arn:aws:iam::1:role/a",
    "starred": ("v*", "b"),
    "half": ("", "a"),
}


def trace(operator, key, *values, dialect=WITH_VARIABLES):
    context = Context(Request("a:b", "*", context=KNOWN, open_keys=frozenset({"open", "other", "aws:UserAgent"})))
    condition = prepare_condition(ConditionEntry(operator, key, Values(values)), dialect)
    return evaluate_condition(condition, context)


@pytest.mark.parametrize(
    ("operator", "key", "values", "truth", "reason"),
    [
        ("StringEquals", "k", ["x", "v"], YES, Reason.MATCHED),
        ("StringEquals", "K", ["x"], NO, Reason.NOT_MATCHED),
        ("StringNotEquals", "k", ["x", "y"], YES, Reason.MATCHED),
        ("StringNotEquals", "k", ["x", "v"], NO, Reason.NOT_MATCHED),
        ("StringEquals", "gone", ["v"], NO, Reason.KEY_ABSENT),
        ("StringNotEquals", "gone", ["v"], YES, Reason.KEY_ABSENT_HOLDS),
        ("StringEqualsIfExists", "gone", ["v"], YES, Reason.KEY_ABSENT_HOLDS),
        ("StringNotEqualsIfExists", "gone", ["v"], YES, Reason.KEY_ABSENT_HOLDS),
        ("StringEqualsIfExists", "k", ["x"], NO, Reason.NOT_MATCHED),
        ("StringEquals", "none", ["v"], NO, Reason.KEY_ABSENT),
        ("NumericEquals", "bad", ["7"], NO, Reason.VALUE_MALFORMED),
        ("NumericEquals", "n", ["x"], NO, Reason.POLICY_VALUE_MALFORMED),
        ("NumericEquals", "n", ["x", "7"], YES, Reason.MATCHED),
        ("NumericNotEquals", "n", ["7", "x"], NO, Reason.NOT_MATCHED),
        ("NumericNotEquals", "n", ["8", "x"], NO, Reason.POLICY_VALUE_MALFORMED),
        ("StringEquals", "several", ["a"], NO, Reason.NEEDS_SET_OPERATOR),
        ("StringEqualsIfExists", "several", ["a"], NO, Reason.NEEDS_SET_OPERATOR),
        ("ForAllValues:StringEquals", "several", ["a", "b", "c"], YES, Reason.MATCHED),
        ("ForAllValues:StringEquals", "several", ["a"], NO, Reason.NOT_MATCHED),
        ("ForAnyValue:StringEquals", "several", ["b"], YES, Reason.MATCHED),
        ("ForAnyValue:StringEquals", "several", ["c"], NO, Reason.NOT_MATCHED),
        ("ForAllValues:StringEquals", "k", ["v"], YES, Reason.MATCHED),
        ("ForAllValues:StringEquals", "gone", ["v"], YES, Reason.KEY_ABSENT_HOLDS),
        ("ForAllValues:StringEquals", "none", ["v"], YES, Reason.KEY_ABSENT_HOLDS),
        ("ForAllValues:StringEquals", "blank", ["v"], YES, Reason.KEY_ABSENT_HOLDS),
        ("ForAllValues:StringEquals", "empty", ["v"], NO, Reason.NOT_MATCHED),
        ("ForAllValues:StringEquals", "half", ["a"], NO, Reason.NOT_MATCHED),
        ("ForAnyValue:StringEquals", "blank", [""], YES, Reason.MATCHED),
        ("ForAnyValue:StringEquals", "gone", ["v"], NO, Reason.KEY_ABSENT),
        ("ForAllValues:StringEquals", "k", [], NO, Reason.NO_VALUES),
        ("ForAllValues:StringNotEquals", "k", [], NO, Reason.NO_VALUES),
        ("ForAnyValue:StringNotEquals", "k", [], NO, Reason.NO_VALUES),
        ("StringEqualsIfExists", "k", [], NO, Reason.NO_VALUES),
        ("StringEqualsIfExists", "gone", [], YES, Reason.KEY_ABSENT_HOLDS),
        ("ForAllValues:StringEquals", "gone", [], YES, Reason.KEY_ABSENT_HOLDS),
        ("Null", "gone", ["true"], YES, Reason.KEY_ABSENT_HOLDS),
        ("Null", "gone", ["false"], NO, Reason.KEY_ABSENT),
        ("Null", "k", ["true"], NO, Reason.NOT_MATCHED),
        ("Null", "k", ["False"], YES, Reason.MATCHED),
        ("Null", "k", ["true", "false"], YES, Reason.MATCHED),
        ("Null", "k", ["maybe"], NO, Reason.POLICY_VALUE_MALFORMED),
        ("Null", "none", ["true"], YES, Reason.KEY_ABSENT_HOLDS),
        ("Null", "several", ["false"], YES, Reason.MATCHED),
        ("ForAllValues:Null", "k", ["true"], YES, Reason.MATCHED),
        ("ForAnyValue:Null", "gone", ["true"], NO, Reason.NOT_MATCHED),
        ("StringMatches", "k", ["v"], NO, Reason.OPERATOR_NOT_KNOWN),
        ("StringEquals", "k", ["${gone}"], NO, Reason.VARIABLE_WITHOUT_VALUE),
        ("StringNotEquals", "k", ["${gone}"], YES, Reason.VARIABLE_WITHOUT_VALUE),
        ("StringEquals", "k", ["${gone}", "v"], YES, Reason.MATCHED),
        ("StringEquals", "k", ["${k}"], YES, Reason.MATCHED),
        ("StringLike", "star", ["v${*}"], YES, Reason.MATCHED),
        ("StringLike", "k", ["${star}"], NO, Reason.NOT_MATCHED),
        ("NumericEquals", "n", ["${n}"], NO, Reason.POLICY_VALUE_MALFORMED),
        ("ArnEquals", "arn", ["arn:aws:iam::*:role/${gone}"], NO, Reason.VARIABLE_WITHOUT_VALUE),
        ("ArnLike", "k", ["*"], NO, Reason.VALUE_MALFORMED),
    ],
)
def test_known_keys(operator, key, values, truth, reason):
    found = trace(operator, key, *values)
    assert (found.truth, found.reason) == (truth, reason)
    assert found.missing == ()


@pytest.mark.parametrize(
    ("operator", "key", "values", "assumptions"),
    [
        ("stringEquals", "k", ["v"], ("10.5",)),
        ("NumericNotEquals", "bad", ["7"], ("10.6",)),
        ("NumericNotEquals", "n", ["x"], ("10.6",)),
        ("NumericEquals", "bad", ["7"], ()),
        ("ForAllValues:StringNotEquals", "gone", ["v"], ("10.7",)),
        ("ForAnyValue:StringNotEquals", "gone", ["v"], ("10.7",)),
        ("ForAllValues:StringNotEqualsIfExists", "gone", ["v"], ()),
        ("ForAllValues:StringEquals", "gone", ["v"], ()),
        ("StringEquals", "several", ["a"], ("10.8",)),
        ("StringNotEquals", "aws:TagKeys", ["a"], ("10.8",)),
        ("StringNotEqualsIfExists", "aws:TagKeys", ["a"], ()),
        ("StringEquals", "aws:TagKeys", ["a"], ()),
        ("StringEquals", "k", [], ("10.9",)),
        ("StringNotEquals", "k", [], ("10.9",)),
        ("Null", "k", [], ("10.9",)),
        ("Bool", "k", ["${k}"], ("10.10",)),
        ("Bool", "k", ["true"], ()),
        ("StringEquals", "k", ["${star}"], ("10.11",)),
        ("StringEquals", "k", ["${star}", "v"], ()),
        ("StringEquals", "k", ["${star}", "w"], ("10.11",)),
        ("StringEquals", "k", ["${star}", "${open}"], ("10.11",)),
        ("StringEquals", "star", ["${star}", "v*"], ()),
        ("ForAnyValue:StringEquals", "starred", ["${star}", "b"], ()),
        ("ForAllValues:StringEquals", "starred", ["${star}", "b"], ("10.11",)),
        ("StringEquals", "empty", ["${empty}"], ("10.11",)),
        ("Null", "empty", ["true"], ("10.18",)),
        ("Null", "blank", ["true"], ("10.18",)),
        ("Null", "none", ["true"], ()),
        ("ForAnyValue:StringEqualsIfExists", "gone", ["v"], ("10.21",)),
        ("ForAllValues:StringEqualsIfExists", "gone", ["v"], ()),
        ("ForAnyValue:StringNotLike", "open", ["*"], ("10.7",)),
        ("ForAnyValue:StringEqualsIfExists", "open", ["v"], ("10.21",)),
        ("NumericNotEquals", "aws:UserAgent", ["x"], ("10.6",)),
        ("StringNotEquals", "aws:UserAgent", [], ("10.9",)),
        ("StringEquals", "open", ["v"], ()),
    ],
)
def test_assumptions(operator, key, values, assumptions):
    assert trace(operator, key, *values).assumptions == assumptions


@pytest.mark.parametrize("defaulted", [True, False])
def test_under_an_older_version_variables_are_text(defaulted):
    """ "IAM policy elements: Variables and tags": the Version must be 2012-10-17."""
    dialect = Dialect(variables=False, defaulted=defaulted)
    assert trace("StringEquals", "k", "${k}", dialect=dialect).truth is NO


def test_without_a_version_variables_are_text_by_assumption():
    dialect = Dialect(variables=False, defaulted=True)
    assert trace("StringEquals", "k", "${k}", dialect=dialect).assumptions == ("10.1",)
    assert trace("StringEquals", "k", "v", dialect=dialect).assumptions == ()
    assert trace("Bool", "k", "${k}", dialect=dialect).assumptions == ()


@pytest.mark.parametrize(
    ("operator", "key", "values", "missing"),
    [
        ("StringEquals", "open", ["v"], ("open",)),
        ("StringNotEquals", "OPEN", ["v"], ("open",)),
        ("StringEqualsIfExists", "open", ["v"], ("open",)),
        ("ForAllValues:StringEquals", "open", ["v"], ("open",)),
        ("ForAnyValue:StringEquals", "open", ["v"], ("open",)),
        ("StringLike", "open", ["*"], ("open",)),
        ("StringLikeIfExists", "open", ["*"], ("open",)),
        ("StringNotEquals", "open", ["${gone}"], ("open",)),
        ("Null", "open", ["true"], ("open",)),
        ("NumericLessThan", "open", ["7"], ("open",)),
        ("NumericNotEquals", "open", ["7"], ("open",)),
        ("StringEquals", "open", ["${other}"], ("open", "other")),
        ("StringNotEquals", "open", ["${other}"], ("open", "other")),
        ("StringEquals", "k", ["${open}"], ("open",)),
        ("StringNotEquals", "k", ["x", "${open}"], ("open",)),
        ("StringLike", "k", ["v${open}"], ("open",)),
        ("StringEqualsIgnoreCase", "k", ["V${open}"], ("open",)),
        ("ArnEquals", "arn", ["${open}"], ("open",)),
        ("ArnNotEquals", "arn", ["arn:aws:s3:::${open}"], ("open",)),
        ("ArnNotEquals", "aws:UserAgent", ["${gone}"], ("aws:UserAgent",)),
        ("ForAnyValue:StringEquals", "several", ["${open}", "${other}"], ("open", "other")),
        ("NumericEquals", "open", ["x", "7"], ("open",)),
        ("ForAllValues:StringLike", "open", [""], ("open",)),
        ("ForAllValues:StringLike", "open", ["${*}"], ("open",)),
        ("ForAllValues:StringLike", "open", ["*${*}"], ("open",)),
        ("ForAllValues:StringLike", "open", ["${other}"], ("open", "other")),
        ("ArnNotEquals", "aws:UserAgent", ["${other}"], ("aws:UserAgent", "other")),
        ("StringEquals", "aws:UserAgent", ["${other}", "${gone}"], ("aws:UserAgent", "other")),
        ("StringEquals", "open", [], ()),
    ],
)
def test_open_keys(operator, key, values, missing):
    found = trace(operator, key, *values)
    assert found.truth is (UNKNOWN if missing else NO)
    assert found.missing == missing


@pytest.mark.parametrize(
    ("operator", "key", "values", "truth"),
    [
        ("ForAllValues:StringLike", "open", ["*"], YES),
        ("ForAllValues:StringLike", "open", ["v", "**"], YES),
        ("ForAnyValue:StringNotLike", "open", ["*"], NO),
        ("StringEquals", "open", ["${gone}"], NO),
        ("NumericEquals", "open", ["x"], NO),
        ("StringEqualsIfExists", "aws:UserAgent", [], NO),
        ("StringLike", "aws:UserAgent", ["*"], YES),
        ("StringNotLike", "aws:UserAgent", ["*"], NO),
        ("StringNotEquals", "aws:UserAgent", ["${gone}"], YES),
        ("NumericNotEquals", "aws:UserAgent", ["x"], NO),
        ("Null", "aws:UserAgent", ["true"], NO),
        ("Null", "aws:UserAgent", ["false"], YES),
        ("Null", "open", ["true", "false"], YES),
        ("Null", "open", ["maybe"], NO),
        ("ForAllValues:Null", "open", ["true"], YES),
        ("StringEquals", "k", ["${open}", "v"], YES),
        ("StringNotEquals", "k", ["${open}", "v"], NO),
        ("StringEquals", "k", ["x${open}"], NO),
        ("StringNotEquals", "k", ["x${open}"], YES),
        ("ForAllValues:StringEquals", "several", ["a", "x${open}"], NO),
        ("ArnEquals", "arn", ["arn:aws:s3:::${open}"], NO),
        ("ArnLike", "aws:UserAgent", ["*"], NO),
        ("StringMatches", "open", ["v"], NO),
    ],
)
def test_open_keys_that_do_not_matter(operator, key, values, truth):
    found = trace(operator, key, *values)
    assert found.truth is truth
    assert found.missing == ()


def test_a_multivalued_key_without_set_operator_is_settled_though_open():
    context = Context(Request("a:b", "*", open_keys="*"))

    def truth(operator):
        condition = prepare_condition(ConditionEntry(operator, "aws:TagKeys", Values(("a",))), WITH_VARIABLES)
        return evaluate_condition(condition, context).truth

    assert truth("StringEquals") is NO
    assert truth("StringNotEquals") is UNKNOWN
    condition = prepare_condition(ConditionEntry("StringEquals", "aws:TagKeys", Values(("a",))), WITH_VARIABLES)
    assert evaluate_condition(condition, context).assumptions == ("10.8",)


def test_null_says_why_of_a_key_that_is_surely_there():
    assert trace("Null", "aws:UserAgent", "true").reason is Reason.NOT_MATCHED
    assert trace("Null", "aws:UserAgent", "false").reason is Reason.MATCHED
    assert trace("Null", "open", "true").reason is Reason.KEY_NOT_KNOWN


def test_one_condition_asked_again_answers_for_the_variables_of_each_request():
    condition = prepare_condition(ConditionEntry("StringEquals", "k", Values(("${n}",))), WITH_VARIABLES)
    fitting, other = (Context(Request("a:b", "*", context={"k": "7", "n": number})) for number in ("7", "8"))
    assert [evaluate_condition(condition, context).truth for context in (fitting, other, fitting)] == [YES, NO, YES]


def test_what_a_trace_shows():
    found = trace("StringLike", "K", "x", "v*")
    assert found.params == {"key": "k", "matched": "v*"}
    assert found.actual == "v"
    assert found.entry == ConditionEntry("StringLike", "K", Values(("x", "v*")))
    assert trace("StringEquals", "k", "${gone}").params == {"key": "k", "variable": "gone"}
    assert trace("NumericEquals", "n", "x").params == {"key": "n", "value": "x"}
    assert trace("NumericEquals", "bad", "7").params == {"key": "bad", "value": "x"}
    assert trace("StringEquals", "gone", "v").actual is None
