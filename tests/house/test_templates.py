"""What only Django can say about templates: they compile, each is used, each page has one first heading."""

import re
from functools import cache

import pytest
from django.template import Engine
from django.template.base import NodeList, TextNode
from django.template.defaulttags import IfNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode

from tests.house.source import ROOT, files

TEMPLATES = sorted(path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html"))
PAGES = [name for name in TEMPLATES if name.startswith("pages/")]
NAMED_BY_DJANGO = (
    "admin/",
    "base.html",
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "413.html",
    "500.html",
    "django/",
)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_compiles(name):
    Engine.get_default().get_template(name)


def first_headings(nodes, blocks) -> int:
    """How many h1 elements are shown: the most of any branch, blocks replaced by what the page puts into them."""
    total = 0
    for node in nodes:
        if isinstance(node, TextNode):
            total += len(re.findall(r"<h1\b", node.s))
        elif isinstance(node, BlockNode):
            total += first_headings(blocks.get(node.name, node).nodelist, blocks)
        elif isinstance(node, IfNode):
            total += max(first_headings(branch, blocks) for _, branch in node.conditions_nodelists)
        elif isinstance(node, IncludeNode) and isinstance(node.template.var, str):
            total += first_headings(nodes_of(node.template.var), {})
        else:
            total += sum(
                first_headings(getattr(node, name), blocks) for name in node.child_nodelists if hasattr(node, name)
            )
    return total


def nodes_of(name) -> NodeList:
    return Engine.get_default().get_template(name).nodelist


def count_of(nodes) -> int:
    """The count for a whole page: its blocks put into what it extends."""
    parent = next((node for node in nodes if isinstance(node, ExtendsNode)), None)
    if parent is None:
        return first_headings(nodes, {})
    return first_headings(nodes_of(getattr(parent.parent_name, "var", "")), parent.blocks)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_first_heading(name):
    count = count_of(nodes_of(name))
    assert count == 1, f"{name} shows {count} h1 elements: one, usually through base.html's block."


def test_headings_are_counted():
    page = Engine.get_default().from_string(
        "{% if a %}<h1>A</h1>{% else %}<h1>B</h1>{% endif %}{% block c %}<h1>{% endblock %}"
    )
    assert count_of(page.nodelist) == 2


@cache
def used() -> set[str]:
    """All that stands in quotes where templates are named and could be one, without its folder and `.html`."""
    places = [file.text for file in files() if file.path.startswith(("templates/", "policybuilder/"))]
    return {name for text in places for name in re.findall(r"""["'](?=(?:[a-z]+/)?([\w-]+)(?:\.html)?["'])""", text)}


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(NAMED_BY_DJANGO)])
def test_it_is_used(name):
    stem = name.removesuffix(".html").rpartition("/")[2]
    assert stem in used(), f"Nothing includes or renders templates/{name}: use it or remove it."


def parts_that_views_answer() -> set[str]:
    """Fragments named in views, as `_decision`."""
    views = [file.text for file in files() if file.path.startswith("policybuilder/web/") and file.path.endswith(".py")]
    return {
        name
        for text in views
        for name in re.findall(r"[\"'](_[a-z_]+)[\"']", text)
        if f"partials/{name}.html" in TEMPLATES
    }


def test_pages_include_the_fragments_that_views_answer():
    included = "\n".join(file.text for file in files() if file.path.startswith("templates/"))
    alone = [name for name in sorted(parts_that_views_answer()) if f'"partials/{name}.html"' not in included]
    assert not alone, f"A page includes the same partial that its fragment returns; nothing includes {alone}."
