"""Why words are no tags."""

from collections.abc import Mapping

from policybuilder.wording.words import filled

TAG_PROBLEMS: Mapping[str, str] = {
    "tag_too_long": "A tag has at most {longest} characters; “{tag}” has {length}.",
    "tag_unreadable": "A tag has characters that can be seen.",
    "tag_with_comma": "A comma stands between tags, so “{tag}” is none.",
    "too_many_tags": "A policy has at most {most} tags; these are {count}.",
}


def tag_problem(code: str, params: Mapping[str, str]) -> str:
    """The sentence of an `InvalidTag`'s id."""
    return filled(TAG_PROBLEMS[code], params)
