"""The scenarios of all recipes as lines of `manage.py simulate`: `python -m tests.authoring.recipe_lines` prints them.

Each recipe is filled with its example answers and all its switches on; jobs stand beside each add-on in turn as well.
"""

import json
import sys
from collections.abc import Iterator, Sequence

from policybuilder.authoring import compose
from policybuilder.authoring.recipes import Recipe, find_recipe, recipe_fields, recipes
from policybuilder.authoring.recipes_filling import Filled, FilledCompanion, fill

EXAMPLES = {field.id: field.example for field in recipe_fields().values()}
ALLOWS_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
TOGETHER = [
    ("project-admin", "mfa-deletion", "region-lock"),
    ("project-admin", "no-deletion", "no-sharing", "cost-guard"),
    ("copy-target", "region-lock", "cost-guard"),
    ("inference-app", "model-operator"),
    ("data-scientist", "model-operator", "region-lock", "mfa-deletion"),
    ("labeller", "dataset-manager", "no-deletion"),
    ("auditor", "inventory-reader"),
    ("video-analysis", "inference-app", "region-lock"),
    ("no-deletion", "mfa-deletion"),
]


def filled(chosen: Sequence[Recipe], switches: Sequence[str] | None = None, **answers: str) -> Filled:
    """Recipes with example answers; every switch on unless `switches` says which."""
    on = [switch.id for recipe in chosen for switch in recipe.switches] if switches is None else switches
    found = fill(chosen, EXAMPLES | answers, on)
    assert isinstance(found, Filled), found
    return found


def document(found: Filled | FilledCompanion):
    """The policy of a filled recipe, as plain JSON."""
    return json.loads(compose(found.draft).text)


def on_source(companion: FilledCompanion):
    """The policies on resources, with the project policy on its project."""
    return {companion.resource: [document(companion)]}


def policies(found: Filled, *, allowed: bool = False):
    """The layers in which a filled recipe counts, as the pages arrange them; `allowed` puts an Allow beside an add-on."""
    if found.draft.settings.kind == "project":
        return {"identity": [ALLOWS_ALL], "resource": [document(found)]}
    layers = {"identity": [document(found), *([ALLOWS_ALL] if allowed else [])]}
    return layers | ({"resource": on_source(found.companion)} if found.companion else {})


def scenarios(name: str, found: Filled, *, allowed: bool = False):
    """The scenarios of a filled recipe as objects."""
    for number, each in enumerate(found.scenarios, 1):
        expect = "allowed" if allowed and each.expect == "implicitDeny" else each.expect
        members = {"id": f"{name}-{number}", "name": each.name, "request": each.request}
        yield {**members, "policies": policies(found, allowed=allowed), "expect": expect}


def lines() -> Iterator[str]:
    """Every line."""
    for recipe in recipes():
        found = filled([recipe])
        yield from map(json.dumps, scenarios(recipe.id, found, allowed=recipe.addon))
    for names in TOGETHER:
        chosen = [recipe for recipe in map(find_recipe, names) if recipe]
        yield from map(json.dumps, scenarios("+".join(names), filled(chosen)))


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in lines())
