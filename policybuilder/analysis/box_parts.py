"""Literals of one unit in the words of the policies that they come from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypedDict

from policybuilder.analysis import literals as key_literals
from policybuilder.analysis.atoms import canonical
from policybuilder.analysis.globs import glob
from policybuilder.analysis.ground import Ground, Ready
from policybuilder.analysis.keys import KeyLiteral, absent, is_atom, literal_of
from policybuilder.analysis.literals import ATOM
from policybuilder.analysis.rules import Listed
from policybuilder.analysis.search import Region, Row
from policybuilder.analysis.spaces import NAME, RESOURCE, split_by_sign
from policybuilder.analysis.units import SERVICE, STAR, TEXT, Unit
from policybuilder.catalogue import ResourceType, catalogue, looks_like
from policybuilder.catalogue.services import service
from policybuilder.iam import ConditionEntry, Request, Values
from policybuilder.iam.arn import ArnText
from policybuilder.iam.conditions import evaluate_condition, prepare_condition
from policybuilder.iam.entries import IncompleteArn, ResourceEntry, resource_entry
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.truth import Truth
from policybuilder.iam.variables import Dialect, Text, Variable

_DIALECT = Dialect(variables=True)
_OF_RESOURCE = f"{ATOM}resource "
_VARIABLE = re.compile(r"\$\{([^},]+)")
_Alone = tuple[ResourceEntry, int | bool]  # an entry, and the literal of a list of it alone
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
    also_within: tuple[tuple[str, ...], ...]
    types: tuple[str, ...]


class Naming:
    """Names the literals of a unit by the entries of the policies."""

    def __init__(self, ground: Ground, ready: Ready, unit: Unit) -> None:
        self._ground = ground
        self._space = ready.space
        self._unit = unit
        self._given = frozenset(ready.given)
        self._lists: dict[int, Listed] = {}
        self._varying: dict[str, int | bool] = {}
        for listed in dict.fromkeys(ground.lists()):
            literal = ready.space.resources.literal(listed)
            if not isinstance(literal, bool):
                self._lists.setdefault(literal, listed)
            for entry in listed.usable:
                if entry.varies:
                    self._varying[_name_of(entry)] = literal

    # -- which literals a box is made of -------------------------------------------------------------------------------

    def ordered(self, region: Region) -> list[int]:
        """The literals of a region in the order in which a box would rather do without them: what is excluded, then
        conditions, then what names the action and the resource."""
        literals = {literal for several in region.values() for literal in several} - self._given
        return sorted(literals, key=self._importance)

    def weaker(self, literal: int) -> int | None:
        """Instead of "no value of the variables makes the entry match": "their values do not"."""
        names = [key for key, star in self._varying.items() if literal < 0 and star == -literal]
        return -self._ground.reader.number(key_literals.atom(names[0].removeprefix(ATOM))) if len(names) == 1 else None

    def _importance(self, literal: int) -> tuple[int, int]:
        part = self._ground.atoms.part(literal)
        if part in (RESOURCE, NAME):
            return (0 if literal < 0 else 3 if part == NAME else 4), abs(literal)
        return (1 if literal < 0 else 2), abs(literal)

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
        by_forms: dict[tuple[str, ...], list[str]] = {}
        for name in parts["actions"]:
            by_forms.setdefault(forms_of(name), []).append(name)
        for forms, names in by_forms.items():
            yield {**parts, "actions": tuple(names), "types": (self._form,) if len(forms) > 1 else ()}

    @property
    def _form(self) -> str:
        return ARN if self._unit.form == TEXT else self._unit.form_name

    def _parts(self, row: Row) -> Parts:
        actions, but_actions = self._actions(row)
        literals = [literal for literal in row if self._is(RESOURCE, literal)]
        atoms = [(atom.key, _is_true(literal, atom)) for literal in row if (atom := self._resource_atom(literal))]
        told = {self._varying.get(key) for key, true in atoms if true}
        lists: list[tuple[str, ...]] = [(self._with_variables(key),) for key, true in atoms if true]
        shown = {literal: self._matching(literal, literals) for literal in literals if literal > 0}
        lists += [_texts(entries) for literal, entries in shown.items() if literal not in told]
        excepted = [
            text
            for literal in literals
            if literal < 0
            for text in _texts(self._meeting(self._matching(literal, literals), shown.values()))
        ]
        excepted += [self._with_variables(key) for key, true in atoms if not true]
        return Parts(
            actions=actions,
            resources=lists[0] if lists else ("*",),
            also_within=tuple(lists[1:]),
            conditions=tuple(dict.fromkeys(self._conditions(row))),
            except_actions=but_actions,
            except_resources=tuple(dict.fromkeys(excepted)),
            types=(),
        )

    def _matching(self, literal: int, literals: Sequence[int]) -> list[_Alone]:
        """The entries of a list that matter beside the other literals: of one that must cover the resource those that
        can, of one that must not those that otherwise might."""
        resources = self._space.resources
        beside = frozenset(other for other in literals if other != literal and (literal > 0 or other > 0))
        found = []
        for entry in self._usable(literal):
            alone = resources.literal(Listed((entry,), everything=False))
            if alone is True or (alone is not False and resources.possible(beside | {alone}) is not False):
                found.append((entry, alone))
        return found

    def _meeting(self, excepted: Sequence[_Alone], shown: Iterable[Sequence[_Alone]]) -> Iterator[_Alone]:
        """Of what is excepted what is not apart from all that a list still shows: its other entries are not there."""
        possible = self._space.resources.possible
        for entry, alone in excepted:
            if all(
                any(
                    alone is True or other is True or possible(frozenset((alone, other))) is not False
                    for _, other in beside
                )
                for beside in shown
            ):
                yield entry, alone

    def _resource_atom(self, literal: int) -> KeyLiteral | None:
        """The atom that an entry with variables matches, if a literal is about one."""
        atom = self._atom(literal)
        return atom if isinstance(atom, KeyLiteral) and atom.key.startswith(_OF_RESOURCE) else None

    def _with_variables(self, key: str) -> str:
        """The entry of an atom, with the names of keys as policies write them."""
        return _VARIABLE.sub(lambda found: "${" + self._spelled(found[1]), key.removeprefix(_OF_RESOURCE))

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
        """The actions of a box and its exceptions; of another service as patterns."""
        if self._unit.actions:
            return self._unit.actions, ()
        literals = [literal for literal in row if self._is(NAME, literal)]
        wanted = [literal for literal in literals if literal > 0]
        names = self._names(wanted[0], literals) if wanted else ("*",)
        if len(wanted) > 1:
            names = tuple(self._known_names(literals)) or names
        excepted = [name for literal in literals if literal < 0 for name in self._names(literal, literals)]
        return tuple(map(self._id, names)), tuple(map(self._id, dict.fromkeys(excepted)))

    def _id(self, name: str) -> str:
        prefix = self._unit.told[0].partition(":")[0]
        return self._ground.spelled(f"{prefix}:{name}")

    def _names(self, literal: int, literals: Sequence[int]) -> tuple[str, ...]:
        """The names of a list that matter beside the other literals."""
        names, patterns = self._space.names, self._atom(literal)
        if names is None or not isinstance(patterns, tuple):
            return ()
        beside = frozenset(other for other in literals if other != literal and (literal > 0 or other > 0))
        found = []
        for text in self._ground.names_of(self._unit.service):
            alone = names.one_of((glob(text),)) if glob(text) in patterns else False
            if alone is not False and names.possible(beside | ({alone} if alone is not True else set())) is not False:
                found.append(text)
        return tuple(found)

    def _known_names(self, literals: Sequence[int]) -> Iterator[str]:
        """The service's own actions for which the literals hold."""
        known = service(self._unit.service)
        wanted, refused = split_by_sign(self._ground.atoms, literals)
        for name in known.actions if known is not None else ():
            in_all = all(any(one.matches(name) for one in patterns) for patterns in wanted)
            if in_all and not any(one.matches(name) for patterns in refused for one in patterns):
                yield name

    def _phrase(self, literal: int) -> Phrase | None:
        atom = self._atom(literal)
        if not isinstance(atom, KeyLiteral):
            return None
        if is_atom(atom.key):
            return self._of_atom(atom, holds=_is_true(literal, atom))
        entry = atom.entry or ConditionEntry("Null", atom.key, Values(("true" if atom.absent else "false",)))
        spelled = ConditionEntry(entry.operator, self._spelled(entry.key), entry.values)
        return Phrase(spelled, (literal > 0) is _is_said(atom, entry))

    def _of_atom(self, atom: KeyLiteral, *, holds: bool) -> Phrase | None:
        """A condition whose value has variables in it; what is said of a resource stands with the resources."""
        words = atom.key.removeprefix(ATOM).split(" ", 3)
        if words[0] != "key" or len(words) < 4 or words[2] not in _OPERATORS:
            return None
        _, key, mode, text = words
        text = _VARIABLE.sub(lambda found: "${" + self._spelled(found[1]), text)
        return Phrase(ConditionEntry(_OPERATORS[mode], self._spelled(key), Values((text,))), holds)

    def holds(self, row: Row, request: Request) -> bool:
        """Does a request lie in a box? False if that cannot be told."""
        form = self._unit.form
        if request.resource != STAR if form == STAR else not isinstance(form, str) and form != _kind_of(request):
            return False
        parts = self._parts(row)
        context, arn = DerivedContext(request), ArnText(request.resource)

        def covered(texts: Sequence[str]) -> bool:
            entries = (resource_entry(text, _DIALECT, IncompleteArn.COMPLETED) for text in texts)
            return any(entry.covers(arn, context) is Truth.YES for entry in entries)

        told = all(
            self._phrase(literal) or self._resource_atom(literal) for literal in row if not self._is_plain(literal)
        )
        conditions = all(_holds(phrase, context) for phrase in parts["conditions"])
        lists = (parts["resources"], *parts["also_within"])
        return told and conditions and all(map(covered, lists)) and not covered(parts["except_resources"])

    def _is_plain(self, literal: int) -> bool:
        """Is a literal about something else than an atom?"""
        return not is_atom(str(self._ground.atoms.part(literal)))


