"""What the database keeps of owners."""

import uuid

from django.db import models
from django.utils import timezone


class Workspace(models.Model):
    """The owner of saved policies and inventory: this browser's, later a signed-in user's or a team's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.id)
