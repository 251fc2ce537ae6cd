"""Pairs whose answer is known, for every kind of policy and for stacks; budgets, witnesses, the worst cases."""

from dataclasses import replace

import pytest

from policybuilder.analysis import (
    DEFAULT,
    REKOGNITION,
    Budget,
    Comparison,
    DisagreementError,
    Nothing,
    Unknown,
    Witness,
    World,
    compare,
    difference,
    gained,
    no_new_access,
    not_granted,
    reach,
)
from policybuilder.analysis import question as questions
from policybuilder.iam import Decision, Evaluation, Layers, Policy, Request, decide, policy_from, to_plain
from policybuilder.wording.comparisons import undecided_sentences
from tests.strategies import policy

REGION = "arn:aws:rekognition:us-east-1:111122223333"
CATS, DOGS = f"{REGION}:project/cats/*", f"{REGION}:project/dogs/*"
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allow(actions="rekognition:*", resources="*", condition=None, **more):
    statement = {"Effect": "Allow", "Action": actions, "Resource": resources, **more}
    return statement | ({"Condition": condition} if condition else {})


def deny(*args, **more):
    return {**allow(*args, **more), "Effect": "Deny"}


def document(*statements, version="2012-10-17") -> Policy:
    return policy({"Version": version, "Statement": list(statements)})


ALL, NONE = document(EVERYTHING), document()


# -- the catalogue's world ---------------------------------------------------------------------------------------------


def test_what_no_request_can_show_is_no_difference() -> None:
    wide = document(allow("rekognition:DetectCustomLabels", CATS))
    narrow = document(allow("rekognition:DetectCustomLabels", f"{REGION}:project/cats/version/*"))
    assert compare(wide, narrow).relation == "equal"
    assert compare(wide, narrow, world=World(arn_grammar=False)).relation == "a_more"
    assert compare(document(allow("rekognition:CreateProject", CATS)), NONE).relation == "equal"
    assert compare(document(allow("rekognition:CreateProjekt")), NONE).relation == "equal"
    assert (
        compare(document(allow("rekognition:CreateProjekt")), NONE, world=World(catalogue=False)).relation == "a_more"
    )
    tagged = allow("rekognition:DescribeProjects", condition={"StringEquals": {"aws:ResourceTag/a": "b"}})
    assert compare(document(tagged), NONE).relation == "equal"
    assert compare(document(tagged), NONE, world=World(key_availability=False)).relation == "a_more"


def test_other_services_count_unless_the_world_is_rekognition_alone() -> None:
    one, other = document(allow("*")), document(allow("rekognition:*"))
    assert compare(one, other).relation == "a_more"
    assert compare(one, other, world=REKOGNITION).relation == "equal"
    witness = compare(document(allow("s3:Get*", "arn:aws:s3:::cats/*")), NONE).witness_a
    assert witness is not None
    assert (witness.action, witness.resource) == ("s3:GetAccelerateConfiguration", "arn:aws:s3:::cats/example")


def test_names_of_other_services_are_told_apart_by_text() -> None:
    one, other = document(allow(["s3:GetObject*", "s3:PutObject"])), document(allow("s3:*"), deny("s3:Delete*"))
    assert compare(one, other).relation == "b_more"
    assert compare(document(allow("s3:?*")), document(allow("s3:*"))).relation == "equal"
    left = {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}
    assert compare(document(left), document(EVERYTHING, deny("s3:*"))).relation == "equal"


def test_always_sent_keys_and_typed_keys() -> None:
    there = document(allow(condition={"Null": {"aws:SecureTransport": "false"}}))
    assert compare(there, document(allow())).relation == "equal"
    assert compare(there, document(allow()), world=World(always_present=False)).relation == "b_more"
    either = [allow(condition={"DateLessThan": {"aws:CurrentTime": "2027-01-01"}})]
    either.append(allow(condition={"DateGreaterThanEquals": {"aws:CurrentTime": "2027-01-01"}}))
    assert compare(document(*either), document(allow())).relation == "equal"


# -- the language ------------------------------------------------------------------------------------------------------


