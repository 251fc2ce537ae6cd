"""The one formula behind every decision ("How AWS enforcement code logic evaluates requests", "Cross-account ...")."""

from dataclasses import replace
from itertools import product

import pytest

from policybuilder.iam import Decision, Truth
from policybuilder.iam.combine import Sides, combined, other_readings, paths
from policybuilder.iam.principals import Grant

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
ALLOWED, DENIED, REFUSED, OPEN = Decision
FIELDS = [grant.value for grant in Grant]
OWN = ("identity", "boundary", "session")


def sides(**given):
    return Sides(**{"deny": NO, "identity": NO} | given)


@pytest.mark.parametrize(
    ("deny", "granted", "decision"),
    [
        (YES, YES, DENIED),
        (YES, NO, DENIED),
        (YES, UNKNOWN, DENIED),
        (UNKNOWN, YES, OPEN),
        (UNKNOWN, NO, OPEN),
        (UNKNOWN, UNKNOWN, OPEN),
        (NO, YES, ALLOWED),
        (NO, NO, REFUSED),
        (NO, UNKNOWN, OPEN),
    ],
)
def test_a_deny_wins_over_an_allow_and_an_allow_over_silence(deny, granted, decision):
    assert combined(deny, granted) is decision


def test_decisions_have_the_names_of_awss_simulator():
    assert [each.value for each in Decision] == ["allowed", "explicitDeny", "implicitDeny", "unknown"]


@pytest.mark.parametrize(
    ("given", "decision"),
    [
        ({}, REFUSED),
        ({"identity": YES}, ALLOWED),
        ({"identity": YES, "boundary": NO}, REFUSED),
        ({"identity": YES, "session": NO}, REFUSED),
        ({"identity": YES, "scp": NO}, REFUSED),
        ({"identity": YES, "unscoped": True}, REFUSED),
        ({"identity": UNKNOWN}, OPEN),
        ({"identity": UNKNOWN, "boundary": NO}, REFUSED),
        ({"identity": YES, "scp": UNKNOWN}, OPEN),
        ({"named": YES, "boundary": NO, "session": NO}, ALLOWED),
        ({"by_session": YES, "boundary": NO, "session": NO}, ALLOWED),
        ({"singled_out": YES, "boundary": NO, "session": NO}, ALLOWED),
        ({"everyone": YES, "boundary": NO, "session": NO}, ALLOWED),
        ({"named": YES, "scp": NO}, REFUSED),
        ({"named": YES, "deny": YES}, DENIED),
        ({"named": YES, "unscoped": True}, ALLOWED),
        ({"entity": YES}, ALLOWED),
        ({"entity": YES, "boundary": NO}, REFUSED),
        ({"entity": YES, "session": NO}, REFUSED),
        ({"entity": YES, "unscoped": True}, REFUSED),
        ({"entity": UNKNOWN}, OPEN),
        ({"account": YES}, REFUSED),
        ({"account": YES, "identity": YES}, ALLOWED),
    ],
)
def test_in_one_account(given, decision):
    assert sides(**given).decision is decision


@pytest.mark.parametrize("grant", FIELDS)
def test_across_accounts_both_sides_must_allow(grant):
    across = sides(same_account=NO, **{grant: YES})
    assert across.decision is REFUSED
    assert replace(across, identity=YES).decision is ALLOWED
    assert replace(across, identity=YES, boundary=NO).decision is REFUSED
    assert replace(across, identity=YES, session=NO).decision is REFUSED
    assert replace(across, identity=YES, unscoped=True).decision is REFUSED
    assert replace(across, identity=YES, scp=NO).decision is REFUSED
    assert sides(same_account=NO, identity=YES).decision is REFUSED
    assert replace(across, identity=UNKNOWN).decision is OPEN


def test_where_the_account_is_not_known_both_ways_must_agree():
    somewhere = sides(same_account=UNKNOWN)
    assert somewhere.decision is REFUSED
    assert replace(somewhere, identity=YES).decision is OPEN
    assert replace(somewhere, named=YES).decision is OPEN
    assert replace(somewhere, identity=YES, account=YES).decision is ALLOWED
    assert replace(somewhere, identity=UNKNOWN, account=YES).decision is OPEN


