"""Compare random pairs of policies, as many as one likes, and stop at the first answer that something contradicts.

    make fuzz-compare N=100000

Most pairs are changed copies of one another. Every witness is decided again by `iam.decide` and by the tests' own literal
evaluator; where the engine says that there is none, random requests at the edges of both policies try to be one. Printed:
how many answers of which kind, why some are `unknown`, and how long comparing took. The pair that contradicts is made as
small as it gets and printed, and the run ends with 1.
"""

import argparse
import json
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field

from tests.analysis.random_pairs import Document, random_pair
from tests.analysis.smaller import minimised
from tests.analysis.trials import tried

CHUNK = 50  # pairs that a process does before it reports
TRIED = 300  # requests per answer without a witness


@dataclass(frozen=True)
class Options:
    """What a run is asked for."""

    requests: int
    budget: float | None


@dataclass
class Tally:
    """What a chunk came to. `slowest` is the longest time and its pair; `broke` a pair with what speaks against it."""

    relations: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    broke: tuple[str, str] | None = None


def fault_of(
    kind: str, one: Document, other: Document, seed: int, options: Options
) -> tuple[str, str, float, str | None]:
    """The relation, its reason, the time, and what speaks against it: a contradiction or whatever was raised."""
    try:
        trial = tried(kind, one, other, seed=seed, requests=options.requests, budget=options.budget)
    except Exception:  # noqa: BLE001 - whatever it is, the pair is wanted
        return "raised", "", 0.0, traceback.format_exc()
    return trial.relation, trial.reason, trial.seconds, trial.fault


def chunk(first: int, count: int, options: Options) -> Tally:
    """Compare a number of pairs, each of which its own number gives."""
    tally = Tally()
    for seed in range(first, first + count):
        kind, one, other = random_pair(random.Random(seed))  # noqa: S311 - policies, not secrets
        relation, reason, seconds, fault = fault_of(kind, one, other, seed, options)
        tally.relations[relation] += 1
        tally.seconds.append(seconds)
        if relation == "unknown":
            tally.reasons[reason] += 1
        if seconds > tally.slowest[0]:
            tally.slowest = seconds, _shown(seed, kind, one, other)
        if fault:
            tally.broke = _smallest(seed, kind, (one, other), fault, options)
            return tally
    return tally


def _smallest(seed: int, kind: str, both: tuple[Document, Document], fault: str, options: Options) -> tuple[str, str]:
    """The pair with all left out that it still fails without, and how it fails."""

    def still(one: Document, other: Document) -> bool:
        return fault_of(kind, one, other, seed, options)[3] is not None

    one, other = minimised(*both, still)
    return fault_of(kind, one, other, seed, options)[3] or fault, _shown(seed, kind, one, other)


def _shown(seed: int, kind: str, one: Document, other: Document) -> str:
    return f"seed {seed}, kind {kind}\na: {json.dumps(one)}\nb: {json.dumps(other)}"


def main() -> int:
    """Compare as many pairs as asked for; 1 if one of them contradicts."""
    parser = argparse.ArgumentParser(description="Compare random pairs of policies.")
    parser.add_argument("count", type=int, nargs="?", default=2_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--requests", type=int, default=TRIED, metavar="N", help="random requests per pair")
    parser.add_argument("--budget", type=float, default=None, metavar="SECONDS", help="time for one comparison")
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    return _report(_run(asked.count, asked.seed * 1_000_000, asked.jobs, Options(asked.requests, asked.budget)))


def _run(count: int, first: int, jobs: int, options: Options) -> Iterator[Tally]:
    """The tallies of all chunks as they are done; ends after one that broke."""
    with ProcessPoolExecutor(jobs) as pool:
        waiting = {
            pool.submit(chunk, first + start, min(CHUNK, count - start), options) for start in range(0, count, CHUNK)
        }
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in done:
                tally = each.result()
                yield tally
                if tally.broke:
                    pool.shutdown(wait=False, cancel_futures=True)
                    return


def _report(tallies: Iterator[Tally]) -> int:
    begun = time.perf_counter()
    whole = Tally()
    for tally in tallies:
        whole.relations += tally.relations
        whole.reasons += tally.reasons
        whole.seconds += tally.seconds
        whole.slowest, whole.broke = max(whole.slowest, tally.slowest), tally.broke
        rate = len(whole.seconds) / (time.perf_counter() - begun)
        print(f"\r{len(whole.seconds):,} pairs, {rate:,.0f} a second", end="", flush=True)
    times = sorted(whole.seconds) or [0.0]
    print("\n" + ", ".join(f"{name} {number:,}" for name, number in whole.relations.most_common()))
    for reason, number in whole.reasons.most_common(8):
        print(f"unknown {number:,} times: {reason}")
    middle, high = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"a comparison took {middle * 1000:.1f} ms (median), {high * 1000:.1f} ms (95th percentile); the slowest:")
    print(f"{whole.slowest[0] * 1000:,.0f} ms, {whole.slowest[1]}")
    if whole.broke:
        print(f"\n{whole.broke[0]}\n{whole.broke[1]}")
    return 1 if whole.broke else 0


if __name__ == "__main__":
    sys.exit(main())
