"""Names of statements."""

import pytest

from policybuilder.authoring.sids import SidBook, sid_from_title, suffix_for


@pytest.mark.parametrize(
    ("title", "sid"),
    [
        ("Use the cats model", "UseTheCatsModel"),
        ("  don't   panic ", "DontPanic"),
        ("S3: read/write (v1.2)", "S3ReadWriteV12"),
        ("Modèle n° 1", "ModeleN1"),
        ("ALL of it", "ALLOfIt"),
        ("猫のモデル", ""),
        ("", ""),
        ("x" * 200, "X" + "x" * 79),
    ],
)
def test_a_title_becomes_letters_and_digits(title, sid):
    assert sid_from_title(title) == sid


def test_a_name_that_is_taken_gets_the_next_free_number():
    book = SidBook(["Use", "Use2"])
    assert [book.take("Use"), book.take("Use"), book.take("Other"), book.take("Use3")] == [
        "Use3",
        "Use4",
        "Other",
        "Use32",
    ]


@pytest.mark.parametrize(
    ("types", "suffix"),
    [
        (["project"], "Project"),
        (["*"], "Everywhere"),
        (["project", "projectversion"], "Resources"),
        (["s3:accesspoint"], "Resources"),
        ([], "Resources"),
    ],
)
def test_the_type_of_resources_tells_statements_of_a_rule_apart(types, suffix):
    assert suffix_for(types) == suffix
