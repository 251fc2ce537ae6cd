"""What became of a policy that was read: each statement as a rule or as written, and why; what a wrapping computes."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from policybuilder.authoring.guiding_reasons import ExactReason, ReadStatement, Spelling
from policybuilder.authoring.wrapped_parts import Obstacle, Unplain
from policybuilder.validator import PolicyKind
from policybuilder.wording.finding_text import KIND_NAMES
from policybuilder.wording.words import filled, listed

EXACT_SENTENCES: Mapping[ExactReason, str] = {
    ExactReason.ASKED: "you asked for it",
    ExactReason.DOUBLED_MEMBER: "the member {value} stands twice in one object",
    ExactReason.EXCLUDES: "it has {value}, and rules say what they are about, never what they leave out",
    ExactReason.UNKNOWN_MEMBER: "a rule has no place for the member {value}",
    ExactReason.NO_EFFECT: "its Effect is neither Allow nor Deny",
    ExactReason.MISSING: "it names nothing under {value}",
    ExactReason.WRONG_TYPE: "a value in it is of a type that IAM does not take there",
    ExactReason.ACTION_WILDCARD: "{value} is a pattern, and rules name each action",
    ExactReason.ACTION_FORM: "{value} is no action with its service in front",
    ExactReason.UNKNOWN_ACTION: "{value} is not among the actions that rules know",
    ExactReason.UNKNOWN_OPERATOR: "{value} is not the name of a condition operator as AWS writes it",
    ExactReason.CONDITION_VALUES: "a value of its Condition is no text, or there is none",
    ExactReason.CONDITION: "a rule does not take its condition {value}",
    ExactReason.PRINCIPAL: "this kind of policy has no Principal, or not such a one",
    ExactReason.NO_PRINCIPAL: "this kind of policy needs a Principal, and it has none",
    ExactReason.SID: "its Sid {value} is not one that the title of a rule gives",
    ExactReason.DOUBLED_SID: "another statement has the Sid {value}, too",
    ExactReason.RESOURCE: "a rule cannot name the resource {value}",
    ExactReason.NEVER_MATCHES: "{value} can never match a resource here, and a rule would not write that",
    ExactReason.NEEDS_MORE: "a rule would also write {value}",
    ExactReason.SEVERAL_STATEMENTS: "AWS checks its actions on different resources, so a rule would write several statements",
    ExactReason.OTHER_RESOURCES: "a rule would write other resources",
    ExactReason.OTHERWISE: "no rule says exactly the same",
}
SPELLING_WORDS: Mapping[Spelling, str] = {
    Spelling.SID: "a Sid added",
    Spelling.ONE_OR_LIST: "a list of one value written as that value",
    Spelling.ORDER: "values in another order",
    Spelling.REPEATED: "a value that stood twice written once",
    Spelling.CASE: "names in the letters that AWS uses",
    Spelling.MEMBERS: "members in another order",
    Spelling.LAYOUT: "spaces and line breaks of the builder",
}
UNPLAIN_SENTENCES: Mapping[Unplain, str] = {
    Unplain.FUNCTION: "{place}: CloudFormation computes this with {value}.",
    Unplain.DYNAMIC_REFERENCE: "{place}: CloudFormation puts a stored value here.",
    Unplain.EXPRESSION: "{place}: Terraform computes this: {value}",
    Unplain.UNREADABLE: "{place}: the text here is no JSON yet.",
    Unplain.ARGUMENT: "{place}: this argument of the data source has no plain counterpart in a document.",
}
ELSEWHERE = "The builder has no form for a {kind}, so it is checked here. If it is another kind of policy, choose the kind and open it."
MOST_LINES = 40


def read_sentence(statements: Iterable[ReadStatement]) -> str:
    """What happened, in one line."""
    every = list(statements)
    guided = sum(each.guided for each in every)
    count = _counted(len(every), "statement")
    if not every:
        return "Read a policy without statements."
    if not guided:
        return f"Read {count}, {'each ' if len(every) > 1 else ''}kept exactly as written."
    if guided == len(every):
        return (
            f"Read {count} as {'a rule' if guided == 1 else 'rules'} that {'says' if guided == 1 else 'say'} the same."
        )
    return f"Read {count}: {guided} as {'a rule that says' if guided == 1 else 'rules that say'} the same, {len(every) - guided} exactly as written."


def read_lines(statements: Iterable[ReadStatement]) -> tuple[str, ...]:
    """What happened to each statement; neighbours of which the same is to say stand together."""
    every = [(_fate(each), each) for each in statements]
    lines = [
        f"{_names([each for _, each in group])}: {fate}."
        for fate, group in ((fate, list(group)) for fate, group in groupby(every, key=lambda pair: pair[0]))
    ]
    if len(lines) > MOST_LINES:
        return (*lines[:MOST_LINES], f"And {len(lines) - MOST_LINES} more.")
    return tuple(lines)


def places_sentence(account: str, regions: Sequence[str]) -> str:
    """What became settings of the whole policy, since most ARNs name it."""
    named = [f"the account {account}"] * bool(account) + [f"the Region {listed(regions)}"] * bool(regions)
    return f"Most ARNs name {listed(named)}: that is a setting of the policy now, and no longer one of each rule."


def _fate(statement: ReadStatement) -> str:
    if statement.reason is not None:
        return f"exactly as written, since {filled(EXACT_SENTENCES[statement.reason], {'value': statement.value})}"
    words = [SPELLING_WORDS[each] for each in statement.spellings]
    return f"a rule, with {listed(words)}" if words else "a rule, to the character"


def _names(statements: list[ReadStatement]) -> str:
    numbers = [f"{each.number} ({each.sid})" if each.sid else str(each.number) for each in statements]
    return f"Statement{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def obstacle_sentence(obstacle: Obstacle) -> str:
    """What a wrapping computes, and where."""
    return filled(UNPLAIN_SENTENCES[obstacle.reason], {"place": obstacle.place or "The text", "value": obstacle.value})


def elsewhere_sentence(kind: str) -> str:
    """Why a document is not opened in the builder."""
    return filled(ELSEWHERE, {"kind": KIND_NAMES[PolicyKind(kind)]})
