"""What is said of the cases of values, and on the buttons: read once by people, kept in `values_said.json`."""

import json
from pathlib import Path
from typing import Any

import pytest

from policybuilder.validator import PolicyKind, validate, validate_plain
from policybuilder.wording.findings import fix_title, said

HERE = Path(__file__).parent
SAID: dict[str, dict[str, Any]] = json.loads((HERE / "values_said.json").read_text("utf-8"))
CASES: dict[str, dict[str, Any]] = {
    f"{path.stem.removeprefix('values_')}: {case['name']}": case
    for path in sorted((HERE.parent / "cases" / "findings").glob("values_*.json"))
    for case in json.loads(path.read_text("utf-8"))
}


@pytest.mark.parametrize("name", SAID)
def test_what_is_said(name: str) -> None:
    case, wanted = CASES[name], SAID[name]
    kind, policy = PolicyKind(case["kind"]), case["policy"]
    look = validate if isinstance(policy, str) else validate_plain
    validation = look(policy, kind, resource_type=case.get("resource_type"))
    found = next(each for each in validation.findings if each.code == wanted["code"])
    assert said(found).what == wanted["what"]
    assert [fix_title(each) for each in found.fixes] == wanted["fixes"]
