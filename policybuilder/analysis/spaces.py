"""What is left of a part of a request once literals are put together: resources, names of actions, condition keys.

A part of a request is named by a text (`RESOURCE`, `NAME`, or a key in lower case); what is said of it are atoms, which
`Atoms` numbers so that searches handle plain numbers. Everything here belongs to one comparison and goes with it.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol

from policybuilder.analysis.arns import Box, Shape, boxes_of, lies_in, shape_of, whole_pattern
from policybuilder.analysis.globs import Budget, Exhausted, Pattern, find_text, glob, joined, run_of
from policybuilder.analysis.keys import Found, KeyLiteral, KeyWorld, Nothing, is_atom, solve_key
from policybuilder.analysis.keys import Undecided as NotSolved
from policybuilder.analysis.search import Region, Row, Search, Undecided
from policybuilder.catalogue import ResourceType
from policybuilder.iam import ContextValue
from policybuilder.iam.entries import ResourceEntry

RESOURCE = "RESOURCE"
NAME = "NAME"


class Atoms:
    """Atoms by number, and the part that each is about."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Hashable, object], int] = {}
        self._parts: list[Hashable] = [None]
        self._atoms: list[object] = [None]

    def number(self, part: Hashable, atom: Hashable) -> int:
        """The literal that says the atom of the part."""
        key = part, atom
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self._atoms)
            self._parts.append(part)
            self._atoms.append(atom)
        return found

    def number_or_complement(self, part: Hashable, atom: Hashable, complement: Hashable) -> int:
        """The literal of an atom; if only its complement has a number, the negative of that."""
        opposite = self._numbers.get((part, complement))
        return self.number(part, atom) if opposite is None else -opposite

    def part(self, literal: int) -> Hashable:
        """The part that a literal is about."""
        return self._parts[abs(literal)]

    def atom(self, literal: int) -> object:
        """The atom of a literal or its complement."""
        return self._atoms[abs(literal)]


class Entries(Protocol):
    """Entries of Resource or NotResource: those that can match something, in an order that hangs on them alone."""

    @property
    def usable(self) -> Sequence[ResourceEntry]:
        """The entries, the plain `*` left aside."""

    @property
    def everything(self) -> bool:
        """Is the plain `*` one of them?"""


class Resources(Protocol):
    """The resources that a request may be about."""

    def literal(self, entries: Entries) -> int | bool:
        """The literal that an entry covers the resource, or whether one always or never does."""

    def possible(self, literals: frozenset[int]) -> bool | None:
        """Is there a resource for which the literals hold?"""

    def text(self, literals: frozenset[int]) -> str | None:
        """Such a resource, one that looks real; None if none was found."""


class NoResource:
    """Requests about `*`: only the plain `*` covers it."""

    def literal(self, entries: Entries) -> bool:
        """Does an entry cover `*`?"""
        return entries.everything

    def possible(self, literals: frozenset[int]) -> bool:
        """Nothing more can be asked of it."""
        return not literals

    def text(self, literals: frozenset[int]) -> str:
        """The resource of such requests."""
        return "" if literals else "*"


# -- whole texts -------------------------------------------------------------------------------------------------------


class Texts:
    """Resources as whole texts of some forms; also names of actions."""

    def __init__(
        self, atoms: Atoms, part: str, forms: Sequence[Pattern], budget: Budget, usual: Callable[[], Iterable[str]]
    ) -> None:
        self._atoms = atoms
        self._part = part
        self._forms = forms
        self._budget = budget
        self._usual = usual
        self._known: dict[frozenset[int], str | Exhausted | None] = {}

    def literal(self, entries: Entries) -> int | bool:
        """The literal that an entry covers the resource."""
        return entries.everything or self.one_of(map(whole_pattern, entries.usable))

    def one_of(self, patterns: Iterable[Pattern]) -> int | bool:
        """The literal that one of the patterns matches."""
        found = tuple(dict.fromkeys(patterns))
        if any(one.everything for one in found):
            return True
        return bool(found) and self._atoms.number(self._part, found)

    def possible(self, literals: frozenset[int]) -> bool | None:
        """Is there a text for which the literals hold?"""
        found = self._known.get(literals, "")
        if not found:
            found = self._find(literals, ())
            if not (isinstance(found, Exhausted) and self._budget.over):
                self._known[literals] = found
        return None if isinstance(found, Exhausted) else found is not None

    def text(self, literals: frozenset[int]) -> str | None:
        """A text for which the literals hold."""
        found = self._find(literals, tuple(self._usual()))
        return None if isinstance(found, Exhausted) else found

    def _find(self, literals: frozenset[int], usual: Sequence[str]) -> str | Exhausted | None:
        wanted, refused = split_by_sign(self._atoms, literals)
        forbidden = [one for patterns in refused for one in patterns]
        return find_text([self._forms, *wanted], forbidden, self._budget, usual)


