"""The policy language and the decision: what a document says, and what IAM would answer. Standard library only."""

from policybuilder.iam.arn import Arn, arn_matches, split_arn
from policybuilder.iam.combine import Decision
from policybuilder.iam.conditions import ConditionTrace
from policybuilder.iam.decide import decide, verdict
from policybuilder.iam.document import ConditionEntry, Effect, Policy, Principal, Statement, Values
from policybuilder.iam.findings import Finding, Path, Position, Severity, Span
from policybuilder.iam.instants import instant
from policybuilder.iam.limits import RCP_DATE, RCP_SERVICES, Exemption, ExemptReason
from policybuilder.iam.match import ElementTrace, StatementRef, StatementTrace
from policybuilder.iam.matrix import Row, Table, table, tables
from policybuilder.iam.operators import OPERATORS, OperatorName, operator_named
from policybuilder.iam.outcome import Evaluation, LayerVerdict
from policybuilder.iam.parse import Parsed, parse, policy_from, policy_of, statement_from
from policybuilder.iam.prepared import Prepared, prepare
from policybuilder.iam.principals import Grant
from policybuilder.iam.reasons import (
    ActionReason,
    ConditionReason,
    PrincipalReason,
    Reason,
    ResourceReason,
    StatementReason,
)
from policybuilder.iam.render import (
    Line,
    Token,
    lines,
    minified_size,
    minify,
    parts,
    render,
    render_json,
    render_node,
    tokens,
)
from policybuilder.iam.request import (
    ALWAYS_SENT,
    MULTIVALUED,
    Caller,
    ContextValue,
    Layers,
    Request,
    caller_of,
    derive_context,
)
from policybuilder.iam.syntax import (
    JsonArray,
    JsonBoolean,
    JsonNull,
    JsonNumber,
    JsonObject,
    JsonString,
    JsonValue,
    Member,
    Node,
    node_at,
    node_from,
    to_plain,
)
from policybuilder.iam.truth import Truth, all_of, any_of, negate
from policybuilder.iam.variables import Variable, template
from policybuilder.iam.wildcard import Glob, Part, covers, glob, glob_matches, glob_of, overlaps

__all__ = [
    "ALWAYS_SENT",
    "MULTIVALUED",
    "OPERATORS",
    "RCP_DATE",
    "RCP_SERVICES",
    "ActionReason",
    "Arn",
    "Caller",
    "ConditionEntry",
    "ConditionReason",
    "ConditionTrace",
    "ContextValue",
    "Decision",
    "Effect",
    "ElementTrace",
    "Evaluation",
    "ExemptReason",
    "Exemption",
    "Finding",
    "Glob",
    "Grant",
    "JsonArray",
    "JsonBoolean",
    "JsonNull",
    "JsonNumber",
    "JsonObject",
    "JsonString",
    "JsonValue",
    "LayerVerdict",
    "Layers",
    "Line",
    "Member",
    "Node",
    "OperatorName",
    "Parsed",
    "Part",
    "Path",
    "Policy",
    "Position",
    "Prepared",
    "Principal",
    "PrincipalReason",
    "Reason",
    "Request",
    "ResourceReason",
    "Row",
    "Severity",
    "Span",
    "Statement",
    "StatementReason",
    "StatementRef",
    "StatementTrace",
    "Table",
    "Token",
    "Truth",
    "Values",
    "Variable",
    "all_of",
    "any_of",
    "arn_matches",
    "caller_of",
    "covers",
    "decide",
    "derive_context",
    "glob",
    "glob_matches",
    "glob_of",
    "instant",
    "lines",
    "minified_size",
    "minify",
    "negate",
    "node_at",
    "node_from",
    "operator_named",
    "overlaps",
    "parse",
    "parts",
    "policy_from",
    "policy_of",
    "prepare",
    "render",
    "render_json",
    "render_node",
    "split_arn",
    "statement_from",
    "table",
    "tables",
    "template",
    "to_plain",
    "tokens",
    "verdict",
]
