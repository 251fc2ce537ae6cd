"""A fix changes what it names and leaves every other character as it was."""

import pytest

from policybuilder.iam import Path
from policybuilder.validator import Edit, fixed_text
from policybuilder.validator.finding import EditOp, added, fix, removed, replaced

S = "Statement"
TEXT = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["a:b", "c:d",
       "e:f"], "Resource": "*"},
    {
      "Effect": "Deny",
      "Action": [
        "x:y",
        "z:z"
      ],
      "Resource": []
    }
  ]
}
"""
CASES: dict[str, tuple[tuple[Edit, ...], str, str]] = {
    "the first item goes": ((removed((S, 0, "Action", 0)),), '["a:b", "c:d",', '["c:d",'),
    "the last item goes": ((removed((S, 0, "Action", 2)),), ',\n       "e:f"]', "]"),
    "two items go": (
        (removed((S, 0, "Action", 0)), removed((S, 0, "Action", 1))),
        '["a:b", "c:d",\n       "e:f"]',
        '["e:f"]',
    ),
    "every item goes": (
        (removed((S, 1, "Action", 0)), removed((S, 1, "Action", 1))),
        '[\n        "x:y",\n        "z:z"\n      ]',
        "[]",
    ),
    "the last statement goes": ((removed((S, 1)),), TEXT[TEXT.index(",\n    {") : TEXT.index("\n  ]")], ""),
    "a member goes": ((removed(("Version",)),), '"Version": "2012-10-17",\n  ', ""),
    "a value is replaced": ((replaced((S, 0, "Resource"), "arn:1"),), '"*"', '"arn:1"'),
    "an item comes in at its index": (
        (added((S, 1, "Action", 0), "n:n"),),
        '[\n        "x:y"',
        '[\n        "n:n",\n        "x:y"',
    ),
    "an item comes in at the end": ((added((S, 0, "Action", 3), "n:n"),), '"e:f"]', '"e:f", "n:n"]'),
    "a member comes in": ((added((S, 0, "Sid"), "One"),), '"Resource": "*"}', '"Resource": "*", "Sid": "One"}'),
    "an empty list is filled": (
        (added((S, 1, "Resource", 0), "*"),),
        '"Resource": []',
        '"Resource": [\n        "*"\n      ]',
    ),
    "a list loses one and gains one": (
        (removed((S, 1, "Action", 0)), added((S, 1, "Action", 2), "n:n")),
        '"x:y",\n        "z:z"',
        '"z:z",\n        "n:n"',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_only_what_is_named_changes(name: str) -> None:
    edits, before, after = CASES[name]
    assert TEXT.count(before) >= 1
    assert fixed_text(TEXT, fix("any", *edits)) == TEXT.replace(before, after, 1)


def test_an_object_of_several_lines_is_indented_like_its_neighbours() -> None:
    edit = added((S, 1, "Condition"), {"Bool": {"a": "b"}})
    wanted = '"Resource": [],\n      "Condition": {\n        "Bool": {\n          "a": "b"\n        }\n      }'
    assert fixed_text(TEXT, fix("any", edit)) == TEXT.replace('"Resource": []', wanted)


def test_characters_are_put_in_at_their_offsets() -> None:
    edits = (Edit(EditOp.TEXT, value="", start=4, end=5), Edit(EditOp.TEXT, value="[", start=1, end=1))
    assert fixed_text("{1,2,}", fix("any", *edits)) == "{[1,2}"


@pytest.mark.parametrize("path", [("Nothing",), (S, 9), (S, 0, "Action", 9), ("Version", "below")])
def test_an_edit_that_finds_nothing_changes_nothing(path: Path) -> None:
    assert fixed_text(TEXT, fix("any", removed(path), replaced(path, 1))) == TEXT
    assert fixed_text("not JSON", fix("any", removed(path))) == "not JSON"
