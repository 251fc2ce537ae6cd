"""Exports that are no JSON as lines of marked-up tokens, with the classes of the policy's own preview.

One regular expression for each language, tried at every place in turn; what none of its parts takes is plain text. It
colours, and knows no grammar: the token texts together are the text, whatever the text is.
"""

import re
from collections.abc import Iterator, Mapping

from policybuilder.export import Form
from policybuilder.web.highlight import CodeLine, Piece

LONGEST = 200_000  # characters that are coloured; a longer text is shown without

# What is not closed runs to the end of its line or of the text, so that no place is looked at twice.
_DOUBLE = r'"(?:[^"\\\n]|\\.)*+(?:"|\\?$)'
_SINGLE = r"'(?:[^'\\\n]|\\.)*+(?:'|\\?$)"
_NUMBER = r"(?<![\w.])-?\d++(?:\.\d++)?+(?![\w.])"
_WORD = r"[A-Za-z_$][\w$]*+"


def _words(*words: str) -> str:
    return rf"\b(?:{'|'.join(words)})\b"


_PYTHON = _words(
    *[
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
    ],
    *[
        "in",
        "is",
        "lambda",
        "None",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "True",
        "False",
        "try",
        "while",
        "with",
        "yield",
        "self",
    ],
)
_TYPESCRIPT = _words(
    *[
        "as",
        "async",
        "await",
        "class",
        "const",
        "constructor",
        "else",
        "export",
        "extends",
        "false",
        "for",
        "from",
        "function",
        "if",
        "implements",
        "import",
    ],
    *[
        "interface",
        "let",
        "new",
        "null",
        "private",
        "public",
        "readonly",
        "return",
        "static",
        "super",
        "this",
        "true",
        "undefined",
        "var",
        "void",
        "while",
    ],
)
_SHELL = _words(
    *[
        "case",
        "do",
        "done",
        "elif",
        "else",
        "esac",
        "export",
        "fi",
        "for",
        "function",
        "if",
        "in",
        "then",
        "until",
        "while",
    ]
)


def _language(**parts: str) -> re.Pattern[str]:
    """The parts by the classes of their tokens; the first that takes a place has it. A trailing _ tells two of one class."""
    return re.compile("|".join(f"(?P<{name}>{form})" for name, form in parts.items()), re.MULTILINE)


_OF_C = {"number": _NUMBER, "word": _WORD}
_HCL = _language(
    comment=r"(?:#|//)[^\n]*+|/\*(?:[\s\S]*?\*/|[\s\S]*+)",
    key=rf"(?<![^\s{{]){_WORD}(?=\s*=(?!=))|{_DOUBLE}(?=\s*=(?!=))",
    string=_DOUBLE,
    keyword=_words("data", "resource", "locals", "variable", "output", "provider", "true", "false", "null")
    + r"|^[ \t]*+[a-z_]++(?=(?: \"[^\"\n]*+\")*+ \{$)|\bjsonencode\b",
    **_OF_C,
)
_YAML = _language(
    comment=r"(?:^|(?<=\s))#[^\n]*+",
    key=rf"(?:{_DOUBLE}|{_SINGLE}|(?<![^\s\[{{,])[A-Za-z_][\w:./-]*?)(?=:(?:\s|$))",
    string=rf"{_DOUBLE}|'(?:[^'\n]|'')*+'",
    keyword=r"(?<=[:\-] )(?:true|false|null|~)(?=\s*$)|![A-Z]\w*+",
    number=r"(?<=[:\-] )-?\d++(?:\.\d++)?+(?=\s*$)",
    string_=r"(?<=: )[^\s\"'#&*!|>{\[][^\n]*+|(?<=^- )[^\s\"'#][^\n:]*+$",
)
_TS = _language(
    comment=r"//[^\n]*+|/\*(?:[\s\S]*?\*/|[\s\S]*+)",
    key=rf"(?:{_DOUBLE}|{_SINGLE}|(?<![^\s{{,(\[]){_WORD}\??)(?=\s*:)",
    string=rf"{_DOUBLE}|{_SINGLE}|`(?:[^`\\]|\\[\s\S])*+(?:`|\\?\Z)",
    keyword=_TYPESCRIPT,
    **_OF_C,
)
_PY = _language(
    comment=r"#[^\n]*+",
    key=rf"(?:{_DOUBLE}|{_SINGLE})(?=\s*:)|(?<=[(,\s]){_WORD}(?==[^=])",
    string=rf'"""(?:[\s\S]*?"""|[\s\S]*+)|[rbf]?(?:{_DOUBLE}|{_SINGLE})',
    keyword=_PYTHON,
    **_OF_C,
)
_SH = _language(
    comment=r"(?:^|(?<=\s))#[^\n]*+",
    string=r"'[^']*+(?:'|\Z)|" + r'"(?:[^"\\]|\\[\s\S])*+(?:"|\\?\Z)',
    key=r"(?<=\s)--?[A-Za-z][\w-]*+",
    keyword=_SHELL + r"|^aws\b",
    number=r"(?<=\s)\d++(?=\s)",
    word=r"[\w./:=@%+,-]++",
)
LANGUAGES: Mapping[Form, re.Pattern[str]] = {
    Form.TERRAFORM: _HCL,
    Form.TERRAFORM_JSONENCODE: _HCL,
    Form.CLOUDFORMATION: _YAML,
    Form.CDK_TYPESCRIPT: _TS,
    Form.CDK_PYTHON: _PY,
    Form.BOTO3: _PY,
    Form.CLI: _SH,
}
_ACTION = re.compile(r"[\"']?[a-z][a-z0-9-]*:[A-Za-z*?]+[\"']?")


def code_tokens(text: str, form: Form) -> Iterator[tuple[str, str]]:
    """Class and text of each token, in order; `text` for what has no colour. Any text returns."""
    at = 0
    language = LANGUAGES.get(form)
    for found in language.finditer(text) if language and len(text) <= LONGEST else ():
        kind = (found.lastgroup or "word").rstrip("_")
        if kind == "word" or found.end() == found.start():
            continue
        if found.start() > at:
            yield "text", text[at : found.start()]
        written = found[0]
        yield "action" if kind == "string" and _ACTION.fullmatch(written) else kind, written
        at = found.end()
    if at < len(text):
        yield "text", text[at:]


def export_lines(text: str, form: Form) -> tuple[CodeLine, ...]:
    """The lines of an export, for `highlight.code_html`."""
    lines: list[list[Piece]] = [[]]
    for kind, written in code_tokens(text, form):
        for row, part in enumerate(written.split("\n")):
            if row:
                lines.append([])
            if part:
                lines[-1].append(Piece(kind, part))
    return tuple(_line(number, pieces) for number, pieces in enumerate(lines, start=1))


def _line(number: int, pieces: list[Piece]) -> CodeLine:
    text = "".join(piece.text for piece in pieces)
    return CodeLine(number, len(text) - len(text.lstrip(" ")), tuple(pieces), statement=None, opens=False)
