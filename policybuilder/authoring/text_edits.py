"""A draft whose policy was edited as text by hand: what the text still says as before stays guided, rule by rule."""

import re
from collections.abc import Sequence

from policybuilder.authoring.compose import Composed, compose
from policybuilder.authoring.draft import Draft, ExactRule, GuidedRule
from policybuilder.authoring.guiding import guided_rule, same_statement
from policybuilder.authoring.importing import draft_from_policy
from policybuilder.authoring.rewriting import rewritten
from policybuilder.iam import Statement, parse, to_plain

Rule = GuidedRule | ExactRule
LINE_END = re.compile(r"\r\n?")  # a text area gives back its own line ends


def edited(draft: Draft, text: str) -> Draft | None:
    """The draft whose policy says what `text` says, an edit of the draft's own policy; None where no draft can hold it.

    The draft's own text gives the draft itself. A rule whose statements still stand there stays as it is. A guided rule
    whose statement was changed is guided again where that comes to the same statement, else it is as written. The
    statements of the answer, composed, are those of the text, in their order.
    """
    composed = compose(draft)
    if text in (composed.text, LINE_END.sub("\n", composed.text)):
        return draft
    policy = parse(text).policy
    found = rewritten(draft, composed, text)
    if found is None or policy is None:
        return None
    wanted = policy.statements
    again = found.with_rules([_guided_again(rule, draft, found) for rule in found.rules])
    if _comes_to(again, wanted):
        return again
    if _comes_to(found, wanted):
        return found
    return _statement_by_statement(draft, composed, text, wanted)


def _guided_again(rule: Rule, before: Draft, after: Draft) -> Rule:
    """An exact rule that was guided before the edit as the guided one that says the same, its own title first."""
    if isinstance(rule, GuidedRule) or not isinstance(before.rule(rule.id), GuidedRule):
        return rule
    wanted = compose(after.with_rules([rule])).policy.statements
    untitled = rule.model_copy(update={"title": ""})
    for named in dict.fromkeys((rule.title, "")):
        found = guided_rule(rule if named else untitled, after.settings)
        if found and _comes_to(after.with_rules([found]), wanted):
            return found
    return rule


def _comes_to(draft: Draft, wanted: Sequence[Statement]) -> bool:
    written = compose(draft).policy.statements
    return len(wanted) == len(written) and all(map(same_statement, wanted, written))


def _statement_by_statement(draft: Draft, composed: Composed, text: str, wanted: Sequence[Statement]) -> Draft | None:
    """The draft where statements of one rule were torn apart, or names hang on rules that are gone.

    Every rule has one statement then, and a guided one that does not come to its statement any more is as written.
    """
    single = draft.with_rules(_singles(draft, composed))
    found = rewritten(single, compose(single), text)
    read = draft_from_policy(parse(text), draft.settings)
    if found is None or not isinstance(read, Draft) or len(found.rules) != len(read.rules):
        return None
    rules: list[Rule] = list(found.rules)
    while True:
        written = compose(found.with_rules(rules)).policy.statements
        pairs = zip(wanted, written, strict=True)
        wrong = [n for n, pair in enumerate(pairs) if isinstance(rules[n], GuidedRule) and not same_statement(*pair)]
        if not wrong:
            return found.with_rules(rules)
        for number in wrong:
            rules[number] = _named_as(read.rules[number], rules[number])


def _singles(draft: Draft, composed: Composed) -> list[Rule]:
    """The rules with one statement each; of a guided rule that makes several, each is as composed."""
    rules: list[Rule] = []
    taken = {rule.id for rule in draft.rules}
    for rule in draft.rules:
        own = [each.statement for each in composed.provenance if each.rule == rule.id]
        if isinstance(rule, ExactRule) or len(own) == 1:
            rules.append(rule)
            continue
        for place, number in enumerate(own):
            name = rule.id if not place else _free(taken)
            taken.add(name)
            rules.append(_written(composed.policy.statements[number], name, rule))
    return rules


def _written(statement: Statement, name: str, rule: Rule) -> ExactRule:
    plain = {"type": "exact", "id": name, "title": rule.title, "statement": to_plain(statement.source)}
    return ExactRule.model_validate(plain | ({"reason": rule.reason} if rule.reason else {}))


def _named_as(read: Rule, rule: Rule) -> Rule:
    """What was read, with the id, the title and the reason of the rule that it was."""
    given = {"id": rule.id, "title": rule.title} | ({"reason": rule.reason} if rule.reason else {})
    return read.model_copy(update=given)


def _free(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"r{number}" in taken:
        number += 1
    return f"r{number}"
