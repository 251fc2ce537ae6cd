"""The validator, and parliament (what many run in CI today) on the same documents in the same run."""

import json
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.samples import ten_rules
from benchmarks.timing import Entry, repeated
from policybuilder.authoring import Draft, compose, draft_from_plain, guide_policies
from policybuilder.validator import PolicyKind, validate

SIX_KB = 6_000
MANY = 10_000
PARLIAMENT = "parliament"


def entries() -> list[Entry]:
    """The guide's policy, a document of the quota's size, one of 10,000 statements."""
    guide, quota, many = guide_policies()[0].text, of_size(SIX_KB), of_statements(MANY)
    kind = PolicyKind.IDENTITY
    return [
        Entry("validate the guide's first policy", repeated(lambda: validate(guide, kind)), n=100),
        Entry(f"validate {len(quota):,} characters", repeated(lambda: validate(quota, kind)), n=100, aim="< 20"),
        Entry(f"validate {MANY:,} statements, {len(many):,} characters", repeated(lambda: validate(many, kind)), n=2),
        *_parliament(guide, quota),
    ]


def _parliament(guide: str, quota: str) -> list[Entry]:
    if find_spec(PARLIAMENT) is None:
        return [Entry(PARLIAMENT, lambda _: [], note="parliament is not installed: pip install parliament")]
    analyse: Any = import_module(PARLIAMENT).analyze_policy_string
    return [
        Entry("parliament: the guide's first policy", repeated(lambda: analyse(guide)), n=20),
        Entry(f"parliament: {len(quota):,} characters", repeated(lambda: analyse(quota)), n=20),
    ]


def of_size(characters: int) -> str:
    """The ten rules' statements, again and again until the document is that long."""
    draft = draft_from_plain(ten_rules())
    assert isinstance(draft, Draft), draft
    plain = json.loads(compose(draft).text)
    statements = plain["Statement"]
    wanted: list[Any] = []
    while len(json.dumps({**plain, "Statement": wanted}, indent=2)) < characters:
        number = len(wanted)
        wanted.append({**statements[number % len(statements)], "Sid": f"Statement{number}"})
    return json.dumps({**plain, "Statement": wanted}, indent=2)


def of_statements(count: int) -> str:
    """So many statements, each on a project of its own."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": f"S{number}",
                    "Effect": "Allow",
                    "Action": ["rekognition:DetectCustomLabels", "rekognition:StartProjectVersion"],
                    "Resource": f"arn:aws:rekognition:us-east-1:111122223333:project/p{number}/version/v1/*",
                    "Condition": {"StringEquals": {"aws:PrincipalTag/team": f"t{number % 100}"}},
                }
                for number in range(count)
            ],
        },
        indent=1,
    )