def _texts(entries: Iterable[_Alone]) -> tuple[str, ...]:
    return tuple(_with_stars(entry) if entry.varies else _as_now(entry) for entry, _ in entries)


def _kind_of(request: Request) -> ResourceType | None:
    return looks_like(request.resource, catalogue())


def _holds(phrase: Phrase, context: DerivedContext) -> bool:
    found = evaluate_condition(prepare_condition(phrase.entry, _DIALECT), context).truth
    return (found is Truth.YES) is phrase.holds


def _is_said(atom: KeyLiteral, entry: ConditionEntry) -> bool:
    """Does a literal say that its entry holds, rather than that it does not?"""
    read = (literal_of(entry, Dialect(variables=variables)) for variables in (True, False))
    return not any(isinstance(found, KeyLiteral) and found.complement() == atom for found in read)


def _is_true(literal: int, atom: KeyLiteral) -> bool:
    """Does a literal say that what an atom stands for is so? The atom's complement may have got the number."""
    return (literal > 0) is not atom.absent


def _name_of(entry: ResourceEntry) -> str:
    """The key of the atom of an entry with variables, as `atoms` names it."""
    return f"{_OF_RESOURCE}{':'.join(entry.pattern.head)}:{canonical(entry.tail, wild=True)}"


def _as_now(entry: ResourceEntry) -> str:
    """An entry as Version 2012-10-17 writes it: what the one before reads as plain text would be a variable there."""
    plain = entry.plain.parts if entry.plain is not None else ()
    is_plain = "${$}" not in entry.text and any("${" in part.text for part in plain)
    return entry.text.replace("${", "${$}{") if is_plain else entry.text


def _with_stars(entry: ResourceEntry) -> str:
    """An entry with a star for each variable: all that it may match."""
    pieces = (Text("*") if isinstance(piece, Variable) else piece for piece in entry.tail)
    return f"{':'.join(entry.pattern.head)}:{canonical(tuple(pieces), wild=True)}"


ARN = "arn"
"""The form of the resources of services whose types are not known here."""


def forms_of(action: str) -> tuple[str, ...]:
    """What an action is asked about: resource types, `*` for no resource, `ARN` for those of other services."""
    if not is_known(action):
        return ARN, STAR
    found = catalogue().actions[action]
    none = found.takes_no_resource or (len(found.resources) == 1 and not found.resources[0].required)
    return (*found.resource_type_names, *((STAR,) if none else ()))


def is_known(action: str) -> bool:
    """Is it an action of Rekognition, of which the catalogue knows the resources?"""
    found = catalogue().actions.get(action)
    return found is not None and found.service == SERVICE
