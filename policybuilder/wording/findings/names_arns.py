"""What is said of resources whose ARN has no good form."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

_WHY = "The entry matches nothing, so it allows nothing."
_WHY_DENY = "The entry matches nothing, so it denies nothing: what you meant to forbid stays possible."
_EXCEPT_WHY = "The entry excepts nothing. What you meant to leave out is allowed along with the rest."
_EXCEPT_WHY_DENY = "The entry excepts nothing. What you meant to leave out is denied along with the rest."
_REFUSED = "IAM refuses the policy."
_FORM = "An ARN has the form arn:partition:service:region:account:resource."


def _words(title: str, about: str, what: str, do: str) -> Words:
    return Words(title=title, about=about, what=what, why=_WHY, do=do, why_deny=_WHY_DENY)


_PREFIX = Words(
    title="The resource is not an ARN.",
    about="Every entry of Resource and NotResource is * or begins with arn: in small letters.",
    what="{entry} does not begin with arn:.",
    why=_REFUSED,
    do=_FORM + " Copy the ARN from the console, or write * for every resource.",
)
_PARTITION = _words(
    "There is no such partition.",
    "Compares the second field of an ARN with AWS's partitions: aws, aws-cn, aws-us-gov and others.",
    "No AWS partition is called {partition}.",
    "Write aws, or the partition of the Region that you use: aws-us-gov, aws-cn.",
)
_REGION = _words(
    "There is no such Region.",
    "Compares the fourth field of an ARN with AWS's Regions, for Rekognition with those that it is offered in.",
    "No AWS Region is called {region}.",
    "Write a Region such as us-east-1, or * for all of them.",
)
_ACCOUNT = _words(
    "The account is not an account number.",
    "The fifth field of an ARN is an account number of 12 digits, or a pattern for some.",
    "{account} is not a number of 12 digits.",
    "Write the 12 digits without hyphens.",
)
_RESOURCE = _words(
    "The service has no such resource.",
    "Compares the last field of an ARN with the forms that AWS publishes for the service's resources.",
    "No resource of {service} has an ARN that ends in {tail}.",
    "Look the form up in the reference.",
)
_SERVICE = _words(
    "There is no such service.",
    "Compares the third field of an ARN with the services that have ARNs.",
    "No AWS service is called {service} in an ARN.",
    "Write the service as its ARNs have it: rekognition, s3, kms and so on.",
)

_PLAIN: Mapping[str, Words] = {
    "INVALID_ARN_PREFIX": _PREFIX,
    "MISSING_ARN_FIELD": Words(
        title="The ARN is too short.",
        about="An ARN has six fields with colons between them; only the last may hold further colons.",
        what="{entry} has {fields} of the six fields.",
        why=(
            "AWS fills missing fields at the end with *, so the fields that are there may stand for something else "
            "than you think, and the entry may match nothing or far too much."
        ),
        do=_FORM + " Leave a field empty where the service has none, but keep its colon.",
    ),
    "INVALID_PARTITION": _PARTITION,
    "INVALID_SERVICE.arn": _SERVICE,
    "INVALID_ARN_SERVICE_CASE": _words(
        "The service is written with capitals.",
        "The service of an ARN is written in small letters, and capitals count.",
        "{service} has capitals.",
        "Write it in small letters.",
    ),
    "MISSING_ARN_REGION": _words(
        "The ARN has no Region.",
        "Looks for an empty Region where all ARNs of the service have one.",
        "The Region is empty, and every ARN of {service} has one.",
        "Write the Region, or * for all of them.",
    ),
    "ARN_REGION_NOT_ALLOWED": _words(
        "The ARN may not have a Region.",
        "Looks for a Region where the service's ARNs leave it empty.",
        "ARNs of {service} have no Region, and this one says {region}.",
        "Leave the field empty: nothing between the two colons.",
    ),
    "INVALID_ARN_REGION": _REGION,
    "PARTITION_REGION_MISMATCH": _words(
        "The Region belongs to another partition.",
        "Compares the Region of an ARN with its partition.",
        "{region} is not a Region of the partition {partition}.",
        "Change the partition to that of the Region, or the Region.",
    ),
    "MISSING_ARN_ACCOUNT": _words(
        "The ARN has no account.",
        "Looks for an empty account where all ARNs of the service have one.",
        "The account is empty, and every ARN of {service} has one.",
        "Write the account's 12 digits, or * for any.",
    ),
    "ARN_ACCOUNT_NOT_ALLOWED": _words(
        "The ARN may not have an account.",
        "Looks for an account where the service's ARNs leave it empty.",
        "ARNs of {service} have no account, and this one says {account}.",
        "Leave the field empty: nothing between the two colons.",
    ),
    "INVALID_ARN_ACCOUNT": _ACCOUNT,
    "WILDCARD_IN_RESOURCE_TYPE": Words(
        title="A wildcard stands in the resource's type.",
        about=(
            "The word that begins the last field of Rekognition's ARNs (project, collection, streamprocessor) says the "
            "type of the resource, and AWS's pages allow no wildcard in it. A last field that is * alone is fine."
        ),
        what="The type of resource is written {word}.",
        why="AWS does not say what becomes of such an entry: it may match what it looks like, or nothing.",
        do="Write the word out.",
    ),
    "INVALID_ARN_RESOURCE": _RESOURCE,
}
_VARIANTS: Mapping[str, Words] = {
    "INVALID_ARN_PREFIX.empty": replace(
        _PREFIX, title="The resource is empty.", what="An empty text stands for a resource."
    ),
    "INVALID_PARTITION.service": replace(
        _PARTITION,
        title="Rekognition is not in this partition.",
        what="Rekognition has no Region in the partition {partition}.",
        do="Name the partition that your projects are in.",
    ),
    "INVALID_ARN_REGION.pattern": replace(_REGION, what="No AWS Region has the form {region}."),
    "INVALID_ARN_REGION.swapped": replace(
        _REGION,
        title="Region and account are swapped.",
        what="The ARN says {region} where the Region belongs and {account} where the account belongs.",
        do="Write the Region first and the account after it.",
    ),
    "INVALID_ARN_REGION.unavailable": replace(
        _REGION,
        title="Rekognition is not in this Region.",
        what="Rekognition is not offered in {region}.",
        do="Name the Region that your projects are in.",
    ),
    "INVALID_ARN_ACCOUNT.placeholder": replace(
        _ACCOUNT,
        what="{account} looks like a placeholder that was left in: an account is a number of 12 digits.",
        do="Put your account's number in its place.",
    ),
    "INVALID_ARN_RESOURCE.near": replace(_RESOURCE, do="Did you mean {near}?"),
    "INVALID_ARN_RESOURCE.unfinished": replace(
        _RESOURCE,
        title="The ARN lacks its last part.",
        what="{tail} is not a whole name: AWS ends the ARN with the time of creation, as in {tail}/1690474772815.",
        do="Write {near}, which stands for any time of creation.",
    ),
}


def _with_exceptions() -> Iterator[tuple[str, Words]]:
    """All of them, and each code once more as it is said of an entry of NotResource."""
    yield from _PLAIN.items()
    yield from _VARIANTS.items()
    for code, words in _PLAIN.items():
        open_word = words.why != _WHY
        why, why_deny = (words.why, words.why_deny) if open_word else (_EXCEPT_WHY, _EXCEPT_WHY_DENY)
        what = words.what.replace("{entry}", "{entry} in NotResource")
        yield f"{code.partition('.')[0]}.except", replace(words, what=what, why=why, why_deny=why_deny)


WORDS: Mapping[str, Words] = dict(_with_exceptions())
FIXES: Mapping[str, str] = {
    "use_arn": "Write {new}",
    "open_region": "Leave the Region open: {new}",
    "open_account": "Leave the account open: {new}",
}
