"""Policies, requests and patterns to try laws on: pools of nasty constants, and generated ones among them."""

from typing import Literal

from hypothesis import strategies as st

from policybuilder.iam import Layers, Policy, Request, policy_from

REGION = "arn:aws:rekognition:us-east-1:111122223333"
PROJECT = f"{REGION}:project/cats/1690000000000"
VERSION = f"{REGION}:project/cats/version/v1/1690000000001"
DATASET = f"{REGION}:project/cats/dataset/train/1690000000002"
USER = "arn:aws:iam::111122223333:user/staff/ana"
ROLE = "arn:aws:iam::111122223333:role/Trainer"
SESSION = "arn:aws:sts::111122223333:assumed-role/Trainer/s1"

ACTIONS = ["rekognition:DetectCustomLabels", "rekognition:DeleteProject", "s3:GetObject"]
RESOURCES = [PROJECT, VERSION, DATASET, "*", "arn:aws:s3:::cats/in/1.jpg", "arn:aws:logs:us-east-1:1:log-group:a:b"]
PRINCIPALS = [USER, ROLE, SESSION, "arn:aws:iam::111122223333:root"]

ACTION_ENTRIES = [
    *ACTIONS,
    "*",
    "rekognition:*",
    "REKOGNITION:detect*",
    "rekognition:De?e*",
    "s3:*",
    "*:*",
    "x",
    "a:b:c",
]
RESOURCE_ENTRIES = [
    *RESOURCES,
    f"{REGION}:project/cats/*",
    f"{REGION}:project/*/version/v?/*",
    "arn:aws:rekognition:*:111122223333:project/*",
    "arn:aws:rekognition",
    "arn:aws:rekognition:*",
    "arn:aws:rekognition:*:project/cats/*",
    "arn:*:reko*:us-????-1:*:project/cats/*",
    "arn:aws:logs:us*:log-group:a",
    "arn:aws:logs:*:1:log-group:*:b",
    f"{REGION}:pro*/cats/*",
    f"{REGION}:project/${{aws:username}}/*",
    f"{REGION}:project/${{aws:PrincipalTag/team, 'cats'}}/*",
    f"{REGION}:project/${{*}}/*",
    f"{REGION}:project/${{aws:TagKeys}}/*",
    "arn:aws:rekognition:us-east-1:${aws:PrincipalAccount}:project/*",
    f"{REGION}:project/${{oops/*",
    "**",
    "?",
    "",
]
KEYS = {
    "aws:RequestedRegion": ["us-east-1", "eu-west-1", "us-*", "${aws:PrincipalTag/team}", ""],
    "aws:PrincipalTag/team": ["cats", "Cats", "${aws:username}", "a${*}", "a*", "*", "${aws:PrincipalTag/x, 'cats'}"],
    "AWS:TagKeys": ["env", "cost", "e*", ""],
    "aws:MultiFactorAuthAge": ["60", "3600", "0.5", "many", "+60", "60.0"],
    "aws:CurrentTime": [
        "2026-07-01T00:00:00Z",
        "2026-07-01",
        "2026",
        "1700000000",
        "soon",
        "2026-07-01T02:00:00+02:00",
    ],
    "aws:SecureTransport": ["true", "false", "True", "yes"],
    "aws:SourceIp": ["203.0.113.0/24", "203.0.113.7", "2001:db8::/32", "2001:0db8:0:0:0:0:0:7", "here"],
    "aws:PrincipalArn": [ROLE, "arn:aws:iam::*:role/Train*", "arn:aws:iam:*", "${aws:PrincipalArn}", "*", USER],
    "x:Bytes": ["YQ==", "YWI=", "?"],
}
TEXT_OPERATORS = [
    f"String{name}" for name in ("Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike")
] + ["ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike"]
TYPED_OPERATORS = [
    f"{family}{name}"
    for family in ("Numeric", "Date")
    for name in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
] + ["Bool", "BinaryEquals", "IpAddress", "NotIpAddress"]
OPERATORS = TEXT_OPERATORS + TYPED_OPERATORS

FITTING = {
    "aws:MultiFactorAuthAge": "Numeric",
    "aws:CurrentTime": "Date",
    "aws:SecureTransport": "Bool",
    "aws:SourceIp": "IpAddress",
    "aws:PrincipalArn": "Arn",
    "x:Bytes": "Binary",
}


def operators(key):
    """Mostly operators that fit the key, sometimes any, sometimes Null."""
    fitting = [name for name in OPERATORS if FITTING.get(key, "String") in name]
    forms = ["ForAllValues:", "ForAnyValue:"] if key == "AWS:TagKeys" else ["", "", "", "ForAllValues:", "ForAnyValue:"]
    return st.one_of(
        st.sampled_from(["Null", "Null", "ForAllValues:Null", "ForAnyValue:Null"]),
        *(
            st.builds(
                lambda form, name, suffix: form + name + suffix,
                st.sampled_from(forms),
                st.sampled_from(names),
                st.sampled_from(["", "", "IfExists"]),
            )
            for names in (fitting, fitting, OPERATORS)
        ),
    )


