"""What a policy says, statement by statement, as ids and parameters; `wording` makes the sentences.

Works on any policy, composed or pasted. A line tells who may (or may never) do what on what under which conditions; an
operation that AWS never checks on the statement's resources stands apart, since the line would promise what is not so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from policybuilder.authoring.compose import Composed, compose
from policybuilder.authoring.draft import Draft
from policybuilder.authoring.notes import Provenance
from policybuilder.authoring.pairs import can_match, expanded
from policybuilder.iam import ConditionEntry, Effect, Policy, Principal, Statement, Values


class PhraseId(StrEnum):
    """What a resource pattern means."""

    EVERYTHING = "everything"
    PROJECT = "project"
    PROJECT_EXACT = "project_exact"
    PROJECT_INSIDE = "project_inside"
    ALL_PROJECTS = "all_projects"
    ALL_PROJECTS_INSIDE = "all_projects_inside"
    VERSION = "version"
    VERSION_EXACT = "version_exact"
    VERSIONS = "versions"
    VERSIONS_EVERYWHERE = "versions_everywhere"
    DATASET = "dataset"
    DATASET_EXACT = "dataset_exact"
    DATASETS = "datasets"
    DATASETS_EVERYWHERE = "datasets_everywhere"
    COLLECTION = "collection"
    COLLECTIONS = "collections"
    STREAM_PROCESSOR = "stream_processor"
    STREAM_PROCESSORS = "stream_processors"
    BUCKET = "bucket"
    OBJECTS = "objects"
    ARN = "arn"


@dataclass(frozen=True, slots=True)
class ResourcePhrase:
    """One resource in words: id and parameters, and the patterns it stands for (one per Region)."""

    id: PhraseId
    params: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()  # only where the policy speaks of several Regions


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One statement. `operations` are action patterns as written; those in `never` match none of the resources.

    `without_resource`: AWS knows no resource for any of the operations, so that naming one would mislead.
    """

    effect: Effect | None
    who: tuple[str, ...]
    who_negated: bool
    operations: tuple[str, ...]
    operations_negated: bool
    never: tuple[str, ...]
    resources: tuple[ResourcePhrase, ...]
    resources_negated: bool
    without_resource: bool
    conditions: tuple[ConditionEntry, ...]
    statement: int
    rule: str | None
    readable: bool


def summarise(subject: Draft | Composed | Policy) -> tuple[SummaryLine, ...]:
    """A line for each statement of a draft's policy, or of any policy."""
    if isinstance(subject, Draft):
        return summarise(compose(subject))
    if isinstance(subject, Composed):
        return _lines(subject.policy, subject.provenance)
    return _lines(subject, ())


def _lines(policy: Policy, provenance: Iterable[Provenance]) -> tuple[SummaryLine, ...]:
    rules = {each.statement: each.rule for each in provenance}
    patterns = [text for statement in policy.statements for text in _texts(statement.resources)]
    several = len({region for text in patterns if (region := _region(text))}) > 1
    return tuple(
        _line(statement, index, rules.get(index), several_regions=several)
        for index, statement in enumerate(policy.statements)
    )


def _line(statement: Statement, index: int, rule: str | None, *, several_regions: bool) -> SummaryLine:
    written = statement.actions or statement.not_actions
    resources = statement.resources or statement.not_resources
    never = _never(statement)
    phrases = _phrases(_texts(resources), _inside(statement), several_regions=several_regions)
    who = statement.principal or statement.not_principal
    return SummaryLine(
        effect=statement.effect,
        who=_names(who),
        who_negated=statement.not_principal is not None,
        operations=tuple(text for text in _texts(written) if text not in never),
        operations_negated=statement.not_actions is not None,
        never=never,
        resources=phrases,
        resources_negated=statement.not_resources is not None,
        without_resource=_without_resource(statement),
        conditions=statement.conditions,
        statement=index,
        rule=rule,
        readable=statement.readable,
    )


def _texts(values: Values | None) -> tuple[str, ...]:
    return values.items if values else ()


def _names(principal: Principal | None) -> tuple[str, ...]:
    if principal is None:
        return ()
    return ("*",) if principal.everyone else tuple(text for _, values in principal.entries for text in values.items)


def _never(statement: Statement) -> tuple[str, ...]:
    """The actions that match none of the statement's resources; only where both are named."""
    if statement.resources is None:
        return ()
    return tuple(
        action
        for action in _texts(statement.actions)
        if not any(can_match(action, resource) for resource in statement.resources.items)
    )


def _without_resource(statement: Statement) -> bool:
    actions = [action for text in _texts(statement.actions) for action in expanded(text)]
    return bool(actions) and not any(action.resources for action in actions) and not _never(statement)


