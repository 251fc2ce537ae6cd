"""Who asks, and how policies name him ("AWS JSON policy elements: Principal", "... NotPrincipal")."""

import pytest

from policybuilder.iam import Request, Truth
from policybuilder.iam.principals import Grant, match_principal, party_of
from policybuilder.iam.reasons import PrincipalReason
from policybuilder.iam.request import Context, derive_context
from tests.strategies import FEDERATED, ROLE, ROOT, SERVICE, SESSION, USER, VERSION, policy

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
ACCOUNT, OTHER = "111122223333", "444455556666"
PATH_ROLE = "arn:aws:iam::111122223333:role/ml/Trainer"


def party(principal, open_keys=frozenset(), **context):
    request = derive_context(Request("rekognition:CopyProjectVersion", VERSION, principal, None, context, open_keys))
    return party_of(principal, Context(request))


def match(element, who, *, effect="Allow", bounded=False, condition=None, **context):
    members = {"Effect": effect, "Action": "*", "Resource": "*", "Condition": condition or {}} | element
    [statement] = policy({"Statement": members}).statements
    return match_principal(statement, party(who, **context), bounded=bounded)


def aws(*texts):
    return {"Principal": {"AWS": list(texts)}}


def but(*texts):
    return {"NotPrincipal": {"AWS": list(texts)}}


@pytest.mark.parametrize(
    ("principal", "context", "expected"),
    [
        (USER, {}, (ACCOUNT, False, None, True)),
        (USER, {"aws:userid": "AIDAEXAMPLE"}, (ACCOUNT, False, None, False)),
        (SESSION, {}, (ACCOUNT, False, "s1", False)),
        (SESSION, {"aws:userid": "AROAEXAMPLE:s2"}, (ACCOUNT, False, "s1", False)),
        (ROLE, {}, (ACCOUNT, False, None, True)),
        (ROLE, {"aws:userid": "AROAEXAMPLE:s2:x"}, (ACCOUNT, False, "s2:x", False)),
        (ROLE, {"aws:userid": "AROAEXAMPLE:"}, (ACCOUNT, False, None, False)),
        (SERVICE, {}, (None, False, None, False)),
        (SERVICE, {"aws:PrincipalAccount": OTHER}, (OTHER, False, None, False)),
        (None, {}, (None, True, None, False)),
        (None, {"aws:PrincipalAccount": OTHER}, (OTHER, True, None, False)),
        (None, {"aws:PrincipalAccount": (OTHER,)}, (None, True, None, False)),
        (None, {"aws:PrincipalArn": USER}, (ACCOUNT, False, None, True)),
        (None, {"aws:PrincipalArn": (USER,)}, (None, False, None, False)),
        (None, {"aws:PrincipalArn": ""}, (None, False, None, False)),
    ],
)
def test_the_caller_taken_apart(principal, context, expected):
    found = party(principal, **context)
    assert (found.account, found.anyone, found.session, found.session_open) == expected


@pytest.mark.parametrize(
    ("principal", "session"),
    [
        ("arn:aws:sts::111122223333:assumed-role/Trainer/a/b", "a/b"),
        ("arn:aws:sts::111122223333:assumed-role/Trainer", ""),
        ("arn:aws:sts::111122223333:assumed-role/", ""),
        ("arn:aws:sts::111122223333:assumed-role", None),
    ],
)
def test_odd_sessions(principal, session):
    assert party(principal).session == session
    assert match(aws(ROLE), principal).truth is Truth("yes" if "Trainer" in principal else "no")
    assert match(aws(SESSION), principal).truth is NO


@pytest.mark.parametrize("text", ["1", "1" * 13, "\u0661" * 12, "abcdefghijkl"])
def test_what_is_not_twelve_digits_names_no_account(text):
    """ "AWS JSON policy elements: Principal": an account is named by its twelve digits, or by its root ARN."""
    assert match(aws(text), f"arn:aws:iam::{text}:user/ana").truth is NO
    assert match(aws(f"arn:aws:iam::{text}:root"), f"arn:aws:iam::{text}:user/ana").truth is YES


