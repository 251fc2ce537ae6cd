"""Differences in words: each box lies in the difference, all boxes are the difference, and they read well."""

from dataclasses import replace
from random import Random

import pytest

from policybuilder.analysis import Budget, World
from policybuilder.analysis.boxes import Box, Difference, gained
from policybuilder.catalogue import catalogue, looks_like
from policybuilder.iam import Decision, Layers, Policy, Request, decide
from policybuilder.iam.arn import ArnText
from policybuilder.iam.conditions import evaluate_condition, prepare_condition
from policybuilder.iam.entries import IncompleteArn, action_entry, resource_entry
from policybuilder.iam.request import DerivedContext
from policybuilder.iam.truth import Truth
from policybuilder.iam.variables import Dialect
from tests.analysis.random_pairs import identity_pair
from tests.oracle import listed
from tests.strategies import policy

REGION = "arn:aws:rekognition:us-east-1:111122223333"
NOTHING = {"Version": "2012-10-17", "Statement": []}
DIALECT = Dialect(variables=True)


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(actions, resources="*", **more):
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def told(new, old=NOTHING, **more) -> Difference:
    return gained(policy(new), policy(old), **more)


def words(box: Box) -> tuple[object, ...]:
    conditions = [(one.entry.operator, one.entry.key, *one.entry.values.items, one.holds) for one in box.conditions]
    return [name.removeprefix("rekognition:") for name in box.actions], list(box.resources), conditions


def services_in(*documents):
    """The services that policies name; of Rekognition every action is known."""
    statements = [each for one in documents for each in one["Statement"]]
    texts = [text for each in statements for name in ("Action", "NotAction") for text in listed(each.get(name, []))]
    return {"rekognition", *(text.partition(":")[0].lower() for text in texts)}


def lies_in(box: Box, request: Request, services=frozenset()) -> bool:
    """Does a box say that a request is in it? Read as the decision reads entries."""
    service, _, name = request.action.lower().partition(":")
    context = DerivedContext(request)
    arn = ArnText(request.resource)

    def named(texts):
        if texts == ("*:*",):  # the services that no policy names
            return service not in services
        return any(action_entry(text).matches(service, name) for text in texts)

    def covered(texts):
        entries = (resource_entry(text, DIALECT, IncompleteArn.COMPLETED) for text in texts)
        return any(entry.covers(arn, context) is Truth.YES for entry in entries)

    def holds(phrase):
        found = evaluate_condition(prepare_condition(phrase.entry, DIALECT), context).truth
        return (found is Truth.YES) is phrase.holds

    return (
        named(box.actions)
        and not named(box.except_actions)
        and covered(box.resources)
        and all(map(covered, box.also_within))
        and not covered(box.except_resources)
        and all(map(holds, box.conditions))
        and (not box.types or form_of(request) in box.types)
    )


def form_of(request: Request) -> str:
    kind = looks_like(request.resource, catalogue())
    return (
        request.resource
        if request.resource == "*"
        else kind.id
        if kind and service_of(request) == kind.service
        else "arn"
    )


def service_of(request: Request) -> str:
    return request.action.partition(":")[0].lower()


def allows(one: Policy, request: Request) -> bool:
    return decide(request, Layers(identity=(one,))).decision is Decision.ALLOWED


@pytest.mark.law
@pytest.mark.parametrize("seed", range(60))
def test_boxes_are_the_difference(seed: int) -> None:
    """Law: a witness lies in its box; each box's witness in the difference; other requests of a box as well; and what
    is in the difference lies in a box."""
    random = Random(seed)  # noqa: S311 - only to have many cases
    one, other = identity_pair(random)
    new, old = policy(one), policy(other)
    services = services_in(one, other)
    found = gained(new, old, budget=Budget(60_000, each=4_000))
    witnesses = [box.witness for box in found.boxes if box.witness is not None]
    for box in found.boxes:
        if box.witness is not None:
            assert lies_in(box, box.witness, services)
        for request in witnesses:
            if lies_in(box, request, services) and not box.callers:
                assert allows(new, request)
                assert not allows(old, request)
    back = gained(old, new, budget=Budget(60_000, each=4_000))
    for request in (box.witness for box in back.boxes if box.witness is not None):
        assert not any(lies_in(box, request, services) for box in found.boxes)


