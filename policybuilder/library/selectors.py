"""What reads the library. Every function starts from the workspace. Lists are searched, sorted, counted and cut by the
database, in a number of queries that does not grow with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from policybuilder.accounts.services import WorkspaceId
from policybuilder.library.models import PolicyTag, SavedPolicy
from policybuilder.library.records import ListedPolicy, PolicyRecord, PolicyRow, StepRecord
from policybuilder.library.rows import find, find_live, find_named, listed_of, record_of, row_of
from policybuilder.library.tags import tag_key

LONG_COLUMNS = ("draft", "form", "saved_draft")
MOST_AT_ONCE = 501  # so that who shows 500 knows whether anything follows
CHOICES = 200
# Of a longer search these count: each word is one more condition of the query.
MOST_WORDS = 10
LONGEST_SEARCH = 200


class Sort(StrEnum):
    """What a list is sorted by; policies that are equal in it stand in the order of their making."""

    CHANGED = "changed"
    NAME = "name"
    CREATED = "created"
    KIND = "kind"


COLUMNS: Mapping[Sort, tuple[str, ...]] = {
    Sort.CHANGED: ("changed", "pk"),
    Sort.NAME: ("sort_name", "pk"),
    Sort.CREATED: ("created", "pk"),
    Sort.KIND: ("kind", "sort_name", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list of policies is narrowed down to, and its order.

    `search`: each of its words stands in the name or in a tag, in any case. `tags`: each is a tag of the policy.
    """

    search: str = ""
    tags: tuple[str, ...] = ()
    kind: str = ""
    unsaved: bool = False
    sort: Sort = Sort.CHANGED
    descending: bool = True

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.search.strip() or self.tags or self.kind or self.unsaved)


ALL = Wanted()


def policy_get(*, workspace: WorkspaceId, public_id: str) -> PolicyRecord:
    """The library's policy of that id; raises `NotFound`, and `InBin` if it is deleted."""
    return record_of(find_named(workspace, public_id))


def scratch_get(*, workspace: WorkspaceId, member: int | None = None) -> PolicyRecord | None:
    """The scratch document of a workspace or, in a team's, of a member; None before anything was kept in it."""
    policy = SavedPolicy.objects.filter(workspace_id=workspace, scratch_of=member, name="").first()
    return None if policy is None else record_of(policy)


def name_twice(policy: PolicyRecord) -> bool:
    """Whether another policy of its library has the policy's name too."""
    others = _wanted(policy.workspace, ALL).exclude(public_id=policy.public_id)
    return others.filter(name=policy.name).exists()


def policy_count(*, workspace: WorkspaceId, wanted: Wanted = ALL) -> int:
    """How many policies of the library are wanted."""
    return _wanted(workspace, wanted).count()


def policy_list(
    *,
    workspace: WorkspaceId,
    wanted: Wanted = ALL,
    start: int = 0,
    count: int = MOST_AT_ONCE,
    after: str = "",
) -> tuple[ListedPolicy, ...]:
    """So many policies of the library from a place in the list: the newest change first, unless `wanted` says otherwise.

    `after` is a policy's id: the list begins behind its place, whether it is wanted itself or deleted meanwhile. Raises
    `NotFound` where the workspace has no such policy.
    """
    policies = _wanted(workspace, wanted)
    if after:
        policies = policies.filter(_behind(find(workspace, after), wanted))
    sign = "-" if wanted.descending else ""
    policies = policies.order_by(*(f"{sign}{column}" for column in COLUMNS[wanted.sort]))
    found = policies.defer(*LONG_COLUMNS).prefetch_related("tags")
    return tuple(map(listed_of, found[start : start + min(count, MOST_AT_ONCE)]))


def policy_choices(*, workspace: WorkspaceId, also: Iterable[str] = ()) -> tuple[PolicyRow, ...]:
    """The policies that a field offers: those that were changed last, and behind them what it is to show in any case."""
    policies = _wanted(workspace, ALL).defer(*LONG_COLUMNS).order_by("-changed", "-pk")
    newest = list(policies[:CHOICES])
    missing = set(also) - {each.public_id for each in newest}
    others = policies.filter(public_id__in=missing)[:CHOICES] if missing else ()
    return tuple(map(row_of, [*newest, *others]))


def bin_count(*, workspace: WorkspaceId) -> int:
    """How many policies are in the bin."""
    return _bin(workspace).count()


def bin_list(*, workspace: WorkspaceId, start: int = 0, count: int = MOST_AT_ONCE) -> tuple[PolicyRow, ...]:
    """So many deleted policies from a place in their list, the newest deletion first."""
    found = _bin(workspace).defer(*LONG_COLUMNS).order_by("-deleted_at", "-pk")
    return tuple(map(row_of, found[start : start + min(count, MOST_AT_ONCE)]))


def step_list(*, workspace: WorkspaceId, public_id: str) -> tuple[StepRecord, ...]:
    """The steps that undo and redo can reach, oldest first."""
    policy = find_live(workspace, public_id)
    return tuple(
        StepRecord(number=number, label=label, at=at, current=number == policy.cursor)
        for number, label, at in policy.steps.order_by("number").values_list("number", "label", "at")
    )


def _bin(workspace: WorkspaceId) -> QuerySet[SavedPolicy]:
    return SavedPolicy.objects.filter(workspace_id=workspace, deleted_at__isnull=False)


def _wanted(workspace: WorkspaceId, wanted: Wanted) -> QuerySet[SavedPolicy]:
    # Without the scratch documents, which have no name: asked of the column that the index by name holds.
    policies = SavedPolicy.objects.filter(workspace_id=workspace, deleted_at=None).exclude(sort_name="")
    for word in _words(wanted.search):
        tagged = PolicyTag.objects.filter(policy=OuterRef("pk"), key__contains=tag_key(word))
        policies = policies.filter(Q(sort_name__contains=word.casefold()) | Exists(tagged))
    for key in list(dict.fromkeys(map(tag_key, wanted.tags)))[:MOST_WORDS]:
        policies = policies.filter(tags__key=_sendable(key))
    if wanted.kind:
        policies = policies.filter(kind=_sendable(wanted.kind))
    if wanted.unsaved:
        policies = policies.filter(unsaved=True)
    return policies


def _words(search: str) -> list[str]:
    """The words of a search, each once. `contains` takes them as they are: % and _ stand for themselves."""
    return list(dict.fromkeys(_sendable(search)[:LONGEST_SEARCH].split()))[:MOST_WORDS]


def _sendable(text: str) -> str:
    """Without the character that PostgreSQL takes in no text; what had it matches no name, nor does what stands for it."""
    return text.replace("\0", "\x1a")


def _behind(policy: SavedPolicy, wanted: Wanted) -> Q:
    """Whatever comes later in the order than a policy: equal in the first columns and beyond it in the next one."""
    columns = COLUMNS[wanted.sort]
    values = {column: getattr(policy, column) for column in columns}
    beyond = "lt" if wanted.descending else "gt"
    behind = Q()
    for number, column in enumerate(columns):
        equal = {earlier: values[earlier] for earlier in columns[:number]}
        behind |= Q(**equal, **{f"{column}__{beyond}": values[column]})
    return behind
