"""Which requests exist: a world is told with every answer, and a wider one can only turn "equal" into "different"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ACCOUNT = "111122223333"
OTHER_ACCOUNT = "444455556666"
Relation = Literal["any", "same_account", "other_account"]


@dataclass(frozen=True, slots=True)
class World:
    """What is taken for granted of requests; the first of each is what AWS does.

    - `catalogue`: Rekognition has the actions of the catalogue and no others.
    - `arn_grammar`: an action of Rekognition is asked about `*` or about ARNs of its resource types.
    - `key_availability`: keys of tags are absent where the action (or the resource's type) does not provide them.
    - `always_present`: keys that AWS sends with every request are never absent.
    - `typed_keys`: a key whose type AWS names carries no text of another form.
    - `other_services`: there are actions of other services: any name behind any prefix, on `*` or any text of an ARN's
      form, with any keys.
    - `relation`: where a policy on a resource is asked, the accounts from which callers come; a caller from the
      resource's account needs no such policy, so that policies on resources are compared for other accounts.

    Nothing is assumed of one key from another, but for what the caller's ARN says about him. Sources: Service
    Authorization Reference, "Actions, resources, and condition keys for Amazon Rekognition"; IAM User Guide, "AWS global
    condition context keys" and "Cross-account policy evaluation logic".
    """

    catalogue: bool = True
    arn_grammar: bool = True
    key_availability: bool = True
    always_present: bool = True
    typed_keys: bool = True
    other_services: bool = True
    relation: Relation = "any"
    account: str = ACCOUNT

    def told(self) -> Iterator[tuple[str, str]]:
        """The world as pairs of a name and a value, to be shown."""
        for name in self.__slots__:
            value = getattr(self, name)
            yield name, value if isinstance(value, str) else "on" if value else "off"


DEFAULT = World()
"""What policies are compared in unless told otherwise."""
REKOGNITION = World(other_services=False)
"""The same for Rekognition alone."""
