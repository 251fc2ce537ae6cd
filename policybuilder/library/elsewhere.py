"""Copying a policy into another workspace of the same user: a team's into one's own library, or the other way."""

from django.db import transaction

from policybuilder.accounts.services import WorkspaceId
from policybuilder.authoring import Draft, compose, draft_from_plain
from policybuilder.library.attached import attachment_add, attachment_list
from policybuilder.library.content import draft_value
from policybuilder.library.records import AttachmentRecord, PolicyRecord
from policybuilder.library.rows import find_named, record_of
from policybuilder.library.scenarios import copy_scenarios
from policybuilder.library.services import policies_import
from policybuilder.library.tags import copy_tags


@transaction.atomic
def policy_copy_to(*, workspace: WorkspaceId, public_id: str, target: WorkspaceId) -> PolicyRecord:
    """A copy of the working copy, as it could be read last, in the library of `target`, with scenarios, tags and what is
    attached; its history begins anew. A name that is there already gets a number.

    An attached policy of this library comes as the text that it is now: the other workspace does not see into this one.
    """
    policy = find_named(workspace, public_id)
    [made] = policies_import(workspace=target, policies=[(policy.name, draft_value(policy.draft))])
    copy = find_named(target, made.public_id)
    copy_scenarios(policy, copy)
    copy_tags(policy, copy)
    for each in attachment_list(workspace=workspace, public_id=public_id):
        attachment_add(
            workspace=target,
            public_id=made.public_id,
            layer=each.layer,
            level=each.level,
            name=each.name,
            text=_text(each),
            resource=each.resource,
        )
    return record_of(find_named(target, made.public_id))


def _text(each: AttachmentRecord) -> str:
    if each.draft is None:
        return each.text
    draft = draft_from_plain(each.draft)
    return compose(draft).text if isinstance(draft, Draft) else ""
