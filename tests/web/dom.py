"""Enough of a browser to read a page: the tree of its elements, and what a form would post.

Strict on purpose: a page whose tags do not close, or that gives one id twice, fails the test that opened it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape

Pairs = list[tuple[str, str]]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
ATTRIBUTE = re.compile(r"""\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")
# A comment, the line that says it is HTML, or a tag; with that of a script or style all up to its end, which is no HTML.
# Far quicker than Python's parser, a quarter of some tests' time, and stricter.
TOKEN = re.compile(
    rf"""<!--.*?-->|<!doctype\ html>|<(?P<end>/?)(?P<tag>(?P<raw>script|style)\b|[a-z][a-z0-9-]*)
    (?P<attrs>(?:{ATTRIBUTE.pattern})*)\s*(?P<alone>/?)>(?(raw)(?P<inside>.*?)</(?P=raw)>)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


class Element:
    """An element, or the whole page (tag "")."""

    __slots__ = ("attrs", "children", "parent", "tag")

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


class _Reader:
    """The tree as far as it is read, and where the next part of it goes."""

    def __init__(self) -> None:
        self.root = self.at = Element("", {}, None)
        self.ids: list[str] = []

    def open(self, tag: str, written: str) -> None:
        given: dict[str, str] = {}
        for name, double, single, bare in ATTRIBUTE.findall(written):
            assert name.lower() not in given, f"<{tag}> has the attribute {name} twice"
            given[name.lower()] = unescape(double or single or bare)
        if "id" in given:
            self.ids.append(given["id"])
        made = Element(tag, given, self.at)
        self.at.children.append(made)
        self.at = made

    def close(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}> (id {self.at.id!r})"
        assert self.at.parent is not None
        self.at = self.at.parent

    def say(self, text: str) -> None:
        assert "<" not in text, f"this is no tag: {text[text.index('<') :][:80]}"
        if text:
            self.at.children.append(unescape(text))


def read(html: str) -> Element:
    """The page or part of a page. Fails for tags that do not nest, for what is no tag and for ids given twice."""
    reader, place = _Reader(), 0
    for token in TOKEN.finditer(html):
        reader.say(html[place : token.start()])
        place = token.end()
        ending, name, written, alone, inside = token.group("end", "tag", "attrs", "alone", "inside")
        tag = (name or "").lower()
        if ending:
            reader.close(tag)
        elif tag:
            reader.open(tag, written)
            if inside:
                reader.at.children.append(inside)
            if alone or inside is not None or tag in VOID:
                reader.close(tag)
    reader.say(html[place:])
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    doubled = [name for name, count in Counter(reader.ids).items() if count > 1]
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
