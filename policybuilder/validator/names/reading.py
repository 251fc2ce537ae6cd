"""A document's names read once for all checks, and what is wrong with single entries.

Bounded for documents far beyond what AWS stores: likely meanings are looked for in the first `LIKELY` bad entries.
"""

from collections.abc import Iterator, Sequence

from policybuilder.iam import Severity
from policybuilder.validator.base import found, weighed
from policybuilder.validator.finding import Finding, Sample
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.names.actions import action_problem, withdrawn
from policybuilder.validator.names.arns import checked
from policybuilder.validator.names.entries import (
    ActionEntry,
    Pairs,
    ResourceEntry,
    action_entry,
    resource_entry,
)
from policybuilder.validator.names.repairs import Problem, effect_of, repair_fixes
from policybuilder.validator.names.ways import sample_for
from policybuilder.validator.view import Element, StatementView, Subject, Text

SAMPLES = 40  # so many requests to try are made up for one document
LIKELY = 200  # comparing a misspelt name with all that exist takes milliseconds
ACTIONS = ("Action", "NotAction")
RESOURCES = ("Resource", "NotResource")


class Reading:
    """The statements of a document with what their entries mean; each text is looked at once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._actions: dict[str, ActionEntry | None] = {}
        self._resources: dict[str, ResourceEntry] = {}
        self._likely_left = LIKELY
        self._samples_left = SAMPLES
        self.pairs = [pairs for view in subject.statements if (pairs := self._pairs(view)) is not None]

    def _pairs(self, view: StatementView) -> Pairs | None:
        """The pairs of a statement; None where it has no Action or no Resource, or an effect that is neither."""
        actions, resources = view.element("Action"), view.element("Resource")
        if actions is None or resources is None or view.effect is None:
            return None
        if view.element("NotAction") or view.element("NotResource"):
            return None
        entries = [(text, self.action(text.value)) for text in actions.texts]
        good = tuple((text, entry) for text, entry in entries if entry is not None)
        if not good or not resources.texts:
            return None
        written = tuple((text, self.resource(text.value)) for text in resources.texts)
        return Pairs(view, good, written, len(good) == len(entries), self.subject.kind is PolicyKind.PROJECT)

    def action(self, text: str) -> ActionEntry | None:
        """What an entry of Action means; None for one that means nothing."""
        if text not in self._actions:
            self._actions[text] = action_entry(text)
        return self._actions[text]

    def resource(self, text: str) -> ResourceEntry:
        """What an entry of Resource means."""
        if text not in self._resources:
            self._resources[text] = resource_entry(text)
        return self._resources[text]

    def sample(self, entry: ActionEntry, resources: Sequence[str], fixed: Sequence[str]) -> Sample | None:
        """A request to try for a finding; none for the last of very many."""
        self._samples_left -= 1
        return sample_for(entry, resources, fixed) if self._samples_left >= 0 else None

    def problems(self) -> Iterator[Finding]:
        """A finding for each thing wrong with an entry of Action, NotAction, Resource or NotResource."""
        for view in self.subject.statements:
            for name in (*ACTIONS, *RESOURCES):
                if (element := view.element(name)) is not None:
                    yield from self._of_element(view, element)

    def _of_element(self, view: StatementView, element: Element) -> Iterator[Finding]:
        for text in element.texts:
            for problem in self._problems(element.name, text.value):
                yield self._finding(view, element, text, problem)

    def _problems(self, element: str, text: str) -> tuple[Problem, ...]:
        if element in ACTIONS:
            if self.action(text) is not None:
                gone = withdrawn(text)
                return (gone,) if gone else ()
            problem = action_problem(text, likely=self._is_likely_looked_for())
            return (problem,) if problem else ()
        if not self.resource(text).faulty:
            return ()
        return checked(text, likely=self._is_likely_looked_for()).problems

    def _is_likely_looked_for(self) -> bool:
        self._likely_left -= 1
        return self._likely_left >= 0

    def _finding(self, view: StatementView, element: Element, text: Text, problem: Problem) -> Finding:
        params = {
            "entry": text.value,
            "effect": effect_of(view),
            "variant": "except" if element.name.startswith("Not") else problem.variant,
            **dict(problem.params),
        }
        fixes = tuple(repair_fixes(self.subject, view, element, text, problem))
        finding = found(problem.code, problem.place(text), params=params, fixes=fixes)
        refused = problem.code == "WILDCARD_IN_SERVICE_NAME" and element.name in ACTIONS
        return weighed(finding, Severity.ERROR) if refused else finding  # IAM does not store it in an action
