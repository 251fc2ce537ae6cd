"""What is said of actions and resources that never meet."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

_ABOUT = (
    "Compares the actions of a statement with its resources: by AWS's action table, each action is checked on certain "
    "types of resource. A pair counts as dead only where no ARN of such a type can match the pattern."
)
_STAR = Words(
    title="The action takes no ARN.",
    about=(
        "Looks for actions for which AWS's action table lists no resource type, in statements whose Resource is not *. "
        'Such a request is checked against "*", which no ARN matches.'
    ),
    what="Statement {statement}, {action}: AWS's action table lists no resource type for it, so only the Resource * fits.",
    why="Whatever {resource} says, {action} is never allowed by this statement.",
    do=(
        "Put {action} into a statement of its own with the Resource *. Which resource it may be used for cannot be told "
        "by ARN; where the call takes tags, a condition on aws:RequestTag can narrow it."
    ),
    why_deny="Whatever {resource} says, {action} is never denied by this statement.",
)
_MISMATCH = Words(
    title="The action and the resource never meet.",
    about=_ABOUT,
    what="Statement {statement}, {action}: it acts on {a_types}, and {resource} can only be {a_matched}.",
    why="{action} is never allowed by this statement.",
    do="Name {a_types}, in a statement of its own if the other actions need what is there. Or take {action} out.",
    why_deny="{action} is never denied by this statement.",
)
_IDLE = Words(
    title="No action uses this resource.",
    about="Looks for resources that none of the statement's actions can be checked on, beside others that serve.",
    what="Statement {statement}: its actions act on {a_types}, and {resource} can only be {a_matched}.",
    why="The entry allows nothing.",
    do="Take it out, or add the action that it was meant for.",
    why_deny="The entry denies nothing: what it names stays as it was.",
)
_DENY = Words(
    title="This Deny never takes effect.",
    about=(
        "Looks for Deny statements of which no action can ever meet a resource. AWS stores them without a word, and they "
        "protect nothing."
    ),
    what="Statement {statement}: {operations} {is} checked on {a_types}, and {resource} can only be {a_matched}.",
    why="Whoever is allowed {operations} by another statement or policy can go on using {it}.",
    do="Name what is meant to be protected, deny it everywhere, or remove the statement.",
)

WORDS: Mapping[str, Words] = {
    "ACTION_REQUIRES_WILDCARD_RESOURCE": _STAR,
    "ACTION_REQUIRES_WILDCARD_RESOURCE.granted": replace(
        _STAR,
        why="{action} is never allowed by this statement. Statement {other} already allows it.",
        do="Take {action} out here.",
        why_deny="{action} is never denied by this statement. Statement {other} already denies it.",
    ),
    "ACTION_RESOURCE_MISMATCH": _MISMATCH,
    "ACTION_RESOURCE_MISMATCH.unmatched": replace(
        _MISMATCH,
        what="Statement {statement}, {action}: it acts on {a_types}, and no ARN of that kind matches {resource}.",
    ),
    "ACTION_RESOURCE_MISMATCH.pattern": replace(
        _MISMATCH,
        what=(
            "Statement {statement}: no action that {action} stands for can be checked on {resource}. "
            "They act on {a_types}, and that can only be {a_matched}."
        ),
        why="{action} allows nothing in this statement.",
        why_deny="{action} denies nothing in this statement.",
    ),
    "ACTION_RESOURCE_MISMATCH.granted": replace(
        _MISMATCH,
        what="Statement {statement}, {action}: it acts on {a_types}, and no ARN of that kind matches {resource}.",
        why="{action} is never allowed by this statement. Statement {other} already allows it where it can be used.",
        do="Take {action} out here.",
        why_deny="{action} is never denied by this statement. Statement {other} already denies it.",
    ),
    "ACTION_RESOURCE_MISMATCH.part": replace(
        _MISMATCH,
        title="The action needs a second resource.",
        what=(
            "Statement {statement}, {action}: AWS checks it on several resources at once. The policy names "
            "{a_matched} for it, and no {types}."
        ),
        why="{action} stays forbidden as a whole, because one of its checks is never allowed.",
        do="Add the ARN of the {types}, here or in another statement.",
    ),
    "ACTION_RESOURCE_MISMATCH.project_policy": replace(
        _MISMATCH,
        what="Statement {statement}, {action}: a project policy says which model versions may be copied, and {resource} "
        "matches none.",
        why="The policy lets nobody copy anything.",
        do="Name model versions: the ARN of one, or project/NAME/version/* for all of a project.",
        why_deny="The policy keeps nobody from copying.",
    ),
    "ACTION_RESOURCE_MISMATCH.except": replace(
        _MISMATCH,
        what="Statement {statement}, {action}: it acts on {a_types}, and NotResource excepts all of those.",
        do="Narrow NotResource, or take {action} out.",
    ),
    "RESOURCE_WITHOUT_ACTION": _IDLE,
    "RESOURCE_WITHOUT_ACTION.unmatched": replace(
        _IDLE, what="Statement {statement}: its actions act on {a_types}, and no ARN of that kind matches {resource}."
    ),
    "DENY_NEVER_APPLIES": _DENY,
    "DENY_NEVER_APPLIES.unmatched": replace(
        _DENY,
        what="Statement {statement}: {operations} {is} checked on {a_types}, and no ARN of that kind matches {resource}.",
    ),
    "DENY_NEVER_APPLIES.star": replace(
        _DENY,
        what=(
            "Statement {statement}: AWS's action table lists no resource type for {operations}. Such a request is "
            'checked against "*", and {resource} does not match that.'
        ),
        do=(
            "What it is used for cannot be denied by ARN. Deny {it} everywhere, deny {it} unless the request carries a "
            "tag, or remove the statement."
        ),
    ),
    "DENY_NEVER_APPLIES.create_project": replace(
        _DENY,
        what=(
            "Statement {statement}: AWS's action table lists no resource type for {operations}. Such a request is "
            'checked against "*", and {resource} does not match that.'
        ),
        why="Whoever another statement allows to create projects can create one called {project}.",
        do=(
            "The name of a project that is yet to be made cannot be denied. Deny creating projects altogether, deny it "
            "unless the request carries a tag, or remove the statement."
        ),
    ),
    "DENY_NEVER_APPLIES.nothing": replace(
        _DENY,
        what="Statement {statement}: {element} lists *, which excepts everything, so the statement is about nothing.",
        why="It denies nothing.",
        do="Take * out of {element}, or remove the statement.",
    ),
    "STATEMENT_NEVER_APPLIES": Words(
        title="The statement is about nothing.",
        about="Looks for NotAction or NotResource with *, which excepts everything.",
        what="Statement {statement}: {element} lists *, which excepts everything.",
        why="It allows nothing.",
        do="Write {element} without *, or use Action and Resource to say what is allowed.",
    ),
}
FIXES: Mapping[str, str] = {
    "use_star": "Allow {action} on *",
    "use_star_with_tag": "Allow {action} on *, only with the tag {tag} = {value}",
    "use_resource": "Allow {action} on {resource}",
    "move_to_star": "Move {action} to a statement of its own on *",
    "move_to_star_with_tag": "Move {action} to a statement of its own on *, only with the tag {tag} = {value}",
    "move_to_resource": "Move {action} to a statement of its own on {resource}",
    "move_to_star_deny": "Deny {action} everywhere, in a statement of its own",
    "move_to_star_with_tag_deny": "Deny {action} in a statement of its own, unless the request has {tag} = {value}",
    "move_to_resource_deny": "Deny {action} on {resource}, in a statement of its own",
    "add_resource": "Add {resource}",
    "remove_action": "Take {action} out",
    "remove_dead_statement": "Remove the statement",
    "remove_exception": "Take * out of {element}",
    "remove_resource": "Take {resource} out",
    "deny_resource": "Deny {operations} on {resource}",
    "deny_star": "Deny {operations} everywhere",
    "deny_star_with_tag": "Deny {operations} unless the request has {tag} = {value}",
    "remove_dead_deny": "Remove the statement: it protects nothing",
}
