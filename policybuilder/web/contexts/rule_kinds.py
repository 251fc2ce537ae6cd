"""What of a rule card hangs on the kind of policy: who is named, and which operations such a policy can hold."""

from dataclasses import dataclass

from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS
from policybuilder.authoring.kind_changes import ONLY
from policybuilder.authoring.principals import Who
from policybuilder.catalogue import catalogue
from policybuilder.web.contexts.picker import OperationRow, operation_row
from policybuilder.web.forms.builder import RuleForm
from policybuilder.web.forms.choices import WHO_HELP
from policybuilder.web.forms.rows import PrincipalForm


@dataclass(frozen=True, slots=True)
class PrincipalRow:
    """One row of who is named: its form, and what is written for the names."""

    form: PrincipalForm
    number: int
    written: tuple[str, ...]

    @property
    def ordinal(self) -> int:
        """The row's number as people count."""
        return self.number + 1

    @property
    def line_id(self) -> str:
        """Id of the line below the row, which is swapped while the row is typed in."""
        return f"{self.form.prefix}-line"

    @property
    def everyone(self) -> bool:
        """Whether the row lets anybody in: the choice, or the `*` of an import."""
        return self.form.who is Who.EVERYONE or "*" in self.form.names

    @property
    def help(self) -> str:
        """What is to be typed for the kind of names that is chosen."""
        return WHO_HELP[Who.EVERYONE if self.everyone else self.form.who]


@dataclass(frozen=True, slots=True)
class FewOperations:
    """The operations of a kind that can hold only some: those, and what the rule has chosen besides."""

    offered: tuple[OperationRow, ...]
    left_out: tuple[OperationRow, ...]


def principal_rows(form: RuleForm) -> tuple[PrincipalRow, ...]:
    """The rows of who is named; none in a kind of policy that names nobody."""
    if form.kind not in KINDS_WITH_PRINCIPALS:
        return ()
    return tuple(PrincipalRow(row, number, _changed(row, form.partition)) for number, row in enumerate(form.principals))


def _changed(row: PrincipalForm, partition: str) -> tuple[str, ...]:
    """What is written for the names, where it is not what was typed."""
    texts = tuple(each.text for each in row.written(partition))
    return tuple(text for text in texts if text not in row.names)


def few_operations(kind: str, chosen: frozenset[str]) -> FewOperations | None:
    """What a kind that cannot hold every operation offers; None for a kind that can."""
    only = ONLY.get(kind)
    if only is None:
        return None
    known = catalogue().actions
    others = sorted(chosen.difference(only))
    return FewOperations(
        offered=tuple(operation_row(known[name]) for name in only),
        left_out=tuple(operation_row(known[name]) for name in others if name in known),
    )