def test_a_session_name_begins_after_the_role():
    session = "arn:aws:sts::111122223333:assumed-role/Trainer/a/b"
    assert match(aws(session), session).truth is YES


def test_an_account_without_a_number_is_one_like_others():
    nowhere = "arn:aws:iam:::root"
    assert match(aws(nowhere), None, **{"aws:PrincipalAccount": ""}).missing == ("aws:PrincipalArn",)


def test_a_caller_keeps_his_text():
    assert (party(USER).text, party(None).text, party(SERVICE).arn) == (USER, "", None)


NAMED = [
    (USER, USER, Grant.NAMED, PrincipalReason.NAMED),
    (USER, ACCOUNT, Grant.ACCOUNT, PrincipalReason.ACCOUNT),
    (USER, ROOT, Grant.ACCOUNT, PrincipalReason.ACCOUNT),
    (USER, "*", Grant.EVERYONE, PrincipalReason.EVERYONE),
    (ROOT, ROOT, Grant.NAMED, PrincipalReason.NAMED),
    (ROOT, ACCOUNT, Grant.NAMED, PrincipalReason.NAMED),
    (SESSION, SESSION, Grant.SESSION, PrincipalReason.SESSION),
    (SESSION, ROLE, Grant.ENTITY, PrincipalReason.ENTITY),
    (SESSION, PATH_ROLE, Grant.ENTITY, PrincipalReason.ENTITY),
    (SESSION, ROOT, Grant.ACCOUNT, PrincipalReason.ACCOUNT),
    (ROLE, ROLE, Grant.ENTITY, PrincipalReason.ENTITY),
    (PATH_ROLE, PATH_ROLE, Grant.ENTITY, PrincipalReason.ENTITY),
    (FEDERATED, FEDERATED, Grant.SESSION, PrincipalReason.SESSION),
    (FEDERATED, USER, Grant.ENTITY, PrincipalReason.ENTITY),
    (FEDERATED, "arn:aws:iam::111122223333:user/ana", Grant.ENTITY, PrincipalReason.ENTITY),
    (FEDERATED, ACCOUNT, Grant.ACCOUNT, PrincipalReason.ACCOUNT),
    (SERVICE, "*", Grant.EVERYONE, PrincipalReason.EVERYONE),
]


@pytest.mark.parametrize(("who", "text", "grant", "reason"), NAMED)
def test_a_name_and_what_it_grants(who, text, grant, reason):
    assert match(aws(text), who)[:5] == (YES, reason, {"entry": text}, ((grant, YES),), ())
    assert match(aws("arn:aws:iam::111122223333:user/bea", text), who).params == {"entry": text}


@pytest.mark.parametrize(
    ("who", "text"),
    [
        (USER, "arn:aws:iam::111122223333:user/ana"),
        (USER, "arn:aws:iam::444455556666:user/staff/ana"),
        (USER, "arn:aws-cn:iam::111122223333:user/staff/ana"),
        (USER, "arn:aws:iam::111122223333:user/staff/*"),
        (USER, OTHER),
        (USER, "arn:aws:iam::444455556666:root"),
        (USER, "arn:aws:sts::111122223333:root"),
        (USER, "arn:aws:iam::111122223333:root/x"),
        (USER, "1111222233330"),
        (USER, "11112222333"),
        (USER, "١١١١٢٢٢٢٣٣٣٣"),
        (USER, "11112222333x"),
        (USER, "ana"),
        (USER, ""),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/Trainer/s2"),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/Trainer/*"),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/Tester/s1"),
        (SESSION, "arn:aws:sts::111122223333:assumed-roles/Trainer/s1"),
        (SESSION, "arn:aws:sts::111122223333:assumed-role/ml/Trainer/s1"),
        (SESSION, "arn:aws:iam::111122223333:role/Tester"),
        (SESSION, "arn:aws:iam::111122223333:user/Trainer"),
        (SESSION, "arn:aws:iam::444455556666:role/Trainer"),
        (ROLE, PATH_ROLE),
        (PATH_ROLE, ROLE),
        (FEDERATED, "arn:aws:sts::111122223333:federated-user/bea"),
        (FEDERATED, "arn:aws:iam::111122223333:role/ana"),
        (FEDERATED, "arn:aws:iam::111122223333:user/bea"),
        (ROOT, OTHER),
        (SERVICE, SERVICE),
        (SERVICE, ACCOUNT),
        (SERVICE, ROOT),
        (SERVICE, USER),
    ],
)
def test_what_is_no_name_of_the_caller(who, text):
    assert match(aws(text), who)[:5] == (NO, PrincipalReason.NOT_NAMED, {}, (), ())


