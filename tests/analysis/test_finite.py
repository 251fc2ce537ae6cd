"""Agreement over a finite table: a difference found is real, and pairs that differ in one field are told apart."""

import pytest
from hypothesis import given, settings

from policybuilder.analysis.asking import askings
from policybuilder.analysis.finite import same_meaning
from policybuilder.analysis.finite_axes import MOST_RESOURCES, axes_of, form_of, forms_of_service, neighbours
from policybuilder.analysis.finite_values import values_by_key
from policybuilder.catalogue import witness
from policybuilder.catalogue.grammar import can_name
from policybuilder.iam import decide
from tests.analysis.build import PROJECT, allow, deny, document
from tests.strategies import documents, policy, resource_documents

PAIRS = [
    ("one letter more in a name", "rekognition:DeleteProject", f"{PROJECT}cats/*", f"{PROJECT}cats*"),
    ("a name of any form", "rekognition:DeleteProject", f"{PROJECT}cats/*", f"{PROJECT}*"),
    ("Region", "rekognition:DeleteProject", f"{PROJECT}cats/*", f"{PROJECT}cats/*".replace("us-east-1", "*")),
    ("account", "rekognition:DeleteProject", f"{PROJECT}cats/*", f"{PROJECT}cats/*".replace("111122223333", "*")),
    ("version", "rekognition:DetectCustomLabels", f"{PROJECT}cats/version/v1/*", f"{PROJECT}cats/version/*"),
    ("prefix of keys", "s3:GetObject", "arn:aws:s3:::cat-images/in/*", "arn:aws:s3:::cat-images/*"),
    ("variable", "rekognition:DeleteProject", f"{PROJECT}${{aws:username}}/*", f"{PROJECT}*"),
    ("everything", "rekognition:DescribeProjects", f"{PROJECT}*", "*"),
    ("a service without a table", "madeup:Do", "arn:aws:madeup:::thing/a", "arn:aws:madeup:::thing/*"),
]


