"""Ten rules on the bench of a served or an imported site."""

from html.parser import HTMLParser

from benchmarks.samples import ten_rules

Pairs = list[tuple[str, str]]


class FormReader(HTMLParser):
    """What a browser would post of the form with this id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.pairs: Pairs = []
        self._form_id = form_id
        self._inside = False
        self._select = ""
        self._textarea: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        elif self._inside and tag == "select":
            self._select = given.get("name", "")
        elif self._inside and tag == "option" and "selected" in given:
            self.pairs.append((self._select, given.get("value", "")))
        elif self._inside and tag == "textarea":
            self.pairs.append((given.get("name", ""), ""))
            self._textarea = []
        elif self._inside and tag == "input" and is_posted(given):
            default = "on" if given.get("type") in {"checkbox", "radio"} else ""
            self.pairs.append((given["name"], given.get("value", default)))

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._textarea is not None:
            self.pairs[-1] = (self.pairs[-1][0], "".join(self._textarea).removeprefix("\n"))
            self._textarea = None


def is_posted(given: dict[str, str]) -> bool:
    """An input with a name that is not an unticked box, a button or a file."""
    kind = given.get("type", "text")
    if not given.get("name") or "disabled" in given or kind in {"submit", "button", "file"}:
        return False
    return kind not in {"checkbox", "radio"} or "checked" in given


def fields_of(page: str, form_id: str = "builder") -> Pairs:
    """The fields of a page's form as pairs."""
    reader = FormReader(form_id)
    reader.feed(page)
    return reader.pairs


def ten_rules_as_fields() -> Pairs:
    """The builder's form with ten rules, the second one open."""
    from policybuilder.authoring import Draft, draft_from_plain
    from policybuilder.web.forms.builder import form_state
    from policybuilder.web.forms.state import pairs

    draft = draft_from_plain(ten_rules())
    assert isinstance(draft, Draft), draft
    return pairs(form_state(draft, name="Ten rules", open_rule="r1"))
