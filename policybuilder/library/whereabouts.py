"""Which workspace a policy is in, for who comes by its address. What may be seen there is asked elsewhere."""

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.models import SavedPolicy
from policybuilder.library.rows import PUBLIC_ID


def home_of(public_id: str) -> WorkspaceId | None:
    """The workspace of a policy of a library or of a bin; None where there is no such policy."""
    if not PUBLIC_ID.fullmatch(public_id):
        return None
    found = SavedPolicy.objects.filter(public_id=public_id).exclude(name="").values_list("workspace_id", flat=True)
    home = found.first()
    return None if home is None else WorkspaceId(home)
