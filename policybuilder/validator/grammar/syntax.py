"""What is not JSON: every slip with its place, what mends it, and what mends all of them.

Source: RFC 8259; IAM User Guide, "Troubleshoot IAM policies" (JSON syntax).
"""

from collections.abc import Iterator

from policybuilder.iam import Finding as Fault
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, Place, fix
from policybuilder.validator.grammar.changes import Lines, changed, edits
from policybuilder.validator.grammar.mend import BUDGET, Mending, Slip, mending
from policybuilder.validator.view import Subject

CODE = "JSON_SYNTAX_ERROR"


def syntax_errors(subject: Subject) -> Iterator[Finding]:
    """The slips of a text that cannot be read, in the order of reading."""
    fault = next((each for each in subject.parsed.findings if each.code == CODE), None)
    if subject.root is not None or fault is None:
        return
    slips = mending(subject.text) if fault.params["reason"] != "too_long" else Mending((), ())
    if not slips.slips:
        yield _plain(fault)
        return
    lines = Lines(subject.text)
    for slip in slips.slips:
        start, end = (slip.start, slip.end) if slip.end > slip.start else (max(slip.start - 1, 0), slip.start)
        yield found(
            CODE,
            Place((), lines.span(start, end)),
            params={"variant": slip.name, "found": slip.found.strip() or slip.found, "count": str(1 + _more(slip))},
            related=[Place((), lines.span(at, at + 1)) for at in slip.related],
            fixes=list(_fixes(subject.text, slip, slips)),
        )


def _more(slip: Slip) -> int:
    return len(slip.related) if slip.changes else 0


def _plain(fault: Fault) -> Finding:
    params = {"variant": fault.params["reason"], "found": fault.params["found"]}
    return found(CODE, Place((), fault.span), params=params)


def _fixes(text: str, slip: Slip, all_slips: Mending) -> Iterator[Fix]:
    """Mending the slip alone where that leaves one less; beside the first, mending all where the text can then be read."""
    several = len(all_slips.slips) > 1
    if slip.changes and (not several or _leaves_fewer(text, slip, all_slips)):
        yield fix(f"syntax.{slip.name}", *edits(slip.changes), found=slip.found.strip())
    if all_slips.changes and several and slip is all_slips.slips[0]:
        yield fix("syntax.all", *edits(all_slips.changes), count=str(len(all_slips.slips)))


def _leaves_fewer(text: str, slip: Slip, all_slips: Mending) -> bool:
    """Is it so? A slip may hang on another one: a bracket that closes too much once a missing one is there."""
    count = len(all_slips.slips)
    if slip is all_slips.slips[0]:
        return True
    if len(text) * count * count > BUDGET or slip.changes is None:
        return False
    return len(mending(changed(text, slip.changes)).slips) < count
