"""The table of forms: who writes each, and what its file is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from policybuilder.export.base import Exported, Form, Placement, Refused
from policybuilder.export.boto3 import boto3
from policybuilder.export.cdk import cdk_python, cdk_typescript
from policybuilder.export.cli import cli
from policybuilder.export.cloudformation import cloudformation_json, cloudformation_yaml
from policybuilder.export.json_text import json_line, json_text
from policybuilder.export.terraform_document import terraform_document
from policybuilder.export.terraform_jsonencode import terraform_jsonencode
from policybuilder.iam import Policy


@dataclass(frozen=True, slots=True)
class FormEntry:
    """How a form is written; what follows the name in the name of its file."""

    write: Callable[[Policy, Placement], Exported | Refused]
    ending: str


FORMS: Mapping[Form, FormEntry] = {
    Form.JSON: FormEntry(json_text, ".json"),
    Form.JSON_LINE: FormEntry(json_line, ".min.json"),
    Form.TERRAFORM: FormEntry(terraform_document, ".tf"),
    Form.TERRAFORM_JSONENCODE: FormEntry(terraform_jsonencode, "-jsonencode.tf"),
    Form.CLOUDFORMATION: FormEntry(cloudformation_yaml, ".yaml"),
    Form.CLOUDFORMATION_JSON: FormEntry(cloudformation_json, "-template.json"),
    Form.CDK_TYPESCRIPT: FormEntry(cdk_typescript, ".ts"),
    Form.CDK_PYTHON: FormEntry(cdk_python, "_stack.py"),
    Form.CLI: FormEntry(cli, ".sh"),
    Form.BOTO3: FormEntry(boto3, ".py"),
}


def export(policy: Policy, form: Form, placement: Placement | None = None) -> Exported | Refused:
    """A policy in a form, or every reason why the form cannot hold it. Any policy returns."""
    return FORMS[form].write(policy, placement or Placement())
