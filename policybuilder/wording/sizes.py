"""The ways to make a policy smaller, in words: what an offer does, what it costs, and how sure it is."""

from collections.abc import Mapping, Sequence

from policybuilder.analysis.minimise import Step
from policybuilder.analysis.proof import Proof
from policybuilder.analysis.sheet import Change
from policybuilder.catalogue.services import services_date
from policybuilder.wording.words import filled, listed

TITLES: Mapping[str, str] = {
    "covered": "Leave out entries that others cover",
    "merged": "Make one statement of those that differ in one list",
    "implied": "Leave out statements that add nothing",
    "dead": "Leave out what can match nothing today",
    "scalars": "Write lists of one entry without brackets",
    "sids": "Leave out the Sids",
    "wildcards": "Write actions with wildcards",
}
CAUTIONS: Mapping[str, str] = {
    "sids": "Sids change nothing for AWS. They tell people what a statement is for.",
    "dead": "Dead today, by the catalogue of {date}: AWS may add such an action, or resources for it.",
    "wildcards": "Exact for the catalogue of {date}. Each wildcard would also cover any future action named so.",
}
CHANGES: Mapping[str, str] = {
    "covered": "{statement}, {element}: {entries} is covered by {by}.",
    "covered_several": "{statement}, {element}: {entries} are covered by {by}.",
    "merged": "{statements} differ in nothing but {element}: they become one.",
    "implied": "{statement} is covered by {by}.",
    "implied_by_all": "{statement} adds nothing to what the others say together.",
    "dead": "{statement}: {entries} can match nothing.",
    "scalars": "{count} lists lose their brackets.",
    "scalars_one": "One list loses its brackets.",
    "sids": "{sids} will have no names.",
    "wildcards": "{statement}: {pattern} stands for {actions}.",
    "wildcards_deny": "{statement} (Deny): {pattern} stands for {actions}.",
}
MANAGED = "managed"
PLACES: Mapping[str, str] = {
    MANAGED: "Managed policy",
    "user": "Inline in a user",
    "group": "Inline in a group",
    "role": "Inline in a role",
}
TOGETHER = "All inline policies of a {place} count together: this one leaves {left}."
TOGETHER_OVER = "All inline policies of a {place} count together, and this one alone is too long."
LEVELS: Mapping[str, str] = {
    "read": "Read and list actions",
    "write": "Write and tagging actions",
    "permissions": "Permissions management",
}
TODAY = ("dead", "wildcards")
FIRST = 3  # ARNs in a sentence; the difference shows them all
CUT_WORDS: Mapping[str, str] = {
    "actions": "services",
    "resources": "resources",
    "contexts": "combinations of condition values",
}


def place_sentence(place: str, left: int) -> str:
    """What the quota of a place counts; nothing for a managed policy."""
    if place not in PLACES or place == MANAGED:
        return ""
    return filled(TOGETHER if left >= 0 else TOGETHER_OVER, {"place": place, "left": characters(left)})


def change_sentence(change: Change) -> str:
    """What one change does, in the document's own texts."""
    params = dict(change.params)
    for name in ("statement", "statements", "by"):
        if name in params and (name != "by" or change.id == "implied"):
            params[name] = _statements(params[name])
    for name in ("entries", "by", "sids"):
        if isinstance(params.get(name), tuple):
            params[name] = _first(list(dict.fromkeys(params[name])))
    actions = params.get("actions")
    if isinstance(actions, tuple):
        params["actions"] = ", ".join(actions)
    if change.id == "sids":
        params["sids"] = (
            _statements(change.params["sids"]) if change.params["sids"] else "The policy's Id goes; statements"
        )
    return filled(CHANGES[_form(change)], params)


def _first(items: Sequence[str]) -> str:
    """The first few of several long texts."""
    rest = len(items) - FIRST
    return listed([*items[:FIRST], f"{rest} more"] if rest > 1 else list(items))


def _form(change: Change) -> str:
    """Which of the sentences of an id fits."""
    params = change.params
    match change.id:
        case "covered" if len(params["entries"]) > 1:
            return "covered_several"
        case "implied" if not params["by"]:
            return "implied_by_all"
        case "scalars" if params["count"] == "1":
            return "scalars_one"
        case "wildcards" if params["effect"] == "Deny":
            return "wildcards_deny"
        case _:
            return change.id


def _statements(names: str | Sequence[str]) -> str:
    """Statements by their Sids or numbers: `Statement 2`, `Statements Read and 3`."""
    if isinstance(names, str):
        return f"Statement {names}"
    return f"Statement{'' if len(names) == 1 else 's'} {listed(list(names))}"


def step_title(step: Step) -> str:
    """What an offer does, as a heading."""
    return TITLES[step.id]


def step_caution(step: Step) -> str:
    """What to know before taking it; "" where there is nothing."""
    return CAUTIONS.get(step.id, "").format(date=services_date())


def step_proof(step: Step) -> str:
    """Why the meaning stays; of what rests on the catalogue, among what that has."""
    if step.proof.proved and step.id in TODAY:
        return "Proved equal for today's actions and resources: each request is decided as before, denials included."
    return proof_sentence(step.proof)


def proof_sentence(proof: Proof) -> str:
    """Why the meaning stays."""
    if proof.proved:
        return "Proved equal: every request is decided as before, denials included."
    cut = (
        f" Not every combination of {listed([CUT_WORDS[name] for name in proof.left_out])} was tried."
        if proof.left_out
        else ""
    )
    return f"Agrees on {proof.cells:,} requests made from its actions, resources and conditions; that is no proof.{cut}"


def characters(count: int) -> str:
    """`1 character`, `1,234 characters`."""
    return f"{count:,} character{'' if count == 1 else 's'}"
