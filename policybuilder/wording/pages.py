"""Sentences that only pages need: answers of Simulate, condition keys in words, problems of a question or a listing."""

from collections.abc import Mapping

from policybuilder.authoring.allow import WayKind
from policybuilder.authoring.explain import Change, ChangeKind
from policybuilder.authoring.questions import Answer
from policybuilder.authoring.targets import AllTarget, DatasetTarget, ProjectTarget, Target, VersionTarget
from policybuilder.catalogue import Check, CheckProblem
from policybuilder.iam import (
    ActionReason,
    ConditionReason,
    ConditionTrace,
    Decision,
    ElementTrace,
    PrincipalReason,
    ResourceReason,
    Truth,
)
from policybuilder.wording.engine import LAYER_NAMES
from policybuilder.wording.words import action_name, filled, listed, type_name

KEY_TITLES: Mapping[str, str] = {
    "aws:requestedregion": "Only in these Regions",
    "aws:sourceip": "Only from these IP addresses",
    "aws:multifactorauthpresent": "Only with multi-factor authentication",
    "aws:multifactorauthage": "Only soon after multi-factor authentication",
    "aws:currenttime": "Only until, or from, a date",
    "aws:resourcetag/${tagkey}": "Only on resources with this tag",
    "aws:requesttag/${tagkey}": "Only if the call sets this tag",
    "aws:tagkeys": "Only with these tag keys in the call",
    "aws:principaltag/${tagkey}": "Only for callers with this tag",
    "aws:principalarn": "Only for these callers",
    "aws:principalorgid": "Only for callers of this organization",
    "aws:sourcevpce": "Only through this VPC endpoint",
    "aws:sourcevpc": "Only from this VPC",
    "aws:securetransport": "Only over an encrypted connection",
}
CHECK_REASONS: Mapping[str, str] = {
    "itself": "",
    "always": "AWS checks this as well whenever the operation is called.",
    "tags": "AWS checks this because the call carries tags.",
    "dataset_copy": "AWS checks this because the call copies a dataset.",
    "role": "AWS checks this because the call passes a role.",
}
ANSWERS: Mapping[Decision, str] = {
    Decision.ALLOWED: "{statements} {allows} {what}, and nothing denies it.",
    Decision.EXPLICIT_DENY: "{statements} {denies} {what}. A Deny wins over every Allow.",
    Decision.IMPLICIT_DENY: (
        "No statement grants {what}. Nothing denies it either: AWS calls this implicitDeny, and refuses the call."
    ),
    Decision.UNKNOWN: "What is left open decides about {what}: {keys}.",
}
BLOCKED = "The {layers} {does} not allow {what}: whatever other policies grant, {those} must allow it as well."
ACROSS: Mapping[tuple[str, ...], str] = {
    ("resource",): (
        "The caller belongs to another account than the resource, and no policy on the resource lets him use {what}. "
        "Across accounts both sides must allow."
    ),
    ("identity",): (
        "The policy on the resource lets the caller use {what}, but his own account does not. Across accounts both sides "
        "must allow."
    ),
    ("identity", "resource"): (
        "The caller belongs to another account than the resource, and neither side allows {what}. Across accounts both "
        "must."
    ),
}
ROOT = "The root user of an account may use {what}: it needs no policy, and nothing denies it."
CHANGES: Mapping[ChangeKind, str] = {
    ChangeKind.ALLOW: "Add {action} on {resource} to the {where}.",
    ChangeKind.LIFT_DENY: "Take this out of the Deny statement {statement} of the {where}.",
    ChangeKind.GIVE_KEY: "Ask again with {key} = {value}.",
}
WAYS: Mapping[WayKind, str] = {
    WayKind.ADD_ACTION: "Adds {action} to {rule}, which is about this resource already.",
    WayKind.ADD_RESOURCE: "Adds {resource} to {rule}, which allows nothing but {action}.",
    WayKind.ADD_CALLER: "Adds {caller} to those whom {rule} lets in.",
    WayKind.ADD_VALUE: "Adds {value} to the values of {key} in {rule}.",
    WayKind.BESIDE: "Adds a rule for {action} on {resource} alone, below {rule}{conditions}.",
}
SAME_CONDITIONS = ", under the same conditions"
KINDS: Mapping[str, str] = {
    "boundary": (
        "A permissions boundary grants nothing: the caller's own identity policies must allow the call as well."
    ),
    "session": (
        "A session policy grants nothing: the identity policies of the role or user must allow the call as well."
    ),
    "scp": (
        "A service control policy grants nothing: the caller's own identity policies, and the policies of every other "
        "level of the organization, must allow the call as well."
    ),
    "project": (
        "A project policy lets another account copy only if that account's own policies allow it too. Within its own "
        "account a caller needs no project policy."
    ),
}
ASSUMED_POLICIES = "While none is attached, the caller's own policies are taken to allow everything."
NEW_ARN = "The ARN of the resource still to be made decides about {what}: some that it may get match, others do not."
ANOTHER = "It names {entry}; you asked about {asked}."
SHORT: Mapping[object, str] = {
    ActionReason.LISTED: "matches",
    ActionReason.NOT_EXCLUDED: "matches",
    ActionReason.NOT_LISTED: "other action",
    ActionReason.OTHER_SERVICE: "other service",
    ActionReason.EXCLUDED: "excluded",
    ResourceReason.LISTED: "matches",
    ResourceReason.NOT_EXCLUDED: "matches",
    ResourceReason.EXCLUDED: "excluded",
    ResourceReason.NEEDS_STAR: "needs *",
    ResourceReason.OTHER_RESOURCE: "another one",
    ResourceReason.OTHER_REGION: "other Region",
    ResourceReason.OTHER_ACCOUNT: "other account",
    ResourceReason.OTHER_CASE: "other capitals",
    PrincipalReason.NAMED: "named",
    PrincipalReason.SESSION: "this session",
    PrincipalReason.EVERYONE: "everyone",
    PrincipalReason.ENTITY: "the role or user",
    PrincipalReason.ACCOUNT: "the account",
    PrincipalReason.NOT_NAMED: "not named",
    PrincipalReason.EXEMPT: "exempt",
    PrincipalReason.NOT_EXEMPT: "not exempt",
    ConditionReason.MATCHED: "holds",
    ConditionReason.KEY_ABSENT: "key absent",
    ConditionReason.KEY_ABSENT_HOLDS: "holds",
    ConditionReason.KEY_NOT_KNOWN: "left open",
}


