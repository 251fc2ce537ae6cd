"""The working copy as text: a draft and a form, and when two of them say the same.

A form is a list of [field, value] pairs. A few fields mean something here: `name` holds the policy's name as typed;
`open` and `pane` hold where the reader looks, so that a change of them is no change of the policy; `text` without a
`side` is a text that cannot be read yet and is kept beside the rules.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from policybuilder.authoring import Draft, draft_from_plain
from policybuilder.library.records import Pairs

NAME_FIELD = "name"
TEXT_FIELD, SIDE_FIELD = "text", "side"
VIEW_FIELDS = frozenset({"open", "pane"})
KIND_LENGTH = 20


class Holder(Protocol):
    """What has a draft, a form and says whether the one is the other's: a policy or a step of it."""

    draft: str
    form: str
    readable: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Draft and form as stored. `form` is "" where it is to be written from the draft."""

    draft: str
    form: str
    readable: bool

    @property
    def size(self) -> int:
        """Characters of both."""
        return len(self.draft) + len(self.form)

    @property
    def pairs(self) -> Pairs | None:
        """The form's pairs, None where there is no form."""
        return form_pairs(self.form)

    @property
    def typed_name(self) -> str | None:
        """The name that stands in the form; None where the form has none."""
        return next((value for field, value in self.pairs or () if field == NAME_FIELD), None)

    @property
    def set_aside(self) -> bool:
        """Whether a text is kept beside the rules."""
        fields = {field for field, value in self.pairs or () if value}
        return TEXT_FIELD in fields and SIDE_FIELD not in fields

    def named(self, name: str) -> "Content":
        """The same with another name in the form, if it has one at all."""
        if self.typed_name in {None, name}:
            return self
        pairs = ((field, name if field == NAME_FIELD else value) for field, value in self.pairs or ())
        return replace(self, form=form_text(pairs))

    def same_policy(self, other: "Content") -> bool:
        """Whether both give the same policy, or neither gives one."""
        return self.readable and other.readable and self.draft == other.draft

    def same_words(self, other: "Content") -> bool:
        """Whether both say the same, wherever the reader looks."""
        return (self.draft, self.readable) == (other.draft, other.readable) and _words(self) == _words(other)


def content_of(holder: Holder) -> Content:
    """What a policy or a step holds."""
    return Content(holder.draft, holder.form, holder.readable)


def draft_text(draft: Mapping[str, object]) -> str:
    """A draft as stored: members in their order, ASCII only, so that every database keeps every character."""
    return json.dumps(draft, separators=(",", ":"))


def draft_value(text: str) -> dict[str, object]:
    """The draft that `draft_text` stored."""
    value = json.loads(text)
    return value if isinstance(value, dict) else {}


def same_draft(one: str, other: str) -> bool:
    """Whether two stored drafts say the same: what goes without saying may be written out or not."""
    if one == other:
        return True
    read = draft_from_plain(draft_value(one))
    return isinstance(read, Draft) and read == draft_from_plain(draft_value(other))


def draft_kind(text: str) -> str:
    """The policy kind that a stored draft names."""
    settings = draft_value(text).get("settings")
    kind = settings.get("kind") if isinstance(settings, dict) else None
    return kind[:KIND_LENGTH] if isinstance(kind, str) else "identity"


def form_text(pairs: Iterable[Iterable[str]]) -> str:
    """A form as stored."""
    return json.dumps([[*pair] for pair in pairs], separators=(",", ":"))


def form_pairs(text: str) -> Pairs | None:
    """The form that `form_text` stored, None for ""."""
    return tuple((field, value) for field, value in json.loads(text)) if text else None


def _words(content: Content) -> Pairs:
    return tuple(pair for pair in content.pairs or () if pair[0] not in VIEW_FIELDS)