@pytest.mark.law
@pytest.mark.parametrize("seed", range(40))
def test_what_a_policy_allows_at_all_is_told(seed: int) -> None:
    """Law: every request that is allowed lies in a box of what the policy allows, and no other request does."""
    random = Random(seed)  # noqa: S311 - only to have many cases
    one, other = identity_pair(random)
    reach = told(one)
    if not reach.complete:
        return
    for request in (box.witness for box in (*told(other).boxes, *reach.boxes) if box.witness is not None):
        if all(key in request.context for key in _keys(one)):
            assert any(lies_in(box, request, services_in(one)) for box in reach.boxes) is allows(policy(one), request)


def _keys(plain):
    return {key for each in plain["Statement"] for block in each.get("Condition", {}).values() for key in block}


def test_the_larger_of_two_resources_without_the_smaller() -> None:
    old = document(allow("rekognition:StartProjectVersion", f"{REGION}:project/cats/version/v1/*"))
    new = document(allow("rekognition:StartProjectVersion", f"{REGION}:project/cats/*"))
    (box,) = told(new, old).boxes
    assert words(box) == (["StartProjectVersion"], [f"{REGION}:project/cats/*"], [])
    assert box.except_resources == (f"{REGION}:project/cats/version/v1/*",)
    assert box.witness is not None
    assert box.witness.resource.startswith(f"{REGION}:project/cats/version/")
    assert not told(old, new).boxes


def test_of_a_list_only_the_entries_that_are_new() -> None:
    old = document(allow("rekognition:DescribeDataset", f"{REGION}:project/cats/*"))
    new = document(
        allow("rekognition:DescribeDataset", [f"{REGION}:project/{name}/*" for name in ("dogs", "cats", "cows")])
    )
    (box,) = told(new, old).boxes
    assert words(box) == (["DescribeDataset"], [f"{REGION}:project/cows/*", f"{REGION}:project/dogs/*"], [])


def test_the_absent_key_between_an_operator_and_its_if_exists() -> None:
    def under(operator):
        guard = {operator: {"aws:MultiFactorAuthPresent": "true"}}
        return document(allow("rekognition:DetectCustomLabels", f"{REGION}:project/*", Condition=guard))

    (box,) = told(under("BoolIfExists"), under("Bool")).boxes
    absent = ("Null", "aws:MultiFactorAuthPresent", "true", True)
    assert words(box) == (["DetectCustomLabels"], [f"{REGION}:project/*"], [absent])
    assert not told(under("Bool"), under("BoolIfExists")).boxes


@pytest.mark.parametrize("value", ["true", "false"])
def test_null_is_told_as_it_is_written(value: str) -> None:
    (box,) = told(document(allow("rekognition:DeleteProject", Condition={"Null": {"aws:PrincipalTag/a": value}}))).boxes
    assert words(box)[2] == [("Null", "aws:PrincipalTag/a", value, True)]


def test_a_condition_is_told_where_it_matters_alone() -> None:
    office = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    old = document(allow("rekognition:DeleteProject", Condition=office))
    new = document(allow(["rekognition:DeleteProject", "rekognition:DescribeProjects"]))
    boxes = told(new, old).boxes
    outside = ("IpAddress", "aws:SourceIp", "203.0.113.0/24", False)
    assert [words(box) for box in boxes] == [(["DeleteProject"], ["*"], [outside]), (["DescribeProjects"], ["*"], [])]


def test_dangerous_actions_come_first_and_other_services_before() -> None:
    new = document(
        allow(["rekognition:ListCollections", "rekognition:DeleteProject", "s3:Get*", "rekognition:TagResource"])
    )
    assert [box.actions for box in told(new).boxes] == [
        ("s3:Get*",),
        ("rekognition:DeleteProject", "rekognition:ListCollections", "rekognition:TagResource"),
    ]


def test_types_are_told_where_not_all_that_an_action_takes_are_meant() -> None:
    old = document(allow("rekognition:CopyProjectVersion", f"{REGION}:project/*/version/*"))
    (box,) = told(document(allow("rekognition:CopyProjectVersion")), old).boxes[:1]
    assert (box.resources, box.types) == (("*",), ("project",))
    (box,) = told(document(allow("rekognition:CopyProjectVersion"))).boxes
    assert (box.resources, box.types) == (("*",), ())


def test_everything_of_all_services() -> None:
    boxes = told(document(allow("*")), document(allow("rekognition:*"))).boxes
    assert [(box.actions, box.resources) for box in boxes] == [(("*:*",), ("*",))]
    assert not told(document(allow("*")), document(allow("rekognition:*")), world=World(other_services=False)).boxes