def key_title(key: str) -> str:
    """What a condition on the key says, in words; the key itself where nobody asks for it often."""
    folded = key.lower()
    if folded in KEY_TITLES:
        return KEY_TITLES[folded]
    stem = folded.partition("/")[0] + "/${tagkey}"
    return KEY_TITLES.get(stem, key)


def check_reason(check: Check) -> str:
    """Why AWS makes this authorization check, "" where it is the operation's own."""
    return CHECK_REASONS.get(check.why, "")


def kind_sentence(kind: str, *, assumed: bool) -> str:
    """What a policy of a kind needs beside it, "" for identity policies; and what is assumed of the others."""
    words = KINDS.get(kind, "")
    return f"{words} {ASSUMED_POLICIES}" if words and assumed else words


def way_sentence(kind: WayKind, params: Mapping[str, str]) -> str:
    """What an edit by way of a near statement's rule does."""
    said = {
        **params,
        "action": action_name(params["action"]),
        "resource": params["resource"].split(":", 5)[-1],
        "rule": f"the rule “{params['rule']}”" if params["rule"] else "this one",
        "conditions": SAME_CONDITIONS if "conditions" in params else "",
    }
    return filled(WAYS[kind], said)


def answer_sentence(answer: Answer, what: str, where: str = "") -> str:
    """One sentence that says why the decision is what it is.

    `what` is the operation or the action asked about, `where` the resource in short, "" where there is none to name.
    """
    failing = [item for item in answer.checks if item.evaluation.decision is answer.decision] or list(answer.checks)
    named = dict.fromkeys(
        ref.sid or f"Statement {ref.statement + 1}" for item in failing for ref in item.evaluation.determining
    )
    keys = dict.fromkeys(key for item in failing for key in item.evaluation.missing_keys)
    several = len(named) > 1
    asked = action_name(what)
    first = action_name(failing[0].check.action) if failing else asked
    if answer.decision is not Decision.ALLOWED and first != asked:
        asked = f"{first}, which {asked} needs too"
    elif where:
        asked = f"{asked} on {where}"
    blocked = list(dict.fromkeys(name for item in failing for name in item.evaluation.blocked_by))
    return filled(
        _template(answer, blocked, named=bool(named), keys=bool(keys)),
        {
            "layers": listed([LAYER_NAMES.get(name, name) for name in blocked]),
            "does": "do" if len(blocked) > 1 else "does",
            "those": "they" if len(blocked) > 1 else "it",
            "statements": listed(list(named)),
            "allows": "allow" if several else "allows",
            "denies": "deny" if several else "denies",
            "what": asked,
            "keys": listed(list(keys)),
        },
    )


def _template(answer: Answer, blocked: list[str], *, named: bool, keys: bool) -> str:
    if answer.decision is Decision.UNKNOWN and not keys:
        return NEW_ARN
    if answer.decision is Decision.ALLOWED and not named:
        return ROOT
    if answer.decision is Decision.IMPLICIT_DENY and blocked:
        return ACROSS.get(tuple(blocked), BLOCKED)
    return ANSWERS[answer.decision]


def change_sentence(change: Change, where: str) -> str:
    """What a change does; `where` is its layer in words."""
    return filled(CHANGES[change.kind], {**change.params, "where": where})


