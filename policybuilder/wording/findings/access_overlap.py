"""What is said about statements that add nothing to others."""

from collections.abc import Mapping

from policybuilder.wording.findings.words import Words

_LONG = "Of very long documents only the widest statements are compared."

WORDS: Mapping[str, Words] = {
    "REDUNDANT_STATEMENT": Words(
        title="The statement is there twice.",
        about=f"Looks for statements that say the same as another, in whatever order and way of writing. {_LONG}",
        what="Statement {statement} says the same as statement {others}.",
        why="It allows nothing more. Who changes one of them later may forget the other.",
        why_deny="It denies nothing more. Who changes one of them later may forget the other.",
        do="Remove one of the two.",
    ),
    "SHADOWED_STATEMENT": Words(
        title="A wider statement says it already.",
        about=(
            "Looks for statements whose every action, resource and condition lies inside another statement of the same "
            f"effect. {_LONG}"
        ),
        what="Everything in statement {statement} is in statement {others} too.",
        why="It allows nothing more; and to take it away changes nothing as long as the wider one is there.",
        why_deny="It denies nothing more; and to take it away changes nothing as long as the wider one is there.",
        do="Remove it, or make the wider statement narrower if this one was meant as the limit.",
    ),
    "ALLOW_FULLY_DENIED": Words(
        title="What is allowed here is denied again.",
        about=(
            "Looks for Allow statements of which Deny statements without a Condition, in the same policy, take back "
            f"every action on every resource. {_LONG}"
        ),
        what="Everything that statement {statement} allows is denied by statement {others}.",
        why="A Deny always wins, so the statement never allows anything.",
        do="Remove it, or take what is meant to be allowed out of the Deny.",
    ),
}
FIXES: Mapping[str, str] = {"remove_statement": "Remove statement {statement}"}
