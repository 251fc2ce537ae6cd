"""Checks."""

from policybuilder.validator.base import Absorbs, Check

CHECKS: tuple[Check, ...] = ()
ABSORBS: tuple[Absorbs, ...] = ()
