"""Findings as SARIF 2.1.0, the form that code scanning services read.

Columns count from 1 here, in code points (OASIS, "Static Analysis Results Interchange Format (SARIF) 2.1.0", 3.30).
"""

from collections.abc import Iterable, Mapping, Sequence

from policybuilder.iam import Severity, Span
from policybuilder.validator import Finding, Fix, Mute, Place, Validation, codes, fixed_text
from policybuilder.wording.findings import fix_title, said, words_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Mapping[Severity, str] = {
    Severity.ERROR: "error",
    Severity.SECURITY_WARNING: "warning",
    Severity.WARNING: "warning",
    Severity.SUGGESTION: "note",
}
SECURITY = "7.0"  # of 10: shown as "high" beside security warnings


def sarif(validations: Iterable[tuple[str, Validation]], version: str) -> dict[str, object]:
    """One log of one run over documents, each with its address (a relative path, or a name)."""
    results: list[dict[str, object]] = []
    used: dict[str, None] = {}
    for address, validation in validations:
        pairs: list[tuple[Finding, Mute | None]] = [(finding, None) for finding in validation.findings]
        pairs += validation.muted
        for finding, mute in pairs:
            used.setdefault(finding.code)
            results.append(_result(address, validation, finding, mute))
    index = {code: number for number, code in enumerate(sorted(used))}
    for result in results:
        result["ruleIndex"] = index[str(result["ruleId"])]
    driver = {"name": "Rekognition policy builder", "version": version, "rules": [_rule(code) for code in index]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> dict[str, object]:
    words, code = words_of(name), codes()[name]
    title = words.title if words else name
    about = words.about if words else name
    rule: dict[str, object] = {
        "id": name,
        "name": "".join(part.capitalize() for part in name.split("_")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": about},
        "help": {
            "text": f"{about} Source: {code.source}.",
            "markdown": f"**{title}** {about}\n\nSource: {code.source}.",
        },
        "defaultConfiguration": {"level": LEVELS[code.severity]},
    }
    tags = ["iam-policy", code.origin.value]
    if code.severity is Severity.SECURITY_WARNING:
        return {**rule, "properties": {"tags": [*tags, "security"], "security-severity": SECURITY}}
    return {**rule, "properties": {"tags": tags}}


def _result(address: str, validation: Validation, finding: Finding, mute: Mute | None) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": said(finding).message or finding.code},
        "locations": [_location(address, finding.place)],
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "properties": {"severity": finding.severity.value, "kind": validation.kind.value},
    }
    if finding.related:
        places = list(enumerate(finding.related, start=1))
        result["relatedLocations"] = [{"id": number, **_location(address, place)} for number, place in places]
    fixes = [each for fix in finding.fixes if (each := _fix(address, validation, fix))]
    if fixes:
        result["fixes"] = fixes
    if mute:
        result["suppressions"] = [{"kind": "external", "justification": mute.reason}]
    return result


def _fingerprint(finding: Finding) -> str:
    """What tells a finding from others of its code while lines move: the path without the numbers of statements."""
    path = [str(step) for step in finding.path if not isinstance(step, int)]
    values = [value if isinstance(value, str) else ",".join(value) for value in finding.params.values()]
    return "/".join([finding.code, *path, *values])


def _location(address: str, place: Place) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": address}}
    physical["region"] = _region(place.span) if place.span else {"startLine": 1}
    name = ".".join(map(str, place.path))
    return {"physicalLocation": physical, **({"logicalLocations": [{"fullyQualifiedName": name}]} if name else {})}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.start.line,
        "startColumn": span.start.column + 1,
        "endLine": span.end.line,
        "endColumn": span.end.column + 1,
        "charOffset": span.start.offset,
        "charLength": span.end.offset - span.start.offset,
    }


def _fix(address: str, validation: Validation, fix: Fix) -> dict[str, object] | None:
    """The fix as the one stretch of text that differs."""
    before = validation.subject.text
    after = fixed_text(before, fix)
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    if before == after:
        return None
    deleted = {"charOffset": start, "charLength": len(before) - end - start}
    replacement = {"deletedRegion": deleted, "insertedContent": {"text": after[start : len(after) - end]}}
    change = {"artifactLocation": {"uri": address}, "replacements": [replacement]}
    return {"description": {"text": fix_title(fix)}, "artifactChanges": [change]}


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters two texts have in common from their beginning."""
    pairs = zip(one, other, strict=False)
    return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
