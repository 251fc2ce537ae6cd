"""Decisions and tables in a second, on the fixed workload, and moto's evaluator beside them.

moto's evaluator knows one operator of conditions and neither variables nor several policies, so that it is asked the
workload's identity policy without conditions, and so is ours on that line. Where moto is not installed the line says so.
All is measured in the process's own time, so that whatever else the machine does counts as little as it can.
"""

import gc
import json
import tracemalloc
from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

from benchmarks import workload
from benchmarks.timing import Entry, repeated
from policybuilder.catalogue import catalogue
from policybuilder.iam import Decision, Layers, Prepared, Request, decide, policy_from, prepare, table, verdict

ROUNDS = 25


def entries() -> list[Entry]:
    """Single questions, tables and their memory, and the yardstick."""
    asked, policies = workload.requests(), workload.layers()
    half, third = workload.shares(asked, policies)
    assert (half * 2, third * 3) == (len(asked), len(asked)), (half, third)
    prepared = prepare(policies)
    return [
        singles("decisions, every statement's reasons", asked, lambda one: decide(one, prepared), "40,000"),
        singles("verdicts, policies compiled once", asked, lambda one: verdict(one, prepared), "150,000"),
        *harder(asked),
        *tables(prepared, 20, 50, ""),
        *tables(prepared, 76, 1_000, "10,000,000"),
        *tables(prepared, 76, 10_000, "10,000,000"),
        *yardstick(asked),
    ]


def singles(name: str, asked: Sequence[Request], answer: Callable[[Request], object], aim: str) -> Entry:
    """All requests, one after the other."""

    def ask_all() -> None:
        for one in asked:
            answer(one)

    return Entry(name, repeated(ask_all, process_time), n=ROUNDS, aim=aim, count=len(asked))


def harder(asked: Sequence[Request]) -> list[Entry]:
    """What costs more: every kind of layer, and values of which none was seen before."""
    everything = prepare(workload.all_layers())
    new, policies = workload.never_the_same()
    timed = prepare(policies)
    return [
        singles("decisions, with SCPs, an RCP and a project policy", asked, lambda one: decide(one, everything), ""),
        singles("verdicts, the same", asked, lambda one: verdict(one, everything), ""),
        singles("decisions, a tested value new in each request", new, lambda one: decide(one, timed), ""),
        singles("verdicts, the same", new, lambda one: verdict(one, timed), ""),
    ]


def tables(prepared: Prepared, height: int, width: int, aim: str) -> list[Entry]:
    """A table with every cell read out, and the memory that it holds and that making it takes."""
    names = [name for name in catalogue().actions if name.startswith("rekognition:")][:height]
    assert len(names) == height
    arns = resources(width)
    asker = workload.requests(3)[2]

    def decided() -> None:
        made = table(asker, names, arns, prepared)
        for number in range(height):
            made.row(number)

    def peak(_: int) -> list[float]:
        gc.collect()
        tracemalloc.start()
        made = table(asker, names, arns, prepared)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        del made
        return [float(highest)]

    name = f"table of {height} x {width:,}"
    rounds = ROUNDS if width > 100 else 200
    return [
        Entry(f"cells of a {name}", repeated(decided, process_time), n=rounds, aim=aim, count=height * width),
        Entry(f"peak memory of a {name}", peak, n=1, unit="MB"),
    ]


def resources(count: int) -> list[str]:
    """Projects, versions, datasets and images, a fifth of them in another Region."""
    forms = (
        f"{workload.REGION}:project/p{{n}}/169{{n:010}}",
        f"{workload.REGION}:project/cats{workload.VERSION}",
        f"{workload.REGION}:project/cats{workload.DATASET}",
        "arn:aws:s3:::cat-images/in/{n}.jpg",
        f"arn:aws:rekognition:eu-west-1:{workload.ACCOUNT}:project/p{{n}}{workload.VERSION}",
    )
    return [forms[n % 5].format(n=n) for n in range(count)]


def yardstick(asked: Sequence[Request]) -> list[Entry]:
    """moto's evaluator and ours on the policy without conditions."""
    plain = workload.documents()["identity"]
    bare = {**plain, "Statement": [without_condition(statement) for statement in plain["Statement"]]}
    policy = policy_from(bare)
    assert policy is not None
    prepared = prepare(Layers(identity=(policy,)))
    ours = singles("verdicts on what moto can read: ours", asked, lambda one: verdict(one, prepared), "")
    name = "verdicts on what moto can read: moto's"
    try:
        from moto.iam.access_control import IAMPolicy
    except ImportError:
        return [ours, Entry(name, lambda _: [], note="not installed")]
    evaluator = IAMPolicy({"policy_document": json.dumps(bare)})
    for one in asked:
        permitted = evaluator.is_action_permitted(one.action, one.resource).name == "PERMITTED"
        assert permitted is (verdict(one, prepared) is Decision.ALLOWED), one
    theirs = singles(name, asked, lambda one: evaluator.is_action_permitted(one.action, one.resource), "")
    return [ours, theirs]


def without_condition(statement: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in statement.items() if name != "Condition"}
