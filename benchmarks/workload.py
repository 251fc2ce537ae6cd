"""The workload that decisions are timed on, the same on every day and machine.

The identity policy is the 18 statements of the recipes for a data scientist (8), a model operator (4) and tag-based
access (6), the boundary has 2. Every request differs from every other; half are allowed, and for a third a statement
that names the action and the resource goes on to test a condition.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from policybuilder.iam import ContextValue, Decision, Layers, Policy, Request, Truth, decide, policy_from

SEED = 9
COUNT = 3_000
ACCOUNT = "111122223333"
REGION = f"arn:aws:rekognition:us-east-1:{ACCOUNT}"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TEAMS = ("cats", "dogs", "birds")
DOCUMENTS = Path(__file__).with_name("workload.json")


@dataclass(frozen=True)
class Shape:
    """One kind of request; `{n}` in the resource is a number of its own. `same`: the resource carries the team's tag."""

    actions: tuple[str, ...]
    resource: str
    same: bool = False


VERSION = "/version/v{n}/169{n:010}"
DATASET = "/dataset/train/169{n:010}"
ALLOWED = (
    Shape(("DescribeDataset", "ListDatasetEntries", "ListDatasetLabels"), f"{REGION}:project/cats{DATASET}"),
    Shape(("s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectVersion"), "arn:aws:s3:::cat-images/in/{n}.jpg"),
    Shape(("s3:PutObject",), "arn:aws:s3:::cat-models/out/{n}"),
    Shape(("kms:Decrypt", "kms:GenerateDataKey"), KEY),
    Shape(("DescribeProjects", "cloudwatch:GetMetricData"), "*"),
)
TESTED = (
    Shape(("DetectCustomLabels", "StartProjectVersion", "StopProjectVersion"), f"{REGION}:project/p{{n}}{VERSION}"),
    Shape(("DescribeProjectVersions", "CreateDataset"), f"{REGION}:project/p{{n}}/169{{n:010}}"),
)
ELSEWHERE = (
    Shape(("DescribeDataset", "TagResource"), f"{REGION}:project/dogs{DATASET}"),
    Shape(("s3:GetObject", "s3:PutObject"), "arn:aws:s3:::dog-images/in/{n}.jpg"),
    Shape(("DetectCustomLabels",), f"arn:aws:rekognition:eu-west-1:{ACCOUNT}:project/cats{VERSION}"),
)
OTHER_ACTIONS = (
    Shape(("DeleteProjectVersion", "CopyProjectVersion", "CreateProject"), f"{REGION}:project/cats{VERSION}"),
    Shape(("s3:DeleteObject", "lambda:InvokeFunction"), "arn:aws:s3:::cat-images/in/{n}.jpg"),
)
TURNS = (ALLOWED, ALLOWED, TESTED, TESTED, ELSEWHERE, OTHER_ACTIONS)


def documents() -> dict[str, Any]:
    """The two documents as plain JSON."""
    found: dict[str, Any] = json.loads(DOCUMENTS.read_text(encoding="utf-8"))
    return found


def layers() -> Layers:
    """The same as policies."""
    plain = documents()
    identity, boundary = policy_from(plain["identity"]), policy_from(plain["boundary"])
    assert identity is not None
    assert boundary is not None
    assert (len(identity.statements), len(boundary.statements)) == (18, 2)
    return Layers(identity=(identity,), boundary=boundary)


EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
COPY = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/Trainer"}}
PLAIN = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def all_layers() -> Layers:
    """The same under two levels of SCPs, an RCP and a project policy."""
    everything = policy(EVERYTHING)
    insecure = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    return replace(
        layers(),
        scp=((everything,), (everything,)),
        rcp=((policy(PLAIN | insecure),),),
        resource=(policy(COPY | {"Action": "rekognition:CopyProjectVersion", "Resource": "*"}),),
    )


def never_the_same() -> tuple[list[Request], Layers]:
    """The workload with a boundary that tests a key whose value is new in every request."""
    recent = {"Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "1000000"}}}
    asked = [
        replace(request, context={**request.context, "aws:MultiFactorAuthAge": str(number)})
        for number, request in enumerate(requests())
    ]
    return asked, replace(layers(), boundary=policy(EVERYTHING | recent))


def policy(statement: dict[str, Any]) -> Policy:
    """The policy of one statement."""
    found = policy_from({"Version": "2012-10-17", "Statement": [statement]})
    assert found is not None
    return found


def requests(count: int = COUNT) -> list[Request]:
    """The requests in their order; their number should be one that six divides."""
    random = Random(SEED)  # noqa: S311 - the same numbers on every run are the point
    return [one(random, number) for number in range(count)]


def one(random: Random, number: int) -> Request:
    """The request of a number: of six, three are allowed, two test a condition, one of these with success."""
    turn = number % 6
    shape = random.choice(TURNS[turn])
    name = random.choice(shape.actions)
    team = random.choice(TEAMS)
    context: dict[str, ContextValue] = {"aws:PrincipalTag/team": team, "aws:userid": f"AROAEXAMPLE:s{number}"}
    if turn != 0:
        context["aws:ResourceTag/team"] = team if turn == 2 else f"not-{team}"
    return Request(
        action=name if ":" in name else f"rekognition:{name}",
        resource=shape.resource.format(n=number),
        principal=f"arn:aws:sts::{ACCOUNT}:assumed-role/Trainer/s{number % 50}",
        context=context,
    )


def shares(asked: list[Request], policies: Layers) -> tuple[int, int]:
    """How many requests are allowed, and for how many a condition is tested."""
    answers = [decide(request, policies) for request in asked]
    allowed = sum(answer.decision is Decision.ALLOWED for answer in answers)
    tested = sum(
        any(
            trace.conditions and trace.action.truth is Truth.YES and trace.resource.truth is Truth.YES
            for trace in answer.traces
        )
        for answer in answers
    )
    return allowed, tested
