"""Random pairs of policies, most of them changed copies of one another: what `compare` is tried on.

Documents have one to four statements, all condition operators with their forms, NotAction, NotResource, Deny, variables
and both versions. The entries are few and near one another, so that patterns overlap and conditions meet.
"""

import copy
from random import Random
from typing import Any

Document = dict[str, Any]

REGION = "arn:aws:rekognition:us-east-1:111122223333"
KINDS = ("identity",) * 8 + ("boundary", "session", "scp", "project", "project", "stack", "stack")
ACTIONS = (
    *("rekognition:DetectCustomLabels", "rekognition:DetectCustomLabels", "rekognition:DescribeProjectVersions"),
    *("rekognition:Detect*", "rekognition:*", "rekognition:*", "*", "rekognition:*ProjectVersion", "rekognition:De*t*"),
    *("rekognition:DeleteProject", "rekognition:CreateProject", "rekognition:TagResource", "REKOGNITION:st?rt*"),
    *("rekognition:CopyProjectVersion", "rekognition:CreateProjectVersion", "rekognition:IndexFaces", "s3:GetObject"),
    *(
        "s3:Get*",
        "rekognition:DetectModerationLabels",
        "rekognition:DetectCats",
        "iam:PassRole",
        "rekognition:UntagResource",
    ),
)
RESOURCES = (
    *("*", "*", f"{REGION}:project/cats/*", f"{REGION}:project/cats/*", f"{REGION}:project/*", f"{REGION}:project/c*"),
    *(f"{REGION}:project/cats/version/*", f"{REGION}:project/*/version/v?/*", f"{REGION}:project/cats/version/v1/*"),
    *(f"{REGION}:project/*/version/*", f"{REGION}:project/cats/1690000000000", f"{REGION}:project/*s/*", f"{REGION}:*"),
    *(
        f"{REGION}:project/cats/dataset/*",
        f"{REGION}:collection/*",
        f"{REGION}:project/?ats/*",
        "arn:aws:rekognition:*:*:*",
    ),
    *(
        "arn:aws:rekognition:*:111122223333:project/cats/*",
        "arn:aws:rekognition:us-*:*:project/*",
        "arn:aws:rekognition",
    ),
    *("arn:aws:rekognition:*:project/cats/*", "arn:*:rekognition:*:*:project/*/version/*", "arn:aws:s3:::cats/*"),
    *("arn:aws:s3:::cats/in/*", f"{REGION}:project/*cats*/version/*a*/*", f"{REGION}:project/*a*b*/*"),
)
WITH_VARIABLES = (
    *(f"{REGION}:project/${{aws:username}}/*", f"{REGION}:project/${{aws:username}}/version/*"),
    *(f"{REGION}:project/${{aws:PrincipalTag/team}}/*", f"{REGION}:project/${{aws:PrincipalTag/team, 'cats'}}/*"),
    *(f"{REGION}:project/c${{*}}/*", f"{REGION}:project/${{aws:username}}-*/*", "arn:aws:s3:::cats/${aws:username}/*"),
)
PROJECT_ACTIONS = (
    "rekognition:CopyProjectVersion",
    "rekognition:CopyProjectVersion",
    "rekognition:Copy*",
    "rekognition:*",
)
PROJECT_RESOURCES = (
    *(f"{REGION}:project/cats/version/*", f"{REGION}:project/cats/version/v1/*", f"{REGION}:project/*/version/*"),
    *(f"{REGION}:project/cats/*", f"{REGION}:project/dogs/version/*", f"{REGION}:project/cats/version/v?/*", "*"),
)
PRINCIPALS = (
    *("444455556666", "arn:aws:iam::444455556666:root", "arn:aws:iam::444455556666:role/Copier", "*"),
    *("arn:aws:iam::444455556666:user/carol", "arn:aws:sts::444455556666:assumed-role/Copier/s1", "777788889999"),
)
TEXT = ("Equals", "NotEquals", "Like", "NotLike", "EqualsIgnoreCase", "NotEqualsIgnoreCase")
ORDER = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
TEXTS = ("prod", "p*", "*d", "prod*", "?rod", "PROD", "dev", "*", "a*b", "*a*")
TEXT_VARIABLES = (
    "${aws:PrincipalTag/team}",
    "${aws:username}",
    "${aws:PrincipalTag/team, 'prod'}",
    "p${*}",
    "x${aws:username}*",
)
TAG_KEYS = ("env", "cost", "e*", "*", "?*", "c?st", "en?")
FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:"
KEYS = {
    "aws:ResourceTag/env": ([f"String{name}" for name in TEXT], TEXTS),
    "aws:PrincipalTag/team": ([f"String{name}" for name in TEXT], TEXTS),
    "aws:RequestTag/env": ([f"String{name}" for name in TEXT], TEXTS),
    "aws:RequestedRegion": ([f"String{name}" for name in TEXT[:4]], ("us-east-1", "us-*", "eu-west-1", "*-1")),
    "aws:TagKeys": ([f"String{name}" for name in TEXT], TAG_KEYS),
    "aws:MultiFactorAuthAge": ([f"Numeric{name}" for name in ORDER], ("60", "3600", "60.0", "59.5", "many", "-1")),
    "aws:CurrentTime": (
        [f"Date{name}" for name in ORDER],
        (
            "2026-07-01T00:00:00Z",
            "2026-07-01",
            "2026-07-01T02:00:00+02:00",
            "2026",
            "1782864000",
            "2026-08-01T00:00:00Z",
        ),
    ),
    "aws:TokenIssueTime": ([f"Date{name}" for name in ORDER], ("2026-07-01T00:00:00Z", "2026-08-01", "soon")),
    "aws:MultiFactorAuthPresent": (["Bool"], ("true", "false", "TRUE")),
    "aws:SecureTransport": (["Bool"], ("true", "false")),
    "aws:SourceIp": (
        ["IpAddress", "NotIpAddress"],
        ("203.0.113.0/24", "203.0.113.0/25", "203.0.113.128/25", "203.0.113.7", "0.0.0.0/0", "::/0", "2001:db8::/32"),
    ),
    "lambda:SourceFunctionArn": (
        ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotEquals"],
        (
            f"{FUNCTION}x",
            f"{FUNCTION}*",
            "arn:aws:lambda:*:*:function:x",
            "arn:aws:lambda:*:111122223333:function:?",
            "arn:*",
        ),
    ),
    "idp.example.com:groups": ([f"String{name}" for name in TEXT], TEXTS[:6]),
    "aws:CalledVia": (
        ["StringEquals", "StringLike", "StringNotLike"],
        ("athena.amazonaws.com", "*.amazonaws.com", "a*"),
    ),
    "aws:EpochTime": (
        [f"{family}{name}" for family in ("Date", "Numeric") for name in ORDER],
        ("1782864000", "1782864001", "1782950400"),
    ),
    "aws:username": ([f"String{name}" for name in TEXT], ("ana", "a*", "ca?s", "*", "ANA")),
    "aws:ResourceAccount": (
        ["StringEquals", "StringNotEquals", "StringLike"],
        ("111122223333", "1111*", "444455556666"),
    ),
    "aws:PrincipalAccount": (
        ["StringEquals", "StringNotEquals", "StringLike"],
        ("111122223333", "4444*", "444455556666"),
    ),
    "aws:PrincipalType": (["StringEquals", "StringNotLike"], ("User", "AssumedRole", "*o*")),
    "x:Bytes": (["BinaryEquals", "StringEquals"], ("YQ==", "YWI=", "?", "YR==")),
    "aws:PrincipalArn": (
        ["ArnLike", "ArnNotLike", "StringLike"],
        ("arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:user/*", "arn:aws:iam::111122223333:role/Trainer"),
    ),
}
COMMON = list(KEYS)[:11]
MULTIVALUED = {"aws:TagKeys", "aws:CalledVia", "idp.example.com:groups"}


