"""Short ways to write policies for tests of whole-policy questions."""

from tests.strategies import policy

PROJECT = "arn:aws:rekognition:us-east-1:111122223333:project/"


def allow(actions, resources="*", condition=None, **more):
    return statement("Allow", Action=actions, Resource=resources, Condition=condition, **more)


def deny(actions, resources="*", condition=None, **more):
    return statement("Deny", Action=actions, Resource=resources, Condition=condition, **more)


def statement(effect, **members):
    """A statement; members of None are left out, a Sid comes first."""
    sid = members.pop("Sid", None)
    first = {"Sid": sid} if sid is not None else {}
    return first | {"Effect": effect} | {name: value for name, value in members.items() if value is not None}


def document(*statements):
    return policy({"Version": "2012-10-17", "Statement": list(statements)})
