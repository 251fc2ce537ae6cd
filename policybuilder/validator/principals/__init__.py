"""Who is named: principals of resource-based, project and trust policies, and the forms of organization policies."""

from policybuilder.validator.base import Absorbs, Check, Scope, absorbs
from policybuilder.validator.principals import attached, names, organizations, providers, services, shape, trust

CHECKS: tuple[Check, ...] = (
    shape.presence,
    shape.form,
    shape.not_principal,
    shape.federated,
    shape.elements,
    names.wildcards,
    names.everyone_in_trust,
    names.public,
    names.values,
    names.redundant,
    attached.project_actions,
    attached.unsupported,
    attached.irrelevant_keys,
    services.sources,
    services.never_sent,
    trust.mismatched,
    trust.federated_syntax,
    trust.anywhere,
    providers.unconditional,
    providers.repositories,
    providers.audiences,
    organizations.syntax,
    organizations.exceptions,
)
ABSORBS: tuple[Absorbs, ...] = (
    absorbs("INVALID_PRINCIPAL_FORMAT", Scope.PLACE, "INVALID_PRINCIPAL_VALUE"),
    absorbs("UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Scope.STATEMENT, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"),
    absorbs("FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", Scope.PLACE, "FORANYVALUE_WITH_SINGLE_VALUED_KEY"),
    absorbs("CONFIRM_AUDIENCE_CLAIM_TYPE", Scope.PLACE, "FORALLVALUES_WITH_SINGLE_VALUED_KEY"),
)
