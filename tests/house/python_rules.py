"""Rules about Python files that neither ruff nor import-linter can hold."""

import ast
import re
import sys
from collections.abc import Iterator

from tests.house.source import File, Rule, numbered

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
PURE = ("iam", "catalogue", "analysis", "authoring", "validator", "export", "wording")  # below the accounts
ENGINE_MAY_NOT = {"os", "time", "random", "socket", "logging", "subprocess", "urllib", "re", "secrets", "threading"}
ENGINE_MAY = set(sys.stdlib_module_names) - ENGINE_MAY_NOT
NO_CLOCK_OR_IO = {"time", "random", "socket", "subprocess", "logging", "secrets"}
CLOCK_OR_IO_CALLS = {"now", "utcnow", "today"}
IO_NAMES = {"open", "print", "input", "eval", "exec"}
ORACLE_MAY_NOT = {"match", "decide", "conditions", "operators", "wildcard"}
ORACLE_MAY_NOT_NAME = {"decide", "verdict", "glob_matches", "covers", "overlaps", "arn_matches"}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "handler", "handlers"}
SUPPRESSION = re.compile(r"# (noqa|type: ignore)[^#]*(#.*)?$")
REASONED = re.compile(r"# (noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* - \w|type: ignore\[[\w, -]+\]  # \w)")


def is_python(path: str) -> bool:
    return path.endswith(".py") and "/migrations/" not in path


def is_engine(path: str) -> bool:
    return is_python(path) and path.startswith("policybuilder/iam/")


def is_pure(path: str) -> bool:
    return is_python(path) and path.startswith(tuple(f"policybuilder/{room}" for room in PURE))


def long_file(file: File) -> Iterator[str]:
    if len(file.lines) > LONGEST_FILE:
        yield f":{LONGEST_FILE} has {len(file.lines)} lines"


def long_functions(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree()):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f":{node.lineno} {node.name} has {length} lines"


def imports(file: File) -> Iterator[tuple[int, str, list[str]]]:
    """Line, module and imported names; relative imports keep their dots."""
    for node in ast.walk(file.tree()):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or ""), [alias.name for alias in node.names]


def engine_imports(file: File) -> Iterator[str]:
    for line, module, _ in imports(file):
        top = module.partition(".")[0]
        if top and top not in ENGINE_MAY and not f"{module}.".startswith("policybuilder.iam."):
            yield f":{line} imports {module}"


def clock_and_io(file: File) -> Iterator[str]:
    for line, module, _ in imports(file):
        if module.partition(".")[0] in NO_CLOCK_OR_IO or module == "urllib.request":
            yield f":{line} imports {module}"
    for node in ast.walk(file.tree()):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in CLOCK_OR_IO_CALLS and not node.args:
            yield f":{node.lineno} calls .{called.attr}()"
        if isinstance(called, ast.Name) and called.id in IO_NAMES:
            yield f":{node.lineno} calls {called.id}()"


def oracle_imports(file: File) -> Iterator[str]:
    for line, module, names in imports(file):
        if "policybuilder" not in module:
            continue
        parts = {*module.split("."), *names}
        for name in sorted(parts & (ORACLE_MAY_NOT | ORACLE_MAY_NOT_NAME)):
            yield f":{line} imports {name}"


def nameless(file: File) -> Iterator[str]:
    for part in file.path.removesuffix(".py").split("/"):
        if part in NAMELESS:
            yield f":1 is called {part}"


def bare_suppressions(file: File) -> Iterator[str]:
    for number, text in numbered(file, SUPPRESSION):
        if not REASONED.search(text):
            yield f":{number} {text.strip()}"


def safe_markup(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree()):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in {"mark_safe", "SafeString", "SafeText"}:
            yield f":{node.lineno} calls {name}()"


def sleeps(file: File) -> Iterator[str]:
    for number, text in numbered(file, re.compile(r"\b(wait_for_timeout|time\.sleep|networkidle)\b")):
        yield f":{number} {text}"


def closed_answers(file: File) -> Iterator[str]:
    """Closing an answer tells Django that the request is over, and it closes a connection that is inside a
    transaction, as a test's is; SQLite in memory stays open all the same."""
    for node in ast.walk(file.tree()):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "answer.close":
            yield f":{node.lineno} calls answer.close()"


RULES = [
    Rule(
        "python files are short",
        f"Split a file above {LONGEST_FILE} lines where a second reason to change begins.",
        is_python,
        long_file,
        File("policybuilder/long.py", "x = 1\n" * (LONGEST_FILE + 1)),
    ),
    Rule(
        "functions are short",
        f"Split a function above {LONGEST_FUNCTION} lines; name its parts after what they answer.",
        is_python,
        long_functions,
        File("policybuilder/long.py", "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION),
    ),
    Rule(
        "the engine stands on the standard library",
        "Use plain Python, give the clock and the environment as inputs; match globs with policybuilder.iam.wildcard.",
        is_engine,
        engine_imports,
        File("policybuilder/iam/match.py", "import re\n"),
    ),
    Rule(
        "below the accounts nothing reads a clock or does I/O",
        "Take the time as an argument and return values; packaged data is read with importlib.resources.",
        is_pure,
        clock_and_io,
        File("policybuilder/wording.py", "today = date.today()\n"),
    ),
    Rule(
        "the oracle is a second opinion",
        "Write the oracle's own naive matching; it may use the engine's values and its parser only.",
        lambda path: path in {"tests/oracle.py", "tests/oracle_layers.py"},
        oracle_imports,
        File("tests/oracle.py", "from policybuilder.iam import Request, decide\n"),
    ),
    Rule(
        "every file is named after a concept",
        "A file without a home shows a concept without a name: find the word in docs or the domain.",
        is_python,
        nameless,
        File("policybuilder/web/helpers.py", ""),
    ),
    Rule(
        "every suppression says its code and why",
        "Write `# noqa: X123 - reason` or `# type: ignore[code]  # reason`, or mend the cause.",
        lambda path: is_python(path) and not path.startswith("tests/house/"),
        bare_suppressions,
        File("policybuilder/web/apps.py", "import web  # noqa" + ": F401\n"),
    ),
    Rule(
        "markup is built by templates and format_html",
        "Use format_html or a template; text that is trusted today is a hole tomorrow.",
        lambda path: is_python(path) and path.startswith("policybuilder/"),
        safe_markup,
        File("policybuilder/web/highlight.py", "words = mark_safe(text)\n"),
    ),
    Rule(
        "browser tests never sleep",
        "Wait with `expect` for what a user would see.",
        lambda path: path.startswith("tests/browser/") and path != "tests/browser/test_harness.py",
        sleeps,
        File("tests/browser/test_build.py", "page.wait_for_timeout(500)\n"),
    ),
    Rule(
        "no test closes an answer",
        "Read it with answer.getvalue(): the client closes it at its end and leaves PostgreSQL's transaction open.",
        lambda path: is_python(path) and path.startswith("tests/"),
        closed_answers,
        File("tests/web/test_security.py", "answer.close()\n"),
    ),
]
