"""A second opinion on one statement: slow, obvious, written from AWS's text, without anything of the engine.

`oracle_layers` puts the statements together.

It takes plain JSON. Sources: "Grammar of the IAM JSON policy language", "IAM JSON policy elements" (Action, Resource,
Condition operators), "Single-valued vs. multivalued context keys", "Variables and tags", "Policy evaluation logic".
Where AWS is silent it follows the same numbered assumptions. `context` is complete: every key not in it is absent.
"""

import base64
import ipaddress
import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

WILD = ("StringLike", "ArnLike", "ArnEquals")
NEGATABLE = (
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "NumericEquals",
    "DateEquals",
    "ArnEquals",
    "ArnLike",
)
ORDERS = ("LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
KNOWN = {"Null", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", *NEGATABLE}
KNOWN |= {name.replace("Equals", "NotEquals", 1).replace("Like", "NotLike", 1) for name in NEGATABLE}
KNOWN |= {family + order for family in ("Numeric", "Date") for order in ORDERS}


def listed(value):
    return value if isinstance(value, list) else [value]


def applies(statement, action, resource, context, variables, layer):
    if "Action" in statement:
        named = any(_action(entry, action) for entry in listed(statement["Action"]))
    else:
        named = not any(_action(entry, action) for entry in listed(statement["NotAction"]))
    if "Resource" in statement:
        covered = any(_resource(e, resource, context, variables, layer) for e in listed(statement["Resource"]))
    elif "NotResource" in statement:
        covered = not any(_resource(e, resource, context, variables, layer) for e in listed(statement["NotResource"]))
    else:
        covered = False
    return (
        named
        and covered
        and all(
            _condition(operator, key, [_text(value) for value in listed(values)], context, variables)
            for operator, block in statement.get("Condition", {}).items()
            for key, values in block.items()
        )
    )


def _text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=4096)
def _regex(pattern, many=".*", one="."):
    return "".join(many if letter == "*" else one if letter == "?" else re.escape(letter) for letter in pattern)


def _like(pattern, text):
    return re.fullmatch(pattern, text, re.DOTALL) is not None


def _action(entry, action):
    if set(entry) == {"*"}:
        return True
    prefix, _, name = entry.lower().partition(":")
    service, _, asked = action.lower().partition(":")
    return bool(name) and prefix in ("*", service) and _like(_regex(name), asked)


def _resource(entry, resource, context, variables, layer):
    if entry and set(entry) == {"*"}:
        return True
    fields = entry.split(":", 5)
    if resource == "*" or (variables and any("${" in field for field in fields[:5])):
        return False
    if len(fields) < 6 and (layer in ("session", "rcp", "resource") or (layer == "scp" and not entry.endswith("*"))):
        return False
    fields += ["*"] * (6 - len(fields))
    head = ""
    for field in fields[:5]:
        runs_on = field.endswith("*")  # a star that ends a field may run past the colon
        head += _regex(field[:-1] if runs_on else field, "[^:]*", "[^:]") + (".*" if runs_on else "") + ":"
    tail = _filled(fields[5], context, variables, wild=True)
    return tail is not None and _like(head + tail, resource)


def _filled(text, context, variables, *, wild):
    """The text as a regular expression with its variables put in; None if one has no value."""
    if not variables:
        return _regex(text) if wild else re.escape(text)
    out = ""
    for piece in re.split(r"(\$\{[^}]*\})", text):
        found = re.fullmatch(r"\$\{([^ ,'{$}]+|[$])(?:, '([^']*)')?\}", piece)
        if not piece.startswith("${"):
            out += _regex(piece) if wild else re.escape(piece)
        elif found and found[1] in ("*", "?", "$") and found[2] is None:
            out += re.escape(found[1])
        else:
            value = context.get(found[1].lower()) if found else None
            value = value if isinstance(value, str) else found[2] if found else None
            if value is None:
                return None
            out += re.escape(value)
    return None if "${" in text and "}" not in text[text.rindex("${") :] else out


def _condition(operator, key, wanted, context, variables):
    form, base, if_exists = re.findall(r"^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$", operator)[0]
    value = context.get(key.lower())
    if base not in KNOWN:
        return False
    if base == "Null":
        absent = value is None or (isinstance(value, tuple) and not any(value))
        return form == "ForAllValues" or (not form and str(absent).lower() in [text.lower() for text in wanted])
    negated = "Not" in base
    if value is None:
        if if_exists:
            return True
        return form == "ForAllValues" or (not form and negated)
    if not form and isinstance(value, tuple):
        return False
    if form == "ForAllValues" and isinstance(value, tuple) and not any(value):
        return True
    if not wanted:
        return not form and not if_exists and negated
    values = value if isinstance(value, tuple) else (value,)
    results = [_satisfies(base.replace("Not", "", 1), negated, one, wanted, context, variables) for one in values]
    return all(results) if form == "ForAllValues" else any(results)


def _satisfies(base, negated, value, wanted, context, variables):
    """One value against the list: it must match one, if negated none; what cannot be read matches in neither case."""
    matches = [_one(base, value, text, context, variables) for text in wanted]
    if negated:
        return not any(match in (True, "malformed") for match in matches)
    return True in matches


def _one(base, value, text, context, variables):
    if base.startswith(("String", "Arn")):
        return _textual(base, value, _filled(text, context, variables, wild=base in WILD))
    try:
        left, right = _typed(base, value), _typed(base, text)
    except (ValueError, ArithmeticError):
        return "malformed"
    if base == "IpAddress":
        return left.version == right.version and left.subnet_of(right)
    if "Than" not in base:
        return left == right
    return (left < right if "Less" in base else left > right) or (base.endswith("Equals") and left == right)


def _textual(base, value, pattern):
    if base.startswith("Arn") and value.count(":") < 5:
        return "malformed"
    if pattern is None:
        return False
    if base.startswith("Arn"):
        return _arn(pattern, value)
    return re.fullmatch(pattern, value, re.DOTALL | (re.IGNORECASE if "Ignore" in base else 0)) is not None


def _arn(pattern, value):
    """Field by field; the pattern is a regular expression whose colons are plain."""
    fields = pattern.split(":", 5)
    if len(fields) < 6:
        return "malformed"
    return all(_like(field, part) for field, part in zip(fields, value.split(":", 5), strict=True))


def _typed(base, text):
    if base.startswith("Numeric"):
        if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)", text):
            raise ValueError(text)
        return Decimal(text)
    if base == "Bool":
        return {"true": True, "false": False}[text.lower()] if text.lower() in ("true", "false") else int("not Boolean")
    if base == "BinaryEquals":
        return base64.b64decode(text.encode("ascii"), validate=True)
    if base == "IpAddress":
        return ipaddress.ip_network(text, strict=False)
    if re.fullmatch("[0-9]+", text) and len(text) != 4:
        return datetime.fromtimestamp(int(text), UTC)
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?)?)?", text):
        raise ValueError(text)
    return datetime.fromisoformat(text + "-01-01T00:00Z"[(len(text) - 4) :] if len(text) < 11 else text)
