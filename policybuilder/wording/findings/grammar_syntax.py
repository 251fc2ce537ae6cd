"""What is said about a text that is not JSON, slip by slip."""

from collections.abc import Mapping
from dataclasses import replace

from policybuilder.wording.findings.words import Words

_WHY = "AWS reads a policy as JSON and takes none of a text that is not: nothing in it allows or denies anything yet."
_BASE = Words(
    title="The text is not JSON.",
    about="The text breaks a rule of JSON, for example by a comma too many, a missing quote or a comment. Slips that can "
    "be told apart are shown together, each with what mends it.",
    what="Reading stops at {found}.",
    why=_WHY,
    do="Mend the text at this place.",
)


def _slip(title: str, what: str, do: str) -> Words:
    return replace(_BASE, title=title, what=what, do=do)


_SLIPS: Mapping[str, Words] = {
    "trailing_comma": _slip(
        "A comma too many.",
        "A comma stands after the last entry, before the closing bracket.",
        "Remove the comma. JSON puts commas between entries only.",
    ),
    "extra_comma": _slip(
        "A comma too many.", "A comma stands where a name or a value should begin.", "Remove the comma."
    ),
    "extra_colon": _slip("A colon too many.", "A second colon stands before the value.", "Remove the colon."),
    "missing_comma": _slip(
        "A comma is missing.",
        "{found} follows directly on another entry.",
        "Put a comma between the two, or remove one of them.",
    ),
    "missing_colon": _slip(
        "A colon is missing.",
        "Between a name and its value {found} there is no colon.",
        "Put a colon after the name.",
    ),
    "equals_sign": _slip(
        "Not a colon.", "{found} stands between a name and its value. JSON writes a colon there.", "Write a colon."
    ),
    "semicolon": _slip(
        "Not a comma.", "A semicolon stands between entries. JSON writes a comma there.", "Write a comma."
    ),
    "wrong_bracket": _slip(
        "The wrong bracket.",
        "{found} stands where the bracket opened before asks for the other kind.",
        "Close [ with ] and {{ with }}.",
    ),
    "missing_bracket": _slip(
        "A bracket is not closed.",
        "Before {found} a list or an object that was opened has not been closed.",
        "Add the closing bracket where the list or object ends.",
    ),
    "unclosed_bracket": _slip(
        "The end is missing.",
        "The text ends while brackets are still open.",
        "Close the brackets, and see whether a part of the policy was lost when it was copied.",
    ),
    "unexpected_end": _slip(
        "The end is missing.",
        "The text breaks off in the middle of an entry.",
        "Copy the whole policy again, or complete the last entry and close the brackets.",
    ),
    "extra_bracket": _slip(
        "A bracket too many.", "{found} closes what is not open.", "Remove the bracket, or add the one that opens."
    ),
    "missing_opening": _slip(
        "The beginning is missing.",
        "The text begins with {found} and not with an opening brace.",
        "Begin the policy with {{.",
    ),
    "missing_opening_bracket": _slip(
        "An opening bracket is missing.",
        "At {found} it turns out that a list or an object has no opening bracket.",
        "Put the bracket before its first entry.",
    ),
    "list_in_braces": _slip(
        "A list in braces.",
        "The braces hold values without names, as a list does.",
        "Write a list in [ and ].",
    ),
    "object_in_brackets": _slip(
        "An object in square brackets.",
        "The square brackets hold names with values, as an object does.",
        "Write an object in {{ and }}.",
    ),
    "list_brackets": _slip(
        "Several values without a list.",
        "Several objects follow each other where one value may stand.",
        "Put them into a list with [ and ].",
    ),
    "second_document": _slip(
        "Two policies in one text.",
        "A second document begins after the end of the first. A policy is one document.",
        "Put the statements of both into one policy, or keep the second one apart.",
    ),
    "text_after_end": _slip(
        "Something follows the policy.",
        "After the end of the document stands {found}.",
        "Remove what follows the last bracket, unless the bracket itself is one too many.",
    ),
    "text_before": _slip(
        "Something stands before the policy.",
        "The text begins with {found} and not with the policy.",
        "Remove what stands before the first brace.",
    ),
    "fence": _slip(
        "Marks around the policy.",
        "{found} marks code in a text and does not belong to the policy.",
        "Remove the marks.",
    ),
    "comment": _slip(
        "A comment.",
        "JSON has no comments; here begins one: {found}.",
        "Remove it. A Sid can say in a few letters what a statement is for.",
    ),
    "curly_quote": _slip(
        "Curly quotes.",
        "{found} is a quotation mark of typography, as word processors and chat programs put in. JSON knows the straight "
        "one only.",
        'Write straight double quotes ("). The fix changes all of them.',
    ),
    "single_quote": _slip(
        "Single quotes.",
        "{found} is a single quote. JSON takes double quotes around names and values.",
        'Write double quotes ("). The fix changes all of them.',
    ),
    "missing_quote": _slip(
        "A quote is missing.",
        "{found} has a quote on one side only.",
        "Put the name or value into double quotes.",
    ),
    "extra_quote": _slip(
        "A quote too many.",
        "Here stands a quote that ends a text too early, or begins none.",
        "Remove the quote.",
    ),
    "escaped_quotes": _slip(
        "Escaped quotes.",
        "Every quote stands behind a backslash: the policy was copied out of a text in quotes.",
        "Remove the backslashes before the quotes.",
    ),
    "unquoted_name": _slip(
        "A name without quotes.",
        "{found} stands without quotes.",
        "Put names into double quotes. The fix does so for all of them.",
    ),
    "unquoted_value": _slip(
        "A value without quotes.", "{found} stands without quotes.", "Put the value into double quotes."
    ),
    "bad_number": _slip(
        "Not a number.",
        "{found} begins like a number, and JSON has no such number.",
        "Put it into double quotes: account ids and dates are texts.",
    ),
    "literal": _slip(
        "A literal of another language.",
        "{found} is how Python or JavaScript writes it. JSON has true, false and null, in small letters.",
        "Write it as JSON does.",
    ),
    "line_break": _slip(
        "A line break inside a text.",
        "A text in quotes runs over the end of its line.",
        "Join the parts, or close the quotes at the end of the line.",
    ),
    "control_character": _slip(
        "A control character inside a text.",
        "A tab or another control character stands between quotes.",
        "Remove it, or write a tab as \\t.",
    ),
    "bad_escape": _slip(
        "Not an escape.",
        "A backslash begins an escape, and {found} is none that JSON knows.",
        "Remove the backslash, or double it if a backslash is meant. ARNs have slashes (/).",
    ),
    "odd_space": _slip(
        "A special space.",
        "A space that is not the usual one stands between entries, as web pages have it for layout.",
        "Write an ordinary space. The fix changes all of them.",
    ),
    "odd_punctuation": _slip(
        "Punctuation of another alphabet.",
        "{found} looks like a sign of JSON and is another character.",
        "Write the plain sign. The fix changes all of them.",
    ),
    "odd_character": _slip(
        "A character that does not belong here.",
        "{found} stands outside of quotes.",
        "Remove it, or put it into quotes.",
    ),
    "not_json": _slip(
        "The text is no policy.",
        "A policy is a JSON object and begins with a brace. This text begins with {found}.",
        "Paste the policy's JSON. YAML and templates have to be converted first.",
    ),
    "empty": _slip("The text is empty.", "There is nothing to read.", "Paste a policy, or begin with an example."),
    "too_long": _slip(
        "The text is too long.",
        "It has more than {found} characters. The longest policy that AWS stores has about 20,000.",
        "Paste one policy at a time.",
    ),
    "too_deep": _slip(
        "Nested too deep.",
        "Objects and lists stand in each other more than a hundred times. A policy needs seven levels.",
        "Remove the outer brackets.",
    ),
}
_AS_READ: Mapping[str, str] = {
    "expected_key": "Here a name in double quotes should stand, not {found}.",
    "expected_value": "Here a value should stand, not {found}.",
    "expected_colon": "Here a colon should stand, not {found}.",
    "expected_comma": "Here a comma or a closing bracket should stand, not {found}.",
    "unknown_word": "{found} stands without quotes.",
    "unexpected_character": "{found} cannot stand here.",
    "unterminated_string": "A text in quotes has no end.",
    "line_break_in_string": "A text in quotes runs over the end of its line.",
}
WORDS: Mapping[str, Words] = {
    "JSON_SYNTAX_ERROR": _BASE,
    **{f"JSON_SYNTAX_ERROR.{name}": words for name, words in _SLIPS.items()},
    **{f"JSON_SYNTAX_ERROR.{name}": replace(_BASE, what=what) for name, what in _AS_READ.items()},
}
FIXES: Mapping[str, str] = {
    "syntax.trailing_comma": "Remove the comma",
    "syntax.extra_comma": "Remove the comma",
    "syntax.extra_colon": "Remove the colon",
    "syntax.missing_comma": "Put a comma",
    "syntax.missing_colon": "Put a colon",
    "syntax.equals_sign": "Write a colon",
    "syntax.semicolon": "Write a comma",
    "syntax.wrong_bracket": "Write the other bracket",
    "syntax.missing_bracket": "Close the bracket",
    "syntax.unclosed_bracket": "Close the brackets",
    "syntax.extra_bracket": "Remove the bracket",
    "syntax.missing_opening": "Put the opening brace",
    "syntax.missing_opening_bracket": "Put the opening bracket",
    "syntax.list_in_braces": "Write a list",
    "syntax.object_in_brackets": "Write an object",
    "syntax.list_brackets": "Put them into a list",
    "syntax.second_document": "Join the two policies",
    "syntax.text_after_end": "Remove everything after the policy",
    "syntax.text_before": "Remove everything before the policy",
    "syntax.fence": "Remove the marks",
    "syntax.comment": "Remove the comments",
    "syntax.curly_quote": "Write straight quotes",
    "syntax.single_quote": "Write double quotes",
    "syntax.missing_quote": "Put the missing quote",
    "syntax.extra_quote": "Remove the quote",
    "syntax.escaped_quotes": "Remove the backslashes",
    "syntax.unquoted_name": "Put the names into quotes",
    "syntax.unquoted_value": "Put {found} into quotes",
    "syntax.bad_number": "Put {found} into quotes",
    "syntax.literal": "Write it as JSON does",
    "syntax.line_break": "Join the lines",
    "syntax.control_character": "Replace the character",
    "syntax.bad_escape": "Mend the escape",
    "syntax.odd_space": "Write ordinary spaces",
    "syntax.odd_punctuation": "Write plain signs",
    "syntax.odd_character": "Remove {found}",
    "syntax.all": "Mend all {count} slips",
}
