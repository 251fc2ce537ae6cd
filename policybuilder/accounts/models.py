"""The owner of everything a user makes."""

import uuid

from django.db import models


class Workspace(models.Model):
    """A browser's workspace, found through its session; a signed-in user's or a team's is the same kind of thing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)
