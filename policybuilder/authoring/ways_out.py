"""What a way out does: an edit of the draft, carried out on the rule that the note is about.

Every edit gives a draft back; one that does not fit the rule (because the draft changed meanwhile) changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from policybuilder.authoring.conditions import Condition
from policybuilder.authoring.draft import Draft, ExactRule, GuidedRule
from policybuilder.authoring.notes import Params, WayOut, WayOutId
from policybuilder.authoring.reach import sibling_target
from policybuilder.authoring.targets import AllTarget, ProjectTarget, Target, target_from
from policybuilder.catalogue import catalogue

TAG_KEY = "approved"
TAG_VALUE = "true"
_CREATED: Mapping[str, str] = {
    "rekognition:CreateProject": "project",
    "rekognition:CreateProjectVersion": "projectversion",
    "rekognition:CopyProjectVersion": "projectversion",
    "rekognition:CreateDataset": "dataset",
    "rekognition:CreateCollection": "collection",
    "rekognition:CreateStreamProcessor": "streamprocessor",
}
_ROLES: Mapping[str, str] = {"destination_project": "project", "source_dataset": "dataset", "role": "iam:role"}


def apply_way_out(draft: Draft, rule_id: str, way_out: WayOut) -> Draft:
    """The draft after the edit. An unknown rule, or an edit that does not fit it, gives the same draft."""
    rule = draft.rule(rule_id)
    if rule is None:
        return draft
    edited: Sequence[GuidedRule | ExactRule] | None = None
    if isinstance(rule, GuidedRule) and (edit := _EDITS.get(way_out.id)):
        edited = edit(_Edit(draft, rule, way_out.params))
    if edited is None:
        return draft
    rules: list[GuidedRule | ExactRule] = []
    for each in draft.rules:
        rules.extend(edited if each.id == rule_id else (each,))
    return draft.with_rules(rules)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A guided rule being edited, with what the way out says."""

    draft: Draft
    rule: GuidedRule
    params: Params

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.params.get(name, ())
        return (value,) if isinstance(value, str) else tuple(value)

    def text(self, name: str, default: str = "") -> str:
        values = self.texts(name)
        return values[0] if values else default

    def changed(self, **members: object) -> GuidedRule:
        return _copied(self.rule, **members)

    def split(self, **members: object) -> Sequence[GuidedRule] | None:
        """The named operations with other members: the rule itself if it has no others, else a rule of their own."""
        named = {_canonical(name) for name in self.texts("operations")}
        moved = tuple(name for name in self.rule.operations if _canonical(name) in named)
        rest = tuple(name for name in self.rule.operations if _canonical(name) not in named)
        if not moved:
            return None
        if not rest:
            return (self.changed(**members),)
        own = self.changed(id=self.draft.free_rule_id(), operations=moved, **members)
        return (self.changed(operations=rest), own)


def _copied(rule: GuidedRule, **members: object) -> GuidedRule:
    """The rule with other members, checked as if it had been read."""
    plain = {name: getattr(rule, name) for name in rule.model_fields_set} | members
    return GuidedRule.model_validate(plain)


def _canonical(operation: str) -> str:
    return (operation if ":" in operation else f"rekognition:{operation}").lower()


def _deny_everywhere(edit: _Edit) -> Sequence[GuidedRule] | None:
    return edit.split(targets=(AllTarget(type="all"),))


def _deny_by_tag(edit: _Edit) -> Sequence[GuidedRule] | None:
    condition = _tag_condition(edit, "StringNotEquals")
    return edit.split(targets=(AllTarget(type="all"),), conditions=(*edit.rule.conditions, condition))


def _allow_by_tag(edit: _Edit) -> Sequence[GuidedRule] | None:
    return edit.split(conditions=(*edit.rule.conditions, _tag_condition(edit, "StringEquals")))


def _tag_condition(edit: _Edit, operator: str) -> Condition:
    key, value = edit.text("key", TAG_KEY), edit.text("value", TAG_VALUE)
    return Condition(operator=operator, key=f"aws:RequestTag/{key}", values=(value,))


