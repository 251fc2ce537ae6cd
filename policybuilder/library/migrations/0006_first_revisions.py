"""What was saved before there were revisions is the first one; names are kept without case, to sort by."""

import json

from django.db import migrations

AT_ONCE = 200
KIND_LENGTH = 20


def draft_kind(text):
    """The kind that a draft names: the working copy may be of another one than what was saved."""
    settings = json.loads(text).get("settings")
    kind = settings.get("kind") if isinstance(settings, dict) else None
    return kind[:KIND_LENGTH] if isinstance(kind, str) else "identity"


def first_revisions(apps, schema_editor):
    policies = apps.get_model("library", "SavedPolicy")
    revisions = apps.get_model("library", "Revision")
    for policy in policies.objects.exclude(name="").iterator(chunk_size=AT_ONCE):
        policy.sort_name = policy.name.casefold()
        if policy.saved_draft:
            policy.last_revision = 1
            revisions.objects.create(
                policy=policy,
                number=1,
                name=policy.name,
                kind=draft_kind(policy.saved_draft),
                draft=policy.saved_draft,
                at=policy.saved_at or policy.changed,
            )
        policy.save(update_fields=["sort_name", "last_revision"])


class Migration(migrations.Migration):
    dependencies = [("library", "0005_revisions_sharing_tags")]

    operations = [migrations.RunPython(first_revisions, migrations.RunPython.noop)]
