"""What the checks of `validator.values` say."""

from collections.abc import Mapping
from types import MappingProxyType

from policybuilder.wording.findings import values_patterns, values_typed, values_variables
from policybuilder.wording.findings.words import Words

_PARTS = (values_variables, values_typed, values_patterns)
WORDS: Mapping[str, Words] = MappingProxyType({code: words for part in _PARTS for code, words in part.WORDS.items()})
FIXES: Mapping[str, str] = MappingProxyType({name: label for part in _PARTS for name, label in part.REPAIRS.items()})
