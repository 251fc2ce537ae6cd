"""Files of scenarios: one JSON object per line, or a JSON array, or objects written over several lines.

What cannot be read is an entry with a problem; the entries after it are still read, as far as their beginning is known.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder

from policybuilder.authoring.scenarios_fields import ScenarioCode, ScenarioProblem, UnusableError, unusable
from policybuilder.iam import parse

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SPACE = " \t\r\n"
STRETCH = 256  # letters looked at together: no space, however long, is copied as a whole


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a file, or what is wrong with it; `line` is that of its beginning, counted from 1."""

    line: int
    value: object = None
    problem: ScenarioProblem | None = None


def scenario_entries(data: bytes) -> Iterator[Entry]:
    """The values in a file's bytes, in their order."""
    data = data.removeprefix(BYTE_ORDER_MARK)
    first = data.lstrip()[:1]
    if first == b"[" or (first == b"{" and _over_lines(data)):
        yield from _stepped(data)
        return
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            yield _entry(line, number)


def _over_lines(data: bytes) -> bool:
    """Whether the first object goes over several lines: its first line is no JSON, the whole of it is."""
    start = data.lstrip()
    if _entry(start.partition(b"\n")[0], 1).problem is None:
        return False
    try:
        text = start.decode()
        end = _DECODER.raw_decode(text)[1]
    except (ValueError, RecursionError, UnusableError):
        return False
    return "\n" in text[:end]


def _entry(line: bytes, number: int) -> Entry:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return Entry(number, problem=_not_utf8(error))
    try:
        return Entry(number, _DECODER.decode(text))
    except UnusableError as error:
        return Entry(number, problem=error.problem)
    except JSONDecodeError:
        return Entry(number, problem=_not_json(text))
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        return Entry(number, problem=ScenarioProblem(ScenarioCode.TOO_DEEP))


def _stepped(data: bytes) -> Iterator[Entry]:
    """Values one after the other, those of an array without their brackets and commas; ends at the first bad one."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield Entry(data.count(b"\n", 0, error.start) + 1, problem=_not_utf8(error))
        return
    in_array = text.lstrip(SPACE).startswith("[")
    if in_array and (whole := _entry(data, 1)).problem is not None:
        yield whole
        return
    at, line = 0, 1
    while (begin := _beginning(text, at, in_array=in_array)) < len(text):
        line += text.count("\n", at, begin)
        try:
            value, at = _DECODER.raw_decode(text, begin)
        except (ValueError, RecursionError, UnusableError):
            yield Entry(line, problem=_entry(text[begin:].encode(), line).problem)
            return
        yield Entry(line, value)
        line += text.count("\n", begin, at)


def _beginning(text: str, at: int, *, in_array: bool) -> int:
    """Where the next value begins. In an array the opening bracket, a comma and the closing bracket are passed over."""
    skipped = SPACE + ("[]" if at == 0 else ",]") * in_array
    while at < len(text):
        rest = text[at : at + STRETCH].lstrip(skipped)
        at = min(at + STRETCH, len(text)) - len(rest)
        if rest:
            break
    return at


def _not_utf8(error: UnicodeDecodeError) -> ScenarioProblem:
    return ScenarioProblem(ScenarioCode.NOT_UTF8, params={"byte": str(error.start)})


def _not_json(text: str) -> ScenarioProblem:
    """What the policy reader says about the text: it has sentences for each fault."""
    found = [finding for finding in parse(text).findings if finding.code == "JSON_SYNTAX_ERROR"]
    if not found:
        return ScenarioProblem(ScenarioCode.NOT_JSON)
    start = found[0].span.start if found[0].span else None
    params = {"column": str(start.column + 1)} if start else {}
    return ScenarioProblem(ScenarioCode.NOT_JSON, params=params, finding=found[0])


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; a doubled member is refused, for one of the two would silently not count."""
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(name for name, _ in pairs)
        raise unusable(ScenarioCode.DOUBLED_MEMBER, value=next(name for name, _ in pairs if times[name] > 1))
    return found


def _no_number(text: str) -> object:
    raise unusable(ScenarioCode.NOT_A_NUMBER, value=text)


_DECODER = JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_number)
