"""The exact bytes: what the page shows, what Copy gives and what the file holds are what compose wrote."""

import json

import pytest

from policybuilder.authoring import compose, first_visit, guide_policies
from policybuilder.iam import minify
from tests.web.visitor import pasted

ODD = r"""{ "Version" : "2012-10-17" ,
  "Statement" : [ { "Effect":"Allow",   "Action" : [ "s3:*" ],
      "Resource": "arn:aws:s3:::katzen-ü/<script>&quot;\u00e9\u2028\"\\\/*",
	"Condition": {"StringEquals": {"aws:PrincipalTag/a": ["1", "1"], "aws:PrincipalTag/a": "2"}},
      "Future": [1.50, -0, 1e3, true, null, {}] },
    {"Effect": "Deny", "Action": "*", "Resource": "*", "Sid": "日本 \t end"}
  ],
  "Id": "</script><!--" }"""


def everywhere(visitor):
    """The policy from every place that it can be taken from."""
    page = visitor.another_tab()
    taken = page.another_tab("/")
    taken.open("/", pane="take")
    line = page.another_tab("/")
    line.open("/", pane="take", **{"as": "json-line"})
    return {
        "copy": page.policy_text,
        "shown": page.shown_text,
        "file": visitor.client.get("/policy.json").content.decode(),
        "copy beside the download": json.loads(taken.part("export-text").text),
        "copy for the console": taken.policy_text,
        "one line": json.loads(line.part("export-text").text),
    }


def test_the_example_is_the_same_everywhere(ana):
    expected = compose(first_visit())
    found = everywhere(ana)
    assert found.pop("one line") == minify(expected.policy)
    assert set(found.values()) == {expected.text}


@pytest.mark.parametrize("exact", ["on", ""])
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("text", [*(each.text for each in guide_policies()), ODD], ids=["guide 1", "guide 2", "odd"])
def test_a_pasted_policy_comes_out_as_it_went_in(ana, ben, text, scripts, exact):
    """To the character where it is asked for; else what rules write is the same and said."""
    visitor = ben if scripts else ana
    expected = compose(pasted(text, as_written=bool(exact))).text
    assert (expected == compose(pasted(text)).text) == (bool(exact) or text != guide_policies()[1].text)
    visitor.send("/new/", do="paste", text=text.replace("\n", "\r\n"), exact=exact)
    for _ in range(2):
        found = everywhere(visitor)
        found.pop("one line")
        assert set(found.values()) == {expected}
        visitor.open("/").press("rule-open:r1").press("rule-open:r1")  # the whole form travels twice
        visitor.press("rule-duplicate:r1").press("rule-remove:r99", on_page=False).press("undo")


def test_a_statement_keeps_its_own_characters(ana):
    ana.send("/new/", do="paste", text=ODD)
    written = ODD[ODD.index('{ "Effect":"Allow"') : ODD.index(',\n    {"Effect": "Deny"')]
    assert written in ana.policy_text
    ana.press("rule-open:r1")
    assert ana.part("rule-r1").one("pre").text == written


def test_a_file_keeps_its_line_ends_a_field_those_that_were_typed(ana, tmp_path):
    text = ODD.replace("\n", "\r\n")
    file = tmp_path / "policy.json"
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    with file.open("rb") as upload:
        assert ana.client.post("/new/", {"do": "paste", "file": upload}).status_code == 302
    for _ in range(2):
        ana.open("/").press("rule-open:r1")
        taken = ana.client.get("/policy.json").content.decode()
        assert text[text.index('{ "Effect":"Allow"') : text.index(',\r\n    {"Effect": "Deny"')] in taken
        assert ana.policy_text == taken


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("", "policy.json"),
        ("Use the cats model", "use-the-cats-model.json"),
        ('a"; filename="evil.exe', "a-filenameevilexe.json"),
        ("../../etc/passwd\r\nSet-Cookie: x=1", "etcpasswd-set-cookie-x1.json"),
        ("Katzen für Ünal", "katzen-fur-unal.json"),
        ("猫", "policy.json"),
        ("x" * 5000, "x" * 120 + ".json"),
    ],
)
def test_the_file_has_a_sensible_name(ben, name, file):
    ben.open("/").fill("name", name).preview()
    answer = ben.client.get("/policy.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
    assert answer.headers["Content-Type"] == "application/json"
    assert ben.open("/pane/", pane="take").page.one("a", href="/policy.json").words == file


def test_the_size_is_counted_as_the_kind_counts_it(ben):
    ben.open("/")
    composed = compose(first_visit())
    assert f"{len(minify(composed.policy)):,} of 6,144 characters" in ben.part("size-meter").words
    ben.type(settings_kind="session").preview()
    assert f"{len(composed.text):,} of 2,048 characters" in ben.part("size-meter").words
    ben.type(settings_kind="scp").preview()
    assert "of 10,240 characters" in ben.part("size-meter").words
    assert "is-over" not in ben.part("size-meter").classes
    long = {"Effect": "Allow", "Action": "*", "Resource": [f"arn:aws:s3:::images-{number:04}" for number in range(300)]}
    ben.send("/new/", do="paste", text=json.dumps({"Version": "2012-10-17", "Statement": [long]}))
    ben.open("/")
    ben.type(settings_kind="boundary").preview()
    assert "is-over" in ben.part("size-meter").classes
