"""The filter of the access page, read from the address: it can be kept as a bookmark."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from policybuilder.catalogue import catalogue
from policybuilder.iam import Decision

MOST_TYPED = 2_000
DECISIONS = {decision.value: decision for decision in Decision}


@dataclass(frozen=True, slots=True)
class AccessForm:
    """The fields as given. `typed` are ARNs, one a line; `inventory`: those of the inventory count beside them.

    `kept` are fields that the address has to name even where they are empty, since left out they mean something else.
    """

    principal: str
    management: bool
    task: str
    operation: str
    resource: str
    decision: Decision | None
    text: str
    typed: tuple[str, ...]
    inventory: bool
    kept: frozenset[str] = frozenset()

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The filter as pairs of a query."""
        pairs = (
            ("principal", self.principal),
            ("management", "yes" if self.management else ""),
            ("task", self.task),
            ("operation", self.operation),
            ("resource", self.resource),
            ("decision", self.decision.value if self.decision else ""),
            ("arns", self.text),
            ("inventory", "yes" if self.inventory and self.text.strip() else ""),
        )
        return tuple((name, value) for name, value in pairs if value or name in self.kept)


def access_form(data: QueryDict, usual: Mapping[str, str]) -> AccessForm:
    """Read the address; what is no task, operation or decision is passed over. `usual` are the caller and the operation
    of a policy that is about one: they count where the address does not say."""
    about = "" if data.get("resource") else usual.get("operation", "")
    operation, text = data.get("operation", about).strip(), data.get("arns", "")
    return AccessForm(
        principal=data.get("principal", usual.get("principal", "")),
        management=data.get("management") == "yes",
        task=data.get("task", ""),
        operation=operation if operation in catalogue().operations else "",
        resource=data.get("resource", "").strip(),
        decision=DECISIONS.get(data.get("decision", "")),
        text=text,
        typed=tuple(dict.fromkeys(text.split()))[:MOST_TYPED],
        inventory=data.get("inventory") == "yes",
        kept=frozenset({"operation", "principal"} & usual.keys()),
    )
