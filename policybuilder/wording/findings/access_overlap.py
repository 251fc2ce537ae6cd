"""What is said about statements that add nothing to others."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_LONG = "Of very long documents only the widest statements are compared."

_SMALL = "In policies of usual size several statements together count, too, and conditions are compared exactly."
_TODAY = "AWS's tables of actions and resource types, as they are today, are part of the reason."

WORDS: Mapping[str, Words] = {
    "REDUNDANT_STATEMENT": Words(
        title="The statement is there twice.",
        about=f"Looks for statements that say the same as another, in whatever order and way of writing. {_LONG}",
        what="Statement {statement} says the same as statement {others}.",
        why="It allows nothing more. Who changes one of them later may forget the other.",
        why_deny="It denies nothing more. Who changes one of them later may forget the other.",
        do="Remove one of the two.",
    ),
    "SHADOWED_STATEMENT": Words(
        title="A wider statement says it already.",
        about=(
            "Looks for statements whose every action, resource and condition lies inside another statement of the same "
            f"effect. {_SMALL} {_LONG}"
        ),
        what="Everything in statement {statement} is in statement {others} too.",
        why="It allows nothing more; and to take it away changes nothing as long as the wider one is there.",
        why_deny="It denies nothing more; and to take it away changes nothing as long as the wider one is there.",
        do="Remove it, or make the wider statement narrower if this one was meant as the limit.",
    ),
    "SHADOWED_STATEMENT.together": Words(
        title="Other statements together say it already.",
        about="",
        what="Every request that statement {statement} is about is settled by statements {others} together.",
        why="It allows nothing more; and to take it away changes nothing as long as the others are there.",
        why_deny="It denies nothing more; and to take it away changes nothing as long as the others are there.",
        do="Remove it, or make the others narrower if this one was meant as the limit.",
    ),
    "ALLOW_FULLY_DENIED": Words(
        title="What is allowed here is denied again.",
        about=(
            "Looks for Allow statements of which Deny statements in the same policy take back every action on every "
            f"resource. {_SMALL} {_LONG}"
        ),
        what="Everything that statement {statement} allows is denied by statement {others}.",
        why="A Deny always wins, so the statement never allows anything.",
        do="Remove it, or take what is meant to be allowed out of the Deny.",
    ),
    "ALLOW_FULLY_DENIED.today": Words(
        title="What is allowed here is denied again.",
        about="",
        what="Every request that statement {statement} allows is denied by statement {others}.",
        why=f"A Deny always wins, so the statement never allows anything. {_TODAY}",
        do="Remove it, or take what is meant to be allowed out of the Deny.",
    ),
    "DENY_TAKES_NOTHING": Words(
        title="This Deny takes nothing from this policy.",
        about=(
            "Looks for Deny statements that name actions which the policy allows, but only on resources or under "
            "conditions for which it allows none of them. A Deny of other actions is a limit, and is not told. Only in "
            "policies of usual size."
        ),
        what="Nothing that statement {others} allows is denied by statement {statement}.",
        why="The Deny matters only where another policy allows what it names. Was it meant for this one, it misses.",
        do=(
            "Keep it if it is a limit for what other policies allow. Else compare its resources and conditions with "
            "those of the Allow."
        ),
    ),
    "DENY_TAKES_NOTHING.boundary": Words(
        title="This Deny takes nothing from this policy.",
        about="",
        what="Nothing that statement {others} allows is denied by statement {statement}.",
        why=(
            "What a boundary does not allow is out of reach for identity policies anyway. The Deny matters only where a "
            "policy on a resource names the user or the role's session itself."
        ),
        do="Keep it for such policies. Else compare its resources and conditions with those of the Allow.",
    ),
    "DENY_TAKES_NOTHING.session": Words(
        title="This Deny takes nothing from this policy.",
        about="",
        what="Nothing that statement {others} allows is denied by statement {statement}.",
        why=(
            "What a session policy does not allow, the session cannot do with the role's policies anyway. The Deny "
            "matters only where a policy on a resource names the session itself."
        ),
        do="Keep it for such policies. Else compare its resources and conditions with those of the Allow.",
    ),
    "DENY_TAKES_NOTHING.scp": Words(
        title="This Deny takes nothing from this policy.",
        about="",
        what="Nothing that statement {others} allows is denied by statement {statement}.",
        why="The Deny matters only where another SCP at the same place, such as FullAWSAccess, allows what it names.",
        do="Keep it beside such an SCP. Else compare its resources and conditions with those of the Allow.",
    ),
    "DENY_TAKES_NOTHING.resource": Words(
        title="This Deny takes nothing from this policy.",
        about="",
        what="Nothing that statement {others} allows is denied by statement {statement}.",
        why="The Deny matters only where callers of the resource's own account are allowed it by their own policies.",
        do=(
            "Keep it if it is a limit for them. Else compare its principals, resources and conditions with those of the "
            "Allow."
        ),
    ),
    "ENTRY_COVERED_ELSEWHERE": Words(
        title="Another statement says this entry already.",
        about=(
            "Looks for single actions and resources in a list which other statements settle already, alone or together, "
            "whatever the rest of the list says. Only in policies of usual size."
        ),
        what="All that {entry} stands for in statement {statement} is settled by statement {others}.",
        why="The entry allows nothing more. Who takes one of the two away may think that it is no longer allowed.",
        why_deny="The entry denies nothing more. Who takes one of the two away may think that it is no longer denied.",
        do="Take it out here, or make the other statement narrower if this one was meant as the limit.",
    ),
    "ENTRY_COVERED_ELSEWHERE.denied": Words(
        title="This entry is denied again.",
        about="",
        what="All that {entry} allows in statement {statement} is denied by statement {others}.",
        why="A Deny always wins, so the entry never allows anything.",
        do="Take it out here, or out of the Deny if it is meant to be allowed.",
    ),
    "CONDITION_ALWAYS_HOLDS": Words(
        title="This condition always holds.",
        about=(
            "Looks for tests that every request passes: for the presence of a key that AWS always sends, or for "
            "addresses that leave none out."
        ),
        what="Every request passes the test {operator} of {key}.",
        why="It limits nothing: the statement allows the same without it.",
        why_deny="It limits nothing: the statement denies the same without it.",
        do="Remove it, or write the value that was meant.",
    ),
}
FIXES: Mapping[str, str] = {
    "remove_deny": "Remove statement {statement}: it no longer limits what other policies allow",
    "remove_statement": "Remove statement {statement}",
}
