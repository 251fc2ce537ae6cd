"""Two policies compared: realistic pairs, growing policies, the worst that one can write, and z3 on the same pairs.

The worst cases run within the time that a page gives a comparison; their line says how the answer came out. z3 is asked
about Rekognition alone, action class by action class, as `tests/analysis/z3_formula.py` has it, on the realistic pairs,
evenly spread ones first, as many as it gets through in its time; where it is not installed the line says so. All is measured in the process's own time, so that whatever
else the machine does counts as little as it can.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.timing import Entry, repeated
from policybuilder.analysis.compare import compare
from policybuilder.analysis.globs import Budget
from policybuilder.authoring import guide_policies
from policybuilder.authoring.recipes import recipe_fields, recipes
from policybuilder.authoring.recipes_filling import Filled, fill
from policybuilder.iam import Policy, parse, policy_from

MANAGED = Path(__file__).with_name("managed_policies.json")
PAGE = 1.0  # seconds that a page gives a comparison
REGION = "arn:aws:rekognition:us-east-1:111122223333"
ACTIONS = (
    "DetectCustomLabels",
    "StartProjectVersion",
    "StopProjectVersion",
    "DescribeProjectVersions",
    "DeleteDataset",
)
Document = dict[str, Any]
STRIDE = 17  # pairs that z3 is asked about one after the other lie so far apart, and have little in common
Z3_SECONDS = 120.0  # that z3 is given for all pairs


def entries() -> Iterator[Entry]:
    """Realistic pairs, growing policies, worst cases, z3."""
    pairs = list(combinations(realistic().items(), 2))
    answers: Counter[str] = Counter()

    def every_pair(_: int) -> list[float]:
        return [_timed(one, other, answers) for (_, one), (_, other) in pairs]

    yield Entry("compare: guide, managed policies, recipes, each pair", every_pair, n=len(pairs), aim="< 5")
    yield Entry("  the answers", lambda _: [], note=shown(answers))
    for size in (10, 30, 100, 300):
        yield from growing(size, "< 300" if size == 30 else "")
    for name, (one, other) in worst_cases().items():
        yield from bounded(name, one, other)
    yield from by_z3([pair for first in range(STRIDE) for pair in pairs[first::STRIDE]])


def shown(answers: Counter[str]) -> str:
    """How many answers of which kind."""
    return ", ".join(f"{name} {number}" for name, number in answers.most_common())


def _timed(one: Policy, other: Policy, answers: Counter[str]) -> float:
    begun = process_time()
    found = compare(one, other)
    seconds = process_time() - begun
    answers[found.relation] += 1
    return seconds


# -- realistic ---------------------------------------------------------------------------------------------------------


def realistic() -> dict[str, Policy]:
    """The guide's two policies, AWS's four managed ones, and the recipes that make policies for callers."""
    texts = {guide.title: guide.text for guide in guide_policies()}
    texts |= {each["name"]: json.dumps(each["document"]) for each in json.loads(MANAGED.read_text("utf-8"))["policies"]}
    answers = {name: field.example for name, field in recipe_fields().items()}
    for recipe in recipes():
        if recipe.kind == "identity":
            filled = fill([recipe], answers)
            assert isinstance(filled, Filled), (recipe.id, filled)
            texts[recipe.id] = filled.composed.text
    policies = {name: parse(text).policy for name, text in texts.items()}
    return {name: policy for name, policy in policies.items() if policy is not None}


# -- growing -----------------------------------------------------------------------------------------------------------


def growing(size: int, aim: str) -> Iterator[Entry]:
    """So many statements of four actions and one pattern, a third with a condition, a fifth denying."""
    body = [statement(number, random.Random(number)) for number in range(size)]  # noqa: S311 - policies, not secrets
    plain, rounds = document(body), 5 if size < 100 else 2
    changed = document([*body[1:], {**body[0], "Resource": [body[0]["Resource"], f"{REGION}:project/more/*"]}])
    for name, other in (("one changed", changed), ("the same, turned round", document(body[::-1]))):
        yield Entry(
            f"compare: {size} statements, {name}", repeated(_comparing(plain, other), process_time), n=rounds, aim=aim
        )


def _comparing(one: Policy, other: Policy) -> Callable[[], object]:
    return lambda: compare(one, other)


def statement(number: int, draw: random.Random) -> Document:
    """A statement among many."""
    name = draw.choice((f"p{number}", f"p{number}*", f"*ab{number}*"))
    made: Document = {
        "Effect": "Deny" if draw.random() < 0.2 else "Allow",
        "Action": [f"rekognition:{action}" for action in draw.sample(ACTIONS, 4)],
        "Resource": f"arn:aws:rekognition:*:111122223333:project/{name}/*",
    }
    tagged = {"Condition": {"StringEquals": {"aws:ResourceTag/team": f"t{number % 7}"}}}
    return made | (tagged if draw.random() < 0.3 else {})


def document(body: list[Document]) -> Policy:
    """A policy of statements."""
    found = policy_from({"Version": "2012-10-17", "Statement": body})
    assert found is not None
    return found


# -- worst cases -------------------------------------------------------------------------------------------------------


def worst_cases() -> dict[str, tuple[Policy, Policy]]:
    """What grows fast: each a pair that takes as much as its family can."""
    nothing = document([{"Effect": "Deny", "Action": "*", "Resource": "*"}])
    overlapping = [allow(f"project/*{letter}*/version/*") for letter in "abcdefghijklmnop"]
    names = [allow(f"project/p{number}/*", region="*") for number in range(200)]
    behind_star = allow("project/*a????????????/version/*")
    return {
        "16 patterns that all overlap": (document(overlapping), document(overlapping[1:])),
        "14 letters wanted in 13 places": (letters(14, 13), nothing),
        "12 question marks behind a star, two of them": (
            document([behind_star]),
            document([allow("project/*b????????????/version/*"), deny("project/*a*c????????????/version/*")]),
        ),
        "600 names shut out": (
            document([allow("project/*")]),
            document([allow("project/*"), *(deny(f"project/*ab{number}*") for number in range(600))]),
        ),
        "200 projects in any Region": (document([allow("project/*", region="*")]), document(names)),
        "3-SAT, 20 keys, 120 statements": (document([allow("*")]), document(satisfiable(20, 120))),
        "3-SAT, 30 keys, 180 statements": (document([allow("*")]), document(satisfiable(30, 180))),
    }


def allow(tail: str, *, region: str = "us-east-1", condition: Document | None = None) -> Document:
    """Allow the use of versions."""
    made: Document = {"Effect": "Allow", "Action": "rekognition:DetectCustomLabels"}
    made["Resource"] = "*" if tail == "*" else f"arn:aws:rekognition:{region}:111122223333:{tail}"
    return made | ({"Condition": condition} if condition else {})


def deny(tail: str) -> Document:
    """Deny it."""
    return allow(tail) | {"Effect": "Deny"}


def letters(wanted: int, places: int) -> Policy:
    """A tag of so many letters in which every one of more letters must stand: nothing is allowed."""
    tag = "aws:ResourceTag/x"
    body = [allow("*", condition={"StringLike": {tag: "?" * places}})]
    for number in range(wanted):
        condition = {"StringNotLike": {tag: f"*{chr(ord('a') + number)}*"}}
        body.append(allow("*", condition=condition) | {"Effect": "Deny"})
    return document(body)


def satisfiable(keys: int, clauses: int) -> list[Document]:
    """Statements whose three conditions are a clause each: all together allow everything, or show an assignment."""
    draw = random.Random(7)  # noqa: S311 - policies, not secrets
    body = []
    for _ in range(clauses):
        block: Document = {}
        for key in draw.sample(range(keys), 3):
            operator = draw.choice(("StringEquals", "StringNotEquals"))
            block.setdefault(operator, {})[f"aws:PrincipalTag/k{key}"] = "t"
        body.append(allow("*", condition=block))
    return body


def bounded(name: str, one: Policy, other: Policy) -> Iterator[Entry]:
    """A comparison in a page's time; the line after it says how it came out."""
    answers: dict[str, int] = {}

    def within(n: int) -> list[float]:
        times = []
        for _ in range(n):
            begun = process_time()
            found = compare(one, other, budget=of_a_page(begun))
            times.append(process_time() - begun)
            answer = found.relation if found.reason is None else f"{found.relation} ({found.reason})"
            answers[answer] = answers.get(answer, 0) + 1
        return times

    yield Entry(f"compare: {name}", within, n=3, aim=f"< {PAGE * 1000:.0f}, or unknown")
    yield Entry("  the answer", lambda _: [], note=", ".join(answers))