def _limit_region(edit: _Edit) -> Sequence[GuidedRule] | None:
    regions = edit.draft.settings.regions
    if not regions:
        return None
    operator = "StringLike" if any("*" in region or "?" in region for region in regions) else "StringEquals"
    condition = Condition(operator=operator, key="aws:RequestedRegion", values=regions)
    return edit.split(conditions=(*edit.rule.conditions, condition))


def _without_condition(edit: _Edit) -> Sequence[GuidedRule] | None:
    key = edit.text("key").lower()
    return edit.split(conditions=tuple(row for row in edit.rule.conditions if row.key.lower() != key))


def _merge_values(edit: _Edit) -> Sequence[GuidedRule] | None:
    rows: dict[tuple[str, str], Condition] = {}
    for row in edit.rule.conditions:
        place = (row.written_operator, row.key.lower())
        first = rows.get(place)
        values = tuple(dict.fromkeys((*(first.values if first else ()), *row.values)))
        rows[place] = (first or row).model_copy(update={"values": values})
    return (edit.changed(conditions=tuple(rows.values())),)


def _remove(edit: _Edit) -> Sequence[GuidedRule] | None:
    named = {_canonical(name) for name in edit.texts("operations")}
    rest = tuple(name for name in edit.rule.operations if _canonical(name) not in named)
    if len(rest) == len(edit.rule.operations):
        return None
    return (edit.changed(operations=rest),) if rest else ()


def _drop_target(edit: _Edit) -> Sequence[GuidedRule] | None:
    number = edit.text("target")
    targets = tuple(target for index, target in enumerate(edit.rule.targets) if str(index) != number)
    return (edit.changed(targets=targets),)


def _add_target(edit: _Edit) -> Sequence[GuidedRule] | None:
    targets = edit.rule.targets
    added = tuple(
        found for name in edit.texts("types")[:1] for target in targets if (found := sibling_target(target, name))
    )
    return (edit.changed(targets=tuple(dict.fromkeys((*targets, *added)))),) if added else None


def _add_action(edit: _Edit) -> Sequence[GuidedRule] | None:
    """A rule of its own for what is also checked: on the resources that the operations make, read or hand over."""
    wanted = edit.text("action")
    actions = [catalogue().find_action(name) for name in edit.texts("operations")]
    checks = [(action, also) for action in actions if action for also in action.also_needed if also.action == wanted]
    types = [_ROLES.get(also.on) or _CREATED.get(action.id) for action, also in checks]
    targets = tuple(dict.fromkeys(target for name in types if name for target in _places(edit.rule, name)))
    if not targets:
        return None
    context = {name: value for _, also in checks for name, value in also.context.items()}
    added = GuidedRule(
        type="guided",
        id=edit.draft.free_rule_id(),
        effect="Allow",
        operations=(wanted,),
        targets=targets,
        conditions=tuple(
            Condition(operator="StringEquals", key=name, values=(value,)) for name, value in context.items()
        ),
    )
    return (edit.rule, added)


def _places(rule: GuidedRule, type_id: str) -> Sequence[Target]:
    """Targets of a type where the rule's targets are; a copy makes its version in the projects that are named."""
    projects = [target for target in rule.targets if isinstance(target, ProjectTarget)]
    near: Sequence[Target] = projects or rule.targets
    found = [other for target in near if (other := sibling_target(target, type_id))]
    return found or [target_from(type_id)]


_EDITS: Mapping[WayOutId, Callable[[_Edit], Sequence[GuidedRule] | None]] = {
    WayOutId.DENY_EVERYWHERE: _deny_everywhere,
    WayOutId.DENY_BY_TAG: _deny_by_tag,
    WayOutId.ALLOW_BY_TAG: _allow_by_tag,
    WayOutId.LIMIT_REGION: _limit_region,
    WayOutId.WITHOUT_CONDITION: _without_condition,
    WayOutId.MERGE_VALUES: _merge_values,
    WayOutId.REMOVE: _remove,
    WayOutId.DROP_TARGET: _drop_target,
    WayOutId.ADD_TARGET: _add_target,
    WayOutId.ADD_ACTION: _add_action,
}