def split_by_sign(atoms: Atoms, literals: Iterable[int]) -> tuple[list[Sequence[Pattern]], list[Sequence[Pattern]]]:
    """The unions of patterns that must match, and those that must not, in the order of their numbers."""
    wanted: list[Sequence[Pattern]] = []
    refused: list[Sequence[Pattern]] = []
    for literal in sorted(literals, key=abs):
        patterns = atoms.atom(literal)
        if isinstance(patterns, tuple):
            (wanted if literal > 0 else refused).append(patterns)
    return wanted, refused


_FIELD = glob("*", within_field=True)
_COLON = glob(":")
ARN_FORM = joined(
    *(glob("arn:"), run_of("a-z0-9-"), _COLON, run_of("a-z0-9-"), _COLON, _FIELD, _COLON, _FIELD, _COLON, glob("?*"))
)
"""The form of a resource of a service whose ARNs are not known here."""
NAME_FORM = run_of("a-z0-9-")
"""The form of an action's name in lower case (Service Authorization Reference, every service's table of actions)."""


# -- fields of ARNs ----------------------------------------------------------------------------------------------------


class _Fields:
    """The fields of a type's ARNs as the parts of a search of its own."""

    def __init__(self, shape: Shape, budget: Budget) -> None:
        self.shape = shape
        self.atoms = Atoms()
        self._budget = budget
        self._known: dict[tuple[Hashable, frozenset[int]], bool | None] = {}

    def part(self, literal: int) -> Hashable:
        return self.atoms.part(literal)

    def row(self, box: Box) -> Row:
        """The literals that an ARN lies in a box."""
        return tuple(self.atoms.number(index, (written,)) for index, written in enumerate(box) if written is not None)

    def possible(self, part: Hashable, literals: frozenset[int]) -> bool | None:
        key = part, literals
        if key not in self._known:
            found = self._find(part, literals, ())
            if isinstance(found, Exhausted) and self._budget.over:
                return None
            self._known[key] = None if isinstance(found, Exhausted) else found is not None
        return self._known[key]

    def text(self, index: int, literals: frozenset[int], names: Iterable[str]) -> str | None:
        """A text for a field, best one of the names."""
        found = self._find(index, literals, (*names, *self.shape.fields[index].usual))
        return None if isinstance(found, Exhausted) else found

    def _find(self, part: Hashable, literals: frozenset[int], usual: Sequence[str]) -> str | Exhausted | None:
        grammar = self.shape.fields[part if isinstance(part, int) else 0].grammar
        wanted, refused = split_by_sign(self.atoms, literals)
        return find_text([grammar, *wanted], [one for patterns in refused for one in patterns], self._budget, usual)


