"""A draft after its policy was edited as text: what the edit left alone stays guided, what it changed is as written."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from policybuilder.authoring.compose import Composed
from policybuilder.authoring.draft import Draft, ExactRule, GuidedRule
from policybuilder.authoring.importing import draft_from_policy
from policybuilder.iam import Policy, parse, render_node

FRONT = ""  # stands for the rule before the first: what is new there comes first


def rewritten(draft: Draft, composed: Composed, text: str) -> Draft | None:
    """The draft whose policy is `text`, an edit of the draft's own; None where no draft can hold it.

    A rule whose statements are all there unchanged stays as it is. The statements of any other become exact rules: the
    first keeps the rule's id and title. A new statement follows the one before it.
    """
    parsed = parse(text)
    read = draft_from_policy(parsed, draft.settings)
    if not isinstance(read, Draft) or parsed.policy is None:
        return None
    owners = [each.rule for each in composed.provenance]
    unchanged, origins = _compared(_texts(composed.policy), _texts(parsed.policy))
    changed = {rule for number, rule in enumerate(owners) if number not in unchanged}
    groups: dict[str, list[tuple[ExactRule, bool]]] = defaultdict(list)
    owner = FRONT
    for rule, origin in zip(read.rules, origins, strict=True):
        owner = owners[origin] if origin is not None else owner
        if isinstance(rule, ExactRule):
            groups[owner].append((rule, origin in unchanged))
    rules = list(_rules(draft, changed, groups))
    given = {"mutes": draft.mutes} if draft.mutes else {}
    return Draft(schema_version=draft.schema_version, settings=read.settings, rules=tuple(rules), **given)


def _texts(policy: Policy) -> list[str]:
    return [render_node(statement.source) for statement in policy.statements]


def _compared(before: Sequence[str], after: Sequence[str]) -> tuple[set[int], list[int | None]]:
    """The statements that are still there, and for each new one the old one it was; None for one that is new."""
    unchanged: set[int] = set()
    origins: list[int | None] = [None] * len(after)
    for tag, first, last, start, end in _steps(before, after):
        if tag in {"equal", "replace"}:
            for old, new in zip(range(first, last), range(start, end), strict=False):
                origins[new] = old
                if tag == "equal":
                    unchanged.add(old)
    return unchanged, origins


def _steps(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """The steps from one to the other. Equal ends are put aside first, so that of equal statements each is itself."""
    most = min(len(before), len(after))
    head = next((n for n in range(most) if before[n] != after[n]), most)
    tail = next((n for n in range(most - head) if before[-1 - n] != after[-1 - n]), most - head)
    old_end, new_end = len(before) - tail, len(after) - tail
    yield "equal", 0, head, 0, head
    middle = SequenceMatcher(None, before[head:old_end], after[head:new_end], autojunk=False)
    for tag, first, last, start, end in middle.get_opcodes():
        yield tag, first + head, last + head, start + head, end + head
    yield "equal", old_end, len(before), new_end, len(after)


def _rules(
    draft: Draft, changed: set[str], groups: dict[str, list[tuple[ExactRule, bool]]]
) -> Iterator[GuidedRule | ExactRule]:
    taken = {rule.id for rule in draft.rules}
    for each, _ in groups.get(FRONT, []):
        yield _exact(each, taken)
    for rule in draft.rules:
        group = groups.get(rule.id, [])
        if rule.id not in changed:
            yield rule
            group = [(each, same) for each, same in group if not same]
        for number, (each, _) in enumerate(group):
            first = rule.id in changed and number == 0
            yield _exact(each, taken, rule if first else None)


def _exact(written: ExactRule, taken: set[str], keeps: GuidedRule | ExactRule | None = None) -> ExactRule:
    """The statement as a rule: with the id, the title and the reason of the rule that it was, or an id of its own."""
    name = keeps.id if keeps else _free(taken)
    taken.add(name)
    title = keeps.title if keeps else ""
    given = {"reason": keeps.reason} if keeps and keeps.reason else {}
    return ExactRule(type="exact", id=name, title=title, statement=written.statement, text=written.text, **given)


def _free(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"r{number}" in taken:
        number += 1
    return f"r{number}"
