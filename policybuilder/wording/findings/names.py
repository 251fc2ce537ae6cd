"""What the checks of `validator.names` say."""

from collections.abc import Mapping

from policybuilder.wording.findings.names_actions import FIXES as ACTION_FIXES
from policybuilder.wording.findings.names_actions import WORDS as ACTION_WORDS
from policybuilder.wording.findings.names_arns import FIXES as ARN_FIXES
from policybuilder.wording.findings.names_arns import WORDS as ARN_WORDS
from policybuilder.wording.findings.names_hints import FIXES as HINT_FIXES
from policybuilder.wording.findings.names_hints import WORDS as HINT_WORDS
from policybuilder.wording.findings.names_pairs import FIXES as PAIR_FIXES
from policybuilder.wording.findings.names_pairs import WORDS as PAIR_WORDS
from policybuilder.wording.findings.words import Words

WORDS: Mapping[str, Words] = {**ACTION_WORDS, **ARN_WORDS, **PAIR_WORDS, **HINT_WORDS}
FIXES: Mapping[str, str] = {**ACTION_FIXES, **ARN_FIXES, **PAIR_FIXES, **HINT_FIXES}
