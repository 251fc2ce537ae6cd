"""Policies, requests and patterns to try laws on: pools of nasty constants, and generated ones among them."""

from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st

from policybuilder.iam import Layers, Policy, Request, derive_context, policy_from

REGION = "arn:aws:rekognition:us-east-1:111122223333"
PROJECT = f"{REGION}:project/cats/1690000000000"
VERSION = f"{REGION}:project/cats/version/v1/1690000000001"
DATASET = f"{REGION}:project/cats/dataset/train/1690000000002"
USER = "arn:aws:iam::111122223333:user/staff/ana"
ROLE = "arn:aws:iam::111122223333:role/Trainer"
SESSION = "arn:aws:sts::111122223333:assumed-role/Trainer/s1"

ACTIONS = ["rekognition:DetectCustomLabels", "rekognition:DeleteProject", "s3:GetObject"]
RESOURCES = [PROJECT, VERSION, DATASET, "*", "arn:aws:s3:::cats/in/1.jpg", "arn:aws:logs:us-east-1:1:log-group:a:b"]
ROOT = "arn:aws:iam::111122223333:root"
FEDERATED = "arn:aws:sts::111122223333:federated-user/ana"
OTHER_ROLE = "arn:aws:iam::444455556666:role/ops/Copier"
OTHER_SESSION = "arn:aws:sts::444455556666:assumed-role/Copier/s2"
SERVICE = "sagemaker.amazonaws.com"
LINKED = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
PRINCIPALS = [USER, ROLE, SESSION] * 3 + [ROOT, FEDERATED, OTHER_ROLE, OTHER_SESSION, SERVICE, LINKED, "anonymous"]
NAMES = [
    "*",
    USER,
    ROLE,
    SESSION,
    ROOT,
    FEDERATED,
    OTHER_ROLE,
    OTHER_SESSION,
    "111122223333",
    "444455556666",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::111122223333:user/ana",
    "arn:aws:iam::111122223333:role/ml/Trainer",
    "arn:aws:iam::111122223333:role/*",
    "AIDAEXAMPLE",
    "",
]

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
    "aws:AssumedRoot": ["true", "TRUE", "false"],
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


