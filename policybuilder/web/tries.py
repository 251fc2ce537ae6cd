"""Tries that are counted (accounts.limits): whose they are, and the answer to who tries too often."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policybuilder.accounts.limits import attempt


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: behind a proxy what the proxy saw. Of IPv6 the network, which is one customer's."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        address = ip_address(seen)
    except ValueError:
        return seen
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)


def too_often(request: HttpRequest, *tries: tuple[str, str]) -> HttpResponse | None:
    """Count tries, by kind and by whose they are; the answer where one of them is one too many, else None."""
    wait = max(attempt(kind, who) for kind, who in tries)
    return wait_page(request, wait) if wait else None


def wait_page(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: come back later."""
    response = render(request, "429.html", {"minutes": -(-seconds // 60)}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response
