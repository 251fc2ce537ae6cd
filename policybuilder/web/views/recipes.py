"""Starting from a job: recipes that stand together, what they make while they are answered, and the builder with it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from policybuilder.accounts.services import workspace_of
from policybuilder.authoring.recipes import Recipe, find_recipe
from policybuilder.authoring.recipes_filling import Filled
from policybuilder.inventory.records import Pickers
from policybuilder.inventory.selectors import pickers
from policybuilder.web.contexts.copying import CopyPage
from policybuilder.web.contexts.recipes import RecipePage, proven_page, recipe_page
from policybuilder.web.forms.recipe import RecipeForm
from policybuilder.web.forms.recipe_choice import Choice, choice_of
from policybuilder.web.fragments import HtmxRequest, wants_fragment
from policybuilder.web.opening import Beside, open_on_bench
from policybuilder.web.standing import starts_something
from policybuilder.wording.words import listed

NOTHING_KNOWN = Pickers(projects=(), versions={}, accounts=(), regions=())


@starts_something
@require_http_methods(["GET", "HEAD", "POST"])
def recipe(request: HtmxRequest, recipe_id: str) -> HttpResponse:
    """The form and what it makes. A post with `do=open` fills the recipes, every other one shows what they make now."""
    found, known = _recipe(recipe_id), known_names(request)
    if request.method != "POST":
        return _page(request, recipe_page(RecipeForm(choice_of(found, request.GET, initial(known)), quiet=True), known))
    choice = choice_of(found, request.POST, {})
    if request.POST.get("do") != "open":
        return looked(request, recipe_page(RecipeForm(choice, quiet=True), known), choice, "recipe")
    form = RecipeForm(choice)
    if not form.is_valid() or form.filled is None:
        return _page(request, recipe_page(form, known), status=422)
    _open(request, choice, form.filled)
    return redirect("build")


@require_safe
def proven(request: HtmxRequest, recipe_id: str) -> HttpResponse:
    """The scenarios of the recipes with these answers, and what the engine decides about each."""
    choice = choice_of(_recipe(recipe_id), request.GET, initial(known_names(request)))
    return render(request, "pages/recipe_proven.html", {"page": proven_page(choice), "section": "build"})


def _recipe(recipe_id: str) -> Recipe:
    found = find_recipe(recipe_id)
    if found is None:
        raise Http404
    return found


def known_names(request: HtmxRequest) -> Pickers:
    """The names of the visitor's inventory."""
    workspace = workspace_of(request.session)
    return pickers(workspace=workspace) if workspace else NOTHING_KNOWN


def initial(known: Pickers) -> dict[str, str]:
    """The account and the Region of the inventory where it knows only one."""
    alone = {"account": known.accounts, "regions": known.regions}
    return {name: values[0] for name, values in alone.items() if len(values) == 1}


def looked(request: HtmxRequest, page: RecipePage | CopyPage, choice: Choice, part: str) -> HttpResponse:
    """What the answers make: the page, or the part that changes; the whole form where it asks something else now.

    `part` is what the templates and the element of the form are called.
    """
    if not wants_fragment(request):
        return redirect(page.address)
    same = request.POST.get("shown") == choice.signature
    template = f"partials/_{part}_made.html" if same else f"partials/_{part}.html"
    response = render(request, template, {"page": page, "oob": True, "section": "build"})
    if not same:
        response.headers["HX-Retarget"] = f"#{part}"
    response.headers["HX-Replace-Url"] = page.address
    patch_vary_headers(response, ["HX-Request"])
    return response


def _page(request: HtmxRequest, page: RecipePage, *, status: int = 200) -> HttpResponse:
    return render(request, "pages/recipe.html", {"page": page, "section": "build"}, status=status)


def _open(request: HtmxRequest, choice: Choice, filled: Filled) -> None:
    """Put the draft, its scenarios and what counts with it onto the bench."""
    titles = listed([f"“{each.title}”" for each in choice.recipes])
    are = "is" if len(choice.recipes) == 1 else "are"
    said = f"{titles} {are} filled in. The scenarios are kept with the policy."
    open_on_bench(request, filled.draft, filled.scenarios, said, beside_of(filled))


def beside_of(filled: Filled) -> Beside | None:
    """The policy that counts together with filled recipes, if there is one."""
    other = filled.companion
    if other is None:
        return None
    said = "The project policy that the other account needs is attached: Simulate shows it."
    return Beside("resource", other.title, other.composed.text, said, other.resource)
