"""How a benchmark is described and measured."""

import gc
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Entry:
    """One line of the table: `times(n)` gives n durations in seconds; `aim` is what the design asks for, if it does.

    With `count`, so many things were done in each duration, and the line says how many in a second. `note` stands in
    place of numbers that there are not.
    """

    name: str
    times: Callable[[int], list[float]]
    n: int = 200
    aim: str = ""
    count: int = 0
    unit: str = "ms"
    note: str = ""


def repeated(action: Callable[[], object], clock: Callable[[], float] = perf_counter) -> Callable[[int], list[float]]:
    """Durations of an action by a clock, after a few runs that do not count."""

    def times(n: int) -> list[float]:
        for _ in range(3):
            action()
        gc.collect()
        found = []
        for _ in range(n):
            start = clock()
            action()
            found.append(clock() - start)
        return found

    return times


def row(entry: Entry) -> list[str]:
    """Name, n, median, 95th percentile (the slow end) in milliseconds or per second, unit, aim."""
    if entry.note:
        return [entry.name, "", "", "", "", entry.note]
    times = entry.times(entry.n)
    middle = statistics.median(times)
    high = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else middle
    if entry.count:
        return [entry.name, str(len(times)), per_second(entry, middle), per_second(entry, high), "1/s", entry.aim]
    scale = SCALES[entry.unit]
    return [entry.name, str(len(times)), shown(middle * scale), shown(high * scale), entry.unit, entry.aim]


SCALES = {"ms": 1000.0, "MB": 1e-6}


def shown(number: float) -> str:
    return f"{number:.3f}" if number < 10 else f"{number:.1f}"


def per_second(entry: Entry, seconds: float) -> str:
    return f"{entry.count / seconds:,.0f}"
