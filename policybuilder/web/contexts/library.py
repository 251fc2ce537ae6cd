"""The library page: a page of a list that is searched, filtered and sorted, and the bin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.urls import reverse

from policybuilder.accounts.services import WorkspaceId
from policybuilder.export import FORMS
from policybuilder.library.records import ListedPolicy, PolicyRow
from policybuilder.library.selectors import Sort, Wanted, bin_count, bin_list, policy_count, policy_list
from policybuilder.library.tags import SEPARATOR, TagCount, tag_counts, tag_key
from policybuilder.web.forms.choices import KINDS
from policybuilder.web.listing import DESCENDING, order_of, query_of
from policybuilder.wording.exports import FORM_NAMES

PAGE_SIZE, BIN_SIZE = 50, 20
SHOWN_TAGS = 12  # the others are folded
SORT_NAMES: Mapping[Sort, str] = {
    Sort.NAME: "Name",
    Sort.KIND: "Kind",
    Sort.CREATED: "Created",
    Sort.CHANGED: "Last change",
}
ORDERS: tuple[tuple[Sort, bool, str], ...] = (
    (Sort.CHANGED, True, "Last change, newest first"),
    (Sort.CHANGED, False, "Last change, oldest first"),
    (Sort.CREATED, True, "Created, newest first"),
    (Sort.CREATED, False, "Created, oldest first"),
    (Sort.NAME, False, "Name, A to Z"),
    (Sort.NAME, True, "Name, Z to A"),
    (Sort.KIND, False, "Kind"),
    (Sort.KIND, True, "Kind, backwards"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one is in the library: the list, its page and the bin's page. Pages are as the address names them."""

    wanted: Wanted
    page: str = ""
    bin_page: str = ""

    @property
    def query(self) -> str:
        """The address's query, to come back to the same place."""
        return query_of(self.wanted, page=self.page, bin=self.bin_page)

    def address(self, anchor: str = "") -> str:
        """The address of this place."""
        query = f"?{self.query}" if self.query else ""
        return f"{reverse('library')}{query}{anchor}"


@dataclass(frozen=True, slots=True)
class Edited:
    """What is typed on the page: the name or the tags of a policy ("name", "tags"), or a tag for those that are ticked
    ("ticked", without an id). `text` None: as it stands."""

    field: str
    public_id: str = ""
    text: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag that filters; chosen, it takes the filter away. `policies` is None where it stands on a policy."""

    text: str
    href: str
    chosen: bool
    policies: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A policy in the list; `name` and `tag_text` are fields where they are not None."""

    policy: ListedPolicy
    tags: tuple[TagLink, ...]
    ticked: bool
    name: str | None = None
    tag_text: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: sorts by it, or turns the order round. `sorted`: as `aria-sort` says it, "" if it is not."""

    title: str
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page of policies, `shown` of `total`, and a page of the bin."""

    place: Place
    total: int
    shown: "Page[int]"
    rows: tuple[Row, ...]
    tag_counts: tuple[TagCount, ...]
    bin: tuple[PolicyRow, ...]
    bin_shown: "Page[int]"
    edited: Edited | None
    workspace: str

    @property
    def wanted(self) -> Wanted:
        """What the list is narrowed down to."""
        return self.place.wanted

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that sort."""
        return tuple(_column(self.wanted, sort) for sort in SORT_NAMES)

    @property
    def orders(self) -> tuple[tuple[str, str, bool], ...]:
        """Every order: as the address says it, in words, and whether it is this one."""
        now = (self.wanted.sort, self.wanted.descending)
        return tuple((order_of(by, descending=down), words, (by, down) == now) for by, down, words in ORDERS)

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds to filter by."""
        return KINDS

    @property
    def tags(self) -> tuple[TagLink, ...]:
        """The tags that filter: first those that do."""
        known = {each.key: each for each in self.tag_counts}
        chosen = {tag_key(text): text for text in self.wanted.tags}
        gone = [TagCount(key, text, 0) for key, text in chosen.items() if key not in known]
        found = [*gone, *self.tag_counts]
        found.sort(key=lambda each: each.key not in chosen)
        return tuple(_tag_link(self.wanted, each.text, each.policies) for each in found)

    @property
    def first_tags(self) -> tuple[TagLink, ...]:
        """The tags in sight: what is chosen, and those of the most policies."""
        return self.tags[: max(SHOWN_TAGS, len(self.wanted.tags))]

    @property
    def other_tags(self) -> tuple[TagLink, ...]:
        """The tags that are folded."""
        return self.tags[len(self.first_tags) :]

    @property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """The forms that a zip of several policies can hold them in."""
        return tuple((form.value, FORM_NAMES[form]) for form in FORMS)

    @property
    def page_query(self) -> str:
        """The address without the page of the list."""
        return query_of(self.wanted, bin=self.place.bin_page)

    @property
    def bin_query(self) -> str:
        """The address without the page of the bin."""
        return query_of(self.wanted, page=self.place.page)

    @property
    def bulk(self) -> Edited | None:
        """What is typed for the policies that are ticked."""
        return self.edited if self.edited and self.edited.field == "ticked" else None


