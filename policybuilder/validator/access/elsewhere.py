"""Single actions and resources of a statement that other statements settle already, told by the exact analysis."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policybuilder.analysis.sheet import editable, list_node, put
from policybuilder.iam import JsonObject, parse, render_json, to_plain
from policybuilder.validator.access.candidates import Piece, may_be_covered, meeting
from policybuilder.validator.access.exact import Asker
from policybuilder.validator.access.extent import Listed, action_normal, arn_normal
from policybuilder.validator.access.telling import name_of
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, fix, removed
from policybuilder.validator.view import Element, Text

CODE = "ENTRY_COVERED_ELSEWHERE"


def entries_elsewhere(asker: Asker, pieces: Sequence[Piece]) -> Iterator[Finding]:
    """ENTRY_COVERED_ELSEWHERE, of the later of two statements. An entry that was told covers no other.

    Only what lasts is told, and never the whole of a list.
    """
    covering = list(pieces)
    for piece in sorted(pieces, key=lambda piece: -piece.view.number):
        others = meeting(piece, covering)
        if not others or not editable(piece.view.statement):
            continue
        for name in ("Action", "Resource"):
            element = piece.view.element(name)
            if element is None or not element.is_list or len(element.texts) < 2:
                continue
            told = {
                text.path: each for text in element.texts if (each := _of_entry(asker, piece, element, text, others))
            }
            left = [text.value for text in element.texts if text.path not in told]
            if told and left:
                yield from told.values()
                place = next(number for number, each in enumerate(covering) if each.view is piece.view)
                covering[place] = _with(covering[place], name, left)


def _of_entry(asker: Asker, piece: Piece, element: Element, text: Text, others: Sequence[Piece]) -> Finding | None:
    alone = _with(piece, element.name, [text.value])
    met = meeting(alone, others)
    if not may_be_covered(alone, met):
        return None
    answer = asker.needless(alone, met)
    if answer is None or not answer.lasting or not answer.by or answer.why not in ("covered", "fully_denied"):
        return None
    return found(
        CODE,
        text.place,
        params={
            "entry": text.value,
            "statement": name_of(piece.view),
            "others": tuple(name_of(other.view) for other in answer.by),
            "effect": "Allow" if piece.view.allows else "Deny",
            "variant": "denied" if answer.why == "fully_denied" else "",
        },
        related=[other.view.place for other in answer.by],
        fixes=(fix("remove_redundant", removed(text.path), entry=text.value),),
    )


def _with(piece: Piece, name: str, entries: Sequence[str]) -> Piece:
    """The statement with these entries in a list, and what else it says in its piece."""
    parsed = parse(piece.text).root if piece.text else None
    source = parsed if isinstance(parsed, JsonObject) else piece.view.statement.source
    text = render_json(to_plain(put(source, (name,), list_node(entries))))
    listed = Listed(negated=False, entries=frozenset(map(action_normal if name == "Action" else arn_normal, entries)))
    actions = name == "Action"
    extent = replace(piece.extent, actions=listed) if actions else replace(piece.extent, resources=listed)
    return Piece(piece.view, extent, text)
