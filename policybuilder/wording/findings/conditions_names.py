"""What the checks of condition keys say: their names, and the actions that carry them."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_NEVER = "No request carries the key, so a test that asks for a value never holds and the statement allows nothing."
_NEVER_DENY = (
    "No request carries the key, so a test that asks for a value never holds and the statement denies nothing."
)
_RIGHT_KEY = "Use a key from AWS's lists, or remove the test."

WORDS: Mapping[str, Words] = {
    "INVALID_CONDITION_KEY_FORMAT": Words(
        title="This is not the name of a condition key.",
        about="A condition key is written as a prefix, a colon and a name: `aws:SourceIp`, `s3:prefix`.",
        what="`{key}` lacks the form prefix, colon, name.",
        why="No request carries such a key, so a test that asks for a value never holds.",
        do="Write the key with its prefix, `aws:` for keys of all services.",
    ),
    "INVALID_CONDITION_KEY_FORMAT.near": Words(
        title="This is not the name of a condition key.",
        about="A condition key is written as a prefix, a colon and a name: `aws:SourceIp`, `s3:prefix`.",
        what="`{key}` lacks the form prefix, colon, name.",
        why="No request carries such a key, so a test that asks for a value never holds.",
        do="Write `{suggestion}` if that is what you mean.",
    ),
    "INVALID_GLOBAL_CONDITION_KEY": Words(
        title="There is no such global condition key.",
        about="The prefix `aws:` is for AWS's global condition keys, and this name is not among them.",
        what="AWS has no global condition key `{key}`.",
        why=_NEVER,
        why_deny=_NEVER_DENY,
        do=_RIGHT_KEY,
    ),
    "INVALID_GLOBAL_CONDITION_KEY.near": Words(
        title="There is no such global condition key.",
        about="The prefix `aws:` is for AWS's global condition keys, and this name is not among them.",
        what="AWS has no global condition key `{key}`; the nearest is `{suggestion}`.",
        why=_NEVER,
        why_deny=_NEVER_DENY,
        do="Write `{suggestion}` if that is what you mean.",
    ),
    "INVALID_SERVICE_CONDITION_KEY": Words(
        title="The service has no such condition key.",
        about="The service exists, but its page in AWS's reference has no condition key of this name.",
        what="AWS's reference has no condition key `{key}` for the service {service}.",
        why=_NEVER,
        why_deny=_NEVER_DENY,
        do=f"{_RIGHT_KEY} Rekognition has no keys of its own; its projects, models and datasets are told apart by ARN "
        "and by tags.",
    ),
    "INVALID_SERVICE_CONDITION_KEY.near": Words(
        title="The service has no such condition key.",
        about="The service exists, but its page in AWS's reference has no condition key of this name.",
        what="AWS's reference has no condition key `{key}` for the service {service}; the nearest is `{suggestion}`.",
        why=_NEVER,
        why_deny=_NEVER_DENY,
        do="Write `{suggestion}` if that is what you mean.",
    ),
    "INVALID_SERVICE.key": Words(
        title="There is no such service.",
        about="What stands before the first colon of a condition key is `aws` or the prefix of a service.",
        what="No service has the prefix `{service}` that `{key}` begins with.",
        why=_NEVER,
        why_deny=_NEVER_DENY,
        do=_RIGHT_KEY,
    ),
    "INVALID_SERVICE.key_near": Words(
        title="There is no such service.",
        about="What stands before the first colon of a condition key is `aws` or the prefix of a service.",
        what="No service has the prefix `{service}` that `{key}` begins with; the nearest is `{suggestion}`.",
        why=_NEVER,
        why_deny=_NEVER_DENY,
        do="Correct the prefix.",
    ),
    "UNSUPPORTED_GLOBAL_CONDITION_KEY": Words(
        title="AWS does not support this key.",
        about="The key `aws:ARN` is from an early time of IAM and is no longer supported.",
        what="`{key}` is no longer supported.",
        why="What the test gives cannot be relied on.",
        do="Use aws:PrincipalArn for who calls, aws:SourceArn for the resource that a service calls for.",
    ),
    "DEPRECATED_GLOBAL_CONDITION_KEY": Words(
        title="This key is out of use.",
        about="AWS keeps the key for old policies, and new services no longer set it.",
        what="`{key}` is deprecated.",
        why="Requests of newer services do not carry it, so a test that asks for a value does not hold for them.",
        do="Use {instead}.",
    ),
    "DUPLICATE_KEYS_WITH_DIFFERENT_CASE": Words(
        title="One key stands twice.",
        about="Capitals do not count in condition keys, so two spellings under one operator are the same key twice.",
        what="Under `{operator}`, `{key}` and `{other}` are one key.",
        why="Which of the two values counts cannot be relied on.",
        do="Keep one of them, with all the values that you mean.",
    ),
    "MISSING_TAG_KEY_IN_CONDITION": Words(
        title="The name of the tag is missing.",
        about="Keys about tags end in the name of the tag: `aws:ResourceTag/team`.",
        what="`{key}` does not say which tag is meant.",
        why="No request carries the key in this form, so a test that asks for a value never holds.",
        do="Write the tag's name after the slash: `{form}` and then the name.",
    ),
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY": Words(
        title="Some actions never carry this key.",
        about="AWS's reference lists the condition keys of every action. Requests for other actions do not have them.",
        what="Requests for {actions} never carry `{key}`.",
        why="The test never holds for them, so the statement does not allow them.",
        why_deny="The test never holds for them, so the statement does not deny them.",
        do="Put these actions in a statement of their own, without this key.",
    ),
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY.always": Words(
        title="Some actions never carry this key.",
        about="AWS's reference lists the condition keys of every action. Requests for other actions do not have them.",
        what="Requests for {actions} never carry `{key}`, and `{operator}` holds where the key is missing.",
        why="These actions are allowed whatever the key is meant to rule out.",
        why_deny="These actions are denied always.",
        do="Put these actions in a statement of their own, without this key.",
    ),
    "MISSING_ACTION_FOR_CONDITION_KEY": Words(
        title="The key needs a further action.",
        about="Tags and the source identity of a session are set with actions of their own beside sts:AssumeRole.",
        what="`{key}` is set only by callers who may also use {wanted}, which no statement allows.",
        why="Nobody can set the value, so the test never holds and {actions} stays forbidden.",
        do="Add {wanted} to the actions.",
    ),
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES": Words(
        title="Not every service here sets this key.",
        about="A few keys about VPC endpoints are set by some services only; AWS's page of the key lists them.",
        what="`{key}` is not set, or not always, in requests for {actions}.",
        why="Where it is missing the test does not hold, so the statement does not allow those requests.",
        why_deny="Where it is missing the test does not hold, so the statement does not deny those requests.",
        do="Name only actions of services that set the key.",
    ),
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES.always": Words(
        title="Not every service here sets this key.",
        about="A few keys about VPC endpoints are set by some services only; AWS's page of the key lists them.",
        what="`{key}` is not set, or not always, in requests for {actions}.",
        why="Where it is missing the test holds, so those requests are allowed unchecked.",
        why_deny="Where it is missing the test holds, so those requests are denied, from the right endpoint too.",
        do="Name only actions of services that set the key.",
    ),
}
