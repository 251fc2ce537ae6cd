"""A library of many policies, written at once."""

from datetime import timedelta

from django.utils import timezone

from policybuilder.library.models import PolicyTag, SavedPolicy

TAGS = ("a", "b", "c")


def many_policies(workspace, count, *, prefix="P", deleted=False):
    """So many policies P0 a, P1 a..., each with the first n of TAGS in turn; what is made later was changed later."""
    now, before = timezone.now(), SavedPolicy.objects.count()
    made = SavedPolicy.objects.bulk_create(
        SavedPolicy(
            public_id=f"{before + number:016d}",
            workspace_id=workspace,
            name=f"{prefix}{number} a",
            sort_name=f"{prefix}{number} a".casefold(),
            kind=("identity", "scp")[number % 2],
            draft="{}",
            unsaved=number % 3 == 0,
            created=now + timedelta(seconds=number),
            changed=now + timedelta(seconds=number),
            deleted_at=now if deleted else None,
        )
        for number in range(count)
    )
    PolicyTag.objects.bulk_create(
        PolicyTag(policy=policy, text=tag, key=tag)
        for number, policy in enumerate(made)
        for tag in TAGS[: number % (len(TAGS) + 1)]
    )
    return [policy.public_id for policy in made]
