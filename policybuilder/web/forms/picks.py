"""What a pick from the inventory becomes: the ARN of a known resource as a row of the form, in its account and Region."""

from policybuilder.iam import Arn, split_arn
from policybuilder.web.forms.state import Fields, FormState, first


def picked(form: FormState, how: str, text: str) -> Fields | None:
    """The row for a known resource's ARN; None for what is none.

    `how` is `project`, `versions` (all of the project), `version` (this name), `exact` (this one) or `dataset`. Account
    and Region stand once, in the form's settings: the first pick fills them. A resource that lies elsewhere names its
    place in its own row.
    """
    arn = split_arn(text)
    if arn is None or arn.service != "rekognition":
        return None
    row = _row(how, arn.resource.split("/"))
    if row is not None:
        _place(form, row, arn)
    return row


def _row(how: str, words: list[str]) -> Fields | None:
    match how, words:
        case "project", ["project", project, _]:
            return {"type": ["project"], "project": [project], "which": ["name"]}
        case "versions", ["project", project, _]:
            return {"type": ["projectversion"], "project": [project], "which": ["all"]}
        case "version", ["project", project, "version", version, _]:
            return {"type": ["projectversion"], "project": [project], "version": [version], "which": ["name"]}
        case "exact", ["project", project, "version", version, time]:
            named = {"type": ["projectversion"], "project": [project], "version": [version]}
            return {**named, "which": ["exact"], "timestamp": [time]}
        case "dataset", ["project", project, "dataset", dataset, _]:
            return {"type": ["dataset"], "project": [project], "dataset": [dataset], "which": ["name"]}
    return None


def _place(form: FormState, row: Fields, arn: Arn) -> None:
    """Settle the row's account and Region: in the settings while no row depends on them, else in the row."""
    settings = form.settings
    unused = not any(first(target, "project") for rule in form.rules for target in rule.targets)
    if unused and not first(settings, "account"):
        settings["account"], settings["partition"] = [arn.account], [arn.partition]
    if unused and not first(settings, "regions").strip():
        settings["regions"] = [arn.region]
    if first(settings, "account") != arn.account:
        row["account"] = [arn.account]
    if first(settings, "regions").replace(",", " ").split() != [arn.region]:
        row["region"] = [arn.region]
