"""Keys that the requests of an action never carry, and actions that a key needs beside them.

Source: Service Authorization Reference, condition keys of actions and resource types; IAM User Guide, "AWS global
condition context keys" and "Pass session tags in AWS STS".
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from policybuilder.catalogue.service_keys import Support, key_support
from policybuilder.catalogue.services import find_action, matching_actions
from policybuilder.iam import Severity
from policybuilder.iam.entries import action_entry
from policybuilder.validator.base import found, weighed
from policybuilder.validator.conditions.absence import needs_key
from policybuilder.validator.conditions.changes import (
    Edits,
    actions_apart,
    actions_removed,
    condition_without,
    key_renamed,
    offered,
    without,
)
from policybuilder.validator.conditions.keys import facts_of, is_open, never_carries, prefix_of
from policybuilder.validator.conditions.requests import sample_for
from policybuilder.validator.finding import Finding, Fix, added, fix, replaced
from policybuilder.validator.view import StatementView, Subject, Test, Text

RESOURCE_TAG, REQUEST_TAG = "aws:resourcetag/", "aws:requesttag/"
_ANY_TAG = RESOURCE_TAG + "x"
SHOWN = 8
MOST_PAIRS = 100_000  # actions with keys of one document; what comes after that is not looked at
PARTNERS: Mapping[str, str] = {
    "sts:sourceidentity": "sts:SetSourceIdentity",
    "sts:transitivetagkeys": "sts:TagSession",
    "aws:tagkeys": "sts:TagSession",
    "aws:requesttag/": "sts:TagSession",
}
SESSION_ACTIONS = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")


def check_reach(subject: Subject) -> Iterator[Finding]:
    """UNSUPPORTED_ACTION_FOR_CONDITION_KEY, and for the resource's tags the *_UNSUPPORTED_TAG_CONDITION_KEY_* family."""
    left = MOST_PAIRS
    for view in subject.statements:
        for test in view.tests:
            if test.name is None or facts_of(test.key.value) is None or _tolerated(test):
                continue
            left -= len(view.texts("Action"))
            if left < 0:
                return
            if test.folded_key.startswith(RESOURCE_TAG):
                yield from _of_resource(subject, view, test)
            else:
                yield from _of_request(subject, view, test)


def _tolerated(test: Test) -> bool:
    """With IfExists, and where the absence is asked for, the writer knows that the key may be missing."""
    if test.name is None or test.name.if_exists:
        return True
    return test.base == "Null" and not needs_key(test)


def carrying(view: StatementView, names: Sequence[str]) -> tuple[str, ...]:
    """The actions that can stand in the statement by their names: without those that its tests never let through.

    None where one of them would have passed a test without the key: by its name that test would be idle.
    """
    tests = [test for test in view.tests if facts_of(test.key.value) is not None and not _tolerated(test)]
    without = {name: [test for test in tests if never_carries(name, test.folded_key)] for name in names}
    if any(tests and not any(map(needs_key, tests)) for tests in without.values()):
        return ()
    return tuple(name for name in names if not without[name])


def _of_request(subject: Subject, view: StatementView, test: Test) -> Iterator[Finding]:
    texts = [text for text in view.texts("Action") if never_carries(text.value, test.folded_key)]
    if not texts:
        return
    variant = "never" if needs_key(test) else "always"
    yield found(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        test.key.place,
        params=_params(view, test, texts, variant),
        related=tuple(text.place for text in texts[:SHOWN]),
        fixes=_fixes(subject, view, test, texts, variant),
        sample=sample_for(view, {}, texts),
    )


def _of_resource(subject: Subject, view: StatementView, test: Test) -> Iterator[Finding]:
    effect = "DENY" if view.denies else "ALLOW"
    variant = "never" if needs_key(test) else "always"
    if view.element("NotAction") is not None:
        code = f"{effect}_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE"
        texts: Sequence[Text] = view.texts("NotAction")
        related = tuple(text.place for text in texts[:SHOWN])
        yield found(code, test.key.place, params=_params(view, test, texts, variant), related=related)
        return
    texts = [text for text in view.texts("Action") if _all_lack(text.value)]
    if not texts:
        return
    finding = found(
        f"{effect}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        test.key.place,
        params=_params(view, test, texts, variant),
        related=tuple(text.place for text in texts[:SHOWN]),
        fixes=_fixes(subject, view, test, texts, variant),
        sample=sample_for(view, {}, texts),
    )
    if variant == "always" and view.allows:
        finding = weighed(finding, Severity.SECURITY_WARNING)  # the guard is not there
    yield finding


