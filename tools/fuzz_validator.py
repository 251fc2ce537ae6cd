"""Throw broken documents at the validator, as many as one likes, and stop at the first that it chokes on.

    make fuzz N=1000000

Policies of the test cases, valid and faulty ones, are changed letter by letter, token by token or element by element.
Every result is validated, every finding put into words, every fix carried out. Printed: how many and how fast, and the
slowest. A document that raises, or whose finding points outside of the text, is printed, and the run ends with 1.
"""

import argparse
import json
import os
import random
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from policybuilder.validator import PolicyKind, Validation, fixed_text, validate
from policybuilder.wording.findings import fix_title, said

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
LONGEST = 2048  # characters of a document
CHUNK = 2_000  # documents that a process does before it reports
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+|\s+|"')
LETTERS = "{}[]\":,'\\/*?$#“”\ufeff\u200b\u00a0\ud83d\u732b\x00\t\n\r 0aA-_.é"
TOKENS = [*"{}[]:,'", '"', '""', '"*"', "null", "true", "None", "1e999", "-0", "012", "${", "}", "/*", "//", "\\", "\n"]
VALUES: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        2.5,
        10**400,
        "",
        "*",
        "?",
        "${",
        "${}",
        "${aws:username}",
        "${a,'b'}",
        "arn:",
        "a:b:c",
    ),
    *("arn:aws:rekognition:::", "*:*", "Allow", "deny", "\ud800", "\u0000", "2012-10-17", "x" * 300, "***?*" * 20),
    *(
        [],
        {},
        [[]],
        [None],
        {"": ""},
        {"AWS": []},
        {"Fn::Sub": "x"},
        ["*", 1, None, {}],
        {"StringLike": {"aws:PrincipalTag/": "*"}},
    ),
]
NAMES = [
    *("Version", "Id", "Statement", "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource"),
    *(
        "NotResource",
        "Condition",
        "action",
        "Conditions",
        "",
        "AWS",
        "Service",
        "Federated",
        "ForAllValues:StringEquals",
    ),
    *(
        "ForAnyValue:ArnLikeIfExists",
        "Null",
        "IpAddress",
        "DateGreaterThan",
        "aws:TagKeys",
        "aws:SourceIp",
        "aws:",
        ":",
    ),
]
TYPES = [None, None, "AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::KMS::Key", "nonsense"]


class PointsOutsideError(ValueError):
    """A finding's place does not lie in the text."""


@dataclass(frozen=True)
class Tally:
    """What a chunk came to. `slowest` is the longest time and its document; `broke` a document with its trace."""

    documents: int
    findings: int
    fixes: int
    slowest: tuple[float, str]
    broke: tuple[str, str] | None = None


@cache
def originals() -> tuple[str, ...]:
    """The policies of all test cases, as text, that are short enough."""
    found: dict[str, None] = {}
    for path in sorted(CASES.rglob("*.json")):
        for policy in _policies(json.loads(path.read_text("utf-8"))):
            text = policy if isinstance(policy, str) else json.dumps(policy, indent=2, ensure_ascii=False)
            if 2 <= len(text) <= LONGEST:
                found[text] = None
    return tuple(found)


def _policies(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        if "Statement" in value:
            yield value
        for name, each in value.items():
            if name == "policy" and isinstance(each, str):
                yield each
            yield from _policies(each)
    elif isinstance(value, list):
        for each in value:
            yield from _policies(each)


def letters_changed(text: str, draw: random.Random) -> str:
    """A few characters put in, taken out, doubled or exchanged; at times the text breaks off."""
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(text) + 1)
        end = min(len(text), at + draw.choice((1, 1, 2, 20)))
        escaped = "".join(f"\\u{min(ord(letter), 0xFFFF):04x}" for letter in text[at:end])
        new = draw.choice(("", text[at:end] * 2, text[at:end][::-1], escaped, *draw.choices(LETTERS, k=4)))
        text = text[:at] + new + text[end:]
    return text[: draw.randrange(len(text) + 1)] if draw.random() < 0.05 else text


def tokens_changed(text: str, draw: random.Random) -> str:
    """A few of JSON's tokens taken out, doubled, put elsewhere or exchanged."""
    tokens = TOKEN.findall(text)
    for _ in range(draw.randint(1, 4)):
        if not tokens:
            break
        at = draw.randrange(len(tokens))
        match draw.randrange(4):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, draw.choice(tokens))
            case 2:
                tokens[at] = draw.choice((*TOKENS, json.dumps(draw.choice(NAMES))))
            case _:
                other = draw.randrange(len(tokens))
                tokens[at], tokens[other] = tokens[other], tokens[at]
    return "".join(tokens)


def elements_changed(text: str, draw: random.Random) -> str:
    """A few elements replaced by others, taken out, renamed or put in; laid out in one of several ways."""
    try:
        tree = json.loads(text)
    except ValueError:
        return tokens_changed(text, draw)
    for _ in range(draw.randint(1, 4)):
        _element_changed(tree, draw)
    indent = draw.choice((None, 1, 2))
    return json.dumps(tree, indent=indent, ensure_ascii=draw.random() < 0.5)


