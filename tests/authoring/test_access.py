"""The access map: operations against resources, decided check by check."""

from policybuilder.authoring import access_map, compose
from policybuilder.authoring.call_policies import CallPolicies
from policybuilder.iam import Decision, Layers, policy_from
from tests.authoring.build import ALL, CATS, CATS_V1, DOGS, allow, condition, deny, draft, exact

HEAD = "arn:aws:rekognition:us-east-1:111122223333:project"
KNOWN = (
    f"{HEAD}/cats/1690000000001",
    f"{HEAD}/cats/version/v1/1690000000002",
    f"{HEAD}/cats/version/v1/1690000000003",
    f"{HEAD}/cats/version/v2/1690000000004",
    f"{HEAD}/dogs/1690000000005",
)
ALLOWED, DENIED, SILENT, UNKNOWN = (
    Decision.ALLOWED,
    Decision.EXPLICIT_DENY,
    Decision.IMPLICIT_DENY,
    Decision.UNKNOWN,
)


def mapped(*rules, known=()):
    start = draft(*rules)
    return access_map(start, compose(start), known)


def decisions(table):
    return {row.operation.partition(":")[2]: [cell.decision for cell in row.cells] for row in table.rows}


def test_columns_are_the_known_resources_that_the_targets_take_in():
    table = mapped(allow("DetectCustomLabels", CATS_V1), known=KNOWN)
    assert [(each.resource, each.type, each.known) for each in table.columns] == [
        (KNOWN[1], "projectversion", True),
        (KNOWN[2], "projectversion", True),
    ]
    assert decisions(table) == {"DetectCustomLabels": [ALLOWED, ALLOWED]}


def test_without_known_resources_one_is_made_up():
    table = mapped(allow("DetectCustomLabels", CATS_V1, {"type": "project", "project": "c*"}))
    assert [(each.type, each.known) for each in table.columns] == [("projectversion", False), ("project", False)]
    assert table.columns[0].resource == f"{HEAD}/cats/version/v1/1700000000000"


def test_an_operation_on_a_version_is_asked_on_its_project():
    table = mapped(allow("DescribeProjectVersions DetectCustomLabels", CATS_V1), known=KNOWN[:2])
    row = table.rows[0]
    assert row.operation == "rekognition:DescribeProjectVersions"
    assert [check.resource for check in row.cells[0].checks] == [f"{HEAD}/cats/1700000000000"]
    assert decisions(table) == {"DescribeProjectVersions": [ALLOWED], "DetectCustomLabels": [ALLOWED]}


def test_what_has_nothing_to_do_with_a_resource_has_no_decision():
    table = mapped(allow("DetectCustomLabels DeleteProject", CATS_V1, DOGS), known=KNOWN)
    assert decisions(table)["DetectCustomLabels"] == [ALLOWED, ALLOWED, None]


def test_a_copy_is_allowed_where_all_its_checks_are():
    table = mapped(allow("CopyProjectVersion", CATS_V1, DOGS), known=KNOWN)
    checks = table.rows[0].cells[2].checks
    assert [(check.action.partition(":")[2], check.decision) for check in checks] == [
        ("CopyProjectVersion", ALLOWED),
        ("CreateProjectVersion", ALLOWED),
    ]
    against = mapped(allow("CopyProjectVersion", CATS_V1, DOGS), deny("CreateProjectVersion", DOGS), known=KNOWN)
    assert decisions(against)["CopyProjectVersion"] == [ALLOWED, ALLOWED, DENIED]


def test_denied_silent_and_open_are_told_apart():
    mfa = condition("Bool", "aws:MultiFactorAuthPresent", "true")
    table = mapped(
        allow("DeleteProject", CATS, conditions=[mfa]),
        deny("DeleteProject", DOGS),
        allow("DescribeProjects", ALL),
        allow("DescribeProjectVersions", DOGS),
        known=KNOWN,
    )
    assert [each.resource for each in table.columns] == [KNOWN[0], KNOWN[4]]
    assert decisions(table) == {
        "DeleteProject": [UNKNOWN, DENIED],
        "DescribeProjects": [ALLOWED, ALLOWED],
        "DescribeProjectVersions": [SILENT, ALLOWED],
    }
    assert [row.without_resource for row in table.rows] == [False, True, False]


def test_exact_rules_bring_their_actions_and_resources():
    statement = {"Effect": "Deny", "Action": ["rekognition:*Project", "s3:GetObject"], "Resource": f"{HEAD}/cats/*"}
    table = mapped(exact(statement))
    assert [row.operation.partition(":")[2] for row in table.rows] == [
        "CreateProject",
        "DeleteProject",
        "GetObject",
    ]
    assert [each.type for each in table.columns] == ["project"]
    assert decisions(table) == {"CreateProject": [SILENT], "DeleteProject": [DENIED], "GetObject": [None]}
    known = mapped(exact(statement), known=KNOWN)
    assert [each.resource for each in known.columns] == list(KNOWN[:4])


def test_a_large_draft_is_cut_and_says_so():
    many = [{"type": "project", "project": f"p{number}"} for number in range(40)]
    table = mapped(allow("DeleteProject", *many), exact({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    assert (len(table.columns), table.columns_left_out) == (24, 16)
    assert (len(table.rows), table.rows_left_out) == (23, 0)


def test_all_layers_that_count_are_asked():
    start = draft(allow("DeleteProject", CATS))
    composed = compose(start)
    nothing = policy_from({"Version": "2012-10-17", "Statement": []})
    layers = Layers(identity=(composed.policy,), boundary=nothing)
    assert access_map(start, composed, KNOWN, CallPolicies(layers)).rows[0].cells[0].decision is SILENT
    assert access_map(start, composed, KNOWN).rows[0].cells[0].decision is ALLOWED


def test_a_literal_pattern_and_a_pattern_of_nothing():
    literal = {"type": "arn", "arn": f"{HEAD}/cats/version/*"}
    table = mapped(allow("DetectCustomLabels NoSuchThing", literal, {"type": "arn", "arn": "*"}))
    assert [(each.type, each.resource) for each in table.columns] == [
        ("projectversion", f"{HEAD}/cats/version/any-version/1700000000000")
    ]
    assert [row.operation for row in table.rows] == ["rekognition:DetectCustomLabels"]
    nothing = exact({"Effect": "Allow", "Action": "rekognition:DeleteProject", "Resource": f"{HEAD}/cats"})
    assert mapped(nothing).columns == ()


def test_an_empty_draft_has_an_empty_map():
    table = mapped()
    assert (table.columns, table.rows) == ((), ())
