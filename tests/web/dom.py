"""Enough of a browser to read a page: the tree of its elements, and what a form would post.

Strict on purpose: a page whose tags do not close, or that gives one id twice, fails the test that opened it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

Pairs = list[tuple[str, str]]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RAW = {"script", "style"}


class Element:
    """An element, or the whole page (tag "")."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: "Element | None") -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Element | str] = []

    def get(self, name: str, default: str = "") -> str:
        return self.attrs.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.attrs

    @property
    def id(self) -> str:
        return self.get("id")

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    @property
    def text(self) -> str:
        """The characters as they stand."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def words(self) -> str:
        """The characters as one reads them: white space folded."""
        return re.sub(r"\s+", " ", self.text).strip()

    def elements(self) -> Iterator["Element"]:
        """Everything inside, in the order of the page."""
        waiting = self._inner
        while waiting:
            each = waiting.pop()
            yield each
            waiting += each._inner

    @property
    def _inner(self) -> "list[Element]":
        """The elements right below, the last first."""
        return [child for child in reversed(self.children) if isinstance(child, Element)]

    def all(self, tag: str = "", *, where: Callable[["Element"], bool] = lambda _: True, **attrs: str):
        """Every element of that tag with these attributes (`class_` for one of its classes)."""
        wanted_class = attrs.pop("class_", "")
        return [
            each
            for each in self.elements()
            if tag in ("", each.tag)
            and (not wanted_class or wanted_class in each.classes)
            and all(each.get(name) == value for name, value in attrs.items())
            and where(each)
        ]

    def one(self, tag: str = "", **attrs):
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} elements {tag} {attrs} in {self.words[:300]}"
        return found[0]

    def by_id(self, name: str) -> "Element | None":
        return next((each for each in self.elements() if each.id == name), None)

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {}, None)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"<{tag}> has an attribute twice: {[name for name, _ in attrs]}"
        made = Element(tag, given, self.at)
        self.at.children.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}> (id {self.at.id!r}) on line {self.getpos()[0]}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def read(html: str) -> Element:
    """The page or part of a page. Fails for tags that do not nest and for ids given twice."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    ids = Counter(each.id for each in reader.root.elements() if "id" in each)
    doubled = [name for name, count in ids.items() if count > 1]
    assert not doubled, f"ids given twice: {doubled}"
    return reader.root


def successful(form: Element) -> Pairs:
    """What the form posts without a button, by the HTML standard: names and values in the order of the page."""
    return [pair for control in form.elements() for pair in _given(control)]


def _given(control: Element) -> Pairs:
    name = control.get("name")
    if not name or "disabled" in control:
        return []
    if control.tag == "textarea":
        return [(name, control.text.removeprefix("\n"))]
    if control.tag == "select":
        options = control.all("option")
        chosen = [each for each in options if "selected" in each] or ([] if "multiple" in control else options[:1])
        return [(name, each.get("value", each.text)) for each in chosen]
    if control.tag != "input" or control.get("type") in ("submit", "button", "file", "image", "reset"):
        return []
    if control.get("type") in ("checkbox", "radio"):
        return [(name, control.get("value", "on"))] if "checked" in control else []
    return [(name, control.get("value"))]
