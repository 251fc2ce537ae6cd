"""Document in, findings out. Whatever the text, something comes back; nothing is raised."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policybuilder.iam import Parsed, parse, render_json
from policybuilder.validator.codes import codes
from policybuilder.validator.finding import Finding, Fix
from policybuilder.validator.kinds import PolicyKind, guessed_kind
from policybuilder.validator.mutes import Mute, parted
from policybuilder.validator.registry import ABSORBS, CHECKS
from policybuilder.validator.settle import settled
from policybuilder.validator.view import Subject, subject_of

DOUBLED = "DUPLICATE_KEY"
LONGEST = 5_000_000  # characters; a thousand times what IAM stores


@dataclass(frozen=True, slots=True)
class Validation:
    """What came of a document: what to look at, what is muted, and as which kind it was read.

    `guessed`: nobody said the kind.
    """

    subject: Subject
    findings: tuple[Finding, ...]
    muted: tuple[tuple[Finding, Mute], ...]
    guessed: bool

    @property
    def kind(self) -> PolicyKind:
        """The kind the document was read as."""
        return self.subject.kind


def validate(
    text: str,
    kind: PolicyKind | None = None,
    *,
    resource_type: str | None = None,
    inline: str = "",
    mutes: Sequence[Mute] = (),
) -> Validation:
    """The findings of a text, most serious first. Without a kind it is guessed; `inline` is as `Subject` has it."""
    return validate_parsed(parse(text, limit=LONGEST), kind, resource_type=resource_type, inline=inline, mutes=mutes)


def validate_parsed(
    parsed: Parsed,
    kind: PolicyKind | None = None,
    *,
    resource_type: str | None = None,
    inline: str = "",
    mutes: Sequence[Mute] = (),
) -> Validation:
    """The same for a text that was read already."""
    subject = subject_of(parsed, kind or guessed_kind(parsed.policy), resource_type, inline)
    known = codes()
    every = [finding for check in CHECKS for finding in check(subject) if subject.kind in known[finding.code].kinds]
    findings, muted = parted(_with_sure_fixes(settled(every, ABSORBS)), parsed.root, mutes)
    return Validation(subject, findings, muted, guessed=kind is None)


def _with_sure_fixes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without the fixes below a doubled member: a path means the last of them, and the finding may mean the first."""
    doubled = {finding.path for finding in findings if finding.code == DOUBLED}
    if not doubled:
        return tuple(findings)

    def sure(fix: Fix) -> bool:
        paths = [edit.path for edit in fix.edits]
        return not any(path[:length] in doubled for path in paths for length in range(len(path) + 1))

    return tuple(
        each if each.code == DOUBLED else replace(each, fixes=tuple(fix for fix in each.fixes if sure(fix)))
        for each in findings
    )


def validate_plain(
    plain: object, kind: PolicyKind | None = None, *, resource_type: str | None = None, mutes: Sequence[Mute] = ()
) -> Validation:
    """The findings of decoded JSON; places count in its text with two spaces of indent."""
    return validate(render_json(plain), kind, resource_type=resource_type, mutes=mutes)
