"""A stack of the AWS CDK that makes the policy, in TypeScript or Python.

The classes are those that stand for CloudFormation's types as they are (`CfnManagedPolicy`): they take the document
untouched, where `PolicyDocument.fromJson` keeps only the members it knows. Source: the CDK's API reference,
aws-cdk-lib.aws_iam and aws_organizations; "Tokens and the AWS CDK".
"""

import re
from dataclasses import dataclass

from policybuilder.export.base import Exported, ExportNote, NoteId, Obstacle, Placement, Refused
from policybuilder.export.literals import Notation, literal
from policybuilder.export.names import logical_id
from policybuilder.export.python_text import python_literal, python_string
from policybuilder.export.template_resource import template_notes, template_obstacles, template_resource
from policybuilder.export.walk import escaped, obstacles, prototypes, tokens
from policybuilder.iam import Policy

BARE_KEY = re.compile(r"[A-Z][A-Za-z0-9]*")
ROLE_NAME = "ROLE_NAME"


@dataclass(frozen=True, slots=True)
class _Construct:
    """What both languages write: module, class, id, properties as CloudFormation names them."""

    module: str
    name: str
    id: str
    properties: tuple[tuple[str, str], ...]
    document: str

    @property
    def alias(self) -> str:
        """The module's short name: `iam`."""
        return self.module.removeprefix("aws_")


def cdk_typescript(policy: Policy, placement: Placement) -> Exported | Refused:
    """A stack in TypeScript."""
    if found := (*_obstacles(policy, placement), *obstacles(policy.source, prototypes)):
        return Refused(found)
    made = _construct(placement)
    module = made.module.replace("_", "-")
    properties = [f"      {_camel(name)}: {escaped(value)},\n" for name, value in made.properties]
    document = literal(policy.source, TYPESCRIPT, 3)
    text = (
        'import { Stack, StackProps } from "aws-cdk-lib";\n'
        f'import * as {made.alias} from "aws-cdk-lib/{module}";\n'
        'import { Construct } from "constructs";\n\n'
        f"export class {made.id}Stack extends Stack {{\n"
        "  constructor(scope: Construct, id: string, props?: StackProps) {\n"
        "    super(scope, id, props);\n\n"
        f"    new {made.alias}.{made.name}(this, {escaped(made.id)}, {{\n"
        f"{''.join(properties)}      {_camel(made.document)}: {document},\n"
        "    });\n  }\n}\n"
    )
    return Exported(text, _notes(placement))


def cdk_python(policy: Policy, placement: Placement) -> Exported | Refused:
    """A stack in Python."""
    if found := _obstacles(policy, placement):
        return Refused(found)
    made = _construct(placement)
    properties = [f"            {_snake(name)}={python_string(value)},\n" for name, value in made.properties]
    text = (
        f"from aws_cdk import Stack\nfrom aws_cdk import {made.module} as {made.alias}\n"
        "from constructs import Construct\n\n\n"
        f"class {made.id}Stack(Stack):\n"
        "    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:\n"
        "        super().__init__(scope, construct_id, **kwargs)\n\n"
        f"        {made.alias}.{made.name}(\n            self,\n            {python_string(made.id)},\n"
        f"{''.join(properties)}            {_snake(made.document)}={python_literal(policy.source, 3)},\n        )\n"
    )
    return Exported(text, _notes(placement))


def _obstacles(policy: Policy, placement: Placement) -> tuple[Obstacle, ...]:
    return (*template_obstacles(policy, placement), *obstacles(policy.source, tokens))


def _notes(placement: Placement) -> tuple[ExportNote, ...]:
    """The CDK asks for the capability itself."""
    notes = tuple(note for note in template_notes(placement) if note.id is not NoteId.NAMED_CAPABILITY)
    return (*notes, ExportNote(NoteId.FILL_IN, (ROLE_NAME,))) if placement.inline else notes


def _construct(placement: Placement) -> _Construct:
    """The class is named after the type: AWS::IAM::ManagedPolicy is aws_iam.CfnManagedPolicy."""
    resource = template_resource(placement)
    _, service, name = resource.type.split("::")
    role = (("RoleName", ROLE_NAME),) if placement.inline else ()
    return _Construct(
        f"aws_{service.lower()}",
        f"Cfn{name}",
        logical_id(placement.name),
        (*resource.properties, *role),
        resource.document,
    )


def _camel(name: str) -> str:
    return name[0].lower() + name[1:]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", r"_\1", name).lower()


def _typescript_key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else escaped(key)


TYPESCRIPT = Notation(escaped, _typescript_key, true="true", false="false", null="null", indent="  ")
