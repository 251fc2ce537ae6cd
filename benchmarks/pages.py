"""The server's part of a page and of a preview: view, database, templates; no network, no browser."""

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks.site import fields_of, ten_rules_as_fields
from benchmarks.timing import Entry, repeated

if TYPE_CHECKING:
    from django.test import Client

FORM = "application/x-www-form-urlencoded"


def _saved_and_changed(client: "Client") -> Callable[[], None]:
    """A preview of a saved policy, every time with another difference from what was saved."""
    order = [*ten_rules_as_fields(), ("do", "save")]
    saved = client.post("/", urlencode(order), content_type=FORM).headers["Location"]
    fields = fields_of(client.get(saved).content.decode())
    project = next(name for name, _ in fields if name.endswith("-project"))
    numbers = count(1)

    def preview() -> None:
        number = next(numbers)
        mine = {"tab": "bench", "sequence": str(number), project: f"project-{number}"}
        changed = [(name, mine.get(name, value)) for name, value in fields]
        answer = client.post(f"{saved}preview/", urlencode(changed), content_type=FORM, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code
        assert b"this change" in answer.content.lower(), "nothing is said of the change"

    return preview


def entries() -> list[Entry]:
    """The page with ten rules and its preview, on a database of their own."""
    import django
    from django.core.management import call_command
    from django.test import Client

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    client = Client(raise_request_exception=True)
    client.get("/")
    client.post("/preview/", urlencode(ten_rules_as_fields()), content_type=FORM)
    fields = fields_of(client.get("/").content.decode())
    numbers = count(1)

    def preview() -> None:
        number = next(numbers)
        mine = {"name": f"Ten rules {number}", "tab": "bench", "sequence": str(number)}
        changed = [(name, mine.get(name, value)) for name, value in fields]
        answer = client.post("/preview/", urlencode(changed), content_type=FORM, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code

    return [
        Entry("preview of ten rules, the server's part", repeated(preview), n=100),
        Entry(
            "preview of ten saved rules with what the change allows",
            repeated(_saved_and_changed(Client(raise_request_exception=True))),
            n=100,
        ),
        Entry("the whole page with ten rules", repeated(lambda: client.get("/")), n=50),
        Entry("the reference of all actions", repeated(lambda: client.get("/reference/")), n=30),
    ]