def test_a_service_with_an_account_is_not_named_by_it():
    assert match(aws(OTHER), SERVICE, **{"aws:PrincipalAccount": OTHER}).truth is NO


def test_a_number_is_an_account_in_any_partition():
    assert match(aws("arn:aws-cn:iam::111122223333:root"), USER).truth is YES


@pytest.mark.parametrize(
    ("element", "truth"),
    [
        ({"Principal": {"Service": SERVICE}}, YES),
        ({"Principal": {"Service": ["lambda.amazonaws.com", SERVICE]}}, YES),
        ({"Principal": {"Service": "*"}}, NO),
        ({"Principal": {"Federated": SERVICE}}, NO),
        ({"Principal": {"CanonicalUser": SERVICE}}, NO),
    ],
)
def test_services_are_named_under_service(element, truth):
    found = match(element, SERVICE)
    assert (found.truth, found.grants) == (truth, ((Grant.NAMED, YES),) * (truth is YES))
    assert match(element, USER).truth is NO


def test_only_a_service_is_named_under_service():
    assert match({"Principal": {"Service": USER}}, USER).truth is NO


def test_everyone():
    assert match({"Principal": "*"}, USER)[:5] == (
        YES,
        PrincipalReason.EVERYONE,
        {"entry": "*"},
        ((Grant.EVERYONE, YES),),
        (),
    )


def test_nobody():
    assert match({}, USER)[:5] == (NO, PrincipalReason.NO_ELEMENT, {}, (), ())
    assert match({"Principal": {}}, USER)[:5] == (NO, PrincipalReason.NOT_NAMED, {}, (), ())


def test_of_several_names_the_surest_decides_and_all_grant():
    found = match(aws(ROOT, ROLE, SESSION, "*"), SESSION)
    assert found.reason is PrincipalReason.SESSION
    assert found.params == {"entry": SESSION}
    assert found.grants == ((Grant.SESSION, YES), (Grant.EVERYONE, YES), (Grant.ENTITY, YES), (Grant.ACCOUNT, YES))


BY_ROLE = {"ArnLike": {"AWS:principalarn": ROLE}}


@pytest.mark.parametrize(
    ("who", "condition", "grant"),
    [
        (SESSION, BY_ROLE, Grant.SINGLED_OUT),
        (ROLE, BY_ROLE, Grant.SINGLED_OUT),
        (SESSION, {"ArnEquals": BY_ROLE["ArnLike"]}, Grant.SINGLED_OUT),
        (SESSION, {"StringEquals": BY_ROLE["ArnLike"]}, Grant.SINGLED_OUT),
        (SESSION, {"StringLike": BY_ROLE["ArnLike"]}, Grant.SINGLED_OUT),
        (SESSION, {"Bool": {"aws:SecureTransport": "true"}} | BY_ROLE, Grant.SINGLED_OUT),
        (SESSION, {"ArnNotEquals": {"aws:PrincipalArn": "x"}}, Grant.EVERYONE),
        (SESSION, {"ArnLike": {"aws:SourceArn": ROLE}}, Grant.EVERYONE),
        (USER, BY_ROLE, Grant.EVERYONE),
        (FEDERATED, BY_ROLE, Grant.EVERYONE),
    ],
)
def test_everyone_of_a_role_is_a_grant_of_its_own(who, condition, grant):
    found = match({"Principal": "*"}, who, condition=condition)
    assert (found.grants, found.reason) == (((grant, YES),), PrincipalReason.EVERYONE)