def random_pair(draw: Random) -> tuple[str, Document, Document]:
    """A kind and two documents."""
    kind = draw.choice(KINDS)
    make = {"project": project_document, "stack": stack}.get(kind, document)
    one = make(draw)
    if draw.random() < 0.1:
        other = make(draw)
    elif kind == "stack":
        other = changed_stack(one, draw)
    else:
        other = changed(one, draw)
        _name_somebody(kind, other, draw)
    return (kind, one, other) if draw.random() < 0.5 else (kind, other, one)


def identity_pair(draw: Random) -> tuple[Document, Document]:
    """Two identity policies."""
    one = document(draw)
    return one, changed(one, draw)


def document(draw):
    """A policy of one to four statements, the first of which allows."""
    variables = draw.random() < 0.2
    body = [statement(draw, variables=variables, effect="Allow")]
    body += [statement(draw, variables=variables) for _ in range(draw.choice((0, 0, 1, 1, 2, 3)))]
    version = {"Version": "2012-10-17"} if draw.random() < 0.95 else {"Version": "2008-10-17"}
    return version | {"Statement": body}


def project_document(draw):
    """A policy on a project: who may copy its versions. It allows first, and says of every statement who is meant."""
    made = document(draw)
    for each in made["Statement"]:
        for name in ("NotAction", "NotResource"):
            each.pop(name, None)
        each["Action"] = some(draw, PROJECT_ACTIONS)
        each["Resource"] = some(draw, PROJECT_RESOURCES)
    _name_somebody("project", made, draw)
    return made


