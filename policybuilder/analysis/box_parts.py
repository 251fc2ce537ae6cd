"""Literals of one unit in the words of the policies that they come from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from policybuilder.analysis.globs import glob
from policybuilder.analysis.ground import Ground, Ready
from policybuilder.analysis.keys import KeyLiteral, absent, is_atom
from policybuilder.analysis.literals import ATOM
from policybuilder.analysis.rules import Listed
from policybuilder.analysis.search import Region, Row
from policybuilder.analysis.spaces import NAME, RESOURCE
from policybuilder.analysis.units import SERVICE, STAR, Unit
from policybuilder.catalogue import catalogue
from policybuilder.iam import ConditionEntry, Request, Values
from policybuilder.iam.arn import ArnText
from policybuilder.iam.entries import ResourceEntry
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.truth import Truth

_OPERATORS = {"like": "StringLike", "fold": "StringEqualsIgnoreCase", "arn": "ArnLike"}


class Phrase(NamedTuple):
    """A condition as a policy writes it, and whether it holds or does not."""

    entry: ConditionEntry
    holds: bool


class Parts(TypedDict):
    """The fields of a box that its literals say."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditions: tuple[Phrase, ...]
    except_actions: tuple[str, ...]
    except_resources: tuple[str, ...]
    types: tuple[str, ...]