def test_a_variable_stands_in_the_box_and_its_value_in_the_witness() -> None:
    own = f"{REGION}:project/${{aws:username}}/*"
    (box,) = told(document(allow("rekognition:DeleteProject", own))).boxes
    assert words(box) == (["DeleteProject"], [own], [])
    assert box.witness is not None
    assert f"project/{box.witness.context['aws:username']}/" in box.witness.resource
    (box,) = told(document(allow("rekognition:DeleteProject")), document(allow("rekognition:DeleteProject", own))).boxes
    assert (box.resources, box.except_resources) == (("*",), (own,))


def test_an_exception_that_meets_no_resource_still_shown_is_not_shown_either() -> None:
    old = document(allow("iam:PassRole", f"{REGION}:*"))
    new = document(allow("iam:PassRole", [f"{REGION}:project/cats/*", "arn:aws:s3:::cats/*"]))
    (box,) = told(new, old).boxes
    assert (box.resources, box.except_resources) == (("arn:aws:s3:::cats/*",), ())
    within = document(allow("iam:PassRole", ["arn:aws:s3:::cats/*", f"{REGION}:project/*"]))
    (box,) = told(within, document(allow("iam:PassRole", [f"{REGION}:project/cats/*", "*:dogs"]))).boxes
    assert set(box.resources) == {"arn:aws:s3:::cats/*", f"{REGION}:project/*"}
    assert set(box.except_resources) == {f"{REGION}:project/cats/*", "*:dogs"}


def test_what_an_older_version_reads_as_plain_text_is_no_variable_in_a_box() -> None:
    old = {**document(allow("s3:GetObject", "arn:aws:s3:::cats/${aws:username}/*")), "Version": "2008-10-17"}
    (box,) = told(old).boxes
    assert box.resources == ("arn:aws:s3:::cats/${$}{aws:username}/*",)
    assert box.witness is not None
    assert allows(policy(document(allow("s3:GetObject", list(box.resources)))), box.witness)
    escaped = document(allow("s3:GetObject", box.resources[0]))
    assert told(escaped).boxes[0].resources == box.resources


def test_requests_about_no_resource_are_told_apart() -> None:
    old = document(allow("rekognition:DetectModerationLabels", f"{REGION}:project/*"))
    new = document(allow("rekognition:DetectModerationLabels", ["*"]))
    boxes = told(new, old).boxes
    own = (f"{REGION}:project/*",)
    assert {(box.resources, box.except_resources, box.types) for box in boxes} == {
        (("*",), (), ("*",)),
        (("*",), own, ("projectversion",)),
    }


def test_resources_that_two_layers_name_otherwise() -> None:
    own = Layers(identity=(policy(document(allow("rekognition:DeleteProject", f"{REGION}:project/c*/*"))),))
    both = replace(own, boundary=policy(document(allow("rekognition:*", [f"{REGION}:project/*s/*", "*:*/dogs/*"]))))
    (box,) = gained(both, Layers()).boxes
    assert {box.resources, *box.also_within} == {(f"{REGION}:project/*s/*",), (f"{REGION}:project/c*/*",)}
    assert box.witness is not None
    assert box.witness.resource == f"{REGION}:project/cs/1690474772815"


def test_names_that_two_layers_name_otherwise() -> None:
    own = Layers(identity=(policy(document(allow("s3:Get*Tagging", "arn:aws:s3:::cats/*"))),))
    both = replace(own, boundary=policy(document(allow("s3:*Version*"))))
    (box,) = gained(both, Layers()).boxes
    assert box.actions == ("s3:getobjectversiontagging",)


def test_callers_of_a_project_policy() -> None:
    def project(principal):
        statement = allow("rekognition:CopyProjectVersion", f"{REGION}:project/cats/version/*")
        return document({**statement, "Principal": {"AWS": principal}})

    (box,) = told(project("444455556666"), project("arn:aws:iam::444455556666:role/Copier"), kind="project").boxes
    assert box.resources == (f"{REGION}:project/cats/version/*",)
    assert box.callers
    assert all("444455556666" in caller for caller in box.callers)


def test_a_budget_that_runs_out_is_told() -> None:
    found = gained(policy(document(allow("*"))), policy(NOTHING), budget=Budget(3))
    assert not found.complete
    assert found.reason == "budget"
