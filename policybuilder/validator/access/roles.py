"""Who may hand a role to a service, and who may have service-linked roles made: `iam:PassRole` and its kin.

Source: IAM Access Analyzer policy check reference, "Pass role with ..." and "Create SLR with ...": six shapes each, by
how the action is allowed (named, by a wildcard, by NotAction) and on what (a wildcard, NotResource).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policybuilder.catalogue.services import service_prefixes
from policybuilder.validator.access.amend import with_test
from policybuilder.validator.access.reach import action_text, allowing, everything, holds_back, reaches
from policybuilder.validator.access.samples import some_arn
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Place, Sample, fix
from policybuilder.validator.view import StatementView, Subject, Text

PASSED_TO = "iam:passedtoservice"
REKOGNITION = "rekognition.amazonaws.com"
_ACCOUNT_ROLE = "arn:aws:iam::111122223333:role/"
SERVICE_NAME = "iam:awsservicename"
_SHORTEST, _SURE = 3, 6  # letters of a service's prefix that tell it as a word of a name, and at its beginning
_OPEN, _WORDS = re.compile(r"[*?]"), re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Family:
    """One action with its six codes; `key` is the condition key that silences the shapes with Resource."""

    action: str
    named: str
    prefix: str
    sample: str
    key: str


PASS_ROLE = _Family("iam:passrole", "iam:PassRole", "PASS_ROLE", f"{_ACCOUNT_ROLE}AnyRole", PASSED_TO)
CREATE_SLR = _Family(
    "iam:createservicelinkedrole",
    "iam:CreateServiceLinkedRole",
    "CREATE_SLR",
    f"{_ACCOUNT_ROLE}aws-service-role/example.amazonaws.com/AWSServiceRoleForExample",
    SERVICE_NAME,
)


def role_shapes(subject: Subject) -> Iterable[Finding]:
    """PASS_ROLE_* and CREATE_SLR_*: the shape that a statement has, if it has one."""
    for view in allowing(subject):
        for family in (PASS_ROLE, CREATE_SLR):
            if reaches(view, family.action):
                yield from _shape(view, family)


def _shape(view: StatementView, family: _Family) -> Iterator[Finding]:
    entry = action_text(view, family.action)
    if view.element("NotResource") is not None:
        yield _found(view, family, _code(family, entry, "NOT_RESOURCE"), view.place)
        return
    wide = _wide(view, family, entry)
    if wide is None or _key_tested(view, family):
        return
    named = entry is not None and entry.value.lower() == family.action
    place = wide.place if named else view.place
    yield _found(view, family, _code(family, entry, "RESOURCE"), place, wide)


def _code(family: _Family, entry: Text | None, on: str) -> str:
    """The code of a shape. `entry` is None where NotAction lets the action in."""
    named = entry is not None and entry.value.lower() == family.action
    if on == "RESOURCE":
        ending = "_AND_NOT_ACTION" if entry is None else ""
        return f"{family.prefix}_WITH_STAR_IN_{'' if named or entry is None else 'ACTION_AND_'}RESOURCE{ending}"
    middle = "" if named else "NOT_ACTION_AND_" if entry is None else "STAR_IN_ACTION_AND_"
    return f"{family.prefix}_WITH_{middle}{on}"


def _wide(view: StatementView, family: _Family, entry: Text | None) -> Text | None:
    """The entry that leaves open which role. With a wildcard action or NotAction only one that takes every role counts."""
    named = entry is not None and entry.value.lower() == family.action
    for text in view.texts("Resource"):
        if everything(text.value) or _any_role(text.value) or (named and _open_role(text.value, family)):
            return text
    return None


def _any_role(pattern: str) -> bool:
    """Does a pattern of IAM's take every role of an account?"""
    fields = pattern.split(":", 5)
    return len(fields) == 6 and fields[2] == "iam" and fields[5] in ("*", "role/*")


def _open_role(pattern: str, family: _Family) -> bool:
    """Is there a wildcard in the role's name or path, and no service told by it?"""
    fields = pattern.split(":", 5)
    if len(fields) < 6:
        return "iam" in fields[2:3] or not fields[2:]
    name = fields[5]
    if fields[2] != "iam" or not ("*" in name or "?" in name):
        return False
    if family is CREATE_SLR:
        fixed = name.partition("*")[0]
        return not (fixed.startswith("role/aws-service-role/") and ".amazonaws.com/" in fixed)
    return not _tells_service(name)


def _tells_service(name: str) -> bool:
    """Does a role's path or name tell the service it is for: `role/RekognitionStream*`, `role/cats-rekognition-*`?"""
    fixed = _OPEN.split(name.lower())[0].removeprefix("role/").removeprefix("service-role/")
    prefixes = service_prefixes() | {"service"}
    if any(word in prefixes for word in _WORDS.split(fixed) if len(word) >= _SHORTEST):
        return True
    start = fixed.removeprefix("amazon").removeprefix("aws")
    return any(start[:length] in prefixes for length in range(_SURE, len(start) + 1))


def _key_tested(view: StatementView, family: _Family) -> bool:
    return any(test.folded_key == family.key and holds_back(test) for test in view.tests)


def _found(view: StatementView, family: _Family, code: str, place: Place, wide: Text | None = None) -> Finding:
    params = {"action": family.named, "resource": wide.value if wide else "", "sid": view.sid.value if view.sid else ""}
    return found(
        code,
        place,
        params=params,
        fixes=_fixes(view, family) if wide else (),
        sample=_sample(view, family, wide),
    )


def _sample(view: StatementView, family: _Family, wide: Text | None) -> Sample | None:
    resource = some_arn(wide.value) if wide and not everything(wide.value) else family.sample
    return Sample(family.named, resource) if resource and not view.tests else None


def _fixes(view: StatementView, family: _Family) -> tuple[Fix, ...]:
    """PassRole alone in its statement may be held to one service."""
    actions = view.texts("Action")
    if family is not PASS_ROLE or len(actions) != 1 or actions[0].value.lower() != family.action:
        return ()
    edits = with_test(view, "StringEquals", "iam:PassedToService", REKOGNITION)
    return (fix("pass_role_to_rekognition", *edits),) if edits else ()
