"""`make bench`: a table of timings. Nothing here is asserted; compare two runs on the same machine.

.venv/bin/python -m benchmarks.run            everything
.venv/bin/python -m benchmarks.run engine     one module
"""

import os
import platform
import sys
import tempfile
from importlib import import_module

from benchmarks.timing import row

MODULES = ["engine", "lines", "decisions", "compare", "minimise", "validation", "pages", "library", "browser"]
ENVIRONMENT = {"POLICYBUILDER_MODE": "test", "DJANGO_SETTINGS_MODULE": "policybuilder.settings", "LOG_LEVEL": "ERROR"}
HEAD = ["what", "n", "median", "p95", "unit", "aim"]


def machine() -> str:
    """The line that makes a table comparable."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def main(chosen: list[str]) -> int:
    """Print one table; 2 for a name that is no module."""
    unknown = set(chosen) - set(MODULES)
    if unknown:
        print(f"No such benchmarks: {', '.join(sorted(unknown))}. There are {', '.join(MODULES)}.", file=sys.stderr)
        return 2
    print(machine())
    print(line(HEAD))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        os.environ.update(ENVIRONMENT, POLICYBUILDER_VAR=folder)
        for name in chosen or MODULES:
            for entry in import_module(f"benchmarks.{name}").entries():
                print(line(row(entry)), flush=True)
    return 0


def line(cells: list[str]) -> str:
    """One row with aligned columns."""
    name, *numbers, unit, aim = cells
    return f"{name:<52}" + "".join(f"{cell:>12}" for cell in numbers) + f"  {unit:<5} {aim}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
