"""How a benchmark is described and measured."""

import gc
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Entry:
    """One line of the table: `times(n)` gives n durations in seconds; `aim` is what the design asks for, if it does."""

    name: str
    times: Callable[[int], list[float]]
    n: int = 200
    aim: str = ""


def repeated(action: Callable[[], object]) -> Callable[[int], list[float]]:
    """Durations of an action, after a few runs that do not count."""

    def times(n: int) -> list[float]:
        for _ in range(3):
            action()
        gc.collect()
        found = []
        for _ in range(n):
            start = perf_counter()
            action()
            found.append(perf_counter() - start)
        return found

    return times


def row(entry: Entry) -> list[str]:
    """Name, n, median, 95th percentile in milliseconds, aim."""
    times = entry.times(entry.n)
    high = statistics.quantiles(times, n=20)[-1]
    return [entry.name, str(len(times)), milliseconds(statistics.median(times)), milliseconds(high), "ms", entry.aim]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.3f}" if seconds < 0.01 else f"{seconds * 1000:.1f}"
