"""Typed contexts of pages and fragments."""

from dataclasses import dataclass

from django.http import HttpRequest

from policybuilder import __version__


@dataclass(frozen=True, slots=True)
class SiteContext:
    """What every page shows: the version and the date of the AWS data."""

    version: str
    data_date: str
    section: str


def site(request: HttpRequest) -> dict[str, SiteContext]:
    """Context processor: `site` in every template; `section` is the url name, for the navigation."""
    match = request.resolver_match
    return {"site": SiteContext(version=__version__, data_date="", section=match.url_name or "" if match else "")}