def test_the_condition_singles_nobody_out_who_is_named_otherwise():
    assert match(aws(ROLE), SESSION, condition=BY_ROLE).grants == ((Grant.ENTITY, YES),)


@pytest.mark.parametrize(
    ("who", "context", "text", "grants", "missing"),
    [
        (ROLE, {}, SESSION, ((Grant.SESSION, UNKNOWN),), ("aws:userid",)),
        (ROLE, {"aws:userid": "AROAEXAMPLE:s1"}, SESSION, ((Grant.SESSION, YES),), ()),
        (ROLE, {"aws:userid": "AROAEXAMPLE:s2"}, SESSION, (), ()),
        (None, {}, USER, ((Grant.NAMED, UNKNOWN),), ("aws:PrincipalArn",)),
        (None, {"aws:PrincipalArn": USER}, USER, ((Grant.NAMED, YES),), ()),
        (
            None,
            {},
            ROOT,
            ((Grant.NAMED, UNKNOWN), (Grant.ACCOUNT, UNKNOWN)),
            ("aws:PrincipalArn", "aws:PrincipalAccount"),
        ),
        (
            None,
            {"aws:PrincipalAccount": ACCOUNT},
            ROOT,
            ((Grant.NAMED, UNKNOWN), (Grant.ACCOUNT, YES)),
            ("aws:PrincipalArn",),
        ),
        (None, {"aws:PrincipalAccount": OTHER}, ROOT, (), ()),
        (None, {}, "*", ((Grant.EVERYONE, YES),), ()),
    ],
)
def test_names_that_are_not_known(who, context, text, grants, missing):
    found = match(aws(text), who, **context)
    assert (found.grants, found.missing) == (grants, missing)


def test_a_name_that_is_not_known_is_said_to_be():
    assert match(aws(SESSION), ROLE)[:3] == (UNKNOWN, PrincipalReason.NOT_KNOWN, {"entry": SESSION})
    found = match(aws(SESSION, ROLE), ROLE)
    assert found[:3] == (YES, PrincipalReason.ENTITY, {"entry": ROLE})
    assert found.grants == ((Grant.SESSION, UNKNOWN), (Grant.ENTITY, YES))


EXEMPT, NOT_EXEMPT = PrincipalReason.EXEMPT, PrincipalReason.NOT_EXEMPT


@pytest.mark.parametrize(
    ("who", "listed", "reason"),
    [
        (USER, [USER, ROOT], EXEMPT),
        (USER, [USER, ACCOUNT], EXEMPT),
        (USER, [USER], NOT_EXEMPT),
        (USER, [ROOT], NOT_EXEMPT),
        (USER, [], NOT_EXEMPT),
        (USER, ["*"], EXEMPT),
        (SESSION, [SESSION, ROLE, ROOT], EXEMPT),
        (SESSION, [ROLE, ROOT], NOT_EXEMPT),
        (SESSION, [SESSION, ROOT], NOT_EXEMPT),
        (SESSION, [SESSION, ROLE], NOT_EXEMPT),
        (FEDERATED, [FEDERATED, ROOT], EXEMPT),
        (FEDERATED, [FEDERATED], NOT_EXEMPT),
        (FEDERATED, [ROOT], NOT_EXEMPT),
        (ROOT, [ROOT], EXEMPT),
        (ROOT, [OTHER], NOT_EXEMPT),
        (SERVICE, ["*"], EXEMPT),
        (SERVICE, [ROOT], NOT_EXEMPT),
    ],
)
def test_not_principal_exempts_who_is_listed_with_all_names(who, listed, reason):
    found = match(but(*listed), who, effect="Deny")
    assert found[:5] == (NO if reason is EXEMPT else YES, reason, {}, (), ())


def test_not_principal_with_allow_is_not_supported():
    assert match(but(OTHER), USER)[:5] == (NO, PrincipalReason.NOT_SUPPORTED, {}, (), ())


