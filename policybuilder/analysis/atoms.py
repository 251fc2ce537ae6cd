"""Policy variables taken apart from their values: the proof that there is no request, whatever the values are.

"This text, with the values put in, matches" becomes an atom, which is true or false whatever the request says. So every
request has its like among those that are asked about, with the same decision, and where none of these does something no
request does. What every real request keeps to is told as rows that cannot hold (`impossible`): a text that matches has
values for its variables; a narrower text matches only where a wider one does; for a value that a condition writes out the
atom is what the text with this value says. Rules: IAM User Guide, "IAM policy elements: Variables and tags", as
`iam.variables` reads it, for values of at most 2,048 letters, than which AWS has none longer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations, product
from typing import Literal

from policybuilder.analysis.inclusion import Marked, Marks, includes
from policybuilder.analysis.literals import KeyLiteral, Opaque, atom, literal_of, one_value, pinned, strictly_absent
from policybuilder.analysis.members import MALFORMED_ARNS, NOTHING, Members, Texts
from policybuilder.analysis.patterns import pattern
from policybuilder.analysis.variables import escaped
from policybuilder.iam import ConditionEntry, OperatorName, Values, operator_named
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.operators import EXACT, IGNORE_CASE, LIKE, Operator
from policybuilder.iam.variables import LONGEST_VALUE, Dialect, Template, Text, Variable, template
from policybuilder.iam.wildcard import Part

Row = tuple[KeyLiteral, ...]
Mode = Literal["like", "fold", "arn"]
MOST_DEFAULTS = 4  # keys with a default in one text; beyond, the text is one atom
MOST_WAYS = 4  # in which one value may match, or one way of it fail
MOST_COMPARED = 40  # atoms that are compared with each other
MOST_CONSTANTS = 8  # values of one key that conditions write out
_WITH_VARIABLES = Dialect(variables=True)


@dataclass(frozen=True, slots=True)
class Case:
    """A resource entry for requests in which these literals hold: with defaults put in, `*` for what else varies."""

    entry: ResourceEntry
    literals: Row


@dataclass(frozen=True, slots=True)
class Impossible:
    """What no request does: entries that cover the resource or do not, together with these literals."""

    resources: tuple[tuple[ResourceEntry, bool], ...]
    keys: Row


@dataclass(frozen=True, slots=True)
class _Atom:
    """That a text of a resource entry, or one under `key`, matches once values are put in."""

    literal: KeyLiteral
    pieces: Template
    marked: Marked
    key: str | None = None
    mode: Mode = "like"
    entry: ResourceEntry | None = None

    @property
    def variables(self) -> frozenset[str]:
        """The keys whose values are put in; those with a default may have none."""
        return frozenset(p.key for p in self.pieces if isinstance(p, Variable) and p.key and p.default is None)

    def with_value(self, key: str, value: str) -> Template:
        """The text with one value put in."""
        return tuple(
            Text(value, special=True) if isinstance(piece, Variable) and piece.key == key else piece
            for piece in self.pieces
        )


@dataclass(frozen=True, slots=True)
class _SetAtom:
    """That an entry with a set operator (`asked`: operator and key) holds; `fixed` is what its values without variables
    say alone. More values are matched more, so that under a negated operator fewer hold."""

    literal: KeyLiteral
    asked: tuple[str, str]
    texts: frozenset[str]
    fixed: KeyLiteral | None
    negated: bool

    def implies(self, less: KeyLiteral, more: KeyLiteral) -> Impossible:
        """What fewer values say holds where more values hold, or the other way round."""
        narrow, wide = (more, less) if self.negated else (less, more)
        return Impossible((), (narrow, wide.complement()))


@dataclass(slots=True)
class Abstraction:
    """The atoms of one question, made as its entries are read."""

    _atoms: dict[KeyLiteral, _Atom] = field(default_factory=dict)
    _sets: dict[KeyLiteral, _SetAtom] = field(default_factory=dict)
    _marks: Marks = field(default_factory=Marks)
    _constants: dict[str, dict[str, None]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Is there an atom?"""
        return bool(self._atoms or self._sets)

    # -- resources -----------------------------------------------------------------------------------------------------

    def of_resource(self, entry: ResourceEntry) -> tuple[Case, ...]:
        """The entry covers a resource exactly where that of a case does and the case's literals hold."""
        return tuple(self._case(entry, literals, pieces) for literals, pieces in cases(entry.tail))

    def _case(self, entry: ResourceEntry, literals: Row, pieces: Template) -> Case:
        made = _with_tail(entry, pieces)
        if made.plain is not None:
            return Case(made, literals)
        name = atom(f"resource {':'.join(entry.pattern.head)}:{canonical(pieces, wild=True)}")
        self._atoms.setdefault(name, _Atom(name, pieces, self._marks.entry(made), entry=made))
        return Case(made, (*literals, name))

    # -- conditions ----------------------------------------------------------------------------------------------------

    def of_condition(self, entry: ConditionEntry, dialect: Dialect) -> tuple[Row, ...]:
        """Rows of literals; the entry holds exactly where those of one row do."""
        found = literal_of(entry, dialect)
        if isinstance(found, KeyLiteral):
            self._note_constants(entry, dialect)
            return ((found,),)
        named = operator_named(entry.operator)
        if named is None or named.row is None or not found.variables:
            return ((atom(_name(entry)),),)
        if named.set_operator:
            return self._of_set(named, named.row, entry)
        return self._of_plain(named, named.row, entry)

    def _note_constants(self, entry: ConditionEntry, dialect: Dialect) -> None:
        named = operator_named(entry.operator)
        if named and named.row and named.row.family in (EXACT, LIKE) and not named.negated:
            for value in entry.values.items:
                pieces = template(value, enabled=dialect.variables)
                text = "".join(piece.text for piece in pieces if isinstance(piece, Text))
                wild = named.row.family is LIKE and any(
                    isinstance(piece, Text) and not piece.special and set(piece.text) & {"*", "?"} for piece in pieces
                )
                if not wild and not any(isinstance(piece, Variable) for piece in pieces):
                    self._constants.setdefault(entry.key.lower(), {})[text] = None

    def _of_set(self, named: OperatorName, row: Operator, entry: ConditionEntry) -> tuple[Row, ...]:
        """With a set operator one atom says what becomes of the values; without the key it is known what becomes."""
        every = named.set_operator == "ForAllValues"
        key = entry.key.lower()
        operator = f"{named.set_operator}:{row.name}"
        texts = {canonical(template(value, enabled=True), wild=row.family.wild) for value in entry.values.items}
        name = atom(f"set {operator} {key} {sorted(texts)}")
        fixed = [value for value in entry.values.items if not _varies(value)]
        literal = _literal(operator, key, fixed) if fixed else None
        self._sets.setdefault(name, _SetAtom(name, (operator, key), frozenset(texts), literal, row.negated))
        gone = strictly_absent(key)
        return ((gone,), (name,)) if every or named.if_exists else ((gone.complement(), name),)

    def _of_plain(self, named: OperatorName, row: Operator, entry: ConditionEntry) -> tuple[Row, ...]:
        """A positive operator holds if one of the values matches, a negated one if none does or the key is absent."""
        key = entry.key.lower()
        varying = [value for value in entry.values.items if _varies(value)]
        fixed = tuple(value for value in entry.values.items if not _varies(value))
        matches = [alternative for value in varying for alternative in self._matches(row, key, value)]
        gone = ((strictly_absent(key),),)
        if not row.negated:
            held = [(_literal(row.name, key, fixed),)] if fixed else []
            return (*(gone if named.if_exists else ()), *held, *matches)
        there = [_literal(row.name, key, fixed) if fixed else _readable(row, key)]
        there += [_malformed(value).complement() for value in varying if row.family.name == "arn" and _may_break(value)]
        if len(matches) > MOST_WAYS or any(len(each) > MOST_WAYS for each in matches):
            return (*gone, (*there, atom(_name(entry))))
        refused = product(*([literal.complement() for literal in alternative] for alternative in matches))
        return (*gone, *(tuple(dict.fromkeys((*there, *chosen))) for chosen in refused))

    def _matches(self, row: Operator, key: str, value: str) -> Iterator[Row]:
        """The rows for which a value with variables matches the key's one value."""
        mode: Mode = "arn" if row.family.name == "arn" else "fold" if row.family is IGNORE_CASE else "like"
        for literals, pieces in cases(
            template(canonical(template(value, enabled=True), wild=row.family.wild), enabled=True)
        ):
            if not any(isinstance(piece, Variable) for piece in pieces):
                yield (*literals, _literal(_POSITIVE[mode], key, (canonical(pieces, wild=True),)))
            elif pieces == (Variable(key),):
                yield (*literals, _readable(row, key))
            else:
                name = atom(f"key {key} {mode} {canonical(pieces, wild=True)}")
                self._atoms.setdefault(name, _Atom(name, pieces, self._marks.text(pieces, mode), key, mode))
                yield (*literals, name)

    # -- what no request does ------------------------------------------------------------------------------------------

    def impossible(self) -> tuple[Impossible, ...]:
        """What every real request keeps to, as what none does."""
        found = (*self._without_value(), *self._narrower(), *self._written_out(), *self._of_fewer_values())
        return tuple(dict.fromkeys(found))

    def _without_value(self) -> Iterator[Impossible]:
        """A text matches only if its variables have values; under a key, only what its fixed letters allow."""
        for name, one in self._atoms.items():
            for key in sorted(one.variables):
                yield Impossible((), (name, one_value(key).complement()))
            if one.key is not None:
                yield Impossible((), (name, _any_values(one.key, one).complement()))

    def _narrower(self) -> Iterator[Impossible]:
        """What matches a narrower text matches a wider one, if the wider has no further variable."""
        atoms = list(self._atoms.values())[:MOST_COMPARED]
        for one, other in permutations(atoms, 2):
            if one.key == other.key and other.variables <= one.variables and includes(other.marked, one.marked):
                yield Impossible((), (one.literal, other.literal.complement()))

    def _of_fewer_values(self) -> Iterator[Impossible]:
        sets = list(self._sets.values())[:MOST_COMPARED]
        for one in sets:
            if one.fixed is not None:
                yield one.implies(one.fixed, one.literal)
        for one, other in permutations(sets, 2):
            if one.asked == other.asked and one.texts < other.texts:
                yield one.implies(one.literal, other.literal)

    def _written_out(self) -> Iterator[Impossible]:
        """For a value that a condition writes out, a text with this one variable is what it is with the value."""
        for name, one in self._atoms.items():
            for key in sorted(one.variables) if len(one.variables) == 1 else ():
                for value in list(self._constants.get(key, ()))[:MOST_CONSTANTS]:
                    made = one.with_value(key, value)
                    if len(value) <= LONGEST_VALUE and not any(isinstance(piece, Variable) for piece in made):
                        yield from self._with_constant(name, one, pinned(key, value), made)

    def _with_constant(self, name: KeyLiteral, one: _Atom, pin: KeyLiteral, pieces: Template) -> Iterator[Impossible]:
        if one.entry is not None:
            plain = _with_tail(one.entry, pieces)
            yield Impossible(((plain, False),), (pin, name))
            yield Impossible(((plain, True),), (pin, name.complement()))
        elif one.key is not None:
            same = _literal(_POSITIVE[one.mode], one.key, (canonical(pieces, wild=True),))
            yield Impossible((), (pin, name, same.complement()))
            yield Impossible((), (pin, name.complement(), same))