def test_short_arns_by_the_kind_of_policy() -> None:
    short, whole = document(allow(resources="arn:aws:rekognition")), document(allow(resources="arn:aws:rekognition:*"))
    for kind in ("identity", "boundary"):
        assert compare(short, whole, kind).relation == "equal"
    assert compare(short, whole, "scp").relation == "b_more"
    assert compare(whole, NONE, "session").relation == "equal"


def test_versions_of_the_language() -> None:
    star = f"{REGION}:project/${{*}}/*"
    assert compare(document(allow(resources=star)), NONE).relation == "equal"
    assert compare(document(allow(resources=star), version="2008-10-17"), NONE).relation == "equal"
    value = {"StringLike": {"aws:PrincipalTag/team": "${*}"}}
    new, old = document(allow(condition=value)), document(allow(condition=value), version="2008-10-17")
    found = compare(new, old)
    assert found.relation == "incomparable"
    assert found.witness_a is not None
    assert found.witness_a.context["aws:PrincipalTag/team"] == "*"


def test_variables_have_both_sides() -> None:
    own = document(allow(resources=f"{REGION}:project/${{aws:username}}/*"))
    found = compare(own, document(allow(resources=f"{REGION}:project/*")))
    assert found.relation == "b_more"
    secret = document(*_statements(own), deny(resources=f"{REGION}:project/secret/*"))
    found = compare(own, secret)
    assert found.relation == "a_more"
    assert found.witness_a is not None
    assert found.witness_a.context["aws:username"] == "secret"
    assert compare(own, own).relation == "equal"
    assert compare(own, document(*_statements(own), *_statements(own))).relation == "equal"


def test_a_variable_in_not_resource_has_both_sides_too() -> None:
    def all_but(resource: str) -> Policy:
        left = {"Effect": "Allow", "Action": "rekognition:DeleteProject", "NotResource": resource}
        return document(left)

    own, projects = all_but(f"{REGION}:project/${{aws:username}}/*"), all_but(f"{REGION}:project/*")
    found = compare(own, projects)
    assert found.relation == "a_more"
    assert found.witness_a is not None
    assert f"project/{found.witness_a.context['aws:username']}/" not in found.witness_a.resource
    spared = document(allow("rekognition:DeleteProject"), deny(resources=f"{REGION}:project/${{aws:username}}/*"))
    assert compare(own, spared).relation == "equal"


def test_a_variable_has_no_value_where_an_action_has_no_such_key() -> None:
    new = f"{REGION}:project/${{aws:RequestTag/name}}/dataset/*"
    found = compare(document(allow(["rekognition:DeleteDataset", "rekognition:TagResource"], new)), NONE)
    assert found.witness_a is not None
    assert found.witness_a.action == "rekognition:TagResource"
    assert compare(document(allow("rekognition:DeleteDataset", new)), NONE).relation == "equal"


def _statements(one: Policy):
    plain = to_plain(one.source)
    assert isinstance(plain, dict)
    return plain["Statement"]


