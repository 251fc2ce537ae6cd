"""Change one module bit by bit and see whether its tests notice.

    make mutate M=iam/conditions.py

Works on copies in a temporary folder. A change that no test notices survives and is printed; each survivor is either
a missing test or a change without a meaning, and wants one or the other said.
"""

import argparse
import ast
import copy
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import local

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ["policybuilder", "tests", "templates", "static", "manage.py", "pyproject.toml"]
PATIENCE = 60  # seconds for one run of the tests; a change that makes them hang counts as noticed
OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


@dataclass(frozen=True)
class Mutant:
    """The module with one change."""

    line: int
    change: str
    source: str


def replacements(node: ast.AST) -> Iterator[ast.AST]:
    """What this node could be by mistake."""
    if isinstance(node, ast.Compare | ast.BoolOp | ast.BinOp):
        yield from other_operators(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield ast.IfExp(test=node.test, body=node.orelse, orelse=node.body)
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Constant):
        yield from other_constants(node.value)


def other_operators(node: ast.Compare | ast.BoolOp | ast.BinOp) -> Iterator[ast.AST]:
    """The same operands with an operator's neighbour."""
    operators: list[ast.AST] = list(node.ops) if isinstance(node, ast.Compare) else [node.op]
    for index, operator in enumerate(operators):
        if type(operator) in OPPOSITE:
            other, neighbour = copy.copy(node), OPPOSITE[type(operator)]()
            changed = [*operators[:index], neighbour, *operators[index + 1 :]]
            other.__dict__.update({"ops": changed} if isinstance(node, ast.Compare) else {"op": neighbour})
            yield other


def other_constants(value: object) -> Iterator[ast.Constant]:
    """True for False, a number one higher, another text."""
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant(value + "~")


class Swap(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Found by identity."""
        return self.new if node is self.old else super().visit(node)


def mutants(source: str) -> Iterator[Mutant]:
    """Every change, one at a time; docstrings and annotations stay."""
    tree = ast.parse(source)
    quiet = untouched(tree)
    for node in [node for node in ast.walk(tree) if id(node) not in quiet]:
        before = ast.unparse(node) if hasattr(node, "lineno") else ""
        for new in replacements(node):
            Swap(node, new).visit(tree)
            changed = ast.unparse(ast.fix_missing_locations(tree))
            Swap(new, node).visit(tree)
            yield Mutant(getattr(node, "lineno", 0), f"{before}  ->  {ast.unparse(new)}", changed)


def untouched(tree: ast.Module) -> set[int]:
    """Nodes whose change means nothing at run time."""
    roots: list[ast.AST] = [node for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    for node in ast.walk(tree):
        roots += [part for name in ("annotation", "returns") if (part := getattr(node, name, None))]
    quiet = [root for root in roots if not isinstance(root, ast.Expr) or isinstance(root.value, ast.Constant)]
    return {id(part) for root in quiet for part in ast.walk(root)}


class Bench:
    """A copy of the repository for each thread, and the tests that are run in it."""

    def __init__(self, folder: Path, module: str, tests: list[str]) -> None:
        self.folder, self.module, self.tests = folder, module, tests
        self._mine, self._numbers = local(), count()

    def copy_of_mine(self) -> Path:
        """This thread's copy, made when it is first needed."""
        if not hasattr(self._mine, "place"):
            self._mine.place = self.folder / str(next(self._numbers))
            for name in NEEDED:
                source, target = ROOT / name, self._mine.place / name
                target.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        return Path(self._mine.place)

    def notices(self, source: str) -> bool:
        """Do the tests fail, or hang, with this source?"""
        place = self.copy_of_mine()
        (place / "policybuilder" / self.module).write_text(source, encoding="utf-8")
        options = ["-x", "-q", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider"]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_PROFILE": "brief"}
        command = [sys.executable, "-m", "pytest", *options, *self.tests]
        try:
            run = subprocess.run(  # noqa: S603 - our own tests
                command, cwd=place, env=environment, capture_output=True, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            return True
        return run.returncode != 0


def tests_of(module: str) -> list[str]:
    """The module's own tests first, then its room's, then the laws: the first failure ends a run."""
    room, _, name = module.partition("/")
    wanted = [f"tests/{room}/test_{name}", f"tests/{room}", "tests/laws"]
    return [path for path in wanted if (ROOT / path).exists()]


def main() -> int:
    """Print survivors; 1 if there are any, 2 if the module cannot be mutated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", help="below policybuilder/, such as iam/conditions.py")
    module = parser.parse_args().module.removeprefix("policybuilder/")
    path, tests = ROOT / "policybuilder" / module, tests_of(module)
    if not path.is_file() or not tests:
        print(f"No module policybuilder/{module}, or no tests for it: make mutate M=iam/conditions.py", file=sys.stderr)
        return 2
    source = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        bench = Bench(Path(folder), module, tests)
        if bench.notices(source):
            print(f"The tests fail without a change: {' '.join(tests)}", file=sys.stderr)
            return 2
        every = list(mutants(source))
        print(f"{len(every)} changes to policybuilder/{module}, noticed or not by {' '.join(tests)}")
        noticed = list(pool.map(lambda mutant: bench.notices(mutant.source), every))
    survivors = [mutant for mutant, seen in zip(every, noticed, strict=True) if not seen]
    for mutant in survivors:
        print(f"survived: {module}:{mutant.line}  {mutant.change}")
    print(f"{len(every) - len(survivors)} noticed, {len(survivors)} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
