"""Wildcards that are none, and wildcards and variables that let in more than they should.

Sources: IAM User Guide, "IAM policy validation check reference" (WILDCARD_WITHOUT_LIKE_OPERATOR,
WILDCARD_USAGE_TOO_PERMISSIVE, VARIABLE_USAGE_TOO_PERMISSIVE) and "AWS global condition context keys", sensitive
condition keys. To which keys the rule of six characters applies AWS does not say: here to those that tell who calls;
for tags, where AWS's own policies break it, it is a suggestion.
"""

import re
from collections.abc import Iterator

from policybuilder.catalogue.service_keys import KeyOwner, key_owner
from policybuilder.iam import OPERATORS, OperatorName, Severity
from policybuilder.iam.arn import has_wildcard
from policybuilder.validator.base import weighed
from policybuilder.validator.finding import Finding, Fix, fix
from policybuilder.validator.forms import can_match
from policybuilder.validator.values.keys import Standing, facts_of, standing
from policybuilder.validator.values.lexing import Slip, Written, variables_of, without_variables
from policybuilder.validator.values.value import Block, Value, bearing, blocks_of, joined, values_of
from policybuilder.validator.view import StatementView, Subject, Test

EXACT = frozenset(name for name, row in OPERATORS.items() if row.family.name == "string" and not row.family.wild)
WILD = frozenset(name for name, row in OPERATORS.items() if row.family.wild)
WITH_VARIABLES = frozenset(name for name, row in OPERATORS.items() if row.family.variables)
FEWEST = 6  # literal characters before a wildcard
USER_ID = "aws:userid"
TAGS = ("aws:principaltag/", "aws:resourcetag/")
CALLER_KEYS = frozenset(
    {"aws:principalarn", "aws:sourcearn", "aws:username", "aws:sourceidentity", "aws:federatedprovider"}
    | {"identitystore:userid", "sts:externalid", "saml:sub", "saml:namequalifier"}
)
GITHUB_SUBJECT = "token.actions.githubusercontent.com:sub"  # has checks of its own
ANY_ARN = ("arn:*:*:*:*:*", "*:*:*:*:*:*")
UNIQUE_ID = 21  # characters of the id of a role or user, AROA... or AIDA...
_WILD = re.compile(r"[*?]")


def wildcards_without_like(subject: Subject) -> Iterator[Finding]:
    """`*` or `?` under an operator that compares letter by letter."""
    for block, test in blocks_of(subject, EXACT):
        wild = [text for text in test.values if text.type == "string" and wild_places(text.value)]
        like = _like_fix(block.statement, test, block) if wild else None
        for text in wild:
            yield _without_like(Value(subject, block.statement, test, text), like)


def _without_like(value: Value, like: Fix | None) -> Finding:
    policy, test = value.subject.policy, value.test
    sensitive = _is_sensitive(test)
    current = policy is not None and policy.variables_enabled
    literal = _literal_fix(value) if current and not sensitive else None
    negated = "negated" if test.name is not None and test.name.negated else ""
    variant = joined("sensitive", bearing(test)) if sensitive else negated
    first = wild_places(value.text.value)[0]
    params = {"variant": variant, "like": like_of(test)}
    span = (first, first + 1)
    each = value.find("WILDCARD_WITHOUT_LIKE_OPERATOR", like, literal, value.taken_away(), span=span, **params)
    return value.shown(each, filled_in(value.text.value) if like is not None else "")


def filled_in(pattern: str) -> str:
    """A text that a pattern fits; "" where variables decide."""
    return "" if "${" in pattern else pattern.replace("*", "other").replace("?", "x")


def wild_places(text: str) -> tuple[int, ...]:
    """Where wildcards stand, those inside `${...}` aside."""
    if not has_wildcard(text):
        return ()
    return tuple(match.start() for match in _WILD.finditer(without_variables(text)))


def like_of(test: Test) -> str:
    """The operator of the same sense that reads wildcards; fields of an ARN are best compared one by one."""
    name = test.name or OperatorName(None, None, if_exists=False)
    facts = facts_of(test.key.value)
    family = "Arn" if facts is not None and facts.type == "ARN" else "String"
    base = f"{family}{'NotLike' if name.negated else 'Like'}"
    return f"{f'{name.set_operator}:' if name.set_operator else ''}{base}{'IfExists' if name.if_exists else ''}"


def _like_fix(statement: StatementView, test: Test, block: Block) -> Fix | None:
    """The Like operator, unless the pattern would then let in too much."""
    new = like_of(test)
    narrow = not any(
        _too_wide(statement, test, text.value) or not can_match(test.folded_key, text.value) for text in test.values
    )
    edits = block.moved(test, new, test.key.value, block.value_of(test)) if narrow else ()
    identifier = "like_operator_case" if "IgnoreCase" in test.base else "like_operator"
    return fix(identifier, *edits, operator=new) if edits else None


def _literal_fix(value: Value) -> Fix | None:
    """Every wildcard written as the character itself."""
    text, pieces, at = value.text.value, [], 0
    for place in wild_places(text):
        pieces += [text[at:place], f"${{{text[place]}}}"]
        at = place + 1
    return value.replaced_by("literal_characters", "".join((*pieces, text[at:])))


