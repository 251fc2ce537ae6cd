"""The answers to what a recipe asks: whether they fit, and what follows from them.

Names are taken as they are, without wildcards and variables, so that a recipe's scenarios can be asked about them.
Sources of the formats: `fields`; AWS General Reference, "Tag naming limits and requirements"; AWS KMS Developer Guide,
"Find the key ID and key ARN".
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from policybuilder.authoring.fields import Account, BucketName, KeyId, Name, ObjectKey, Region, RoleName
from policybuilder.authoring.problems import DraftCode
from policybuilder.authoring.recipes import FieldKind, RecipeField
from policybuilder.catalogue.regions import partition_of_region, partitions, rekognition_regions

EXAMPLE_ACCOUNT, EXAMPLE_REGION = "111122223333", "us-east-1"
LONGEST_ANSWER = 900  # leaves room for what stands around it in an object key
MOST_REGIONS = 20  # fewer than there are, so that a question can be asked about another one
STAMP = "1700000000000"
_KEY_ARN = re.compile(r"arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):(?P<account>[0-9]{12}):key/(?P<id>[a-zA-Z0-9-]+)")
_TAG_KEY = re.compile(r"[A-Za-z0-9_./=+@-]{1,100}", re.ASCII)
_TAG_VALUE = re.compile(r"[A-Za-z0-9_.:/=+@ -]{1,256}", re.ASCII)


class RecipeCode(StrEnum):
    """What may be wrong with an answer or a choice, beside what may be wrong with a draft."""

    ANSWER_MISSING = "answer_missing"
    ANSWER_TOO_LONG = "answer_too_long"
    NO_WILDCARDS = "no_wildcards"
    ACCOUNT_DIGITS = "account_digits"
    NAME_LETTERS = "name_letters"
    KEY_FORMAT = "key_format"
    TAG_KEY_FORMAT = "tag_key_format"
    TAG_VALUE_FORMAT = "tag_value_format"
    TOO_MANY_REGIONS = "too_many_regions"
    UNKNOWN_REGION = "unknown_region"
    PARTITIONS_DIFFER = "partitions_differ"
    KINDS_DIFFER = "kinds_differ"
    NO_RECIPE = "no_recipe"


@dataclass(frozen=True, slots=True)
class RecipeProblem:
    """One thing that keeps a recipe from being filled; `field` is the id of the field, "" for the choice itself."""

    code: RecipeCode | DraftCode
    field: str = ""
    params: Mapping[str, str] = member(default_factory=dict)


_ADAPTERS: Mapping[FieldKind, TypeAdapter[str]] = {
    "account": TypeAdapter(Account),
    "name": TypeAdapter(Name),
    "bucket": TypeAdapter(BucketName),
    "prefix": TypeAdapter(ObjectKey),
    "role": TypeAdapter(RoleName),
}
_PLAINER: Mapping[DraftCode, RecipeCode] = {  # where a draft takes a wildcard or nothing, and a recipe does not
    DraftCode.ACCOUNT_FORMAT: RecipeCode.ACCOUNT_DIGITS,
    DraftCode.NAME_CHARACTERS: RecipeCode.NAME_LETTERS,
}
_REGION: TypeAdapter[str] = TypeAdapter(Region)
_KEY_ID: TypeAdapter[str] = TypeAdapter(KeyId)


def answer_problems(asked: Iterable[RecipeField], answers: Mapping[str, str]) -> tuple[RecipeProblem, ...]:
    """What is wrong with the answers, the first thing for each field."""
    found = (_problem(each, answers.get(each.id, "").strip()) for each in asked)
    return tuple(problem for problem in found if problem is not None)


def _problem(asked: RecipeField, value: str) -> RecipeProblem | None:
    if not (split_regions(value) if asked.kind == "regions" else value):
        return None if asked.optional else RecipeProblem(RecipeCode.ANSWER_MISSING, asked.id, {"label": asked.label})
    if len(value) > LONGEST_ANSWER:
        return RecipeProblem(RecipeCode.ANSWER_TOO_LONG, asked.id, {"longest": str(LONGEST_ANSWER)})
    if set(value) & set("*?$"):
        return RecipeProblem(RecipeCode.NO_WILDCARDS, asked.id)
    check = _CHECKS.get(asked.kind)
    if check is not None:
        return check(asked.id, value)
    return _misfit(_ADAPTERS[asked.kind], asked.id, value)


def _misfit(adapter: TypeAdapter[str], asked: str, value: str) -> RecipeProblem | None:
    try:
        adapter.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        params = {str(name): str(given) for name, given in (first.get("ctx") or {}).items()}
        code = DraftCode(first["type"])
        return RecipeProblem(_PLAINER.get(code, code), asked, params)
    return None


def _regions_problem(asked: str, value: str) -> RecipeProblem | None:
    regions = split_regions(value)
    if len(regions) > MOST_REGIONS:
        return RecipeProblem(RecipeCode.TOO_MANY_REGIONS, asked, {"most": str(MOST_REGIONS)})
    problem = next(filter(None, (_misfit(_REGION, asked, region) for region in regions)), None)
    if problem is not None:
        return problem
    for region in regions:
        if not rekognition_regions(partition_of_region(region) or ""):
            return RecipeProblem(RecipeCode.UNKNOWN_REGION, asked, {"value": region})
    several = len({partition_of_region(region) for region in regions}) > 1
    return RecipeProblem(RecipeCode.PARTITIONS_DIFFER, asked) if several else None


def _key_problem(asked: str, value: str) -> RecipeProblem | None:
    if _KEY_ARN.fullmatch(value):
        return None
    return RecipeProblem(RecipeCode.KEY_FORMAT, asked) if _misfit(_KEY_ID, asked, value) else None


def _tag_key_problem(asked: str, value: str) -> RecipeProblem | None:
    return None if _TAG_KEY.fullmatch(value) else RecipeProblem(RecipeCode.TAG_KEY_FORMAT, asked)


def _tag_value_problem(asked: str, value: str) -> RecipeProblem | None:
    return None if _TAG_VALUE.fullmatch(value) else RecipeProblem(RecipeCode.TAG_VALUE_FORMAT, asked)


_CHECKS: Mapping[FieldKind, Callable[[str, str], RecipeProblem | None]] = {
    "regions": _regions_problem,
    "key": _key_problem,
    "tag_key": _tag_key_problem,
    "tag_value": _tag_value_problem,
}


def split_regions(value: str) -> list[str]:
    """The Regions that an answer names, each once."""
    return list(dict.fromkeys(value.replace(",", " ").split()))


def derived(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers, with what a recipe's texts may name beside them: ARN beginnings, instances for its questions."""
    regions = split_regions(answers.get("regions", ""))
    region = regions[0] if regions else EXAMPLE_REGION
    partition = partition_of_region(region) or "aws"
    account = answers.get("account") or EXAMPLE_ACCOUNT
    everywhere = (*partitions()[partition].regions, *partitions()["aws"].regions)
    elsewhere = next(each for each in everywhere if each not in regions)
    names = (f"another{number}" for number in ("", *range(2, len(answers) + 3)))

    def projects(account: str, region: str = region) -> str:
        return f"arn:{partition}:rekognition:{region}:{account}:project"

    some = f"{projects(account)}/{answers.get('project') or 'cats'}"
    values = {
        "region": region,
        "partition": partition,
        "elsewhere": elsewhere,
        "another": next(each for each in names if each not in answers.values()),
        "a_version": answers.get("version") or "v1",
        "projects": projects(account),
        "source_projects": projects(answers.get("source_account", "")),
        "target_projects": projects(answers.get("target_account", "")),
        "s3": f"arn:{partition}:s3:::",
        "logs": f"arn:{partition}:logs:{region}:{account}:log-group:",
        "g_project": f"{some}/{STAMP}",
        "g_version": f"{some}/version/{answers.get('version') or 'v1'}/{STAMP}",
        "g_dataset": f"{some}/dataset/train/{STAMP}",
        "elsewhere_version": f"{projects(account, elsewhere)}/cats/version/v1/{STAMP}",
    }
    return dict(answers) | values | _of_key(answers.get("key", ""), partition, region, account)


def _of_key(key: str, partition: str, region: str, account: str) -> dict[str, str]:
    """A key's id, with Region and account where they are not the draft's."""
    found = _KEY_ARN.fullmatch(key)
    if found is None:
        arn = f"arn:{partition}:kms:{region}:{account}:key/{key}"
        return {"key_id": key, "key_region": "", "key_account": "", "key_arn": arn}
    return {"key_id": found["id"], "key_region": found["region"], "key_account": found["account"], "key_arn": key}
