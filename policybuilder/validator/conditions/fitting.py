"""Does the operator fit the key: type of the key, one value or many, one Boolean or two.

Sources: IAM User Guide, "IAM JSON policy elements: Condition operators", "Single-valued vs. multivalued context keys".
"""

from collections.abc import Iterator, Mapping
from itertools import islice

from policybuilder.catalogue.service_keys import KeyFacts
from policybuilder.iam import OPERATORS, OperatorName
from policybuilder.iam.operators import IF_EXISTS, Operator
from policybuilder.validator.base import found
from policybuilder.validator.conditions.changes import moved, moved_with_presence, offered
from policybuilder.validator.conditions.keys import AUDIENCE, facts_of, is_single, never_carries
from policybuilder.validator.conditions.requests import sample_for
from policybuilder.validator.finding import Finding, Fix, fix, replaced
from policybuilder.validator.forms import has_form
from policybuilder.validator.view import StatementView, Subject, Test

FITS: Mapping[str, str] = {
    "string": "String",
    "numeric": "Numeric",
    "date": "Date",
    "boolean": "Bool",
    "ip": "IPAddress",
    "arn": "ARN",
    "binary": "Binary",
}
ARN = "ARN"


def written_as(base: str, name: OperatorName, *, qualifier: str | None = None, if_exists: bool | None = None) -> str:
    """An operator with the set operator and the IfExists of another name, unless others are given; "" for none."""
    set_operator = name.set_operator if qualifier is None else qualifier
    ending = name.if_exists if if_exists is None else if_exists
    return f"{set_operator + ':' if set_operator else ''}{base}{IF_EXISTS if ending else ''}"


def check_fit(subject: Subject) -> Iterator[Finding]:
    """TYPE_MISMATCH, STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS, and set operators that do not fit the key."""
    for view in subject.statements:
        for test in view.tests:
            name, facts = test.name, facts_of(test.key.value)
            if name is None or facts is None or name.row is None:
                continue
            yield from _type(view, test, name, facts)
            yield from _values(view, test, name, facts)


def _type(view: StatementView, test: Test, name: OperatorName, facts: KeyFacts) -> Iterator[Finding]:
    row = name.row
    if row is None or not facts.types or FITS[row.family.name] in facts.types:
        return
    if ARN in facts.types and row.family.name == "string":
        if row.family.wild:
            yield _like_on_arn(view, test, name, row)
        return
    if row.family.name == "arn" and _holds_an_arn(test, facts):
        return
    better = _better_operator(test, name, facts.types[0])
    yield found(
        "TYPE_MISMATCH",
        test.key.place,
        params={
            "key": test.key.value,
            "operator": test.operator.value,
            "type": facts.types[0],
            "suggestion": better,
            "variant": "negated" if name.negated else "",
            "effect": _effect(view),
        },
        related=(test.operator.place,),
        fixes=offered(fix("test_moved", *(moved(view, test, better) if better else ()), operator=better)),
    )


def _holds_an_arn(test: Test, facts: KeyFacts) -> bool:
    """Some keys of type String are known to hold ARNs; what a tag or an encryption context holds, its user knows."""
    whole = all(text.value.startswith("arn:") and text.value.count(":") >= 5 for text in test.values)
    return facts.key.lower().endswith("arn") or (facts.open_ended and whole)


def _better_operator(test: Test, name: OperatorName, wanted: str) -> str:
    """The operator for the key's type that asks the same; "" where there is none or some value could never match under it."""
    row = name.row
    if row is None:
        return ""
    ending = row.name.removeprefix("Numeric").removeprefix("Date") if row.family.name in ("numeric", "date") else ""
    plain = "NotEquals" if row.negated else "Equals"
    bases = {
        "String": f"String{'Not' if row.negated else ''}{'Like' if row.family.wild else 'Equals'}",
        "Numeric": f"Numeric{ending or plain}",
        "Date": f"Date{ending or plain}",
        "IPAddress": "NotIpAddress" if row.negated else "IpAddress",
        "ARN": "ArnNotLike" if row.negated else "ArnLike",
        "Bool": "" if row.negated else "Bool",
    }
    better = OPERATORS.get(bases.get(wanted, ""))
    if better is None or (wanted == "String" and ending not in ("", "Equals", "NotEquals")):
        return ""
    texts = [text.value for text in islice(test.values, 50)]
    if not texts or any("${" in text or better.family.read(text) is None for text in texts):
        return ""
    if not all(has_form(test.folded_key, better.name, text) for text in texts):
        return ""
    return written_as(better.name, name)


