"""What is said about lists and objects that hold nothing."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

_ACTION = Words(
    title="No actions listed.",
    about="Action or NotAction is an empty list.",
    what="{element} is an empty list, so the statement is about no action.",
    why="It allows nothing. IAM refuses a policy with such a statement, and the other statements do not come into effect "
    "either.",
    why_deny="It denies nothing. IAM refuses a policy with such a statement, and the other statements do not come into "
    "effect either.",
    do="List the actions that are meant, or remove the statement.",
)
_RESOURCE = Words(
    title="No resources listed.",
    about="Resource or NotResource is an empty list.",
    what="{element} is an empty list, so the statement is about no resource.",
    why="It allows nothing. IAM refuses a policy with such a statement, and the other statements do not come into effect "
    "either.",
    why_deny="It denies nothing. IAM refuses a policy with such a statement, and the other statements do not come into "
    "effect either.",
    do="List the resources that are meant, or remove the statement.",
)
_NEVER = Words(
    title="A test without values.",
    about="A condition key has an empty list of values.",
    what="{operator} compares {key} with an empty list. No value is in it, so the test never holds.",
    why="The statement never applies and allows nothing.",
    why_deny="The statement never applies and denies nothing: what it was meant to stop stays possible.",
    do="List the values that are meant, or remove the statement.",
)
_ALWAYS = replace(
    _NEVER,
    what="{operator} compares {key} with an empty list. No value is in it, so the test always holds.",
    why="The test narrows nothing: the statement allows as much as it would without.",
    why_deny="The test exempts nobody: the statement denies as much as it would without.",
    do="List the values that are meant, or remove the test.",
)
_ABSENT = replace(
    _NEVER,
    what="{operator} compares {key} with an empty list. Such a test holds only where the request does not carry {key}.",
    why="The statement allows just the requests without the key.",
    why_deny="The statement denies just the requests without the key.",
    do='Say so with Null and "true", or list the values that are meant.',
)
_CONDITION = Words(
    title="An empty condition.",
    about="Condition, or an operator in it, is an object without members.",
    what="Condition is empty.",
    why="It narrows nothing: the statement allows as much as without it.",
    why_deny="It exempts nobody: the statement denies as much as without it.",
    do="Write the test that is meant, or remove the Condition.",
)
_NOBODY = Words(
    title="No principal named.",
    about="Principal or NotPrincipal is an empty object.",
    what="{element} is empty, so the statement is about nobody.",
    why="It allows nobody anything.",
    why_deny="It denies nobody anything.",
    do="Name the accounts, roles or services that are meant, or remove the statement.",
)
_NO_VALUES = replace(
    _NOBODY,
    about="A kind of principal in Principal or NotPrincipal has an empty list.",
    what="The list of {kind} in {element} is empty, so it names nobody.",
)
_EXEMPT_NOBODY = {
    "what": "{element} is empty, so nobody is left out.",
    "why": "The statement allows everyone, also in other accounts.",
    "why_deny": "The statement denies everyone, also those who were to be left out.",
    "do": "Name those who are to be left out.",
}

WORDS: Mapping[str, Words] = {
    "EMPTY_ARRAY_ACTION": _ACTION,
    "EMPTY_ARRAY_ACTION.negated": replace(
        _ACTION,
        what="{element} is an empty list: it leaves out nothing, so the statement is about every action.",
        why="It would allow every action of every service. IAM refuses a policy with such a statement.",
        why_deny="It would deny every action of every service. IAM refuses a policy with such a statement.",
        do="List the actions that are to be left out, or write the meant ones in Action.",
    ),
    "EMPTY_ARRAY_RESOURCE": _RESOURCE,
    "EMPTY_ARRAY_RESOURCE.negated": replace(
        _RESOURCE,
        what="{element} is an empty list: it leaves out nothing, so the statement is about every resource.",
        why="It would allow its actions on every resource. IAM refuses a policy with such a statement.",
        why_deny="It would deny its actions on every resource. IAM refuses a policy with such a statement.",
        do="List the resources that are to be left out, or write the meant ones in Resource.",
    ),
    "EMPTY_ARRAY_CONDITION": _NEVER,
    "EMPTY_ARRAY_CONDITION.negated": _ALWAYS,
    "EMPTY_ARRAY_CONDITION_FORALLVALUES": replace(
        _ABSENT, about="A condition key has an empty list of values under ForAllValues."
    ),
    "EMPTY_ARRAY_CONDITION_IFEXISTS": replace(
        _ABSENT, about="A condition key has an empty list of values under an operator that ends in IfExists."
    ),
    "EMPTY_ARRAY_CONDITION_FORANYVALUE": replace(
        _NEVER, about="A condition key has an empty list of values under ForAnyValue."
    ),
    "EMPTY_ARRAY_CONDITION_FORANYVALUE.if_exists": _ABSENT,
    "EMPTY_OBJECT_CONDITION": _CONDITION,
    "EMPTY_OBJECT_CONDITION.operator": replace(
        _CONDITION,
        what="{operator} holds no condition key.",
        do="Write the key and the value that are to be compared, or remove {operator}.",
    ),
    "EMPTY_ARRAY_PRINCIPAL": _NO_VALUES,
    "EMPTY_ARRAY_PRINCIPAL.negated": replace(_NO_VALUES, **_EXEMPT_NOBODY),
    "EMPTY_OBJECT_PRINCIPAL": _NOBODY,
    "EMPTY_OBJECT_PRINCIPAL.negated": replace(_NOBODY, **_EXEMPT_NOBODY),
}
FIXES: Mapping[str, str] = {
    "statement.remove": "Remove the statement",
    "statement.remove_idle": "Remove the statement, which never applies",
    "condition.remove": "Remove the empty Condition",
    "operator.remove": "Remove {operator}",
    "test.remove_idle": "Remove the test of {key}, which always holds",
    "test.null": 'Write the test of {key} as Null "true"',
    "principal.remove": "Remove {kind}",
}
