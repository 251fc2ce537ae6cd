"""A region as a request that looks real: texts of the documents first, then those that AWS's pages use in examples."""

import re
from collections.abc import Iterator
from itertools import chain

from policybuilder.analysis.callers import Asker
from policybuilder.analysis.keys import KeyLiteral
from policybuilder.analysis.rules import Reader
from policybuilder.analysis.search import Region
from policybuilder.analysis.spaces import NAME, RESOURCE, Atoms, Keys, Space, TypedResources
from policybuilder.analysis.units import Unit
from policybuilder.analysis.worlds import World
from policybuilder.catalogue.services import service
from policybuilder.iam import ALWAYS_SENT, ContextValue, Request, split_arn

_SENT = frozenset(key.lower() for key in ALWAYS_SENT) | {"aws:username"}
_ACCOUNT = re.compile(r"[0-9]{12}")
_OF_CALLERS = ("aws:principal", "aws:user", "aws:federated")


class Speller:
    """Writes the requests of one comparison."""

    def __init__(self, reader: Reader, atoms: Atoms, keys: Keys, world: World) -> None:
        self._reader = reader
        self._atoms = atoms
        self._keys = keys
        self._world = world

    def request(self, region: Region, asker: Asker, unit: Unit, space: Space) -> Request | None:
        """A request of a region; None if the budget ends before its texts are found."""
        resource = space.resources.text(region.get(RESOURCE, frozenset()))
        if resource is None:
            return None
        action = unit.actions[0] if unit.actions else ""
        if space.names is not None:
            name = space.names.text(region.get(NAME, frozenset()))
            if name is None:
                return None
            action = f"{unit.service}:{self._in_own_case(unit.service, name)}"
        context = dict(self._context(region, unit, resource))
        principal = asker.principal
        owner = None if isinstance(space.resources, TypedResources) else asker.resource_account
        if principal is None and not any(key.startswith(_OF_CALLERS) for key in self._reader.keys):
            # a caller of the resource's own account, or of one that then is said to own it
            arn = split_arn(resource)
            named = arn.account if arn is not None and _ACCOUNT.fullmatch(arn.account) else None
            owner = None if named else self._world.account
            principal = f"arn:aws:sts::{named or self._world.account}:assumed-role/Example/session"
        return Request(action, resource, principal, owner, context)

    def _in_own_case(self, prefix: str, name: str) -> str:
        found = service(prefix)
        return found.actions[name].name if found is not None and name in found.actions else name

    def _context(self, region: Region, unit: Unit, resource: str) -> Iterator[tuple[str, ContextValue]]:
        """What the request says of every key that a policy asks for; `()` for one that it lacks but might be derived."""
        arn = split_arn(resource)
        hints = {"aws:requestedregion": arn.region, "aws:resourceaccount": arn.account} if arn else {}
        for key in sorted(self._reader.keys):
            literals = region.get(key, frozenset())
            value = None if unit.is_lacking(key) else self._keys.value(key, literals)
            hint = hints.get(key)
            if hint and value is not None and self._holds(literals, hint):
                value = hint
            if value is not None:
                yield self._reader.spelling[key], value
            elif key in _SENT:
                yield self._reader.spelling[key], ()

    def _holds(self, literals: frozenset[int], value: str) -> bool:
        for literal in literals:
            atom = self._atoms.atom(literal)
            if isinstance(atom, KeyLiteral) and atom.holds(value) is not (literal > 0):
                return False
        return True

    def names(self, prefix: str) -> Iterator[str]:
        """Names of actions of a service, in lower case: those that the policies name, then the service's."""
        found = service(prefix)
        return chain(sorted(self._reader.action_names.get(prefix, ())), found.actions if found is not None else ())

    def resources(self, prefix: str) -> Iterator[str]:
        """ARNs of a service: the policies' own with their wildcards filled in, then a plain one."""
        for text in sorted(self._reader.resource_texts):
            usual = {3: "us-east-1", 4: self._world.account, 1: "aws", 2: prefix}
            fields = [
                usual.get(place, field) if field == "*" else field for place, field in enumerate(text.split(":", 5))
            ]
            for filled in ("example", "", "1"):
                yield ":".join(fields).replace("*", filled).replace("?", "x")
        yield f"arn:aws:{prefix}:us-east-1:{self._world.account}:example"
        yield f"arn:aws:{prefix}:us-east-1:{self._world.account}:another"
