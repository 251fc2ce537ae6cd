"""Conditions that hold although the key is not there: ForAllValues, IfExists, and tests for multi-factor sign-in.

Sources: IAM User Guide, "IAM JSON policy elements: Condition operators" (...IfExists), "Set operators for multivalued
context keys", "AWS global condition context keys" (aws:MultiFactorAuthPresent, aws:MultiFactorAuthAge).
"""

from collections.abc import Iterator, Sequence

from policybuilder.catalogue.service_keys import KeyOwner
from policybuilder.iam import OperatorName
from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import moved, offered, with_null_test
from policybuilder.validator.conditions.fitting import written_as
from policybuilder.validator.conditions.keys import (
    AUDIENCE,
    GLOBAL,
    facts_of,
    is_single,
    never_carries,
    owner_of,
    prefix_of,
)
from policybuilder.validator.conditions.requests import sample_for
from policybuilder.validator.finding import Finding, Fix, fix
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import StatementView, Subject, Test

MFA_PRESENT = "aws:multifactorauthpresent"
MFA_AGE = "aws:multifactorauthage"
SIGNED_ONLY = ("aws:principalarn", "aws:principalisawsservice")  # not in requests that nobody signed
FROM_OUTSIDE = ("aws:sourceip",)
FROM_ENDPOINT = ("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpcsourceip")
ANYBODY_MAY_ASK = frozenset({PolicyKind.RESOURCE, PolicyKind.PROJECT, PolicyKind.RCP, PolicyKind.TRUST})


def check_sets_that_may_be_empty(subject: Subject) -> Iterator[Finding]:
    """FORALLVALUES_WITHOUT_NULL_CHECK: an Allow with ForAllValues allows requests without the key too."""
    for view in subject.statements:
        for test in view.tests if view.allows else ():
            name = test.name
            if name is None or name.row is None or not _may_be_many(test):
                continue
            if name.set_operator == "ForAllValues" and not any(_asks_for(each, test) for each in view.tests):
                yield _empty_set(view, test)


def _may_be_many(test: Test) -> bool:
    """Has the key many values, as far as is known? Of a provider's claims the audience has a check of its own."""
    facts = facts_of(test.key.value)
    if owner_of(test.key.value) is KeyOwner.FEDERATED:
        return not test.folded_key.endswith(AUDIENCE)
    return facts is not None and not is_single(facts)


def _asks_for(test: Test, about: Test) -> bool:
    """Does this test fail where the other's key is missing? A tag in the request brings aws:TagKeys with it."""
    if not needs_key(test):
        return False
    of_tags = about.folded_key == "aws:tagkeys" and test.folded_key.startswith("aws:requesttag/")
    return test.folded_key == about.folded_key or of_tags


def needs_key(test: Test) -> bool:
    """Does the test fail wherever the request lacks the key?"""
    name = test.name
    if name is None or name.if_exists:
        return False
    if name.row is None:
        values = {text.value.lower() for text in test.values}
        return name.set_operator is None and values == {"false"}
    if name.set_operator == "ForAllValues":
        return False
    return not name.negated or name.set_operator == "ForAnyValue"


def _empty_set(view: StatementView, test: Test) -> Finding:
    edits = with_null_test(view, test.key.value) if _carried(view, test) else ()
    return found(
        "FORALLVALUES_WITHOUT_NULL_CHECK",
        test.key.place,
        params={"key": test.key.value, "operator": test.operator.value, "effect": "Allow"},
        related=(test.operator.place,),
        fixes=offered(fix("null_test_added", *edits, key=test.key.value)),
        sample=sample_for(view, {}),
    )


def _carried(view: StatementView, test: Test) -> bool:
    """Can every action carry the key? One that never does would not be allowed at all by a test that needs it."""
    return not any(never_carries(text.value, test.folded_key) for text in view.texts("Action"))


def check_if_exists(subject: Subject) -> Iterator[Finding]:
    """IFEXISTS_WEAKENS_CONDITION and IFEXISTS_ON_ALWAYS_PRESENT_KEY."""
    for view in subject.statements:
        optional = [test for test in view.tests if not _always_there(test, subject.kind)]
        guarded = len(optional) < len(view.tests) or not all(map(_is_if_exists, optional))
        # an operator's IfExists is there for all keys of its block
        needed = {test.operator for test in optional}
        for test in view.tests:
            if test.name is None or not test.name.if_exists or facts_of(test.key.value) is None:
                continue
            if test.operator not in needed:
                yield _idle(view, test, test.name)
            elif view.allows and not guarded and _weak(view, test, test.name):
                yield _weakened(view, test, test.name)


def _is_if_exists(test: Test) -> bool:
    return test.name is not None and test.name.if_exists


def _always_there(test: Test, kind: PolicyKind) -> bool:
    facts = facts_of(test.key.value)
    unsigned = kind in ANYBODY_MAY_ASK and test.folded_key in SIGNED_ONLY
    return facts is not None and facts.always and not unsigned


def _weak(view: StatementView, test: Test, name: OperatorName) -> bool:
    """Negated and ForAllValues hold without the key anyway; a service's own key its actions may always carry."""
    if (
        name.negated
        or name.set_operator == "ForAllValues"
        or test.folded_key in (MFA_PRESENT, MFA_AGE)
        or prefix_of(test.folded_key) != GLOBAL
    ):
        return False
    return not _other_way_in(view, test)


