"""The resources of a difference in words: `every version of project cats in us-east-1`."""

from collections.abc import Mapping, Sequence
from string import Formatter

from policybuilder.analysis import Box
from policybuilder.authoring import PhraseId
from policybuilder.authoring.summary import resource_meaning
from policybuilder.catalogue import catalogue
from policybuilder.iam import split_arn
from policybuilder.wording.difference_conditions import Piece, Pieces, joined
from policybuilder.wording.summaries import PHRASES
from policybuilder.wording.words import type_name

NO_RESOURCE, ANY_ARN = "*", "arn"
OF_ALL: Mapping[str, str] = {
    "project": "every project",
    "projectversion": "every model version",
    "dataset": "every dataset",
    "collection": "every face collection",
    "streamprocessor": "every stream processor",
    ANY_ARN: "every resource that has an ARN",
    NO_RESOURCE: "requests that name no resource",
}
INSIDE: Mapping[tuple[PhraseId, str], PhraseId] = {
    (PhraseId.PROJECT_INSIDE, "projectversion"): PhraseId.VERSIONS,
    (PhraseId.PROJECT_INSIDE, "dataset"): PhraseId.DATASETS,
    (PhraseId.ALL_PROJECTS_INSIDE, "projectversion"): PhraseId.VERSIONS_EVERYWHERE,
    (PhraseId.ALL_PROJECTS_INSIDE, "dataset"): PhraseId.DATASETS_EVERYWHERE,
}
"""What a project's pattern stands for where only one type within it is meant."""
WORDS: Mapping[PhraseId, str] = {**PHRASES, PhraseId.OBJECTS: "objects {key} in bucket {bucket}"}
ALL_OBJECTS = "every object in bucket {bucket}"
WILD = frozenset("*?")


def resources_of(box: Box) -> Pieces:
    """What a box is about, beginning with " on "; () where its actions take no resource."""
    types = types_of(box)
    if types == (NO_RESOURCE,) and box.resources == ("*",) and not box.types:
        return ()
    found = [Piece(" on "), *_entries(box.resources, types, box.types)]
    for texts in box.also_within:
        found += [Piece(", where it is also "), *joined([_entry(text, types) for text in texts], "or")]
    if box.except_resources:
        found += [Piece(", except "), *_exceptions(box, types)]
    return tuple(found)


def types_of(box: Box) -> tuple[str, ...]:
    """The types of resources that a box is about: those it names, else all that its actions take."""
    if box.types:
        return box.types
    known = catalogue().actions
    found: dict[str, None] = {}
    for name in box.actions:
        action = known.get(name)
        if action is None or action.service != "rekognition":
            return (ANY_ARN,)
        found.update(dict.fromkeys(action.resource_type_names or (NO_RESOURCE,)))
    return tuple(found)


def _entries(texts: Sequence[str], types: Sequence[str], named: Sequence[str]) -> Pieces:
    """Entries that one of which covers the resource; "*" in the words of its types where they are few."""
    if tuple(texts) == ("*",):
        names = [name for name in types if name in OF_ALL]
        if names and len(names) == len(types) and (named or (len(names) == 1 and names[0] != ANY_ARN)):
            return joined([(Piece(OF_ALL[name]),) for name in names])
        return (Piece("every resource"),)
    said = joined([_entry(text, types) for text in texts])
    if named and any(_words(text, types) is None for text in texts):
        only = ", ".join(_kinds(name) for name in named)
        return (*said, Piece(f" ({only} only)"))
    return said


def _kinds(type_id: str) -> str:
    match type_id:
        case "*":
            return "requests that name no resource"
        case "arn":
            return "resources that have an ARN"
        case _:
            return f"{type_name(type_id)}s"


def _exceptions(box: Box, types: Sequence[str]) -> Pieces:
    """What is left out; its place is not said again where all that it is taken from has the same, and of what differs
    by nothing but its place the place alone: `version v1 of project cats, except in us-east-1`."""
    places = {_place(text, excepted=False) for text in box.resources}
    narrower = [_place(text, excepted=True) for text in box.except_resources]
    named = {_words(text, types) for text in (*box.resources, *box.except_resources)}
    if len(named) == 1 and None not in named and all(narrower) and not places.intersection(narrower):
        return joined([(Piece(first.text.lstrip()), *rest) for first, *rest in narrower])
    found = []
    for text in box.except_resources:
        words = _words(text, types)
        same = words is not None and places == {_place(text, excepted=False)} != {()}
        found.append(words if words is not None and same else _entry(text, types, excepted=True))
    return joined(found)


def _entry(text: str, types: Sequence[str], *, excepted: bool = False) -> Pieces:
    """One entry in words with the place its ARN names, or as the policies write it."""
    words = _words(text, types)
    return (Piece(text, code=True),) if words is None else (*words, *_place(text, excepted=excepted))


def _words(text: str, types: Sequence[str]) -> Pieces | None:
    """What an entry means; None where only the entry itself says it."""
    if text == "*":
        return (Piece("every resource"),)
    inside = bool({"projectversion", "dataset"} & set(types)) or ANY_ARN in types
    phrase, params = resource_meaning(text, inside=inside)
    alone = types[0] if len(types) == 1 else ""
    phrase = INSIDE.get((phrase, alone), phrase)
    if phrase is PhraseId.ARN or "${" in text or _misleads(phrase, params):
        return None
    template = ALL_OBJECTS if phrase is PhraseId.OBJECTS and params["key"] == "*" else WORDS[phrase]
    return _filled(template, params)


def _misleads(phrase: PhraseId, params: Mapping[str, str]) -> bool:
    """Does a pattern match more than its words say? A star in a bucket's name reaches its objects, too."""
    return phrase is PhraseId.BUCKET and bool(WILD & set(params["bucket"]))


def _filled(template: str, params: Mapping[str, str]) -> Pieces:
    found: list[Piece] = []
    for words, name, _, _ in Formatter().parse(template):
        if words:
            found.append(Piece(words))
        if name is not None:
            found.append(Piece(params.get(name, ""), code=True))
    return tuple(found)


def _place(text: str, *, excepted: bool) -> Pieces:
    """Region and account where the ARN names them; the partition where it is another than usual, or all that narrows an
    exception."""
    arn = split_arn(text)
    if arn is None:
        return ()
    found: list[Piece] = []
    if arn.region not in {"", "*"}:
        found += [Piece(" in "), Piece(arn.region, code=True)]
    if arn.account not in {"", "*"}:
        found += [Piece(" of account "), Piece(arn.account, code=True)]
    if arn.partition not in {"aws", "*"} or (excepted and not found and arn.partition == "aws" and arn.account):
        found += [Piece(" in partition "), Piece(arn.partition, code=True)]
    return tuple(found)
