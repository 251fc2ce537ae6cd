"""What the library keeps. Only this app reads and writes these tables."""

import secrets

from django.db import models

from policybuilder.accounts.models import Workspace


def fresh_public_id() -> str:
    """An id for addresses that nobody can guess: 16 characters, 96 random bits."""
    return secrets.token_urlsafe(12)


class SavedPolicy(models.Model):
    """A policy and the work on it. Without a name it is the workspace's unsaved document, of which there is one.

    `draft` is the last good draft, `form` the form's pairs as typed (null: written anew from the draft). `state` grows
    with every accepted change; `tab` and `sequence` say which browser tab made the last one.
    """

    public_id = models.CharField(max_length=32, unique=True, default=fresh_public_id)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="policies")
    name = models.CharField(max_length=120, blank=True)
    draft = models.JSONField()
    form = models.JSONField(null=True)
    state = models.PositiveIntegerField(default=0)
    tab = models.CharField(max_length=40, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    step = models.PositiveIntegerField(default=0)
    last_step = models.PositiveIntegerField(default=0)
    first_step = models.PositiveIntegerField(default=0)
    saved_draft = models.JSONField(null=True)
    saved_at = models.DateTimeField(null=True)
    created = models.DateTimeField()
    changed = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=models.Q(name=""), name="one_unsaved_document_per_workspace"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "-changed"])]

    def __str__(self) -> str:
        return self.name or "unsaved"


class WorkStep(models.Model):
    """The form and draft after one change, for undo and redo. `label` is the field that was typed in."""

    policy = models.ForeignKey(SavedPolicy, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    draft = models.JSONField()
    form = models.JSONField(null=True)
    label = models.CharField(max_length=80, blank=True)
    tab = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="one_step_per_number")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.number}"
