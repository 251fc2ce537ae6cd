"""A library of 5,000 policies with tags: its list page, searched, filtered and sorted, and what scripts get of it."""

from datetime import timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING

from benchmarks.samples import ten_rules
from benchmarks.timing import Entry, repeated

if TYPE_CHECKING:
    from django.test import Client

POLICIES = 5_000
AT_ONCE = 500
PURPOSES = ("Use the cats model", "Train parts", "Keep the models", "Read everything", "Copy to production")
PLACES = ("shelf camera", "warehouse", "north plant", "straße", "test bench", "CI", "quality line")
TAGS = ("prod", "staging", "team a", "team b", "camera", "reviewed", "to be mended")


def entries() -> list[Entry]:
    """The requests of somebody with a large library, on a database of its own."""
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(raise_request_exception=True)
    client.post("/", {"do": "save", "name": "The first"})
    fill(client, POLICIES)
    asked = {
        "the list": "/policies/",
        "page 90 of the list": "/policies/?page=90",
        "search for two words": "/policies/?search=plant+model",
        "search without a match": "/policies/?search=nothing+at+all",
        "one tag": "/policies/?tag=prod",
        "sorted by name": "/policies/?sort=name",
        "sorted by kind": "/policies/?sort=kind",
        "policies.json, 100 of them": "/policies/policies.json?limit=100",
        "policies.json, 500 of them": "/policies/policies.json?limit=500",
    }
    return [Entry(f"5,000 policies: {what}", repeated(_get(client, path)), n=60) for what, path in asked.items()]


def _get(client: "Client", path: str):
    def get() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, answer.status_code

    return get


def fill(client: "Client", count: int) -> None:
    """Write policies with drafts of ten rules and with tags into the client's library."""
    import json

    from policybuilder.accounts.services import workspace_require
    from policybuilder.library.models import PolicyTag, SavedPolicy

    workspace = workspace_require(client.session)
    draft = json.dumps(ten_rules())
    start = SavedPolicy.objects.filter(workspace_id=workspace).values_list("changed", flat=True)[0]
    numbers = range(count)
    names = zip(numbers, cycle(PURPOSES), cycle(PLACES), cycle(("identity", "scp", "boundary")), strict=False)
    made = [
        SavedPolicy(
            public_id=f"{number:016d}",
            workspace_id=workspace,
            name=(name := f"{purpose}, {place} {number}"),
            sort_name=name.casefold(),
            kind=kind,
            draft=draft,
            saved_draft=draft,
            unsaved=number % 10 == 0,
            created=start + timedelta(seconds=number),
            changed=start + timedelta(seconds=number * 7919 % count),
        )
        for number, purpose, place, kind in names
    ]
    SavedPolicy.objects.bulk_create(made, batch_size=AT_ONCE)
    PolicyTag.objects.bulk_create(
        (
            PolicyTag(policy=policy, text=tag, key=tag)
            for number, policy in enumerate(made)
            for tag in islice(cycle(TAGS), number % 5, number % 5 + number % 4)
        ),
        batch_size=AT_ONCE,
    )