def test_every_grant_has_its_field():
    assert {getattr(sides(**{field: YES}), field) for field in FIELDS} == {YES}
    assert {sides(**{field: YES}).resource for field in FIELDS} == {YES}
    assert sides().resource is NO


DIRECT = (Grant.NAMED, Grant.SESSION, Grant.SINGLED_OUT, Grant.EVERYONE)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"identity": YES}, [(OWN, ())]),
        ({"named": YES}, [(("resource",), DIRECT)]),
        ({"everyone": YES}, [(("resource",), DIRECT)]),
        ({"entity": YES}, [(("resource", "boundary", "session"), (Grant.ENTITY,))]),
        ({"entity": YES, "boundary": NO, "named": YES}, [(("resource",), DIRECT)]),
        ({"identity": YES, "account": YES}, [(OWN, ())]),
        (
            {"identity": YES, "named": YES, "entity": YES},
            [(OWN, ()), (("resource",), DIRECT), (("resource", "boundary", "session"), (Grant.ENTITY,))],
        ),
        ({"identity": YES, "account": YES, "same_account": NO}, [((*OWN, "resource"), tuple(Grant))]),
        ({"identity": YES, "account": YES, "same_account": UNKNOWN}, [((*OWN, "resource"), tuple(Grant))]),
        ({"identity": UNKNOWN, "named": YES}, [(("resource",), DIRECT)]),
    ],
)
def test_the_ways_in_which_it_is_granted(given, expected):
    assert list(paths(sides(**given))) == expected


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, []),
        ({"identity": YES, "boundary": NO}, []),
        ({"identity": YES, "unscoped": True}, ["10.17"]),
        ({"unscoped": True}, []),
        ({"by_session": YES}, []),
        ({"by_session": YES, "session": NO}, ["10.12"]),
        ({"by_session": YES, "session": NO, "named": YES}, []),
        ({"by_session": YES, "boundary": NO}, []),
        ({"singled_out": YES, "boundary": NO, "session": NO}, []),
        ({"everyone": YES}, []),
        ({"everyone": YES, "boundary": NO}, ["10.28"]),
        ({"everyone": YES, "session": NO}, ["10.28"]),
        ({"everyone": YES, "session": NO, "singled_out": YES}, []),
        ({"everyone": YES, "unscoped": True}, []),
        ({"account": YES}, ["10.20"]),
        ({"account": YES, "identity": YES}, []),
        ({"account": YES, "identity": YES, "boundary": NO}, ["10.20"]),
        ({"named": YES, "service": True}, ["10.20"]),
        ({"everyone": YES, "service": True, "boundary": NO}, ["10.20"]),
        ({"account": YES, "same_account": NO}, []),
        ({"everyone": YES, "identity": YES, "session": NO, "same_account": NO}, []),
        ({"by_session": YES, "session": NO, "same_account": NO}, []),
        ({"by_session": YES, "identity": YES, "unscoped": True, "same_account": NO}, ["10.17"]),
        ({"account": UNKNOWN, "boundary": NO}, ["10.20"]),
        ({"identity": YES, "entity": UNKNOWN, "same_account": UNKNOWN}, []),
    ],
)
def test_what_the_answer_hangs_on_where_aws_is_silent(given, ids):
    asked = sides(**given)
    assert [found for found, other in other_readings(asked) if other.decision is not asked.decision] == ids


def test_learning_a_truth_never_turns_a_definite_decision():
    """What is decided with a truth open is decided so with either of its values."""
    fields = ["deny", "identity", "boundary", "scp", "named", "entity", "account", "same_account"]
    for values in product(Truth, repeat=len(fields)):
        asked = sides(**dict(zip(fields, values, strict=True)))
        if asked.decision is OPEN or UNKNOWN not in values:
            continue
        first = fields[values.index(UNKNOWN)]
        for learned in (YES, NO):
            assert sides(**dict(zip(fields, values, strict=True)) | {first: learned}).decision is asked.decision
