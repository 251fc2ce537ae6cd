"""Rules about every text: nothing unfinished, nothing of the machine it was written on, plain words."""

import re
from collections.abc import Iterator

from tests.house.source import File, Rule, numbered

UNFINISHED = re.compile(
    r"\b(TODO|FIXME|XXX|NotImplementedError)\b|coming soon|lorem ipsum|placeholder page", re.IGNORECASE
)
MACHINE = re.compile(
    r"(?<![\w./}-])/(work\b|farm|home/\w|root/|Users/\w|tmp/|opt/(pypi|wheels))"
    r"|files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|deb\.debian\.org"
)
DASH = re.compile("\u2014")
WORDS = {
    "permission set": "policy or permissions boundary",
    "preset": "recipe",
    "culprit": "determining statement",
    "widget": "component",
    "lint": "finding or check",
    "utilize": "use",
    "seamless": "say what happens",
    "simply": "leave it out",
}
NOT_WORDS = re.compile(r"(?<![\w-])(" + "|".join(WORDS) + r")(?![\w-])", re.IGNORECASE)
TAGS_AND_CODE = re.compile(r"{[%#{].*?[%#}]}|<[^>]*>")


def is_text(path: str) -> bool:
    return not path.startswith("tests/house/") and path != "LICENSE"


def is_prose(path: str) -> bool:
    return is_text(path) and path.endswith((".py", ".html", ".md", ".css", ".js")) and "/data/" not in path


def unfinished(file: File) -> Iterator[str]:
    for number, text in numbered(file, UNFINISHED):
        yield f":{number} {text}"


def machine(file: File) -> Iterator[str]:
    for number, text in numbered(file, MACHINE):
        yield f":{number} {text}"


def dashes(file: File) -> Iterator[str]:
    for number, _ in numbered(file, DASH):
        yield f":{number} has a long dash"


def wrong_words(file: File) -> Iterator[str]:
    for number, line in enumerate(file.lines, 1):
        for match in NOT_WORDS.finditer(TAGS_AND_CODE.sub(" ", line)):
            yield f":{number} says {match[0]!r}: {WORDS[match[0].lower()]}"


RULES = [
    Rule(
        "nothing is unfinished",
        "Finish it, or leave it out and say so in the issue.",
        is_text,
        unfinished,
        File("policybuilder/web/views/build.py", "# TO" + "DO: the rest\n"),
    ),
    Rule(
        "nothing names a machine or a package host",
        "Use paths below the repository, tempfile, or a variable.",
        is_text,
        machine,
        File("docs/development.md", "Look into /work" + "/shared first.\n"),
    ),
    Rule(
        "plain punctuation",
        "Use a comma, a colon or two sentences.",
        is_prose,
        dashes,
        File("README.md", "A builder \u2014 for policies\n"),
    ),
    Rule(
        "one word for one thing",
        "Use the word named beside it.",
        lambda path: path.startswith("templates/") or path == "README.md",
        wrong_words,
        File("templates/pages/build.html", "<p>Pick a preset</p>\n"),
    ),
]