def _name_somebody(kind, made, draw):
    """Put a principal where a policy on a resource has none."""
    for each in made["Statement"] if kind == "project" else ():
        if "Principal" not in each or draw.random() < 0.2:
            each["Principal"] = "*" if draw.random() < 0.15 else {"AWS": some(draw, PRINCIPALS)}


def stack(draw):
    """Plain layers: one or two identity policies and some that limit."""
    made: Document = {"identity": [document(draw) for _ in range(draw.choice((1, 1, 2)))], "rcp": [], "resource": []}
    made |= {name: _limit(draw) if draw.random() < 0.4 else None for name in ("boundary", "session")}
    return made | {"scp": [[_limit(draw)] for _ in range(draw.choice((0, 0, 1, 2)))]}


def _limit(draw):
    """A policy that limits; half of them allow everything that they do not deny."""
    made = document(draw)
    if draw.random() < 0.5:
        made["Statement"].append({"Effect": "Allow", "Action": ["*"], "Resource": ["*"]})
    return made


def changed_stack(original, draw):
    """A stack with a policy changed, or with a layer taken away or put in."""
    made = copy.deepcopy(original)
    shape = draw.randrange(4)
    if shape == 0:
        name = draw.choice(("boundary", "session"))
        made[name] = None if made[name] else _limit(draw)
    elif shape == 1 and made["scp"]:
        made["scp"][0][0] = changed(made["scp"][0][0], draw)
    elif shape == 2 and made["boundary"]:
        made["boundary"] = changed(made["boundary"], draw)
    else:
        made["identity"][0] = changed(made["identity"][0], draw)
    return made


def statement(draw, *, variables=False, effect=None):
    """A statement with up to two conditions."""
    made = {"Effect": effect or draw.choice(("Allow", "Allow", "Deny"))}
    made["NotAction" if draw.random() < 0.1 else "Action"] = some(draw, ACTIONS)
    pool = RESOURCES + WITH_VARIABLES * 3 if variables else RESOURCES
    made["NotResource" if draw.random() < 0.1 else "Resource"] = some(draw, pool)
    block: dict[str, dict[str, list[str]]] = {}
    for _ in range(draw.choice((0, 0, 1, 1, 2))):
        condition(block, draw, variables=variables)
    return made | ({"Condition": block} if block else {})


def some(draw, pool):
    """One to three entries."""
    return [draw.choice(pool) for _ in range(draw.choice((1, 1, 1, 2, 3)))]


def condition(block, draw, *, variables=False):
    """Put a condition into a block."""
    key = draw.choice(COMMON) if draw.random() < 0.7 else draw.choice(list(KEYS))
    operators, pool = KEYS[key]
    if draw.random() < 0.12:
        block.setdefault("Null", {})[key] = [draw.choice(("true", "false"))]
        return
    textual = variables and operators[0] == "StringEquals" and key not in MULTIVALUED
    values = some(draw, pool + TEXT_VARIABLES * 2 if textual else pool)
    form = draw.choice(("ForAllValues:", "ForAnyValue:")) if key in MULTIVALUED or draw.random() < 0.05 else ""
    form = "" if draw.random() < 0.03 else form
    operator = form + draw.choice(operators) + ("IfExists" if draw.random() < 0.2 else "")
    block.setdefault(operator, {})[key] = values


# -- changes -----------------------------------------------------------------------------------------------------------


def changed(original, draw):
    """A copy with one to three changes, some of which change nothing of what is allowed."""
    made = copy.deepcopy(original)
    for _ in range(draw.choice((1, 1, 2, 3))):
        draw.choice(CHANGES)(made, draw)
    return made


def _any(made, draw):
    return draw.choice(made["Statement"])


def drop_statement(made, draw):
    if len(made["Statement"]) > 1:
        made["Statement"].remove(_any(made, draw))


