"""Every code and every fix has words, once, and the words find what they are filled with."""

from collections import Counter
from string import Formatter

import pytest

from policybuilder.iam import Severity
from policybuilder.validator import codes
from policybuilder.wording import findings
from policybuilder.wording.findings import FIXES, WORDS, words_of
from tests.validator.test_cases import CASES, EXAMPLES, answer

MADE = {"is", "s", "it", "a_types", "a_matched"}  # what `filled` adds of its own


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name} - MADE


def test_no_id_has_two_wordings() -> None:
    groups = findings._GROUPS
    for table in ("WORDS", "FIXES"):
        counts = Counter(name for group in groups for name in getattr(group, table))
        assert [name for name, count in counts.items() if count > 1] == []


def test_every_code_has_words_and_an_example_and_every_word_a_code() -> None:
    assert {key.partition(".")[0] for key in WORDS} == set(codes())
    assert set(EXAMPLES) == set(codes())


@pytest.mark.parametrize("code", codes())
def test_words_are_whole_sentences(code: str) -> None:
    first = words_of(code)
    assert first is not None
    assert first.about
    for key, words in WORDS.items():
        if key.partition(".")[0] == code:
            assert words.title.endswith(".")
            assert not words.about or words.about.endswith(".")
            assert len(words.title) <= 80
            for text in (words.what, words.why, words.why_deny, words.do):
                assert not text or text.endswith((".", "?", "}", ")")), text
                assert "!" not in text
                assert "please" not in text.lower()


def test_what_words_are_filled_with_is_there() -> None:
    """Over every finding of the cases and examples, each with its fixes."""
    for _, case in [*CASES, *EXAMPLES.items()]:
        for finding in answer(case).findings:
            words = WORDS.get(f"{finding.code}.{finding.params.get('variant', '')}") or words_of(finding.code)
            assert words is not None
            denies = finding.params.get("effect") == "Deny" and words.why_deny
            wanted = names_in(words.what) | names_in(words.why_deny if denies else words.why) | names_in(words.do)
            assert wanted <= set(finding.params), (finding.code, wanted - set(finding.params))
            for fix in finding.fixes:
                assert fix.id in FIXES, fix.id
                assert names_in(FIXES[fix.id]) <= set(fix.params), (fix.id, fix.params)


def test_every_severity_of_a_case_is_one_of_the_list() -> None:
    assert {code.severity for code in codes().values()} == set(Severity)
    assert all(code.source for code in codes().values())