def _like_on_arn(view: StatementView, test: Test, name: OperatorName, row: Operator) -> Finding:
    arn_operator = "ArnNotLike" if row.negated else "ArnLike"
    whole = all(len(text.value.split(":", 5)) == 6 for text in test.values)
    better = written_as(arn_operator, name)
    return found(
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
        test.key.place,
        params={
            "key": test.key.value,
            "operator": test.operator.value,
            "suggestion": better,
            "effect": _effect(view),
        },
        related=(test.operator.place,),
        fixes=offered(fix("test_moved", *(moved(view, test, better) if whole else ()), operator=better)),
    )


def _values(view: StatementView, test: Test, name: OperatorName, facts: KeyFacts) -> Iterator[Finding]:
    if facts.multivalued and name.set_operator is None:
        yield _missing_qualifier(view, test, name)
    if is_single(facts) and name.set_operator is not None and not test.folded_key.endswith(AUDIENCE):
        yield _set_of_one(view, test, name)


def _missing_qualifier(view: StatementView, test: Test, name: OperatorName) -> Finding:
    base = name.row.name if name.row else ""
    some, every = (written_as(base, name, qualifier=qualifier) for qualifier in ("ForAnyValue", "ForAllValues"))
    # ForAllValues holds without the key too, so that an Allow asks for the key as well
    all_edits = moved_with_presence(view, test, every) if view.allows else moved(view, test, every)
    if name.if_exists:
        all_edits = ()
    return found(
        "MISSING_QUALIFIER",
        test.key.place,
        params={"key": test.key.value, "operator": test.operator.value, "effect": _effect(view)},
        related=(test.operator.place,),
        fixes=offered(
            fix("asked_of_any", *moved(view, test, some), operator=some, key=test.key.value),
            fix("asked_of_all", *all_edits, operator=every, key=test.key.value),
        ),
    )


def _set_of_one(view: StatementView, test: Test, name: OperatorName) -> Finding:
    base = name.row.name if name.row else ""
    plain = written_as(base, name, qualifier="")
    if name.set_operator == "ForAllValues":
        # in a Deny the missing key counted as a match; IfExists keeps that
        if view.denies and not name.negated:
            plain = written_as(base, name, qualifier="", if_exists=True)
        code, fixes = "FORALLVALUES_WITH_SINGLE_VALUED_KEY", [_operator_fix(view, test, plain)]
    else:
        code, fixes = "FORANYVALUE_WITH_SINGLE_VALUED_KEY", [_any_fix(view, test, name, plain)]
    return found(
        code,
        test.key.place,
        params={
            "key": test.key.value,
            "operator": test.operator.value,
            "suggestion": plain,
            "effect": _effect(view),
        },
        related=(test.operator.place,),
        fixes=offered(*fixes),
        sample=sample_for(view, {}) if name.set_operator == "ForAllValues" else None,
    )


def _operator_fix(view: StatementView, test: Test, operator: str) -> Fix:
    return fix("test_moved", *moved(view, test, operator), operator=operator)


def _any_fix(view: StatementView, test: Test, name: OperatorName, plain: str) -> Fix:
    """A negated test holds without the key when the set operator goes; in an Allow the key is asked for then."""
    if not (name.negated and view.allows and not name.if_exists):
        return _operator_fix(view, test, plain)
    edits = moved_with_presence(view, test, plain)
    return fix("test_moved_with_presence", *edits, operator=plain, key=test.key.value)


def check_booleans(subject: Subject) -> Iterator[Finding]:
    """INVALID_CONDITION_MULTIPLE_BOOLEAN: both values ask nothing, one value twice asks the same once."""
    for view in subject.statements:
        for test in view.tests:
            if len(test.values) > 1 and _is_boolean(test):
                yield _two_booleans(view, test)


def _is_boolean(test: Test) -> bool:
    facts = facts_of(test.key.value)
    if facts is not None and facts.multivalued and test.base != "Null":
        return False
    of_key = test.base == "Bool" or (facts is not None and facts.types == ("Bool",))
    words = all(text.value.lower() in ("true", "false") for text in test.values)
    return of_key or (test.base == "Null" and words)


def _two_booleans(view: StatementView, test: Test) -> Finding:
    title = "boolean_denied" if view.denies else "boolean_kept"
    choices = sorted({text.value.lower() for text in test.values} & {"true", "false"}, reverse=True)
    # Null with false asks for the key: no choice where an action never carries it
    asks_in_vain = test.base == "Null" and any(
        never_carries(text.value, test.folded_key) for text in view.texts("Action")
    )
    return found(
        "INVALID_CONDITION_MULTIPLE_BOOLEAN",
        test.place,
        params={
            "key": test.key.value,
            "operator": test.operator.value,
            "values": tuple(text.value for text in test.values[:8]),
            "variant": "both" if len(choices) == 2 else "",
        },
        fixes=[
            fix(title, replaced(test.place.path, value), value=value)
            for value in choices
            if not (asks_in_vain and value == "false")
        ],
    )


def _effect(view: StatementView) -> str:
    return "Deny" if view.denies else "Allow"
