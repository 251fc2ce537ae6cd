"""What a composed policy allows is what was chosen: by enumeration of the catalogue's actions on witness resources."""

import re
from functools import cache

import pytest
from hypothesis import given

from policybuilder.authoring import NoteCode, NoteSeverity, compose, draft_json, target_from
from policybuilder.catalogue import Action, Coverage, catalogue, coverage, pair_can_match, witness
from policybuilder.iam import (
    Decision,
    Effect,
    Layers,
    Request,
    arn_matches,
    parse,
    policy_of,
    prepare,
    statement_from,
    verdict,
)
from tests.authoring.build import accepted
from tests.authoring.drafts import ACCOUNTS, PROJECTS, REGIONS, TIMES, VERSIONS, drafts, exact, guided

pytestmark = pytest.mark.law

WIDENING = {
    NoteCode.PARENT_READ,
    NoteCode.PARENT_CHANGED,
    NoteCode.PARENT_DENIED,
    NoteCode.CHILDREN,
    NoteCode.PROJECT_WIDENED,
    NoteCode.PROJECT_WIDENED_DENY,
    NoteCode.STAMP_ALSO_MATCHES,
    NoteCode.ALWAYS_CHECKED,
    NoteCode.OPTIONAL_RESOURCE,
}
ON_STAR = {NoteCode.STAR_ONLY, NoteCode.STAR_ONLY_CHANGES, NoteCode.STAR_DENIED}
EVERYTHING = policy_of({}, [statement_from({"Effect": "Allow", "Action": "*", "Resource": "*"})])


def composition(draft):
    """What `compose` gives, for code that looks into parts that may be missing in other policies."""
    return compose(draft)


@cache
def witnesses():
    """Each resource as (type, fields, ARN): another Region, another account, several of everything; and the star."""
    found = []
    for region, account in ((REGIONS[0], ACCOUNTS[0]), (REGIONS[1], ACCOUNTS[0]), (REGIONS[0], ACCOUNTS[1])):
        head = f"arn:aws:rekognition:{region}:{account}:"
        place = {"region": region, "account": account}
        for project in PROJECTS:
            for time in TIMES:
                fields = {**place, "project": project, "timestamp": time}
                found.append(("project", fields, f"{head}project/{project}/{time}"))
                for name in VERSIONS if time == TIMES[0] else VERSIONS[:1]:
                    text = f"{head}project/{project}/version/{name}/{time}"
                    found.append(("projectversion", {**fields, "version": name}, text))
                for name in ("train", "test") if time == TIMES[0] else ("train",):
                    text = f"{head}project/{project}/dataset/{name}/{time}"
                    found.append(("dataset", {**fields, "dataset": name}, text))
        found.append(("collection", {**place, "collection": "faces"}, f"{head}collection/faces"))
        found.append(("collection", {**place, "collection": "other"}, f"{head}collection/other"))
        found.append(("streamprocessor", {**place, "streamprocessor": "door"}, f"{head}streamprocessor/door"))
    return tuple(found)


@cache
def table():
    """Every check that AWS makes: an action on each witness of its types, or on the star."""
    pairs: list[tuple[Action, str, dict[str, str], str]] = []
    for action in catalogue().actions.values():
        if action.service != "rekognition":
            continue
        if not action.resources:
            pairs.append((action, "*", {}, "*"))
        types = {item.type for item in action.resources}
        pairs.extend((action, kind, fields, arn) for kind, fields, arn in witnesses() if kind in types)
    return tuple(pairs)


def glob_in_a_name(pattern, text):
    return re.fullmatch(re.escape(pattern).replace(r"\*", "[^/]*").replace(r"\?", "[^/]"), text) is not None


def names(target, kind, fields, settings):
    """Whether a target names a witness itself: its own type, its own fields, nothing wider."""
    plain = target.model_dump()
    region, account = plain.pop("region", None), plain.pop("account", None)
    regions = [region] if region else list(settings.regions) or ["*"]
    account = (settings.account if account is None else account) or "*"
    if target.type != "all" and target.type != kind:
        return False
    if not any(glob_in_a_name(each, fields["region"]) for each in regions):
        return False
    own = {name: value for name, value in plain.items() if name != "type" and value is not None}
    return glob_in_a_name(account, fields["account"]) and all(
        glob_in_a_name(value, fields[name]) for name, value in own.items()
    )


