"""The cases in tests/cases/findings and the examples of the reference pages, one test each."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from policybuilder.iam import Severity
from policybuilder.validator import PolicyKind, Validation, codes, fixed_text, validate, validate_plain

FOLDER = Path(__file__).parents[1] / "cases" / "findings"
CASES: list[tuple[str, dict[str, Any]]] = [
    (f"{path.stem}: {case['name']}", case)
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]
EXAMPLES: dict[str, dict[str, Any]] = {
    code: example
    for path in sorted(files("policybuilder.validator").joinpath("data").iterdir(), key=lambda each: each.name)
    if path.name.startswith("examples_")
    for code, example in json.loads(path.read_text("utf-8")).items()
}
LOUD = {Severity.ERROR, Severity.SECURITY_WARNING, Severity.WARNING}


def answer(case: dict[str, Any], member: str = "policy") -> Validation:
    kind = PolicyKind(case.get("kind", "identity"))
    policy = case[member]
    if isinstance(policy, str):
        return validate(policy, kind, resource_type=case.get("resource_type"))
    return validate_plain(policy, kind, resource_type=case.get("resource_type"))


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_findings(case: dict[str, Any]) -> None:
    assert case["source"], "a case names the page that has its rule"
    validation = answer(case)
    left = list(validation.findings)
    for expected in case.get("expect", []):
        hits = [
            each
            for each in left
            if each.code == expected["code"]
            and list(each.path) == expected["path"]
            and expected.get("severity", each.severity.value) == each.severity.value
        ]
        assert hits, (expected, [(each.code, each.path) for each in validation.findings])
        left.remove(hits[0])
        if "text" in expected:
            span = hits[0].place.span
            assert span is not None
            assert validation.subject.text[span.start.offset : span.end.offset] == expected["text"]
    assert not {each.code for each in left} & set(case.get("absent", []))
    if case.get("clean"):
        assert [each.code for each in left if each.severity in LOUD] == []


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_of_a_page_shows_its_code_and_the_better_one_does_not(code: str) -> None:
    example = EXAMPLES[code]
    assert code in codes()
    assert code in {each.code for each in answer(example).findings}
    if example.get("better") is not None:
        better = answer(example, "better").findings
        assert code not in {each.code for each in better}
        assert [each.code for each in better if each.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    "case", [case for _, case in CASES] + list(EXAMPLES.values()), ids=[name for name, _ in CASES] + list(EXAMPLES)
)
def test_a_fix_removes_its_finding_and_adds_no_error(case: dict[str, Any]) -> None:
    before = answer(case)
    errors = [each.code for each in before.findings if each.severity is Severity.ERROR]
    for finding in before.findings:
        same = [each for each in before.findings if each.code == finding.code]
        for fix in finding.fixes:
            text = fixed_text(before.subject.text, fix)
            after = validate(text, before.kind, resource_type=case.get("resource_type")).findings
            assert len([each for each in after if each.code == finding.code]) < len(same), (finding.code, fix, text)
            new = [each.code for each in after if each.severity is Severity.ERROR]
            assert not set(new) - set(errors), (finding.code, fix.id, new, text)