def wide_patterns(subject: Subject) -> Iterator[Finding]:
    """Wildcards that open a condition which tells who calls or whose resource it is."""
    for value in values_of(subject, WILD):
        variant = _too_wide(value.statement, value.test, value.text.value)
        if variant:
            first = wild_places(value.text.value)[0]
            known = "" if variant == "short" else variant
            repair = _user_id_fix(value) if variant == "userid" else None
            each = value.find(
                "WILDCARD_USAGE_TOO_PERMISSIVE", repair, value.taken_away(), span=(first, first + 1), variant=known
            )
            each = value.shown(each, filled_in(value.text.value))
            tag = value.test.folded_key.startswith(TAGS)
            yield weighed(each, Severity.SUGGESTION) if tag else each


def _too_wide(statement: StatementView, test: Test, text: str) -> str:
    """Which of AWS's three rules a value breaks as a pattern: `sensitive`, `userid`, `short`; "" if none."""
    places = wild_places(text)
    if not places:
        return ""
    if _is_sensitive(test):
        return "sensitive"
    if not _lets_in(statement, test):
        return ""
    if test.folded_key == USER_ID:
        return "userid" if _breaks_user_id(text, places[0], "*") else ""
    whole = not text.strip("*") or text in ANY_ARN  # says no more than that the key is there: told as such
    guarded = _tells_who_calls(test.folded_key) or test.folded_key.startswith(TAGS)
    return "short" if guarded and not whole and _literal_run(text, places[0]) < FEWEST else ""


def _lets_in(statement: StatementView, test: Test) -> bool:
    """Does a wider pattern give more access? An Allow that wants a match, a Deny that spares what matches."""
    negated = test.name is not None and test.name.negated
    return (statement.allows and not negated) or (statement.denies and negated)


def _is_sensitive(test: Test) -> bool:
    facts = facts_of(test.key.value)
    return facts is not None and facts.sensitive


def _tells_who_calls(key: str) -> bool:
    return key in CALLER_KEYS or (key != GITHUB_SUBJECT and ":" in key and key_owner(key) is KeyOwner.FEDERATED)


def _breaks_user_id(text: str, first: int, alone: str) -> bool:
    """aws:userid is `id:session`: open on the right of the colon, or as all that stands on its left."""
    colon = without_variables(text).find(":")
    return colon < 0 or (first < colon and text[:colon] != alone)


def _user_id_fix(value: Value) -> Fix | None:
    text = value.text.value
    whole = len(text) == UNIQUE_ID + 1 and text.endswith("*") and text[:-1].isalnum()
    return value.replaced_by("any_session", f"{text[:-1]}:*") if whole else None


def _literal_run(text: str, end: int) -> int:
    """The longest stretch of literal characters before a place."""
    best, start = 0, 0
    for each in variables_of(text):
        if each.start >= end:
            break
        best, start = max(best, each.start - start), each.end
    return max(best, end - start)


def wide_variables(subject: Subject) -> Iterator[Finding]:
    """Variables where AWS wants a fixed value: whoever controls what they hold controls the condition."""
    for value in values_of(subject, WITH_VARIABLES):
        variable = _first_variable(value.text.value) if value.text.type == "string" else None
        variant = _openness(value.statement, value.test, value.text.value, variable) if variable else ""
        if variable is not None and variant:
            span = (variable.start, variable.end)
            known = "" if variant == "short" else variant
            params = {"variant": known, "variable": value.text.value[slice(*span)]}
            each = value.find("VARIABLE_USAGE_TOO_PERMISSIVE", value.taken_away(), span=span, **params)
            yield each


def is_open_variable(statement: StatementView, test: Test, text: str) -> bool:
    """Would a value with a variable in it be too open?"""
    variable = _first_variable(text)
    return variable is not None and _openness(statement, test, text, variable) != ""


def _first_variable(text: str) -> Written | None:
    return next((each for each in variables_of(text) if _stands(each)), None)


def _stands(variable: Written) -> bool:
    """Is it a variable whose value others than AWS may set? Accounts and organizations of a request nobody chooses:
    AWS's own policies compare aws:ResourceAccount with `${aws:PrincipalAccount}`.
    """
    if variable.special or variable.slip is not Slip.NONE or standing(variable.name) is not Standing.KEY:
        return False
    facts = facts_of(variable.name)
    return facts is None or not facts.sensitive


def _openness(statement: StatementView, test: Test, text: str, variable: Written) -> str:
    """Which rule a variable breaks: `sensitive`, `userid`, `short`; "" if none."""
    if _is_sensitive(test):
        return "sensitive"
    if not _lets_in(statement, test):
        return ""
    if test.folded_key == USER_ID:
        return "userid" if _breaks_user_id(text, variable.start, text[variable.start : variable.end]) else ""
    short = _tells_who_calls(test.folded_key) and _literal_run(text, variable.start) < FEWEST
    return "short" if short else ""
