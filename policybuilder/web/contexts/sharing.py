"""The page of a policy's share links, and the page that a link opens."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from policybuilder.export import Form
from policybuilder.library.records import PolicyRecord
from policybuilder.library.sharing import SharedPolicy, ShareRecord
from policybuilder.web.forms.sharing import ShareForm
from policybuilder.wording.sharing import kind_sentence, shows_words


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A link: its whole address, what it shows, who made it."""

    id: int
    title: str
    address: str
    made_by: str
    created: datetime
    expires: datetime | None
    expired: bool

    @property
    def anchor(self) -> str:
        """The id of its address on the page."""
        return f"share-{self.id}"


@dataclass(frozen=True, slots=True)
class SharesPage:
    """The links of a policy. `may_share` is False for who may only read: they see which links there are, not where they
    lead, since whoever has an address can hand it on."""

    policy: PolicyRecord
    rows: tuple[ShareRow, ...]
    form: ShareForm
    errors: tuple[tuple[str, str], ...]
    may_share: bool


def share_row(request: HttpRequest, link: ShareRecord, newest: int) -> ShareRow:
    """A link as the page shows it; `newest` is the number of the newest revision."""
    return ShareRow(
        id=link.id,
        title=shows_words(link.revision, newest),
        address=request.build_absolute_uri(reverse("shared", args=[link.token])),
        made_by=link.made_by,
        created=link.created,
        expires=link.expires,
        expired=link.expired,
    )


@dataclass(frozen=True, slots=True)
class SharedPage:
    """What stands above a shared policy; `token` and `json` give the addresses below the link's own."""

    token: str
    policy: SharedPolicy
    json: Form = Form.JSON

    @property
    def does(self) -> str:
        """What a policy of this kind is and does."""
        return kind_sentence(self.policy.kind)
