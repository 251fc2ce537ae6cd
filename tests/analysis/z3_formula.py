"""Two policies as formulas for z3: a third opinion on what `compare` says, where z3 comes to one.

Actions are taken one of each class outside of z3; the resource is one string, its resource type's grammar a regular
expression; conditions on single-valued keys are strings, numbers or Booleans, each with a Boolean for "is there". What
this does not say (variables, set operators, addresses, ARN operators, other versions and kinds) is not encoded. z3 is not
a requirement: its package has 59 MB. `z3` is handed in, so that this file is read without it.
"""

import re
from decimal import Decimal
from itertools import product

from policybuilder.catalogue import ResourceType, catalogue
from policybuilder.catalogue.service_keys import condition_key
from tests.analysis.edges import FIELDS, HOLE, NAME, OPTIONAL_RESOURCE
from tests.analysis.values import DERIVED, Key
from tests.oracle import KNOWN, _action, _typed, listed

CLASS = re.compile(r"\[([^\]]+)\](\+|\{12\}|\{1,255\})")
FORMS = re.compile(r"(String|Numeric|Date|Bool|Null)(\w*?)(IfExists)?")


class NotEncodedError(ValueError):
    """Something that the encoding does not say."""


class Formulas:
    """Formulas over one request for an action: its resource, and its condition keys."""

    def __init__(self, z3, action, kind):
        self.z3 = z3
        self.action = action
        self.kind = kind
        self.resource = z3.String("resource")
        self.keys = {}

    def world(self):
        """What every request for the action is like."""
        z3 = self.z3
        known = [self.resource == "*"] if self.kind is None else [z3.InRe(self.resource, self._grammar())]
        for key, (there, _) in self.keys.items():
            facts = Key(key, key)
            if facts.always:
                known.append(there)
            elif key not in DERIVED and not facts.provided(self.action, self.kind):
                known.append(z3.Not(there))
        return z3.And(known)

    def allowed(self, document):
        """Some Allow applies and no Deny does."""
        z3 = self.z3
        by_effect: dict[str, list[object]] = {"Allow": [], "Deny": []}
        for each in listed(document["Statement"]):
            by_effect[each["Effect"]].append(self._applies(each))
        return z3.And(z3.Or(by_effect["Allow"]), z3.Not(z3.Or(by_effect["Deny"])))

    def _applies(self, statement):
        z3 = self.z3
        named = any(_action(text, self.action.id) for text in listed(statement.get("Action", [])))
        if "NotAction" in statement:
            named = not any(_action(text, self.action.id) for text in listed(statement["NotAction"]))
        if not named:
            return z3.BoolVal(False)
        covered = [self._covers(text) for text in listed(statement.get("Resource", statement.get("NotResource")))]
        about = z3.Or(covered) if "Resource" in statement else z3.Not(z3.Or(covered))
        tests = [
            self._condition(
                operator,
                key.lower(),
                [str(value).lower() if isinstance(value, bool) else str(value) for value in listed(values)],
            )
            for operator, block in statement.get("Condition", {}).items()
            for key, values in block.items()
        ]
        return z3.And(about, *tests)

    # -- resources -----------------------------------------------------------------------------------------------------

    def _covers(self, entry):
        if "${" in entry:
            raise NotEncodedError(entry)
        if set(entry) == {"*"}:
            return self.z3.BoolVal(True)
        if self.kind is None:
            return self.z3.BoolVal(False)
        fields = entry.split(":", 5)
        return self.z3.InRe(self.resource, self._glob(":".join([*fields, *["*"] * (6 - len(fields))])))

    def _glob(self, text):
        z3 = self.z3
        every = z3.AllChar(z3.ReSort(z3.StringSort()))
        pieces = [
            z3.Star(every) if piece == "*" else every if piece == "?" else z3.Re(piece)
            for piece in re.findall(r"\*|\?|[^*?]+", text)
        ]
        return z3.Concat(*pieces) if len(pieces) > 1 else pieces[0] if pieces else z3.Re("")

    def _grammar(self):
        z3 = self.z3
        pieces = []
        for number, part in enumerate(HOLE.split(self.kind.arn_template)):
            pieces.append(self._field(FIELDS.get(part, NAME)) if number % 2 else z3.Re(part))
        return z3.Concat(*pieces)

    def _field(self, form):
        z3 = self.z3
        found = CLASS.fullmatch(form)
        if found is None:
            return z3.Union(*[z3.Re(word) for word in form.split("|")])
        one = z3.Union(*[z3.Range(low, high) for low, high in _ranges(found[1])])
        return z3.Loop(one, 12, 12) if found[2] == "{12}" else z3.Plus(one)

    # -- conditions ----------------------------------------------------------------------------------------------------

    def _condition(self, operator, key, wanted):
        z3 = self.z3
        form = FORMS.fullmatch(operator)
        facts = condition_key(key)
        if (
            form is None
            or operator.removesuffix("IfExists") not in KNOWN
            or facts is None
            or facts.multivalued
            or not wanted
            or any("${" in text for text in wanted)
        ):
            raise NotEncodedError(operator, key)
        family, base, if_exists = form.groups()
        sort = {"Numeric": "Numeric", "Date": "Date", "Bool": "Bool"}.get(facts.type, "String")
        if family not in (sort, "Null"):
            raise NotEncodedError(operator, key)
        there, value = self._key(key, sort)
        if family == "Null":
            return z3.Or([z3.Not(there) if text.lower() == "true" else there for text in wanted])
        negated = base.startswith("Not")
        match = z3.Or([self._test(family, base.removeprefix("Not"), value, text) for text in wanted])
        if negated:
            return z3.Implies(there, z3.Not(match))
        return z3.Implies(there, match) if if_exists else z3.And(there, match)

    def _key(self, key, sort):
        if key not in self.keys:
            z3 = self.z3
            make = {"Numeric": z3.Real, "Date": z3.Real, "Bool": z3.Bool}.get(sort, z3.String)
            self.keys[key] = z3.Bool(f"{key} is there"), make(key)
        return self.keys[key]

    def _test(self, family, base, value, text):
        z3 = self.z3
        if family == "String":
            if base == "EqualsIgnoreCase":
                spellings = [
                    "".join(letters) for letters in product(*[{letter.lower(), letter.upper()} for letter in text])
                ]
                return z3.Or([value == spelling for spelling in spellings])
            return z3.InRe(value, self._glob(text)) if base == "Like" else value == text
        if family == "Bool":
            return value == z3.BoolVal(_read("Bool", text))
        number = _read(family, text)
        point = z3.RealVal(str(number if isinstance(number, Decimal) else Decimal(str(number.timestamp()))))
        return {
            "Equals": lambda: value == point,
            "LessThan": lambda: value < point,
            "LessThanEquals": lambda: value <= point,
            "GreaterThan": lambda: value > point,
            "GreaterThanEquals": lambda: value >= point,
        }[base]()


