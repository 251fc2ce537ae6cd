"""What every page shows."""

from dataclasses import dataclass

from django.http import HttpRequest

from policybuilder import __version__
from policybuilder.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The version, the date of the AWS data, the url name of the page for the navigation, and who is signed in ("")."""

    version: str
    data_date: str
    section: str
    who: str


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: `site` in every template."""
    match = request.resolver_match
    section = (match.url_name or "") if match else ""
    user = getattr(request, "user", None)  # none where a middleware refuses before anybody is looked up
    who = user.get_username() if user is not None else ""
    return {"site": SiteContext(version=__version__, data_date=catalogue().meta.date, section=section, who=who)}
