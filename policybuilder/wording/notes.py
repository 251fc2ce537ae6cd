"""What composing says, and what its ways out are called: what is so, why it matters, what to do."""

from collections.abc import Mapping

from policybuilder.authoring import NoteCode, NoteSeverity, WayOutId

SEVERITY_NAMES: Mapping[NoteSeverity, str] = {
    NoteSeverity.PROBLEM: "Not written",
    NoteSeverity.WARNING: "Check this",
    NoteSeverity.INFO: "Good to know",
}

NOTE_SENTENCES: Mapping[NoteCode, str] = {
    NoteCode.ANY_ACCOUNT: (
        "No account number is given, so the ARNs hold * in its place and match the resources of any account. Give the "
        "12 digits of your account to name your own resources only."
    ),
    NoteCode.ANY_REGION: (
        "No Region is given, so the ARNs hold * in its place and match every Region. Give the Regions you work in to "
        "leave the others out."
    ),
    NoteCode.NO_OPERATIONS: "This rule names no operation, so nothing is written for it. Pick what it is about.",
    NoteCode.NO_TARGET: (
        "{operations} work{s} on one {types}, and this rule names none, so nothing is written for {it}. Pick a target."
    ),
    NoteCode.TARGET_UNUSED: (
        "No operation of this rule works on {targets}. The target has no effect here: take it away, or pick an "
        "operation that uses it."
    ),
    NoteCode.UNKNOWN_OPERATION: (
        "There is no operation {operations} in the AWS data that this page knows, so nothing is written for {it}. "
        "Check the spelling."
    ),
    NoteCode.STAR_ONLY: (
        'By the AWS reference {operations} {is} checked on "*" only, never on a single resource, so the statement is on '
        '"*". It holds for the whole account and for every Region.'
    ),
    NoteCode.STAR_ONLY_CHANGES: (
        'By the AWS reference {operations} {is} checked on "*" only and cannot be limited to {targets}. The statement '
        'is on "*" and allows {it} in the whole account, for any name. Limit by Region or by a tag on the request, or '
        "leave {it} out."
    ),
    NoteCode.STAR_DENIED: (
        'By the AWS reference {operations} {is} checked on "*" only, so the Deny is on "*": it holds for the whole '
        "account and every Region."
    ),
    NoteCode.OPTIONAL_RESOURCE: (
        'A call of {operations} need not name {a_types}, and without one it is checked on "*", so the statement is on '
        '"*". It holds for the whole account and for every Region.'
    ),
    NoteCode.DENIED_EVERYWHERE: (
        'The Deny of {operations} is on "*": it holds in every Region and account, so that nothing slips past it.'
    ),
    NoteCode.DENY_NOT_LIMITABLE: (
        'By the AWS reference {operations} {is} checked on "*" only. A Deny for {targets} would never apply and would '
        "give false safety, so it is not written. What can be written: a Deny of {operations} everywhere, or one that lets only tagged "
        "requests through."
    ),
    NoteCode.TARGET_DOES_NOT_FIT: (
        "{operations} work{s} on {a_types}, and the targets of this rule ({targets}) are none and hold none. Nothing "
        "is written for {it}. Add a fitting target, or take the operation out."
    ),
    NoteCode.TYPE_MISSING: (
        "AWS checks {operations} on several resources, and no target stands for the {types}. Without it every "
        "call would be refused, so nothing is written for {it}. Add a fitting target."
    ),
    NoteCode.PARENT_READ: (
        "{operations} {is} checked on the {types} that holds the target, so the statement names {resources}. It shows "
        "everything in there, not only the target."
    ),
    NoteCode.PARENT_CHANGED: (
        "{operations} {is} checked on the {types} that holds the target, so the statement names {resources}. That is "
        "wider than the target: AWS has no way to limit {it} further."
    ),
    NoteCode.PARENT_DENIED: (
        "{operations} {is} checked on the {types} that holds the target, so the Deny names {resources}. It denies "
        "more than the target: everything in there."
    ),
    NoteCode.CHILDREN: (
        "{operations} work{s} on what lies inside the target, so the statement names each {types} in it: {resources}."
    ),
    NoteCode.PROJECT_UNTIL_2033: (
        "{resources} means the project without its model versions and datasets: creation times begin with 1 until May "
        "2033. Pick the project with its creation time from the inventory to name it exactly."
    ),
    NoteCode.PROJECT_WIDENED: (
        "A project name with wildcards cannot be told apart from what lies inside projects, so for {operations} "
        "{resources} also takes in every {types} in there."
    ),
    NoteCode.PROJECT_WIDENED_DENY: (
        "The Deny of {operations} on {resources} also takes in every {types} in the project. Patterns that leave them "
        "out would stop denying in May 2033, so the wider one is written."
    ),
    NoteCode.STAMP_ALSO_MATCHES: (
        "{resources} is meant for one project, but for {operations} it also matches {a_types} whose ARN ends in the "
        "same number. Give the project's full name."
    ),
    NoteCode.ALWAYS_CHECKED: (
        "Every call of {operations} is also checked for {action}, so that is allowed as well, on {resources}."
    ),
    NoteCode.ALSO_WITH_TAGS: (
        "A call of {operations} that sets tags is also checked for {action}, which no statement allows. Calls without "
        "tags work as they are."
    ),
    NoteCode.ALSO_WITH_TAGS_CERTAIN: (
        "The policy lets {operations} through only with tags, and a call with tags is also checked for {action}, which "
        "no statement allows: every such call would be refused. Allow {action} too."
    ),
    NoteCode.ALSO_WITH_COPY: (
        "A call of {operations} that copies a dataset is also checked for {action} on the dataset it copies, which no "
        "statement allows. Other calls work as they are."
    ),
    NoteCode.ALSO_WITH_ROLE: (
        "A call of {operations} that hands a role to Rekognition is also checked for {action} on that role, which no "
        "statement allows."
    ),
    NoteCode.CONDITION_NEVER_ALLOWS: (
        "Requests for {operations} never carry {key}, so a statement with that condition would never allow {it} and is "
        "not written. Allow {it} without the condition, or take {it} out."
    ),
    NoteCode.CONDITION_NEVER_DENIES: (
        "Requests for {operations} never carry {key}, so a statement with that condition would never deny {it} and is "
        "not written. Deny {it} without the condition, or take {it} out."
    ),
    NoteCode.CONDITION_ALWAYS_HOLDS: (
        "Requests for {operations} never carry {key}, and {operator} holds where the key is missing: for {it} this "
        "condition changes nothing."
    ),
    NoteCode.CONDITION_DOUBLED: (
        "Two rows of this rule test {key} with {operator}. A statement can hold that pair once only, so nothing is "
        "written. Put the values into one row, where any of them is enough."
    ),
    NoteCode.REGION_CONTRADICTION: (
        "The condition on {key} names other Regions than {resources}: no request for {operations} could satisfy both, "
        "so nothing is written for {it}."
    ),
    NoteCode.PRINCIPALS_LEFT_OUT: (
        "This kind of policy says nothing about who: it holds for whoever it is attached to. Who is named in this rule is "
        "kept, and not written."
    ),
    NoteCode.PRINCIPAL_MISSING: (
        "A project policy has to say who may copy, and this rule does not, so nothing is written for it. Name an "
        "account, a user or a role."
    ),
    NoteCode.PROJECT_POLICY_OPERATION: (
        "A project policy can speak of CopyProjectVersion only. {operations} belong{s} into an identity-based policy, "
        "so nothing is written for {it} here."
    ),
    NoteCode.PROJECT_POLICY_SEVERAL: (
        "The rules of this policy name versions of {projects}. AWS puts a project policy on one project: put this one on each "
        "of them, or keep one policy for each. On a project that a statement does not name it does nothing."
    ),
    NoteCode.PAIR_STAR_ONLY_ALLOW: (
        'By the AWS reference {action} is checked on "*" only, so on {resource} it is never allowed: this part of the '
        "statement does nothing."
    ),
    NoteCode.PAIR_STAR_ONLY_DENY: (
        'By the AWS reference {action} is checked on "*" only, so on {resource} it is never denied: this Deny protects '
        "nothing, though it looks as if it did."
    ),
    NoteCode.PAIR_WRONG_TYPE_ALLOW: (
        "{action} works on {a_types}, and {resource} can only be {a_matched}: this pair never allows anything."
    ),
    NoteCode.PAIR_WRONG_TYPE_DENY: (
        "{action} works on {a_types}, and {resource} can only be {a_matched}: this pair never denies anything."
    ),
    NoteCode.PAIR_NO_RESOURCE: (
        "{action} works on {a_types}, and {resource} matches no ARN of that kind: this pair has no effect."
    ),
    NoteCode.PAIR_UNKNOWN_ACTION: "No action of Rekognition is called {action}, so this entry has no effect.",
    NoteCode.PAIRS_LEFT_OUT: (
        "There are very many pairs of action and resource. From this statement on they were not looked at one by one."
    ),
}

WAY_OUT_LABELS: Mapping[WayOutId, str] = {
    WayOutId.DENY_EVERYWHERE: "Deny {operations}{action} everywhere",
    WayOutId.DENY_BY_TAG: "Deny {operations}{action} unless the request carries a tag",
    WayOutId.REMOVE: "Take {operations}{action} out",
    WayOutId.ALLOW_BY_TAG: "Allow {operations} only with a tag on the request",
    WayOutId.LIMIT_REGION: "Allow {operations} in the chosen Regions only",
    WayOutId.WITHOUT_CONDITION: "Keep {operations} without the condition on {key}",
    WayOutId.MERGE_VALUES: "Put the values of {key} into one row",
    WayOutId.ADD_TARGET: "Add the {types} beside the target",
    WayOutId.ADD_ACTION: "Allow {action} too",
    WayOutId.DROP_TARGET: "Take this target out",
}
