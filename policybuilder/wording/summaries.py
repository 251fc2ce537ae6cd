"""A policy in plain English, statement by statement, in parts that a page can show as chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from policybuilder.authoring import PhraseId, ResourcePhrase, SummaryLine
from policybuilder.authoring.principals import Who, kind_of
from policybuilder.iam import ConditionEntry, Effect, split_arn
from policybuilder.wording.kinds import LIMITS
from policybuilder.wording.words import action_name, filled, listed


class PartKind(StrEnum):
    """What a part of a sentence is about."""

    TEXT = "text"
    PRINCIPAL = "principal"
    OPERATION = "operation"
    TARGET = "target"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; `detail` is what was written in the policy for it."""

    kind: PartKind
    text: str
    detail: str = ""


PHRASES: Mapping[PhraseId, str] = {
    PhraseId.EVERYTHING: "every resource",
    PhraseId.PROJECT: "project {project}",
    PhraseId.PROJECT_EXACT: "project {project}, created {timestamp}",
    PhraseId.PROJECT_INSIDE: "project {project} with its versions and datasets",
    PhraseId.ALL_PROJECTS: "every project",
    PhraseId.ALL_PROJECTS_INSIDE: "every project with its versions and datasets",
    PhraseId.VERSION: "version {version} of project {project}",
    PhraseId.VERSION_EXACT: "version {version} of project {project}, created {timestamp}",
    PhraseId.VERSIONS: "every version of project {project}",
    PhraseId.VERSIONS_EVERYWHERE: "every version of every project",
    PhraseId.DATASET: "the {dataset} dataset of project {project}",
    PhraseId.DATASET_EXACT: "the {dataset} dataset of project {project}, created {timestamp}",
    PhraseId.DATASETS: "the datasets of project {project}",
    PhraseId.DATASETS_EVERYWHERE: "the datasets of every project",
    PhraseId.COLLECTION: "face collection {collection}",
    PhraseId.COLLECTIONS: "every face collection",
    PhraseId.STREAM_PROCESSOR: "stream processor {name}",
    PhraseId.STREAM_PROCESSORS: "every stream processor",
    PhraseId.BUCKET: "bucket {bucket}",
    PhraseId.OBJECTS: "objects {key} in bucket {bucket}",
    PhraseId.ARN: "{arn}",
}
PRINCIPAL_WORDS: Mapping[Who, str] = {
    Who.ACCOUNT: "account {account}",
    Who.ROLE: "role {name} of account {account}",
    Who.USER: "user {name} of account {account}",
    Who.SESSION: "session {session} of role {role} of account {account}",
    Who.FEDERATED_USER: "federated user {name} of account {account}",
}
UNREADABLE = "This statement cannot be read, so it never applies."
OPERATOR_WORDS: Mapping[str, tuple[str, str]] = {
    "StringEquals": ("is", "or"),
    "StringNotEquals": ("is not", "and not"),
    "StringEqualsIgnoreCase": ("is, in capital or small letters,", "or"),
    "StringNotEqualsIgnoreCase": ("is not, in capital or small letters,", "and not"),
    "StringLike": ("is like", "or"),
    "StringNotLike": ("is not like", "and not"),
    "NumericEquals": ("is", "or"),
    "NumericNotEquals": ("is not", "and not"),
    "NumericLessThan": ("is less than", "or"),
    "NumericLessThanEquals": ("is at most", "or"),
    "NumericGreaterThan": ("is more than", "or"),
    "NumericGreaterThanEquals": ("is at least", "or"),
    "DateEquals": ("is", "or"),
    "DateNotEquals": ("is not", "and not"),
    "DateLessThan": ("is before", "or"),
    "DateLessThanEquals": ("is not after", "or"),
    "DateGreaterThan": ("is after", "or"),
    "DateGreaterThanEquals": ("is not before", "or"),
    "Bool": ("is", "or"),
    "BinaryEquals": ("is", "or"),
    "IpAddress": ("is within", "or"),
    "NotIpAddress": ("is not within", "and not"),
    "ArnEquals": ("is like", "or"),
    "ArnLike": ("is like", "or"),
    "ArnNotEquals": ("is not like", "and not"),
    "ArnNotLike": ("is not like", "and not"),
}
KEY_WORDS: Mapping[str, str] = {
    "aws:requestedregion": "the requested Region",
    "aws:multifactorauthpresent": "MFA",
    "aws:currenttime": "the time",
    "aws:sourceip": "the caller's address",
    "aws:sourcevpc": "the caller's VPC",
    "aws:sourcevpce": "the VPC endpoint",
    "aws:principalarn": "the caller's ARN",
    "aws:principalaccount": "the caller's account",
    "aws:principalorgid": "the caller's organization",
    "aws:resourceaccount": "the resource's account",
    "aws:securetransport": "an encrypted connection",
    "aws:tagkeys": "tag keys of the request",
    "iam:passedtoservice": "the service that gets the role",
}
TAG_WORDS: Mapping[str, str] = {
    "aws:requesttag/": "tag {tag} of the request",
    "aws:resourcetag/": "tag {tag} of the resource",
    "aws:principaltag/": "tag {tag} of the caller",
}


def summary_text(line: SummaryLine, kind: str = "identity") -> str:
    """The sentence of a summary line as plain text."""
    return "".join(part.text for part in summary_parts(line, kind))


