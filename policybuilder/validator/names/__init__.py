"""Names of actions and resources: whether they exist, whether they go together, how far they reach."""

from collections.abc import Iterator

from policybuilder.validator.base import Absorbs, Check, Scope, absorbs
from policybuilder.validator.finding import Finding
from policybuilder.validator.names.hints import hint_findings
from policybuilder.validator.names.pairs import exception_findings, pair_findings
from policybuilder.validator.names.reading import Reading
from policybuilder.validator.names.redundant import redundant_findings
from policybuilder.validator.view import Subject


def name_findings(subject: Subject) -> Iterator[Finding]:
    """All that is to say of a document's actions and resources."""
    reading = Reading(subject)
    yield from reading.problems()
    yield from pair_findings(reading)
    yield from exception_findings(reading)
    yield from redundant_findings(subject)
    yield from hint_findings(reading)


CHECKS: tuple[Check, ...] = (name_findings,)
ARN_CODES = (
    *("ARN_ACCOUNT_NOT_ALLOWED", "ARN_REGION_NOT_ALLOWED", "INVALID_ARN_ACCOUNT", "INVALID_ARN_PREFIX"),
    *("INVALID_ARN_REGION", "INVALID_ARN_RESOURCE", "INVALID_ARN_SERVICE_CASE", "INVALID_PARTITION", "INVALID_SERVICE"),
    *("MISSING_ARN_ACCOUNT", "MISSING_ARN_FIELD", "MISSING_ARN_REGION", "PARTITION_REGION_MISMATCH"),
)
ABSORBS: tuple[Absorbs, ...] = (
    *(absorbs(code, Scope.PLACE, "REDUNDANT_RESOURCE") for code in ARN_CODES),
    *(absorbs(code, Scope.PLACE, "REDUNDANT_ACTION") for code in ("INVALID_ACTION", "INVALID_SERVICE_IN_ACTION")),
    absorbs("REDUNDANT_ACTION", Scope.PLACE, "DEPRECATED_ACTION"),
    absorbs("REDUNDANT_RESOURCE", Scope.PLACE, "RESOURCE_SPANS_MORE", "RESOURCE_NAME_OPEN_ENDED"),
    absorbs("RESOURCE_WITHOUT_ACTION", Scope.PLACE, "REDUNDANT_RESOURCE"),
    absorbs("STATEMENT_NEVER_APPLIES", Scope.STATEMENT, "ALLOW_WITH_NOTACTION", "ALLOW_WITH_NOTRESOURCE"),
)