def _params(view: StatementView, test: Test, texts: Sequence[Text], variant: str) -> dict[str, str | tuple[str, ...]]:
    return {
        "key": test.key.value,
        "operator": test.operator.value,
        "actions": tuple(dict.fromkeys(text.value for text in texts)),
        "variant": variant,
        "effect": "Deny" if view.denies else "Allow",
    }


def _fixes(subject: Subject, view: StatementView, test: Test, texts: Sequence[Text], variant: str) -> tuple[Fix, ...]:
    """What goes first leaves access as it is, or makes it what the statement says; the words tell what is wider."""
    names = tuple(dict.fromkeys(text.value for text in texts))
    apart, out = _without_test(view, test, texts), actions_removed(subject, view, texts)
    taken_out = fix("actions_without_key_out", *out, actions=names)
    if view.denies:
        always = fix("actions_denied_without_test", *apart, actions=names, key=test.key.value)
        left = taken_out if variant == "never" else fix("actions_no_longer_denied", *out, actions=names)
        return offered(*_by_request_tag(view, test), always, left)
    if variant == "never":
        wider = fix("actions_without_test", *apart, actions=names, key=test.key.value)
        return offered(*_by_request_tag(view, test), taken_out, wider)
    same = fix("idle_test_dropped", *apart, actions=names, key=test.key.value)
    return offered(*_by_request_tag(view, test), same, taken_out)


def _without_test(view: StatementView, test: Test, texts: Sequence[Text]) -> Edits:
    if len(texts) == len(view.texts("Action")):
        return without(view, test)
    return actions_apart(view, texts, {"Condition": condition_without(view, test)})


def _by_request_tag(view: StatementView, test: Test) -> Iterator[Fix]:
    """The tag of the request in the place of the resource's, where every action of the statement takes tags."""
    if not test.folded_key.startswith(RESOURCE_TAG):
        return
    carried = [not never_carries(text.value, REQUEST_TAG + "x") for text in view.texts("Action")]
    listed = all(find_action(text.value) is not None for text in view.texts("Action"))
    if listed and all(carried):
        key = f"aws:RequestTag/{test.key.value[len(RESOURCE_TAG) :]}"
        yield fix("request_tag_instead", *key_renamed(view, test, key), key=key)


@lru_cache(maxsize=4096)
def _all_lack(entry: str) -> bool:
    """Does the entry mean known actions, none of which is checked against the tags of its resource?"""
    if is_open(prefix_of(entry)):
        return False
    actions = matching_actions(entry)
    return bool(actions) and all(key_support(action, _ANY_TAG) is Support.NO for action in actions)


def check_partners(subject: Subject) -> Iterator[Finding]:
    """MISSING_ACTION_FOR_CONDITION_KEY: tags and source identity of a session need their own actions.

    Source: IAM User Guide, "Pass session tags in AWS STS" and "Monitor and control actions taken with assumed roles".
    """
    named = {text.value for view in subject.statements for text in view.texts("Action") if view.allows}
    given = {wanted for wanted in PARTNERS.values() if any(_covers(entry, wanted) for entry in named)}
    for view in subject.statements:
        texts = view.texts("Action") if view.allows else ()
        if not any(text.value.lower() in SESSION_ACTIONS for text in texts):
            continue
        for test in view.tests:
            key = REQUEST_TAG if test.folded_key.startswith(REQUEST_TAG) else test.folded_key
            wanted = PARTNERS.get(key)
            if wanted and wanted not in given and needs_key(test):
                yield _missing_partner(view, test, wanted)


def _covers(entry: str, wanted: str) -> bool:
    return action_entry(entry).matches(*wanted.lower().split(":"))


def _missing_partner(view: StatementView, test: Test, wanted: str) -> Finding:
    element = view.element("Action")
    edits: Edits = ()
    if element is not None and element.is_list:
        edits = (added((*element.place.path, len(element.texts)), wanted),)
    elif element is not None:
        edits = (replaced(element.place.path, [*(text.value for text in element.texts), wanted]),)
    return found(
        "MISSING_ACTION_FOR_CONDITION_KEY",
        test.key.place,
        params={
            "key": test.key.value,
            "wanted": wanted,
            "actions": tuple(text.value for text in view.texts("Action")[:SHOWN]),
            "effect": "Deny" if view.denies else "Allow",
        },
        related=(element.place,) if element else (),
        fixes=offered(fix("partner_action_added", *edits, wanted=wanted)),
    )
