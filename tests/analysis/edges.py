"""Random requests aimed at the edges of two policies: what their patterns match and what they just do not.

Every request is one that AWS could send: actions of the catalogue on resources of their types, keys that the action
provides, values of the key's type, and what follows from the caller's ARN and the resource's.
"""

import re
from itertools import chain

from policybuilder.catalogue import catalogue
from tests.analysis import values
from tests.oracle import listed

ACCOUNT = "111122223333"
STRANGERS = "444455556666"
OPTIONAL_RESOURCE = ("DetectModerationLabels", "StartMediaAnalysisJob")
OTHERS = (
    ("s3:GetObject", "arn:aws:s3:::cat-images/in/1.jpg"),
    ("s3:ListAllMyBuckets", "*"),
    ("iam:PassRole", "arn:aws:iam::111122223333:role/Trainer"),
    ("made-up:DoThat", "arn:aws:made-up:us-east-1:111122223333:thing:a:b"),
)
CALLERS = ("user/staff/ana", "user/cats", "role/Trainer", "assumed-role/Trainer/s1")
PLAIN = ("cats", "a", "zz")
STRANGE = ("arn:aws:iam::777788889999:user/x", f"arn:aws:sts::{STRANGERS}:assumed-role/Copier/s2")
FIELDS = {
    "Partition": r"[a-z0-9-]+",
    "Region": r"[a-z0-9-]+",
    "Account": r"[0-9]{12}",
    "CreationTimestamp": r"[0-9]+",
    "DatasetType": "train|test",
}
NAME = r"[a-zA-Z0-9_.-]{1,255}"
USUAL = {
    "Partition": ["aws"],
    "Region": ["us-east-1"],
    "Account": [ACCOUNT],
    "CreationTimestamp": ["1690000000001", "7"],
    "DatasetType": ["train", "test"],
}
HOLE = re.compile(r"\$\{(\w+)\}")


def statements_of(document):
    """The statements of a policy, or of all policies of a stack."""
    if "Statement" in document:
        return listed(document["Statement"])
    levels = chain.from_iterable([*document["scp"], *document["rcp"]])
    policies = [*document["identity"], document["boundary"], document["session"], *levels, *document["resource"]]
    return [each for policy in policies if policy for each in listed(policy["Statement"])]