def context_of(action, fields):
    """A request's context that satisfies every condition the drafts may hold, as far as the action provides keys."""
    context = {"aws:RequestedRegion": fields.get("region", "us-east-1"), "aws:MultiFactorAuthPresent": "true"}
    if action.resources:
        context["aws:ResourceTag/team"] = "a"
    if any(key.startswith("aws:RequestTag") for key in action.condition_keys):
        context["aws:RequestTag/team"] = "a"
    return context


def chosen(rule, action):
    return f"{action.service}:{action.name}" in {f"rekognition:{name}" for name in rule.operations}


def in_condition(rule, fields):
    wanted = [row for row in rule.conditions if row.key == "aws:RequestedRegion"]
    return all(fields.get("region", "us-east-1") in row.values for row in wanted)


def named_by(notes, action, codes):
    return [
        note
        for note in notes
        if note.code in codes
        and (action.id in note.params.get("operations", ()) or action.id == note.params.get("action"))
    ]


def explained(notes, action, arn):
    """Whether a note says that this action reaches this resource."""
    if arn == "*":
        return bool(named_by(notes, action, ON_STAR | {NoteCode.ALWAYS_CHECKED}))
    return any(
        arn_matches(pattern, arn)
        for note in named_by(notes, action, WIDENING)
        for pattern in note.params.get("resources", ())
    )


def not_written(notes, rule, action):
    return any(
        note.rule == rule.id and action.id in note.params.get("operations", ())
        for note in notes
        if note.severity is NoteSeverity.PROBLEM
    ) or any(
        note.rule == rule.id and note.code in {NoteCode.CONDITION_DOUBLED, NoteCode.PRINCIPAL_MISSING} for note in notes
    )


@given(drafts(guided(("Allow",))))
def test_nothing_else_is_allowed_unless_a_note_says_so(draft):
    composed = compose(draft)
    ready = prepare(Layers(identity=(composed.policy,)))
    for action, kind, fields, arn in table():
        context = context_of(action, fields)
        if verdict(Request(action.id, arn, context=context), ready) is not Decision.ALLOWED:
            continue
        meant = any(
            chosen(rule, action) and any(names(target, kind, fields, draft.settings) for target in rule.targets)
            for rule in draft.rules
            if arn != "*"
        )
        assert meant or explained(composed.notes, action, arn), f"{action.id} on {arn} is allowed and nobody said so"


def holds(target, action, kind, fields, settings):
    """Whether a witness is the project of a target that the action does not take itself."""
    if (
        kind != "project"
        or target.type not in {"projectversion", "dataset"}
        or target.type in action.resource_type_names
    ):
        return False
    project = target_from("project", project=target.project, region=target.region, account=target.account)
    return names(project, kind, fields, settings)


def is_asked(rule, action, kind, fields, settings):
    """Whether a rule asks for an action on a witness: named by a target, or the project that holds it."""
    return any(
        names(target, kind, fields, settings) or holds(target, action, kind, fields, settings)
        for target in rule.targets
    )


@given(drafts(guided(("Allow",))))
def test_each_chosen_operation_is_allowed_on_its_resources(draft):
    composed = compose(draft)
    ready = prepare(Layers(identity=(composed.policy,)))
    for action, kind, fields, arn in table():
        for rule in draft.rules:
            if not chosen(rule, action) or not_written(composed.notes, rule, action) or not in_condition(rule, fields):
                continue
            if arn == "*" or is_asked(rule, action, kind, fields, draft.settings):
                decision = verdict(Request(action.id, arn, context=context_of(action, fields)), ready)
                assert decision is Decision.ALLOWED, f"{action.id} on {arn} was chosen and is {decision}"


@given(drafts(guided(("Allow", "Deny"))))
def test_each_operation_is_written_or_a_problem_says_why_not(draft):
    composed = composition(draft)
    for rule in draft.rules:
        mine = [each.statement for each in composed.provenance if each.rule == rule.id]
        written = {name for index in mine for name in composed.policy.statements[index].actions.items}
        for operation in rule.operations:
            action = catalogue().actions[f"rekognition:{operation}"]
            assert (action.id in written) != not_written(composed.notes, rule, action), action.id


def is_about_everything(target):
    return target.type == "all" or (target.type == "project" and not target.project.strip("*") and not target.timestamp)


