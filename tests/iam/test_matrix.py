"""Tables: rows, windows, sets and counts; that they agree with `decide` is a law."""

import pytest

from policybuilder.iam import Decision, Layers, Request, prepare, table, tables
from tests.strategies import DATASET, PROJECT, REGION, USER, VERSION, policy

EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
ALLOWED, EXPLICIT = Decision.ALLOWED, Decision.EXPLICIT_DENY
IMPLICIT, UNKNOWN = Decision.IMPLICIT_DENY, Decision.UNKNOWN
ASKER = Request("", "", USER, context={"aws:PrincipalTag/team": "cats"})
ACTIONS = ["rekognition:DetectCustomLabels", "rekognition:DeleteProject", "rekognition:DeleteDataset", "s3:GetObject"]
RESOURCES = [VERSION, PROJECT, DATASET, "*", VERSION.replace("cats", "dogs"), VERSION.replace("us-east-1", "eu-west-1")]
STATEMENTS = [
    {"Effect": "Allow", "Action": "rekognition:*", "Resource": f"{REGION}:project/${{aws:PrincipalTag/team}}/*"},
    {"Effect": "Deny", "Action": "rekognition:Delete*", "Resource": PROJECT},
    {
        "Effect": "Deny",
        "Action": "rekognition:Delete*",
        "Resource": DATASET,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    },
    {
        "Effect": "Allow",
        "Action": "rekognition:Detect*",
        "NotResource": f"{REGION}:*",
        "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
    },
]


def layers(*statements):
    return Layers((policy({"Version": "2012-10-17", "Statement": list(statements)}),))


MADE = table(ASKER, ACTIONS, RESOURCES, layers(*STATEMENTS))


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        (0, (ALLOWED, ALLOWED, ALLOWED, UNKNOWN, IMPLICIT, ALLOWED)),  # "*" has no Region
        (1, (ALLOWED, EXPLICIT, UNKNOWN, IMPLICIT, IMPLICIT, IMPLICIT)),
        (3, (IMPLICIT, IMPLICIT, IMPLICIT, IMPLICIT, IMPLICIT, IMPLICIT)),
    ],
)
def test_rows_and_cells(action, answers):
    assert MADE.row(action) == answers
    assert tuple(MADE.decision(action, index) for index in range(len(RESOURCES))) == answers


def test_actions_that_the_same_statements_name_share_their_row():
    assert MADE.rows[1] is MADE.rows[2]
    assert MADE.rows[0] is not MADE.rows[1]
    assert (MADE.actions, MADE.resources) == (tuple(ACTIONS), tuple(RESOURCES))


@pytest.mark.parametrize(
    ("start", "stop", "answers"),
    [
        (1, 3, (EXPLICIT, UNKNOWN)),
        (-2, None, (IMPLICIT, IMPLICIT)),
        (4, 99, (IMPLICIT, IMPLICIT)),
        (3, 3, ()),
        (5, 2, ()),
    ],
)
def test_windows(start, stop, answers):
    assert MADE.row(1, start, stop) == answers


def test_a_row_as_a_whole():
    assert MADE.rows[1].decisions() == MADE.row(1)


def test_sets_and_counts():
    row = MADE.rows[1]
    assert [row.count(decision) for decision in (ALLOWED, EXPLICIT, IMPLICIT, UNKNOWN)] == [1, 1, 3, 1]
    assert row.indexes(IMPLICIT) == [3, 4, 5]
    assert MADE.rows[3].indexes(ALLOWED) == []
    assert MADE.rows[3].count(ALLOWED) == 0


@pytest.mark.parametrize(("action", "resource"), [(0, 6), (0, -1), (4, 0)])
def test_there_is_no_such_cell(action, resource):
    with pytest.raises(IndexError):
        MADE.decision(action, resource)


def test_nothing_asked():
    assert table(ASKER, [], RESOURCES, Layers()).rows == ()
    assert table(ASKER, ACTIONS, [], Layers()).row(0) == ()
    assert tables([], ACTIONS, RESOURCES, Layers()) == ()


def test_a_statement_that_cannot_be_read_or_names_no_resource_holds_nowhere():
    made = table(ASKER, ACTIONS, RESOURCES, layers({"Effect": "Allow", "Action": "*"}, {"Effect": "Allow"}, {}))
    assert {decision for number in range(4) for decision in made.row(number)} == {IMPLICIT}


@pytest.mark.parametrize("entry", [f"{REGION}:project/${{x:gone}}*", "arn:aws:${aws:username}:*:*:*", "?", "${*}:*"])
def test_an_entry_that_covers_nothing_holds_nowhere(entry):
    made = table(
        Request("", "", USER), ACTIONS, [*RESOURCES, "no:arn", "arn:aws"], layers(EVERYTHING | {"Resource": entry})
    )
    assert {decision for number in range(4) for decision in made.row(number)} == {IMPLICIT}


