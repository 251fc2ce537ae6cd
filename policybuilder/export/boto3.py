"""A Python script that makes the call with boto3; the document is a dict, written out as JSON without white space.

Source: boto3's reference of the clients' methods (`create_policy`, `put_role_policy`, `put_project_policy`).
"""

import re

from policybuilder.export.base import Exported, Placement, Refused
from policybuilder.export.calls import call_for
from policybuilder.export.python_text import python_literal, python_string
from policybuilder.export.walk import doubled_members, numbers, obstacles
from policybuilder.iam import Policy


def boto3(policy: Policy, placement: Placement) -> Exported | Refused:
    """The script."""
    call = call_for(placement)
    found = (*(call if isinstance(call, tuple) else ()), *obstacles(policy.source, doubled_members, numbers))
    if isinstance(call, tuple) or found:
        return Refused(found)
    method = re.sub(r"(?<=[a-z])([A-Z])", r"_\1", call.operation).lower()
    parameters = "".join(f"    {name}={python_string(value)},\n" for name, value in call.parameters)
    text = (
        "import json\n\nimport boto3\n\n"
        f"policy_document = {python_literal(policy.source, 0)}\n\n"
        f"client = boto3.client({python_string(call.service)})\n"
        f"response = client.{method}(\n{parameters}"
        f'    {call.document}=json.dumps(policy_document, separators=(",", ":")),\n)\n'
    )
    return Exported(text, call.notes)
