"""A policy of the library on its way, written by no page."""

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import draft_plain
from policybuilder.library.services import policy_save, work_keep
from tests.web.visitor import pasted


def kept(visitor, public_id, document):
    """The policy's working copy is this document, written by no page."""
    return work_keep(
        workspace=workspace_require(visitor.client.session),
        public_id=public_id,
        base_state=0,
        tab="",
        sequence=0,
        form=None,
        draft=draft_plain(pasted(document)),
        replaces=state_of(visitor, public_id),
    )


def state_of(visitor, public_id):
    return int(visitor.client.get(f"/policies/{public_id}/policy.json").headers["ETag"].strip('"'))


def saved_again(visitor, public_id, document, note=""):
    record = kept(visitor, public_id, document)
    return policy_save(workspace=record.workspace, public_id=public_id, name=record.name, note=note)