def summary_parts(line: SummaryLine, kind: str = "identity") -> tuple[Part, ...]:
    """The sentence of a summary line, in parts; their texts together are the sentence. `kind` is the kind of policy: one
    that limits allows at most."""
    if not line.readable or line.effect is None:
        return (Part(PartKind.TEXT, UNREADABLE),)
    if line.never and not line.operations:
        return _without_effect(line)
    parts = [
        *_who(line, limits=kind in LIMITS),
        *_operations(line),
        *_resources(line),
        *_conditions(line.conditions),
        _text("."),
    ]
    if line.never:
        never = [Part(PartKind.OPERATION, action_name(name), name) for name in line.never]
        parts += [_text(" It also names "), *_joined(never), _text(", which AWS never checks on these resources.")]
    return tuple(parts)


def _without_effect(line: SummaryLine) -> tuple[Part, ...]:
    verb = "allow" if line.effect is Effect.ALLOW else "deny"
    never = [Part(PartKind.OPERATION, action_name(name), name) for name in line.never]
    return (
        _text(f"Is meant to {verb} "),
        *_joined(never),
        *_resources(line),
        _text(", but AWS never checks that there: it has no effect."),
    )


def _text(text: str) -> Part:
    return Part(PartKind.TEXT, text)


def _joined(parts: Sequence[Part], joint: str = "and") -> list[Part]:
    found: list[Part] = []
    for number, part in enumerate(parts):
        if number:
            found.append(_text(f" {joint} " if number == len(parts) - 1 else ", "))
        found.append(part)
    return found


def _who(line: SummaryLine, *, limits: bool) -> list[Part]:
    allowed = "may at most" if limits else "may"
    may = allowed if line.effect is Effect.ALLOW else "may never"
    if not line.who:
        return [_text(f"{may[0].upper()}{may[1:]} use ")]
    who = [Part(PartKind.PRINCIPAL, principal_words(name), name) for name in line.who]
    if line.who_negated:
        return [_text("Everyone but "), *_joined(who), _text(f" {may} use ")]
    first = who[0]
    if first.text != first.detail:
        who[0] = Part(first.kind, first.text[0].upper() + first.text[1:], first.detail)
    return [*_joined(who), _text(f" {may} use ")]


def principal_words(name: str) -> str:
    """A principal in words: `account 444455556666`, `role Copier of account 444455556666`; itself where it is none."""
    if name == "*":
        return "everyone"
    who = kind_of("AWS", name)
    arn = split_arn(name)
    if arn is None or who not in PRINCIPAL_WORDS:
        return f"account {name}" if len(name) == 12 and name.isascii() and name.isdigit() else name
    word, *steps = arn.resource.split("/")
    role, session = (steps[0], steps[-1]) if word == "assumed-role" else ("", "")
    words = {"account": arn.account, "name": "/".join(steps), "role": role, "session": session}
    return PRINCIPAL_WORDS[who].format_map(words)


def asked_by(caller: str) -> str:
    """Who asks, of a policy that names callers, as a sentence behind others."""
    return f" Asked by {principal_words(caller)}."


def _operations(line: SummaryLine) -> list[Part]:
    names = [Part(PartKind.OPERATION, _operation_words(name), name) for name in line.operations]
    if line.operations_negated:
        return [_text("everything but "), *_joined(names)]
    return _joined(names) if names else [_text("nothing")]


def _operation_words(pattern: str) -> str:
    if not pattern.strip("*"):
        return "every operation of every service"
    return "every Rekognition operation" if pattern.lower() == "rekognition:*" else action_name(pattern)


def _resources(line: SummaryLine) -> list[Part]:
    if line.without_resource or not line.resources:
        return []
    phrases = [Part(PartKind.TARGET, _phrase(phrase), ", ".join(phrase.patterns)) for phrase in line.resources]
    return [_text(" on everything but " if line.resources_negated else " on "), *_joined(phrases)]


def _phrase(phrase: ResourcePhrase) -> str:
    words = filled(PHRASES[phrase.id], phrase.params)
    return f"{words} in {listed(phrase.regions)}" if phrase.regions else words


def _conditions(conditions: Sequence[ConditionEntry]) -> list[Part]:
    parts = [Part(PartKind.CONDITION, condition_words(entry), entry.operator) for entry in conditions]
    return [_text(", if "), *_joined(parts)] if parts else []


def condition_words(entry: ConditionEntry) -> str:
    """One condition in words: `the requested Region is us-east-1 or eu-west-1`."""
    set_operator, _, written = entry.operator.rpartition(":")
    key = _key_words(entry.key)
    if written == "Null":
        return f"{key} is {'missing' if entry.values.items == ('true',) else 'there'}"
    operator = written.removesuffix("IfExists")
    words, joint = OPERATOR_WORDS.get(operator, (operator, "or"))
    start = {"ForAllValues": "each of ", "ForAnyValue": "one of "}.get(set_operator, "")
    values = listed(list(entry.values.items), joint)
    end = " where it is there" if written != operator else ""
    return f"{start}{key} {words} {values}{end}"


def _key_words(key: str) -> str:
    lower = key.lower()
    for prefix, words in TAG_WORDS.items():
        if lower.startswith(prefix):
            return words.format(tag=key[len(prefix) :])
    return KEY_WORDS.get(lower, key)