@pytest.mark.parametrize("who", [USER, SESSION, ROLE])
def test_a_boundary_undoes_every_exemption(who):
    found = match(but("*"), who, effect="Deny", bounded=True)
    assert found[:5] == (YES, PrincipalReason.NOT_EXEMPT_BOUNDED, {}, (), ())


@pytest.mark.parametrize("who", [ROOT, FEDERATED, SERVICE])
def test_who_has_no_boundary_of_his_own_keeps_his_exemption(who):
    assert match(but("*"), who, effect="Deny", bounded=True).reason is EXEMPT


@pytest.mark.parametrize(
    ("listed", "context", "bounded", "truth", "missing"),
    [
        ([USER, ROOT], {}, False, UNKNOWN, ("aws:PrincipalArn", "aws:PrincipalAccount")),
        ([ROOT], {"aws:PrincipalAccount": ACCOUNT}, False, UNKNOWN, ("aws:PrincipalArn",)),
        ([ROOT], {"aws:PrincipalAccount": OTHER}, False, YES, ()),
        (["*"], {}, False, NO, ()),
        (["*"], {}, True, UNKNOWN, ("aws:PrincipalArn",)),
        ([USER], {}, True, UNKNOWN, ("aws:PrincipalArn",)),
        ([ROOT], {"aws:PrincipalAccount": OTHER}, True, YES, ()),
        ([], {}, True, YES, ()),
    ],
)
def test_an_exemption_that_is_not_known(listed, context, bounded, truth, missing):
    found = match(but(*listed), None, effect="Deny", bounded=bounded, **context)
    assert (found.truth, found.missing) == (truth, missing)
    assert (found.reason is PrincipalReason.NOT_KNOWN) is (truth is UNKNOWN)
    assert found.params == ({"entry": listed[0]} if truth is UNKNOWN else {})


def test_an_exemption_that_hangs_on_the_session():
    found = match(but(ROOT, SESSION, ROLE), ROLE, effect="Deny")
    assert found[:5] == (UNKNOWN, PrincipalReason.NOT_KNOWN, {"entry": SESSION}, (), ("aws:userid",))


# -- the user behind a federated session -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "truth", "assumptions"),
    [
        (["arn:aws:iam::111122223333:user/ana"], YES, ("10.30",)),
        (["arn:aws:iam::111122223333:user/staff/ana"], YES, ("10.30",)),
        (["arn:aws:iam::111122223333:user/bea"], NO, ("10.30",)),
        (["arn:aws:iam::444455556666:user/ana"], NO, ()),
        (["arn:aws:iam::111122223333:role/ana"], NO, ()),
        ([FEDERATED], YES, ()),
        ([FEDERATED, "arn:aws:iam::111122223333:user/bea"], YES, ()),
        (["arn:aws:iam::111122223333:user/ana", "*"], YES, ()),
    ],
)
def test_which_user_made_a_federated_session_is_taken_by_its_name(listed, truth, assumptions):
    found = match(aws(*listed), FEDERATED)
    assert (found.truth, found.assumptions) == (truth, assumptions)


@pytest.mark.parametrize("who", [USER, ROLE, SESSION, SERVICE])
def test_no_other_caller_rests_on_that(who):
    assert match(aws("arn:aws:iam::111122223333:user/ana", who), who).assumptions == ()
    assert match(but("arn:aws:iam::111122223333:user/ana"), FEDERATED, effect="Deny").assumptions == ()


# -- who does not sign -------------------------------------------------------------------------------------------------


def test_an_anonymous_caller_is_everyone_and_nobody_else():
    assert match({"Principal": "*"}, "anonymous").grants == ((Grant.EVERYONE, YES),)
    assert match(aws("*"), "anonymous").truth is YES
    for name in (USER, ACCOUNT, "anonymous", ROLE):
        assert match(aws(name), "anonymous").truth is NO
    assert match({"Principal": {"Service": "anonymous"}}, "anonymous").truth is NO
    assert match(but(USER), "anonymous", effect="Deny").truth is YES
    assert match(but("*"), "anonymous", effect="Deny").truth is NO
