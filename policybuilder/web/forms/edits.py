"""What the builder's buttons do to the form: each edit takes the form as typed and gives it back changed.

A button is named `do` and its value says what to do: `rule-add:Allow`, `target-remove:r2:0`. An unknown or stale value
(a button of an older page) changes nothing.
"""

from collections.abc import Callable
from copy import deepcopy

from policybuilder.authoring.guided import PROJECT_POLICY_ACTION
from policybuilder.authoring.principals import Who
from policybuilder.catalogue import catalogue
from policybuilder.web.forms.kind_switch import go_back, seen
from policybuilder.web.forms.picks import picked
from policybuilder.web.forms.state import Fields, FormState, RuleState, first, whole_number

Edit = Callable[[FormState, list[str]], str]


def apply(form: FormState, do: str) -> str:
    """Change the form as the button's value says; the answer is the id of the part that takes the focus, or ""."""
    name, *arguments = do.split(":")
    edit = EDITS.get(name)
    return edit(form, arguments) if edit else ""


def _place(form: FormState, arguments: list[str]) -> str:
    """Where the policy is to stand, which its size is counted for."""
    form.view["place"] = arguments[0] if arguments else ""
    return "size-offers"


def _rule_add(form: FormState, arguments: list[str]) -> str:
    effect = "Deny" if arguments[:1] == ["Deny"] else "Allow"
    name = form.fresh_id()
    project = first(form.settings, "kind") == "project"  # it says who, and there is one thing that it can say of him
    form.rules.append(
        RuleState(
            fields={
                "id": [name],
                "type": ["guided"],
                "title": [""],
                "effect": [effect],
                "operations": [PROJECT_POLICY_ACTION] if project else [],
            },
            principals=[_empty_principal()] if project else [],
            targets=[_empty_target(form)],
        )
    )
    form.open = name
    return f"rule-{name}"


def _empty_target(form: FormState) -> Fields:
    """A first row that repeats the project the user last worked with, so that nothing is typed twice."""
    for rule in reversed(form.rules):
        for target in reversed(rule.targets):
            if project := first(target, "project"):
                return {"type": ["projectversion"], "project": [project], "which": ["all"]}
    return {"type": ["projectversion"], "which": ["all"]}


def _rule_open(form: FormState, arguments: list[str]) -> str:
    rule = form.rule(arguments[0]) if arguments else None
    form.open = rule.id if rule and form.open != rule.id else ""
    return f"rule-{rule.id}" if rule else ""


def _rule_duplicate(form: FormState, arguments: list[str]) -> str:
    if not (rule := _rule(form, arguments)):
        return ""
    twin = deepcopy(rule)
    twin.fields["id"] = [form.fresh_id()]
    form.rules.insert(form.rules.index(rule) + 1, twin)
    form.open = twin.id
    return f"rule-{twin.id}"


def _rule_remove(form: FormState, arguments: list[str]) -> str:
    if not (rule := _rule(form, arguments)):
        return ""
    place = form.rules.index(rule)
    form.rules.remove(rule)
    if form.open == rule.id:
        form.open = ""
    next_one = form.rules[min(place, len(form.rules) - 1)] if form.rules else None
    return f"rule-{next_one.id}" if next_one else ""


def _rule_up(form: FormState, arguments: list[str]) -> str:
    return _move(form, arguments, -1)


def _rule_down(form: FormState, arguments: list[str]) -> str:
    return _move(form, arguments, 1)


def _move(form: FormState, arguments: list[str], step: int) -> str:
    if not (rule := _rule(form, arguments)):
        return ""
    old = form.rules.index(rule)
    new = old + step
    if not 0 <= new < len(form.rules):
        return ""
    form.rules[old], form.rules[new] = form.rules[new], form.rules[old]
    return f"rule-{rule.id}"


def _target_add(form: FormState, arguments: list[str]) -> str:
    """Another row of resources: empty, or one picked from the inventory by its ARN (`target-add:r1:exact:arn:...`)."""
    if not (rule := _rule(form, arguments)):
        return ""
    row = picked(form, arguments[1], ":".join(arguments[2:])) if arguments[1:] else None
    if arguments[1:] and row is None:
        return ""
    if row and rule.targets and not _filled(rule.targets[-1]):
        rule.targets[-1] = row
    else:
        rule.targets.append(row or _empty_target(form))
    return f"rules-{form.rules.index(rule)}-targets-{len(rule.targets) - 1}"


def _filled(target: Fields) -> bool:
    return (
        any(first(target, name) for name in target if name not in {"type", "which"}) or first(target, "type") == "all"
    )


def _empty_principal() -> Fields:
    return {"type": [Who.ACCOUNT.value], "values": [""]}


