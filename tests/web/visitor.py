"""A visitor with a browser: opens pages, types into fields, presses buttons; with htmx or without a script.

Forms are posted as they stand on the page that was answered, so that what a template forgets to carry is lost here
as it would be in a browser. A plain post sends line ends as browsers do (CR LF), htmx sends them as they are.
"""

import json
import re
from urllib.parse import urlencode

from django.test import Client

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import Draft, draft_from_policy, draft_plain
from policybuilder.authoring.guiding_reasons import read_draft
from policybuilder.iam import parse
from policybuilder.library.services import scratch_replace
from tests.web.dom import Element, Pairs, read, successful

URLENCODED = "application/x-www-form-urlencoded"


class Visitor:
    """One browser. `page` is the last answer as a tree; `pairs` is the builder's form as it would be posted now, and
    `built` the page that it stands on."""

    def __init__(self, *, client: Client | None = None, htmx: bool = False, tab: str = "") -> None:
        self.client = client or Client()
        self.htmx, self.tab, self.sequence = htmx, tab, 0
        self.pairs: Pairs = []
        self.action = ""
        self.ids: set[str] = set()
        self.frame: set[str] = set()

    # -- going somewhere -----------------------------------------------------------------------------------------------

    def open(self, path: str, *, part: bool = False, **query: str):
        """Open an address; `part`: as htmx asks for it. The builder's form, if there is one, is ready to be filled in."""
        headers = {"HX-Request": "true"} if part else {}
        address = f"{path}?{urlencode(query, doseq=True)}" if query else path
        return self._take(self.client.get(address, headers=headers), part=part)

    def another_tab(self, path: str = "/", **how):
        """The same browser, another page of it."""
        other = Visitor(client=self.client, **how)
        other.open(path)
        return other

    # -- the builder's form --------------------------------------------------------------------------------------------

    def value(self, name: str) -> str:
        values = self.values(name)
        assert len(values) == 1, f"{name} is posted {len(values)} times: {values}"
        return values[0]

    def values(self, name: str) -> list[str]:
        return [value for field, value in self.pairs if field == name]

    def type(self, **fields: str):
        """Type into fields; `rules_0_title` stands for rules-0-title. The field has to be on the page."""
        for field, value in fields.items():
            self.fill(re.sub(r"_(\d+)_", r"-\1-", field).replace("settings_", "settings-", 1), value)
        return self

    def fill(self, name: str, value: str):
        places = [number for number, (field, _) in enumerate(self.pairs) if field == name]
        if places:
            self.pairs[places[0]] = (name, value)
            return self
        radios = self.built.all("input", type="radio", name=name, value=value)
        assert radios, f"the page has no field {name}: {[field for field, _ in self.pairs]}"
        self.pairs.append((name, value))
        return self

    def tick(self, name: str, value: str):
        assert self.built.all("input", type="checkbox", name=name, value=value), f"no box {name}={value}"
        self.pairs.append((name, value))
        return self

    def untick(self, name: str, value: str):
        self.pairs.remove((name, value))
        return self

    def preview(self, changed: str = ""):
        """What htmx does after every change of the form."""
        extra = [("changed", changed)] if changed else []
        return self._post(f"{self.action.partition('?')[0]}preview/", [*self._stamped(), *extra])

    def press(self, do: str, *, on_page: bool = True):
        """Press a button of the builder; it has to be there unless `on_page` is False (a stale or made-up one)."""
        if on_page:
            buttons = [each for page in (self.page, self.built) for each in page.all("button", name="do", value=do)]
            assert buttons, f"no button {do}: {[each.get('value') for each in self.built.all('button', name='do')]}"
            assert "disabled" not in buttons[0], f"the button {do} is disabled"
        return self._post(self.action, [*self._stamped(), ("do", do)])

    def repeat(self, do: str = ""):
        """Send the last post once more: its answer was lost."""
        self.sequence -= 1
        return self.press(do) if do else self.preview()

    # -- other forms ---------------------------------------------------------------------------------------------------

    def send(self, path: str, **fields):
        """Post another form of the site, and go where the answer leads."""
        answer = self.client.post(path, fields)
        if answer.status_code == 302:
            self.landed = answer.headers["Location"]
            answer = self.client.get(self.landed)
        return self._take(answer, part=False)

    # -- reading the answer --------------------------------------------------------------------------------------------

    @property
    def words(self) -> str:
        return self.page.words

    def has(self, name: str) -> bool:
        return self.page.by_id(name) is not None

    def part(self, name: str) -> Element:
        found = self.page.by_id(name)
        assert found is not None, f"no #{name} on the page"
        return found

    def field_message(self, name: str) -> str:
        return self.part(f"id_{name}_errors").words

    @property
    def policy_text(self) -> str:
        """What the Copy button puts on the clipboard."""
        return str(json.loads(self.part("policy-text").text))

    @property
    def shown_text(self) -> str:
        """The policy as the JSON tab shows it, line by line."""
        return "\n".join(line.one("code").text for line in self.part("code").all("li"))

    @property
    def policy(self):
        return json.loads(self.policy_text)

    @property
    def sids(self) -> list[str]:
        return [statement.get("Sid", "") for statement in self.policy["Statement"]]

    @property
    def cards(self) -> list[str]:
        """The ids of the rules, in the order of the page."""
        return [each.get("data-rule") for each in self.page.all("article", class_="rule")]

    # -- posting -------------------------------------------------------------------------------------------------------

    def _stamped(self) -> Pairs:
        """The form with what tab-identity.js writes into it, where scripts run."""
        if not self.tab:
            return list(self.pairs)
        self.sequence += 1
        kept = [pair for pair in self.pairs if pair[0] not in ("tab", "sequence")]
        return [*kept, ("tab", self.tab), ("sequence", str(self.sequence))]

    def _post(self, path: str, pairs: Pairs):
        headers = {"HX-Request": "true"} if self.htmx else {}
        sent = pairs if self.htmx else [(name, _line_ends(value)) for name, value in pairs]
        answer = self.client.post(path, urlencode(sent), content_type=URLENCODED, headers=headers)
        while answer.status_code == 302:
            self.landed = answer.headers["Location"]
            answer = self.client.get(self.landed.partition("#")[0])
        if "HX-Redirect" in answer.headers:
            self.landed = answer.headers["HX-Redirect"]
            answer = self.client.get(self.landed)
            return self._take(answer, part=False)
        return self._take(answer, part=self.htmx)

    def _take(self, answer, *, part: bool):
        self.answer, self.status = answer, answer.status_code
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return self
        text = answer.content.decode()
        self.page = read(text)
        if not part:
            assert text.lstrip().startswith("<!DOCTYPE html>"), "this is no whole page"
        form = self.page.by_id("builder")
        if form is not None:
            self.built, self.pairs, self.action = self.page, successful(form), form.get("action")
            here = {each.id for each in self.page.elements()}
            self.frame = self.frame if part else here - {each.id for each in self.part("build").elements()}
            self.ids = here | self.frame
        elif not part:
            self.ids = {each.id for each in self.page.elements()}
        elif self.action:
            self._swap()
        return self

    def _swap(self) -> None:
        """An answer to a preview: its #result and its out-of-band parts replace what the form had of them."""
        lost = {each.id for each in self.page.elements() if "hx-swap-oob" in each} - self.ids
        assert not lost, f"the page has no place for {lost}"
        arrived = [each for each in self.page.all("input", type="hidden") if each.get("name") in ("base", "pane")]
        for control in arrived:
            self.pairs = [pair for pair in self.pairs if pair[0] != control.get("name")]
            self.pairs.append((control.get("name"), control.get("value")))


def working_on(visitor, given):
    """The visitor's unsaved policy is this draft."""
    visitor.send("/new/", do="empty")
    scratch_replace(workspace=workspace_require(visitor.client.session), draft=draft_plain(given))
    return visitor.open("/")


def pasted(text: str, *, as_written: bool = True) -> Draft:
    """The draft of a pasted policy, which has to be one; of rules where they say the same, unless `as_written`."""
    found = draft_from_policy(parse(text))
    assert isinstance(found, Draft), found
    return read_draft(found, as_written=as_written).draft


def _line_ends(value: str) -> str:
    return re.sub(r"\r\n|\r|\n", "\r\n", value)