@st.composite
def condition_entries(draw):
    """(operator, key, values)"""
    key = draw(st.sampled_from(list(KEYS)))
    operator = draw(operators(key))
    pool = ["true", "false"] if "Null" in operator else KEYS[key]
    return (
        operator,
        key,
        draw(st.lists(st.sampled_from(pool), min_size=draw(st.sampled_from([0, 1, 1, 1])), max_size=3)),
    )


@st.composite
def statements(draw, *, effects=("Allow", "Allow", "Deny"), conditions=2):
    statement = {"Effect": draw(st.sampled_from(effects))}
    statement[draw(st.sampled_from(["Action", "Action", "NotAction"]))] = draw(
        st.lists(st.sampled_from(ACTION_ENTRIES), min_size=1, max_size=3)
    )
    statement[draw(st.sampled_from(["Resource", "Resource", "NotResource"]))] = draw(
        st.lists(st.sampled_from(RESOURCE_ENTRIES) | arn_patterns(), min_size=1, max_size=3)
    )
    block: dict[str, dict[str, list[str]]] = {}
    for operator, key, values in draw(st.lists(condition_entries(), max_size=conditions)):
        block.setdefault(operator, {})[key] = values
    if block:
        statement["Condition"] = block
    return statement


def wide_statements(*, effects=("Allow", "Allow", "Deny")):
    """Statements about every action on every resource: only their conditions decide."""
    return statements(effects=effects).map(
        lambda statement: (
            {"Action": "*", "Resource": "*"}
            | {name: value for name, value in statement.items() if name in ("Effect", "Condition")}
        )
    )


@st.composite
def documents(draw, *, effects=("Allow", "Allow", "Allow", "Deny")):
    """Policy documents as plain JSON."""
    version = draw(st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17", None]))
    either = statements(effects=effects) | wide_statements(effects=effects)
    body = draw(st.lists(either, max_size=3))
    if "Allow" in effects and draw(st.integers(0, 2)) == 0:
        body.append({"Effect": "Allow", "Action": "*", "Resource": "*"})
    return ({"Version": version} if version else {}) | {"Statement": body}


@st.composite
def plain_layers(draw):
    """Layers as plain JSON: what `oracle.decide` takes."""
    layers = {"identity": draw(st.lists(documents(), max_size=2))}
    for name in ("boundary", "session"):
        layers[name] = draw(st.none() | documents())
    layers["scp"] = draw(st.lists(st.lists(documents(), min_size=1, max_size=2), max_size=2))
    return layers


def policy(plain) -> Policy:
    """The policy of plain JSON that is known to be an object."""
    found = policy_from(plain)
    assert found is not None
    return found


def layers_of(plain):
    """The same layers for `decide`."""
    return Layers(
        tuple(policy(document) for document in plain["identity"]),
        plain["boundary"] and policy(plain["boundary"]),
        plain["session"] and policy(plain["session"]),
        tuple(tuple(policy(document) for document in level) for level in plain["scp"]),
    )


def context_values(key):
    if key == "AWS:TagKeys":
        return st.lists(st.sampled_from(KEYS[key]), max_size=3).map(tuple)
    return st.sampled_from(KEYS[key])


@st.composite
def contexts(draw):
    keys = draw(st.sets(st.sampled_from(list(KEYS)), max_size=6))
    context = {key: draw(context_values(key)) for key in sorted(keys)}
    if draw(st.integers(0, 9)) == 0:
        context["aws:PrincipalTag/team"] = draw(st.sampled_from([("cats",), ("cats", "dogs"), ()]))
    return context


@st.composite
def requests(draw, *, with_open_keys=False):
    open_keys: frozenset[str] | Literal["*"] = frozenset()
    if with_open_keys:
        every = st.sets(st.sampled_from([*KEYS, "aws:username", "aws:PrincipalTag/x"])).map(frozenset)
        open_keys = draw(st.just("*") | every)
    return Request(
        action=draw(st.sampled_from(ACTIONS)),
        resource=draw(st.sampled_from(RESOURCES)),
        principal=draw(st.sampled_from([*PRINCIPALS, None] if with_open_keys else PRINCIPALS)),
        context=draw(contexts()),
        open_keys=open_keys,
    )


# short patterns and texts over few letters meet often
patterns = st.text("ab*?:/", max_size=8)
texts = st.text("abz:/", max_size=8)
many_stars = st.builds(
    lambda body, count: body * count, st.sampled_from(["*a", "a*", "?*", "*?a", "**"]), st.integers(1, 400)
)


@st.composite
def arn_patterns(draw):
    """An ARN with letters replaced by wildcards, cut short, or left alone."""
    arn = draw(st.sampled_from([PROJECT, VERSION, DATASET]))
    start = draw(st.integers(4, len(arn) - 1))
    end = draw(st.integers(start, len(arn)))
    return arn[:start] + draw(st.sampled_from(["*", "?", "**", "?*", "", "*a*", ":*"])) + arn[end:]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(blacklist_categories=())),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["Version", "Statement", "Effect", "Action", "Resource", "Condition", "Sid", "Principal"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)
