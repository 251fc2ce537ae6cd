"""What the kind of policy means, and what changes where another one was chosen."""

from collections import Counter
from dataclasses import dataclass

from policybuilder.authoring import Composed, compose
from policybuilder.authoring.draft import POLICY_KINDS, Draft, PolicyKind
from policybuilder.authoring.kind_changes import as_kind, kind_changes
from policybuilder.validator import Finding
from policybuilder.web.contexts.findings import validated
from policybuilder.web.contexts.result import Size, policy_size
from policybuilder.web.forms.builder import BuilderForm
from policybuilder.web.forms.state import first
from policybuilder.wording.findings import said
from policybuilder.wording.kinds import KindWords, kind_change_sentence, kind_words, switched_sentence

MOST_TITLES = 6


@dataclass(frozen=True, slots=True)
class FindingTitle:
    """Findings of a code: what they say, how many."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class KindPanel:
    """What another kind changes, or would change: sentences, sizes, findings that come and go.

    `more_come` and `more_go`: how many titles are not shown.
    """

    before: str
    before_name: str
    words: KindWords
    title: str
    changes: tuple[str, ...]
    size_before: Size
    size_now: Size
    come: tuple[FindingTitle, ...]
    more_come: int
    go: tuple[FindingTitle, ...]
    more_go: int

    @property
    def status(self) -> str:
        """What is said of the panel to who does not see it come."""
        return " ".join((self.title, *self.changes))


@dataclass(frozen=True, slots=True)
class KindPart:
    """The part of the builder's page that is about the kind: its words, and the panel after another one was chosen."""

    words: KindWords
    panel: KindPanel | None


def kind_part(form: BuilderForm, draft: Draft) -> KindPart:
    """The part for a form; `draft` is the last good one."""
    settings = form.state.settings
    kind = first(settings, "kind", "identity")
    return KindPart(kind_words(kind), kind_panel(draft, first(settings, "before"), kind))


def kind_panel(draft: Draft, before: str, after: str) -> KindPanel | None:
    """The panel for a draft that was of another kind; None where there is no other."""
    old, new = _kind(before), _kind(after)
    if old is None or new is None or old == new:
        return None
    as_old, as_new = compose(as_kind(draft, old)), compose(as_kind(draft, new))
    was, now = _findings(as_old, old), _findings(as_new, new)
    come, go = _titles(now - was), _titles(was - now)
    return KindPanel(
        before=old,
        before_name=kind_words(old).name,
        words=kind_words(new),
        title=switched_sentence(old, new),
        changes=tuple(kind_change_sentence(change, new) for change in kind_changes(draft, old, new)),
        size_before=policy_size(old, as_old),
        size_now=policy_size(new, as_new),
        come=come[:MOST_TITLES],
        more_come=len(come[MOST_TITLES:]),
        go=go[:MOST_TITLES],
        more_go=len(go[MOST_TITLES:]),
    )


def _kind(name: str) -> PolicyKind | None:
    return next((kind for kind in POLICY_KINDS if kind == name), None)


def _findings(composed: Composed, kind: str) -> Counter[str]:
    return Counter(_title(finding) for finding in validated(composed.text, kind).findings)


def _title(finding: Finding) -> str:
    return said(finding).title


def _titles(found: Counter[str]) -> tuple[FindingTitle, ...]:
    return tuple(FindingTitle(title, count) for title, count in found.items())