def library_page(
    workspace: WorkspaceId | None, place: Place, edited: Edited | None = None, ticked: Iterable[str] | None = ()
) -> LibraryPage:
    """The page at a place, with a number of queries that does not depend on the library. `ticked` None: every row."""
    wanted = place.wanted
    total = policy_count(workspace=workspace) if workspace else 0
    count = policy_count(workspace=workspace, wanted=wanted) if workspace and wanted.narrows else total
    shown = Paginator(range(count), PAGE_SIZE).get_page(place.page)
    bin_shown = Paginator(range(bin_count(workspace=workspace) if workspace else 0), BIN_SIZE).get_page(place.bin_page)
    found: tuple[ListedPolicy, ...] = ()
    deleted: tuple[PolicyRow, ...] = ()
    if workspace and count:
        found = policy_list(workspace=workspace, wanted=wanted, start=_start(shown), count=PAGE_SIZE)
    if workspace and bin_shown.paginator.count:
        deleted = bin_list(workspace=workspace, start=_start(bin_shown), count=BIN_SIZE)
    boxes = {policy.public_id for policy in found} if ticked is None else set(ticked)
    return LibraryPage(
        place=place,
        total=total,
        shown=shown,
        rows=tuple(_row(wanted, policy, edited, ticked=policy.public_id in boxes) for policy in found),
        tag_counts=tag_counts(workspace=workspace) if workspace else (),
        bin=deleted,
        bin_shown=bin_shown,
        edited=edited,
        workspace=str(workspace or ""),
    )


def _start(page: "Page[int]") -> int:
    return page.start_index() - 1


def _row(wanted: Wanted, policy: ListedPolicy, edited: Edited | None, *, ticked: bool) -> Row:
    links = tuple(_tag_link(wanted, text) for text in policy.tags)
    row = Row(policy, links, ticked)
    if edited is None or edited.public_id != policy.public_id:
        return row
    if edited.field == "name":
        return replace(row, name=policy.name if edited.text is None else edited.text, error=edited.error)
    words = f"{SEPARATOR} ".join(policy.tags)
    return replace(row, tag_text=words if edited.text is None else edited.text, error=edited.error)


def _tag_link(wanted: Wanted, text: str, policies: int | None = None) -> TagLink:
    key = tag_key(text)
    others = tuple(each for each in wanted.tags if tag_key(each) != key)
    chosen = len(others) < len(wanted.tags)
    tags = others if chosen else (*wanted.tags, text)
    return TagLink(text, f"?{query_of(replace(wanted, tags=tags))}", chosen, policies)


def _column(wanted: Wanted, sort: Sort) -> Column:
    here = wanted.sort is sort
    descending = not wanted.descending if here else DESCENDING[sort]
    words = ("descending" if wanted.descending else "ascending") if here else ""
    return Column(SORT_NAMES[sort], f"?{query_of(replace(wanted, sort=sort, descending=descending))}", words)
