"""All checks, and which finding swallows which."""

from policybuilder.validator import access, conditions, grammar, names, principals, values
from policybuilder.validator.base import Absorbs, Check

CHECKS: tuple[Check, ...] = (
    *grammar.CHECKS,
    *names.CHECKS,
    *conditions.CHECKS,
    *values.CHECKS,
    *access.CHECKS,
    *principals.CHECKS,
)
ABSORBS: tuple[Absorbs, ...] = (
    *grammar.ABSORBS,
    *names.ABSORBS,
    *conditions.ABSORBS,
    *values.ABSORBS,
    *access.ABSORBS,
    *principals.ABSORBS,
)
