"""Policy documents in files, folders and lines, and the mutes that go with them, for the commands."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from policybuilder.iam import glob_matches
from policybuilder.validator import Mute
from policybuilder.web.management.terminal import UnusableInputError, read_bytes

POLICY_MEMBERS = {"version", "id", "statement"}
NO_POLICY = "no policy document (neither Version nor Statement), skipped"


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its file's name, `-` for standard input, and its bytes."""

    name: str
    content: bytes

    def text(self) -> str:
        """The document as text. A byte order mark is part of it.

        Raises:
            UnusableInputError: for what is not UTF-8.
        """
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnusableInputError(f"{self.name}: not UTF-8 text (byte {error.start})") from None

    def meant(self, mutes: Sequence["FileMute"]) -> tuple[Mute, ...]:
        """The mutes for this file."""
        return tuple(mute.mute for mute in mutes if glob_matches(mute.files, self.name))


@dataclass(frozen=True, slots=True)
class FileMute:
    """A mute for the files whose name the pattern matches."""

    mute: Mute
    files: str = "*"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder that holds no policy."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One line of input: the object, or why there is none; its id if it has one."""

    value: Mapping[str, object]
    identifier: str | int | None = None
    error: str | None = None


def documents_of(name: str) -> Iterator[Document | Skipped]:
    """The documents of a name: a file, standard input, or the `.json` files of a folder and of those in it.

    Raises:
        UnusableInputError: for a file that cannot be read, or a folder without any.
    """
    folder = Path(name)
    if name == "-" or not folder.is_dir():
        yield Document(name, read_bytes(name))
        return
    files = sorted(path for path in folder.rglob("*.json") if path.is_file())
    if not files:
        raise UnusableInputError(f"{name}: there is no .json file in this folder")
    for path in files:
        content = read_bytes(str(path))
        if _other_json(content):
            yield Skipped(str(path), NO_POLICY)
        else:
            yield Document(str(path), content)


def _other_json(content: bytes) -> bool:
    """Is it JSON that nobody would take for a policy? What cannot be read may be a policy with a fault."""
    try:
        plain = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return not isinstance(plain, dict) or not {key.lower() for key in plain} & POLICY_MEMBERS


def policy_lines(content: bytes, members: Sequence[str] = ("policy",)) -> Iterator[PolicyLine | None]:
    """Every line as an object with a policy, or with another of the members named; None for an empty line."""
    for raw in content.split(b"\n"):
        yield _policy_line(raw, members) if raw.strip() else None


def _policy_line(raw: bytes, members: Sequence[str]) -> PolicyLine:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return PolicyLine({}, error=f"not JSON: {error}")
    if not isinstance(value, dict):
        return PolicyLine({}, error="not a JSON object")
    name = value.get("id")
    identifier = name if isinstance(name, str | int) and not isinstance(name, bool) else None
    if not any(member in value for member in members):
        return PolicyLine(value, identifier, f"the member {' or '.join(members)} is missing")
    return PolicyLine(value, identifier)


def mutes_from(content: bytes, file: str) -> tuple[FileMute, ...]:
    """The mutes of a file: objects with `code`, `reason`, and if wanted `statement`, `value` and `file` (a pattern).

    Raises:
        UnusableInputError: for a line that is no such object; a mute without a reason is none.
    """
    found = []
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if raw.strip():
            found.append(_file_mute(raw, f"{file}: line {number}"))
    return tuple(found)


def _file_mute(raw: bytes, place: str) -> FileMute:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnusableInputError(f"{place}: not JSON: {error}") from None
    members = value if isinstance(value, dict) else {}
    texts = {name: member for name, member in members.items() if isinstance(member, str) and member.strip()}
    if "code" not in texts or "reason" not in texts:
        raise UnusableInputError(f'{place}: a mute is {{"code": ..., "reason": ...}}, both with a text')
    mute = Mute(texts["code"], texts["reason"], texts.get("statement"), texts.get("value"))
    return FileMute(mute, texts.get("file", "*"))


def address_of(name: str) -> str:
    """A file's address in a log: relative to where the command runs, as code scanning wants it, else a file URI."""
    path = Path(name)
    if path.is_absolute():
        if not path.is_relative_to(Path.cwd()):
            return path.as_uri()
        path = path.relative_to(Path.cwd())
    return quote(path.as_posix())
