"""Policies to take away: all of the repository's cases, and generated ones full of what some language might trip over."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from policybuilder.authoring import guide_policies
from policybuilder.export import Exported, Kind, Placement, export
from policybuilder.iam import parse, policy_from
from tests import strategies

CASES = Path(__file__).parent.parent / "cases"
PIECES = [
    *(
        "${aws:username}",
        "${",
        "$",
        "$$",
        "$${",
        "$$${x}",
        "%{if x}",
        "%",
        "%%{",
        "%%",
        "&{aws:username}",
        "&",
        "}",
        "{",
    ),
    *("'", "''", '"', '\\"', "\\", "\\\\", "\\n", "\\u0041", "`", "$(id)", "!", "#", ": ", " #", "- ", "~", "*", "?"),
    *(
        "\n",
        "\r\n",
        "\t",
        "\b",
        "\f",
        "\x00",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "é",
        "e\u0301",
        "Å",
        "\u212b",
        "😀",
        "\ud83d",
    ),
    *("{{resolve:ssm:x}}", "${Token[x.1]}", "</script>", "yes", "null", "1", "2012-10-17", "=", "<<", "a b", ""),
]
NAMES = ["Ref", "Fn::Sub", "__proto__", "Statement", "Version", "Sid", "Effect", "for", "if", "null", "yes", "1"]
texts = st.lists(st.sampled_from(PIECES), max_size=5).map("".join) | st.text(max_size=8)
REWRITTEN = ("&{aws:username}", "&", "{", "e\u0301", "Å", "\u212b", "\ud83d")
tame = st.lists(st.sampled_from([piece for piece in PIECES if piece not in REWRITTEN]), min_size=1, max_size=5).map(
    lambda pieces: "x" + "".join(pieces)
)
keys = st.sampled_from(NAMES) | texts
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = texts | texts | st.booleans() | st.none() | numbers
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=12
)
# Any object, whether or not it is a policy: forms that hold a document as it is have to hold this one too.
objects = st.dictionaries(keys, values, max_size=4).map(policy_from)


@st.composite
def doubled(draw):
    """An object in which a member may stand twice."""
    members = draw(st.lists(st.tuples(st.sampled_from(["A", "B", "é"]), texts), min_size=2, max_size=4))
    written = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in members)
    return parse('{"Version": "2012-10-17", "Statement": [{' + written + "}]}").policy


@st.composite
def policies(draw):
    """Policies of the grammar, with nasty text in every place that takes text."""
    document = draw(strategies.documents())
    policy = json.loads(json.dumps(document))
    for statement in policy["Statement"]:
        for member in ("Resource", "NotResource", "Action", "NotAction"):
            if member in statement and draw(st.booleans()):
                statement[member] = draw(st.lists(texts, min_size=1, max_size=3) | texts)
        if draw(st.booleans()):
            statement["Sid"] = draw(texts)
        if draw(st.booleans()):
            operators = draw(
                st.dictionaries(
                    keys,
                    st.dictionaries(keys, texts | st.lists(texts | st.booleans(), max_size=2), max_size=2),
                    max_size=2,
                )
            )
            statement["Condition"] = operators
        if draw(st.booleans()):
            statement["Principal"] = draw(
                st.just("*") | st.dictionaries(keys, texts | st.lists(texts, max_size=2), max_size=2)
            )
    if draw(st.booleans()):
        policy["Id"] = draw(texts)
    return policy_from(policy)


names = st.sampled_from(["", "Cat shelf camera", "ünï", "--", "1st", "x" * 200, "a'b\"c$d", "null"]) | st.text(
    max_size=12
)
placements = st.builds(Placement, st.sampled_from(list(Kind)), names) | st.builds(
    Placement, st.just(Kind.IDENTITY), names, st.just(True)
)


@st.composite
def plain_policies(draw):
    """Policies that Terraform's data source has a place for, with text that it keeps in every one of them."""
    statement = {
        "Effect": draw(st.sampled_from(["Allow", "Deny"])),
        draw(st.sampled_from(["Action", "NotAction"])): draw(st.lists(tame, min_size=1, max_size=3) | tame),
        draw(st.sampled_from(["Resource", "NotResource"])): draw(st.lists(tame, min_size=1, max_size=3) | tame),
        draw(st.sampled_from(["Principal", "NotPrincipal"])): {draw(tame): draw(tame), "AWS": [draw(tame), draw(tame)]},
        "Condition": {draw(tame): {draw(tame): draw(tame), "k": [draw(tame), True]}},
        "Sid": draw(tame),
    }
    version = {"Version": draw(st.sampled_from(["2012-10-17", "2008-10-17"]))}
    return policy_from(version | {"Id": draw(tame), "Statement": draw(st.sampled_from([statement, [statement]]))})


@cache
def every_policy():
    """Every policy document of the repository's cases and of the guide, each once."""
    found: dict[str, Any] = {}
    for path in sorted(CASES.rglob("*.json")):
        for written in _documents(json.loads(path.read_text(encoding="utf-8"))):
            policy = parse(written).policy
            if policy:
                found.setdefault(written, policy)
    for guide in guide_policies():
        found.setdefault(guide.text, parse(guide.text).policy)
    return tuple(found.values())


def _documents(value):
    """The documents in a case, also those in texts, where doubled members matter."""
    if isinstance(value, dict):
        if "Statement" in value:
            yield json.dumps(value)
        for member in value.values():
            yield from _documents(member)
    elif isinstance(value, list):
        for item in value:
            yield from _documents(item)
    elif isinstance(value, str) and '"Statement"' in value:
        yield value


def read(document):
    """The policy of plain JSON or, where doubled members matter, of a text."""
    return parse(document).policy if isinstance(document, str) else policy_from(document)


def text_of(policy, form, placement=None):
    """The export, or None where the form refuses."""
    made = export(policy, form, placement)
    return made.text if isinstance(made, Exported) else None
