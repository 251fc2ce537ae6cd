"""The kinds of callers that a question may be asked for: an example of each to change, and what each brings along.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" (the forms), "How AWS enforcement code logic evaluates
requests to allow or deny access" (whose policies count); AWS STS API Reference, "AssumeRoot" and "GetFederationToken".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from policybuilder.iam import ANONYMOUS, caller_of
from policybuilder.wording.callers import CALLER_NAMES, CALLER_NOTES

HOME, ELSEWHERE = "111122223333", "444455556666"
ASSUMED_ROOT = "aws:AssumedRoot"


@dataclass(frozen=True, slots=True)
class CallerKind:
    """An example of a kind: the caller as typed, with `{account}` for the draft's, and the keys that his request carries."""

    example: str
    keys: tuple[tuple[str, str], ...] = ()


KINDS: Mapping[str, CallerKind] = {
    "user": CallerKind("arn:aws:iam::{account}:user/ana"),
    "role": CallerKind("arn:aws:iam::{account}:role/Trainer"),
    "session": CallerKind("arn:aws:sts::{account}:assumed-role/Trainer/session-1"),
    "federated": CallerKind("arn:aws:sts::{account}:federated-user/ana"),
    "root": CallerKind("arn:aws:iam::{account}:root"),
    "assumed-root": CallerKind("arn:aws:iam::{account}:root", ((ASSUMED_ROOT, "true"),)),
    "other-account": CallerKind(f"arn:aws:iam::{ELSEWHERE}:role/Copier"),
    "service": CallerKind("sagemaker.amazonaws.com"),
    "anonymous": CallerKind(ANONYMOUS),
    "unknown": CallerKind(""),
}


def example_of(kind: str, account: str) -> CallerKind | None:
    """The example of a kind in an account; None for no such kind."""
    found = KINDS.get(kind)
    return found and CallerKind(found.example.format(account=account or HOME), found.keys)


def kind_words() -> tuple[tuple[str, str], ...]:
    """Every kind with its name."""
    return tuple((kind, CALLER_NAMES[kind]) for kind in KINDS)


def caller_note(principal: str, context: Mapping[str, object]) -> str:
    """What is to be known of a caller's kind; "" where his policies count as anybody would think."""
    caller = caller_of(principal or None)
    if caller.service:
        return CALLER_NOTES["service"]
    of_root = {key.lower(): str(value).lower() for key, value in context.items()}.get(ASSUMED_ROOT.lower()) == "true"
    names = {"FederatedUser": "federated", "Account": "assumed-root" if of_root else "root", "Anonymous": "anonymous"}
    kind = names.get(caller.kind or "")
    return CALLER_NOTES[kind] if kind else ""
