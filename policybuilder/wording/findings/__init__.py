"""What every check says: title, what is wrong, what it means for access, what to do; and the words on its fixes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from policybuilder.validator import Finding, Fix
from policybuilder.wording.findings import access, conditions, grammar, names, principals, values
from policybuilder.wording.findings.words import Words
from policybuilder.wording.words import filled

__all__ = ["FIXES", "WORDS", "Said", "Words", "fix_title", "said", "words_of"]

_GROUPS = (grammar, names, conditions, values, access, principals)
WORDS: Mapping[str, Words] = MappingProxyType({code: words for group in _GROUPS for code, words in group.WORDS.items()})
"""By code, or by code and variant (`CODE.variant`)."""
FIXES: Mapping[str, str] = MappingProxyType({name: label for group in _GROUPS for name, label in group.FIXES.items()})
"""The words on the button of a fix, by its id."""


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    title: str
    what: str
    why: str
    do: str

    @property
    def message(self) -> str:
        """All of it as one text."""
        return " ".join(part for part in (self.what, self.why, self.do) if part)


def words_of(code: str) -> Words | None:
    """The words of a code; of one with several wordings the first."""
    named = (words for key, words in WORDS.items() if key.partition(".")[0] == code)
    return WORDS.get(code) or next(named, None)


def said(finding: Finding) -> Said:
    """A finding's words; a Deny has its own on what it means for access."""
    variant = f"{finding.code}.{finding.params.get('variant', '')}"
    words = WORDS.get(variant) or WORDS.get(finding.code)
    if words is None:
        return Said(finding.code, finding.code, "", "")
    denies = finding.params.get("effect") == "Deny" and words.why_deny
    why = words.why_deny if denies else words.why
    return Said(words.title, *(filled(each, finding.params) for each in (words.what, why, words.do)))


def fix_title(fix: Fix) -> str:
    """What a fix does, as its button says it."""
    return filled(FIXES.get(fix.id, fix.id), fix.params)
