"""The list of checks: each code with its severity, where it comes from, the kinds of policy it is for.

Codes and severities are IAM Access Analyzer's where it has the check (IAM User Guide, "Access Analyzer policy check
reference"); the others are this program's own. `data/codes.json` holds the list.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from policybuilder.iam import Severity
from policybuilder.validator.kinds import PolicyKind


class Origin(Enum):
    """Who says so: IAM, which would not store the policy; Access Analyzer; or this program alone."""

    IAM = "iam"
    ACCESS_ANALYZER = "access_analyzer"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Code:
    """One check: `severity` is the usual one; `refused` if IAM would not store such a policy.

    `dated`: the answer hangs on AWS's published tables, whose date is shown with it. `source`: the title of the AWS
    page that has the rule.
    """

    code: str
    severity: Severity
    origin: Origin
    kinds: frozenset[PolicyKind]
    refused: bool
    dated: bool
    source: str


@cache
def codes() -> Mapping[str, Code]:
    """All codes by name, in the order of their severity and name."""
    rows = json.loads(files("policybuilder.validator").joinpath("data/codes.json").read_text("utf-8"))
    return MappingProxyType({row["code"]: _code(row) for row in rows["codes"]})


def _code(row: Mapping[str, object]) -> Code:
    kinds = row["kinds"]
    return Code(
        code=str(row["code"]),
        severity=Severity(row["severity"]),
        origin=Origin(row["origin"]),
        kinds=frozenset(map(PolicyKind, kinds if isinstance(kinds, list) else ())),
        refused=bool(row.get("refused")),
        dated=bool(row.get("dated")),
        source=str(row["source"]),
    )
