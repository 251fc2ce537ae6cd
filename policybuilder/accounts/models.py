"""What the database keeps of owners."""

import uuid
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as NamedUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

TOKEN_NAME_LENGTH = 60
TEAM_NAME_LENGTH = 80
ROLE_LENGTH = 10
PERSON_LENGTH = 254
SUBJECT_LENGTH = 120


class UserManager(NamedUserManager["User"]):
    """Finds who signs in by user name or by e-mail address, in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of that name; an address is told by its `@`, which no user name has. Raises `User.DoesNotExist`."""
        name = (username or "").strip().lower()
        return self.get(email=name) if "@" in name else self.get(username=name)


class User(AbstractUser):
    """Who signs in. Names and addresses are kept in lower case; an account by address has it as its name too."""

    # Signed into every session: counting on ends all of them, as a new password does.
    generation = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "user"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_user_per_name"),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_user_per_address"),
        ]

    def __str__(self) -> str:
        return self.username

    def clean(self) -> None:
        """Bring name and address into the case in which they are looked for."""
        super().clean()
        self.username, self.email = self.username.lower(), self.email.lower()

    def get_session_auth_hash(self) -> str:
        """What a session has to hold for it to stay signed in."""
        return self._hash_of_sessions(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the secret keys that were in use before."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._hash_of_sessions(secret)

    def _hash_of_sessions(self, secret: str | bytes | None) -> str:
        signed = f"{self.generation}:{self.password}"
        return salted_hmac("policybuilder.accounts.User", signed, secret=secret, algorithm="sha256").hexdigest()


class Workspace(models.Model):
    """The owner of saved policies and inventory: a signed-in user's, a team's or, without both, a browser's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(default=timezone.now, editable=False)
    owner = models.OneToOneField(User, on_delete=models.CASCADE, null=True, blank=True, related_name="workspace")
    team = models.CharField(
        max_length=TEAM_NAME_LENGTH, blank=True
    )  # the team's name; "" where it is nobody's but one's

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(owner=None) | Q(team=""), name="of_one_or_of_a_team")]

    def __str__(self) -> str:
        return self.team or str(self.id)


class Membership(models.Model):
    """A user in a team, with a role of `accounts.roles`."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=ROLE_LENGTH)
    joined = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.workspace_id}: {self.role}"


class Invitation(models.Model):
    """A link that makes whoever follows it first a member. The link is not kept: only its hash, and how it begins."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=ROLE_LENGTH)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.role} ({self.start}…)"


class AuditEvent(models.Model):
    """What was done, by whom and when; of a policy where `policy` has its public id. Nothing but the audit writes it.

    Names are kept as they were: the policy may be gone since, and the account too.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="events")
    policy = models.CharField(max_length=16, blank=True)
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=PERSON_LENGTH, blank=True)
    by = models.CharField(max_length=TOKEN_NAME_LENGTH, blank=True)  # a token's name
    event = models.CharField(max_length=30)
    details = models.TextField(default="{}")  # JSON: texts by names, as the event's sentence needs them
    since = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)  # of changes one after another, counted from `since`

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-at"], name="events_of_a_workspace"),
            models.Index(fields=["policy", "-at"], name="events_of_a_policy"),
        ]

    def __str__(self) -> str:
        return self.event


class Token(models.Model):
    """What a script shows instead of signing in. The token itself is not kept: only its hash, and how it begins."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=TOKEN_NAME_LENGTH)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    writes = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"


class Attempts(models.Model):
    """How often something was tried since the window began: counted here, so that every process counts the same."""

    key = models.CharField(max_length=64, primary_key=True)  # a hash: neither addresses nor names are kept
    started = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "attempts"

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
