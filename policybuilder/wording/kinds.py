"""The kinds of policy a draft may be: what each does, how it is counted, how Simulate asks it, what changes with another.

Sources: IAM User Guide, "Policies and permissions in AWS Identity and Access Management", "Permissions boundaries for IAM
entities", "IAM and AWS STS quotas"; AWS STS API Reference, "AssumeRole"; AWS Organizations User Guide, "Service control
policies (SCPs)", "SCP evaluation", "Quotas and service limits"; Custom Labels guide, "Creating a project policy document",
"Guidelines and quotas"; Amazon Rekognition API Reference, "PutProjectPolicy".
"""

from collections.abc import Mapping
from dataclasses import dataclass

from policybuilder.authoring.kind_changes import KindChange, KindChangeId
from policybuilder.wording.words import action_name, listed

LIMITS = frozenset({"boundary", "session", "scp"})
"""Kinds that grant nothing by themselves."""


@dataclass(frozen=True, slots=True)
class KindWords:
    """What is to be known of a kind: what it does, its size, how Simulate takes it, and what else there is to say."""

    name: str
    does: str
    size: str
    simulated: str
    more: str = ""


KINDS: Mapping[str, KindWords] = {
    "identity": KindWords(
        "identity policy",
        "Says what the user, the group or the role that it is attached to may do.",
        "A managed policy has at most 6,144 characters, white space not counted. Policies written into a user, a group or "
        "a role have together at most 2,048, 5,120 or 10,240.",
        "Simulate asks it as a policy of the caller's own.",
    ),
    "boundary": KindWords(
        "permissions boundary",
        "Limits a user or a role and grants nothing by itself: what this policy and the identity policies both allow is "
        "allowed.",
        "It is a managed policy: at most 6,144 characters, white space not counted.",
        "Simulate asks it as the caller's permissions boundary, beside identity policies that are attached or taken to "
        "allow everything.",
    ),
    "session": KindWords(
        "session policy",
        "Is passed along when a session is made. It limits the session and grants nothing by itself: what this policy and "
        "the policies of the role or user both allow is allowed.",
        "At most 2,048 characters together with the ARNs of managed policies that are passed along, white space counted. "
        "AWS packs it with the session's tags, and what is packed has a limit of its own.",
        "Simulate asks it as the caller's session policy, beside identity policies that are attached or taken to allow "
        "everything.",
    ),
    "scp": KindWords(
        "service control policy",
        "Limits the accounts that it is attached to, their root users included, and grants nothing by itself. Where it only "
        "denies, AWS's FullAWSAccess stays beside it; where it allows, it is the whole list of what is left once "
        "FullAWSAccess is taken away.",
        "At most 10,240 characters, white space counted: the console takes it out, a call does not.",
        "Simulate asks it as a policy of the organization: beside FullAWSAccess while it only denies, and beside identity "
        "policies that are attached or taken to allow everything.",
        "Every level of the organization, from its root down to the account, has to allow an action. The management account "
        "and service-linked roles are not limited. Since September 2025 a statement may have everything that one of an "
        "identity policy may have, such as an Allow with resources and conditions.",
    ),
    "project": KindWords(
        "project policy",
        "Is attached to one Rekognition project and says who may copy its model versions, above all people of other "
        "accounts.",
        "At most 2,000 characters, white space counted, and five policies on a project.",
        "Simulate asks it as a policy on the project that is copied from: try a caller of another account.",
        "Who copies from another account needs an identity policy there that allows it too. Within the project's own account "
        "nobody needs a project policy, but a Deny in it counts.",
    ),
}
LEADS: Mapping[str, str] = {
    "boundary": (
        "A limit, not a grant: whoever has this boundary may use what follows where the identity policies allow it too, and "
        "nothing else."
    ),
    "session": (
        "A limit, not a grant: the session may use what follows where the policies of its role or user allow it too, and "
        "nothing else."
    ),
    "scp": (
        "A limit, not a grant: once FullAWSAccess is taken away, the accounts may use what follows where identity policies "
        "allow it too, and nothing else."
    ),
    "project": "About copying the model versions of the project that it is attached to.",
}
ONLY_DENIES: Mapping[str, str] = {
    "scp": "It only denies: FullAWSAccess, which stays attached beside it, leaves everything else as it is.",
    "boundary": "It only denies: a boundary that allows nothing leaves nothing to whoever has it.",
    "session": "It only denies: a session policy that allows nothing leaves nothing to the session.",
}
CHANGES: Mapping[KindChangeId, str] = {
    KindChangeId.OPERATIONS_LEFT_OUT: (
        "{rules_name} what {a_after} cannot hold: {values}. Kept in the form, but not written."
    ),
    KindChangeId.OPERATIONS_BACK: "Written now: {values}, in {rules}.",
    KindChangeId.PRINCIPALS_LEFT_OUT: (
        "Who is named in {rules} is kept in the form, but not written: {a_after} holds for whoever it is attached to."
    ),
    KindChangeId.PRINCIPALS_BACK: "Who is named in {rules} is written now.",
    KindChangeId.PRINCIPALS_MISSING: (
        "{rules_say} not say who, and {a_after} has to: nothing is written for {them} until somebody is named."
    ),
    KindChangeId.PRINCIPALS_NOT_NEEDED: "{rules_name} nobody, and need{s} not: {a_after} holds for whoever it is attached to.",
    KindChangeId.CHECKS_LEFT_OUT: (
        "{values} is not written any more: AWS checks it in the caller's account, which no policy on this project is asked "
        "about."
    ),
    KindChangeId.CHECKS_BACK: "{values} is written too, since AWS checks it with every such call.",
    KindChangeId.RESOURCES_LEFT_OUT: "{rules_are} written for fewer resources, without {values}.",
    KindChangeId.RESOURCES_BACK: "{rules_are} written for further resources: {values}.",
    KindChangeId.AS_WRITTEN_WITH_PRINCIPAL: (
        "{rules_are} kept as written, with a Principal, which AWS does not take in {a_after}."
    ),
    KindChangeId.AS_WRITTEN_WITHOUT_PRINCIPAL: (
        "{rules_are} kept as written, without a Principal, which AWS wants in {a_after}."
    ),
    KindChangeId.NOTHING: "Every rule is written as before.",
}
SWITCHED = "This was {a_before} and is now {a_after}. Nothing of the form is lost: switched back, it is as it was."


