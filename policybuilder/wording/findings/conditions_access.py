"""What the checks say about conditions that let through, or hold back, other requests than they seem to."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_TAGS_ABOUT = (
    "Only actions that AWS checks against a tagged resource carry aws:ResourceTag. Actions without a resource, such as "
    "CreateProject, DescribeProjects and DetectLabels, never do."
)
_NOT_ACTION_ABOUT = (
    "NotAction stands for all other actions, those too that never carry the tag of a resource. For them the test says "
    "nothing about tags."
)
_MFA_ABOUT = (
    "Requests signed with long-term access keys carry no aws:MultiFactorAuthPresent at all; sessions without multi-factor "
    "sign-in carry false. A test has to think of both."
)
_MFA_TITLE = "The test for multi-factor sign-in has a gap."

WORDS: Mapping[str, Words] = {
    "FORALLVALUES_WITHOUT_NULL_CHECK": Words(
        title="Requests without the key pass as well.",
        about="ForAllValues holds when the key is missing. An Allow has to ask for the key beside it.",
        what="`{operator}` on `{key}` holds for every request that does not carry the key.",
        why="Requests without `{key}` are allowed, whatever values the list has.",
        do='Add Null with `{key}` and "false", or allow the requests without the key on purpose.',
    ),
    "IFEXISTS_WEAKENS_CONDITION": Words(
        title="Without the key this allows everything.",
        about="IfExists makes a test hold where the key is missing. As the only guard of an Allow that leaves a gap.",
        what="`{operator}` is the only guard, and it holds for requests that do not carry `{key}`.",
        why="Requests without `{key}` are allowed unchecked.",
        do="Leave IfExists out, or add a test that every request has to pass.",
    ),
    "IFEXISTS_ON_ALWAYS_PRESENT_KEY": Words(
        title="IfExists does nothing here.",
        about="IfExists is for keys that may be missing. Some keys are in every request.",
        what="Every request carries `{key}`, so the IfExists of `{operator}` never applies.",
        why="Nothing changes for access; a reader may think the key could be missing.",
        do="Leave IfExists out.",
    ),
    "MFA_CONDITION_ANTIPATTERN": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="`{operator}` with {values} on `{key}` does not cover every request without multi-factor sign-in.",
        why="Some callers without it are allowed.",
        why_deny="Some callers without it are not denied.",
        do='Allow with Bool and "true", or deny with BoolIfExists and "false".',
    ),
    "MFA_CONDITION_ANTIPATTERN.deny_false": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="`{operator}` with false holds only for requests that carry `{key}`, and long-term access keys do not.",
        why="Callers with long-term access keys are not denied.",
        do="Use BoolIfExists, which also holds where the key is missing.",
    ),
    "MFA_CONDITION_ANTIPATTERN.deny_absent": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="The test holds only for requests without `{key}`; sessions without multi-factor sign-in carry it as false.",
        why="Those sessions, of the console among others, are not denied.",
        do='Use BoolIfExists with "false", which covers both.',
    ),
    "MFA_CONDITION_ANTIPATTERN.allow_present": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="The test asks only that `{key}` is there; sessions without multi-factor sign-in carry it as false.",
        why="Those sessions are allowed as well.",
        do='Use Bool with "true".',
    ),
    "MFA_CONDITION_ANTIPATTERN.allow_if_exists": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="`{operator}` holds where `{key}` is missing, as it is for long-term access keys.",
        why="Callers with long-term access keys are allowed without multi-factor sign-in.",
        do='Use Bool with "true".',
    ),
    "MFA_CONDITION_ANTIPATTERN.deny_age": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="`{operator}` holds only for requests that carry `{key}`, which is missing without multi-factor sign-in.",
        why="Callers who did not sign in that way at all are not denied.",
        do="Add IfExists to the operator, so that a missing age counts as too old.",
    ),
    "MFA_CONDITION_ANTIPATTERN.allow_age": Words(
        title=_MFA_TITLE,
        about=_MFA_ABOUT,
        what="`{operator}` holds where `{key}` is missing, which is so without multi-factor sign-in.",
        why="Callers who did not sign in that way at all are allowed.",
        do="Leave IfExists out.",
    ),
    "UNTRUSTWORTHY_CONDITION_KEY": Words(
        title="The caller can forge this key.",
        about="aws:Referer and aws:UserAgent come from headers that every caller can set at will.",
        what="`{key}` is whatever the caller writes into the request.",
        why="Whoever knows or guesses an accepted value is allowed.",
        why_deny="Whoever writes another value is not denied.",
        do="Test who calls or from where instead: aws:PrincipalArn, aws:SourceVpce, aws:SourceIp.",
    ),
    "MISSING_PAIRED_CONDITION_KEYS": Words(
        title="Private addresses need their network beside them.",
        about="Private addresses are used over and over in different networks, so they tell little without the network.",
        what="`{key}` is tested alone; it needs one of {wanted} beside it.",
        why="Somebody in another VPC with the same addresses is allowed too.",
        why_deny="Somebody in another VPC with the same addresses is not denied.",
        do="Test the VPC or the endpoint as well, in the same Condition.",
    ),
    "S3_PREFIX_IN_NEGATIVE_CONTEXT": Words(
        title="A forbidden prefix can be listed another way.",
        about="s3:prefix is what the caller asks to list. A shorter prefix, or none, lists the same names.",
        what="`{operator}` on s3:prefix rules out {values}, but not the shorter prefixes above.",
        why="A call with a shorter prefix is allowed and shows the same object names.",
        why_deny="A call with a shorter prefix is not denied and shows the same object names.",
        do="Say which prefixes may be listed: Allow with StringLike, or Deny with StringNotLike.",
    ),
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT": Words(
        title="A read without named attributes returns all of them.",
        about="dynamodb:Attributes is tested only for the attributes that a request names.",
        what="`{key}` is tested, and nothing asks that requests name the attributes they want.",
        why="A read that names none is allowed and returns the whole item.",
        why_deny="A read that names none is not denied and returns the whole item.",
        do="Ask for dynamodb:Select with SPECIFIC_ATTRIBUTES in the same Condition.",
    ),
    "CONDITION_NEVER_TRUE": Words(
        title="The condition can never hold.",
        about="All tests of a Condition have to hold at once. Some exclude each other.",
        what="No request passes both `{one}` with {one_values} and `{other}` with {other_values} on `{key}`.",
        why="The statement allows nothing.",
        why_deny="The statement denies nothing.",
        do="Correct one of the two tests, or remove the statement.",
    ),
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": Words(
        title="These actions never carry the tag.",
        about=_TAGS_ABOUT,
        what="AWS's reference lists no `{key}` for {actions}.",
        why="The test never holds for them, so the statement does not allow them.",
        do="Put them in a statement of their own, narrowed in another way. Where they create something, test "
        "aws:RequestTag. IfExists or a negated operator would allow them unchecked.",
    ),
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE.always": Words(
        title="These actions pass without a look at the tag.",
        about=_TAGS_ABOUT,
        what="AWS's reference lists no `{key}` for {actions}, and `{operator}` holds where the key is missing.",
        why="The statement allows them whatever the tags are.",
        do="Put them in a statement of their own, narrowed in another way.",
    ),
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": Words(
        title="This Deny does not reach these actions.",
        about=_TAGS_ABOUT,
        what="AWS's reference lists no `{key}` for {actions}.",
        why="The test never holds for them, so the statement does not deny them, whatever the tags are.",
        do="Deny them in a statement of their own, by ARN or altogether. With IfExists they would be denied always.",
    ),
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE.always": Words(
        title="These actions are denied whatever the tag.",
        about=_TAGS_ABOUT,
        what="AWS's reference lists no `{key}` for {actions}, and `{operator}` holds where the key is missing.",
        why="The statement denies them always, whatever the tags are.",
        do="If that is not meant, take them out of this statement.",
    ),
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": Words(
        title="Many of these actions never carry the tag.",
        about=_NOT_ACTION_ABOUT,
        what="NotAction with a test on `{key}` is meant for all actions but {actions}.",
        why="It allows only those that carry the tag, and which those are changes as AWS adds actions.",
        do="List the actions to allow in Action.",
    ),
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE.always": Words(
        title="Many of these actions never carry the tag.",
        about=_NOT_ACTION_ABOUT,
        what="NotAction with a test on `{key}` is meant for all actions but {actions}, and `{operator}` holds where the "
        "key is missing.",
        why="Actions that never carry the tag are allowed unchecked.",
        do="List the actions to allow in Action.",
    ),
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE": Words(
        title="Many of these actions are not denied.",
        about=_NOT_ACTION_ABOUT,
        what="NotAction with a test on `{key}` is meant for all actions but {actions}.",
        why="Actions that never carry the tag are not denied.",
        do="List the actions to deny in Action.",
    ),
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE.always": Words(
        title="Many of these actions are denied whatever the tag.",
        about=_NOT_ACTION_ABOUT,
        what="NotAction with a test on `{key}` is meant for all actions but {actions}, and `{operator}` holds where the "
        "key is missing.",
        why="Actions that never carry the tag are denied always.",
        do="List the actions to deny in Action.",
    ),
}
