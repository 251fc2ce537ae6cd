"""What hangs on a policy goes along to its copy in the same library."""

from policybuilder.library.attached import copy_attachments
from policybuilder.library.models import SavedPolicy
from policybuilder.library.scenarios import copy_scenarios
from policybuilder.library.tags import copy_tags


def copy_along(policy: SavedPolicy, copy: SavedPolicy) -> None:
    """Give a policy's copy the attached policies, the scenarios and the tags of the policy."""
    copy_attachments(policy, copy)
    copy_scenarios(policy, copy)
    copy_tags(policy, copy)
