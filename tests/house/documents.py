"""What documents claim and what is true, both as sets to compare."""

import ast
import re
from functools import cache
from pathlib import PurePosixPath

from tests.house.source import ROOT, files, read

MAKE = re.compile(r"\bmake ([a-z][a-z-]*)(?![a-z-]*:)")
IN_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
ENVIRONMENT_READERS = {"env_text", "env_list", "env_integer", "env_flag"}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def make_targets(makefile: str) -> set[str]:
    """Targets that document themselves."""
    return set(re.findall(r"^([a-z-]+):.*?## ", makefile, re.MULTILINE))


def targets_named(text: str) -> set[str]:
    """Targets that a document names in code: `make run`."""
    return {name for code in IN_CODE.findall(text) for name in MAKE.findall(code)}


def newest_version(changelog: str) -> str:
    """The version of the first heading that has one."""
    heading = re.search(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    return heading[1] if heading else ""


def variables_read(source: str) -> set[str]:
    """Environment variables that a module reads."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = ast.unparse(node.func)
            if name in ENVIRONMENT_READERS or name.endswith(("environ.get", "getenv")):
                found.add(str(node.args[0].value))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            found.add(ast.literal_eval(node.slice) if isinstance(node.slice, ast.Constant) else "")
    return found - {""}


@cache
def all_variables_read() -> frozenset[str]:
    return frozenset().union(*(variables_read(file.text) for file in files() if is_product(file.path)))


def is_product(path: str) -> bool:
    return path.startswith("policybuilder/") and path.endswith(".py")


def variables_documented(text: str) -> set[str]:
    """The first column of the tables in docs/settings.md."""
    return set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))


def commands() -> set[str]:
    """Our management commands."""
    paths = [PurePosixPath(file.path) for file in files() if "/management/commands/" in file.path]
    return {path.stem for path in paths if not path.stem.startswith("_")}


def broken_links(path: str, text: str) -> list[str]:
    """Relative links of a document that lead nowhere."""
    folder = (ROOT / path).parent
    targets = [target.partition("#")[0] for target in LINK.findall(text)]
    return [target for target in targets if target and "://" not in target and not (folder / target).exists()]


def documents() -> dict[str, str]:
    """Every Markdown file of ours."""
    return {file.path: file.text for file in files() if file.path.endswith(".md")}


def requirement_names(path: str) -> dict[str, str]:
    """Name, normalised, to the rest of its line."""
    lines = [line.partition("#")[0].strip() for line in read(path).splitlines()]
    parts = [re.match(r"([A-Za-z0-9._-]+)(.*)", line) for line in lines if line and not line.startswith("-")]
    return {normal(part[1]): part[2] for part in parts if part}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
