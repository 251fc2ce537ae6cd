"""A list of policies in an address: what it is narrowed down to, and its order; for the library page and for scripts."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from policybuilder.library.selectors import ALL, MOST_WORDS, Sort, Wanted

SEARCH, TAG, KIND, UNSAVED, SORT = "search", "tag", "kind", "unsaved", "sort"
BACKWARDS = "-"
# Which way a list goes that is sorted by it for the first time.
DESCENDING: Mapping[Sort, bool] = {Sort.CHANGED: True, Sort.NAME: False, Sort.CREATED: True, Sort.KIND: False}


def wanted_of(data: QueryDict) -> Wanted:
    """What an address asks for; the newest change first where it asks for no order that there is. Tags that are too many
    to count are not said to count either."""
    order = data.get(SORT, "")
    by, descending = order.removeprefix(BACKWARDS), order.startswith(BACKWARDS)
    known = by in set(Sort)
    return Wanted(
        search=data.get(SEARCH, "").strip(),
        tags=tuple(dict.fromkeys(tag.strip() for tag in data.getlist(TAG) if tag.strip()))[:MOST_WORDS],
        kind=data.get(KIND, "").strip(),
        unsaved=bool(data.get(UNSAVED)),
        sort=Sort(by) if known else ALL.sort,
        descending=descending if known else ALL.descending,
    )


def order_of(sort: Sort, *, descending: bool) -> str:
    """An order as an address says it."""
    return f"{BACKWARDS if descending else ''}{sort}"


def wanted_pairs(wanted: Wanted) -> list[tuple[str, str]]:
    """The address's part that asks for it, without what goes without saying."""
    order = order_of(wanted.sort, descending=wanted.descending)
    usual = order_of(ALL.sort, descending=ALL.descending)
    pairs = [(SEARCH, wanted.search), *((TAG, tag) for tag in wanted.tags), (KIND, wanted.kind)]
    pairs += [(UNSAVED, "yes" if wanted.unsaved else ""), (SORT, "" if order == usual else order)]
    return [pair for pair in pairs if pair[1]]


def query_of(wanted: Wanted, **more: str) -> str:
    """The query string that asks for it, with more parameters; those that are "" are left out."""
    return urlencode([*wanted_pairs(wanted), *((name, text) for name, text in more.items() if text)])
