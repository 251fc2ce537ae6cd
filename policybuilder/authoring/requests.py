"""A request of the engine as the plain `request` of a scenario, which any page or file can ask again."""

from policybuilder.iam import Request


def plain_request(request: Request) -> dict[str, object]:
    """The `request` of a scenario that asks the same: members that say nothing are left out."""
    found: dict[str, object] = {"action": request.action, "resource": request.resource}
    if request.resource_account:
        found["resource_account"] = request.resource_account
    if request.principal:
        found["principal"] = request.principal
    if request.context:
        values = request.context.items()
        found["context"] = {key: list(value) if isinstance(value, tuple) else value for key, value in values}
    if request.open_keys:
        found["open_keys"] = request.open_keys if request.open_keys == "*" else sorted(request.open_keys)
    if request.management_account:
        found["management_account"] = True
    return found
