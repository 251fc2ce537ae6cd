"""A page of the builder as the library sees it: an identity per load, a count of its own, the state it last heard of."""

from itertools import count
from typing import Any

from policybuilder.library.records import PolicyRecord
from policybuilder.library.services import work_keep, work_redo, work_undo

_LOADS = count(1)


def draft(*titles: str, kind: str = "identity") -> dict[str, object]:
    return {
        "schema_version": 1,
        "settings": {"kind": kind, "document": {"Version": "2012-10-17", "Id": "zebra", "Answer": 1}},
        "rules": [{"type": "guided", "id": f"r{n}", "title": title} for n, title in enumerate(titles, start=1)],
    }


def form(*titles: str, name: str = "", **looks: str) -> list[tuple[str, str]]:
    rules = [(f"rules-{n}-title", title) for n, title in enumerate(titles)]
    return [("name", name), ("open", looks.get("open", "")), ("pane", looks.get("pane", "")), *rules]


def titles(record: PolicyRecord) -> list[str]:
    """What the last good draft says."""
    rules = record.draft["rules"]
    assert isinstance(rules, list)
    return [rule["title"] for rule in rules]


def typed(record: PolicyRecord) -> list[str]:
    """What stands in the form."""
    return [value for field, value in record.form or () if field.endswith("-title")]


class Page:
    """`keep` sends what is typed; `lost=True` is a request whose answer never arrives."""

    def __init__(self, record: PolicyRecord, *, tab: str | None = None) -> None:
        self.workspace, self.public_id = record.workspace, record.public_id
        self.tab = f"load-{next(_LOADS)}" if tab is None else tab
        self.sequence = 0
        self.base = record.state

    def stamp(self) -> dict[str, Any]:
        self.sequence += 1
        return self.stamped(self.sequence)

    def stamped(self, sequence: int) -> dict[str, Any]:
        return {
            "workspace": self.workspace,
            "public_id": self.public_id,
            "base_state": self.base,
            "tab": self.tab,
            "sequence": sequence,
        }

    def heard(self, record: PolicyRecord) -> PolicyRecord:
        self.base = record.state
        return record

    def keep(
        self, *texts: str, lost: bool = False, readable: bool = True, label: str = "", **more: object
    ) -> PolicyRecord:
        name = str(more.pop("name", ""))
        looks = {field: str(more.pop(field)) for field in ("open", "pane") if field in more}
        content = {"form": form(*texts, name=name, **looks), "draft": draft(*texts) if readable else None}
        record = work_keep(**(self.stamp() | content | more), label=label)
        return record if lost else self.heard(record)

    def undo(self) -> PolicyRecord:
        return self.heard(work_undo(**self.stamp()))

    def redo(self) -> PolicyRecord:
        return self.heard(work_redo(**self.stamp()))