def _other_way_in(view: StatementView, test: Test) -> bool:
    """Of address and endpoint every request carries one: with a test on each, none slips through."""
    others = {each.folded_key for each in view.tests}
    if test.folded_key in FROM_OUTSIDE:
        return not others.isdisjoint(FROM_ENDPOINT)
    return test.folded_key in FROM_ENDPOINT and not others.isdisjoint(FROM_OUTSIDE)


def _idle(view: StatementView, test: Test, name: OperatorName) -> Finding:
    return found(
        "IFEXISTS_ON_ALWAYS_PRESENT_KEY",
        test.key.place,
        params={"key": test.key.value, "operator": test.operator.value},
        related=(test.operator.place,),
        fixes=offered(_without_if_exists(view, test, name)),
    )


def _weakened(view: StatementView, test: Test, name: OperatorName) -> Finding:
    return found(
        "IFEXISTS_WEAKENS_CONDITION",
        test.key.place,
        params={"key": test.key.value, "operator": test.operator.value, "effect": "Allow"},
        related=(test.operator.place,),
        fixes=offered(_without_if_exists(view, test, name)) if _carried(view, test) else (),
        sample=sample_for(view, {}),
    )


def _without_if_exists(view: StatementView, test: Test, name: OperatorName) -> Fix:
    plain = written_as(name.row.name if name.row else "", name, if_exists=False)
    return fix("test_moved", *moved(view, test, plain), operator=plain)


def check_mfa(subject: Subject) -> Iterator[Finding]:
    """MFA_CONDITION_ANTIPATTERN: access keys carry neither of the two keys, console sessions without MFA carry false."""
    apart: dict[tuple[object, ...], list[Test]] = {}
    for view in subject.statements:
        if view.denies and len(view.tests) == 1 and view.tests[0].folded_key == MFA_PRESENT:
            apart.setdefault(_scope(view), []).append(view.tests[0])
    for view in subject.statements:
        for test in view.tests:
            if test.name is not None and test.folded_key in (MFA_PRESENT, MFA_AGE):
                yield from _mfa(view, test, test.name, apart.get(_scope(view), ()))


def _scope(view: StatementView) -> tuple[object, ...]:
    """What a statement is about: two with the same may share a task."""
    return tuple((name, tuple(text.value for text in element.texts)) for name, element in view.elements.items())


def _mfa(view: StatementView, test: Test, name: OperatorName, apart: Sequence[Test]) -> Iterator[Finding]:
    values = {text.value.lower() for text in test.values}
    base = test.base
    if test.folded_key == MFA_AGE:
        yield from _age(view, test, name)
    elif view.denies and base == "Bool" and values == {"false"} and not name.if_exists:
        if not any(_values(each) == {"true"} and each.base == "Null" for each in apart):
            better = moved(view, test, "BoolIfExists")
            yield _antipattern(view, test, "deny_false", fix("mfa_deny", *better), {})
    elif view.denies and base == "Null" and values == {"true"}:
        if not any(_values(each) == {"false"} and each.base == "Bool" for each in apart):
            edits = moved(view, test, "BoolIfExists", "false")
            context = {"aws:MultiFactorAuthPresent": "false"}
            yield _antipattern(view, test, "deny_absent", fix("mfa_deny", *edits), context)
    elif view.allows and base == "Null" and values == {"false"}:
        edits = moved(view, test, "Bool", "true")
        context = {"aws:MultiFactorAuthPresent": "false"}
        yield _antipattern(view, test, "allow_present", fix("mfa_allow", *edits), context)
    elif view.allows and base == "Bool" and values == {"true"} and name.if_exists:
        yield _antipattern(view, test, "allow_if_exists", fix("mfa_allow", *moved(view, test, "Bool")), {})


def _values(test: Test) -> set[str]:
    return {text.value.lower() for text in test.values}


def _age(view: StatementView, test: Test, name: OperatorName) -> Iterator[Finding]:
    """An age that is too high is denied, one that is low enough allowed; without MFA there is no age at all."""
    if view.denies and test.base.startswith("NumericGreaterThan") and not name.if_exists:
        better = written_as(test.base, name, if_exists=True)
        yield _antipattern(view, test, "deny_age", fix("test_moved", *moved(view, test, better), operator=better), {})
    elif view.allows and test.base.startswith("NumericLessThan") and name.if_exists:
        better = written_as(test.base, name, if_exists=False)
        yield _antipattern(view, test, "allow_age", fix("test_moved", *moved(view, test, better), operator=better), {})


def _antipattern(view: StatementView, test: Test, variant: str, mending: Fix, context: dict[str, str]) -> Finding:
    return found(
        "MFA_CONDITION_ANTIPATTERN",
        test.place,
        params={
            "key": test.key.value,
            "operator": test.operator.value,
            "values": tuple(text.value for text in test.values[:8]),
            "variant": variant,
            "effect": "Deny" if view.denies else "Allow",
        },
        related=(test.operator.place,),
        fixes=offered(mending),
        sample=sample_for(view, context),
    )