@given(drafts(guided(("Deny",))))
def test_each_denied_operation_is_denied_on_its_resources(draft):
    composed = compose(draft)
    ready = prepare(Layers(identity=(composed.policy, EVERYTHING)))
    for action, kind, fields, arn in table():
        decision = verdict(Request(action.id, arn, context=context_of(action, fields)), ready)
        rules = [rule for rule in draft.rules if chosen(rule, action) and in_condition(rule, fields)]
        if arn == "*":
            meant = [rule for rule in rules if not rule.targets or any(map(is_about_everything, rule.targets))]
        else:
            meant = [rule for rule in rules if is_asked(rule, action, kind, fields, draft.settings)]
        if any(not not_written(composed.notes, rule, action) for rule in meant):
            assert decision is Decision.EXPLICIT_DENY, f"{action.id} on {arn} should be denied"
        elif decision is Decision.EXPLICIT_DENY:
            everywhere = named_by(composed.notes, action, {NoteCode.DENIED_EVERYWHERE})
            said = everywhere or explained(composed.notes, action, arn)
            assert said, f"{action.id} on {arn} is denied unasked"
            assert arn != "*", f"{action.id} is denied for all, though the rule is about one resource"


@given(drafts(guided()))
def test_each_action_of_each_statement_has_a_request_that_it_matches(draft):
    """An Allow needs one for each resource type that the action cannot do without: a copy takes project and version."""
    for statement in composition(draft).policy.statements:
        allows = statement.effect is Effect.ALLOW
        expected = Decision.ALLOWED if allows else Decision.EXPLICIT_DENY
        ready = prepare(Layers(identity=(policy_of({"Version": "2012-10-17"}, [statement]),)))
        for name in statement.actions.items:
            action = catalogue().actions[name]
            needed: list[tuple[str, ...]] = [(item.type,) for item in action.resources if item.required and allows]
            for types in needed or [action.resource_type_names]:
                assert any(
                    verdict(Request(name, arn, context=context_of(action, {"region": region})), ready) is expected
                    for arn, region in tried_on(types, statement.resources.items)
                ), f"{name} never matches {' or '.join(types)}"


def tried_on(types, patterns):
    """Resources of these types with their Regions, one for each pattern that matches any; the star for no type."""
    if not types:
        return [("*", "us-east-1")]
    found = [an_arn(text, name) for text in patterns for name in types]
    return [(arn, arn.split(":")[3]) for arn in found if arn is not None]


@cache
def an_arn(pattern, type_name):
    """A resource of the type that the pattern matches; kept, because shrinking asks for the same ones many times."""
    return witness(pattern, catalogue().resource_types[type_name], prefer={"region": "us-east-1"})


@given(drafts(guided()))
def test_composed_policies_have_no_finding_and_every_part_can_match(draft):
    composed = composition(draft)
    parsed = parse(composed.text)
    assert parsed.findings == ()
    assert parsed.policy == composed.policy
    sids = [statement.sid for statement in composed.policy.statements]
    assert len(set(sids)) == len(sids)
    for statement in composed.policy.statements:
        assert statement.sid.isalnum()
        assert statement.sid.isascii()
        actions = [catalogue().actions[name] for name in statement.actions.items]
        live = {
            (action.id, text)
            for action in actions
            for text in statement.resources.items
            if pair_can_match(action, text, catalogue())
        }
        assert {name for name, _ in live} == {action.id for action in actions}
        assert {text for _, text in live} == set(statement.resources.items)


@given(drafts(guided(("Allow",))))
def test_an_allowed_operation_has_a_resource_of_each_type_it_needs(draft):
    for statement in composition(draft).policy.statements:
        for name in statement.actions.items:
            for item in catalogue().actions[name].resources:
                kind = catalogue().resource_types[item.type]
                reached = [coverage(text, kind) is not Coverage.NONE for text in statement.resources.items]
                assert any(reached) or not item.required, f"{name} has no {item.type}"


@given(drafts(guided(), exact))
def test_the_same_draft_gives_the_same_bytes_and_comes_back_from_json(draft):
    again = accepted(draft_json(draft))
    assert again == draft
    first, second = compose(draft), compose(again)
    assert (first.text, first.notes, first.provenance) == (second.text, second.notes, second.provenance)
    assert parse(first.text).policy == first.policy


@given(drafts(guided(), exact))
def test_exact_rules_come_out_as_they_are(draft):
    composed = compose(draft)
    for each in composed.provenance:
        rule = draft.rule(each.rule)
        if rule.type == "exact":
            assert composed.policy.statements[each.statement] == statement_from(rule.statement)
