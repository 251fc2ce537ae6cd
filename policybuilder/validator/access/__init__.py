"""What the statements come to: too much access, rights that grow, roles handed on, tags, statements that add nothing."""

from policybuilder.validator.access import breadth, dependents, escalation, made, needless, roles, tags
from policybuilder.validator.base import Absorbs, Check, Scope, absorbs

CHECKS: tuple[Check, ...] = (
    breadth.all_on_all,
    breadth.whole_service,
    breadth.write_on_all,
    breadth.effectively_star,
    breadth.not_action,
    breadth.not_resource,
    roles.role_shapes,
    escalation.exposure,
    escalation.escalation,
    tags.tampering,
    made.untagged,
    dependents.missing,
    needless.needless,
)
_NARROWER = ("WRITE_ON_ALL_RESOURCES", "RESOURCE_EXPOSURE", "PRIVILEGE_ESCALATION")
ABSORBS: tuple[Absorbs, ...] = (
    absorbs("ALLOW_ALL_ACTIONS_ON_ALL_RESOURCES", Scope.STATEMENT, "SERVICE_WILDCARD_ACTION", *_NARROWER),
    absorbs("SERVICE_WILDCARD_ACTION", Scope.PLACE, "RESOURCE_EXPOSURE", "PRIVILEGE_ESCALATION"),
    absorbs("ALLOW_FULLY_DENIED", Scope.STATEMENT, "SHADOWED_STATEMENT", "REDUNDANT_STATEMENT"),
    absorbs("REDUNDANT_STATEMENT", Scope.STATEMENT, "SHADOWED_STATEMENT"),
    absorbs("REDUNDANT_ACTION", Scope.PLACE, "ENTRY_COVERED_ELSEWHERE"),
    absorbs("REDUNDANT_RESOURCE", Scope.PLACE, "ENTRY_COVERED_ELSEWHERE"),
    absorbs("IFEXISTS_WEAKENS_CONDITION", Scope.STATEMENT, "CONDITION_ALWAYS_HOLDS"),
    absorbs("CONDITION_NEVER_TRUE", Scope.STATEMENT, "CONDITION_ALWAYS_HOLDS"),
    absorbs("DENY_NEVER_APPLIES", Scope.STATEMENT, "DENY_TAKES_NOTHING"),
    absorbs("CONDITION_NEVER_TRUE", Scope.STATEMENT, "DENY_TAKES_NOTHING"),
    absorbs("STATEMENT_NEVER_APPLIES", Scope.STATEMENT, "DENY_TAKES_NOTHING"),
)
