"""Rules about templates, style sheets and scripts."""

import re
from collections.abc import Iterator

from tests.house.source import File, Rule, numbered

LONGEST_TEMPLATE = 250
LONGEST_SCRIPT = 80
LONGEST_STYLE = 400
DOCS = ("https://docs.aws.amazon.com/", "https://github.com/", "https://www.apache.org/licenses/")
TAG = re.compile(r"<[a-zA-Z][^<>]*>", re.DOTALL)
COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)
INLINE = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[^=]*)\s*=", re.IGNORECASE),
    "a script in an attribute": re.compile(r"[\"'](javascript|js):", re.IGNORECASE),
    "an event filter": re.compile(r"hx-trigger=\"[^\"]*\["),
    "an inherited attribute": re.compile(r"hx-[a-z]+:inherited"),
}
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off")
ADDRESS = re.compile(r"\b(?:src|href|action|formaction|srcset|data|hx-get|hx-post)=[\"']((?:https?:)?//[^\"']*)")
COMPONENT = re.compile(r"{%\s*include\s+[\"']components/[^%]*%}")
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)
OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(https?:)?//|url\(\s*[\"']?data:|expression\(")
DANGEROUS = re.compile(
    r"\beval\(|new Function\(|document\.write|\.(inner|outer)HTML\s*=|insertAdjacentHTML|console\.log"
)


def is_template(path: str) -> bool:
    return path.startswith("templates/") and path.endswith(".html")


def without_comments(text: str) -> str:
    """The text with comments blanked, lines kept."""
    return COMMENTS.sub(lambda match: "\n" * match[0].count("\n"), text)


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def found(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for match in pattern.finditer(text):
        yield line_of(text, match.start()), match


def long_template(file: File) -> Iterator[str]:
    if len(file.lines) > LONGEST_TEMPLATE:
        yield f":{LONGEST_TEMPLATE} has {len(file.lines)} lines"


def inline(file: File) -> Iterator[str]:
    text = without_comments(file.text)
    for tag_line, tag in found(text, TAG):
        for what, pattern in INLINE.items():
            if pattern.search(tag[0]):
                yield f":{tag_line} {what}: {tag[0][:80]}"


def unescaped(file: File) -> Iterator[str]:
    for number, text in numbered(file, UNESCAPED):
        yield f":{number} {text}"


def outside_addresses(file: File) -> Iterator[str]:
    for number, match in found(without_comments(file.text), ADDRESS):
        if not (match[0].startswith("href") and match[1].startswith(DOCS)):
            yield f":{number} {match[0]}"


def components(file: File) -> Iterator[str]:
    for number, match in found(without_comments(file.text), COMPONENT):
        if not re.search(r"\sonly\s*%}$", match[0]):
            yield f":{number} {match[0]}"


def root_element(file: File) -> Iterator[str]:
    name = file.path.rpartition("/")[2].removesuffix(".html").removeprefix("_").replace("_", "-")
    first = TAG.search(without_comments(file.text))
    root = re.search(r"\sid=\"([^\"]*)\"", first[0]) if first else None
    if not root or not (root[1] == name or root[1].startswith((f"{name}-{{{{", f"{{{{ {name}"))):
        yield f':1 its first element is {first[0][:80] if first else "missing"}, not one with id="{name}"'


def unprotected_forms(file: File) -> Iterator[str]:
    for number, form in found(without_comments(file.text), FORM):
        opening = form[0].partition(">")[0]
        if 'method="post"' in opening and "csrf_token" not in form[0] and "{% include" not in form[0]:
            yield f":{number} a post without csrf_token"
        if "action=" not in opening or "method=" not in opening:
            yield f":{number} a form without action or method"


def silent_errors(file: File) -> Iterator[str]:
    for number, tag in found(without_comments(file.text), TAG):
        if tag[0].startswith("<form") and "hx-post=" in tag[0] and "hx-status:422=" not in tag[0]:
            yield f":{number} {tag[0][:80]}"


def long_script(file: File) -> Iterator[str]:
    if len(file.lines) > LONGEST_SCRIPT:
        yield f":{LONGEST_SCRIPT} has {len(file.lines)} lines"


def long_style(file: File) -> Iterator[str]:
    if len(file.lines) > LONGEST_STYLE:
        yield f":{LONGEST_STYLE} has {len(file.lines)} lines"


def outside_styles(file: File) -> Iterator[str]:
    for number, text in numbered(file, OUTSIDE):
        yield f":{number} {text}"


def dangerous_scripts(file: File) -> Iterator[str]:
    for number, text in numbered(file, DANGEROUS):
        yield f":{number} {text}"


def is_script(path: str) -> bool:
    return path.startswith("static/js/") and path.endswith(".js")


def is_style(path: str) -> bool:
    return path.startswith("static/css/") and path.endswith(".css")


def page(text: str) -> File:
    return File("templates/pages/build.html", text)


RULES = [
    Rule(
        "templates are short",
        "Move a part with a name of its own to partials/ or components/.",
        is_template,
        long_template,
        page("<p>\n" * 251),
    ),
    Rule(
        "no inline style, script or handler",
        "The Content-Security-Policy refuses it: use a class, a file in static/js that finds data- attributes, or plain hx- attributes.",
        is_template,
        inline,
        page('<button\n  type="button" onclick="go()">Go</button>'),
    ),
    Rule(
        "every value is escaped",
        "Let the template escape; markup from Python comes as format_html, data for scripts through json_script.",
        is_template,
        unescaped,
        page("{{ text|safe }}"),
    ),
    Rule(
        "nothing comes from other hosts",
        f"Vendor the file; links may lead to {', '.join(DOCS)} only.",
        is_template,
        outside_addresses,
        page('<img src="https://docs.aws.amazon.com/a.png" alt="">'),
    ),
    Rule(
        "components see only what they are given",
        "Write {% include 'components/name.html' with value=value only %}.",
        is_template,
        components,
        page('{% include "components/chip.html" with text=name %}'),
    ),
    Rule(
        "a fragment names its root",
        'partials/_access_map.html starts with the element id="access-map" (or id="rule-{{ ... }}" for one of many).',
        lambda path: path.startswith("templates/partials/"),
        root_element,
        File("templates/partials/_decision.html", '<section id="answer"></section>'),
    ),
    Rule(
        "forms work without htmx and carry their token",
        "Give each form an action, a method and, when it posts, {% csrf_token %}.",
        is_template,
        unprotected_forms,
        page('<form method="post" action="/save/"><button>Save</button></form>'),
    ),
    Rule(
        "forms posted by htmx show a 422",
        'Write hx-status:422="swap:innerHTML" (or another swap) on the form.',
        is_template,
        silent_errors,
        page('<form action="/" method="post" hx-post="/preview/">{% csrf_token %}</form>'),
    ),
    Rule(
        "scripts are small",
        f"One behaviour a file, at most {LONGEST_SCRIPT} lines.",
        is_script,
        long_script,
        File("static/js/copy.js", "//\n" * 81),
    ),
    Rule(
        "scripts build no markup and run no text",
        "Ask the server for markup; set textContent.",
        is_script,
        dangerous_scripts,
        File("static/js/copy.js", "box.innerHTML = text;\n"),
    ),
    Rule(
        "style sheets are readable",
        f"Split a style sheet above {LONGEST_STYLE} lines by component.",
        is_style,
        long_style,
        File("static/css/base.css", "\n" * 401),
    ),
    Rule(
        "style sheets load nothing from elsewhere",
        "Link each sheet in base.html; vendor fonts and pictures.",
        is_style,
        outside_styles,
        File("static/css/base.css", '@import "reset.css";\n'),
    ),
]
