"""Scenarios: every kept question of a policy, asked again, with the decision expected and the one that came."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_results import answer
from policybuilder.library.records import ScenarioRecord
from policybuilder.web.attachments import Arrangement, Placed
from policybuilder.web.contexts.access_map import short_name
from policybuilder.web.contexts.addresses import Addresses
from policybuilder.web.forms.simulate import query_of
from policybuilder.web.forms.start import TextForm
from policybuilder.wording.pages import kind_sentence
from policybuilder.wording.words import action_name, listed


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario with its answer. `decision` is "" where it could not be asked; `href` asks it on Simulate, if that can."""

    id: int
    name: str
    group: str
    question: str
    expect: str
    decision: str
    passes: bool
    href: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many scenarios pass and fail."""

    passed: int
    failed: int

    @property
    def words(self) -> str:
        """The state in a few words, "" without scenarios."""
        total = self.passed + self.failed
        if not total:
            return ""
        if self.failed:
            return f"{self.failed} of {total} scenario{'' if total == 1 else 's'} fail{'s' if self.failed == 1 else ''}"
        return f"{total} scenario{' passes' if total == 1 else 's pass'}"


@dataclass(frozen=True, slots=True)
class ScenarioGroup:
    """Scenarios under one heading."""

    title: str
    rows: tuple[ScenarioRow, ...]


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """Everything that the page shows."""

    urls: Addresses
    name: str
    groups: tuple[ScenarioGroup, ...]
    tally: Tally
    form: TextForm
    kind_words: str

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """(field id, message) for the error summary."""
        return tuple(("id_text", message) for found in self.form.errors.values() for message in map(str, found))


def scenarios_page(
    name: str, records: Sequence[ScenarioRecord], arrangement: Arrangement, urls: Addresses, form: TextForm
) -> ScenariosPage:
    """Ask every scenario under these policies. Failing ones come first in their group."""
    rows = list(_rows(records, arrangement, urls.simulate))
    groups = dict.fromkeys(row.group for row in rows)
    shown = tuple(
        ScenarioGroup(title, tuple(sorted((row for row in rows if row.group == title), key=lambda row: row.passes)))
        for title in groups
    )
    return ScenariosPage(urls, name, shown, _tally(rows), form, kind_words(arrangement))


def tally(records: Sequence[ScenarioRecord], arrangement: Arrangement) -> Tally:
    """How many pass under these policies."""
    return _tally(list(_rows(records, arrangement, "")))


def _tally(rows: Sequence[ScenarioRow]) -> Tally:
    passed = sum(row.passes for row in rows)
    return Tally(passed, len(rows) - passed)


def _rows(records: Sequence[ScenarioRecord], arrangement: Arrangement, address: str) -> Iterator[ScenarioRow]:
    for record in records:
        policies = arrangement.policies(record.request)
        found = read_scenario({"request": record.request, "expect": record.expect})
        decision = answer(replace(found, policies=policies)).decision.value if isinstance(found, Scenario) else ""
        query = query_of(record.request)
        yield ScenarioRow(
            id=record.id,
            name=record.name,
            group=record.group,
            question=question_words(record.request),
            expect=record.expect,
            decision=decision,
            passes=decision == record.expect,
            href=f"{address}?{query}" if query is not None else "",
        )


def kind_words(arrangement: Arrangement) -> str:
    """What the kind of the policy on the bench asks for beside it, and what is assumed, in words."""
    return kind_sentence(arrangement.kind, assumed=bool(arrangement.assumed))


def question_words(request: Mapping[str, object]) -> str:
    """A request in a few words: the operation, on what, by whom."""
    named = request.get("resources", request.get("resource")) or []
    arns = list(named.values()) if isinstance(named, dict) else named if isinstance(named, list) else [named]
    words = action_name(str(request.get("operation") or request.get("action") or ""))
    if arns and arns != ["*"]:
        words += " on " + listed([short_name(str(arn)) for arn in arns])
    principal = str(request.get("principal") or "")
    return f"{words}, by {principal.rpartition(':')[2]}" if principal else words


def scenario_lines(records: Sequence[ScenarioRecord], arrangement: Arrangement) -> str:
    """The scenarios as lines of JSON, each with the policies it is asked under: what `manage.py simulate` reads."""
    alike = _documents(arrangement)
    lines = [
        {
            "id": record.name,
            **({"group": record.group} if record.group else {}),
            "request": record.request,
            "policies": {**alike, **_on_resources(arrangement, record.request)},
            "expect": record.expect,
        }
        for record in records
    ]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _documents(arrangement: Arrangement) -> dict[str, object]:
    """The policies that are the same for every scenario."""

    def of(layer: str, level: int = 0) -> list[object]:
        return _texts(arrangement.at(layer, level))

    return {
        "identity": of("identity"),
        "boundary": next(iter(of("boundary")), None),
        "session": next(iter(of("session")), None),
        "scp": [of("scp", level) for level in arrangement.levels("scp")],
        "rcp": [of("rcp", level) for level in arrangement.levels("rcp")],
        "resource": of("resource"),
    }


def _on_resources(arrangement: Arrangement, request: Mapping[str, object]) -> dict[str, object]:
    """The policies on resources where they are not simply on what is asked about."""
    places = arrangement.places(request)
    return {} if places is None else {"resource": {place: _texts(found) for place, found in places.items()}}


def _texts(placed: Sequence[Placed]) -> list[object]:
    return [_document(each.text) for each in placed]


def _document(text: str) -> object:
    """The document as an object, or as its text where an object would lose a doubled member."""
    doubled: list[str] = []

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        doubled.extend(["x"] * (len(dict(pairs)) < len(pairs)))
        return dict(pairs)

    found: object = json.loads(text, object_pairs_hook=members)
    return text if doubled else found
