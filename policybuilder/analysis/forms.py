"""What is known of a condition key before any policy is read: may it be absent, how many values has it, of which type.

Sources: IAM User Guide, "AWS global condition context keys" (types, availability); Service Authorization Reference, each
service's table of condition keys; "Single-valued vs. multivalued context keys".
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from policybuilder.analysis.worlds import DEFAULT, World
from policybuilder.catalogue.service_keys import condition_key
from policybuilder.iam import ALWAYS_SENT, MULTIVALUED, Policy
from policybuilder.iam.operators import SET_OPERATORS


class Domain(Enum):
    """The texts that one value of a key may be. A key of a known type never carries a text that is not of the type."""

    TEXT = "text"  # any
    BOOLEAN = "boolean"  # `true` or `false`, as AWS sends them
    NUMBER = "number"  # every decimal number, so that there is one between any two
    INSTANT = "instant"
    ADDRESS = "address"  # a single IPv4 or IPv6 address, without a zone; never a block
    ARN = "arn"  # six fields, the first of which is `arn`
    EPOCH = "epoch"  # whole seconds since 1970, in a policy compared as a date or as a number

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class KeyForm:
    """The states a key may be in: absent, one text (`single`), a set of texts (`multiple`); neither: always absent.

    A set of nothing but empty texts is a state only with `blank`: AWS counts it as absent, and sends none.
    """

    domain: Domain = Domain.TEXT
    absent: bool = True
    single: bool = True
    multiple: bool = False
    blank: bool = False


NEVER_THERE = KeyForm(single=False)
"""The form of a key that no request for the action carries."""

_DOMAINS = {
    "Bool": Domain.BOOLEAN,
    "Date": Domain.INSTANT,
    "Numeric": Domain.NUMBER,
    "IPAddress": Domain.ADDRESS,
    "ARN": Domain.ARN,
}
_ALWAYS = frozenset(key.lower() for key in ALWAYS_SENT)


def known_form(key: str, *, with_set_operator: bool = False) -> KeyForm:
    """The form of a key in any case, as the catalogue and the decision know it.

    A key that nothing is known of has one value, or, where a policy uses it `with_set_operator`, one or several.
    """
    return _known_form(key.lower(), with_set_operator)


@lru_cache(maxsize=4096)
def _known_form(lower: str, with_set_operator: bool) -> KeyForm:  # noqa: FBT001 - what is kept goes by position
    facts = condition_key(lower)
    absent = lower not in _ALWAYS and not (facts and facts.always)
    multiple = lower in MULTIVALUED or bool(facts and facts.multivalued)
    if facts is None:
        return KeyForm(absent=absent, single=not multiple, multiple=multiple or with_set_operator)
    return KeyForm(_domain(facts.types), absent, single=not multiple, multiple=multiple)


def _domain(types: tuple[str, ...]) -> Domain:
    """The domain of the types AWS names: with several any text will do, but for seconds since 1970."""
    if set(types) == {"Date", "Numeric"}:
        return Domain.EPOCH
    return _DOMAINS.get(types[0], Domain.TEXT) if len(types) == 1 else Domain.TEXT


@dataclass(frozen=True, slots=True)
class KeyForms:
    """The forms of all keys for requests of some actions in a world.

    `never` are the keys that these requests do not carry, `with_set_operator` those that the policies in question use
    with one (`keys_with_set_operator`), all in lower case.
    """

    world: World = DEFAULT
    never: frozenset[str] = frozenset()
    with_set_operator: frozenset[str] = frozenset()

    def key_form(self, key: str, /) -> KeyForm:
        """The form of a key in lower case."""
        if key in self.never:
            return NEVER_THERE
        known = known_form(key, with_set_operator=key in self.with_set_operator)
        absent = known.absent or not self.world.always_present
        domain = known.domain if self.world.typed_keys else Domain.TEXT
        changed = absent != known.absent or domain is not known.domain
        return replace(known, absent=absent, domain=domain) if changed else known


def keys_with_set_operator(policies: Iterable[Policy]) -> frozenset[str]:
    """The keys, in lower case, that policies use with `ForAllValues` or `ForAnyValue`."""
    return frozenset(
        entry.key.lower()
        for policy in policies
        for statement in policy.statements
        for entry in statement.conditions
        if entry.operator.startswith(tuple(f"{name}:" for name in SET_OPERATORS))
    )
