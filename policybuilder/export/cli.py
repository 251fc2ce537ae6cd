"""A command of the AWS CLI for a POSIX shell: every argument in single quotes where it needs them, so that `$`, double
quotes and backslashes are plain characters ("Shell Command Language", Single-Quotes)."""

import re
from shlex import quote

from policybuilder.export.base import SPACE_COUNTS, Exported, Obstacle, Placement, Reason, Refused
from policybuilder.export.calls import call_for
from policybuilder.iam import Policy, minify, render

# One argument of a program: 32 pages of 4,096 bytes on Linux, its end included (execve(2), MAX_ARG_STRLEN).
LONGEST_ARGUMENT = 131_071


def cli(policy: Policy, placement: Placement) -> Exported | Refused:
    """The command. The document is in it as JSON, doubled members included."""
    call = call_for(placement)
    document = minify(policy) if placement.kind in SPACE_COUNTS else render(policy)
    found = call if isinstance(call, tuple) else ()
    if len(document.encode()) > LONGEST_ARGUMENT:
        found = (*found, Obstacle(Reason.TOO_LONG, (), str(LONGEST_ARGUMENT)))
    if isinstance(call, tuple) or found:
        return Refused(found)
    words = [f"aws {call.service} {_dashed(call.operation)}"]
    words += [f"--{_dashed(name)} {quote(value)}" for name, value in (*call.parameters, (call.document, document))]
    return Exported(" \\\n  ".join(words) + "\n", call.notes)


def _dashed(name: str) -> str:
    """`PutRolePolicy` as the CLI writes it: `put-role-policy`."""
    return re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower()