_POSITIVE: dict[Mode, str] = {"like": "StringLike", "fold": "StringEqualsIgnoreCase", "arn": "ArnLike"}


def cases(pieces: Template) -> list[tuple[Row, Template]]:
    """A text for requests in which each key with a default has one value, or has none: literals, and the text then.

    Variables that are left have no default. No case at all if the text never matches.
    """
    variables = [piece for piece in pieces if isinstance(piece, Variable)]
    if any(each.key is None for each in variables):
        return []
    keys = list(dict.fromkeys(each.key.lower() for each in variables if each.key and each.default is not None))
    if len(keys) > MOST_DEFAULTS:
        return [((), pieces)]
    found: list[tuple[Row, Template]] = []
    for choice in product((True, False), repeat=len(keys)):
        has = dict(zip(keys, choice, strict=True))
        made = _for_values(pieces, has)
        if made is not None:
            literals = (one_value(key) if there else one_value(key).complement() for key, there in has.items())
            found.append((tuple(literals), made))
    return found


def _for_values(pieces: Template, has: dict[str, bool]) -> Template | None:
    made: list[Text | Variable] = []
    for piece in pieces:
        if isinstance(piece, Text) or piece.key is None:
            made.append(piece)
        elif has.get(piece.key.lower(), True):
            made.append(Variable(piece.key.lower()))
        elif piece.default is None:
            return None
        else:
            made.append(Text(piece.default, special=True))
    return tuple(made)