def _operators(key):
    """Mostly operators that fit the key, sometimes any, sometimes Null."""
    fitting = [name for name in OPERATORS if FITTING.get(key, "String") in name]
    forms = ["ForAllValues:", "ForAnyValue:"] if key == "AWS:TagKeys" else ["", "", "", "ForAllValues:", "ForAnyValue:"]
    written = [f"{form}{name}{end}" for form in forms for name in fitting for end in ("", "", "IfExists")]
    others = [f"{form}{name}{end}" for form in ("", *forms) for name in OPERATORS for end in ("", "IfExists")]
    nulls = ["Null", "ForAllValues:Null", "ForAnyValue:Null"]
    return written * (len(others) // len(written) + 1) + others + nulls * (len(others) // 15)


def _lists(pool, *, empty):
    """Lists of one or two of a pool, for one draw."""
    ones = [[item] for item in pool]
    return (
        ones * 2 + [[one, other] for one in pool for other in pool if one != other] + [[]] * (empty and len(pool) // 2)
    )


# few draws make generation quick: the pools hold whole operators and whole lists
_keys = st.sampled_from(list(KEYS))
_operators_of = {key: st.sampled_from(_operators(key)) for key in KEYS}
_values_of = {key: st.sampled_from(_lists(pool, empty=True)) for key, pool in KEYS.items()}
_null_values = st.sampled_from([["true"], ["false"], ["true", "false"], []])
_effects = {effects: st.sampled_from(effects) for effects in (("Allow",), ("Deny",), ("Allow", "Allow", "Deny"))}
_counts = st.sampled_from([0, 0, 1, 1, 2])
_versions = st.sampled_from(["2012-10-17", "2012-10-17", "2008-10-17", None])
_actions = st.sampled_from(
    [(name, entries) for name in ("Action", "Action", "NotAction") for entries in _lists(ACTION_ENTRIES, empty=False)]
)
_resources = st.sampled_from(
    [
        (name, entries)
        for name in ("Resource", "Resource", "NotResource")
        for entries in _lists(RESOURCE_ENTRIES, empty=False)
    ]
)
_twelve = st.integers(0, 11)


@st.composite
def arn_patterns(draw):
    """An ARN with letters replaced by wildcards, cut short, or left alone."""
    arn = draw(_arns)
    start = draw(st.integers(4, len(arn) - 1))
    end = draw(st.integers(start, len(arn)))
    return arn[:start] + draw(_wildcards) + arn[end:]


_arns = st.sampled_from([PROJECT, VERSION, DATASET])
_wildcards = st.sampled_from(["*", "?", "**", "?*", "", "*a*", ":*"])
_patterns = arn_patterns()


@st.composite
def statements(draw, *, effects=("Allow", "Allow", "Deny")):
    """Statements as plain JSON; a third are about every action on every resource, so that their conditions decide."""
    statement = {"Effect": draw(_effects[effects])}
    shape = draw(_twelve)
    if shape < 4:
        statement |= {"Action": "*", "Resource": "*"}
    else:
        statement |= dict([draw(_actions), draw(_resources)])
    if shape == 11:
        statement = {name: value for name, value in statement.items() if "Resource" not in name}
        statement["Resource"] = draw(_patterns)
    block: dict[str, dict[str, list[str]]] = {}
    for _ in range(draw(_counts)):
        key = draw(_keys)
        operator = draw(_operators_of[key])
        block.setdefault(operator, {})[key] = draw(_null_values if "Null" in operator else _values_of[key])
    return statement | ({"Condition": block} if block else {})


@st.composite
def documents(draw, *, effects=("Allow", "Allow", "Deny")):
    """Policy documents as plain JSON."""
    version = draw(_versions)
    shape = draw(_twelve)
    body = [draw(_statements[effects]) for _ in range(shape % 4)]
    if "Allow" in effects and shape < 4:
        body.append({"Effect": "Allow", "Action": "*", "Resource": "*"})
    return ({"Version": version} if version else {}) | {"Statement": body}


_names = st.sampled_from(_lists(NAMES, empty=False))
_every_name = [
    ["111122223333", ROLE, SESSION, USER],
    ["444455556666", OTHER_ROLE, OTHER_SESSION, "arn:aws:sts::444455556666:assumed-role/Copier/s9"],
]


@st.composite
def resource_documents(draw):
    """Resource-based policies and RCPs as plain JSON; half of the statements are about everything."""
    body = []
    for _ in range(draw(_counts) + 1):
        statement = draw(_statements["Allow", "Allow", "Deny"])
        shape = draw(_twelve)
        if shape < 6:
            statement |= {"Action": "*", "Resource": "*"}
            statement = {key: value for key, value in statement.items() if not key.startswith("Not")}
        if shape == 0:
            statement["Principal"] = "*"
        elif shape == 1:
            statement["Principal"] = {"Service": draw(st.sampled_from([SERVICE, "ec2.amazonaws.com"]))}
        elif shape in (2, 3):
            statement |= {"Effect": "Deny", "NotPrincipal": {"AWS": draw(_names | st.sampled_from(_every_name))}}
        elif shape > 4:
            statement["Principal"] = {"AWS": draw(_names)}
        body.append(statement)
    return {"Version": draw(_versions) or "2012-10-17", "Statement": body}


_resource_documents = resource_documents()
_statements = {effects: statements(effects=effects) for effects in _effects}
_documents = documents()


@st.composite
def plain_layers(draw):
    """Layers as plain JSON: what `oracle_layers.decide` takes."""
    shape = draw(st.integers(0, 63))
    return {
        "identity": [draw(_documents) for _ in range(1 + shape % 2)],
        "boundary": draw(_documents) if shape // 2 % 4 == 0 else None,
        "session": draw(_documents) if shape // 8 % 4 == 0 else None,
        "scp": [[draw(_documents)], [draw(_documents), draw(_documents)]][: max(shape // 16 - 1, 0)],
        "rcp": [[draw(_resource_documents)]] if shape % 7 == 0 else [],
        "resource": [draw(_resource_documents) for _ in range(1 + shape % 2)] if shape % 3 == 0 else [],
    }


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
        tuple(tuple(policy(document) for document in level) for level in plain["rcp"]),
        tuple(policy(document) for document in plain["resource"]),
    )


_context_values = {key: st.sampled_from(pool) for key, pool in KEYS.items()}
_context_values["AWS:TagKeys"] = st.sampled_from([tuple(values) for values in _lists(KEYS["AWS:TagKeys"], empty=True)])
_key_sets = st.sets(_keys, max_size=6).map(sorted)
_teams = st.sampled_from([("cats",), ("cats", "dogs"), ()])


def context_values(key):
    """Values that a request may have for a key of the pool."""
    return _context_values[key]


@st.composite
def contexts(draw):
    context = {key: draw(_context_values[key]) for key in draw(_key_sets)}
    if draw(_twelve) == 0:
        context["aws:PrincipalTag/team"] = draw(_teams)
    return context


_contexts = contexts()
_open_keys = st.just("*") | st.sets(st.sampled_from([*KEYS, "aws:username", "aws:PrincipalTag/x"])).map(frozenset)


@st.composite
def requests(draw, *, with_open_keys=False):
    open_keys: frozenset[str] | Literal["*"] = draw(_open_keys) if with_open_keys else frozenset()
    return Request(
        action=draw(st.sampled_from(ACTIONS)),
        resource=draw(st.sampled_from(RESOURCES)),
        principal=draw(st.sampled_from([*PRINCIPALS, None] if with_open_keys else PRINCIPALS)),
        context=draw(_contexts),
        open_keys=open_keys,
        management_account=draw(_twelve) == 0,
    )


def settled(request):
    """The request with every key that would stay open given some text: nothing is unknown."""
    derived = derive_context(request)
    filled = dict.fromkeys(derived.open_keys, "true")
    return replace(derived, context={**derived.context, **filled}, open_keys=frozenset())


settled_requests = requests().map(settled)

# short patterns and texts over few letters meet often
patterns = st.text("ab*?:/", max_size=8)
texts = st.text("abz:/", max_size=8)
many_stars = st.builds(
    lambda body, count: body * count, st.sampled_from(["*a", "a*", "?*", "*?a", "**"]), st.integers(1, 400)
)


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
