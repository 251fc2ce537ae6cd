"""What every page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from policybuilder import __version__
from policybuilder.accounts.roles import Place, places_of
from policybuilder.catalogue import catalogue
from policybuilder.web.access import bearer_of_request
from policybuilder.web.standing import standing


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The version, the date of the AWS data, the zone of the times, the url name of the page for the navigation, and who
    is signed in ("").

    `workspace` is where the page stands ("" for a browser without an account), `team` that team's name ("" in one's own),
    `reads_only` whether the user may look only there; `places` finds the workspaces to choose among; `back`: where choosing another one leads.
    """

    version: str
    data_date: str
    zone: str
    section: str
    who: str
    workspace: str
    team: str
    reads_only: bool
    places: Callable[[], tuple[Place, ...]]
    back: str

    @property
    def own(self) -> str:
        """The id of the user's own workspace."""
        return next((str(place.id) for place in self.places() if not place.team), "")


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: `site` in every template."""
    match = request.resolver_match
    section = (match.url_name or "") if match else ""
    user = getattr(request, "user", None)  # none where a middleware refuses before anybody is looked up
    script = bearer_of_request(request) is not None  # it gets JSON, of whatever page is made for it
    who = user.get_username() if user is not None and not script else ""
    here = standing(request)
    return {
        "site": SiteContext(
            version=__version__,
            data_date=catalogue().meta.date,
            zone=settings.TIME_ZONE,
            section=section,
            who=who,
            workspace=str(here.workspace) if here else "",
            team=here.team if here else "",
            reads_only=here is not None and not here.role.writes,
            places=_places(here.user_id if here else None),
            back=request.path if match and not match.kwargs else reverse("library"),
        )
    }


def _places(user_id: int | None) -> Callable[[], tuple[Place, ...]]:
    """Asked when a template wants them: most fragments do not."""
    return cache(lambda: () if user_id is None else places_of(user_id))