def _principal_add(form: FormState, arguments: list[str]) -> str:
    """Another row of who is named."""
    if not (rule := _rule(form, arguments)):
        return ""
    rule.principals.append(_empty_principal())
    return f"rules-{form.rules.index(rule)}-principals-{len(rule.principals) - 1}"


def _principal_remove(form: FormState, arguments: list[str]) -> str:
    rule = _rule(form, arguments)
    return _drop(form, rule, "principals", arguments[1:]) if rule else ""


def _target_remove(form: FormState, arguments: list[str]) -> str:
    rule = _rule(form, arguments)
    return _drop(form, rule, "targets", arguments[1:]) if rule else ""


def _condition_add(form: FormState, arguments: list[str]) -> str:
    """A row for the key named, with the operator that suits its type."""
    if not (rule := _rule(form, arguments)):
        return ""
    key = ":".join(arguments[1:])
    if not (known := catalogue().condition_keys.get(key)):
        return ""
    operator, set_operator = _usual_operator(known.type, multivalued=known.multivalued)
    rule.conditions.append(
        {
            "key": [key.replace("${TagKey}", "")],
            "set_operator": [set_operator],
            "operator": [operator],
            "values": ["true" if operator == "Bool" else ""],
        }
    )
    return f"rules-{form.rules.index(rule)}-conditions-{len(rule.conditions) - 1}"


def _usual_operator(kind: str, *, multivalued: bool) -> tuple[str, str]:
    operator = {
        "Bool": "Bool",
        "Boolean": "Bool",
        "Date": "DateLessThan",
        "Numeric": "NumericLessThan",
        "IPAddress": "IpAddress",
        "IP": "IpAddress",
        "ARN": "ArnLike",
    }.get(kind, "StringEquals")
    return operator, "ForAllValues" if multivalued else ""


def _condition_remove(form: FormState, arguments: list[str]) -> str:
    rule = _rule(form, arguments)
    return _drop(form, rule, "conditions", arguments[1:]) if rule else ""


def _group_toggle(form: FormState, arguments: list[str]) -> str:
    """All operations of a task group, or none of them where all are chosen (`group-toggle:r1:cl_run`)."""
    if not (rule := _rule(form, arguments)):
        return ""
    group = next((g for g in catalogue().task_groups if g.id in arguments[1:2]), None)
    if group is None:
        return ""
    names = [f"rekognition:{name.removeprefix('rekognition:')}" for name in group.actions]
    return _toggle(form, rule, names)


def _level_toggle(form: FormState, arguments: list[str]) -> str:
    """All Custom Labels operations of an access level, or none of them (`level-toggle:r1:Read`)."""
    if not (rule := _rule(form, arguments)):
        return ""
    names = [
        action.id
        for action in catalogue().actions.values()
        if action.custom_labels != "no" and action.access_level.value in arguments[1:2]
    ]
    return _toggle(form, rule, names)


def _toggle(form: FormState, rule: RuleState, names: list[str]) -> str:
    chosen = rule.fields.get("operations", [])
    if not names:
        return ""
    if set(names) <= set(chosen):
        rule.fields["operations"] = [name for name in chosen if name not in names]
    else:
        rule.fields["operations"] = chosen + [name for name in names if name not in chosen]
    return f"rules-{form.rules.index(rule)}-operations"


def _rule(form: FormState, arguments: list[str]) -> RuleState | None:
    return form.rule(arguments[0]) if arguments else None


def _drop(form: FormState, rule: RuleState, kind: str, arguments: list[str]) -> str:
    """Take a row away; the focus goes to the one that moves up, or to the last, or to the section."""
    rows = {"principals": rule.principals, "targets": rule.targets, "conditions": rule.conditions}[kind]
    number = whole_number(arguments[0]) if arguments else None
    if number is None or number >= len(rows):
        return ""
    del rows[number]
    place = f"rules-{form.rules.index(rule)}-{kind}"
    return f"{place}-{min(number, len(rows) - 1)}" if rows else place


def _kind_back(form: FormState, arguments: list[str]) -> str:  # noqa: ARG001 - what every edit is given
    go_back(form)
    return "kind-about"


def _kind_seen(form: FormState, arguments: list[str]) -> str:  # noqa: ARG001 - what every edit is given
    seen(form)
    return "kind-about"


EDITS: dict[str, Edit] = {
    "place": _place,
    "rule-add": _rule_add,
    "rule-open": _rule_open,
    "rule-duplicate": _rule_duplicate,
    "rule-remove": _rule_remove,
    "rule-up": _rule_up,
    "rule-down": _rule_down,
    "principal-add": _principal_add,
    "principal-remove": _principal_remove,
    "target-add": _target_add,
    "target-remove": _target_remove,
    "condition-add": _condition_add,
    "condition-remove": _condition_remove,
    "group-toggle": _group_toggle,
    "level-toggle": _level_toggle,
    "kind-back": _kind_back,
    "kind-seen": _kind_seen,
}
