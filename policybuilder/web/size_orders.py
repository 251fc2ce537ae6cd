"""What the buttons of the size panel do: take an offer, save the policy as several."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from policybuilder.authoring import Draft, draft_plain
from policybuilder.library.services import policies_import
from policybuilder.web.forms.builder import BuilderForm
from policybuilder.web.fragments import HtmxRequest, wants_fragment
from policybuilder.web.sizing import part_drafts, parts, way
from policybuilder.web.workbench import Bench, bench_of, keep, kept_draft


def resized(bench: Bench, place: list[str]) -> Draft | None:
    """The draft after `size:NAME`; None for what is not offered."""
    found = way(bench, place[0]) if len(place) == 1 else None
    return found.draft if found else None


def resized_text(bench: Bench, place: list[str]) -> str | None:
    """The text on the bench after `size:NAME`; None for what is not offered."""
    found = way(bench, place[0]) if len(place) == 1 else None
    return found.text if found else None


def split_up(request: HtmxRequest, policy_id: str | None) -> HttpResponse:
    """Save the parts of the policy as policies of their own, and show them in the library; the draft stays as it is.

    Where there is nothing to split (the page may be older) a message says so.
    """
    form = BuilderForm(request.POST)
    record = keep(request, policy_id, form, label="")
    bench = bench_of(record, form, kept_draft(record))
    found = parts(bench)
    drafts = part_drafts(bench, found) if found else ()
    if drafts:
        named = [(name, draft_plain(draft)) for name, draft in drafts]
        saved = policies_import(workspace=record.workspace, policies=named)
        names = ", ".join(each.name for each in saved)
        messages.success(request, f"Saved as {len(saved)} policies: {names}. What you were working on is unchanged.")
    else:
        messages.warning(request, "Nothing was split: the policy fits, or it cannot be cut into parts that do.")
    address = reverse("library")
    return HttpResponseClientRedirect(address) if wants_fragment(request) else redirect(address)
