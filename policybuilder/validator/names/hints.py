"""Resource patterns that reach further than they look: over a project's versions and datasets, over Regions and accounts.

Sources: IAM User Guide, "IAM JSON policy elements: Resource" (`*` runs across slashes); Service Authorization Reference,
resource types of Amazon Rekognition.
"""

import re
from collections.abc import Iterator, Sequence

from policybuilder.iam import JsonValue
from policybuilder.validator.base import found
from policybuilder.validator.finding import Edit, Finding, Fix, fix, replaced
from policybuilder.validator.kinds import PolicyKind
from policybuilder.validator.names.entries import DATASET, PROJECT, VERSION, ActionEntry, Pairs, ResourceEntry
from policybuilder.validator.names.fields import fields_of
from policybuilder.validator.names.reading import Reading
from policybuilder.validator.names.repairs import statement_name
from policybuilder.validator.view import Text

HOME = "rekognition"
WHOLE_SERVICE = ("*", "rekognition:*")
KINDS = frozenset({PolicyKind.IDENTITY, PolicyKind.SESSION})
TRIO = frozenset({PROJECT, VERSION, DATASET})
COPY = "rekognition:copyprojectversion"
MAKERS = frozenset({"rekognition:CreateProjectVersion", "rekognition:CreateDataset"})
SHOWN = 8
_WHOLE_PROJECT = re.compile(r"project/([^/*?$]+)/\*+")
_BEGUN_NAME = re.compile(r"project/([^/*?$]*[A-Za-z0-9])\*+")
_PART_OF_PROJECT = re.compile(r"project/([^/*?$]+)/(?:version|dataset)/[^/]*[^/*]")
_NAMED = re.compile(r"[a-z]+/[^/]*[A-Za-z0-9_.}-]")


def hint_findings(reading: Reading) -> Iterator[Finding]:
    """At most one hint of each sort for a statement that allows something on named resources of Rekognition."""
    if reading.subject.kind not in KINDS:
        return
    every = [pairs for pairs in reading.pairs if pairs.view.allows]
    usual = _Usual(every)
    for pairs in every:
        yield from _spans(pairs, usual)
        yield from _open_places(pairs, usual)


class _Usual:
    """What the policy's other ARNs name: Regions, accounts, and projects of which some statement names a part."""

    def __init__(self, every: Sequence[Pairs]) -> None:
        regions: set[str] = set()
        accounts: set[str] = set()
        self.parts_named: set[str] = set()
        for _, resource in (pair for pairs in every for pair in pairs.resources if _is_home(pair[1])):
            fields = fields_of(resource.text).texts
            regions |= {fields[3]} if "*" not in fields[3] and "?" not in fields[3] else set()
            accounts |= {fields[4]} if fields[4].isdigit() else set()
            if part := _PART_OF_PROJECT.match(fields[5]):
                self.parts_named.add(part[1])
        self.region = regions.pop() if len(regions) == 1 else ""
        self.account = accounts.pop() if len(accounts) == 1 else ""


def _is_home(resource: ResourceEntry) -> bool:
    return resource.third == HOME and not resource.bad and not resource.everything


# -- over the parts of a project, over other names ---------------------------------------------------------------------


def _spans(pairs: Pairs, usual: _Usual) -> Iterator[Finding]:
    entries = [entry for _, entry in pairs.actions if entry.types & TRIO]
    if pairs.anything or not entries or any(entry.text in WHOLE_SERVICE for _, entry in pairs.actions):
        return
    for text, resource in pairs.resources:
        tail = fields_of(resource.text).texts[5] if _is_home(resource) else ""
        if begun := _BEGUN_NAME.fullmatch(tail):
            yield _names_begun(pairs, text, begun[1])
            return
        whole = _WHOLE_PROJECT.fullmatch(tail)
        if whole and (finding := _parts_too(pairs, entries, text, whole[1], usual)):
            yield finding
            return