@pytest.mark.parametrize(("action", "narrow", "wide"), [each[1:] for each in PAIRS], ids=[each[0] for each in PAIRS])
def test_a_wider_resource_entry_is_told_apart(action, narrow, wide):
    first, second = document(allow(action, narrow)), document(allow(action, wide))
    found = same_meaning(first, second)
    assert found.differs is not None
    assert [found.differs.first.value, found.differs.second.value] == ["implicitDeny", "allowed"]
    assert same_meaning(first, first).agrees


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}),
        ({"DateLessThan": {"aws:CurrentTime": "2026-07-01T00:00:00Z"}}, {"DateLessThanEquals": {"aws:CurrentTime": "2026-07-01T00:00:00Z"}}),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, {"IpAddress": {"aws:SourceIp": "203.0.113.0/25"}}),
        ({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}, {"IpAddress": {"aws:SourceIp": "2001:db8::/33"}}),
        ({"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}}, {"NumericLessThan": {"aws:MultiFactorAuthAge": "301"}}),
        ({"NumericLessThanEquals": {"aws:MultiFactorAuthAge": "300"}}, {"NumericGreaterThanEquals": {"aws:MultiFactorAuthAge": "300"}}),
        ({"StringEquals": {"aws:PrincipalTag/team": "a"}}, {"StringEqualsIgnoreCase": {"aws:PrincipalTag/team": "a"}}),
        ({"StringLike": {"aws:PrincipalTag/team": "a*"}}, {"StringLike": {"aws:PrincipalTag/team": "a"}}),
        ({"StringEquals": {"aws:ResourceTag/a": "1"}}, {"StringNotEquals": {"aws:ResourceTag/a": "1"}}),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, {"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}),
        ({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}, {"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}}),
        ({"Null": {"aws:TagKeys": "true"}}, None),
        ({"StringEquals": {"aws:ResourceTag/o": "${aws:username}"}}, {"StringEquals": {"aws:ResourceTag/o": "alice"}}),
    ],
)  # fmt: skip
def test_conditions_that_differ_at_an_edge_are_told_apart(first, second):
    one, other = (document(allow("rekognition:TagResource", "*", each)) for each in (first, second))
    assert not same_meaning(one, other).agrees
    assert same_meaning(one, one).agrees


def test_a_deny_counts_where_nothing_is_allowed():
    guarded = document(allow("rekognition:Describe*", "*"), deny("rekognition:DeleteProject"))
    found = same_meaning(guarded, document(allow("rekognition:Describe*", "*")))
    assert found.differs is not None
    assert found.differs.request.action == "rekognition:DeleteProject"


def test_pairs_that_aws_never_sends_count_only_if_asked_for():
    with_dead = document(
        allow("rekognition:DescribeProjects", ["*", f"{PROJECT}cats/*"]),
        allow("rekognition:CreateProject", f"{PROJECT}x/*"),
    )
    without = document(allow("rekognition:DescribeProjects", ["*", f"{PROJECT}cats/*"]))
    assert same_meaning(with_dead, without).agrees
    assert not same_meaning(with_dead, without, literal=True).agrees


def test_services_that_no_entry_names_are_asked_about():
    assert not same_meaning(document(allow("*", "*")), document(allow("rekognition:*", "*"))).agrees


@pytest.mark.parametrize("kind", ["identity", "boundary", "session", "scp", "rcp", "project"])
def test_every_kind_is_asked_in_its_place(kind):
    principal = {"Principal": "*"} if kind in ("rcp", "project") else {}
    first, second = (
        document(allow("rekognition:CopyProjectVersion", each, **principal)) for each in ("*", f"{PROJECT}cats/*")
    )
    if kind == "rcp":  # which do not reach Rekognition
        first, second = (
            document(deny("s3:GetObject", each, **principal)) for each in ("*", "arn:aws:s3:::cat-images/*")
        )
    assert not same_meaning(first, second, kind).agrees
    assert same_meaning(first, first, kind).agrees


def test_who_is_named_as_principal_is_told_apart():
    first, second = (
        document(allow("rekognition:CopyProjectVersion", "*", Principal={"AWS": each}))
        for each in ("arn:aws:iam::444455556666:root", "arn:aws:iam::777788889999:root")
    )
    assert not same_meaning(first, second, "project").agrees


def test_what_is_cut_is_said():
    many = document(
        allow("rekognition:DeleteProject", [f"{PROJECT}{name}/*" for name in map("p{}".format, range(300))])
    )
    found = same_meaning(many, many)
    assert found.left_out == ("resources",)
    assert found.resources <= MOST_RESOURCES
    keys = {f"aws:PrincipalTag/{number}": ["a", "b"] for number in range(6)}
    assert same_meaning(*[document(allow("*", "*", {"StringEquals": keys}))] * 2).left_out == ("contexts",)


@given(documents(), documents())
@settings(max_examples=60)
def test_a_difference_is_what_the_engine_says(first, second):
    one, other = policy(first), policy(second)
    found = same_meaning(one, other, literal=True)
    if found.differs is not None:
        layers = next(
            each.layers
            for each in askings((one, other), "identity")
            if each.principal == found.differs.request.principal
        )
        assert decide(found.differs.request, layers(one)).decision is found.differs.first
        assert decide(found.differs.request, layers(other)).decision is found.differs.second
        assert found.differs.first is not found.differs.second
    assert same_meaning(other, one, literal=True).agrees is found.agrees


@given(documents())
@settings(max_examples=40)
def test_the_order_of_statements_does_not_count(plain):
    listed = plain["Statement"] if isinstance(plain.get("Statement"), list) else []
    turned = plain | {"Statement": listed[::-1]} if listed else plain
    assert same_meaning(policy(plain), policy(turned), literal=True).agrees


@given(resource_documents())
@settings(max_examples=25)
def test_policies_on_resources_agree_with_themselves(plain):
    one = policy(plain)
    assert same_meaning(one, one, "project").agrees
    assert axes_of((one,)) == axes_of((one, one))


def test_values_stand_on_both_sides_of_an_edge():
    dated = document(
        allow("*", "*", {"DateLessThan": {"aws:TokenIssueTime": "2026-07-01"}, "Bool": {"aws:SecureTransport": "true"}})
    )
    values = values_by_key((dated,), ())
    assert values["aws:tokenissuetime"] == (None, "2026-07-01", "1782863999", "1782864001")
    assert values["aws:securetransport"] == ("true", "false")


def test_the_forms_of_arns_are_those_of_the_grammar():
    """A regular expression for each type decides as the grammar does, on ARNs of every type and neighbours of them."""
    forms = [form for prefix in ("rekognition", "s3", "kms", "iam", "logs") for form in forms_of_service(prefix)]
    arns = [arn for form in forms if (arn := witness("*", form)) is not None]
    for arn in dict.fromkeys([*arns, *neighbours(arns)]):
        for form in forms:
            assert bool(form_of(form).fullmatch(arn)) is can_name(arn, form), (arn, form.arn_template)
