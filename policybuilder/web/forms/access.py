"""The filter of the access page, read from the address: it can be kept as a bookmark."""

from dataclasses import dataclass

from django.http import QueryDict

from policybuilder.catalogue import catalogue
from policybuilder.iam import Decision

MOST_TYPED = 2_000
DECISIONS = {decision.value: decision for decision in Decision}


@dataclass(frozen=True, slots=True)
class AccessForm:
    """The fields as given. `typed` are ARNs, one a line; `inventory`: those of the inventory count beside them."""

    principal: str
    management: bool
    task: str
    operation: str
    resource: str
    decision: Decision | None
    text: str
    typed: tuple[str, ...]
    inventory: bool

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
        return tuple((name, value) for name, value in pairs if value)


def access_form(data: QueryDict) -> AccessForm:
    """Read the address; what is no task, operation or decision is passed over."""
    operation, text = data.get("operation", "").strip(), data.get("arns", "")
    return AccessForm(
        principal=data.get("principal", ""),
        management=data.get("management") == "yes",
        task=data.get("task", ""),
        operation=operation if operation in catalogue().operations else "",
        resource=data.get("resource", "").strip(),
        decision=DECISIONS.get(data.get("decision", "")),
        text=text,
        typed=tuple(dict.fromkeys(text.split()))[:MOST_TYPED],
        inventory=data.get("inventory") == "yes",
    )
