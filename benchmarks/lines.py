"""What `manage.py draft`, `compose` and `export` do with each line of `--lines`, on policies that all differ.

The seven policies of tests/cases/policies.json in turn, with another account and other names in each, so that nothing
kept from an earlier line answers a later one. Measured in the process's own time, reading and writing the JSON included.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from time import process_time

from benchmarks.timing import Entry, repeated

POLICIES = Path(__file__).parent.parent / "tests" / "cases" / "policies.json"
BATCH = 350
_ACCOUNT = re.compile(r"(?<=:)\d{12}(?=[:\"])")
_NAME = re.compile(r"(project/|version/|key/|role/|s3:::)([A-Za-z0-9][\w.-]*)")
AIM = ">= 3,000"


def entries() -> list[Entry]:
    """A batch of lines in each measurement; no line comes twice."""
    return [
        Entry("draft --lines, policies that all differ", _timed(_draft(), _policies()), n=10, count=BATCH, aim=AIM),
        Entry("compose --lines, drafts that all differ", _timed(_compose(), _drafts()), n=10, count=BATCH, aim=AIM),
        Entry("export --lines --to terraform, the same", _timed(_export(), _policies()), n=10, count=BATCH, aim=AIM),
    ]


def _timed(action: Callable[[bytes], object], lines: Iterator[bytes]) -> Callable[[int], list[float]]:
    def times(n: int) -> list[float]:
        batches = iter([b"\n".join(next(lines) for _ in range(BATCH)) for _ in range(n + 3)])
        return repeated(lambda: action(next(batches)), clock=process_time)(n)

    return times


def _policies() -> Iterator[bytes]:
    cases = [(json.dumps(case["policy"]), case["kind"]) for case in json.loads(POLICIES.read_text())]
    for number in count():
        text, kind = cases[number % len(cases)]
        text = _ACCOUNT.sub(partial(_moved, number), text)
        text = _NAME.sub(rf"\g<0>-{number}", text)
        yield json.dumps({"id": number, "policy": json.loads(text), "kind": kind}).encode()


def _drafts() -> Iterator[bytes]:
    from policybuilder.web.management.commands.draft import line_answer

    for number, line in enumerate(_policies()):
        yield json.dumps({"id": number, **line_answer(json.loads(line), "identity")}).encode()


def _draft() -> Callable[[bytes], object]:
    from policybuilder.web.management.commands.draft import line_answer

    return _written(lambda value: line_answer(value, "identity"))


def _compose() -> Callable[[bytes], object]:
    from policybuilder.web.management.commands.compose import composed_line

    return _written(lambda value: composed_line(value["draft"]), "draft")


def _export() -> Callable[[bytes], object]:
    from policybuilder.export import Form, Kind, Placement, export
    from policybuilder.web.management.commands.export import answer, policy_of_line

    def exported(value: dict[str, object]) -> dict[str, object]:
        return answer(export(policy_of_line(value["policy"]), Form.TERRAFORM, Placement(Kind(value["kind"]), "p")))

    return _written(exported)


def _written(
    one: Callable[[dict[str, object]], dict[str, object]], member: str = "policy"
) -> Callable[[bytes], object]:
    from policybuilder.web.management.documents import policy_lines

    def run(content: bytes) -> list[str]:
        lines = policy_lines(content, (member,))
        return [json.dumps({"id": line.identifier, **one(dict(line.value))}) for line in lines if line is not None]

    return run


def _moved(number: int, found: re.Match[str]) -> str:
    return f"{(int(found[0]) * 7 + number) % 10**12:012d}"
