"""Starting from a job: a recipe's form, which opens the builder with the filled draft and its scenarios."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import WorkspaceId, workspace_of, workspace_require
from policybuilder.authoring import compose, draft_plain
from policybuilder.authoring.recipes import Recipe, find_recipe, recipe_fields
from policybuilder.authoring.recipes_filling import Filled, FilledCompanion
from policybuilder.inventory.records import Pickers
from policybuilder.inventory.selectors import pickers
from policybuilder.library.attached import attachment_add, attachment_list, attachment_remove
from policybuilder.library.records import PolicyRecord, TooMany
from policybuilder.library.scenarios import NewScenario
from policybuilder.library.services import scratch_replace
from policybuilder.web.contexts.recipes import addons, recipe_page
from policybuilder.web.forms.builder import as_the_form_gives_it
from policybuilder.web.forms.recipe import RecipeForm
from policybuilder.web.fragments import HtmxRequest

IN_THE_BUILDER = frozenset({"identity"})
NOTHING_KNOWN = Pickers(projects=(), versions={}, accounts=(), regions=())


@require_http_methods(["GET", "HEAD", "POST"])
def recipe(request: HtmxRequest, recipe_id: str) -> HttpResponse:
    """The form; a post fills the recipe. A kind of policy that the builder has no place for is written on the page."""
    found = find_recipe(recipe_id)
    if found is None:
        raise Http404
    beside = () if found.addon or found.kind not in IN_THE_BUILDER else addons()
    workspace = workspace_of(request.session)
    known = pickers(workspace=workspace) if workspace else NOTHING_KNOWN
    if request.method != "POST":
        return _page(request, RecipeForm(found, beside, initial=_initial(request, known)), known)
    form = RecipeForm(found, beside, request.POST)
    if not form.is_valid() or form.filled is None:
        return _page(request, form, known, status=422)
    if found.kind not in IN_THE_BUILDER:
        return _page(request, form, known, written=compose(form.filled.draft).text)
    _open(request, found, form.filled)
    return redirect("build")


def _initial(request: HtmxRequest, known: Pickers) -> dict[str, str]:
    """Answers of the address, and the account and Region of the inventory where it knows only one."""
    alone = {"account": known.accounts, "regions": known.regions}
    initial = {name: values[0] for name, values in alone.items() if len(values) == 1}
    given = {name: request.GET.get(name, "") for name in recipe_fields()}
    return initial | {name: value for name, value in given.items() if value}


def _open(request: HtmxRequest, chosen: Recipe, filled: Filled) -> None:
    """Put the draft, its scenarios and what counts with it onto the bench."""
    workspace = workspace_require(request.session)
    draft = draft_plain(as_the_form_gives_it(filled.draft))
    scenarios = [NewScenario(each.name, each.group, each.request, each.expect) for each in filled.scenarios]
    try:
        record = scratch_replace(workspace=workspace, draft=draft, scenarios=scenarios)
    except TooMany:
        record = scratch_replace(workspace=workspace, draft=draft)
        messages.warning(request, "Its scenarios are left out: there are too many of your own already.")
    messages.success(request, f"“{chosen.title}” is filled in. Its scenarios are kept with the policy.")
    if filled.companion:
        _attach(request, workspace, record, filled.companion)


def _attach(request: HtmxRequest, workspace: WorkspaceId, record: PolicyRecord, companion: FilledCompanion) -> None:
    """Attach the other policy in the place of an older one of its name."""
    for each in attachment_list(workspace=workspace, public_id=record.public_id):
        if each.layer == "resource" and each.name == companion.title and each.source is None:
            attachment_remove(workspace=workspace, public_id=record.public_id, attachment_id=each.id)
    try:
        attachment_add(
            workspace=workspace,
            public_id=record.public_id,
            layer="resource",
            name=companion.title,
            text=compose(companion.draft).text,
            resource=companion.resource,
        )
    except TooMany:
        messages.warning(request, "The project policy is not attached: there are too many attached policies already.")
    else:
        messages.success(request, "The project policy that the other account needs is attached: Simulate shows it.")


def _page(
    request: HtmxRequest, form: RecipeForm, known: Pickers, *, status: int = 200, written: str = ""
) -> HttpResponse:
    page = recipe_page(form.recipe, form, known, written=written)
    return render(request, "pages/recipe.html", {"page": page, "section": "build"}, status=status)