def of_a_page(begun: float) -> Budget:
    """As many steps as one likes, within a page's time."""
    return Budget(100_000_000, expired=lambda: process_time() > begun + PAGE)


# -- z3 ----------------------------------------------------------------------------------------------------------------


def by_z3(pairs: list[tuple[tuple[str, Policy], tuple[str, Policy]]]) -> Iterator[Entry]:
    """z3 and ours on the same pairs, Rekognition alone; z3 gets 1.5 s for each class of actions."""
    if find_spec("z3") is None:
        yield Entry("z3", lambda _: [], note="z3 is not installed: pip install z3-solver")
        return
    from policybuilder.analysis.worlds import REKOGNITION
    from policybuilder.iam import render
    from tests.analysis.z3_formula import NotEncodedError, relation

    z3 = import_module("z3")
    ours: list[float] = []
    outcomes: Counter[str] = Counter()

    def theirs(n: int) -> list[float]:
        times: list[float] = []
        for (_, one), (_, other) in pairs[:n]:
            if sum(times) > Z3_SECONDS:
                break
            begun = process_time()
            answer = compare(one, other, world=REKOGNITION).relation
            ours.append(process_time() - begun)
            begun = process_time()
            try:
                found = relation(z3, json.loads(render(one)), json.loads(render(other)))
            except NotEncodedError:
                outcomes["not encoded"] += 1
                continue
            times.append(process_time() - begun)
            outcomes["gave up" if found is None else "agrees" if found == answer else "CONTRADICTS"] += 1
        return times

    yield Entry("z3: the realistic pairs, as far as it gets", theirs, n=len(pairs))
    yield Entry("  what it says", lambda _: [], note=shown(outcomes))
    yield Entry("  ours on the same", lambda _: ours, n=len(pairs))
