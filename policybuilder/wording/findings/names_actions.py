"""What is said of actions that do not exist, and of entries that say nothing new."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

_NO_ACTION = Words(
    title="There is no such action.",
    about=(
        "Compares every entry of Action and NotAction with AWS's published actions. IAM stores names that do not exist; "
        "it refuses an entry without a service in front, with two colons, or with a space in it."
    ),
    what="{service} has no action {name}.",
    why="The entry matches no request, so it allows nothing. What you meant stays forbidden unless something else allows it.",
    do="Check the spelling in the reference, or take the entry out.",
    why_deny="The entry matches no request, so it denies nothing. What you meant to forbid stays possible.",
)
_NO_SERVICE = replace(
    _NO_ACTION,
    title="There is no such service.",
    about="Compares the part before the colon of every action with the prefixes of AWS's services.",
    what="No AWS service has the prefix {service}.",
    do="Use the service's prefix from the reference: rekognition, s3, kms and so on.",
)
_EXCEPT_WHY = (
    "The entry excepts nothing. What you meant to leave out is allowed along with the rest, if the Resource fits it."
)
_EXCEPT_WHY_DENY = "The entry excepts nothing. What you meant to leave out is denied along with the rest."
_STAR_SERVICE = Words(
    title="A wildcard stands in the service.",
    about=(
        "Looks for * or ? in the service of an action or an ARN. IAM refuses it in an action; in an ARN it is stored, "
        "though AWS's pages do not allow it there."
    ),
    what="The service of the ARN is written {service}.",
    why="Nobody can say which services it is meant to reach, and it may come to match one that does not exist yet.",
    do="Write the service's name out.",
)
_REDUNDANT = Words(
    title="An action is listed for nothing.",
    about="Looks for an entry of Action or NotAction that another entry of the same list covers wholly.",
    what="{by} already covers {entry}.",
    why="Nothing changes without the entry. It only makes the policy longer and looks like a limit that is not there.",
    do="Take the entry out; or take {by} out, if only {entry} is meant.",
    why_deny="Nothing changes without the entry. It only makes the policy longer.",
)

WORDS: Mapping[str, Words] = {
    "INVALID_ACTION": _NO_ACTION,
    "INVALID_ACTION.near": replace(_NO_ACTION, do="Did you mean {near}?"),
    "INVALID_ACTION.operation": replace(
        _NO_ACTION,
        what="{name} is a call of the API of {service}, but no action: AWS checks the call as {near}.",
        do="Write {near}.",
    ),
    "INVALID_ACTION.pattern": replace(
        _NO_ACTION,
        title="The pattern means no action.",
        what="No action of {service} has the form {entry}.",
        do="Change the pattern until it matches the actions that you mean, or take the entry out.",
    ),
    "INVALID_ACTION.nameless": replace(
        _NO_ACTION,
        title="The action has no name.",
        what="{entry} names a service and no action.",
        do="Write the action after the colon, or take the entry out.",
    ),
    "INVALID_ACTION.colon": replace(
        _NO_ACTION,
        title="The action has no service in front.",
        what="{entry} is not of the form service:action.",
        why="IAM refuses the policy.",
        why_deny="IAM refuses the policy.",
        do="Put the service and a colon in front, as in rekognition:DetectCustomLabels.",
    ),
    "INVALID_ACTION.colons": replace(
        _NO_ACTION,
        title="The action has more than one colon.",
        what="{entry} is not of the form service:action.",
        why="IAM refuses the policy.",
        why_deny="IAM refuses the policy.",
        do="Keep one colon, between service and action.",
    ),
    "INVALID_ACTION.space": replace(
        _NO_ACTION,
        title="The action has a space or a comma in it.",
        what="{entry} is one text, and no action has spaces or commas in its name.",
        do="Take the spaces out. Write several actions as a list, each in its own quotation marks.",
    ),
    "INVALID_ACTION.empty": replace(
        _NO_ACTION,
        title="The action is empty.",
        what="An empty text stands for an action.",
        why="IAM refuses the policy.",
        why_deny="IAM refuses the policy.",
        do="Write an action or take the entry out.",
    ),
    "INVALID_ACTION.except": replace(
        _NO_ACTION, what="{entry} in NotAction means no action.", why=_EXCEPT_WHY, why_deny=_EXCEPT_WHY_DENY
    ),
    "INVALID_SERVICE_IN_ACTION": _NO_SERVICE,
    "INVALID_SERVICE_IN_ACTION.near": replace(_NO_SERVICE, do="Did you mean {near}?"),
    "INVALID_SERVICE_IN_ACTION.except": replace(_NO_SERVICE, why=_EXCEPT_WHY, why_deny=_EXCEPT_WHY_DENY),
    "WILDCARD_IN_SERVICE_NAME": _STAR_SERVICE,
    "WILDCARD_IN_SERVICE_NAME.except": _STAR_SERVICE,
    "WILDCARD_IN_SERVICE_NAME.action": replace(
        _STAR_SERVICE,
        what="{entry} has a wildcard before the colon. Wildcards may stand in the action's name only.",
        why="IAM refuses the policy.",
        do="Write the service out; for every action of every service write * alone.",
    ),
    "DEPRECATED_ACTION": Words(
        title="The action can no longer be used.",
        about="Knows the actions of Rekognition that are still in AWS's table though what they did has ended.",
        what="AWS ended the capability behind {entry} on {date}.",
        why="The entry does no harm and no good: nobody can use the call any more.",
        do="Take the entry out.",
    ),
    "REDUNDANT_ACTION": _REDUNDANT,
    "REDUNDANT_ACTION.twice": replace(
        _REDUNDANT,
        title="An action is listed twice.",
        what="{entry} stands in the list twice. Capitals make no difference in actions.",
        do="Take one of the two out.",
    ),
    "REDUNDANT_RESOURCE": replace(
        _REDUNDANT,
        title="A resource is listed for nothing.",
        about="Looks for an entry of Resource or NotResource that another entry of the same list covers wholly.",
    ),
    "REDUNDANT_RESOURCE.twice": replace(
        _REDUNDANT,
        title="A resource is listed twice.",
        about="Looks for an entry of Resource or NotResource that another entry of the same list covers wholly.",
        what="{entry} stands in the list twice.",
        do="Take one of the two out.",
    ),
}
FIXES: Mapping[str, str] = {
    "use_action": "Write {new}",
    "split_actions": "Write a list: {new}",
    "remove_entry": "Take {old} out",
    "remove_empty": "Take the empty entry out",
    "remove_statement_of_entry": "Remove the statement: {old} is all it has",
    "remove_redundant": "Take {entry} out",
}
