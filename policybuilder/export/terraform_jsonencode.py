"""Terraform with `jsonencode`: the document as an object, whatever its members are called.

`jsonencode` sorts members by name; what they say stays. Source: Terraform's "jsonencode Function".
"""

from policybuilder.export.base import Exported, ExportNote, NoteId, Placement, Refused
from policybuilder.export.hcl import attributes, block, hcl_value
from policybuilder.export.names import label
from policybuilder.export.terraform import has_resource, not_inline, terraform_notes, terraform_resource
from policybuilder.export.walk import doubled_members, half_characters, not_normalized, numbers, obstacles
from policybuilder.iam import Policy


def terraform_jsonencode(policy: Policy, placement: Placement) -> Exported | Refused:
    """A Terraform file; a local value where the provider has no resource for the kind."""
    found = not_inline(placement) + obstacles(policy.source, doubled_members, half_characters, not_normalized, numbers)
    if found:
        return Refused(found)
    document = f"jsonencode({hcl_value(policy.source, 1)})"
    notes = (*terraform_notes(placement), ExportNote(NoteId.MEMBERS_REORDERED))
    if has_resource(placement.kind):
        return Exported(terraform_resource(placement, document), notes)
    return Exported(block("locals", attributes([(label(placement.name), document)], 1), 0) + "\n", notes)
