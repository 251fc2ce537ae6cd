"""The files of the repository, as the house rules read them."""

import ast
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", ".hypothesis", "vendor", "fonts", "htmlcov"}
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".txt", ".json", ".svg", ".yml", ".yaml", ""}


@dataclass(frozen=True)
class File:
    """One file of ours: its path below the root, with forward slashes, and its text."""

    path: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def tree(self) -> ast.Module:
        return parsed(self.text)


@dataclass(frozen=True)
class Rule:
    """A rule about single files: where it holds, what breaks it, and what to do instead."""

    name: str
    instead: str
    holds_for: Callable[[str], bool]
    faults: Callable[[File], Iterator[str]]
    broken: File  # breaks the rule; a test shows that the rule sees it


@cache
def parsed(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def files() -> tuple[File, ...]:
    """Every text file that is ours, vendored files and caches left out."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in NOT_OURS and not name.endswith("_cache"))
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in TEXT and name != ".coverage":
                found.append(File(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
    return tuple(found)


def read(path: str) -> str:
    """The text of one file."""
    return (ROOT / path).read_text(encoding="utf-8")


def numbered(file: File, pattern) -> Iterator[tuple[int, str]]:
    """Line numbers and matched texts of a compiled pattern."""
    for number, line in enumerate(file.lines, 1):
        for match in pattern.finditer(line):
            yield number, match[0]
