"""Small words: lists, names of types, actions as people read them."""

from collections.abc import Mapping, Sequence

TYPE_NAMES: Mapping[str, str] = {
    "project": "project",
    "projectversion": "model version",
    "dataset": "dataset",
    "collection": "face collection",
    "streamprocessor": "stream processor",
    "s3:bucket": "S3 bucket",
    "s3:object": "S3 object",
    "kms:key": "KMS key",
    "logs:log-group": "log group",
    "logs:log-stream": "log stream",
    "s3:accesspoint": "S3 access point",
    "s3:accesspointobject": "object of an S3 access point",
    "iam:role": "IAM role",
}
SHOWN = 8  # of a longer list the rest is counted


def listed(items: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`; of many the first ones and the number of the others."""
    shown = list(items[:SHOWN])
    if len(items) > SHOWN:
        shown.append(f"{len(items) - SHOWN} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {joint} {shown[-1]}"


def one_line(text: str) -> str:
    """A text that somebody typed, in one line: what cannot be seen separates words as white space does."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def action_name(action: str) -> str:
    """Rekognition's actions without their prefix, others with it."""
    return action.removeprefix("rekognition:")


def untitled_rule(number: int, actions: Sequence[str]) -> str:
    """What stands for the title of a rule without one: its number, and what it is about as far as two names go."""
    names = [action if action.endswith(":*") else action_name(action) for action in actions]
    shown = names if len(names) < 3 else [names[0], f"{len(names) - 1} more"]
    return f"Rule {number}: {listed(shown)}" if names else f"Rule {number}"


def type_name(type_id: str) -> str:
    """A resource type in words."""
    return TYPE_NAMES.get(type_id, type_id)


def with_article(words: str) -> str:
    """`a project`, `an S3 object`, `an IAM role`."""
    return f"{'an' if words.startswith(('a', 'e', 'i', 'o', 'u', 'IAM', 'S3')) else 'a'} {words}" if words else ""


def filled(template: str, params: Mapping[str, str | Sequence[str]]) -> str:
    """A sentence with its parameters put in; what the parameters do not have stays empty."""
    return template.format_map(_Words(params))


class _Words(dict[str, str]):
    """The words of a sentence: parameters as text, and `{is}`, `{s}`, `{it}` after the number of operations."""

    def __init__(self, params: Mapping[str, str | Sequence[str]]) -> None:
        super().__init__({name: _said(name, value) for name, value in params.items()})
        operations = params.get("operations", ())
        one = isinstance(operations, str) or len(operations) < 2
        for name in ("types", "matched"):
            self[f"a_{name}"] = with_article(self.get(name, ""))
        self |= {"is": "is" if one else "are", "s": "s" if one else "", "it": "it" if one else "them"}

    def __missing__(self, key: str) -> str:
        return ""


def _said(name: str, value: str | Sequence[str]) -> str:
    items = [value] if isinstance(value, str) else list(value)
    if name in {"operations", "action"}:
        return listed([action_name(item) for item in items])
    if name in {"types", "matched"}:
        return listed([type_name(item) for item in items], "or")
    return listed(items)
