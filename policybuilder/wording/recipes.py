"""What may be wrong with the answers to a recipe, for the field it is about, and where recipes contradict each other."""

from collections.abc import Mapping

from policybuilder.authoring.recipes_answers import RecipeCode
from policybuilder.authoring.recipes_conflicts import Conflict, ConflictKind
from policybuilder.wording.words import action_name, filled, listed

RECIPE_SENTENCES: Mapping[RecipeCode, str] = {
    RecipeCode.ANSWER_MISSING: "{label}: this is needed here.",
    RecipeCode.ANSWER_TOO_LONG: "This is longer than {longest} characters.",
    RecipeCode.NO_WILDCARDS: "Type the name as it is, without *, ? and $. Patterns can be typed in the builder afterwards.",
    RecipeCode.ACCOUNT_DIGITS: "An account number has 12 digits.",
    RecipeCode.NAME_LETTERS: "A name has {shortest} to {longest} of these characters: {allowed}.",
    RecipeCode.KEY_FORMAT: "Give the key's ARN (arn:aws:kms:...:key/...) or its id. An alias cannot stand in a policy's Resource.",
    RecipeCode.TAG_KEY_FORMAT: ("A tag key has up to 100 letters, digits and the characters _ . / = + - @ here."),
    RecipeCode.TAG_VALUE_FORMAT: "A tag value has up to 256 letters, digits, spaces and the characters _ . : / = + - @ here.",
    RecipeCode.TOO_MANY_REGIONS: "At most {most} Regions.",
    RecipeCode.UNKNOWN_REGION: "By the AWS data, Rekognition is in no Region like {value}.",
    RecipeCode.PARTITIONS_DIFFER: "These Regions are of different partitions of AWS. A policy is for one.",
    RecipeCode.KINDS_DIFFER: "These recipes make policies of different kinds, which cannot be one policy.",
    RecipeCode.NO_RECIPE: "Choose a recipe.",
}
CONFLICT_SENTENCES: Mapping[ConflictKind, str] = {
    ConflictKind.NEED_DENIED: (
        "{others} denies what {recipe} is for: {operations}. A Deny wins over every Allow. Take one of the two out."
    ),
    ConflictKind.LIMIT_OPENED: "By itself {recipe} would not allow {operations}; with {others} the policy does.",
    ConflictKind.EXCEPTION_DENIED: (
        "{recipe} lets {operations} pass under its condition; {others} denies it in any case, so that the condition is idle."
    ),
    ConflictKind.DENIES_TOO: (
        "The Deny of {recipe} holds for what {others} allows as well: {operations} is refused where its condition holds."
    ),
}
GRAVE = frozenset({ConflictKind.NEED_DENIED, ConflictKind.EXCEPTION_DENIED})


def conflict_sentence(conflict: Conflict) -> str:
    """What one recipe says against another."""
    others = listed([f"“{each.title}”" for each in conflict.others])
    operations = listed([action_name(each) for each in conflict.operations])
    return filled(
        CONFLICT_SENTENCES[conflict.kind],
        {"recipe": f"“{conflict.recipe.title}”", "others": others, "operations": operations},
    )
