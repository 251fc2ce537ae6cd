"""Whom a rule names: forms of names, what is written for them, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.authoring.draft import PrincipalEntry
from policybuilder.authoring.principals import Named, Who, kind_of, misfit, named, typed_rows
from tests.authoring.build import accepted, plain, refused
from tests.authoring.drafts import principals

B = "444455556666"


@pytest.mark.parametrize(
    ("member", "text", "who"),
    [
        ("AWS", f"arn:aws:iam::{B}:root", Who.ACCOUNT),
        ("AWS", f"arn:aws-us-gov:iam::{B}:root", Who.ACCOUNT),
        ("AWS", B, Who.WRITTEN),
        ("AWS", f"arn:aws:iam::{B}:role/Copier", Who.ROLE),
        ("AWS", f"arn:aws:iam::{B}:role/team/Copier", Who.ROLE),
        ("AWS", f"arn:aws:iam::{B}:role/", Who.WRITTEN),
        ("AWS", f"arn:aws:iam::{B}:role/C*", Who.WRITTEN),
        ("AWS", "arn:aws:iam::4444:role/Copier", Who.WRITTEN),
        ("AWS", f"arn:aws:iam:us-east-1:{B}:role/Copier", Who.WRITTEN),
        ("AWS", f"arn:aws:iam::{B}:user/ana", Who.USER),
        ("AWS", f"arn:aws:iam::{B}:group/all", Who.WRITTEN),
        ("AWS", f"arn:aws:sts::{B}:assumed-role/Copier/s1", Who.SESSION),
        ("AWS", f"arn:aws:sts::{B}:assumed-role/Copier", Who.WRITTEN),
        ("AWS", f"arn:aws:sts::{B}:assumed-role/a/b/c", Who.WRITTEN),
        ("AWS", f"arn:aws:sts::{B}:federated-user/ana", Who.FEDERATED_USER),
        ("AWS", "*", Who.WRITTEN),
        ("AWS", "sagemaker.amazonaws.com", Who.WRITTEN),
        ("Service", "sagemaker.amazonaws.com", Who.SERVICE),
        ("Service", "sagemaker.us-east-1.amazonaws.com.cn", Who.SERVICE),
        ("Service", "*", Who.WRITTEN),
        ("Federated", "cognito-identity.amazonaws.com", Who.PROVIDER),
        ("Federated", f"arn:aws:iam::{B}:saml-provider/Office", Who.PROVIDER),
        ("Federated", "*", Who.WRITTEN),
    ],
)
def test_a_name_is_of_the_kind_that_its_form_tells(member, text, who):
    assert kind_of(member, text) is who


def test_an_account_is_written_as_its_root_and_given_back_as_its_number():
    assert named(Who.ACCOUNT, B, "aws") == Named("AWS", f"arn:aws:iam::{B}:root")
    assert named(Who.ACCOUNT, B, "aws-cn") == Named("AWS", f"arn:aws-cn:iam::{B}:root")
    root = PrincipalEntry(type="AWS", values=(f"arn:aws:iam::{B}:root",))
    assert typed_rows([root], "aws") == ((Who.ACCOUNT, (B,)),)
    assert typed_rows([root], "aws-cn") == ((Who.ACCOUNT, root.values),), "the number would mean another one there"


def test_what_has_no_form_says_the_member_it_stands_under():
    odd = PrincipalEntry(type="Service", values=("nobody",))
    assert typed_rows([odd], "aws") == ((Who.WRITTEN, ("Service: nobody",)),)
    assert named(Who.WRITTEN, "Service: nobody", "aws") == Named("Service", "nobody")
    assert named(Who.WRITTEN, "Future: nobody", "aws") == Named("AWS", "Future: nobody")


@pytest.mark.parametrize(
    ("who", "right", "wrong"),
    [
        (Who.ACCOUNT, B, "4444"),
        (Who.ACCOUNT, f"arn:aws:iam::{B}:root", f"arn:aws:iam::{B}:role/Copier"),
        (Who.ROLE, f"arn:aws:iam::{B}:role/Copier", B),
        (Who.USER, f"arn:aws:iam::{B}:user/ana", f"arn:aws:iam::{B}:role/ana"),
        (Who.SESSION, f"arn:aws:sts::{B}:assumed-role/Copier/s1", f"arn:aws:iam::{B}:role/Copier"),
        (Who.FEDERATED_USER, f"arn:aws:sts::{B}:federated-user/ana", "ana"),
        (Who.SERVICE, "sagemaker.amazonaws.com", "sagemaker"),
        (Who.PROVIDER, "accounts.google.com", "google"),
    ],
)
def test_a_name_of_another_form_is_told_apart(who, right, wrong):
    assert misfit(who, right) is None
    code = misfit(who, wrong)
    assert code is not None
    assert code.value == f"principal_{who.value.replace('-', '_')}"


def test_everything_is_taken_as_it_is_written():
    assert misfit(Who.WRITTEN, "anything at all") is None


@given(principals, st.sampled_from(("aws", "aws-us-gov")))
def test_the_rows_give_the_entries_back(entries, partition):
    read = [PrincipalEntry.model_validate(entry) for entry in entries]
    rows = typed_rows(read, partition)
    written = [("*", "") if who is Who.EVERYONE else None for who, typed in rows if not typed]
    assert written == [("*", "") for entry in read if entry.type == "*"]
    texts = [named(who, each, partition) for who, typed in rows for each in typed]
    assert texts == [Named(entry.type, text) for entry in read for text in entry.values]
    assert all(misfit(who, each) is None for who, typed in rows for each in typed), "what is read needs no mending"


@pytest.mark.parametrize("text", ["", " a", "a\n", "a\nb", "a" * 2049])
def test_a_principal_is_one_line(text):
    rule = {"type": "guided", "id": "r1", "effect": "Allow", "principals": [{"type": "AWS", "values": [text]}]}
    (problem,) = refused({"schema_version": 1, "settings": {}, "rules": [rule]})
    assert problem.code.value == "principal_text"
    assert problem.path == ("rules", 0, "principals", 0, "values", 0)


def test_a_principal_may_be_as_long_as_aws_takes_it():
    rule = {"type": "guided", "id": "r1", "effect": "Allow", "principals": [{"type": "AWS", "values": ["a" * 2048]}]}
    read = accepted({"schema_version": 1, "settings": {}, "rules": [rule]})
    assert plain(read)["rules"][0]["principals"] == rule["principals"]