class Edges:
    """What two policies speak of, taken apart once for many requests."""

    def __init__(self, kind, one, other):
        self.kind = kind
        both = [*statements_of(one), *statements_of(other)]
        self.actions = sorted({text for each in both for text in _entries(each, "Action", "NotAction")})
        self.resources = sorted({text for each in both for text in _entries(each, "Resource", "NotResource")})
        self.rekognition = [action for action in catalogue().actions.values() if action.service == "rekognition"]
        self.fitting = {"rekognition:*": self.rekognition}
        self.keys = values.keys_of(both)
        self.words = sorted(
            {word for text in self.resources for word in text.split(":", 5)[-1].split("/")} | set(PLAIN)
        )
        self.heads = [text.split(":")[:5] for text in self.resources if text.count(":") >= 4]
        self.principals = self._principals(both)

    def _principals(self, both):
        named: list[str] = []
        for each in both:
            principal = each.get("Principal") or each.get("NotPrincipal") or {}
            named += listed(principal.get("AWS", [])) if isinstance(principal, dict) else []
        named = [f"arn:aws:iam::{text}:user/carol" if text.isdigit() else text for text in named]
        named = [text.replace(":root", ":user/carol") for text in named if text != "*"]
        named += [
            text.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/s1"
            for text in named
            if ":role/" in text
        ]
        if self.kind == "project":
            named = [text for text in named if ":role/" not in text]  # a role asks by its sessions
            return [*named, *STRANGE, f"arn:aws:iam::{STRANGERS}:user/carol"]
        callers = [
            f"arn:aws:iam::{ACCOUNT}:{text}".replace("iam::111122223333:assumed", "sts::111122223333:assumed")
            for text in CALLERS
        ]
        return callers[-1:] if self.kind == "session" else [*callers, *(text for text in named if ":role/" not in text)]

    def request(self, draw):
        """One request."""
        action, resource, types = self._asked(draw)
        principal = self._caller(draw)
        region = resource.count(":") >= 5 and resource.split(":")[3]
        context = {}
        for key in self.keys:
            if key.provided(action, types) and (key.always or draw.random() < 0.75):
                value = key.value(draw, self, principal, region)
                if value is not None:
                    context[key.name] = value
        name = action if isinstance(action, str) else action.id
        return {
            "action": name,
            "resource": resource,
            "principal": principal,
            "resource_account": ACCOUNT,
            "context": context,
        }

    def _caller(self, draw):
        wanted = [text for key in self.keys if key.folded == "aws:principalarn" for text in key.wanted]
        if wanted and self.kind not in ("session", "project") and draw.random() < 0.5:
            found = values.filled(draw.choice(wanted), draw, self.words)
            if re.fullmatch(rf"arn:aws:iam::{ACCOUNT}:(user|role)/[A-Za-z0-9/_.-]*[A-Za-z0-9_.-]", found):
                return found
        if self.kind in ("identity", "boundary", "scp", "stack") and draw.random() < 0.3:
            name = values.filled(draw.choice(self.words), draw, self.words)
            if re.fullmatch(r"[\w+=,.@-]{1,64}", name, re.ASCII):
                return f"arn:aws:iam::{ACCOUNT}:user/{name}"
        return draw.choice(self.principals)

    # -- actions and resources -----------------------------------------------------------------------------------------

    def _asked(self, draw):
        """An action (of the catalogue, or a name), a resource, and the resource's type if it is Rekognition's."""
        pattern = draw.choice(self.actions) if self.actions and draw.random() < 0.8 else "rekognition:*"
        prefix, _, _ = pattern.lower().partition(":")
        if prefix in ("*", "rekognition") and draw.random() < 0.85:
            if pattern not in self.fitting:
                found = [action for action in self.rekognition if values.like(pattern, action.id)]
                self.fitting[pattern] = found or self.rekognition
            return self._of_catalogue(draw.choice(self.fitting[pattern]), draw)
        if prefix in ("*", "rekognition") or not re.fullmatch("[a-z0-9-]+", prefix):
            return (*draw.choice(OTHERS), None)
        name = values.filled(pattern.partition(":")[2], draw, ["Get", "Object", "x"])
        name = name if re.fullmatch("[A-Za-z0-9]+", name) else "Do"
        return f"{prefix}:{name}", self._any_resource(prefix, draw), None

    def _of_catalogue(self, action, draw):
        if not action.resources or (action.name in OPTIONAL_RESOURCE and draw.random() < 0.3):
            return action, "*", None
        kind = catalogue().resource_types[draw.choice(action.resources).type]
        for _ in range(3):
            found = self._expanded(kind, draw)
            if found:
                return action, found, kind
        return action, self._built(kind, draw), kind

    def _expanded(self, kind, draw):
        """A pattern of the policies filled in, if that is an ARN of the type."""
        fitting = [text for text in self.resources if text.startswith("arn:")]
        if not fitting:
            return None
        between = [*self.words, "version/v1", "7", "/version/v1/7", "cats/version/v1/7", "1/dataset/train/7", "a/7"]
        found = values.filled(draw.choice(fitting), draw, between)
        return found if re.fullmatch(grammar(kind), found) else None

    def _built(self, kind, draw):
        """An ARN of the type from the words of the policies."""

        def field(match):
            name = match[1]
            for _ in range(4):
                pool = self._pool(name)
                text = values.nudged(values.filled(draw.choice(pool), draw, [*PLAIN, "7"]), draw, 0.15)
                if re.fullmatch(FIELDS.get(name, NAME), text):
                    return text
            return draw.choice(USUAL.get(name, PLAIN))

        return HOLE.sub(field, kind.arn_template)

    def _pool(self, name):
        places = {"Partition": 1, "Region": 3, "Account": 4}
        if name in places:
            return USUAL[name] * 3 + [head[places[name]] for head in self.heads]
        return USUAL.get(name, []) + self.words

    def _any_resource(self, prefix, draw):
        fitting = [text for text in self.resources if text.split(":")[2:3] == [prefix]] or self.resources or ["*"]
        pattern = draw.choice(fitting)
        found = values.nudged(values.filled(pattern, draw, [*PLAIN, "x:y", "/", ""]), draw, 0.2)
        return (
            found if found.startswith("arn:") and found.count(":") >= 5 else f"arn:aws:{prefix}:::{draw.choice(PLAIN)}"
        )


def grammar(kind):
    """A resource type's template as a regular expression."""
    parts = HOLE.split(kind.arn_template)
    return "".join(
        f"(?:{FIELDS.get(part, NAME)})" if number % 2 else re.escape(part) for number, part in enumerate(parts)
    )


def _entries(statement, *names):
    return chain.from_iterable(listed(statement[name]) for name in names if name in statement)
