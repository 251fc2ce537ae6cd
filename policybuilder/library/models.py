"""What the database keeps of policies.

Drafts and forms are JSON in text columns, not in JSON columns: PostgreSQL's `jsonb` sorts the members of an object, and
a policy's members keep their order.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

PUBLIC_ID_LENGTH = 16
NAME_LENGTH = 120
TAB_LENGTH = 40
LABEL_LENGTH = 80


class SavedPolicy(models.Model):
    """A policy and its working copy. Without a name it is the workspace's scratch document, which no list shows."""

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True)
    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
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

    first_step = models.PositiveIntegerField(default=1)
    cursor = models.PositiveIntegerField(default=1)
    last_step = models.PositiveIntegerField(default=1)

    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace"], condition=Q(name=""), name="one_scratch_per_workspace"),
            models.CheckConstraint(condition=~Q(name="", deleted_at__isnull=False), name="no_scratch_in_the_bin"),
        ]
        indexes = [models.Index(fields=["workspace", "-changed"], name="newest_change_first")]

    def __str__(self) -> str:
        return self.name or "scratch"


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
