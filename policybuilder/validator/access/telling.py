"""How a statement that adds nothing is told: with the statements that are the reason, and without it as a fix."""

from collections.abc import Sequence

from policybuilder.iam import JsonArray
from policybuilder.validator.access.candidates import Piece
from policybuilder.validator.access.samples import listed_actions, sample_for
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, removed
from policybuilder.validator.view import StatementView, Subject


def told(code: str, subject: Subject, piece: Piece, others: Sequence[Piece], variant: str = "") -> Finding:
    """The finding at the statement; the others are its related places."""
    params: dict[str, str | tuple[str, ...]] = {
        "statement": name_of(piece.view),
        "others": tuple(name_of(other.view) for other in others),
        "effect": "Allow" if piece.view.allows else "Deny",
    }
    if variant:
        params["variant"] = variant
    return found(
        code,
        piece.view.place,
        params=params,
        related=[other.view.place for other in others],
        fixes=_removal(subject, piece.view, "remove_deny" if code == "DENY_TAKES_NOTHING" else "remove_statement"),
        sample=sample_for(piece.view, listed_actions(piece.view)) if code == "ALLOW_FULLY_DENIED" else None,
    )


def name_of(view: StatementView) -> str:
    """The Sid, or the number from 1."""
    return view.sid.value if view.sid and view.sid.value else str(view.number + 1)


def _removal(subject: Subject, view: StatementView, identifier: str) -> tuple[Fix, ...]:
    root = subject.policy.source.get("Statement") if subject.policy else None
    if not isinstance(root, JsonArray) or len(root.items) < 2:
        return ()
    return (fix(identifier, removed(view.path), statement=name_of(view)),)
