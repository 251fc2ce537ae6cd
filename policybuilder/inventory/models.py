"""What the database keeps of an account's projects."""

from django.db import models

ARN_LENGTH = 2048
FIELD_LENGTH = 255
WORD_LENGTH = 64


class InventoryItem(models.Model):
    """A project, model version or dataset: the fields of its ARN, and what a listing said of it.

    Versions and datasets do not point at a project's row: `describe-project-versions` tells a project's name, not its
    ARN. All that share partition, Region, account and project name are one project's.
    """

    class Type(models.TextChoices):
        """Resource types by the catalogue's ids."""

        PROJECT = "project"
        VERSION = "projectversion"
        DATASET = "dataset"

    workspace = models.ForeignKey("accounts.Workspace", on_delete=models.CASCADE, related_name="+")
    arn = models.CharField(max_length=ARN_LENGTH)
    type = models.CharField(max_length=20, choices=Type.choices)
    partition = models.CharField(max_length=FIELD_LENGTH)
    region = models.CharField(max_length=FIELD_LENGTH)
    account = models.CharField(max_length=12)
    project = models.CharField(max_length=FIELD_LENGTH)
    name = models.CharField(max_length=FIELD_LENGTH, blank=True)  # a version's name, a dataset's type, "" for a project
    timestamp = models.CharField(max_length=ARN_LENGTH)
    status = models.CharField(max_length=WORD_LENGTH, blank=True)  # AWS's word, "" where none was told
    feature = models.CharField(max_length=WORD_LENGTH, blank=True)
    created = models.DateTimeField(null=True)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "arn"], name="one_item_per_arn")]

    def __str__(self) -> str:
        return self.arn
