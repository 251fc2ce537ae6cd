"""Policy variables: slips in writing, places where there are none, names that are no key.

Sources: IAM User Guide, "IAM policy elements: Variables and tags"; "IAM policy validation check reference".
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from policybuilder.catalogue import catalogue, witness
from policybuilder.catalogue.services import matching_actions
from policybuilder.iam import OPERATORS, Severity
from policybuilder.validator.base import found, weighed
from policybuilder.validator.finding import Finding, Fix, Place, Sample, added, fix, removed, replaced
from policybuilder.validator.values.keys import Standing, near_variable, standing
from policybuilder.validator.values.lexing import (
    BLANK,
    LONGEST_KEPT,
    Slip,
    Written,
    placeholders_of,
    variables_of,
    without_variables,
)
from policybuilder.validator.values.patterns import is_open_variable
from policybuilder.validator.values.value import bearing, effect_of, joined, unread_bearing
from policybuilder.validator.view import StatementView, Subject, Test, Text

CURRENT, OLD = "2012-10-17", "2008-10-17"
WITH_VARIABLES = frozenset(row.name for row in OPERATORS.values() if row.family.variables)
NAMED_ELEMENTS = ("Action", "NotAction")
RESOURCES = ("Resource", "NotResource")
FEW = 8  # actions that are tried for a sample request
MOST_SAID = 16  # findings about the variables of one text
FIELDS = ("prefix", "partition", "service", "Region", "account")
ELSEWHERE = {"Sid": "sid", "key": "key", "NotAction": "not", "NotPrincipal": "not"}
SLIPS = {
    Slip.BRACE: "MISSING_BRACE_IN_VARIABLE",
    Slip.QUOTE: "MISSING_QUOTE_IN_VARIABLE",
    Slip.SPACE: "UNSUPPORTED_SPACE_IN_VARIABLE",
    Slip.EMPTY: "EMPTY_VARIABLE",
    Slip.COMMA: "UNKNOWN_POLICY_VARIABLE",
}
_NO_SID_LETTER = re.compile(r"[^A-Za-z0-9]")


class Spot(NamedTuple):
    """A text that may hold variables. `many`: the list it stands in has more values."""

    subject: Subject
    statement: StatementView
    element: str
    text: Text
    many: bool = False
    test: Test | None = None

    def find(self, code: str, variable: Written, *fixes: Fix | None, **params: str) -> Finding:
        """A finding at the characters of the variable."""
        written = self.text.value[variable.start : variable.end]
        said = {"variable": written, "name": variable.name, "element": self.element, "text": self.text.value}
        said["effect"] = effect_of(self.statement)
        given = tuple(each for each in fixes if each is not None)
        place = self.text.part(variable.start, variable.end)
        sample = None if any(each.id == "write_variable" for each in given) else self.request()
        return found(code, place, params={**said, **params}, fixes=given, sample=sample)

    def request(self) -> Sample | None:
        """A request that a Resource entry seems to cover, with a resource of Rekognition."""
        if self.element != "Resource" or self.many or self.statement.tests or len(self.text.value) > LONGEST_KEPT:
            return None
        pattern = without_variables(self.text.value).replace(BLANK, "*")
        for entry in self.statement.texts("Action")[:FEW]:
            for action in matching_actions(entry.value)[:FEW]:
                for use in action.resources:
                    kind = catalogue().resource_types.get(use.type)
                    arn = witness(pattern, kind) if kind is not None and kind.service == action.service else None
                    if arn is not None:
                        return Sample(action.id, arn)
        return None

    @property
    def bears(self) -> str:
        """What follows if the text matches nothing."""
        return bearing(self.test) if self.test is not None else self.element.lower()

    def rewritten(self, identifier: str, variable: Written, new: str) -> Fix:
        """The fix that writes the variable another way."""
        text = self.text.value[: variable.start] + new + self.text.value[variable.end :]
        return fix(identifier, replaced(self.text.path, text), new=new)

    def mended(self, variable: Written, new: str) -> Fix | None:
        """The fix that writes a right variable, where one may stand and does not let in too much."""
        policy, text = self.subject.policy, self.text.value
        if not new or policy is None or not policy.variables_enabled:
            return None
        if self.element in RESOURCES and _colons_before(text, variable.start) < 5:
            return None
        whole = text[: variable.start] + new + text[variable.end :]
        if self.test is not None and is_open_variable(self.statement, self.test, whole):
            return None
        return self.rewritten("write_variable", variable, new)

    def taken_away(self) -> Fix | None:
        """The fix that takes the text out of its list; none where it is the only one."""
        return fix("remove_value", removed(self.text.path), value=self.text.value) if self.many else None


def variables(subject: Subject) -> Iterator[Finding]:
    """Everything about `${...}`, wherever it stands."""
    texts: list[Place] = []
    for spot, expected in _spots(subject):
        written = variables_of(spot.text.value)
        if not expected:
            yield from _unexpected(spot, written)
            continue
        found_here = (each for variable in written for each in _slip(spot, variable))
        yield from islice(chain(found_here, _placeholders(spot)), MOST_SAID)
        if any(each.special or (each.like_a_key and each.slip is Slip.NONE) for each in written):
            texts.append(spot.text.place)
    yield from _under_operators(subject)
    yield from _version(subject, texts)


def _spots(subject: Subject) -> Iterator[tuple[Spot, bool]]:
    """Texts with a `$` or a brace, and whether variables are read there."""
    for statement in subject.statements:
        for name, element in statement.elements.items():
            for text in element.texts:
                if _may_hold_some(text):
                    yield Spot(subject, statement, name, text, len(element.texts) > 1), name in RESOURCES
        for test in statement.tests:
            yield from _spots_of(subject, statement, test)
        yield from ((spot, False) for spot in _other_spots(subject, statement))


def _spots_of(subject: Subject, statement: StatementView, test: Test) -> Iterator[tuple[Spot, bool]]:
    if "${" in test.key.value:
        yield Spot(subject, statement, "key", test.key), False
    for text in test.values if test.base in WITH_VARIABLES else ():
        if _may_hold_some(text):
            yield Spot(subject, statement, "Condition", text, len(test.values) > 1, test), True


def _may_hold_some(text: Text) -> bool:
    return text.type == "string" and ("{" in text.value or "$" in text.value)


def _other_spots(subject: Subject, statement: StatementView) -> Iterator[Spot]:
    if statement.sid is not None and "${" in statement.sid.value:
        yield Spot(subject, statement, "Sid", statement.sid)
    for view in (statement.principal, statement.not_principal):
        for _, texts in view.entries if view else ():
            for text in texts:
                if "${" in text.value:
                    yield Spot(subject, statement, view.name if view else "", text, len(texts) > 1)


def _unexpected(spot: Spot, written: Iterable[Written]) -> Iterator[Finding]:
    """Variables where none are read: one finding a text."""
    for variable in written:
        fixes: list[Fix | None] = [spot.taken_away()] if spot.element in NAMED_ELEMENTS else []
        if spot.element == "Sid":
            left = _NO_SID_LETTER.sub("", spot.text.value)
            edit = replaced(spot.text.path, left) if left else removed(spot.text.path)
            fixes = [fix("plain_sid" if left else "remove_sid", edit, new=left)]
        variant = ELSEWHERE.get(spot.element, "")
        yield spot.find("VARIABLE_UNSUPPORTED_IN_ELEMENT", variable, *fixes, variant=variant)
        return


def _slip(spot: Spot, variable: Written) -> Iterator[Finding]:
    """What is wrong with one variable where variables are read: the first that applies."""
    if variable.special:
        return
    if variable.slip is not Slip.NONE:
        yield _written_wrong(spot, variable)
    elif spot.element in RESOURCES and _colons_before(spot.text.value, variable.start) < 5:
        yield _in_prefix(spot, variable)
    else:
        yield from _unknown(spot, variable)


def _written_wrong(spot: Spot, variable: Written) -> Finding:
    mended = variable.mended if standing(_name_in(variable.mended)) is Standing.KEY else ""
    repair = spot.mended(variable, mended)
    variant = joined("comma" if variable.slip is Slip.COMMA else "", spot.bears)
    return spot.find(SLIPS[variable.slip], variable, repair, spot.taken_away(), variant=variant, mended=mended)


def _name_in(mended: str) -> str:
    inner = mended[2:-1]
    return inner.partition(",")[0]


def _colons_before(text: str, end: int) -> int:
    """The colons before a place, without those inside variables."""
    return without_variables(text[:end]).count(":")


def _in_prefix(spot: Spot, variable: Written) -> Finding:
    field = FIELDS[_colons_before(spot.text.value, variable.start)]
    variant = joined("" if variable.like_a_key else "template", spot.bears)
    anything = field in {"Region", "account"} and variable.like_a_key
    star = spot.rewritten("any_value_here", variable, "*") if anything else None
    return spot.find("VARIABLE_IN_ARN_PREFIX", variable, star, spot.taken_away(), variant=variant, field=field)


def _unknown(spot: Spot, variable: Written) -> Iterator[Finding]:
    kind = standing(variable.name)
    if kind is Standing.KEY:
        return
    variant = joined(kind.value if variable.like_a_key or kind is Standing.NO_TAG else "template", spot.bears)
    near = near_variable(variable.name) if kind in {Standing.UNKNOWN, Standing.UNKNOWN_HERE} else ""
    inside = spot.text.value[variable.start : variable.end]
    repair = spot.mended(variable, inside.replace(variable.name, near, 1) if near else "")
    yield spot.find("UNKNOWN_POLICY_VARIABLE", variable, repair, spot.taken_away(), variant=variant, near=near)


def _placeholders(spot: Spot) -> Iterator[Finding]:
    """Placeholders of other languages that nobody filled in."""
    for start, end in placeholders_of(spot.text.value):
        inner = spot.text.value[start:end].strip("&%$(){}").strip()
        variable = Written(start, end, inner)
        known = variable.like_a_key and standing(inner) is Standing.KEY
        repair = spot.mended(variable, f"${{{inner}}}" if known else "")
        variant = joined("template", spot.bears)
        yield spot.find("UNKNOWN_POLICY_VARIABLE", variable, repair, spot.taken_away(), variant=variant, near="")


def _under_operators(subject: Subject) -> Iterator[Finding]:
    """Variables under operators that know none; AWS's pages disagree only on Bool, which is a warning then."""
    for statement in subject.statements:
        for test in statement.tests:
            if test.name is None or test.base in WITH_VARIABLES:
                continue
            for text in test.values:
                for variable in variables_of(text.value)[:1]:
                    spot = Spot(subject, statement, "Condition", text, len(test.values) > 1)
                    params = {"operator": test.operator.value, "key": test.key.value}
                    params["variant"] = "bool" if test.base == "Bool" else unread_bearing(test)
                    each = spot.find("INVALID_VARIABLE_FOR_OPERATOR", variable, spot.taken_away(), **params)
                    yield weighed(each, Severity.WARNING) if test.base == "Bool" else each


def _version(subject: Subject, texts: list[Place]) -> Iterator[Finding]:
    """One finding for the document: the first text, the others beside it."""
    policy = subject.policy
    if not texts or policy is None or policy.version not in {None, OLD}:
        return
    if policy.version is None and policy.source.get("Version") is not None:
        return
    edit = replaced(("Version",), CURRENT) if policy.version else added(("Version",), CURRENT)
    params = {"version": policy.version or "", "variant": "" if policy.version else "absent"}
    repair = fix("version_with_variables", edit)
    yield found("VARIABLE_UNSUPPORTED_IN_VERSION", texts[0], params=params, related=texts[1:], fixes=[repair])
