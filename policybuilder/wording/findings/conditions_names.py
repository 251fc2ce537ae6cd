"""What the checks of condition keys say: their names, and the actions that carry them."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_NEVER = "No request carries the key, so a test that asks for a value never holds and the statement allows nothing."
_NEVER_DENY = (
    "No request carries the key, so a test that asks for a value never holds and the statement denies nothing."
)
_ALWAYS = "No request carries the key, and the test holds without it, so it rules nothing out."
_ALWAYS_DENY = "No request carries the key, and the test holds without it, so the statement denies always."
_RIGHT_KEY = "Use a key from AWS's lists, those of global keys or of the service."


def _named(title: str, about: str, what: str, do: str) -> dict[str, Words]:
    """The wordings for a key that is not known: alone or with the nearest name, and with a test that always holds."""
    found = {}
    for near, said, advice in (
        ("unknown", f"{what}.", do),
        ("near", f"{what}; the nearest is `{{suggestion}}`.", "Write `{suggestion}` if that is what you mean."),
    ):
        found[near] = Words(title, about, said, why=_NEVER, why_deny=_NEVER_DENY, do=advice)
        found[f"{near}_always"] = Words(title, about, said, why=_ALWAYS, why_deny=_ALWAYS_DENY, do=advice)
    return found


def _under(code: str, variants: Mapping[str, Words]) -> dict[str, Words]:
    return {f"{code}.{variant}": words for variant, words in variants.items()}


_FORMAT = _named(
    "This is not the name of a condition key.",
    "A condition key is written as a prefix, a colon and a name: `aws:SourceIp`, `s3:prefix`.",
    "`{key}` lacks the form prefix, colon, name",
    "Write the key with its prefix, `aws:` for keys of all services.",
)
_GLOBAL = _named(
    "There is no such global condition key.",
    "The prefix `aws:` is for AWS's global condition keys, and this name is not among them.",
    "AWS has no global condition key `{key}`",
    _RIGHT_KEY,
)
_SERVICE = _named(
    "The service has no such condition key.",
    "The service exists, but its page in AWS's reference has no condition key of this name.",
    "AWS's reference has no condition key `{key}` for the service {service}",
    _RIGHT_KEY,
)
_NO_KEYS = _named(
    "The service has no condition keys of its own.",
    "The service exists, but its page in AWS's reference has no condition key of this name.",
    "The service {service} has no condition keys of its own, so there is no `{key}`",
    "Tell its resources apart by their ARNs in Resource, or by their tags with aws:ResourceTag.",
)
_PREFIX = _named(
    "There is no such service.",
    "What stands before the first colon of a condition key is `aws` or the prefix of a service.",
    "No service has the prefix `{service}` that `{key}` begins with",
    _RIGHT_KEY,
)

WORDS: Mapping[str, Words] = {
    "INVALID_CONDITION_KEY_FORMAT": _FORMAT["unknown"],
    **_under("INVALID_CONDITION_KEY_FORMAT", _FORMAT),
    "INVALID_GLOBAL_CONDITION_KEY": _GLOBAL["unknown"],
    **_under("INVALID_GLOBAL_CONDITION_KEY", _GLOBAL),
    "INVALID_SERVICE_CONDITION_KEY": _SERVICE["unknown"],
    **_under("INVALID_SERVICE_CONDITION_KEY", _SERVICE),
    "INVALID_SERVICE_CONDITION_KEY.none": _NO_KEYS["unknown"],
    "INVALID_SERVICE_CONDITION_KEY.none_always": _NO_KEYS["unknown_always"],
    **_under("INVALID_SERVICE", {f"key_{variant}": words for variant, words in _PREFIX.items()}),
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
    "WILDCARD_IN_TAG_KEY": Words(
        title="A wildcard stands in the name of a tag.",
        about="Wildcards are read in the values of conditions, not in the names of keys.",
        what="In `{key}` the wildcard is part of the tag's name, and no tag is called so.",
        why="The test does not hold, so the statement allows nothing.",
        why_deny="The test does not hold, so the statement denies nothing.",
        do="Name the tag. Each tag takes a key of its own.",
    ),
    "WILDCARD_IN_TAG_KEY.always": Words(
        title="A wildcard stands in the name of a tag.",
        about="Wildcards are read in the values of conditions, not in the names of keys.",
        what="In `{key}` the wildcard is part of the tag's name, and no tag is called so.",
        why="The test holds without the tag, so it rules nothing out.",
        why_deny="The test holds without the tag, so the statement denies whatever the tags are.",
        do="Name the tag. Each tag takes a key of its own.",
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
        why="Nobody can set the value, so the test never holds and the statement does not allow {actions}.",
        do="Add {wanted} to the actions.",
    ),
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES": Words(
        title="Not every service here sets this key.",
        about="A few keys about VPC endpoints are set by some services only; AWS's page of the key lists them.",
        what="Requests for {actions} do not all carry `{key}`: only some services set it.",
        why="Where it is missing the test does not hold, so the statement does not allow those requests.",
        why_deny="Where it is missing the test does not hold, so the statement does not deny those requests.",
        do="Name only actions of services that set the key.",
    ),
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES.always": Words(
        title="Not every service here sets this key.",
        about="A few keys about VPC endpoints are set by some services only; AWS's page of the key lists them.",
        what="Requests for {actions} do not all carry `{key}`: only some services set it.",
        why="Where it is missing the test holds, so those requests are allowed unchecked.",
        why_deny="Where it is missing the test holds, so those requests are denied, from the right endpoint too.",
        do="Name only actions of services that set the key.",
    ),
}