def test_several_values_of_a_key() -> None:
    every = document(allow(condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}))
    some = document(allow(condition={"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}}))
    found = compare(every, some)
    assert found.relation == "incomparable"
    assert found.witness_b is not None
    assert len(found.witness_b.context["aws:TagKeys"]) == 2


# -- kinds and stacks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["identity", "boundary", "session", "scp"])
def test_a_kind_is_compared_beside_policies_that_allow_everything(kind: str) -> None:
    found = compare(document(allow(resources=CATS)), document(allow(resources=DOGS)), kind)
    assert found.relation == "incomparable"
    assert found.witness_a is not None
    assert ":project/cats/" in found.witness_a.resource


def test_layers_limit_each_other() -> None:
    both = Layers(identity=(document(allow()),), boundary=document(allow(resources=CATS)))
    assert compare(both, document(allow(resources=CATS))).relation == "equal"
    levels = Layers(
        identity=(ALL,), scp=((document(allow(resources=[CATS, DOGS])),), (document(allow(resources=CATS)),))
    )
    assert compare(levels, document(allow(resources=CATS))).relation == "equal"
    denied = replace(both, session=document(EVERYTHING, deny("rekognition:Delete*")))
    assert compare(both, denied).relation == "a_more"


def project(principal, actions="rekognition:CopyProjectVersion", condition=None, **more):
    named = {"AWS": principal} if principal != "*" else principal
    return allow(actions, f"{REGION}:project/cats/version/*", condition, Principal=named, **more)


OTHER = "444455556666"
ROLE = f"arn:aws:iam::{OTHER}:role/Copier"


def test_policies_on_resources_are_asked_about_by_other_accounts() -> None:
    account, role = document(project(OTHER)), document(project(ROLE))
    found = compare(account, role, "project")
    assert found.relation == "a_more"
    assert found.witness_a is not None
    assert found.witness_a.principal is not None
    assert OTHER in found.witness_a.principal
    assert compare(account, document(project(f"arn:aws:iam::{OTHER}:root")), "project").relation == "equal"
    assert compare(document(project("111122223333")), NONE, "project").relation == "equal"
    within = World(relation="same_account")
    assert compare(document(project("111122223333")), NONE, "project", within).relation == "equal"


def test_keys_tell_of_the_caller_what_his_arn_says() -> None:
    of_account = document(project("*", condition={"StringEquals": {"aws:PrincipalAccount": OTHER}}))
    assert compare(of_account, document(project(OTHER)), "project").relation == "equal"
    of_role = document(project("*", condition={"ArnEquals": {"aws:PrincipalArn": ROLE}}))
    assert compare(of_role, document(project(ROLE)), "project").relation == "equal"
    parts = document(project("*", condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::4*:role/Copier"}}))
    fewer = document(project("*", condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::44*:role/Copier"}}))
    assert compare(parts, fewer, "project").reason == "principals"


def test_a_deny_with_not_principal_spares_those_named() -> None:
    spared = {**deny("*"), "NotPrincipal": {"AWS": [OTHER, ROLE]}}
    found = compare(document(project(OTHER), spared), document(project(ROLE)), "project")
    # a session would have to be named as well, the root user is named by his account
    assert found.relation == "incomparable"
    assert found.witness_a is not None
    assert found.witness_a.principal == f"arn:aws:iam::{OTHER}:root"
    assert compare(document(project(OTHER)), document(project(OTHER), spared), "project").relation == "a_more"


def test_one_account_grants_past_the_identity() -> None:
    policies = Layers(identity=(NONE,), resource=(document(project("arn:aws:iam::111122223333:user/ana")),))
    found = compare(policies, Layers(identity=(NONE,)), world=World(relation="same_account"))
    assert found.relation == "a_more"
    assert found.witness_a is not None
    assert found.witness_a.principal == "arn:aws:iam::111122223333:user/ana"
    assert compare(policies, Layers(identity=(NONE,)), world=World(relation="other_account")).relation == "equal"


# -- what is told ------------------------------------------------------------------------------------------------------


def test_witnesses_use_the_names_of_the_documents() -> None:
    found = compare(document(allow(resources=[CATS, DOGS])), document(allow(resources=DOGS)))
    assert found.witness_a == Request(
        found.witness_a.action if found.witness_a else "",
        f"{REGION}:project/cats/1690474772815",
        "arn:aws:sts::111122223333:assumed-role/Example/session",
    )


def test_an_error_of_the_analysis_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(request: Request, layers: object) -> Evaluation:
        return replace(decide(request, Layers(identity=(ALL,))), decision=Decision.EXPLICIT_DENY)

    monkeypatch.setattr(questions, "decide", wrong)
    with pytest.raises(DisagreementError):
        compare(document(allow()), NONE)


def test_time_that_is_over_stops_between_units_too() -> None:
    """Statements about many services: to make each service ready is work that counts, though nothing is searched."""
    named = [f"service{number}" for number in range(40)]
    small = document(*(allow([f"{name}:Get"]) for name in named))
    large = document(*(allow([f"{name}:Get", f"{name}:Put"]) for name in named))
    stopped = Budget(expired=lambda: True)
    found = compare(small, large, budget=stopped)
    assert found.relation == "unknown"
    assert len(found.decided) < 10
    assert gained(large, small, budget=stopped).boxes == ()


def test_what_one_direction_leaves_open_is_not_decided_by_the_other() -> None:
    found = Comparison(
        "unknown", Unknown("budget", ("a:b", "c:d"), ("e:f",)), Unknown("budget", ("a:b",), ("c:d",)), DEFAULT
    )
    assert found.decided == ("a:b",)
    assert found.decided_one_way == ("c:d",)
    assert found.undecided == ("e:f", "c:d")
    assert undecided_sentences(found) == (
        "Without a difference: a:b.",
        "Without a difference one way, the other way not decided: c:d.",
        "Not decided: e:f.",
    )


def test_a_budget_that_runs_out_is_no_answer() -> None:
    one, other = document(allow(resources=CATS), deny("rekognition:Delete*")), document(allow(resources=DOGS))
    found = compare(one, other, budget=Budget(2))
    assert found.relation == "unknown"
    assert found.reason == "budget"
    assert found.undecided
    assert isinstance(difference(one, other, budget=Budget(expired=lambda: True)), Unknown | Witness)


def test_a_key_compared_as_two_types_is_no_answer() -> None:
    mixed = {"DateLessThan": {"aws:EpochTime": "1700000000"}, "StringLike": {"aws:EpochTime": "16*"}}
    found = compare(document(allow("rekognition:DeleteProject", CATS, mixed)), NONE)
    assert (found.relation, found.reason) in (("unknown", "mixed_types"), ("a_more", None))


HARD = {
    "many wanted letters in too few places": (
        [f"{REGION}:project/{'?' * 15}/*"],
        [f"{REGION}:project/*{letter}*/*" for letter in "abcdefghijklmnop"],
    ),
    "question marks behind stars": ([f"{REGION}:project/*a{'?' * 18}/*"], [f"{REGION}:project/*b{'?' * 17}/*"]),
}


@pytest.mark.parametrize("name", HARD)
def test_the_worst_cases_end_within_their_budget(name: str) -> None:
    wanted, refused = HARD[name]
    layers = Layers(
        identity=(document(allow("rekognition:DeleteProject", wanted)),),
        scp=tuple((document(allow("rekognition:*", text)),) for text in refused),
    )
    budget = Budget(5_000)
    found = compare(layers, NONE, budget=budget)
    assert found.relation in ("unknown", "a_more")
    assert budget.spent < 10_000


def test_conditions_like_a_puzzle_are_searched_within_the_budget() -> None:
    keys = [f"aws:PrincipalTag/t{number}" for number in range(12)]
    rules = [
        allow(
            "rekognition:DeleteProject",
            condition={
                ("StringEquals" if (start + step) % 3 else "StringNotEquals"): {keys[(start * step + step) % 12]: "x"}
                for step in (1, 5)
            },
        )
        for start in range(30)
    ]
    budget = Budget(50_000)
    assert compare(document(allow("rekognition:DeleteProject")), document(*rules), budget=budget).relation in (
        "equal",
        "a_more",
        "unknown",
    )
    assert budget.spent < 100_000


# -- questions in disguise ---------------------------------------------------------------------------------------------


def test_no_new_access_and_not_granted() -> None:
    old, new = document(allow("rekognition:De*", CATS)), document(allow("rekognition:Describe*", CATS))
    assert no_new_access(old, new) == Nothing()
    assert isinstance(no_new_access(new, old), Witness)
    assert not_granted(new, ["rekognition:DeleteProject"]) == Nothing()
    assert isinstance(not_granted(old, ["rekognition:DeleteProject"]), Witness)
    assert not_granted(old, ["rekognition:DeleteProject"], [DOGS]) == Nothing()


def test_reach_of_a_stack_and_of_a_project_policy() -> None:
    stack = Layers(identity=(document(allow()),), boundary=document(allow("rekognition:DeleteProject", CATS)))
    (box,) = reach(stack).boxes
    assert (box.actions, box.resources) == (("rekognition:DeleteProject",), (CATS,))
    (box,) = reach(document(project(ROLE)), "project").boxes
    assert box.actions == ("rekognition:CopyProjectVersion",)
    assert not reach(NONE).boxes


def test_documents_that_say_nothing() -> None:
    empty: list[dict[str, object]] = [{}, {"Statement": []}, {"Statement": [{"Effect": "Allow"}]}, {"Statement": [7]}]
    for plain in empty:
        found = policy_from({"Version": "2012-10-17", **plain})
        assert found is not None
        assert compare(found, NONE).relation == "equal"
