"""Kinds of callers: their names, and what a reader of an answer should know of a kind."""

from collections.abc import Mapping

CALLER_NAMES: Mapping[str, str] = {
    "user": "an IAM user",
    "role": "a role",
    "session": "a session of a role",
    "federated": "a federated user",
    "root": "the root user",
    "assumed-root": "a root session (AssumeRoot)",
    "other-account": "a role of another account",
    "service": "an AWS service",
    "anonymous": "somebody who does not sign",
    "unknown": "somebody of whom nothing is known",
}
CALLER_NOTES: Mapping[str, str] = {
    "federated": (
        "A federated user has what the policies of the IAM user who made his session and its session policy both allow. "
        "Without a session policy he has nothing but what a policy on the resource gives him."
    ),
    "root": (
        "The root user of an account needs no policy in it: only the organization's policies, or a Deny in a policy on the "
        "resource, can stop him there."
    ),
    "assumed-root": (
        "A root session made with AssumeRoot has its task policy alone, and none of AWS's task policies is about "
        "Rekognition. To ask with one, attach it as the session policy."
    ),
    "service": (
        "A service that calls in its own name has no policies of its own: only a policy on the resource lets it in. A "
        "service that works with a role asks as a session of that role."
    ),
    "anonymous": "Rekognition takes signed requests only: who does not sign is turned away, whatever the policies say.",
}