def test_an_entry_with_an_open_variable_is_never_sure():
    asker = Request("", "", USER, open_keys=frozenset({"x:open"}))
    made = table(asker, ACTIONS[:1], RESOURCES, layers(EVERYTHING | {"Resource": f"{REGION}:project/${{x:open}}*"}))
    assert made.row(0) == (UNKNOWN, UNKNOWN, UNKNOWN, IMPLICIT, UNKNOWN, IMPLICIT)


def test_arns_with_more_colons_have_their_own_region():
    logs = [f"arn:aws:logs:{region}:111122223333:log-group:a" for region in ("us-east-1", "eu-west-1")]
    found = layers(EVERYTHING | {"Condition": {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}})
    assert table(ASKER, ["logs:GetLogEvents"], logs, found).row(0) == (ALLOWED, IMPLICIT)


def test_an_incomplete_arn_in_a_session_policy_holds_nowhere():
    short = policy({"Version": "2012-10-17", "Statement": EVERYTHING | {"Resource": "arn:aws:rekognition"}})
    found = Layers(layers(EVERYTHING).identity, session=short)
    assert set(table(ASKER, ACTIONS[:1], RESOURCES, found).row(0)) == {IMPLICIT}


def test_two_callers_two_tables():
    other = Request("", "", USER, context={"aws:PrincipalTag/team": "dogs"})
    prepared = prepare(layers(*STATEMENTS))
    mine, theirs = tables([ASKER, other], ACTIONS[:1], RESOURCES, prepared)
    assert mine.row(0) == MADE.row(0)
    assert theirs.row(0) == (IMPLICIT, IMPLICIT, IMPLICIT, UNKNOWN, ALLOWED, ALLOWED)


def test_many_accounts_and_regions_are_one_group_where_no_policy_asks():
    places = [f"arn:aws:rekognition:r{n % 40}:{n:012}:project/p/1" for n in range(2000)]
    made = table(ASKER, ACTIONS[:1], places, layers({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    assert made.rows[0].count(IMPLICIT) == 2000
    mine = [place.replace(place.split(":")[4], "111122223333") for place in places]
    made = table(ASKER, ACTIONS[:1], mine, layers({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    assert made.rows[0].count(ALLOWED) == 2000


def test_actions_of_a_service_that_rcps_reach_are_told_apart():
    rcp = policy({"Version": "2012-10-17", "Statement": EVERYTHING | {"Effect": "Deny", "Principal": "*"}})
    found = Layers(layers(EVERYTHING).identity, rcp=((rcp,),))
    made = table(ASKER, ["rekognition:DetectCustomLabels", "s3:GetObject"], [PROJECT], found)
    assert (made.decision(0, 0), made.decision(1, 0)) == (ALLOWED, EXPLICIT)


@pytest.mark.parametrize(
    ("key", "value", "elsewhere"),
    [
        ("aws:RequestedRegion", "us-east-1", "eu-west-1:111122223333"),
        ("aws:ResourceAccount", "111122223333", "us-east-1:1"),
    ],
)
def test_what_follows_from_a_resource_may_stand_in_an_entry(key, value, elsewhere):
    places = [f"arn:aws:rekognition:{place}:project/{value}/1" for place in ("us-east-1:111122223333", elsewhere)]
    found = layers(EVERYTHING | {"Resource": f"arn:aws:rekognition:*:*:project/${{{key}}}/*"})
    asker = Request("", "")  # no account that could differ from the resource's
    assert table(asker, ["a:b"], [places[0]], found).row(0) == (ALLOWED,)
    assert [table(asker, ["a:b"], places, found).decision(0, index) is ALLOWED for index in (0, 1)] == [True, False]


def test_a_wildcard_inside_a_field_stops_at_its_colon_whatever_stands_after():
    found = layers(EVERYTHING | {"Resource": "arn:aws:l*s:us-east-1:111122223333:x"})
    near = ["arn:aws:l:s:us-east-1:111122223333:x", "arn:aws:logs:us-east-1:111122223333:x"]
    nobody = Request("", "")  # no account that could differ from the resource's
    assert table(nobody, ["a:b"], near, found).row(0) == (IMPLICIT, ALLOWED)


@pytest.mark.parametrize(("named", "decision"), [(USER, ALLOWED), ("111122223333", IMPLICIT)])
def test_what_a_policy_on_the_resource_is_worth_hangs_on_the_name(named, decision):
    grant = policy({"Version": "2012-10-17", "Statement": EVERYTHING | {"Principal": {"AWS": named}}})
    assert table(ASKER, ACTIONS[:1], [PROJECT], Layers(resource=(grant,))).row(0) == (decision,)
