"""What a policy says, whatever the order and the form of its lists: for exports that keep no more than that."""

from policybuilder.iam import Policy, Principal, Statement, Values


def meaning(policy: Policy):
    """Version, Id and statements, comparable."""
    return policy.version or "2008-10-17", policy.id, [_statement(each) for each in policy.statements]


def _statement(statement: Statement):
    return (
        statement.effect,
        statement.sid,
        statement.readable,
        [_set(getattr(statement, name)) for name in ("actions", "not_actions", "resources", "not_resources")],
        [_principal(statement.principal), _principal(statement.not_principal)],
        {(each.operator, each.key): each.values.items for each in statement.conditions},
    )


def _set(values: Values | None):
    return None if values is None else frozenset(values.items)


def _principal(principal: Principal | None):
    return principal and (principal.everyone, {(name, _set(values)) for name, values in principal.entries})
