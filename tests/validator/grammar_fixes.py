"""What is wrong with a policy's grammar, and what each fix makes of it."""

import json
from typing import Any

V = "arn:aws:rekognition:us-east-1:111122223333:project/cats/version/v1/1690000000001"
S: dict[str, Any] = {"Effect": "Allow", "Action": "rekognition:DetectCustomLabels", "Resource": V}
LIST: dict[str, Any] = {"Effect": "Allow", "Action": "rekognition:DescribeProjects", "Resource": "*"}
VERSION = "2012-10-17"


def policy(*statements, **top):
    return {"Version": VERSION, **top, "Statement": list(statements)}


def without(*names):
    return {name: value for name, value in S.items() if name not in names}


DATA_TYPE = "DATA_TYPE_MISMATCH"
ELEMENT = "INVALID_POLICY_ELEMENT"
FIXED: dict[str, tuple[object, str, dict[str, object]]] = {
    # what is wrong: the document, the code, what each fix makes of it
    "an element's name misspelt": (
        policy({**S, "Conditions": {"Bool": {"aws:SecureTransport": "true"}}}),
        ELEMENT,
        {"Write Condition for Conditions": policy({**S, "Condition": {"Bool": {"aws:SecureTransport": "true"}}})},
    ),
    "a member that means nothing": (policy({**S, "Comment": "x"}), ELEMENT, {"Remove Comment": policy(S)}),
    "a narrowing element at the top": (
        {**policy(S), "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        ELEMENT,
        {"Move Condition into the statement": policy({**S, "Condition": {"Bool": {"aws:SecureTransport": "true"}}})},
    ),
    "a narrowing element at the top of two statements": ({**policy(S, LIST), "Condition": {}}, ELEMENT, {}),
    "an element at the top that the statement has": ({**policy(S), "Effect": "Deny"}, ELEMENT, {}),
    "Version in the statement alone": (
        {"Statement": [{"Version": VERSION, **S}]},
        ELEMENT,
        {
            "Move Version to the top of the policy": policy(S),
            "Remove Version": {"Statement": [S]},
        },
    ),
    "Version in the statement too": (
        policy({"Version": VERSION, **S}),
        ELEMENT,
        {"Remove Version": policy(S)},
    ),
    "an Id": (policy(S, Id="x"), ELEMENT, {"Remove Id": policy(S)}),
    "no statement, but one that is misspelt": (
        {"Version": VERSION, "statements": [S]},
        "MISSING_STATEMENT",
        {"Write Statement for statements": policy(S)},
    ),
    "a bare statement": (S, "MISSING_STATEMENT", {"Make a policy of this statement": policy(S)}),
    "a policy inside another object": (
        {"Policy": {"Document": policy(S)}},
        "MISSING_STATEMENT",
        {"Keep the policy inside": policy(S)},
    ),
    "nothing to make a policy of": ({"a": 1}, "MISSING_STATEMENT", {}),
    "no Effect": (
        policy(without("Effect")),
        "MISSING_EFFECT",
        {"Add Effect Allow": policy(S), "Add Effect Deny": policy({**S, "Effect": "Deny"})},
    ),
    "an Effect misspelt": (
        policy({"effect": "Allow", **without("Effect")}),
        "MISSING_EFFECT",
        {"Write Effect for effect": policy(S)},
    ),
    "no Action": (policy(without("Action")), "MISSING_ACTION", {}),
    "no Resource where an ARN is due": (policy(without("Resource")), "MISSING_RESOURCE", {}),
    "no Resource where no ARN can be": (
        policy({"Effect": "Allow", "Action": "rekognition:DescribeProjects"}),
        "MISSING_RESOURCE",
        {'Add Resource "*": DescribeProjects takes no ARN': policy(LIST)},
    ),
    "Action and NotAction": (
        policy({**S, "NotAction": "iam:*"}),
        "UNSUPPORTED_ELEMENT_COMBINATION",
        {
            "Keep Action, remove NotAction": policy(S),
            "Keep NotAction, remove Action": policy({**without("Action"), "NotAction": "iam:*"}),
        },
    ),
    "Effect in small letters": (policy({**S, "Effect": "ALLOW"}), "INVALID_EFFECT", {"Write Allow": policy(S)}),
    "Effect in another word": (
        policy({**S, "Effect": "forbid"}),
        "INVALID_EFFECT",
        {"Write Deny": policy({**S, "Effect": "Deny"})},
    ),
    "Effect in another form": (policy({**S, "Effect": "Allowed"}), "INVALID_EFFECT", {"Write Allow": policy(S)}),
    "Effect in no word": (
        policy({**S, "Effect": ""}),
        "INVALID_EFFECT",
        {"Write Allow": policy(S), "Write Deny": policy({**S, "Effect": "Deny"})},
    ),
    "Version a date": ({**policy(S), "Version": "2026-01-01"}, "INVALID_VERSION", {"Write 2012-10-17": policy(S)}),
    "Version of old": ({**policy(S), "Version": "2008-10-17"}, "OLD_VERSION", {"Write 2012-10-17": policy(S)}),
    "Version a number": ({**policy(S), "Version": 20121017}, DATA_TYPE, {"Write 2012-10-17": policy(S)}),
    "Version misspelt": (
        {"Verson": VERSION, "Statement": [S]},
        "MISSING_VERSION",
        {"Write Version for Verson": policy(S)},
    ),
    "an empty object": ({}, "MISSING_VERSION", {"Add Version 2012-10-17": {"Version": VERSION}}),
    "a Sid of null": (policy({**S, "Sid": None}), DATA_TYPE, {"Remove Sid": policy(S)}),
    "a Sid of digits": (policy({"Sid": 7, **S}), DATA_TYPE, {'Write "7"': policy({"Sid": "7", **S})}),
    "a Sid with a fraction": (policy({"Sid": 7.5, **S}), DATA_TYPE, {}),
    "an Effect in a list": (policy({**S, "Effect": ["Allow"]}), DATA_TYPE, {"Write Allow": policy(S)}),
    "an ARN in an object": (policy({**S, "Resource": {"Arn": V}}), DATA_TYPE, {f"Write {V}": policy(S)}),
    "two ARNs in an object": (policy({**S, "Resource": {"a": V, "b": V}}), DATA_TYPE, {}),
    "a template's function": (policy({**S, "Resource": {"Ref": "Arn"}}), DATA_TYPE, {}),
    "a list in a list": (
        policy({**S, "Action": [S["Action"], ["rekognition:StartProjectVersion", "rekognition:StopProjectVersion"]]}),
        DATA_TYPE,
        {
            "Make one list of it": policy(
                {**S, "Action": [S["Action"], "rekognition:StartProjectVersion", "rekognition:StopProjectVersion"]}
            )
        },
    ),
    "statements in a list in a list": (
        {"Version": VERSION, "Statement": [[S, LIST]]},
        DATA_TYPE,
        {"Make one list of it": policy(S, LIST)},
    ),
    "null in a list": (
        policy({**S, "Resource": [V, None]}),
        DATA_TYPE,
        {"Remove the entry": policy({**S, "Resource": [V]})},
    ),
    "null alone in a list": (policy({**S, "Resource": [None]}), DATA_TYPE, {}),
    "a text for a statement": (policy(S, "x"), DATA_TYPE, {"Remove the entry": policy(S)}),
    "conditions in a list": (
        policy({**S, "Condition": [{"Bool": {"a:b": "true"}}, {"Null": {"a:c": "true"}}]}),
        DATA_TYPE,
        {"Make one object of it": policy({**S, "Condition": {"Bool": {"a:b": "true"}, "Null": {"a:c": "true"}}})},
    ),
    "conditions of one operator in a list": (
        policy({**S, "Condition": [{"Bool": {"a:b": "true"}}, {"Bool": {"a:c": "true"}}]}),
        DATA_TYPE,
        {},
    ),
    "a condition in no object": (policy({**S, "Condition": [["x"]]}), DATA_TYPE, {}),
    "a policy in quotes": (
        json.dumps(json.dumps(policy(S))),
        DATA_TYPE,
        {"Take the policy out of the quotes": policy(S)},
    ),
    "a text in quotes": ('"x"', DATA_TYPE, {}),
    "a policy in a list": (json.dumps([policy(S)]), DATA_TYPE, {"Take the policy out of the list": policy(S)}),
    "two policies in a list": (json.dumps([policy(S), policy(S)]), DATA_TYPE, {}),
    "statements in a list": (json.dumps([S, LIST]), DATA_TYPE, {"Make a policy of these statements": policy(S, LIST)}),
    "a number for a policy": ("7", DATA_TYPE, {}),
    "values of two types": (
        policy({**S, "Condition": {"StringEquals": {"a:b": ["x", 1, True]}}}),
        "INVALID_CONDITION_DATA_TYPE",
        {"Write all values as texts": policy({**S, "Condition": {"StringEquals": {"a:b": ["x", "1", "true"]}}})},
    ),
    "values of two types and null": (
        policy({**S, "Condition": {"StringEquals": {"a:b": ["x", 1, None]}}}),
        "INVALID_CONDITION_DATA_TYPE",
        {},
    ),
    "no actions": (policy({**S, "Action": []}, LIST), "EMPTY_ARRAY_ACTION", {"Remove the statement": policy(LIST)}),
    "no actions in the only statement": (policy({**S, "Action": []}), "EMPTY_ARRAY_ACTION", {}),
    "nothing left out": (policy({"Effect": "Deny", "NotAction": [], "Resource": "*"}, S), "EMPTY_ARRAY_ACTION", {}),
    "an empty Sid": (policy({"Sid": "", **S}), "EMPTY_SID_VALUE", {"Remove the Sid": policy(S)}),
    "a Sid in words": (
        policy({"Sid": "für alle Katzen", **S}),
        "UNSUPPORTED_SID",
        {"Name it furAlleKatzen": policy({"Sid": "furAlleKatzen", **S}), "Remove the Sid": policy(S)},
    ),
    "a Sid whose plain form is taken": (
        policy({"Sid": "a-b", **S}, {"Sid": "aB", **LIST}),
        "UNSUPPORTED_SID",
        {
            "Name it aB2": policy({"Sid": "aB2", **S}, {"Sid": "aB", **LIST}),
            "Remove the Sid": policy(S, {"Sid": "aB", **LIST}),
        },
    ),
    "a Sid of signs": (policy({"Sid": "--", **S}), "UNSUPPORTED_SID", {"Remove the Sid": policy(S)}),
    "a Sid twice": (
        policy({"Sid": "a", **S}, {"Sid": "a", **LIST}, {"Sid": "a2", **LIST}),
        "UNIQUE_SIDS_REQUIRED",
        {
            "Name it a3": policy({"Sid": "a", **S}, {"Sid": "a3", **LIST}, {"Sid": "a2", **LIST}),
            "Remove the Sid": policy({"Sid": "a", **S}, LIST, {"Sid": "a2", **LIST}),
        },
    ),
    "an empty condition": (
        policy({**S, "Condition": {}}),
        "EMPTY_OBJECT_CONDITION",
        {"Remove the empty Condition": policy(S)},
    ),
    "an empty operator alone": (
        policy({**S, "Condition": {"Bool": {}}}),
        "EMPTY_OBJECT_CONDITION",
        {"Remove Bool": policy(S)},
    ),
    "an empty operator beside another": (
        policy({**S, "Condition": {"Bool": {}, "Null": {"a:b": "true"}}}),
        "EMPTY_OBJECT_CONDITION",
        {"Remove Bool": policy({**S, "Condition": {"Null": {"a:b": "true"}}})},
    ),
}