class TypedResources:
    """The ARNs of one resource type, decided field by field."""

    def __init__(self, atoms: Atoms, kind: ResourceType, budget: Budget, account: str) -> None:
        self.kind = kind
        self._atoms = atoms
        self._account = account
        self._shape = shape_of(kind)
        self._fields = _Fields(self._shape, budget)
        self._search = Search(self._fields, budget)
        self._regions: dict[frozenset[int], Region | Undecided | None] = {}
        self._names: dict[str, set[str]] = {field.name: set() for field in self._shape.fields}

    @property
    def wholes(self) -> tuple[Pattern, ...]:
        """The form of such an ARN as a whole text."""
        return self._shape.wholes

    def boxes(self, entries: Entries) -> tuple[Box, ...] | bool | None:
        """The boxes of entries, True and False for all and none; None if there would be too many."""
        if entries.everything:
            return True
        found: dict[Box, None] = {}
        for entry in entries.usable:
            boxes = boxes_of(entry, self.kind)
            if boxes is None:
                return None
            found.update(dict.fromkeys(boxes))
        if not found:
            return False
        if len(found) > 1:
            found = {box: None for box in found if not any(box != wide and lies_in(box, wide) for wide in found)}
        return True if next(iter(found)) == (None,) * len(self._shape.fields) else tuple(found)

    def literal(self, entries: Entries) -> int | bool:
        """The literal that an entry covers the ARN."""
        boxes = self.boxes(entries)
        if boxes is None or isinstance(boxes, bool):
            return bool(boxes)
        return self.within(boxes)

    def within(self, boxes: tuple[Box, ...]) -> int:
        """The literal that an ARN lies in one of the boxes."""
        for box in boxes:
            for field, written in zip(self._shape.fields, box, strict=True):
                if written is not None and written.exact is not None:
                    self._names[field.name].add(written.exact)
        return self._atoms.number(RESOURCE, (self.kind.id, boxes))

    def in_field(self, name: str, written: Pattern) -> int:
        """The literal that a field of the ARN is of a form."""
        return self._atoms.number(
            RESOURCE, (self.kind.id, (tuple(written if field.name == name else None for field in self._shape.fields),))
        )

    def possible(self, literals: frozenset[int]) -> bool | None:
        """Is there an ARN for which the literals hold?"""
        found = self._region(literals)
        return None if isinstance(found, Undecided) else found is not None

    def text(self, literals: frozenset[int]) -> str | None:
        """Such an ARN, with names of the documents where these will do."""
        region = self._region(literals)
        if region is None or isinstance(region, Undecided):
            return None
        values = []
        for index, field in enumerate(self._shape.fields):
            named = sorted(self._names[field.name] | ({self._account} if field.name == "account" else set()))
            value = self._fields.text(index, region.get(index, frozenset()), named)
            if value is None:
                return None
            values.append(value)
        return self._shape.written(values)

    def _region(self, literals: frozenset[int]) -> Region | Undecided | None:
        if literals not in self._regions:
            wanted: list[list[Row]] = []
            refused: list[Row] = []
            for literal in sorted(literals, key=abs):
                rows = [self._fields.row(box) for box in self._boxes_of(literal)]
                if literal > 0:
                    wanted.append(rows)
                else:
                    refused += rows
            self._regions[literals] = self._search.find(wanted, refused)
        return self._regions[literals]

    def _boxes_of(self, literal: int) -> tuple[Box, ...]:
        atom = self._atoms.atom(literal)
        return atom[1] if isinstance(atom, tuple) else ()


# -- all parts together ------------------------------------------------------------------------------------------------


class Keys:
    """Condition keys, each of which is decided once for a set of literals.

    `mixed`: some key was compared as values of several types, and not decided.
    """

    def __init__(self, atoms: Atoms, world: KeyWorld, budget: Budget) -> None:
        self._atoms = atoms
        self._world = world
        self._budget = budget
        self._known: dict[tuple[str, frozenset[int]], Found | Nothing | str] = {}
        self.mixed = False

    def possible(self, key: str, literals: frozenset[int]) -> bool | None:
        """Is there a state of the key in which the literals hold?"""
        found = self._solved(key, literals)
        return None if isinstance(found, str) else isinstance(found, Found)

    def value(self, key: str, literals: frozenset[int]) -> ContextValue | None:
        """Such a state; None for absent."""
        found = self._solved(key, literals)
        return found.value if isinstance(found, Found) else None

    def _solved(self, key: str, literals: frozenset[int]) -> Found | Nothing | str:
        known = key, literals
        if known not in self._known:
            asked = []
            for literal in sorted(literals, key=abs):
                atom = self._atoms.atom(literal)
                if isinstance(atom, KeyLiteral):
                    asked.append(atom if literal > 0 else atom.complement())
            found = solve_key(key, asked, self._world, self._budget)
            self.mixed = self.mixed or (isinstance(found, NotSolved) and found.reason == "mixed_types")
            if isinstance(found, NotSolved) and self._budget.over:
                return found.reason
            self._known[known] = found if isinstance(found, Found | Nothing) else found.reason
        return self._known[known]


class Space:
    """Everything that a request has: a resource, perhaps a name of an action, and keys.

    Of an atom nothing is known for sure, unless `atoms_decide`.
    """

    def __init__(
        self, atoms: Atoms, resources: Resources, names: Texts | None, keys: Keys, *, atoms_decide: bool = False
    ) -> None:
        self._atoms = atoms
        self._atoms_decide = atoms_decide
        self.resources = resources
        self.names = names
        self.keys = keys

    def part(self, literal: int) -> Hashable:
        """The part that a literal is about."""
        return self._atoms.part(literal)

    def possible(self, part: Hashable, literals: frozenset[int]) -> bool | None:
        """Can the literals hold together?"""
        if part == RESOURCE:
            return self.resources.possible(literals)
        if part == NAME and self.names is not None:
            return self.names.possible(literals)
        key = str(part)
        if is_atom(key):
            return True if self._atoms_decide else None
        return self.keys.possible(key, literals)

    def abstract(self) -> "Space":
        """The same, with atoms that may be either."""
        return Space(self._atoms, self.resources, self.names, self.keys, atoms_decide=True)
