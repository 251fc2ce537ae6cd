"""Random values of condition keys around the values that policies name: break points, neighbours, absence."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from ipaddress import ip_address, ip_network

from policybuilder.catalogue.service_keys import condition_key
from tests.oracle import _typed, listed

DERIVED = {"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username", "aws:resourceaccount"}
VARIABLE = re.compile(r"\$\{([^},]+)(?:, '([^']*)')?\}")
TAGS = ("aws:requesttag/", "aws:resourcetag/")


@dataclass
class Key:
    """A condition key that policies mention, with the values they hold it against."""

    name: str
    folded: str
    wanted: list[str] = field(default_factory=list)
    set_operator: bool = False

    @property
    def facts(self):
        return condition_key(self.folded)

    @property
    def always(self):
        return self.facts is not None and self.facts.always

    def provided(self, action, kind):
        """Does a request for the action carry it? Of other services' actions nothing is known."""
        if self.folded in DERIVED:
            return False
        if isinstance(action, str):
            return True
        if self.folded.startswith("aws:resourcetag/"):
            return kind is not None and any(
                "ResourceTag" in key for use in action.resources if use.type == kind.id for key in use.condition_keys
            )
        if self.folded.startswith("aws:requesttag/"):
            return any("RequestTag" in key for key in action.condition_keys)
        return self.folded != "aws:tagkeys" or "aws:TagKeys" in action.condition_keys

    def value(self, draw, edges, principal, region):
        """A value of the key's type near one that a policy names; several for multivalued keys."""
        facts = self.facts
        name = facts.type if facts else "String"
        if self.folded == "aws:requestedregion":
            return (
                None if region and draw.random() < 0.7 else draw.choice(["us-east-1", "eu-west-1", *plain(self.wanted)])
            )
        if (facts and facts.multivalued) or (facts is None and self.set_operator and draw.random() < 0.6):
            found = [self._one(name, draw, edges, principal) for _ in range(draw.choice((1, 1, 2, 3)))]
            return found if any(found) else None  # AWS sends no set of empty texts alone
        return self._one(name, draw, edges, principal)

    def _one(self, name, draw, edges, principal):
        texts = [VARIABLE.sub(lambda found: _meant(found, draw, principal), text) for text in self.wanted]
        make = {"Numeric": number, "Date": date, "IPAddress": address, "ARN": arn}.get(name, string)
        if name == "Bool":
            return draw.choice(("true", "false"))
        if self.folded == "aws:epochtime":
            points = [int(text) for text in self.wanted if text.isdigit()] or [1_782_864_000]
            return str(draw.choice(points) + draw.choice((0, 0, 1, -1, 40_000)))
        return make(texts, draw, edges.words)


def keys_of(statements):
    """The keys of all conditions, and of all variables."""
    found: dict[str, Key] = {}
    for each in statements:
        for operator, block in each.get("Condition", {}).items():
            for key, wanted in block.items():
                entry = found.setdefault(key.lower(), Key(key, key.lower()))
                entry.wanted += [
                    str(value).lower() if isinstance(value, bool) else str(value) for value in listed(wanted)
                ]
                entry.set_operator |= operator.startswith("For")
        for match in VARIABLE.finditer(repr(each)):
            if match[1] not in ("*", "?", "$") and re.fullmatch(r"[\w:./-]+", match[1]):
                found.setdefault(match[1].lower(), Key(match[1], match[1].lower()))
    return list(found.values())


def _meant(match, draw, principal):
    """A value that the variable may have: the caller's name, its default, or some word."""
    if match[1] in ("*", "?", "$"):
        return match[1]
    if match[1].lower() == "aws:username":
        return principal.rpartition("/")[2]
    return match[2] if match[2] is not None and draw.random() < 0.3 else draw.choice(("cats", "a", "zz"))


def plain(texts):
    return [text for text in texts if re.fullmatch(r"[a-z0-9-]+", text)]


# -- texts -------------------------------------------------------------------------------------------------------------