def _ranges(letters):
    return [(one[0], one[-1]) for one in re.findall(r".-.|.", letters)]


def _read(family, text):
    try:
        read = _typed(family, text)
    except (ValueError, ArithmeticError):
        raise NotEncodedError(text) from None
    if family == "Date" and read.tzinfo is None:
        raise NotEncodedError(text)
    return read


def classes(one, other):
    """An action of each class that the two documents tell apart, with each resource type that it takes."""
    entries = [
        listed(each.get("Action", each.get("NotAction")))
        for document in (one, other)
        for each in listed(document["Statement"])
    ]
    seen = set()
    for action in catalogue().actions.values():
        if action.service != "rekognition":
            continue
        kinds: list[ResourceType | None] = [catalogue().resource_types[use.type] for use in action.resources]
        kinds += [None] if not kinds or action.name in OPTIONAL_RESOURCE else []
        matched = tuple(any(_action(text, action.id) for text in texts) for texts in entries)
        for kind in kinds:
            key = (kind.id if kind else None, action.condition_keys, matched)
            if any(matched) | ("NotAction" in repr((one, other))) and key not in seen:
                seen.add(key)
                yield action, kind


def relation(z3, one, other, *, milliseconds=1500):
    """What z3 makes of two identity policies within Rekognition: a relation, or None where it gives up."""
    answers: list[bool | None] = []
    for first, second in ((one, other), (other, one)):
        found: bool | None = False
        for action, kind in classes(one, other):
            formulas = Formulas(z3, action, kind)
            wanted = z3.And(formulas.allowed(first), z3.Not(formulas.allowed(second)))
            solver = z3.Solver()
            solver.set("timeout", milliseconds)
            solver.add(wanted, formulas.world())
            answer = solver.check()
            if answer == z3.sat:
                found = True
                break
            if answer == z3.unknown:
                found = None
        answers.append(found)
    names = {(False, False): "equal", (True, False): "a_more", (False, True): "b_more", (True, True): "incomparable"}
    return None if None in answers else names[bool(answers[0]), bool(answers[1])]
