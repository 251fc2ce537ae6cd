"""What can never match, all of it turned into what was meant: the first fix of each such finding, one after the other."""

from collections.abc import Iterator

from policybuilder.validator.edits import fixed_text
from policybuilder.validator.finding import Finding, Fix
from policybuilder.validator.validate import Validation, validate

NEVER_MATCHING = frozenset({"ACTION_RESOURCE_MISMATCH", "ACTION_REQUIRES_WILDCARD_RESOURCE", "DENY_NEVER_APPLIES"})
MOST_ROUNDS = 50
# Of a Deny on one resource that never applies: denying everything is no more than was meant only for actions that AWS
# checks on "*" alone.
STAR_VARIANTS = frozenset({"star", "create_project"})


def never_matching(validation: Validation) -> Iterator[tuple[Finding, Fix]]:
    """The findings about what can never match that have a fix which does what was meant, with that fix."""
    for finding in validation.findings:
        if finding.code in NEVER_MATCHING and finding.fixes:
            first = finding.fixes[0]
            if first.id != "deny_star" or finding.params.get("variant") in STAR_VARIANTS:
                yield finding, first


def mended(validation: Validation) -> str:
    """The text with all those fixes taken; each is looked for anew after the one before. Bounded."""
    for _ in range(MOST_ROUNDS):
        found = next(never_matching(validation), None)
        if found is None:
            break
        text = fixed_text(validation.subject.text, found[1])
        if text == validation.subject.text:
            break
        mutes = tuple(mute for _, mute in validation.muted)
        subject = validation.subject
        kind, inline = subject.kind, subject.inline
        validation = validate(text, kind, resource_type=subject.resource_type, inline=inline, mutes=mutes)
    return validation.subject.text