def like(pattern, text):
    """Does a text match a pattern of stars and question marks, whatever the case?"""
    body = "".join(".*" if letter == "*" else "." if letter == "?" else re.escape(letter) for letter in pattern)
    return pattern == "*" or re.fullmatch(body, text, re.IGNORECASE) is not None


def filled(pattern, draw, between):
    """A text that the pattern matches, variables taken for some word."""
    pattern = VARIABLE.sub(lambda found: found[1] if found[1] in "*?$" else draw.choice(between), pattern)
    out = ""
    for letter in pattern:
        out += (
            draw.choice(("", "", "a", "7", draw.choice(between)))
            if letter == "*"
            else draw.choice("a7s")
            if letter == "?"
            else letter
        )
    return out


def nudged(text, draw, chance):
    """At times a letter more, less, or another."""
    if draw.random() >= chance:
        return text
    at = draw.randrange(len(text) + 1)
    return draw.choice(
        (text[:at] + "x" + text[at:], text[:at] + text[at + 1 :], text[:at] + "z" + text[at + 1 :], text.swapcase())
    )


def string(texts, draw, words):
    """Text near the wanted ones."""
    if not texts or draw.random() < 0.1:
        return draw.choice([filled(draw.choice(words), draw, words), "zz", "cats", ""])
    text = draw.choice(texts)
    if draw.random() < 0.2:
        return text  # the pattern itself as a value
    return nudged(filled(text, draw, ["x", "b", "ab", *texts]), draw, 0.3)


def arn(texts, draw, words):
    """A text of an ARN's form."""
    for _ in range(3):
        found = string(texts, draw, words)
        if found.count(":") >= 5 and found.startswith("arn:"):
            return found
    return "arn:aws:lambda:us-east-1:111122223333:function:x"


# -- typed values ------------------------------------------------------------------------------------------------------


def number(texts, draw, words):
    """A number at, next to or between break points."""
    del words
    points = sorted({Decimal(found) for found in (_read("Numeric", text) for text in texts) if found is not None})
    if not points:
        return draw.choice(("0", "1", "3600"))
    low, high = draw.choice(points), draw.choice(points)
    step = draw.choice(("0", "0", "1", "-1", "0.5", "-0.5", "1000"))
    return str(draw.choice((low + Decimal(step), (low + high) / 2)))


def date(texts, draw, words):
    """A moment at, next to or between break points, in one of the spellings."""
    del words
    points = sorted(found for found in (_moment(text) for text in texts) if found is not None)
    if not points:
        return draw.choice(("2026-01-15T12:00:00Z", "1999-01-01"))
    low, high = draw.choice(points), draw.choice(points)
    step = timedelta(seconds=draw.choice((0, 0, 1, -1, 0.5, -0.5, 40_000_000, -40_000_000)))
    found = draw.choice((low + step, low + (high - low) / 2))
    if draw.random() < 0.2 and not found.microsecond and found.year > 1975:
        return str(int(found.timestamp()))
    return found.strftime("%Y-%m-%dT%H:%M:%S") + (f".{found.microsecond:06d}" if found.microsecond else "") + "Z"


def address(texts, draw, words):
    """An address at the edge of a block, or another."""
    del words
    blocks = [found for found in (_read("IpAddress", text) for text in texts) if found is not None]
    if not blocks or draw.random() < 0.15:
        return draw.choice(("203.0.113.7", "2001:db8::7", "0.0.0.0", "255.255.255.255", "::", "10.1.2.3"))  # noqa: S104 - nothing is bound
    block = draw.choice(blocks)
    first, last = int(block.network_address), int(block.broadcast_address)
    found = draw.choice((first, last, first - 1, last + 1, (first + last) // 2))
    top = 2 ** (32 if block.version == 4 else 128) - 1
    return (
        str(ip_address(min(max(found, 0), top)))
        if block.version == 4
        else str(type(ip_network("::"))(min(max(found, 0), top)).network_address)
    )


def _moment(text):
    found = _read("Date", text)
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found


def _read(base, text):
    try:
        return _typed(base, text)
    except (ValueError, ArithmeticError):
        return None
