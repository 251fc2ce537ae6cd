"""JSON, as the console and every tool takes it: indented, or one line without any white space."""

from policybuilder.export.base import Exported, Placement, Refused
from policybuilder.iam import Policy, minify, render


def json_text(policy: Policy, placement: Placement) -> Exported | Refused:  # noqa: ARG001 - every form is called alike
    """The canonical text; everything that JSON can say is kept, doubled members included."""
    return Exported(render(policy))


def json_line(policy: Policy, placement: Placement) -> Exported | Refused:  # noqa: ARG001 - every form is called alike
    """The same without white space outside strings: as small as it gets for quotas that count every character."""
    return Exported(minify(policy))