def canonical(pieces: Template, *, wild: bool) -> str:
    """A text as one with wildcards that says the same; without `wild` its `*` and `?` stand for themselves."""
    return "".join(_piece(piece, wild=wild) for piece in pieces)


def _piece(piece: Text | Variable, *, wild: bool) -> str:
    if isinstance(piece, Variable):
        default = "" if piece.default is None else f", '{piece.default}'"
        return "${" + (piece.key or "").lower() + default + "}"
    return piece.text.replace("$", "${$}") if wild and not piece.special else escaped(piece.text)


def _name(entry: ConditionEntry) -> str:
    return f"entry {entry.operator} {entry.key.lower()} {sorted(set(entry.values.items))}"


def _varies(value: str) -> bool:
    return any(isinstance(piece, Variable) for piece in template(value, enabled=True))


def _literal(operator: str, key: str, values: Iterable[str]) -> KeyLiteral:
    """The literal of an entry without variables."""
    found = literal_of(ConditionEntry(operator, key, Values(tuple(values))), _WITH_VARIABLES)
    return atom(_name(found.entry)) if isinstance(found, Opaque) else found


def _readable(row: Operator, key: str) -> KeyLiteral:
    """The key has one value, and it is of the operator's form."""
    return _one(key, Texts(MALFORMED_ARNS, outside=True)) if row.family.name == "arn" else one_value(key)


def _one(key: str, members: Members) -> KeyLiteral:
    return KeyLiteral(key.lower(), False, members, False, NOTHING, False)


def _may_break(value: str) -> bool:
    """May values leave an ARN pattern with fewer than six fields? Then a negated operator does not hold (10.6)."""
    pieces = template(value, enabled=True)
    return sum(piece.text.count(":") for piece in pieces if isinstance(piece, Text)) < 5


def _malformed(value: str) -> KeyLiteral:
    return atom(f"malformed {canonical(template(value, enabled=True), wild=True)}")


def _any_values(key: str, one: _Atom) -> KeyLiteral:
    """The key's value matches the text with `*` for each variable."""
    parts = [Part("*", wild=True) if isinstance(p, Variable) else Part(p.text, not p.special) for p in one.pieces]
    return _one(key, Texts((pattern(parts, ignore_case=one.mode == "fold"),)))


def _with_tail(entry: ResourceEntry, pieces: Template) -> ResourceEntry:
    return ResourceEntry(entry.pattern, pieces, entry.assumptions, entry.marks)
