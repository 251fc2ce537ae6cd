"""Actions that none of a statement's resources serves, resources that none of its actions uses, Denies that never apply.

Sources: Service Authorization Reference, "Actions, resources, and condition keys for AWS services"; IAM User Guide,
"Policy summary (list of services)", on actions without an applicable resource. Access Analyzer has no such check.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from policybuilder.catalogue import Coverage
from policybuilder.catalogue.service_arns import action_coverage
from policybuilder.validator.base import found
from policybuilder.validator.finding import Finding, Fix, fix, removed
from policybuilder.validator.kinds import ATTACHED_TO_CALLERS, PolicyKind
from policybuilder.validator.names.entries import (
    ActionEntry,
    Pairs,
    TypeName,
    action_entry,
    labels_of,
    type_labels,
)
from policybuilder.validator.names.grants import Grants
from policybuilder.validator.names.reading import Reading
from policybuilder.validator.names.repairs import (
    effect_of,
    entry_removed,
    leaves_others,
    statement_name,
    statement_removed,
)
from policybuilder.validator.names.ways import (
    action_fixes,
    deny_fixes,
    half_fixes,
    half_sample,
    other_resources,
)
from policybuilder.validator.view import Element, StatementView, Subject, Text

CREATE_PROJECT = "rekognition:CreateProject"
_PROJECT = re.compile(r":project/([^/*?$]+)/")
SHOWN = 8  # resources that a finding names; a list of thousands would fill the page
FEW_TYPES = 24  # of an entry of Action that is compared with NotResource
MEETING_KINDS = ATTACHED_TO_CALLERS | {PolicyKind.SCP}


def pair_findings(reading: Reading) -> Iterator[Finding]:
    """What never meets, statement by statement."""
    subject = reading.subject
    grants = Grants(reading.pairs)
    for pairs in reading.pairs:
        if pairs.view.denies and pairs.all_actions_good and len(pairs.dead) == len(pairs.actions):
            yield _dead_deny(reading, pairs)
            continue
        for text, entry in pairs.dead:
            yield _dead_action(reading, grants, pairs, text, entry)
        yield from _idle_resources(subject, pairs)
    if subject.kind in MEETING_KINDS and not any(view.allows and _leaves_out(view) for view in subject.statements):
        yield from _half_named(reading.pairs, grants)


def _leaves_out(view: StatementView) -> bool:
    return view.element("NotAction") is not None or view.element("NotResource") is not None


def _dead_action(reading: Reading, grants: Grants, pairs: Pairs, text: Text, entry: ActionEntry) -> Finding:
    others = grants.elsewhere(pairs, entry)
    good = [each for _, each in pairs.resources if not each.bad]
    matched = labels_of(good)
    variant = "granted" if others else ""
    if not variant and not entry.without_types:
        shape = ("" if entry.exact else "pattern") if matched else "unmatched"
        variant = "project_policy" if pairs.project_policy else shape
    texts = [each.text for each in good]
    fixed = other_resources(entry, pairs.types_of(entry), texts)
    return found(
        "ACTION_REQUIRES_WILDCARD_RESOURCE" if entry.without_types else "ACTION_RESOURCE_MISMATCH",
        text.place,
        params={
            "action": text.value,
            "resource": tuple(texts[:SHOWN]),
            "types": type_labels(pairs.types_of(entry)),
            "matched": matched,
            "effect": effect_of(pairs.view),
            "statement": statement_name(pairs.view),
            "other": tuple(statement_name(each) for each in others[:SHOWN]),
            "variant": variant,
        },
        related=[each.place for each, _ in pairs.resources[:SHOWN]],
        fixes=action_fixes(reading.subject, pairs, text, entry, granted=bool(others)),
        sample=None if others else reading.sample(entry, texts, fixed),
    )


def _dead_deny(reading: Reading, pairs: Pairs) -> Finding:
    entries = [entry for _, entry in pairs.actions]
    texts = [each.text for _, each in pairs.resources]
    starred = all(entry.without_types for entry in entries)
    nearby = [
        other for entry in entries if entry.types for other in other_resources(entry, pairs.types_of(entry), texts)
    ]
    resources = pairs.view.element("Resource")
    project = _project_meant(entries, texts)
    place = pairs.resources[0][0].place if len(texts) == 1 or resources is None else resources.place
    return found(
        "DENY_NEVER_APPLIES",
        place,
        params={
            "operations": tuple(entry.text for entry in entries),
            "resource": tuple(texts[:SHOWN]),
            "types": type_labels({name for entry in entries for name in entry.types}),
            "matched": labels_of(pairs.others),
            "effect": "Deny",
            "statement": statement_name(pairs.view),
            "project": project,
            "variant": _deny_variant(pairs, project, starred=starred),
        },
        related=[text.place for text, _ in pairs.actions[:SHOWN]],
        fixes=tuple(deny_fixes(reading.subject, pairs)),
        sample=reading.sample(entries[0], texts, [] if starred else nearby),
    )


def _project_meant(entries: Sequence[ActionEntry], resources: Sequence[str]) -> str:
    """The project that a Deny of its creation names; empty for any other Deny."""
    action = entries[0].exact if len(entries) == len(resources) == 1 else None
    named = _PROJECT.search(resources[0]) if action is not None and action.id == CREATE_PROJECT else None
    return named[1] if named else ""


def _deny_variant(pairs: Pairs, project: str, *, starred: bool) -> str:
    if starred:
        return "create_project" if project else "star"
    return "" if pairs.names else "unmatched"


def _idle_resources(subject: Subject, pairs: Pairs) -> Iterator[Finding]:
    """Resources that no action of the statement can be checked on, where others serve."""
    element = pairs.view.element("Resource")
    if pairs.anything or not pairs.all_actions_good or element is None or len(pairs.dead) == len(pairs.actions):
        return
    if not pairs.used:  # a kind of policy that cannot hold the actions: there is nothing that the resource would be for
        return
    for text, resource in pairs.resources:
        if resource.bad or pairs.is_used(resource):
            continue
        yield found(
            "RESOURCE_WITHOUT_ACTION",
            text.place,
            params={
                "resource": text.value,
                "matched": labels_of([resource]),
                "types": type_labels(pairs.used),
                "effect": effect_of(pairs.view),
                "statement": statement_name(pairs.view),
                "variant": "" if resource.names else "unmatched",
            },
            fixes=tuple(_idle_fixes(subject, pairs, element, text)),
        )


def _idle_fixes(subject: Subject, pairs: Pairs, element: Element, text: Text) -> Iterator[Fix]:
    if leaves_others(element, text):
        yield fix("remove_resource", *entry_removed(subject, pairs.view, element, text), resource=text.value)


def _half_named(every: Sequence[Pairs], grants: Grants) -> Iterator[Finding]:
    """Actions checked on resources of several types of which the policy names only some, each once."""
    told: set[str] = set()
    for pairs in every:
        for text, entry in pairs.actions:
            action = entry.exact
            if action is None or not pairs.view.allows or action.id in told:
                continue
            required = frozenset((action.service, use.type) for use in action.resources if use.required)
            if len(required) < 2 or pairs.anything or pairs.excused(entry) or not pairs.lives(entry):
                continue
            missing = grants.missing(entry, required)
            if missing:
                told.add(action.id)
                yield _half(pairs, text, entry, missing, required)


def _half(
    pairs: Pairs, text: Text, entry: ActionEntry, missing: frozenset[TypeName], required: frozenset[TypeName]
) -> Finding:
    texts = [each.text for each in pairs.others]
    return found(
        "ACTION_RESOURCE_MISMATCH",
        text.place,
        params={
            "action": text.value,
            "resource": tuple(texts[:SHOWN]),
            "types": type_labels(missing),
            "matched": type_labels(pairs.names & required),
            "effect": effect_of(pairs.view),
            "statement": statement_name(pairs.view),
            "variant": "part",
        },
        related=[each.place for each, _ in pairs.resources[:SHOWN]],
        fixes=half_fixes(pairs, texts, missing),
        sample=half_sample(entry, texts, missing),
    )


# -- NotAction and NotResource -----------------------------------------------------------------------------------------


def exception_findings(reading: Reading) -> Iterator[Finding]:
    """Statements whose exceptions leave nothing, and actions whose resources are all excepted."""
    subject = reading.subject
    for view in subject.statements:
        if view.effect is None:
            continue
        names = [name for name in ("NotAction", "NotResource") if any(_stars(view, name))]
        yield from (_nothing_left(subject, view, name) for name in names)
        if not names and view.element("NotResource") and view.element("Action"):
            yield from _all_excepted(subject, view)


def _stars(view: StatementView, name: str) -> Iterator[Text]:
    return (text for text in view.texts(name) if text.value and not text.value.strip("*"))


def _nothing_left(subject: Subject, view: StatementView, name: str) -> Finding:
    stars = list(_stars(view, name))
    kept = len(view.texts(name)) > len(stars)
    edits = tuple(removed(each.path) for each in stars) if kept else statement_removed(subject, view)
    identifier = "remove_exception" if kept else "remove_dead_statement"
    return found(
        "DENY_NEVER_APPLIES" if view.denies else "STATEMENT_NEVER_APPLIES",
        stars[0].place,
        params={
            "element": name,
            "effect": effect_of(view),
            "statement": statement_name(view),
            "variant": "nothing",
        },
        fixes=(fix(identifier, *edits, element=name),) if edits else (),
    )


def _all_excepted(subject: Subject, view: StatementView) -> Iterator[Finding]:
    element = view.element("Action")
    excepted = [text.value for text in view.texts("NotResource")][:FEW_TYPES]
    for text in element.texts if element else ():
        entry = action_entry(text.value)
        if entry is None or element is None or not entry.types or len(entry.types) > FEW_TYPES:
            continue
        if all(action.resources for action in entry.actions) and _covers_all(entry, excepted):
            edits = entry_removed(subject, view, element, text)
            identifier = "remove_action" if leaves_others(element, text) else "remove_dead_statement"
            yield found(
                "ACTION_RESOURCE_MISMATCH",
                text.place,
                params={
                    "action": text.value,
                    "resource": tuple(excepted[:SHOWN]),
                    "types": type_labels(entry.types),
                    "effect": effect_of(view),
                    "statement": statement_name(view),
                    "variant": "except",
                },
                related=[each.place for each in view.texts("NotResource")[:SHOWN]],
                fixes=(fix(identifier, *edits, action=text.value),) if edits else (),
            )


def _covers_all(entry: ActionEntry, patterns: Sequence[str]) -> bool:
    """Whether, in AWS's usual partition, each type of the actions is covered wholly by one of the patterns."""
    left: dict[TypeName, bool] = defaultdict(bool)
    for action in entry.actions[:FEW_TYPES]:
        for pattern in patterns:
            for kind, seen in action_coverage(pattern, action, "aws").items():
                left[(action.service, kind)] |= seen is Coverage.ALL
    return len(entry.actions) <= FEW_TYPES and all(left[name] for name in entry.types)
