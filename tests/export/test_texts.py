"""Strings and names as each language takes them, one by one."""

import pytest

from policybuilder.export.hcl import hcl_string
from policybuilder.export.names import label, logical_id, policy_name, project_policy_name, role_name, session_name
from policybuilder.export.walk import escaped
from policybuilder.export.yaml_text import yaml_string


@pytest.mark.parametrize("text", ["Allow", "AWS::IAM::ManagedPolicy", "x1"])
def test_words_are_plain_in_yaml(text):
    assert yaml_string(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "y",
        "N",
        "yes",
        "No",
        "on",
        "OFF",
        "true",
        "False",
        "null",
        "",
        "2012-10-17",
        "1",
        "*",
        "a:b",
        "a b",
        "~",
        "- x",
        "é",
    ],
)
def test_whatever_yaml_1_1_reads_otherwise_is_quoted(text):
    assert yaml_string(text) == f'"{text}"'


def test_yaml_has_an_escape_of_its_own_beyond_the_basic_plane():
    assert yaml_string("\U000e0001\x85") == '"\\U000e0001\\u0085"'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("${x}", '"$${x}"'),
        ("%{x}", '"%%{x}"'),
        ("$${x}", '"\\u0024$${x}"'),
        ("%%{x}", '"\\u0025%%{x}"'),
        ("$%{x}", '"\\u0024%%{x}"'),
        ("${", '"\\u0024{"'),
        ("} ${", '"} \\u0024{"'),
        ("a$", '"a\\u0024"'),
        ("$a % b", '"$a % b"'),
        ('"\\\n\t\r', '"\\"\\\\\\n\\t\\r"'),
        ("\b\x7f\u2028", '"\\u0008\\u007f\\u2028"'),
        ("é 😀\U000e0001", '"é 😀\\U000e0001"'),
    ],
)
def test_strings_of_terraform(text, written):
    assert hcl_string(text) == written


def test_what_cannot_be_seen_is_escaped():
    assert escaped("a\u2028\x85\ufeff\x00") == '"a\\u2028\\u0085\\ufeff\\u0000"'
    assert escaped("\U000e0001", wide="\\U{:08x}") == '"\\U000e0001"'
    assert escaped("\U000e0001") == '"\\udb40\\udc01"'
    assert escaped("é 😀 ' \\ \"") == '"é 😀 \' \\\\ \\""'


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Cat shelf camera", ("Cat-shelf-camera", "Cat-shelf-camera", "cat_shelf_camera", "CatShelfCamera")),
        ("", ("policy", "role", "policy", "Policy")),
        ("--", ("policy", "role", "policy", "Policy")),
        ("1st", ("1st", "1st", "policy_1st", "Policy1st")),
        ("ünï", ("n", "n", "n", "N")),
        ("x" * 200, ("x" * 128, "x" * 64, "x" * 64, "X" + "x" * 63)),
    ],
)
def test_names(name, names):
    assert (policy_name(name), role_name(name), label(name), logical_id(name)) == names


def test_names_of_sessions_and_project_policies():
    assert session_name("a") == "session-a"
    assert session_name("") == "session"
    assert project_policy_name("a+b@c") == "a-b-c"
