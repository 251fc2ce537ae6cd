"""What is measured: ten rules as a user would have them after an afternoon."""

from typing import Any

OPERATIONS = [
    ["rekognition:DetectCustomLabels", "rekognition:DescribeProjectVersions"],
    ["rekognition:StartProjectVersion", "rekognition:StopProjectVersion"],
    ["rekognition:CreateProjectVersion", "rekognition:DescribeProjectVersions", "rekognition:DeleteProjectVersion"],
    ["rekognition:CreateDataset", "rekognition:DescribeDataset", "rekognition:UpdateDatasetEntries"],
    ["rekognition:CreateProject", "rekognition:DescribeProjects"],
]


def guided(number: int) -> dict[str, Any]:
    """One guided rule; every fifth denies, every second has conditions."""
    condition = {
        "operator": "StringEquals",
        "set_operator": None,
        "if_exists": False,
        "key": "aws:RequestedRegion",
        "values": ["us-east-1", "eu-west-1"],
    }
    return {
        "type": "guided",
        "id": f"r{number}",
        "title": f"Work on project {number}",
        "effect": "Deny" if number % 5 == 4 else "Allow",
        "operations": OPERATIONS[number % 5],
        "targets": [
            {"type": "projectversion", "project": f"parts{number}", "version": "v*"},
            {"type": "dataset", "project": f"parts{number}"},
        ],
        "conditions": [condition] if number % 2 else [],
        "principals": [],
    }


def ten_rules() -> dict[str, Any]:
    """A draft of ten rules as plain JSON."""
    return {
        "schema_version": 1,
        "settings": {
            "kind": "identity",
            "partition": "aws",
            "account": "111122223333",
            "regions": ["us-east-1"],
            "document": {"Version": "2012-10-17"},
            "single_statement": False,
        },
        "rules": [guided(number) for number in range(10)],
    }


QUESTION: dict[str, Any] = {
    "action": "rekognition:DetectCustomLabels",
    "resource": "arn:aws:rekognition:us-east-1:111122223333:project/parts5/version/v1/1690000000001",
    "principal": "arn:aws:iam::111122223333:role/Trainer",
}