class Naming:
    """Names the literals of a unit by the entries of the policies, one entry each where that can be."""

    def __init__(self, ground: Ground, ready: Ready, unit: Unit) -> None:
        self._ground = ground
        self._space = ready.space
        self._unit = unit
        self._given = frozenset(ready.given)
        self._entries: dict[int, tuple[ResourceEntry, ...]] = {}
        self._lists: dict[int, Listed] = {}
        for listed in dict.fromkeys(ground.lists()):
            literal = ready.space.resources.literal(listed)
            if not isinstance(literal, bool):
                self._lists.setdefault(literal, listed)
        self._names: dict[int, tuple[str, ...]] = {}

    # -- which literals a box is made of -------------------------------------------------------------------------------

    def ordered(self, region: Region) -> list[int]:
        """The literals of a region in the order in which a box would rather do without them: what is excluded, then
        conditions, then what names the resource and the action. Of a list one entry is enough."""
        literals = {literal for several in region.values() for literal in several} - self._given
        return sorted(self._single(literals, region), key=self._importance)

    def _importance(self, literal: int) -> tuple[int, int]:
        part = self._ground.atoms.part(literal)
        if part in (RESOURCE, NAME):
            return (0 if literal < 0 else 3 if part == NAME else 4), abs(literal)
        return (1 if literal < 0 else 2), abs(literal)

    def _single(self, literals: Iterable[int], region: Region) -> Iterator[int]:
        for literal in literals:
            part = self._ground.atoms.part(literal)
            if literal > 0 and part == RESOURCE:
                yield self._one_entry(literal, region)
            elif literal > 0 and part == NAME:
                yield self._one_name(literal, region)
            else:
                yield literal

    def _one_entry(self, literal: int, region: Region) -> int:
        """The literal of an entry of the list that covers some resource of the region."""
        resources = self._space.resources
        rest = region[RESOURCE] - {literal}
        for entry in self._usable(literal):
            alone = resources.literal(Listed((entry,), everything=False))
            if not isinstance(alone, bool) and resources.possible(rest | {alone}) is True:
                self._lists.setdefault(alone, Listed((entry,), everything=False))
                return alone
        return literal

    def _one_name(self, literal: int, region: Region) -> int:
        names = self._space.names
        rest = region[NAME] - {literal}
        for text in self._ground.names_of(self._unit.service):
            alone = names.one_of((glob(text),)) if names is not None else False
            if isinstance(alone, bool) or names is None:
                continue
            if (
                names.possible(rest | {literal, alone}) is True
                and names.possible(frozenset({alone, -literal})) is False
            ):
                self._names[alone] = (text,)
                return alone
        return literal

    def _usable(self, literal: int) -> Sequence[ResourceEntry]:
        listed = self._lists.get(abs(literal))
        return listed.usable if listed is not None else ()

    def is_plain(self, region: Region) -> bool:
        """Does a region say nothing of atoms?"""
        return not any(isinstance(part, str) and is_atom(part) for part in region)

    # -- in words ------------------------------------------------------------------------------------------------------

    def boxes_of(self, row: Row) -> Iterator[Parts]:
        """The fields of boxes with these literals: one for the actions that are asked about this form of resource alone,
        one each for those that are asked about several."""
        parts = self._parts(row)
        if not self._unit.actions:
            yield parts
            return
        by_types: dict[tuple[str, ...], list[str]] = {}
        for name in parts["actions"]:
            by_types.setdefault(types_of(name), []).append(name)
        for types, names in by_types.items():
            found: Parts = {**parts, "actions": tuple(names)}
            if self._unit.form == STAR and not types:
                yield {**found, "resources": ("*",)}
            elif len(types) > 1:
                yield {**found, "types": (self._unit.form_name,)}
            else:
                yield found

    def _parts(self, row: Row) -> Parts:
        actions, but_actions = self._actions(row)
        resources = [
            text for literal in row if self._is(RESOURCE, literal) and literal > 0 for text in self._texts(literal)
        ]
        excepted = [
            text for literal in row if self._is(RESOURCE, literal) and literal < 0 for text in self._texts(literal)
        ]
        excepted += [text for literal in row if literal < 0 and (text := _resource_text(self._atom(literal)))]
        return Parts(
            actions=actions,
            resources=tuple(dict.fromkeys(resources)) or (("*",) if self._unit.form != STAR else ()),
            conditions=tuple(dict.fromkeys(self._conditions(row))),
            except_actions=but_actions,
            except_resources=tuple(dict.fromkeys(excepted)),
            types=(),
        )

    def _atom(self, literal: int) -> object:
        return self._ground.atoms.atom(literal)

    def _conditions(self, row: Row) -> Iterator[Phrase]:
        """The conditions; where several on one key leave it absent, that alone."""
        by_key: dict[str, list[int]] = {}
        for literal in row:
            atom = self._atom(literal)
            if isinstance(atom, KeyLiteral):
                by_key.setdefault(atom.key, []).append(literal)
        for key, literals in by_key.items():
            there = -self._ground.reader.number(absent(key)) if not is_atom(key) else 0
            if there and self._space.keys.possible(key, frozenset((*literals, there))) is False:
                yield Phrase(ConditionEntry("Null", self._spelled(key), Values(("true",))), holds=True)
            else:
                yield from (phrase for literal in literals if (phrase := self._phrase(literal)) is not None)

    def _spelled(self, key: str) -> str:
        return self._ground.reader.spelling.get(key, key)

    def _is(self, part: str, literal: int) -> bool:
        return self._ground.atoms.part(literal) == part

    def _actions(self, row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if self._unit.actions:
            return self._unit.actions, ()
        prefix = self._unit.told[0].partition(":")[0]
        wanted = [
            self._ground.spelled(f"{prefix}:{name}")
            for literal in row
            if literal > 0
            for name in self._name_texts(literal)
        ]
        excepted = [
            self._ground.spelled(f"{prefix}:{name}")
            for literal in row
            if literal < 0
            for name in self._name_texts(literal)
        ]
        return tuple(dict.fromkeys(wanted)) or (f"{prefix}:*",), tuple(dict.fromkeys(excepted))

    def _name_texts(self, literal: int) -> tuple[str, ...]:
        if not self._is(NAME, literal):
            return ()
        if abs(literal) in self._names:
            return self._names[abs(literal)]
        patterns = self._ground.atoms.atom(literal)
        found = patterns if isinstance(patterns, tuple) else ()
        return tuple(text for text in self._ground.names_of(self._unit.service) if glob(text) in found)

    def _texts(self, literal: int) -> Iterator[str]:
        """The entries of a list that can match a resource of the unit."""
        resources = self._space.resources
        for entry in self._usable(literal):
            if resources.literal(Listed((entry,), everything=False)) is not False:
                yield entry.text

    def _phrase(self, literal: int) -> Phrase | None:
        atom = self._atom(literal)
        if not isinstance(atom, KeyLiteral):
            return None
        if is_atom(atom.key):
            return _of_atom(atom, holds=literal > 0)
        entry = atom.entry or ConditionEntry("Null", atom.key, Values(("true" if atom.absent else "false",)))
        spelled = ConditionEntry(entry.operator, self._spelled(entry.key), entry.values)
        return Phrase(spelled, (literal > 0) is not (atom.complemented and atom.entry is not None))

    def holds(self, row: Row, request: Request) -> bool:
        """Does a request lie in a box, as far as resources and plain conditions tell?"""
        context = DerivedContext(request)
        arn = ArnText(request.resource)
        for literal in row:
            atom = self._ground.atoms.atom(literal)
            if self._is(RESOURCE, literal):
                covered = any(entry.covers(arn, context) is Truth.YES for entry in self._usable(literal))
                if covered is not (literal > 0):
                    return False
            elif isinstance(atom, KeyLiteral) and not is_atom(atom.key):
                held = atom.holds(context.look_up(atom.key).value)
                if held is not (literal > 0):
                    return False
        return True


def types_of(action: str) -> tuple[str, ...]:
    """The resource types that an action of Rekognition is asked about."""
    return catalogue().actions[action].resource_type_names if is_known(action) else ()


def is_known(action: str) -> bool:
    """Is it an action of Rekognition, of which the catalogue knows the resources?"""
    found = catalogue().actions.get(action)
    return found is not None and found.service == SERVICE


def _resource_text(atom: object) -> str | None:
    """The resource entry with variables of which an atom says whether it matches."""
    begin = f"{ATOM}resource "
    return atom.key.removeprefix(begin) if isinstance(atom, KeyLiteral) and atom.key.startswith(begin) else None


def _of_atom(atom: KeyLiteral, *, holds: bool) -> Phrase | None:
    """A condition whose value has variables in it; what is said of a resource stands with the resources."""
    words = atom.key.removeprefix(ATOM).split(" ", 3)
    if words[0] != "key" or len(words) < 4 or words[2] not in _OPERATORS:
        return None
    _, key, mode, text = words
    return Phrase(ConditionEntry(_OPERATORS[mode], key, Values((text,))), holds)