def _names_begun(pairs: Pairs, text: Text, name: str) -> Finding:
    fields = fields_of(text.value)
    start, end = fields.span(5)
    better = fields.with_field(5, f"project/{name}/*")
    return found(
        "RESOURCE_NAME_OPEN_ENDED",
        text.part(start, end),
        params={
            "pattern": fields.texts[5],
            "project": name,
            "effect": "Allow",
            "statement": statement_name(pairs.view),
        },
        fixes=(fix("name_ends", replaced(text.path, better), new=better),),
    )


def _parts_too(pairs: Pairs, entries: Sequence[ActionEntry], text: Text, name: str, usual: _Usual) -> Finding | None:
    """What to say of `project/NAME/*`; nothing where the project with all its parts is plainly meant."""
    types = frozenset().union(*(entry.types for entry in entries)) & TRIO
    on_parts = [entry for entry in entries if PROJECT not in entry.types]
    makes_parts = name in usual.parts_named and any(each.id in MAKERS for entry in entries for each in entry.actions)
    if types == TRIO or (not on_parts and not (types == {PROJECT} and makes_parts)):
        return None
    variant = "project" if not on_parts else "mixed" if PROJECT in types else "parts"
    fields = fields_of(text.value)
    part = "version" if types == {VERSION} else "dataset"
    narrower = fields.with_field(5, f"project/{name}/{part}/*")
    return found(
        "RESOURCE_SPANS_MORE",
        text.part(*fields.span(5)),
        params={
            "variant": variant,
            "pattern": fields.texts[5],
            "project": name,
            "operations": tuple(entry.text for entry in on_parts or entries)[:SHOWN],
            "types": tuple(kind for _, kind in sorted(types - {PROJECT})),
            "effect": "Allow",
            "statement": statement_name(pairs.view),
        },
        fixes=(fix("name_parts", replaced(text.path, narrower), new=narrower),)
        if variant == "parts" and len(types) == 1
        else (),
    )


# -- over Regions and accounts -----------------------------------------------------------------------------------------


def _open_places(pairs: Pairs, usual: _Usual) -> Iterator[Finding]:
    """Named resources whose Region is open; or whose account is, where the action reaches other accounts."""
    if pairs.anything:
        return
    copies = any(entry.exact is not None and entry.exact.id.lower() == COPY for _, entry in pairs.actions)
    wide = [
        (text, resource)
        for text, resource in pairs.resources
        if _is_home(resource) and resource.names & pairs.used and _is_open(resource.text, copies=copies)
    ]
    if not wide:
        return
    text = wide[0][0]
    fields = fields_of(text.value)
    region, account = (not fields.texts[index].strip("*") for index in (3, 4))
    yield found(
        "REGION_OR_ACCOUNT_OPEN",
        text.part(
            fields.span(3)[0] if region else fields.span(4)[0], fields.span(4)[1] if account else fields.span(3)[1]
        ),
        params={
            "variant": "both" if region and account else "region" if region else "account",
            "resource": text.value,
            "effect": "Allow",
            "statement": statement_name(pairs.view),
        },
        related=[each.place for each, _ in wide[1 : SHOWN + 1]],
        fixes=tuple(_closed(wide, usual)),
    )


def _is_open(text: str, *, copies: bool) -> bool:
    fields = fields_of(text).texts
    region, account = (not each.strip("*") for each in fields[3:5])
    return _NAMED.match(fields[5]) is not None and (region or (account and copies))


def _closed(wide: Sequence[tuple[Text, ResourceEntry]], usual: _Usual) -> Iterator[Fix]:
    """The Region and account that the policy's other ARNs name, if those are one each."""
    edits: list[Edit] = []
    for text, _ in wide:
        fields = fields_of(text.value)
        region, account = (
            other if not fields.texts[index].strip("*") else fields.texts[index]
            for index, other in ((3, usual.region), (4, usual.account))
        )
        if not region or not account:
            return
        closed: JsonValue = fields.with_field(3, region, {4: account})
        edits.append(replaced(text.path, closed))
    yield fix("close_places", *edits, region=usual.region, account=usual.account)
