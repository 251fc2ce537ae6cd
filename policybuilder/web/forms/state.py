"""What stands in the builder's form, as typed: readable or not, it is kept word for word.

The form travels and is stored as a list of (field name, value) pairs. Here the pairs become nested lists that can be
edited (a rule added, a target removed) and pairs again. Nothing is judged here; `forms.builder` does that.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict

Pairs = list[tuple[str, str]]
Fields = dict[str, list[str]]

SETTINGS = ("kind", "shown", "before", "partition", "account", "regions", "document", "single_statement")
RULE_FIELDS = ("id", "type", "title", "reason", "effect", "operations", "order", "statement", "text")
TARGET_FIELDS = (
    "type", "project", "version", "dataset", "which", "timestamp", "collection", "streamprocessor",
    "bucket", "key", "key_id", "name", "arn", "region", "account",
)  # fmt: skip
PRINCIPAL_FIELDS = ("type", "values")
CONDITION_FIELDS = ("key", "set_operator", "operator", "if_exists", "values")
# The finding that is unfolded, the severity that is shown alone, the reason for muting that is being typed; the form that
# the policy is shown in, and whether within a role; whether the offers for its size are shown; whether the reach may take
# longer;
# where an identity policy is to stand, which its quota hangs on.
VIEW_FIELDS = ("finding", "severity", "reason", "as", "inline", "size", "longer", "place")
TEXT_SIDE = "json"
# A policy of AWS's largest quota has some hundred values: a form of more rows is no work of a person.
MOST_ROWS = 1000


@dataclass(slots=True)
class RuleState:
    """One rule card: its own fields, its rows of principals, of targets and of conditions."""

    fields: Fields = field(default_factory=dict)
    principals: list[Fields] = field(default_factory=list)
    targets: list[Fields] = field(default_factory=list)
    conditions: list[Fields] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The rule's id, or "" where the form names none."""
        return first(self.fields, "id")


@dataclass(slots=True)
class FormState:
    """The whole form. `open` is the id of the rule that is unfolded, `pane` the tab of the result pane.

    `mutes` are the muted findings, each as JSON. `view` says what is looked at in the tab: fields of `VIEW_FIELDS`.
    `side` is `TEXT_SIDE` while the policy is edited as text: `text` is what is typed then, and the rules are those that
    the text began with. On the form's side `text` is one that cannot be read yet and is kept beside the form.
    """

    name: str = ""
    settings: Fields = field(default_factory=dict)
    rules: list[RuleState] = field(default_factory=list)
    mutes: list[str] = field(default_factory=list)
    open: str = ""
    pane: str = ""
    view: dict[str, str] = field(default_factory=dict)
    side: str = ""
    text: str = ""

    def rule(self, rule_id: str) -> RuleState | None:
        """The rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def fresh_id(self) -> str:
        """An id that no rule has: r1, r2, …"""
        taken = {rule.id for rule in self.rules}
        return next(name for name in (f"r{number}" for number in range(1, len(taken) + 2)) if name not in taken)


def first(fields: Mapping[str, list[str]], name: str, default: str = "") -> str:
    """The first value of a field, or the default."""
    values = fields.get(name)
    return values[0] if values else default


def kind_of(data: Mapping[str, Any]) -> str:
    """The kind of policy that posted or stored data is about."""
    return str(data.get("settings-kind") or "identity")


class TooManyRows(SuspiciousOperation):
    """The form has more rules, resources and conditions than `MOST_ROWS`. Nothing of it is read, so nothing is lost."""


def read(data: QueryDict) -> FormState:
    """Posted or stored data as a form state. Fields the form does not know are left out. Raises `TooManyRows`."""
    _count_rows(data)
    rules = [
        RuleState(
            fields=_in_order(_take(data, f"rules-{row}", RULE_FIELDS)),
            principals=_take_rows(data, f"rules-{row}-principals", PRINCIPAL_FIELDS),
            targets=_take_rows(data, f"rules-{row}-targets", TARGET_FIELDS),
            conditions=_take_rows(data, f"rules-{row}-conditions", CONDITION_FIELDS),
        )
        for row in _rows(data, "rules")
    ]
    return FormState(
        name=data.get("name", ""),
        settings=_take(data, "settings", SETTINGS),
        rules=_with_ids(rules),
        mutes=data.getlist("mutes")[:MOST_ROWS],
        open=data.get("open", ""),
        pane=data.get("pane", ""),
        view=view_of(data),
        side=TEXT_SIDE if data.get("side") == TEXT_SIDE else "",
        text=data.get("text", "").replace("\r\n", "\n"),
    )


def view_of(data: QueryDict, before: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is looked at in the tab, of posted data or of an address; where the policy is to stand stays as `before`."""
    kept = {"place": before["place"]} if before and before.get("place") else {}
    return kept | {name: value[:500] for name in VIEW_FIELDS if (value := data.get(name, ""))}


