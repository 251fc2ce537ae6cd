"""Access by tags: the statements that hang on one, and whether those it is meant for may write it.

Source: IAM User Guide, "Controlling access to AWS resources using tags" and "IAM tutorial: Define permissions to access
AWS resources based on tags".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from policybuilder.catalogue.services import ServiceAction
from policybuilder.iam import JsonArray, JsonValue, glob_matches
from policybuilder.validator.access.extent import meet
from policybuilder.validator.access.facts import facts, sends_tags
from policybuilder.validator.access.reach import allowing, denying, everything, holds_back
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Sample, added, fix
from policybuilder.validator.view import StatementView, Subject, Test, Text

RESOURCE_TAG, REQUEST_TAG, TAG_KEYS = "aws:resourcetag/", "aws:requesttag/", "aws:tagkeys"
HINGES = 20  # of a document's statements that hang on a tag, the first so many are looked at
_PAIRS = 200  # patterns of two statements that are compared at most


@dataclass(frozen=True, slots=True)
class Hinge:
    """A statement that hangs on a tag of the resource, and the test that says so."""

    view: StatementView
    test: Test
    services: frozenset[str]

    @property
    def tag(self) -> str:
        """The tag's key as written."""
        return self.test.key.value.partition("/")[2]


def hinges(subject: Subject) -> tuple[Hinge, ...]:
    """The first statements that hang on a tag: an Allow that demands it, a Deny that looks at it."""
    return tuple(islice(_hinges(subject), HINGES))


def _hinges(subject: Subject) -> Iterator[Hinge]:
    for view in (*allowing(subject), *denying(subject)):
        for test in view.tests:
            if test.folded_key.startswith(RESOURCE_TAG) and (view.denies or holds_back(test)):
                named = (text.value.lower().partition(":")[0] for text in view.texts("Action"))
                yield Hinge(view, test, frozenset(named))


# -- who may write the tag ---------------------------------------------------------------------------------------------


def tampering(subject: Subject) -> Iterable[Finding]:
    """ABAC_TAG_TAMPERING: access hangs on a tag that another statement lets the same caller write."""
    known = hinges(subject)
    guards = list(islice(_guards(subject), HINGES)) if known else []
    for view in allowing(subject) if known else ():
        for text in view.texts("Action"):
            writers = facts(text.value).tagging
            hinge = next((each for each in known if writers and _tampers(view, writers, each, guards)), None)
            if hinge is not None:
                yield _tampered(subject, text, hinge)


def _tampered(subject: Subject, text: Text, hinge: Hinge) -> Finding:
    action = facts(text.value).tagging[0]
    return found(
        "ABAC_TAG_TAMPERING",
        text.place,
        params={"action": action.id, "written": text.value, "tag": hinge.tag, "variant": _kind(hinge)},
        related=(hinge.test.key.place,),
        fixes=_guarded(subject, action.service, hinge.tag),
        sample=_sample(action, hinge),
    )


def _kind(hinge: Hinge) -> str:
    return "deny" if hinge.view.denies else "allow"


@dataclass(frozen=True, slots=True)
class Guard:
    """A Deny statement with the ids of the actions that it keeps off."""

    view: StatementView
    denied: frozenset[str]

    def keeps_off(self, writers: Sequence[ServiceAction], tag: str) -> bool:
        """Does it keep tagging off: altogether, or where it is about this tag?"""
        if not all(action.id in self.denied for action in writers):
            return False
        if not self.view.tests:
            return any(everything(text.value) for text in self.view.texts("Resource"))
        return any(_about(test, tag) for test in self.view.tests)


def _guards(subject: Subject) -> Iterator[Guard]:
    for view in denying(subject):
        denied = frozenset(action.id for text in view.texts("Action") for action in facts(text.value).tagging)
        if denied:
            yield Guard(view, denied)


def _tampers(view: StatementView, writers: Sequence[ServiceAction], hinge: Hinge, guards: Sequence[Guard]) -> bool:
    if not _meet(view, hinge.view):
        return False
    useful = [
        action
        for action in writers
        if (action.service in hinge.services or "*" in hinge.services) and (hinge.view.denies or sends_tags(action))
    ]
    if not useful or any(_keeps_off(test, hinge) for test in view.tests):
        return False
    return not any(guard.keeps_off(useful, hinge.tag) for guard in guards)


def _keeps_off(test: Test, hinge: Hinge) -> bool:
    """Does a test of the statement that allows tagging keep the tag as it is?"""
    values = [value.value for value in test.values]
    negated = test.name is not None and test.name.negated
    if test.folded_key == TAG_KEYS:
        every = test.name is not None and test.name.row is not None and test.name.set_operator != "ForAnyValue"
        return every and negated == any(glob_matches(value, hinge.tag) for value in values)
    if test.folded_key == REQUEST_TAG + hinge.tag.lower():
        return _other_value(test, hinge)
    if test.folded_key != hinge.test.folded_key:
        return False
    wanted = {value.value for value in hinge.test.values}
    if hinge.view.denies and negated:
        return wanted <= set(values)
    return _has_value(test) and set(values) <= wanted


def _has_value(test: Test) -> bool:
    """Must the resource have one of these values, if it has the tag at all?"""
    name = test.name
    return name is not None and name.row is not None and not name.negated and name.set_operator != "ForAllValues"


def _other_value(test: Test, hinge: Hinge) -> bool:
    """May the tag not be sent at all, or only with values that do not open the hinge?"""
    if test.base == "Null":
        return [value.value.lower() for value in test.values] == ["true"]
    wanted = [value.value for value in hinge.test.values]
    given = [value.value for value in test.values]
    plain = not any(mark in value for value in (*wanted, *given) for mark in "*?$")
    return holds_back(test) and plain and hinge.view.allows and not set(wanted) & set(given)


def _about(test: Test, tag: str) -> bool:
    if test.folded_key == TAG_KEYS:
        return True
    return test.folded_key in (REQUEST_TAG + tag.lower(), RESOURCE_TAG + tag.lower())


def _meet(one: StatementView, other: StatementView) -> bool:
    """May some resource be in both statements? Of very long lists only the first are compared."""
    mine, theirs = one.texts("Resource"), other.texts("Resource")
    if not mine or not theirs or len(mine) * len(theirs) > _PAIRS:
        return True
    return any(meet(first.value, second.value) for first, second in product(mine, theirs))


def _sample(action: ServiceAction, hinge: Hinge) -> Sample | None:
    value = hinge.test.values[0].value if hinge.test.values else ""
    if action.service != "rekognition" or any(mark in value for mark in "*?$"):
        return None
    resource = "arn:aws:rekognition:us-east-1:111122223333:project/my-project/1700000000000"
    return Sample(action.id, resource, {f"aws:RequestTag/{hinge.tag}": value, "aws:TagKeys": (hinge.tag,)})


def _guarded(subject: Subject, service: str, tag: str) -> tuple[Fix, ...]:
    """A Deny of its own for writing the tag."""
    root = subject.policy.source.get("Statement") if subject.policy else None
    if not isinstance(root, JsonArray) or service != "rekognition":
        return ()
    statement: JsonValue = {
        "Effect": "Deny",
        "Action": ["rekognition:TagResource", "rekognition:UntagResource"],
        "Resource": "*",
        "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": [tag]}},
    }
    return (fix("deny_tag", added(("Statement", len(root.items)), statement), tag=tag),)
