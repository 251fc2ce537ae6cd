"""Boxes against the decision's own matching: an ARN lies in a box exactly when the entry covers it."""

from random import Random

import pytest

from policybuilder.analysis.arns import Box, Shape, boxes_of, shape_of, whole_pattern
from policybuilder.analysis.globs import Budget, exact, find_text
from policybuilder.catalogue import arn_fields, catalogue
from policybuilder.iam import Request
from policybuilder.iam.arn import ArnText
from policybuilder.iam.entries import IncompleteArn, ResourceEntry, resource_entry
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.truth import Truth
from policybuilder.iam.variables import Dialect

KINDS = {kind.id: kind for kind in catalogue().resource_types.values() if kind.service == "rekognition"}
CONTEXT = DerivedContext(Request("", "*"))
VALUES = {
    "partition": ["aws", "aws-cn", "a"],
    "region": ["us-east-1", "eu-west-1", "a"],
    "account": ["111122223333", "444455556666"],
    "project": ["cats", "dogs", "a", "version", "project", "cats-1"],
    "version": ["v1", "v2", "version", "a"],
    "dataset": ["train", "test"],
    "timestamp": ["1690474772815", "1", "12"],
    "collection": ["faces", "a"],
    "streamprocessor": ["cam", "a"],
}
PIECES = [
    *("*", "*", "*", "?", ":", "/", "/", "arn:", "aws", "rekognition", "us-east-1", "111122223333", "project"),
    *("version", "cats", "dogs", "a", "v1", "train", "t", "1", "dataset", "collection", "faces"),
]


def entry_of(text: str) -> ResourceEntry:
    return resource_entry(text, Dialect(variables=False), IncompleteArn.COMPLETED)


def covers(entry: ResourceEntry, arn: str) -> bool:
    return entry.covers(ArnText(arn), CONTEXT) is Truth.YES


def arn_of(shape: Shape, random: Random) -> str:
    """Mostly the first values, so that patterns and ARNs meet."""
    odd = [random.random() < 0.3 for _ in shape.fields]
    values = [VALUES[field.name] for field in shape.fields]
    return shape.written([random.choice(few) if other else few[0] for few, other in zip(values, odd, strict=True)])


def lies_in(arn: str, box: Box, kind: str) -> bool:
    values = arn_fields(arn, KINDS[kind])
    named = zip(shape_of(KINDS[kind]).fields, box, strict=True)
    return all(written is None or written.matches(values[field.name]) for field, written in named)


def mutated(arn: str, random: Random) -> str:
    """A pattern that is near an ARN: some letters and stretches are wildcards."""
    text = arn
    for _ in range(random.randint(0, 4)):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice([0, 1, 1, 3, 8, 20]))
        text = text[:start] + random.choice(["*", "*", "*", "?", ""]) + text[end:]
    return text


@pytest.mark.parametrize("kind", KINDS)
def test_an_arn_lies_in_a_box_exactly_when_the_entry_covers_it(kind: str) -> None:
    random = Random(kind)  # noqa: S311 - only to have many cases
    shape = shape_of(KINDS[kind])
    covered = 0
    for _ in range(600):
        text = "".join(random.choices(PIECES, k=random.randint(1, 12)))
        entry = entry_of(random.choice([text, f"arn:aws:rekognition:{text}"]))
        if random.random() < 0.8:
            entry = entry_of(mutated(arn_of(shape, random), random))
        if entry.everything:
            continue
        boxes = boxes_of(entry, KINDS[kind])
        assert boxes is not None
        whole = whole_pattern(entry)
        for _ in range(8):
            arn = arn_of(shape, random)
            assert any(lies_in(arn, box, kind) for box in boxes) is covers(entry, arn), (entry.text, arn)
            assert whole.matches(arn) is covers(entry, arn)
            covered += covers(entry, arn)
        for box in boxes:
            found = [
                find_text([field.grammar, *([] if written is None else [[written]])], [], Budget())
                for field, written in zip(shape.fields, box, strict=True)
            ]
            texts = [text for text in found if isinstance(text, str)]
            if len(texts) == len(found):
                assert covers(entry, shape.written(texts))
    assert covered > 100


def test_a_pattern_that_people_write_is_one_box() -> None:
    project, version = KINDS["project"], KINDS["projectversion"]
    region = "arn:aws:rekognition:*:111122223333:"
    (box,) = boxes_of(entry_of(f"{region}project/cats/*"), version) or ()
    assert [written and written.exact for written in box] == ["aws", None, "111122223333", "cats", None, None]
    (box,) = boxes_of(entry_of(f"{region}project/cats/*"), project) or ()
    assert box[3] == exact("cats")
    assert boxes_of(entry_of(f"{region}project/cats/version/*"), project) == ()
    assert boxes_of(entry_of(f"{region}project/*"), KINDS["dataset"]) == ((*box[:3], None, None, None),)
    assert boxes_of(entry_of("arn:aws:rekognition"), version) == ((box[0], *[None] * 5),)


def test_what_no_arn_of_the_type_can_be_is_no_box() -> None:
    project = KINDS["project"]
    for text in (
        "arn:aws:rekognition:*:1111:project/cats/*",
        "arn:aws:rekognition:*:*:project/cats",
        "arn:aws:rekognition:*:*:project/c ts/*",
        "arn:aws:rekognition:*:*:project/cats/*a",
        "arn:aws:s3:*:*:project/*",
        "arn:aws:rekognition:*:*:collection/*",
    ):
        assert boxes_of(entry_of(text), project) == (), text


def test_what_covers_the_whole_type_is_one_box_without_limits() -> None:
    for text in ("arn:*", "arn:*:rekognition:*:*:project/*", "arn:?*:rekognition:*:????????????:project/?*/?*"):
        assert boxes_of(entry_of(text), KINDS["project"]) == ((None,) * 5,), text


def test_a_pattern_with_too_many_boxes_is_left_to_the_search_over_whole_texts() -> None:
    text = "arn:aws:rekognition:*:*:project/*" + "1*" * 40
    assert boxes_of(entry_of(text), KINDS["projectversion"]) is None
