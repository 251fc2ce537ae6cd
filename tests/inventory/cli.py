"""Answers as the AWS CLI prints them, held to the service's API model by botocore's stubber."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache

from botocore.session import get_session
from botocore.stub import Stubber

HOME = "arn:aws:rekognition:us-east-1:111122223333:project"
MADE = datetime(2023, 7, 27, 16, 19, 32, 815000, tzinfo=UTC)
PROJECT = f"{HOME}/my-project/1690474772815"
VERSION = f"{HOME}/my-project/version/1/1690556751958"
TRAIN = f"{HOME}/my-project/dataset/train/1690476084535"
TEST = f"{HOME}/my-project/dataset/test/1690476084600"


def dataset(arn: str = TRAIN, **more: object) -> dict[str, object]:
    kind = arn.split("/")[3].upper()
    return {
        "CreationTimestamp": MADE,
        "DatasetType": kind,
        "DatasetArn": arn,
        "Status": "CREATE_COMPLETE",
        "StatusMessage": "The dataset was created.",
        "StatusMessageCode": "SUCCESS",
    } | more


def project(arn: str = PROJECT, **more: object) -> dict[str, object]:
    return {
        "ProjectArn": arn,
        "CreationTimestamp": MADE,
        "Status": "CREATED",
        "Datasets": [dataset(), dataset(TEST)],
        "Feature": "CUSTOM_LABELS",
    } | more


def version(arn: str = VERSION, **more: object) -> dict[str, object]:
    return {
        "ProjectVersionArn": arn,
        "CreationTimestamp": MADE + timedelta(days=1),
        "MinInferenceUnits": 1,
        "Status": "RUNNING",
        "StatusMessage": "The model is running.",
        "BillableTrainingTimeInSeconds": 1800,
        "TrainingEndTimestamp": MADE + timedelta(days=1, hours=1),
        "OutputConfig": {"S3Bucket": "my-output", "S3KeyPrefix": "runs"},
        "EvaluationResult": {
            "F1Score": 0.95,
            "Summary": {"S3Object": {"Bucket": "my-output", "Name": "runs/summary.json"}},
        },
        "KmsKeyId": "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000",
        "SourceProjectVersionArn": "arn:aws:rekognition:us-east-1:444455556666:project/theirs/version/9/1600000000000",
        "Feature": "CUSTOM_LABELS",
    } | more


@cache
def client():
    return get_session().create_client(
        "rekognition", region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none"
    )


def answer(operation: str, response: dict[str, object], **arguments: object) -> dict[str, object]:
    """What the operation answers; botocore refuses a response that does not fit the API model."""
    with Stubber(client()) as stub:
        stub.add_response(operation, response)
        given = getattr(client(), operation)(**arguments)
    return {name: value for name, value in given.items() if name != "ResponseMetadata"}


def printed(value: object, *, cli: int = 2) -> str:
    """As version 1 (dates in seconds) or 2 (ISO text in the caller's time zone) prints it with --output json."""

    def date(time: object) -> float | str:
        assert isinstance(time, datetime)
        return time.timestamp() if cli == 1 else time.isoformat()

    return json.dumps(value, indent=4, default=date) + "\n"


def projects(*described: dict[str, object], cli: int = 2, **more: object) -> str:
    response = {"ProjectDescriptions": list(described) or [project()]} | more
    return printed(answer("describe_projects", response), cli=cli)


def versions(*described: dict[str, object], cli: int = 2, **more: object) -> str:
    response = {"ProjectVersionDescriptions": list(described) or [version()]} | more
    return printed(answer("describe_project_versions", response, ProjectArn=PROJECT), cli=cli)