def another_resource(trace: ElementTrace, asked: str) -> str:
    """Where the resource of a statement and the one asked about differ; "" unless another one is all that it is."""
    if trace.reason is not ResourceReason.OTHER_RESOURCE:
        return ""
    entry = trace.params.get("entry", "")
    if entry.split(":")[:5] == asked.split(":")[:5]:
        entry, asked = entry.split(":", 5)[-1], asked.split(":", 5)[-1]
    return filled(ANOTHER, {"entry": entry, "asked": asked})


def trace_word(trace: ElementTrace | ConditionTrace) -> str:
    """What became of an element, in one or two words."""
    known = SHORT.get(trace.reason)
    if known:
        return known
    return {Truth.YES: "matches", Truth.NO: "no match", Truth.UNKNOWN: "depends"}[trace.truth]


CHECK_PROBLEMS: Mapping[str, str] = {
    "unknown_operation": "Amazon Rekognition has no operation {operation}.",
    "unknown_role": "{operation} has no {role}.",
    "missing_resource": "{operation} is about a {type}: give its ARN to ask the question.",
    "wrong_resource": "{operation} is about a {type}, and {resource} is a {found}. Give the ARN of a {type}.",
    "unreadable_resource": "{resource} is not an ARN of a resource that Rekognition has. Give a whole ARN, without wildcards.",
    "several_resources": "{operation} takes one of these, and {resource} is one more.",
}


def check_problem_sentence(problem: CheckProblem) -> str:
    """What keeps a question from being asked."""
    params = {name: _named(value) if name in {"type", "found"} else value for name, value in problem.params.items()}
    if "role" in params:
        params["role"] = params["role"].replace("_", " ")
    return filled(CHECK_PROBLEMS.get(problem.code, problem.code), params)


def _named(types: str) -> str:
    """Ids of resource types, joined by spaces, in words."""
    return listed([type_name(each) for each in types.split()], "or") or "resource of another kind"


TARGET_SENTENCES: Mapping[str, str] = {
    "all": "Every resource of the account in the chosen Regions.",
    "all_of_it": "Every model version of the project that the policy is attached to, whatever the project is called.",
    "project": "This project whatever its creation time; where an action works inside projects, also what lies in it.",
    "project_exact": "Exactly this project. Deleted and made again under the same name, it is not covered.",
    "projects": "Every project whose name fits the pattern, today's and later ones.",
    "versions": "Every model version of the project, today's and later ones.",
    "version": "The model version of this name; also a later one of the same name.",
    "version_exact": "Exactly this model version. A later one of the same name is not covered.",
    "versions_like": "Every model version whose name fits the pattern, today's and later ones.",
    "dataset": "The dataset whatever its creation time.",
}


def target_sentence(target: Target, kind: str = "identity") -> str:
    """What a row of resources takes in, beside the ARN that it gives; "" where the ARN says it all."""
    case = _target_case(target)
    if kind == "project":  # a policy on a project, about its versions
        case = {"all": "all_of_it", "project": "versions", "projects": "versions_like"}.get(case, case)
    return TARGET_SENTENCES.get(case, "")


def _target_case(target: Target) -> str:
    exact = getattr(target, "timestamp", None) is not None
    match target:
        case AllTarget():
            return "all"
        case ProjectTarget(project=project):
            return "projects" if _is_pattern(project) else "project_exact" if exact else "project"
        case VersionTarget(version="*"):
            return "versions"
        case VersionTarget(project=project, version=version):
            return "versions_like" if _is_pattern(project + version) else "version_exact" if exact else "version"
        case DatasetTarget():
            return "dataset"
    return ""


def _is_pattern(name: str) -> bool:
    return "*" in name or "?" in name


LISTING_SENTENCES: Mapping[str, str] = {
    "nothing_found": "No project, model version or dataset is named in this text.",
    "text_too_long": "Only the first {longest} characters were read. Paste the rest on its own.",
    "json_broken": "This begins like JSON and cannot be read as that. The ARNs in it were taken.",
    "arn_unreadable": "{value} is not an ARN that Rekognition gives to a project, model version or dataset.",
    "arn_pattern": "{value} holds a wildcard, so it names no single resource.",
    "arn_other": "{value} is an ARN of something else than a project, model version or dataset.",
    "arn_missing": "An entry of the listing has no ARN.",
    "value_unreadable": "{member} says {value}, which cannot be read. The resource was taken without it.",
    "dataset_without_arn": (
        "The answer of describe-dataset does not say which dataset it is about. Datasets come with describe-projects."
    ),
    "tags_without_arn": "The answer of list-tags-for-resource does not say which resource it is about.",
    "too_many_items": "Only {most} resources are read at a time; {left_out} were left out. Paste them on their own.",
    "too_many_problems": "{left_out} more problems are not listed.",
    "inventory_full": "The inventory keeps {most} resources; {left_out} were left out.",
}


def listing_sentence(code: str, line: int, params: Mapping[str, str]) -> str:
    """What could not be read of a pasted listing, with its line."""
    text = filled(LISTING_SENTENCES.get(code, code), params)
    return f"Line {line}: {text}" if line else text
