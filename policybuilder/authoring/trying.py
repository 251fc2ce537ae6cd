"""A guided rule tried alone: the one statement that it writes on given resources, found without composing a draft."""

from policybuilder.authoring.compose import plain_statements
from policybuilder.authoring.draft import GuidedRule, Settings
from policybuilder.authoring.guided import RulePlan
from policybuilder.authoring.sids import SidBook
from policybuilder.catalogue import Action, Catalogue, catalogue
from policybuilder.iam import Statement, statement_from


def lone_statement(rule: GuidedRule, settings: Settings, resources: frozenset[str]) -> Statement | None:
    """The one statement that the rule writes, as `compose` writes it where the rule stands alone.

    None where that are several or none, on other resources, or where a note says that an intent could not be written.
    """
    plan = _Trial(rule, settings, catalogue(), resources)
    if plan.failed or len(plan.statements) != 1 or plan.notes.problems:
        return None
    (plain,) = plain_statements(plan, SidBook())
    return statement_from(plain)


class _Trial(RulePlan):
    """A plan that stops at the first operation that goes elsewhere, or nowhere: most trials fail at one of the first."""

    def __init__(self, rule: GuidedRule, settings: Settings, known: Catalogue, resources: frozenset[str]) -> None:
        self._resources = resources
        self.failed = False
        super().__init__(rule, settings, known)

    def _place(self, action: Action) -> None:
        if self.failed:
            return
        super()._place(action)
        elsewhere = any(self._resources != frozenset(patterns) for patterns in self._planned)
        self.failed = elsewhere or len(self._planned) != 1 or self.notes.problems