def add_statement(made, draw):
    made["Statement"].append(statement(draw))


def shuffle(made, draw):
    draw.shuffle(made["Statement"])
    for each in made["Statement"]:
        for name in ("Action", "NotAction", "Resource", "NotResource"):
            if name in each:
                draw.shuffle(each[name])


def change_entry(made, draw):
    each = _any(made, draw)
    name = draw.choice([name for name in each if name.endswith(("Action", "Resource"))])
    pool = ACTIONS if name.endswith("Action") else RESOURCES + WITH_VARIABLES[:2]
    entries = each[name]
    at = draw.randrange(len(entries) + 1)
    entries[at : at + draw.choice((0, 1))] = (
        draw.choice(([], [draw.choice(pool)])) if len(entries) > 1 else [draw.choice(pool)]
    )


def negate_element(made, draw):
    each = _any(made, draw)
    name = draw.choice(("Action", "Resource"))
    old, new = (name, "Not" + name) if name in each else ("Not" + name, name)
    each[new] = each.pop(old)


def split(made, draw):
    """A list of actions or resources becomes as many statements."""
    each = _any(made, draw)
    name = draw.choice([name for name in each if name.endswith(("Action", "Resource"))])
    at = made["Statement"].index(each)
    if len(made["Statement"]) < 4:
        made["Statement"][at : at + 1] = [copy.deepcopy(each) | {name: [entry]} for entry in each[name]]


def change_condition(made, draw):
    each = _any(made, draw)
    block = each.setdefault("Condition", {})
    kind = draw.randrange(4)
    if block and kind:
        operator = draw.choice(list(block))
        key = draw.choice(list(block[operator]))
        values = block[operator].pop(key)
        if kind == 2:
            block.setdefault(_other_form(operator, draw), {})[key] = values
        elif kind == 3 and key in KEYS and operator != "Null":
            block[operator][key] = draw.choice((values[1:] or values, [*values, draw.choice(KEYS[key][1])]))
    else:
        condition(block, draw)
    each["Condition"] = {operator: entries for operator, entries in block.items() if entries}
    if not each["Condition"]:
        del each["Condition"]


def _other_form(operator, draw):
    if operator == "Null":
        return operator
    if draw.random() < 0.5:
        return operator.removesuffix("IfExists") if operator.endswith("IfExists") else operator + "IfExists"
    swaps = (
        ("ForAllValues:", "ForAnyValue:"),
        ("LessThanEquals", "LessThan"),
        ("NotEquals", "Equals"),
        ("NotLike", "Like"),
    )
    for one, other in swaps:
        if one in operator:
            return operator.replace(one, other)
    return (
        operator.replace("Equals", "NotEquals", 1) if "Than" not in operator and "Ignore" not in operator else operator
    )


def deny_instead(made, draw):
    """`Allow if c` becomes `Allow` and `Deny if not c`, which is the same for a negated operator or one of a pair."""
    each = _any(made, draw)
    block = each.get("Condition", {})
    if each["Effect"] != "Allow" or sum(map(len, block.values())) != 1 or len(made["Statement"]) > 3:
        return
    (operator, entries), *_ = block.items()
    contrary = {"StringEquals": "StringNotEquals", "StringLike": "StringNotLike", "IpAddress": "NotIpAddress"}
    contrary |= {"NumericLessThan": "NumericGreaterThanEqualsIfExists", "DateLessThan": "DateGreaterThanEqualsIfExists"}
    contrary |= {"DateGreaterThanEquals": "DateLessThanIfExists", "StringNotEquals": "StringEquals"}
    contrary |= {
        "ForAllValues:StringLike": "ForAnyValue:StringNotLike",
        "ForAnyValue:StringEquals": "ForAllValues:StringNotEquals",
    }
    if operator in contrary:
        del each["Condition"]
        made["Statement"].append(each | {"Effect": "Deny", "Condition": {contrary[operator]: copy.deepcopy(entries)}})


def repeat(made, draw):
    if len(made["Statement"]) < 4:
        made["Statement"].append(copy.deepcopy(_any(made, draw)))


def flip(made, draw):
    each = _any(made, draw)
    each["Effect"] = "Deny" if each["Effect"] == "Allow" else "Allow"


CHANGES = (
    *(drop_statement, add_statement, shuffle, change_entry, change_entry, change_entry, negate_element, split, split),
    *(change_condition, change_condition, change_condition, change_condition, deny_instead, deny_instead, repeat, flip),
)
