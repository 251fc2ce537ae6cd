"""What the checks of `validator.access` say."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

WORDS: Mapping[str, Words] = {}
FIXES: Mapping[str, str] = {}
