"""Keys that do not hold what they seem to promise: forgeable, weak alone, set by few services, or beside the point.

Sources: IAM User Guide, "AWS global condition context keys"; IAM Access Analyzer policy check reference; Amazon DynamoDB
Developer Guide, "Using IAM policy conditions for fine-grained access control".
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from policybuilder.catalogue.services import matching_actions
from policybuilder.validator.base import found
from policybuilder.validator.conditions.absence import needs_key
from policybuilder.validator.conditions.changes import offered, put_under
from policybuilder.validator.conditions.keys import is_open, prefix_of
from policybuilder.validator.conditions.requests import sample_for
from policybuilder.validator.finding import Finding, Sample, fix
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.view import StatementView, Subject, Test, Text

FORGEABLE = ("aws:referer", "aws:useragent")
PAIRS: Mapping[str, tuple[str, ...]] = {
    "aws:vpcsourceip": ("aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"),
    "aws:ec2instancesourceprivateipv4": ("aws:Ec2InstanceSourceVpc",),
}
S3_PREFIX = "s3:prefix"
ATTRIBUTES, SELECT, SPECIFIC = "dynamodb:attributes", "dynamodb:Select", "SPECIFIC_ATTRIBUTES"
SHOWN = 8


def check_forgeable_keys(subject: Subject) -> Iterator[Finding]:
    """UNTRUSTWORTHY_CONDITION_KEY: the caller writes these two into the request."""
    for view in subject.statements:
        of_service = subject.kind is PolicyKind.RESOURCE and _names_a_service(view)
        for test in view.tests:
            # a service that acts for somebody sends aws:Referer itself; the checks of principals speak about that
            if test.folded_key in FORGEABLE and not (of_service and test.folded_key == "aws:referer"):
                yield found(
                    "UNTRUSTWORTHY_CONDITION_KEY",
                    test.key.place,
                    params={"key": test.key.value, "effect": _effect(view)},
                    sample=_forged(view, test),
                )


def _forged(view: StatementView, test: Test) -> Sample | None:
    """Anybody's request with the value that an Allow asks for, or with another than a Deny rules out."""
    texts = [text.value.replace("*", "").replace("?", "x") for text in test.values[:1]]
    wanted = view.allows and needs_key(test) and bool(texts) and "${" not in texts[0]
    return sample_for(view, {test.key.value: texts[0] if wanted else "anything"}) if wanted or view.denies else None


def _names_a_service(view: StatementView) -> bool:
    return view.principal is not None and any(kind.value == "Service" for kind, _ in view.principal.entries)


def check_pairs(subject: Subject) -> Iterator[Finding]:
    """MISSING_PAIRED_CONDITION_KEYS: private addresses mean something only together with their network."""
    for view in subject.statements:
        keys = {test.folded_key for test in view.tests}
        for test in view.tests:
            wanted = PAIRS.get(test.folded_key)
            if wanted is None or test.base == "Null" or not keys.isdisjoint(map(str.lower, wanted)):
                continue
            if view.denies and needs_key(test):
                continue  # without the network such a Deny is wider, not weaker
            yield found(
                "MISSING_PAIRED_CONDITION_KEYS",
                test.key.place,
                params={"key": test.key.value, "wanted": wanted, "effect": _effect(view)},
            )


def check_s3_prefix(subject: Subject) -> Iterator[Finding]:
    """S3_PREFIX_IN_NEGATIVE_CONTEXT: a list call with a shorter prefix, or none, shows the same names."""
    for view in subject.statements:
        for test in view.tests:
            if test.folded_key != S3_PREFIX or test.name is None or test.name.row is None:
                continue
            of_text = test.name.row.family.name == "string"
            if of_text and ((view.denies and not test.name.negated) or (view.allows and test.name.negated)):
                yield found(
                    "S3_PREFIX_IN_NEGATIVE_CONTEXT",
                    test.key.place,
                    params={
                        "operator": test.operator.value,
                        "values": tuple(text.value for text in test.values[:SHOWN]),
                        "effect": _effect(view),
                    },
                    related=(test.operator.place,),
                    sample=sample_for(view, {"s3:prefix": ""}, carrying=S3_PREFIX),
                )


def check_attributes(subject: Subject) -> Iterator[Finding]:
    """DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: a read that asks for no attributes by name returns them all."""
    for view in subject.statements:
        tests = [test for test in view.tests if test.folded_key == ATTRIBUTES and test.base != "Null"]
        named = view.allows and any(test.folded_key == ATTRIBUTES and needs_key(test) for test in view.tests)
        if not tests or named or any(_selects(test) for test in view.tests) or not _reads(view):
            continue
        for test in tests:
            # the further test makes an Allow narrower, but a Deny wider
            added = put_under(view, "StringEqualsIfExists", SELECT, SPECIFIC) if view.allows else ()
            yield found(
                "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
                test.key.place,
                params={"key": test.key.value, "effect": _effect(view)},
                fixes=offered(fix("select_added", *added)),
                sample=sample_for(view, {SELECT: "ALL_ATTRIBUTES"}, carrying=SELECT),
            )


def _selects(test: Test) -> bool:
    values = [text.value for text in test.values]
    return test.folded_key == SELECT.lower() and values == [SPECIFIC] and not (test.name and test.name.negated)


def _reads(view: StatementView) -> bool:
    """Is there an action among the statement's that can be told which attributes to return? NotAction: surely."""
    if not view.texts("Action"):
        return True
    return any(_may_select(text.value) for text in view.texts("Action"))


@lru_cache(maxsize=2048)
def _may_select(entry: str) -> bool:
    return is_open(prefix_of(entry)) or any(SELECT in each.condition_keys for each in matching_actions(entry))


@cache
def _senders() -> Mapping[str, frozenset[str]]:
    """The services that set a key, by the key in small letters."""
    rows = json.loads(files("policybuilder.validator").joinpath("data/key_services.json").read_text("utf-8"))
    return MappingProxyType({key.lower(): frozenset(names.split()) for key, names in rows["services"].items()})


@cache
def _left_out() -> frozenset[str]:
    """Actions, in small letters, that do not get these keys although their services set them."""
    rows = json.loads(files("policybuilder.validator").joinpath("data/key_services.json").read_text("utf-8"))
    return frozenset(map(str.lower, rows["except_actions"]))


def check_senders(subject: Subject) -> Iterator[Finding]:
    """USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES: elsewhere the key is missing from every request."""
    for view in subject.statements:
        for test in view.tests:
            senders = _senders().get(test.folded_key)
            if senders is None or test.base == "Null":
                continue
            others = tuple(_without_key(view, senders))
            if others:
                yield found(
                    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
                    test.key.place,
                    params={
                        "key": test.key.value,
                        "actions": tuple(dict.fromkeys(text.value for text in others))[:SHOWN],
                        "variant": "never" if needs_key(test) else "always",
                        "effect": _effect(view),
                    },
                    related=tuple(text.place for text in others[:SHOWN]),
                    sample=sample_for(view, {}, [text for text in others if text in view.texts("Action")]),
                )


def _without_key(view: StatementView, senders: frozenset[str]) -> Iterable[Text]:
    """The entries of Action that reach services or actions without the key; every NotAction does."""
    yield from view.texts("NotAction")
    yield from (text for text in view.texts("Action") if _lacks(text.value.lower(), senders))


def _lacks(entry: str, senders: frozenset[str]) -> bool:
    service, colon, _ = entry.partition(":")
    if not colon or is_open(service):
        return True
    return entry in _left_out() or (service not in senders and bool(matching_actions(entry)))


def _effect(view: StatementView) -> str:
    return "Deny" if view.denies else "Allow"
