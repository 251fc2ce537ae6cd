"""Values of policy variables worth trying: absent, a fresh value, and every word of the documents in question.

Two documents differ for some value of a variable mostly where it meets a name that one of them writes out. So the words
are the names between separators, and what is left of them where the variable stands beside other letters.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, product

from policybuilder.analysis.forms import Domain
from policybuilder.analysis.globs import Budget
from policybuilder.analysis.keys import Found, KeyLiteral, KeyWorld, literal_of, one_value, pinned, solve_key
from policybuilder.analysis.likely import likely_texts
from policybuilder.analysis.variables import Pins, Substitution, templates_of, variable_keys
from policybuilder.iam import Policy
from policybuilder.iam.variables import Dialect, Template, Text, Variable, template

MOST_VALUES = 40  # of one key
MOST_SUBSTITUTIONS = 300
STEPS = 5_000
Value = str | None
_SEPARATORS = "/:"


def substitutions(
    policies: Sequence[Policy], world: KeyWorld, most: int = MOST_SUBSTITUTIONS
) -> Iterator[Substitution]:
    """At most so many ways to put in all variables of the policies; one without any pins if there are no variables.

    First a fresh value for each key; then one key at a time has its other values; then two at a time, then all.
    """
    keys = variable_keys(policies)
    values = _values(policies, keys, world)
    if all(values.values()):
        yield from islice(_combined(values), most)


def _combined(values: dict[str, list[Value]]) -> Iterator[Substitution]:
    fresh = {key: tried[0] for key, tried in values.items()}
    seen: set[tuple[Value, ...]] = set()
    for size in (*range(min(3, len(values) + 1)), len(values)):
        for keys in combinations(values, size):
            for chosen in product(*(values[key] for key in keys)):
                pins: Pins = {**fresh, **dict(zip(keys, chosen, strict=True))}
                if (found := tuple(pins.values())) not in seen:
                    seen.add(found)
                    yield Substitution(pins)


def _values(policies: Sequence[Policy], keys: Sequence[str], world: KeyWorld) -> dict[str, list[Value]]:
    templates = list(dict.fromkeys(_templates(policies)))
    segments = list(dict.fromkeys(segment for pieces in templates for segment in _segments(pieces)))
    fresh: dict[str, str] = {}
    for key in keys:
        taken = {*segments, *fresh.values()}
        likely = (text for text in _fresh(key, world) if text not in taken and _possible(key, text, world))
        if (own := next(likely, None)) is not None:
            fresh[key] = own
    found = {}
    for key in keys:
        own_first = dict.fromkeys([fresh[key]] if key in fresh else [])
        asked = dict.fromkeys(value for policy in policies for value in _asked_for(key, policy, world))
        flags = ("true", "false") if world.key_form(key).domain is Domain.BOOLEAN else ()
        tried = dict.fromkeys(
            (*own_first, None, *flags, *asked, *fresh.values(), *_beside(key, templates, segments), *segments)
        )
        found[key] = list(islice((value for value in tried if _possible(key, value, world)), MOST_VALUES))
    return found


def _asked_for(key: str, policy: Policy, world: KeyWorld) -> Iterator[str]:
    """Values that meet what the statements ask of the key itself, and values that do not."""
    dialect = Dialect(policy.variables_enabled)
    for statement in policy.statements:
        entries = [literal_of(entry, dialect) for entry in statement.conditions if entry.key.lower() == key]
        literals = [literal for literal in entries if isinstance(literal, KeyLiteral)]
        for chosen in (literals, *([literal.complement()] for literal in literals)):
            found = solve_key(key, [*chosen, one_value(key)], world, Budget(STEPS)) if chosen else None
            if isinstance(found, Found) and isinstance(found.value, str):
                yield found.value


def _possible(key: str, value: Value, world: KeyWorld) -> bool:
    """Is there a request with this value?"""
    return isinstance(solve_key(key, [pinned(key, value)], world, Budget()), Found)


def _fresh(key: str, world: KeyWorld) -> Iterator[str]:
    """Values that look real, those without a separator first; then what else the key may be."""
    likely = likely_texts(key)
    yield from (text for text in likely if not set(text) & set(_SEPARATORS))
    yield from likely
    yield from (f"example{number}" for number in range(100))
    usual = solve_key(key, [one_value(key)], world, Budget())
    if isinstance(usual, Found) and isinstance(usual.value, str):
        yield usual.value


def _templates(policies: Iterable[Policy]) -> Iterator[Template]:
    for policy in policies:
        for statement in policy.statements:
            if policy.variables_enabled:
                yield from templates_of(statement)
            for values in (statement.resources, statement.not_resources):
                yield from ((Text(text.split(":", 5)[-1]),) for text in (values.items if values else ()))
            yield from (template(text, enabled=False) for entry in statement.conditions for text in entry.values.items)


# -- words -------------------------------------------------------------------------------------------------------------


def _segments(pieces: Template) -> Iterator[str]:
    """The names between separators and those that wildcards leave, then whole stretches with separators in them."""
    for piece in pieces:
        if isinstance(piece, Text) and "${" not in piece.text:
            for stretch in [piece.text] if piece.special else piece.text.replace("?", "*").split("*"):
                yield from (word for word in _split(stretch) if word)
                if stretch.strip(_SEPARATORS):
                    yield stretch.strip(_SEPARATORS)


def _split(text: str) -> list[str]:
    return text.replace(":", "/").split("/")


def _beside(key: str, templates: Iterable[Template], segments: Sequence[str]) -> Iterator[str]:
    """What is left of the names where letters stand right before or behind the variable."""
    for pieces in templates:
        for index, piece in enumerate(pieces):
            if isinstance(piece, Variable) and piece.key is not None and piece.key.lower() == key:
                before, behind = _touching(pieces[index - 1 : index], -1), _touching(pieces[index + 1 : index + 2], 0)
                for word in segments if before or behind else ():
                    if word.startswith(before) and word.endswith(behind) and len(word) > len(before) + len(behind):
                        yield word[len(before) : len(word) - len(behind)]
                if piece.default is not None:
                    yield piece.default


def _touching(pieces: Template, which: int) -> str:
    """The letters of a neighbour up to the next separator or wildcard."""
    text = "".join(piece.text for piece in pieces if isinstance(piece, Text) and not piece.special)
    for mark in "*?":
        text = text.replace(mark, "/")
    return _split(text)[which]
