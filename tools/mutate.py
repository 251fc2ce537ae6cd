"""Change engine modules bit by bit and see whether the tests notice.

    make mutate M=iam/conditions.py

A change that no test notices survives and is printed; each survivor is either a missing test or a change without a
meaning, and wants one or the other said. Every change gets a process of its own, forked from one that has imported
pytest and nothing of ours, from a copy of the sources as they were at the start. The tests nearest to the module run
first; the first failure ends it. For the rooms below the accounts, whose tests need no plugin.
"""

import argparse
import contextlib
import gc
import importlib.machinery
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis
import pytest

from tools.mutants import mutants

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = (
    15  # seconds of computing for a stage of the tests, four times as long for the laws; to hang is to be noticed
)
MEMORY = 2 << 30  # bytes; the same for one that makes them hoard
OPTIONS = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "-c", "mutate.ini", "--rootdir", "."]
CONFIGURATION = "[pytest]\nfilterwarnings = error\nmarkers = law\n"
READY = (hypothesis, pytest)  # imported before forking
CASES = "tests/test_cases.py"
NEAREST = {  # test files that do not go by the module's name
    "arn": ["wildcard", "match"],
    "combine": ["outcome"],
    "document": ["parse", "render"],
    "entries": ["match", "arn"],
    "listed": ["conditions"],
    "lexer": ["syntax", "parse", "render"],
    "outcome": ["combine", "decide"],
    "prepared": ["kept", "decide", "match"],
    "reasons": ["conditions", "match", "principals"],
    "statements": ["parse"],
}


@dataclass(frozen=True)
class Altered(MetaPathFinder):
    """Makes one module from other code."""

    name: str
    path: Path
    code: CodeType

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's own place, with the other code."""
        if fullname != self.name:
            return None
        loader = _Loader(fullname, str(self.path))
        loader.code = self.code
        return importlib.machinery.ModuleSpec(fullname, loader, origin=str(self.path))


class _Loader(importlib.machinery.SourceFileLoader):
    code: CodeType

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the loader's interface
        return self.code


def stages(module: str) -> list[list[str]]:
    """The module's own tests, the decision cases, the rest of its room, the laws."""
    room, _, name = module.removesuffix(".py").partition("/")
    own = [f"tests/{room}/test_{near}.py" for near in (name, *NEAREST.get(name, []))]
    found = [own, [f"{CASES}::test_decision"] * (room == "iam"), [f"tests/{room}"], ["tests/laws", CASES]]
    return [kept for stage in found if (kept := [path for path in stage if Path(path.partition("::")[0]).exists()])]


def noticed(work: Callable[[], bool]) -> bool:
    """Does the work say so in a process of its own, or come to no end?"""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    try:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        os._exit(int(work()))
    finally:  # whatever was raised
        os._exit(1)


def fails(altered: Altered | None, tests: Sequence[Sequence[str]]) -> bool:
    """Do the tests fail? To be run in a process of its own."""
    gc.disable()
    if altered:
        sys.meta_path.insert(0, altered)
    for stage in tests:
        used = resource.getrusage(resource.RUSAGE_SELF)
        patience = PATIENCE * (4 if "tests/laws" in stage else 1)
        limit = int(used.ru_utime + used.ru_stime) + patience
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        if pytest.main([*OPTIONS, *stage]) != 0:
            return True
    return False


def survivors(module: str, lines: range, *, quick: bool) -> int:
    """Print what survives in a module; how many that is, -1 if it cannot be said."""
    path, tests = Path("policybuilder", module).resolve(), stages(module)
    tests = tests[:-1] if quick else tests
    if not path.is_file() or not tests or noticed(lambda: fails(None, tests)):
        print(f"No module policybuilder/{module}, or its tests fail without a change: {tests}", file=sys.stderr)
        return -1
    name = ".".join(["policybuilder", *Path(module).with_suffix("").parts])
    made = survived = 0
    for mutant in mutants(path.read_text(encoding="utf-8")):
        if mutant.line not in lines:
            continue
        made += 1
        altered = Altered(name, path, compile(mutant.tree, str(path), "exec"))
        if not noticed(lambda altered=altered: fails(altered, tests)):  # type: ignore[misc]  # bound for this turn
            survived += 1
            print(f"survived: {module}:{mutant.line}  {mutant.change}", flush=True)
    print(f"{module}: {made} changes, {made - survived} noticed, {survived} survived", flush=True)
    return survived


def main() -> int:
    """Print survivors; 1 if there are any, 2 if a module cannot be changed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="+", help="below policybuilder/, such as iam/conditions.py")
    parser.add_argument("--lines", default="0-9999", metavar="FROM-TO", help="only changes to these lines")
    parser.add_argument("--quick", action="store_true", help="leave the laws out")
    arguments = parser.parse_args()
    first, _, last = arguments.lines.partition("-")
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "HYPOTHESIS_PROFILE": "brief"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name in ("policybuilder", "tests"):
            shutil.copytree(ROOT / name, name)
        Path("mutate.ini").write_text(CONFIGURATION, encoding="utf-8")
        sys.path.insert(0, folder)
        lines = range(int(first), int(last or first) + 1)
        counts = [survivors(module, lines, quick=arguments.quick) for module in arguments.modules]
    return 2 if min(counts) < 0 else int(any(counts))


if __name__ == "__main__":
    sys.exit(main())
