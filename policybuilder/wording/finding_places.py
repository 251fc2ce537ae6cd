"""Where a finding is, and how much it matters, in words."""

from collections.abc import Mapping

from policybuilder.iam import Decision, Path, Severity
from policybuilder.validator import Origin

SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.ERROR: "Error",
    Severity.SECURITY_WARNING: "Security warning",
    Severity.WARNING: "Warning",
    Severity.SUGGESTION: "Suggestion",
}
SEVERITY_PLURALS: Mapping[Severity, str] = {
    Severity.ERROR: "Errors",
    Severity.SECURITY_WARNING: "Security",
    Severity.WARNING: "Warnings",
    Severity.SUGGESTION: "Suggestions",
}
ORIGIN_SENTENCES: Mapping[Origin, str] = {
    Origin.IAM: "IAM refuses to store such a policy.",
    Origin.ACCESS_ANALYZER: "IAM Access Analyzer has this check under the same code.",
    Origin.OWN: "A check of this program; Access Analyzer has none for it.",
}
REFUSED = "IAM refuses to store such a policy."
DECISION_WORDS: Mapping[Decision, str] = {
    Decision.ALLOWED: "allowed",
    Decision.EXPLICIT_DENY: "denied",
    Decision.IMPLICIT_DENY: "not granted",
    Decision.UNKNOWN: "depends",
}


def place_words(path: Path, line: int, sid: str = "") -> str:
    """`Statement 2 (ReadImages), Resource 1, line 14`; numbers count from 1, as people do."""
    return ", ".join([*filter(None, [element_words(path, sid)]), f"line {line}"])


def element_words(path: Path, sid: str = "") -> str:
    """`Statement 2 (ReadImages), Resource 1`; nothing for the document itself."""
    words: list[str] = []
    steps = list(path)
    if steps[:1] == ["Statement"]:
        steps = steps[1:]
        number = steps[0] if steps and isinstance(steps[0], int) else None
        steps = steps if number is None else steps[1:]
        words.append("Statement" if number is None else f"Statement {number + 1}")
        if sid:
            words[0] += f" ({sid})"
    for step in steps:
        if isinstance(step, int) and words:
            words[-1] += f" {step + 1}"
        else:
            words.append(str(step))
    return ", ".join(words)
