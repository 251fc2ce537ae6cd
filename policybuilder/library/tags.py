"""Tags: words on policies, by which they are found. They belong to a policy of the library, not to its working copy:
a tag is no change to be saved or undone.

Two tags are one where they differ in case alone; the policy keeps the words as they were written last.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Min

from policybuilder.accounts.audit import Event
from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.deeds import deed
from policybuilder.library.models import TAG_LENGTH, PolicyTag, SavedPolicy
from policybuilder.library.names import unreadable
from policybuilder.library.records import InvalidTag, NotFound
from policybuilder.library.rows import find_named, tags_of

MOST_TAGS = 20
SEPARATOR = ","  # between tags in one field, hence in none of them
SHOWN_TAGS = 100


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag of a workspace: its key (the text without case), the text, and how many policies have it."""

    key: str
    text: str
    policies: int


def tag_key(text: str) -> str:
    """What two tags have in common that differ in case alone, or in how an accent is put on a letter."""
    return unicodedata.normalize("NFC", text).casefold()


def tag_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: in one line with single spaces, each once, without the empty ones, in the order given.

    Raises `InvalidTag`.
    """
    kept: dict[str, str] = {}
    for each in texts:
        text = _tag_text(each)
        if text:
            kept.setdefault(tag_key(text), text)
    if len(kept) > MOST_TAGS:
        raise InvalidTag("too_many_tags", {"most": str(MOST_TAGS), "count": str(len(kept))})
    return tuple(kept.values())


def _tag_text(text: str) -> str:
    tag = " ".join(unicodedata.normalize("NFC", text).split())
    if tag and unreadable(tag):
        raise InvalidTag("tag_unreadable")
    if SEPARATOR in tag:
        raise InvalidTag("tag_with_comma", {"tag": tag})
    if len(tag) > TAG_LENGTH:
        raise InvalidTag("tag_too_long", {"tag": tag, "longest": str(TAG_LENGTH), "length": str(len(tag))})
    return tag


@transaction.atomic
def tags_set(*, workspace: WorkspaceId, public_id: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Give a policy of the library these tags and no others; returns them as lists show them. Raises `InvalidTag`."""
    wanted = tag_texts(texts)
    policy = find_named(workspace, public_id, for_update=True)
    _set(policy, wanted)
    return tags_of(policy)


@transaction.atomic
def tags_add(*, workspace: WorkspaceId, public_ids: Iterable[str], texts: Iterable[str]) -> int:
    """Give several policies more tags; returns how many are there to have them. Raises `InvalidTag`, and changes none,
    if a policy would have too many."""
    more, found = tag_texts(texts), 0
    for public_id in sorted(set(public_ids)):  # in one order, so that two of these wait for each other
        try:
            policy = find_named(workspace, public_id, for_update=True)
        except NotFound:
            continue
        _set(policy, tag_texts([*tags_of(policy), *more]))
        found += 1
    return found


def tags_get(*, workspace: WorkspaceId, public_id: str) -> tuple[str, ...]:
    """A policy's tags, as lists show them; nothing for what is not there."""
    try:
        return tags_of(find_named(workspace, public_id))
    except NotFound:
        return ()


def tag_counts(*, workspace: WorkspaceId, most: int = SHOWN_TAGS) -> tuple[TagCount, ...]:
    """The tags of the workspace's policies, the bin's left out: those of the most policies first, then by their keys."""
    found = (
        PolicyTag.objects.filter(policy__workspace_id=workspace, policy__deleted_at=None)
        .values("key")
        .annotate(shown=Min("text"), policies=Count("pk"))
        .order_by("-policies", "key")[:most]
    )
    return tuple(TagCount(each["key"], each["shown"], each["policies"]) for each in found)


def copy_tags(policy: SavedPolicy, copy: SavedPolicy) -> None:
    """Give a policy's copy its tags."""
    _write(copy, tags_of(policy))


def _set(policy: SavedPolicy, wanted: Sequence[str]) -> None:
    """Change the tags, and write down that they were changed."""
    if set(wanted) == set(tags_of(policy)):
        return
    policy.tags.all().delete()
    _write(policy, wanted)
    deed(policy, Event.TAGGED, tags=", ".join(sorted(wanted, key=tag_key)))


def _write(policy: SavedPolicy, texts: Iterable[str]) -> None:
    PolicyTag.objects.bulk_create(PolicyTag(policy=policy, text=text, key=tag_key(text)) for text in texts)
