"""What the database keeps of policies.

Drafts and forms are JSON in text columns, not in JSON columns: PostgreSQL's `jsonb` sorts the members of an object, and
a policy's members keep their order.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

PUBLIC_ID_LENGTH = 16
NAME_LENGTH = 120
TAB_LENGTH = 40
LABEL_LENGTH = 80
PERSON_LENGTH = 254
NOTE_LENGTH = 500
TAG_LENGTH = 40
SHARE_TOKEN_LENGTH = 43


class SavedPolicy(models.Model):
    """A policy and its working copy. Without a name it is a scratch document, which no list shows: the workspace's or,
    in a team's, that of the member `scratch_of`."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    scratch_of = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    # The name without case, to find and sort by: SQLite knows upper and lower case of ASCII letters only.
    sort_name = models.CharField(max_length=3 * NAME_LENGTH, blank=True, editable=False)
    kind = models.CharField(max_length=20)

    draft = models.TextField()
    form = models.TextField(blank=True)  # "" where the form is to be written from the draft
    readable = models.BooleanField(default=True)  # whether the form gave the draft, or the draft is older
    state = models.PositiveBigIntegerField(default=0)
    tab = models.CharField(max_length=TAB_LENGTH, blank=True)
    sequence = models.PositiveBigIntegerField(default=0)

    saved_draft = models.TextField(blank=True)
    saved_at = models.DateTimeField(null=True)
    unsaved = models.BooleanField(default=True)
    last_revision = models.PositiveIntegerField(default=0)

    first_step = models.PositiveIntegerField(default=1)
    cursor = models.PositiveIntegerField(default=1)
    last_step = models.PositiveIntegerField(default=1)

    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=Q(name="", scratch_of=None), name="one_scratch_per_workspace"
            ),
            models.UniqueConstraint(
                fields=["workspace", "scratch_of"], condition=Q(name=""), name="one_scratch_per_member"
            ),
            models.CheckConstraint(condition=~Q(name="", deleted_at__isnull=False), name="no_scratch_in_the_bin"),
        ]
        indexes = [
            models.Index(fields=["workspace", "deleted_at", "-changed"], name="newest_change_first"),
            # Counts are taken of it as well: the row itself is long.
            models.Index(fields=["workspace", "deleted_at", "sort_name"], name="by_name"),
            models.Index(fields=["workspace", "-deleted_at"], condition=Q(deleted_at__isnull=False), name="in_the_bin"),
        ]

    def __str__(self) -> str:
        return self.name or "scratch"

    def save(self, **options: Any) -> None:  # noqa: ANN401 - as Django has it
        """Save, with the name to sort by."""
        self.sort_name = self.name.casefold()
        super().save(**options)


class Revision(models.Model):
    """A policy as it was saved: its number counts from 1 without gaps. It is never changed and goes with its policy."""

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=NAME_LENGTH)  # the policy's then
    kind = models.CharField(max_length=20)
    draft = models.TextField()
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    author = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=PERSON_LENGTH, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"{self.policy_id}@{self.number}"

    def save(self, **options: Any) -> None:  # noqa: ANN401 - as Django has it
        """Keep a new revision; raises `TypeError` for one that is kept already."""
        if not self._state.adding:
            raise TypeError("a revision is never changed")
        super().save(**options)


class ShareLink(models.Model):
    """A link that shows a policy to whoever has it. It is kept as it is, to be shown and copied again: the policy that
    it opens stands in the same database."""

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="share_links")
    token = models.CharField(max_length=SHARE_TOKEN_LENGTH, unique=True)
    revision = models.PositiveIntegerField(null=True)  # None: always the newest
    made_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=PERSON_LENGTH, blank=True)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.policy_id}: {self.token[:4]}…"


class PolicyTag(models.Model):
    """A word on a policy, by which it is found. `key` is the text without case: one tag, however it is written."""

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="tags")
    text = models.CharField(max_length=TAG_LENGTH)
    key = models.CharField(max_length=3 * TAG_LENGTH, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "key"], name="each_tag_once")]

    def __str__(self) -> str:
        return self.text


class WorkStep(models.Model):
    """The working copy after one change. Numbers run without gaps from the policy's `first_step` to `last_step`."""

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    draft = models.TextField()
    form = models.TextField(blank=True)
    readable = models.BooleanField()
    size = models.PositiveIntegerField()  # characters of draft and form
    label = models.CharField(max_length=LABEL_LENGTH, blank=True)  # what changed: a field's name or an id of `wording`
    tab = models.CharField(max_length=TAB_LENGTH, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="one_step_per_number")]

    def __str__(self) -> str:
        return f"{self.policy_id}:{self.number}"


class Attachment(models.Model):
    """Another policy that counts where a policy is simulated: a boundary, a level of SCPs, a policy on the resource.

    Either the text as written, or a policy of the library, which counts as it stands.
    """

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="attachments")
    layer = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(default=0)  # of SCPs and RCPs, counted from the organization's root
    name = models.CharField(max_length=NAME_LENGTH)
    text = models.TextField(blank=True)
    source = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, null=True, related_name="+")
    resource = models.TextField(blank=True)  # of a policy on a resource: which one it is on; "": what is asked about

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(text="", source__isnull=False) | (~Q(text="") & Q(source__isnull=True)),
                name="text_or_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.layer}: {self.name}"


class Scenario(models.Model):
    """A question about a policy with its expected decision: the `request` of a scenario as JSON, without policies."""

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=NAME_LENGTH)
    group = models.CharField(max_length=NAME_LENGTH, blank=True)
    request = models.TextField()
    expect = models.CharField(max_length=20)
    example = models.BooleanField(default=False)  # came with the example; goes when another document takes its place

    def __str__(self) -> str:
        return self.name
