"""Reading files and writing lines, for the commands."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

UNUSABLE, INTERRUPTED = 2, 130


class UnusableInputError(Exception):
    """The input cannot be read; the message is one line for the person who called."""


def read_bytes(file: str) -> bytes:
    """A file's bytes, or those of standard input for `-`.

    Raises:
        UnusableInputError: for what cannot be read.
    """
    if file == "-" and sys.stdin is None:
        raise UnusableInputError("-: standard input is closed")
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise UnusableInputError(f"{file}: {getattr(error, 'strerror', None) or error}") from None


def shown(text: str) -> str:
    """A text as one line that any terminal can print: control characters and lone surrogates as escapes."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def named_files(options: Mapping[str, object]) -> list[str]:
    """The files that the command line names."""
    files = options["files"]
    return [str(name) for name in files] if isinstance(files, list) else []


def exit_status(run: Callable[[], int], say: Callable[[str], object]) -> int:
    """What a command leaves with: what its run says, else 2 and one line for `say`, or 130 where it was interrupted."""
    if sys.stdout is None:
        say("The answers cannot be written: standard output is closed.")
        return UNUSABLE
    try:
        status = run()
        sys.stdout.flush()
    except UnusableInputError as error:
        say(shown(str(error)))
        return UNUSABLE
    except OSError as error:
        _output_ended(error, say)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _output_ended(error: OSError, say: Callable[[str], object]) -> None:
    """What is left to do where standard output takes no more: say why, unless the reader has just seen enough.

    What Python still holds back goes nowhere, so that nothing is said of it at the end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        say(f"The answers cannot be written: {error.strerror}.")
