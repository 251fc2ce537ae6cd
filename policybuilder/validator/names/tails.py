"""The last field of an ARN: whether the service has resources of that form, and which form was likely meant.

Sources: Service Authorization Reference, resource types; Amazon Rekognition API Reference for the formats of names.
"""

import re
from collections.abc import Iterator

from policybuilder.catalogue.near import near
from policybuilder.catalogue.service_arns import types_of_arn_service
from policybuilder.iam import glob
from policybuilder.validator.names.fields import Fields, fields_of
from policybuilder.validator.names.repairs import Problem, Repair
from policybuilder.validator.names.shapes import Shape, shape_of

HOME = "rekognition"
PROJECT_WORDS = {"model": "version", "projectversion": "version", "project-version": "version", "dataset": "dataset"}
WORDS = ("project", "collection", "streamprocessor")
TYPE_WORD = "WILDCARD_IN_RESOURCE_TYPE"
PARTS = ("version", "dataset")
DATASETS = ("train", "test")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")


def tail_problem(fields: Fields, shape: Shape | None, *, likely: bool) -> Iterator[Problem]:
    """A problem if the resource part fits no resource type of the service."""
    if shape is None or shape.named or not shape.types:
        return
    service, tail = fields.texts[2], fields.texts[5]
    if "${" in tail:
        return  # a variable that names no key, or a letter that no name holds: told elsewhere
    candidates = _candidates(service, tail) if likely else ()
    meant = next((each for each in candidates if _is_named(fields, each)), None)
    start, end = fields.around(5)
    variant = "" if meant is None else "unfinished" if meant in {f"{tail}/*", f"{tail.rstrip('/')}/*"} else "near"
    params = (("service", service), ("tail", tail), ("near", meant or ""))
    repairs = (Repair("use_arn", (fields.with_field(5, meant),)),) if meant else ()
    yield Problem("INVALID_ARN_RESOURCE", variant, start, end, params, repairs)


def word_problem(fields: Fields, shape: Shape | None) -> Iterator[Problem]:
    """A problem if the word that says the resource's type has a wildcard in it.

    Source: IAM User Guide, "Amazon Resource Names (ARNs)"; a last field that is `*` alone is every resource.
    """
    tail = fields.texts[5]
    word = re.split("[/:]", tail, maxsplit=1)[0]
    if fields.texts[2] != HOME or not tail.strip("*") or not ("*" in word or "?" in word) or "${" in word:
        return
    if shape is None or not shape.named:
        return
    rest = tail[len(word) :] or "/*"
    forms = [each + rest for each in WORDS if glob(word).matches(each)]
    good = [fields.with_field(5, each) for each in forms if _is_named(fields, each)]
    start = fields.span(5)[0]
    repairs = (Repair("use_arn", (good[0],)),) if len(good) == 1 else ()
    yield Problem(TYPE_WORD, "", start, start + len(word), (("word", word),), repairs)


def _is_named(fields: Fields, tail: str) -> bool:
    text = fields.with_field(5, tail)
    shape = shape_of(text, fields_of(text))
    return shape is not None and shape.named


def _candidates(service: str, tail: str) -> Iterator[str]:
    """Likely forms, the nearest first."""
    if not tail.strip():
        return
    if service == HOME:
        for text in dict.fromkeys((tail, _usual(tail))):
            yield text
            yield f"{text.rstrip('/')}/*"
        return
    yield tail.strip()
    words = {match[0] for template in _templates(service) if (match := _WORD.match(template))}
    match = _WORD.match(tail.lstrip("/"))
    word = near(match[0], words) if match else None
    if match and word:
        rest = tail.lstrip("/")[match.end() :]
        yield word + rest
        yield f"{word}/{rest.lstrip(':/')}"
        yield f"{word}:{rest.lstrip(':/')}"


def _templates(service: str) -> Iterator[str]:
    for kind in types_of_arn_service(service):
        yield from (template.split(":", 5)[5] for template in kind.arn_templates)


def _usual(tail: str) -> str:
    """A resource part of Rekognition with the words that its ARNs have."""
    parts = [part for part in tail.strip().replace(":", "/").split("/") if part]
    if not parts:
        return tail
    step = PROJECT_WORDS.get(parts[0].lower())
    if step and len(parts) > 1 and parts[1].lower() not in PARTS:
        parts = ["project", parts[1], step, *parts[2:]]
    else:
        parts[0] = near(parts[0], WORDS) or parts[0]
    if parts[0] == "project" and len(parts) > 2:
        parts[2] = near(parts[2], PARTS) or PROJECT_WORDS.get(parts[2].lower(), parts[2])
        if parts[2] == "dataset" and len(parts) > 3 and parts[3] != "*":
            parts[3] = next((each for each in DATASETS if parts[3].lower().startswith(each)), parts[3])
    return "/".join(parts)
