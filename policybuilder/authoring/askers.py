"""Who may be asking, of a policy that names callers: one for each name, and the copy that a project policy is about.

Sources: IAM User Guide, "AWS JSON policy elements: Principal" (what a name stands for); Custom Labels guide, "Copying a
model" (the two projects of a copy).
"""

from collections.abc import Iterator, Mapping

from policybuilder.authoring.access import MADE_UP
from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS, Settings
from policybuilder.authoring.guided import PROJECT_POLICY_ACTION
from policybuilder.authoring.principals import Who, kind_of
from policybuilder.catalogue import catalogue, witness
from policybuilder.iam import Effect, Policy, Principal, caller_of, split_arn

ELSEWHERE = "444455556666"
ROLE = "Copier"
_CALLERS = frozenset({Who.ROLE, Who.USER, Who.SESSION, Who.FEDERATED_USER})


def named_callers(policy: Policy, settings: Settings) -> tuple[str, ...]:
    """A caller for each name in the policy's Principals, those who are allowed first; a role for an account, and of
    another account for everyone. Nobody for a kind of policy that names nobody."""
    if settings.kind not in KINDS_WITH_PRINCIPALS:
        return ()
    statements = sorted(policy.statements, key=lambda statement: statement.effect is not Effect.ALLOW)
    found = (
        name
        for statement in statements
        if statement.principal is not None
        for name in _callers(statement.principal, settings)
    )
    return tuple(dict.fromkeys(found))


def _callers(principal: Principal, settings: Settings) -> Iterator[str]:
    if principal.everyone:
        yield _role(settings.partition, ELSEWHERE)
    for member, values in principal.entries:
        for text in values.items:
            yield from _caller(member, text, settings)


def _caller(member: str, text: str, settings: Settings) -> Iterator[str]:
    who = kind_of(member, text)
    arn = split_arn(text)
    if who is Who.ACCOUNT and arn:
        yield _role(arn.partition, arn.account)
    elif who in _CALLERS or who is Who.SERVICE:
        yield text
    elif member == "AWS" and text == "*":
        yield _role(settings.partition, ELSEWHERE)
    elif member == "AWS" and len(text) == len(ELSEWHERE) and text.isascii() and text.isdigit():
        yield _role(settings.partition, text)


def _role(partition: str, account: str) -> str:
    return f"arn:{partition}:iam::{account}:role/{ROLE}"


def usual_copy(policy: Policy, settings: Settings) -> Mapping[str, str]:
    """The question that a project policy answers: `operation`, `principal`, `resource` (the version copied) and
    `destination`, as far as the policy says; nothing for other kinds of policy."""
    if settings.kind not in KINDS_WITH_PRINCIPALS:
        return {}
    caller = next(iter(named_callers(policy, settings)), "")
    version = next(_versions(policy), "")
    found = {"operation": PROJECT_POLICY_ACTION.partition(":")[2], "principal": caller, "resource": version}
    return found | {"destination": _destination(version, caller_of(caller or None).account or ELSEWHERE)}


def _versions(policy: Policy) -> Iterator[str]:
    """A model version for each pattern of the policy that takes one in."""
    kind = catalogue().resource_types["projectversion"]
    for statement in policy.statements:
        for pattern in statement.resources.items if statement.resources else ():
            found = witness(pattern, kind, prefer=MADE_UP)
            if found is not None:
                yield found


def _destination(version: str, account: str) -> str:
    """A project of the same name in another account, to copy to."""
    arn = split_arn(version)
    if arn is None:
        return ""
    name = arn.resource.split("/")[1]
    return f"arn:{arn.partition}:rekognition:{arn.region}:{account}:project/{name}/{MADE_UP['timestamp']}"
