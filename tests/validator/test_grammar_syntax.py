"""What is not JSON is mended slip by slip; what mends it is what was meant."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybuilder.iam import Position
from policybuilder.iam.syntax import read, to_plain
from policybuilder.validator import PolicyKind, fixed_text, validate
from policybuilder.validator.grammar import mend
from policybuilder.validator.grammar.changes import Change, Changes, Lines, changed
from policybuilder.validator.grammar.mend import mending
from policybuilder.validator.grammar.skim import skim
from policybuilder.wording.findings import FIXES, WORDS, fix_title, said

CODE = "JSON_SYNTAX_ERROR"
ALLOW = {"Effect": "Allow", "Action": ["rekognition:DescribeProjects", "rekognition:DetectLabels"], "Resource": "*"}
DENY = {"Effect": "Deny", "Action": "rekognition:DeleteProject", "Resource": "arn:aws:rekognition:*:*:project/cats/*"}
GOOD = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW]})
BRIEF = '{"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}]}'
LAID_OUT = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW, DENY]}, indent=2)

SLIPS: dict[str, tuple[str, str, str]] = {
    # the slip: a right text, what is exchanged in it, by what
    "trailing_comma": (GOOD, '"*"}', '"*",}'),
    "extra_comma": (GOOD, '"Allow",', '"Allow",,'),
    "extra_colon": (GOOD, '"Effect":', '"Effect"::'),
    "missing_comma": (GOOD, '"Allow",', '"Allow"'),
    "missing_colon": (GOOD, '"Effect":', '"Effect"'),
    "equals_sign": (GOOD, '"Effect":', '"Effect" =>'),
    "semicolon": (GOOD, '"Allow",', '"Allow";'),
    "wrong_bracket": (GOOD, 'Labels"]', 'Labels"}'),
    "missing_bracket": (GOOD, 'Labels"],', 'Labels",'),
    "unclosed_bracket": (GOOD, '"*"}]}', '"*"'),
    "extra_bracket": (GOOD, '"*"}]}', '"*"}]}}'),
    "missing_opening": (GOOD, '{"Version"', '"Version"'),
    "missing_opening_bracket": (GOOD, '["rek', '"rek'),
    "list_brackets": (BRIEF, '[{"Effect": "Allow"}, {"Effect": "Deny"}]', '{"Effect": "Allow"}, {"Effect": "Deny"}'),
    "comment": (GOOD, '"Effect"', '/* what */ "Effect"'),
    "fence": (GOOD, '"Effect"', '``` "Effect"'),
    "curly_quote": (GOOD, '"Allow"', "“Allow”"),
    "single_quote": (GOOD, '"Allow"', "'Allow'"),
    "missing_quote": (GOOD, '"Allow",', '"Allow,'),
    "extra_quote": (GOOD, '"Allow",', '"All"ow",'),
    "escaped_quotes": (BRIEF, BRIEF, BRIEF.replace('"', '\\"')),
    "unquoted_name": (GOOD, '"Effect"', "Effect"),
    "unquoted_value": (GOOD, '"2012-10-17"', "2012-10-17"),
    "bad_number": (GOOD, '"Allow"', "012"),
    "literal": (BRIEF, '"Deny"', "True"),
    "line_break": (GOOD, "Projects", "\n    Projects"),
    "control_character": (GOOD, "Projects", "Projects\x07"),
    "bad_escape": (GOOD, '"*"', '"\\*"'),
    "odd_space": (GOOD, '"Effect":', '"Effect":\u00a0'),
    "odd_punctuation": (GOOD, '"Effect":', '"Effect"：'),
    "odd_character": (GOOD, '"Effect":', '"Effect": @'),
    "text_before": (GOOD, '{"Version"', 'policy = {"Version"'),
    "text_after_end": (GOOD, '"*"}]}', '"*"}]} that is it'),
    "second_document": (BRIEF, BRIEF, '{"Statement": {"Effect": "Allow"}}\n{"Statement": [{"Effect": "Deny"}]}'),
}
SEVERAL: list[tuple[str, str]] = [
    ('{"a": {"b": 1}, "c": 2}', '{"a": {"b": 1, ], "c": 2}'),
    ('{"a": [{"b": "c"}, {"b": "d"}]}', '{"a": [{"b": "c", {"b": "d"}]}'),
    ('{"a": 1, "b": 2}', '{"a": 1, { "b": 2}'),
    ('{"a": 1, "b": 2}', '{"a": 1, ] "b": 2}'),
    ('{"a": [1, 2]}', '{"a": [1, }2]}'),
    ('{"a": [1, 2]}', '{"a": [1 { , 2]}'),
    ('{"a": [1, 2]}', '{"a": [1 : , 2]}'),
    ('{"a": 1, "b": 2}', '{"a": 1 b: 2}'),
    ('{"a": true}', '{"a" true}'),
    ('{"a": "b"}', '{"a" b}'),
    ('{"a": [true, false]}', '{"a": [true false]}'),
    ('{"a": ["b", "c"]}', '{"a": ["b" c]}'),
    ('{"a": "b"}', '{"a":: "b"}'),
    ('{"a": "b"}', '{"a": , "b"}'),
    ('{"Action": [\n"a:b"]}', '{"Action: [\n"a:b"]}'),
    ('{"aws:TagKeys": {\n"a": 1}}', '{"aws:TagKeys: {\n"a": 1}}'),
    ('{"a": "b",\n"c": 1}', '{"a": "b”,\n"c": 1}'),
    ('{"a": "b"}', '{"a": “b"}'),
    ('{"a": "b"}', '{"a": \'b"}'),
    ('{"a": "b"}', '{"a": "b"" }'),
    ('{"a": "b"}', '{\'a: "b"}'),
    ('{"a": 1}', '{"a": 1}``` done'),
    ('{"a": 1}', '{"a": 1}}}]'),
    ('{"a": [1]}', '{"a": [1;]}'),
    ('{"a": null, "b": null}', '{"a": None, "b": undefined}'),
    (GOOD, GOOD.replace('"', "”")),
    (GOOD, GOOD.replace('"', "'")),
    (GOOD, GOOD.replace('"Allow"', '"Allow”')),
    (GOOD, GOOD.replace('"Allow"', '“Allow"')),
    (GOOD, GOOD.replace('"Allow", ', '"Allow,\n')),
    (GOOD, GOOD.replace('"Effect":', '"Effect:')),
    (GOOD, GOOD.replace('"Effect":', 'Effect":')),
    (GOOD, GOOD.replace('"Allow"', 'Allow"')),
    (GOOD, GOOD.replace('"*"}]}', '"*}]}')),
    (GOOD, GOOD.replace('"*"}]}', '"*')),
    (GOOD, "```json\n" + GOOD + "\n```\n"),
    (GOOD, "var policy = " + GOOD + ";"),
    (GOOD, "Here it is:\n" + GOOD + "\nThat is all."),
    (GOOD, GOOD[1:-1]),
    (GOOD, GOOD.replace("[", "(").replace("]", ")")),
    (GOOD, GOOD.replace('Labels"]', 'Labels",]').replace('"*"}', '"*",}')),
    (GOOD, GOOD.replace("{", "{ // one\n").replace("}", "# two\n}")),
    (GOOD, GOOD.replace('"Allow", ', '"Allow" ').replace('"Effect":', "Effect")),
    (BRIEF, BRIEF.replace('[{"Effect": "Allow"}', '["Effect": "Allow"}')),
    ('{"a": ["b", "c"]}', '{"a": {"b", "c"}}'),
    ('{"a": {"b": "c"}}', '{"a": ["b": "c"]}'),
    ('{"a": {"b": "c"}}', '{"a": "b": "c"}}'),
    ('{"a": "say \\"yes\\""}', '{"a": \'say "yes"\'}'),
    ('{"a": "it\'s"}', '{"a": "it\\\'s"}'),
    ('{"a": {}, "b": 1}', '{"a": {}}, "b": 1}'),
    ('{"a": 1}', '{"a": 1}}]'),
    ('{"a": [{"b": 1}, {"c": 2}]}', '{"a": [{"b": 1, {"c": 2}]}'),
    ('{"a:b": 1}', "{a:b: 1}"),
    ('{"a": "${aws:username}"}', '{"a": ${aws:username}}'),
]
PARTS = [
    *"{}[]:,",
    *(
        '"',
        "\\",
        "\\u00e4",
        "\\x",
        "\n",
        "\t",
        " ",
        "\ufeff",
        "\u00a0",
        "1",
        "-",
        "0",
        ".5",
        "e",
        "true",
        "null",
        "a",
        "_",
        "é",
        "²",
        '"a"',
    ),
]
MEANT = {"bad_number": ('"Allow"', '"012"'), "literal": ('"Deny"', "true"), "bad_escape": ('"*"', '"\\\\*"')}


def plain(text):
    node, fault = read(text)
    assert fault is None, fault
    assert node is not None
    return to_plain(node)


@pytest.mark.parametrize("name", SLIPS)
def test_the_fix_gives_what_was_meant(name):
    right, good, bad = SLIPS[name]
    findings = validate(right.replace(good, bad, 1), PolicyKind.IDENTITY).findings
    assert [(each.code, each.params["variant"]) for each in findings] == [(CODE, name)]
    (fix,) = findings[0].fixes
    assert fix.id == f"syntax.{name}"
    mended = fixed_text(right.replace(good, bad, 1), fix)
    assert plain(mended) == plain(right.replace(*MEANT[name]) if name in MEANT else right)


@pytest.mark.parametrize("name", SLIPS)
def test_every_slip_has_words_and_its_fix_a_title(name):
    assert said(validate(SLIPS[name][0].replace(*SLIPS[name][1:], 1)).findings[0]).title != WORDS[CODE].title
    assert f"syntax.{name}" in FIXES


@pytest.mark.parametrize(("right", "wrong"), SEVERAL)
def test_several_slips_are_mended_in_one_go(right, wrong):
    found = mending(wrong)
    assert plain(changed(wrong, found.changes)) == plain(right)


def test_each_of_several_slips_has_its_own_fix_and_the_first_one_for_all():
    text = GOOD.replace('Labels"]', 'Labels",]').replace('"Effect":', '"Effect"').replace('"*"}', '"*",}')
    findings = validate(text).findings
    assert Counter(each.params["variant"] for each in findings) == {"trailing_comma": 2, "missing_colon": 1}
    assert [each.start.offset for each in findings] == sorted(each.start.offset for each in findings)
    (*_, whole), *others = (finding.fixes for finding in findings)
    assert plain(fixed_text(text, whole)) == plain(GOOD)
    assert fix_title(whole) == "Mend all 3 slips"
    assert [len(fixes) for fixes in others] == [1, 1]
    for finding in findings:
        assert len(validate(fixed_text(text, finding.fixes[0])).findings) == 2


def test_one_habit_is_one_finding_with_all_its_places():
    text = GOOD.replace('"', "'")
    (finding,) = validate(text).findings
    places = [finding.place, *finding.related]
    assert len(places) == text.count("'") // 2
    assert finding.params["count"] == str(len(places))


@pytest.mark.parametrize("text", ["hello", "<p class='x'>", "Version: 2012-10-17\nStatement: []\n", "%PDF", "''"])
def test_what_never_was_a_policy_is_one_finding_without_a_fix(text):
    (finding,) = validate(text).findings
    assert (finding.params["variant"], finding.fixes) == ("not_json", ())


@pytest.mark.parametrize(
    ("text", "variant", "offset"),
    [
        ("", "empty", 0),
        (" \n", "empty", 0),
        ('{"Statement": [{"Action":', "unexpected_end", 24),
        ('{"Statement": {"Effect": }}', "expected_value", 25),
        ("[" * 101, "too_deep", 100),
        ("\ufeff", "empty", 0),
    ],
)
def test_what_cannot_be_guessed_is_told_without_a_fix(text, variant, offset):
    finding = next(each for each in validate(text).findings if each.code == CODE)
    assert (finding.params["variant"], finding.start.offset, finding.fixes) == (variant, offset, ())
    assert said(finding).what


def test_a_text_beyond_all_measure_is_not_read():
    (finding,) = validate("x" * 5_000_001).findings
    assert (finding.params["variant"], finding.params["found"]) == ("too_long", "5000000")


def test_what_is_too_long_to_be_read_again_is_told_up_to_the_first_slip(monkeypatch):
    text = GOOD.replace(",", "")
    assert len(mending(text).slips) == 4
    monkeypatch.setattr(mend, "BUDGET", len(text) - 1)
    (slip,) = mending(text).slips
    assert (slip.name, slip.mended) == ("expected_comma", False)


@pytest.mark.parametrize(
    "text", [wrong for _, wrong in SEVERAL] + [slip[0].replace(*slip[1:], 1) for slip in SLIPS.values()]
)
def test_skimming_stops_where_reading_stops(text):
    fault = read(text).fault
    stop = skim(text)
    assert fault is not None
    assert stop is not None
    assert (stop.reason, stop.start, stop.end) == (fault.reason, fault.span.start.offset, fault.span.end.offset)


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=12))
def test_skimming_stops_where_reading_stops_for_any_text(text):
    fault, stop = read(text).fault, skim(text)
    assert (fault is None) is (stop is None)
    if fault is not None and stop is not None:
        assert (stop.reason, stop.start, stop.end) == (fault.reason, fault.span.start.offset, fault.span.end.offset)


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join), st.integers(0, 60), st.sampled_from(PARTS))
def test_skimming_may_go_on_from_where_it_stopped(text, offset, part):
    stop = skim(text)
    offset = min(offset, stop.start if stop else 0)
    after = text[:offset] + part + text[offset:]
    again, anew = skim(after, stop, offset), skim(after)
    assert (again is None) is (anew is None)
    if again is not None and anew is not None:
        assert (again.reason, again.start, again.state, again.before) == (
            anew.reason,
            anew.start,
            anew.state,
            anew.before,
        )
        assert again.states == anew.states


@pytest.mark.parametrize("offset", range(len(LAID_OUT)))
def test_any_sign_of_json_that_is_missing_is_put_back(offset):
    text = LAID_OUT[:offset] + LAID_OUT[offset + 1 :]
    if read(text).root is not None:
        return
    found = mending(text)
    assert len(found.slips) == 1
    assert plain(changed(text, found.changes)) == plain(LAID_OUT)


def test_changes_are_told_in_the_offsets_of_the_first_text():
    changes = Changes()
    assert changes.add([Change(2, 4, "")]) == (Change(2, 4, ""),)
    assert changes.add([Change(5, 5, "xyz")]) == (Change(7, 7, "xyz"),)
    assert changes.add([Change(0, 1, "b")]) == (Change(0, 1, "b"),)
    assert [changes.original(offset) for offset in (0, 1, 2, 4, 5, 7, 8, 9)] == [0, 1, 4, 6, 7, 7, 7, 8]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Change(3, 5, "xyz"), Change(4, 5, "")),
        (Change(3, 5, "xyz"), Change(6, 8, "!")),
        (Change(3, 5, "xyz"), Change(1, 4, "!")),
        (Change(3, 5, "xyz"), Change(0, 9, "")),
        (Change(3, 5, ""), Change(3, 3, "!")),
        (Change(3, 3, "x"), Change(4, 4, "y")),
    ],
)
def test_changes_that_touch_become_one(first, second):
    text = "0123456789"
    changes = Changes()
    changes.add([first])
    assert changes.add([second]) is None
    assert changed(text, changes.made) == changed(changed(text, [first]), [second])


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text("xyz", max_size=4)), max_size=8))
def test_changes_one_after_the_other_come_to_changes_of_the_first_text(steps):
    first = current = "0123456789abcdefghij"
    changes = Changes()
    for offset, length, new in steps:
        start = min(offset, len(current))
        change = Change(start, min(len(current), start + length), new)
        current = changed(current, [change])
        changes.add([change])
    assert changed(first, changes.made) == current
    places = [changes.original(offset) for offset in range(len(current) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(first)


def test_of_several_changes_one_may_touch_an_earlier_one():
    changes = Changes()
    changes.add([Change(3, 5, "xyz")])
    several = [Change(4, 5, "!"), Change(9, 9, "?")]
    once = changed("0123456789", changes.made)
    assert changes.add(several) is None
    assert changed("0123456789", changes.made) == changed(once, several)
    assert len(changes.made) == 2


def test_policies_of_two_versions_are_not_joined():
    text = '{"Version": "2008-10-17", "Statement": []}\n' + BRIEF
    (finding,) = validate(text).findings
    assert [fix_title(fix) for fix in finding.fixes] == ["Remove everything after the policy"]


@pytest.mark.parametrize("first", ["[]", "{}"])
@pytest.mark.parametrize("second", ['[{"Effect": "Deny"}]', '{"Effect": "Deny"}'])
def test_statements_of_two_policies_in_any_form_are_joined(first, second):
    text = f'{{"Statement": {first}}}\n{{"Statement": {second}}}\n'
    joined = changed(text, mending(text).changes)
    assert plain(joined) == {"Statement": [{}] * (first == "{}") + [{"Effect": "Deny"}]}


def test_lines_count_as_the_reader_counts_them():
    lines = Lines("a\r\nb\rc\nd")
    assert [lines.position(offset) for offset in (0, 3, 5, 7)] == [
        Position(1, 0, 0),
        Position(2, 0, 3),
        Position(3, 0, 5),
        Position(4, 0, 7),
    ]