def _inside(statement: Statement) -> bool:
    """Whether a project's pattern takes in its versions and datasets here: some action works on those."""
    if statement.actions is None or statement.not_resources is not None:
        return True
    types = {item.type for text in statement.actions.items for each in expanded(text) for item in each.resources}
    return bool(types & {"projectversion", "dataset"})


def _phrases(patterns: Sequence[str], inside: bool, *, several_regions: bool) -> tuple[ResourcePhrase, ...]:  # noqa: FBT001 - a fact of the statement, given on
    grouped: dict[tuple[PhraseId, tuple[tuple[str, str], ...]], list[str]] = {}
    for pattern in patterns:
        phrase, params = resource_meaning(pattern, inside=inside)
        grouped.setdefault((phrase, tuple(params.items())), []).append(pattern)
    return tuple(
        ResourcePhrase(
            phrase,
            dict(params),
            tuple(texts),
            tuple(dict.fromkeys(filter(None, map(_region, texts)))) if several_regions else (),
        )
        for (phrase, params), texts in grouped.items()
    )


def _region(pattern: str) -> str:
    parts = pattern.split(":", 5)
    return parts[3] if len(parts) == 6 and parts[3] != "*" else ""


def resource_meaning(pattern: str, *, inside: bool) -> tuple[PhraseId, dict[str, str]]:
    """What a resource pattern means; `inside`: a project's pattern takes in its versions and datasets."""
    if not pattern.strip("*"):
        return PhraseId.EVERYTHING, {}
    parts = pattern.split(":", 5)
    found = None
    if len(parts) == 6 and parts[0] == "arn":
        if parts[2] == "rekognition":
            found = _rekognition(parts[5], inside=inside)
        elif parts[2] == "s3":
            found = _storage(parts[5])
    return found or (PhraseId.ARN, {"arn": pattern})


def _storage(resource: str) -> tuple[PhraseId, dict[str, str]]:
    bucket, slash, key = resource.partition("/")
    return (PhraseId.OBJECTS, {"bucket": bucket, "key": key}) if slash else (PhraseId.BUCKET, {"bucket": bucket})


def _rekognition(resource: str, *, inside: bool) -> tuple[PhraseId, dict[str, str]] | None:
    kind, _, rest = resource.partition("/")
    steps = rest.split("/")
    if kind == "project":
        return _project(steps, inside=inside)
    if len(steps) != 1 or not rest:
        return None
    if kind == "collection":
        return (PhraseId.COLLECTIONS, {}) if rest == "*" else (PhraseId.COLLECTION, {"collection": rest})
    if kind == "streamprocessor":
        everyone = rest == "*"
        return (PhraseId.STREAM_PROCESSORS, {}) if everyone else (PhraseId.STREAM_PROCESSOR, {"name": rest})
    return None


def _project(steps: Sequence[str], *, inside: bool) -> tuple[PhraseId, dict[str, str]] | None:
    """The steps behind `project/`: NAME/TIME, NAME/version/VERSION/TIME, NAME/dataset/TYPE/TIME."""
    if list(steps) in (["*"], ["*", "*"]):
        return (PhraseId.ALL_PROJECTS_INSIDE if inside else PhraseId.ALL_PROJECTS), {}
    if len(steps) == 2:
        return _one_project(steps[0], steps[1], inside=inside)
    if len(steps) < 3 or steps[1] not in {"version", "dataset"} or len(steps) > 4:
        return None
    return _within(steps[0], steps[1], [*steps[2:], "*"][:2])


def _one_project(name: str, stamp: str, *, inside: bool) -> tuple[PhraseId, dict[str, str]] | None:
    if stamp == "*":
        return (PhraseId.PROJECT_INSIDE if inside else PhraseId.PROJECT), {"project": name}
    if stamp == "1*":
        return PhraseId.PROJECT, {"project": name}
    return (PhraseId.PROJECT_EXACT, {"project": name, "timestamp": stamp}) if stamp.isdecimal() else None


_WITHIN = {
    "version": (
        PhraseId.VERSION,
        PhraseId.VERSION_EXACT,
        PhraseId.VERSIONS,
        PhraseId.VERSIONS_EVERYWHERE,
    ),
    "dataset": (
        PhraseId.DATASET,
        PhraseId.DATASET_EXACT,
        PhraseId.DATASETS,
        PhraseId.DATASETS_EVERYWHERE,
    ),
}


def _within(project: str, kind: str, rest: Sequence[str]) -> tuple[PhraseId, dict[str, str]] | None:
    name, stamp = rest
    one, exact, several, everywhere = _WITHIN[kind]
    if stamp.isdecimal():
        return exact, {"project": project, kind: name, "timestamp": stamp}
    if stamp != "*":
        return None
    if name != "*":
        return one, {"project": project, kind: name}
    return (everywhere, {}) if project == "*" else (several, {"project": project})
