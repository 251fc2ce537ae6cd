"""What every page shows."""

from dataclasses import dataclass

from django.http import HttpRequest

from policybuilder import __version__
from policybuilder.catalogue import catalogue


@dataclass(frozen=True, slots=True)
class SiteContext:
    """The version, the date of the AWS data, and the url name of the page for the navigation."""

    version: str
    data_date: str
    section: str


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: `site` in every template."""
    match = request.resolver_match
    section = (match.url_name or "") if match else ""
    return {"site": SiteContext(version=__version__, data_date=catalogue().meta.date, section=section)}