def pairs(state: FormState) -> Pairs:
    """The state as the pairs a browser would post."""
    return list(_pairs(state))


def rule_pairs(row: int, rule: RuleState) -> Pairs:
    """The pairs of one rule, for a closed card that carries them hidden."""
    return list(_rule_pairs(row, rule))


def query(stored: Iterable[Iterable[str]]) -> QueryDict:
    """Stored pairs as the data a Django form binds to."""
    data = QueryDict(mutable=True)
    for name, value in stored:
        data.appendlist(name, value)
    return data


def text_of(value: object) -> str:
    """A JSON value as the text of a hidden field."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pairs(state: FormState) -> Iterator[tuple[str, str]]:
    yield "name", state.name
    yield "open", state.open
    yield "pane", state.pane
    yield from (("mutes", mute) for mute in state.mutes)
    yield from state.view.items()
    yield from ((name, value) for name, value in (("side", state.side), ("text", state.text)) if value)
    yield from _give("settings", state.settings)
    yield from _management("rules", len(state.rules))
    for row, rule in enumerate(state.rules):
        yield from _rule_pairs(row, rule)


def _rule_pairs(row: int, rule: RuleState) -> Iterator[tuple[str, str]]:
    yield from _give(f"rules-{row}", rule.fields)
    for kind, rows in (("principals", rule.principals), ("targets", rule.targets), ("conditions", rule.conditions)):
        yield from _management(f"rules-{row}-{kind}", len(rows))
        for number, fields in enumerate(rows):
            yield from _give(f"rules-{row}-{kind}-{number}", fields)


def _management(prefix: str, total: int) -> Iterator[tuple[str, str]]:
    yield f"{prefix}-TOTAL_FORMS", str(total)
    yield f"{prefix}-INITIAL_FORMS", "0"


def _give(prefix: str, fields: Fields) -> Iterator[tuple[str, str]]:
    for name, values in fields.items():
        for value in values:
            yield f"{prefix}-{name}", value


def _take(data: QueryDict, prefix: str, names: Iterable[str]) -> Fields:
    """The fields of a row that are filled in: an open card posts empty ones too, a closed one does not carry them.

    Line ends are those that were typed; a plain post writes them anew (CR LF).
    """
    found = {
        name: [value.replace("\r\n", "\n") for value in data.getlist(f"{prefix}-{name}") if value] for name in names
    }
    return {name: values for name, values in found.items() if values}


def _take_rows(data: QueryDict, prefix: str, names: Iterable[str]) -> list[Fields]:
    return [_take(data, f"{prefix}-{number}", names) for number in _rows(data, prefix)]


def _in_order(fields: Fields) -> Fields:
    """Operations in the order they had before (`order`), new ones behind: boxes post in the order of the page."""
    chosen = dict.fromkeys(fields.get("operations", []))
    kept = [name for name in first(fields, "order").split() if name in chosen]
    if chosen:
        fields["operations"] = list(dict.fromkeys([*kept, *chosen]))
        fields["order"] = [" ".join(fields["operations"])]
    return fields


def whole_number(text: str) -> int | None:
    """The number that a field or a button's value holds; None where it is none, or a larger one than any page writes."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def key_of(text: str) -> int:
    """The key of the row that a button names; 0, which no row has, where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _rows(data: QueryDict, prefix: str) -> range:
    return range(whole_number(data.get(f"{prefix}-TOTAL_FORMS", "")) or 0)


def _count_rows(data: QueryDict) -> None:
    total = len(_rows(data, "rules"))
    if total <= MOST_ROWS:
        kinds = ("principals", "targets", "conditions")
        total += sum(len(_rows(data, f"rules-{row}-{kind}")) for row in range(total) for kind in kinds)
    if total > MOST_ROWS:
        raise TooManyRows


def _with_ids(rules: list[RuleState]) -> list[RuleState]:
    """Every rule gets an id of its own; a doubled one (a hand-made request) would make two cards one."""
    taken: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        name = rule.id or f"r{number}"
        while name in taken:
            name = f"{name}x"
        taken.add(name)
        rule.fields["id"] = [name]
    return rules