def _element_changed(tree: object, draw: random.Random) -> None:
    places = list(_containers(tree))
    if not places:
        return
    place = draw.choice(places)
    if isinstance(place, list):
        at = draw.randrange(len(place) + 1)
        place[at : at + draw.randrange(2)] = draw.choice(([], [_value(draw)], place[at:] * 2))
        return
    name = draw.choice((*place, draw.choice(NAMES)))
    match draw.randrange(4):
        case 0:
            place.pop(name, None)
        case 1:
            place[draw.choice(NAMES)] = place.pop(name, None)
        case _:
            place[name] = _value(draw)


def _containers(tree: object) -> Iterator[Any]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list):
            yield node
            waiting.extend(node.values() if isinstance(node, dict) else node)


def _value(draw: random.Random) -> object:
    """A copy of an odd value, or some element of another policy."""
    if draw.random() < 0.6:
        return json.loads(json.dumps(draw.choice(VALUES)))
    try:
        places = list(_containers(json.loads(draw.choice(originals()))))
    except ValueError:
        return None
    return draw.choice(places) if places else None


CHANGES: Sequence[Callable[[str, random.Random], str]] = (letters_changed, tokens_changed, elements_changed)


def checked(text: str, kind: PolicyKind | None, resource_type: str | None, *, mend: bool = True) -> tuple[int, int]:
    """Validate, put into words, mend if asked: the numbers of findings and fixes. Raises what the validator raises."""
    validation = validate(text, kind, resource_type=resource_type)
    fixes = 0
    for finding in validation.findings:
        said(finding)
        _points_inside(validation, finding.start.offset)
        for place in (finding.place, *finding.related):
            if place.span is not None:
                _points_inside(validation, place.span.end.offset)
        for fix in finding.fixes if mend else ():
            fix_title(fix)
            fixed_text(text, fix)
            fixes += 1
    return len(validation.findings), fixes


def _points_inside(validation: Validation, offset: int) -> None:
    length = len(validation.subject.text)
    if not 0 <= offset <= length:
        raise PointsOutsideError(f"offset {offset} of a text of {length}")


def chunk(seed: int, count: int, mend_every: int = 1) -> Tally:
    """Check a number of documents that the seed gives; the fixes of one in `mend_every` are carried out."""
    draw = random.Random(seed)  # noqa: S311 - documents, not secrets
    findings = fixes = 0
    slowest = (0.0, "")
    kinds = [None, *PolicyKind]
    for number in range(count):
        text = draw.choice(CHANGES)(draw.choice(originals()), draw)[:LONGEST]
        begun = time.perf_counter()
        try:
            more = checked(text, draw.choice(kinds), draw.choice(TYPES), mend=number % mend_every == 0)
        except Exception:  # noqa: BLE001 - whatever it is, the document is wanted
            return Tally(number, findings, fixes, slowest, (text, traceback.format_exc()))
        slowest = max(slowest, (time.perf_counter() - begun, text))
        findings, fixes = findings + more[0], fixes + more[1]
    return Tally(count, findings, fixes, slowest)


def main() -> int:
    """Run as many documents as asked for; 1 if one of them breaks the validator."""
    parser = argparse.ArgumentParser(description="Throw broken documents at the validator.")
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--mend-every", type=int, default=1, metavar="N", help="carry out the fixes of one in N")
    options = parser.parse_args()
    print(f"seed {options.seed}, {len(originals())} policies to begin with")
    return _report(_run(options.count, options.seed, options.jobs, options.mend_every))


def _run(count: int, seed: int, jobs: int, mend_every: int) -> Iterator[Tally]:
    """The tallies of all chunks as they are done; ends after one that broke."""
    sizes = [min(CHUNK, count - start) for start in range(0, count, CHUNK)]
    with ProcessPoolExecutor(jobs) as pool:
        waiting = {pool.submit(chunk, seed * 1_000_003 + number, size, mend_every) for number, size in enumerate(sizes)}
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED, timeout=5)
            for each in done:
                tally = each.result()
                yield tally
                if tally.broke:
                    pool.shutdown(wait=False, cancel_futures=True)
                    return


def _report(tallies: Iterator[Tally]) -> int:
    begun = time.perf_counter()
    documents = findings = fixes = 0
    slowest = (0.0, "")
    broke = None
    for tally in tallies:
        documents, findings, fixes = documents + tally.documents, findings + tally.findings, fixes + tally.fixes
        slowest, broke = max(slowest, tally.slowest), tally.broke
        rate = documents / (time.perf_counter() - begun)
        print(f"\r{documents:,} documents, {rate:,.0f} a second", end="", flush=True)
    print(f"\n{findings:,} findings, {fixes:,} fixes; the slowest took {slowest[0] * 1000:,.0f} ms:")
    print(json.dumps(slowest[1]))
    if broke:
        print(f"\n{broke[1]}\nThis document breaks the validator:\n{json.dumps(broke[0])}")
    return 1 if broke else 0


if __name__ == "__main__":
    sys.exit(main())
