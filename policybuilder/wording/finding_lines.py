"""A finding as one JSON object, for files and scripts: `design.md`'s contract with the sentences beside it."""

from collections.abc import Mapping

from policybuilder.catalogue import catalogue
from policybuilder.iam import Position
from policybuilder.validator import Edit, EditOp, Finding, Fix, Place, Validation, codes, proof_of
from policybuilder.wording.findings import fix_title, said


def data_date() -> str:
    """The date of AWS's tables that findings hang on, `2026-09-26`."""
    return catalogue().meta.date


def finding_line(validation: Validation, finding: Finding) -> dict[str, object]:
    """One finding. Lines count from 1, columns and offsets from 0, in code points; ends are exclusive."""
    words, code = said(finding), codes()[finding.code]
    line: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "params": {name: value if isinstance(value, str) else list(value) for name, value in finding.params.items()},
        **place_line(finding.place),
        "related": [place_line(place) for place in finding.related],
        "title": words.title,
        "message": words.message,
        "origin": code.origin.value,
        "refused": code.refused,
        "source": code.source,
    }
    if code.dated:
        line["data_date"] = data_date()
    if finding.fixes:
        line["fix"] = fix_line(finding.fixes[0])
    if len(finding.fixes) > 1:
        line["other_fixes"] = [fix_line(fix) for fix in finding.fixes[1:]]
    if proof := proof_line(validation, finding):
        line["proof"] = proof
    return line


def place_line(place: Place) -> dict[str, object]:
    """A place: its path, and where its text begins and ends if it has one."""
    line: dict[str, object] = {"path": list(place.path)}
    if place.span:
        line["start"], line["end"] = position_line(place.span.start), position_line(place.span.end)
    return line


def position_line(position: Position) -> dict[str, int]:
    """A place between two characters."""
    return {"line": position.line, "column": position.column, "offset": position.offset}


def fix_line(fix: Fix) -> dict[str, object]:
    """A fix: its title and its edits."""
    return {"title": fix_title(fix), "edits": [_edit_line(edit) for edit in fix.edits]}


def _edit_line(edit: Edit) -> Mapping[str, object]:
    if edit.op is EditOp.TEXT:
        return {"op": "text", "start": edit.start, "end": edit.end, "value": edit.value}
    line: dict[str, object] = {"op": edit.op.value, "path": list(edit.path)}
    return line if edit.op is EditOp.REMOVE else {**line, "value": edit.value}


def proof_line(validation: Validation, finding: Finding) -> dict[str, object] | None:
    """The sample request with its decisions before and after the first fix."""
    proof = proof_of(validation.subject, finding)
    if proof is None:
        return None
    request = {"action": proof.sample.action, "resource": proof.sample.resource, "principal": proof.principal}
    context = {key: value if isinstance(value, str) else list(value) for key, value in proof.sample.context.items()}
    line: dict[str, object] = {"request": {**request, "context": context}, "before": proof.before.value}
    return {**line, "after": proof.after.value} if proof.after else line


def validation_line(validation: Validation) -> dict[str, object]:
    """One validated document: the kind it was read as, its findings, those that are muted with the reason."""
    line: dict[str, object] = {
        "kind": validation.kind.value,
        "findings": [finding_line(validation, finding) for finding in validation.findings],
    }
    if validation.guessed:
        line["kind_guessed"] = True
    if validation.muted:
        muted = [(finding_line(validation, finding), mute.reason) for finding, mute in validation.muted]
        line["muted"] = [{**each, "reason": reason} for each, reason in muted]
    return line