def lead_sentence(kind: str, *, allows: bool) -> str:
    """What stands before the sentences of a policy of the kind, "" where nothing has to; `allows`: some statement does."""
    if kind in LIMITS and not allows:
        return ONLY_DENIES.get(kind, LEADS[kind])
    return LEADS.get(kind, "")


def kind_words(kind: str) -> KindWords:
    """The words of a kind; of none that is known, those of an identity policy."""
    return KINDS.get(kind, KINDS["identity"])


def switched_sentence(before: str, after: str) -> str:
    """That the kind is another one now."""
    return SWITCHED.format(a_before=_a(before), a_after=_a(after))


def kind_change_sentence(change: KindChange, after: str) -> str:
    """What changes with the kind, in one sentence."""
    count = len(change.rules)
    rules = "1 rule" if count == 1 else f"{count} rules"
    one = count == 1
    return CHANGES[change.id].format(
        rules=rules,
        rules_name=f"{rules} {'names' if one else 'name'}",
        rules_say=f"{rules} {'does' if one else 'do'}",
        rules_are=f"{rules} {'is' if one else 'are'}",
        them="it" if one else "them",
        s="s" if one else "",
        values=listed([action_name(value) for value in change.values]),
        a_after=_a(after),
    )


def _a(kind: str) -> str:
    name = kind_words(kind).name
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
