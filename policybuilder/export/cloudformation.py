"""A CloudFormation template that makes the policy, as YAML or JSON. `${` needs no escape: `Fn::Sub` is not used."""

from policybuilder.export.base import Exported, Placement, Refused
from policybuilder.export.names import logical_id
from policybuilder.export.template_resource import template_notes, template_obstacles, template_resource
from policybuilder.export.yaml_text import yaml_lines
from policybuilder.iam import JsonObject, JsonString, Member, Node, Policy, render_node


def cloudformation_yaml(policy: Policy, placement: Placement) -> Exported | Refused:
    """The template as YAML."""
    if found := template_obstacles(policy, placement):
        return Refused(found)
    return Exported("".join(yaml_lines(_template(policy, placement), 0)), template_notes(placement))


def cloudformation_json(policy: Policy, placement: Placement) -> Exported | Refused:
    """The template as JSON."""
    if found := template_obstacles(policy, placement):
        return Refused(found)
    return Exported(render_node(_template(policy, placement)) + "\n", template_notes(placement))


def _template(policy: Policy, placement: Placement) -> JsonObject:
    """The template; a policy within a role takes the role's name as a parameter."""
    resource = template_resource(placement)
    properties = [(name, JsonString(value)) for name, value in resource.properties]
    role = [("RoleName", _object(("Ref", JsonString("RoleName"))))] if placement.inline else []
    body = _object(
        ("Type", JsonString(resource.type)),
        ("Properties", _object(*properties, *role, (resource.document, policy.source))),
    )
    parameter = _object(("RoleName", _object(("Type", JsonString("String")))))
    return _object(
        ("AWSTemplateFormatVersion", JsonString("2010-09-09")),
        *([("Parameters", parameter)] if placement.inline else []),
        ("Resources", _object((logical_id(placement.name), body))),
    )


def _object(*members: tuple[str, Node]) -> JsonObject:
    return JsonObject(tuple(Member(JsonString(name), value) for name, value in members))
