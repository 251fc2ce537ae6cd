"""Allow exactly this: rules of their own, and edits by way of the statement that came near. Nothing else may open."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policybuilder.authoring import ExactRule, GuidedRule, compose, first_visit
from policybuilder.authoring.allow import Wanted, WayKind, allow_exactly, opens_only, target_of, way_through
from policybuilder.authoring.explain import nearest
from policybuilder.catalogue import catalogue
from policybuilder.iam import Decision, Layers, Request, decide, prepare
from tests.authoring.build import ALL, CATS, CATS_V1, allow, condition, deny, draft, exact, written
from tests.authoring.build import DOGS as DOGS_PROJECT
from tests.authoring.drafts import drafts, guided
from tests.strategies import ROLE, VERSION

DETECT = "rekognition:DetectCustomLabels"
START = "rekognition:StartProjectVersion"
COPY = "rekognition:CopyProjectVersion"
PLACE = "arn:aws:rekognition:us-east-1:111122223333"
OTHER = f"{PLACE}:project/cats/version/v2/1690000000009"
PROJECT = f"{PLACE}:project/cats/1690000000000"
DOGS = f"{PLACE}:project/dogs/1690000000003"
ELSEWHERE = OTHER.replace("us-east-1", "eu-west-1")
COPIER = "arn:aws:iam::444455556666:role/Copier"
MFA = condition("Bool", "aws:MultiFactorAuthPresent", "true")
HERE = condition("StringEquals", "aws:RequestedRegion", "us-east-1")


def layers_for(kind, policy):
    return Layers(resource=(policy,)) if kind == "project" else Layers(identity=(policy,))


def asked(made, action, resource, caller=ROLE, **context):
    """The ways of all near statements of a question, the nearest first."""
    composed = compose(made)
    request = Request(action, resource, caller, context=context)

    def answer(found):
        return decide(request, layers_for(made.settings.kind, found.policy))

    wanted = Wanted((action, resource), [(action, resource)], caller)
    return [
        way_through(made, composed, near, wanted, lambda changed: answer(changed).decision is Decision.ALLOWED)
        for near in nearest(answer(composed))
    ]


def statements(way):
    return written(compose(way.draft))["Statement"]


# -- rules of their own ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        (DETECT, OTHER),
        ("rekognition:DeleteProject", f"{PLACE}:project/cats/1690000000000"),
        ("rekognition:DescribeDataset", f"{PLACE}:project/cats/dataset/train/1690000000002"),
        ("rekognition:CreateProject", "*"),
        ("rekognition:SearchFaces", f"{PLACE}:collection/people"),
        ("s3:GetObject", "arn:aws:s3:::cat-images/in/1.jpg"),
    ],
)
def test_allowing_exactly_this_allows_it_and_nothing_of_its_neighbours(action, resource):
    draft = allow_exactly(first_visit(), [(action, resource)])
    ready = Layers(identity=(compose(draft).policy,))
    assert decide(Request(action, resource, ROLE), ready).decision is Decision.ALLOWED
    assert len(draft.rules) == len(first_visit().rules) + 1
    if resource != "*":
        neighbour = resource[:-1] + ("0" if resource[-1] != "0" else "1")
        assert decide(Request(action, neighbour, ROLE), ready).decision is not Decision.ALLOWED


def test_actions_on_the_same_resources_share_a_rule_with_a_title_of_both():
    made = allow_exactly(first_visit(), [(DETECT, OTHER), (START, OTHER), ("rekognition:DeleteProject", PROJECT)])
    one, other = made.rules[-2:]
    assert isinstance(one, GuidedRule)
    assert isinstance(other, GuidedRule)
    assert (one.title, one.operations) == ("DetectCustomLabels and StartProjectVersion on cats v2", (DETECT, START))
    assert other.operations == ("rekognition:DeleteProject",)
    assert one.id != other.id


def test_a_copy_is_one_rule_that_names_both_its_ends_and_nothing_around_them():
    pairs = [(COPY, VERSION), (COPY, DOGS), ("rekognition:CreateProjectVersion", DOGS)]
    made = allow_exactly(draft(), pairs)
    assert len(made.rules) == 1, "what AWS always checks with a copy comes with its rule"
    assert [(each["Action"], each["Resource"]) for each in written(compose(made))["Statement"]] == [
        (COPY, [VERSION, DOGS]),
        ("rekognition:CreateProjectVersion", DOGS),
    ]


def test_a_policy_on_a_resource_names_the_caller():
    made = allow_exactly(draft(kind="project"), [(COPY, VERSION)], COPIER)
    assert written(compose(made))["Statement"][0]["Principal"] == {"AWS": COPIER}
    service = allow_exactly(draft(kind="project"), [(COPY, VERSION)], "sagemaker.amazonaws.com")
    assert written(compose(service))["Statement"][0]["Principal"] == {"Service": "sagemaker.amazonaws.com"}


def test_what_no_type_of_the_catalogue_has_is_taken_literally():
    found = target_of("arn:aws:nowhere:::x", first_visit().settings)
    assert found.model_dump(exclude_none=True) == {"type": "arn", "arn": "arn:aws:nowhere:::x"}


def test_account_and_region_stand_in_the_target_only_where_they_are_not_the_drafts():
    elsewhere = VERSION.replace("us-east-1:111122223333", "eu-west-1:444455556666")
    own, other = (target_of(arn, first_visit().settings).model_dump(exclude_none=True) for arn in (VERSION, elsewhere))
    assert own == {"type": "projectversion", "project": "cats", "version": "v1", "timestamp": "1690000000001"}
    assert other == {**own, "account": "444455556666", "region": "eu-west-1"}


# -- by way of a near statement ----------------------------------------------------------------------------------------


def test_an_action_joins_the_rule_that_is_about_this_resource_alone():
    made = draft(
        allow("DetectCustomLabels", CATS_V1, title="Use it", conditions=[HERE]), allow("StopProjectVersion", CATS)
    )
    way = asked(made, START, VERSION)[0]
    assert (way.kind, way.rule, way.params["rule"]) == (WayKind.ADD_ACTION, "r1", "Use it")
    assert len(way.draft.rules) == 2
    assert statements(way)[0]["Action"] == [DETECT, START]


@pytest.mark.parametrize("target", [ALL, CATS, {**CATS_V1, "version": "v*"}, {**CATS_V1, "account": "*"}])
def test_where_the_rule_is_about_more_a_rule_of_its_own_stands_beside_it(target):
    made = draft(allow("DetectCustomLabels", target, title="Use it"), deny("DeleteProject", ALL))
    way = asked(made, START, VERSION)[0]
    assert (way.kind, way.rule) == (WayKind.BESIDE, "r3")
    assert [rule.id for rule in way.draft.rules] == ["r1", "r3", "r2"], "it stands right below"
    assert statements(way)[1] | {"Sid": ""} == {"Sid": "", "Effect": "Allow", "Action": START, "Resource": VERSION}


def test_a_resource_joins_the_rule_that_allows_nothing_but_this_action():
    made = draft(allow("StartProjectVersion", CATS_V1, title="Run it"))
    way = asked(made, START, OTHER)[0]
    assert way.kind is WayKind.ADD_RESOURCE
    assert statements(way)[0]["Resource"] == [f"{PLACE}:project/cats/version/v1/*", OTHER]


def test_beside_a_rule_of_several_actions_its_conditions_are_kept():
    made = draft(allow("StartProjectVersion DetectCustomLabels", CATS_V1, title="Run it", conditions=[MFA, HERE]))
    way = asked(made, START, OTHER, **{"aws:MultiFactorAuthPresent": "true"})[0]
    assert (way.kind, way.params["conditions"]) == (WayKind.BESIDE, "some")
    assert statements(way)[1]["Condition"] == statements(way)[0]["Condition"]
    assert statements(way)[1]["Resource"] == OTHER


def test_a_condition_that_the_request_does_not_carry_is_never_taken_away():
    made = draft(allow("StartProjectVersion", CATS_V1, title="Run it", conditions=[MFA]))
    assert asked(made, START, VERSION) == [None]
    assert asked(made, START, VERSION, **{"aws:MultiFactorAuthPresent": "false"}) == [None]


def test_a_value_joins_those_of_a_rule_that_is_about_this_alone():
    team = condition("StringEquals", "aws:PrincipalTag/team", "vision")
    one = {**CATS_V1, "timestamp": "1690000000001"}
    made = draft(allow("StartProjectVersion", one, title="Run it", conditions=[team]))
    way = asked(made, START, VERSION, **{"aws:PrincipalTag/team": "sound"})[0]
    assert (way.kind, way.params["value"]) == (WayKind.ADD_VALUE, "sound")
    assert statements(way)[0]["Condition"] == {"StringEquals": {"aws:PrincipalTag/team": ["vision", "sound"]}}
    more = draft(allow("StartProjectVersion StopProjectVersion", one, title="Run it", conditions=[team]))
    beside = asked(more, START, VERSION, **{"aws:PrincipalTag/team": "sound"})[0]
    assert beside.kind is WayKind.BESIDE
    assert statements(beside)[1]["Condition"] == {"StringEquals": {"aws:PrincipalTag/team": "sound"}}


@pytest.mark.parametrize("value", ["sou*d", "sound?", "${aws:username}", ""])
def test_a_value_that_would_be_read_as_a_pattern_is_not_written(value):
    team = condition("StringLike", "aws:PrincipalTag/team", "vision")
    made = draft(allow("StartProjectVersion", CATS_V1, title="Run it", conditions=[team]))
    assert asked(made, START, VERSION, **{"aws:PrincipalTag/team": value}) == [None]


def test_a_negated_condition_is_left_alone():
    team = condition("StringNotEquals", "aws:PrincipalTag/team", "sound")
    made = draft(allow("StartProjectVersion", CATS_V1, title="Run it", conditions=[team]))
    assert asked(made, START, VERSION, **{"aws:PrincipalTag/team": "sound"}) == [None]


def test_a_caller_joins_those_whom_a_project_policy_lets_in():
    entry = {"type": "AWS", "values": ["arn:aws:iam::444455556666:role/Other"]}
    one = {**CATS_V1, "timestamp": "1690000000001"}
    made = draft(allow("CopyProjectVersion", one, title="Copy it", principals=[entry]), kind="project")
    caller = "arn:aws:iam::111122223333:user/ana"
    way = asked(made, COPY, VERSION, caller)[0]
    assert (way.kind, way.params["caller"]) == (WayKind.ADD_CALLER, caller)
    assert statements(way)[0]["Principal"] == {"AWS": ["arn:aws:iam::444455556666:role/Other", caller]}


# -- statements as written ---------------------------------------------------------------------------------------------


def test_a_statement_as_written_takes_the_action_and_keeps_its_other_members():
    made = draft(exact({"Effect": "Allow", "Action": DETECT, "Resource": VERSION, "Sid": "A", "Future": 1}))
    way = asked(made, START, VERSION)[0]
    assert way.kind is WayKind.ADD_ACTION
    assert statements(way) == [
        {"Effect": "Allow", "Action": [DETECT, START], "Resource": VERSION, "Sid": "A", "Future": 1}
    ]


def test_beside_a_statement_as_written_stands_one_under_the_same_conditions():
    block = {"StringEquals": {"aws:RequestedRegion": ["us-east-1"]}}
    made = draft(
        exact({"Sid": "A", "Effect": "Allow", "Action": ["rekognition:De*"], "Resource": "*", "Condition": block})
    )
    way = asked(made, START, VERSION)[0]
    assert isinstance(way.draft.rules[1], ExactRule)
    assert statements(way)[1] == {
        "Sid": "A2",
        "Effect": "Allow",
        "Action": START,
        "Resource": VERSION,
        "Condition": block,
    }
    other = asked(made, "rekognition:DescribeProjects", "*", **{"aws:RequestedRegion": "eu-west-1"})[0]
    assert statements(other)[1]["Condition"] == {"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}}


def test_a_statement_with_not_action_gets_one_beside_it():
    made = draft(exact({"Effect": "Allow", "NotAction": START, "Resource": VERSION}))
    way = asked(made, START, VERSION)[0]
    assert way.kind is WayKind.BESIDE
    assert statements(way)[1] == {"Effect": "Allow", "Action": START, "Resource": VERSION}


# -- nothing else ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "only"),
    [
        (allow("StartProjectVersion", {**CATS_V1, "timestamp": "1690000000001"}), True),
        (allow("StartProjectVersion", CATS_V1), True),
        (allow("StartProjectVersion", {**CATS_V1, "version": "*"}), False),
        (allow("StartProjectVersion", {**CATS_V1, "region": "*"}), False),
        (allow("StartProjectVersion StopProjectVersion", CATS_V1), False),
        (deny("StopProjectVersion", ALL), True),
    ],
)
def test_a_pattern_may_leave_the_creation_time_open_and_nothing_else(after, only):
    before = compose(draft())
    assert opens_only(before.policy, compose(draft(after)).policy, [(START, VERSION)]) is only


def test_a_project_with_all_that_lies_in_it_is_more_than_the_project_for_actions_on_both():
    before, tag, train = compose(draft()), "rekognition:TagResource", "rekognition:CreateProjectVersion"
    around = {"Effect": "Allow", "Resource": f"{PLACE}:project/cats/*"}
    assert not opens_only(before.policy, compose(draft(exact({**around, "Action": tag}))).policy, [(tag, PROJECT)])
    assert opens_only(before.policy, compose(draft(exact({**around, "Action": train}))).policy, [(train, PROJECT)])


ACTIONS = [
    DETECT,
    START,
    "rekognition:DeleteProjectVersion",
    "rekognition:DescribeProjectVersions",
    "rekognition:CreateProject",
]
PLACES = [VERSION, OTHER, ELSEWHERE, PROJECT, DOGS, "*"]


def test_a_version_is_not_added_to_a_rule_about_its_project():
    """The rule is about all versions while it names none: naming one would take the others away."""
    made = draft(allow("DetectCustomLabels", DOGS_PROJECT, title="Use them"))
    way = asked(made, DETECT, VERSION)[0]
    assert way.kind is WayKind.BESIDE
    assert statements(way)[0]["Resource"] == f"{PLACE}:project/dogs/version/*"


PROBES = [
    (name, place)
    for name in ACTIONS
    for place in PLACES
    if place == "*" or catalogue().actions[name].resources  # without resources AWS asks on "*" alone
]


@pytest.mark.law
@given(drafts(guided(("Allow",))), st.sampled_from(PROBES))
def test_every_way_that_is_offered_allows_what_was_asked_and_nothing_else(made, pair):
    """Probed from outside: other actions and resources get the answer that they got before."""
    action, resource = pair
    found = [way for way in asked(made, action, resource) if way is not None]
    assume(found)
    before = prepare(layers_for(made.settings.kind, compose(made).policy))
    for way in found:
        after = prepare(layers_for(made.settings.kind, compose(way.draft).policy))
        assert decide(Request(action, resource, ROLE), after).decision is Decision.ALLOWED
        for name, place in PROBES:
            if (name, place) != pair:
                request = Request(name, place, ROLE, open_keys="*")
                turned = decide(request, before).decision is not decide(request, after).decision
                assert not turned, f"{way.kind} for {pair} turned {name} on {place}"
