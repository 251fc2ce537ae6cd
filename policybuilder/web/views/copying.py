"""Copying a model between accounts: both policies from one form, opened, or saved as a pair."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import draft_plain
from policybuilder.authoring.recipes import find_recipe
from policybuilder.library.pairs import Half, pair_create
from policybuilder.web.contexts.copying import RECIPE, Copied, CopyPage, copy_page
from policybuilder.web.forms.builder import as_the_form_gives_it
from policybuilder.web.forms.recipe import RecipeForm
from policybuilder.web.forms.recipe_choice import Choice, choice_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.opening import Beside, kept, open_on_bench
from policybuilder.web.standing import starts_something
from policybuilder.web.views.recipes import initial, known_names, looked


@starts_something
@require_http_methods(["GET", "HEAD", "POST"])
def copying(request: HtmxRequest) -> HttpResponse:
    """The form and both policies. A post opens one (`do=open:identity`, `do=open:project`), saves both (`do=save`), or
    shows what the answers make now."""
    recipe, known = find_recipe(RECIPE), known_names(request)
    if recipe is None:
        raise Http404
    if request.method != "POST":
        choice = choice_of(recipe, request.GET, initial(known))
        return _page(request, copy_page(RecipeForm(_alone(choice), quiet=True), known))
    choice = _alone(choice_of(recipe, request.POST, {}))
    do = request.POST.get("do", "")
    if do not in {"save", "open:identity", "open:project"}:
        return looked(request, copy_page(RecipeForm(choice, quiet=True), known), choice, "copying")
    page = copy_page(RecipeForm(choice), known)
    if page.errors or page.made is None:
        return _page(request, page, status=422)
    return _save(request, page.made) if do == "save" else _open(request, page.made, do)


def _alone(choice: Choice) -> Choice:
    """The flow is about the copy alone; rules beside it are combined on the recipe's own page."""
    own = tuple(name for name in choice.switches if name.startswith(f"{choice.recipe.id}."))
    return Choice((choice.recipe,), own, choice.answers)


def _page(request: HtmxRequest, page: CopyPage, *, status: int = 200) -> HttpResponse:
    return render(request, "pages/copying.html", {"page": page, "section": "build"}, status=status)


def _open(request: HtmxRequest, made: Copied, do: str) -> HttpResponse:
    """One of the two onto the bench, the other one attached to it."""
    identity, project = made.halves
    if do == "open:identity":
        half, other, layer, resource = identity, project, "resource", made.companion.resource
    else:
        half, other, layer, resource = project, identity, "identity", ""
    said = f"The {half.title.lower()} is filled in. The scenarios are kept with it."
    attached = f"The {other.title.lower()} is attached: Simulate asks both."
    beside = Beside(layer, other.title, other.composed.text, attached, resource)
    open_on_bench(request, half.draft, made.filled.scenarios, said, beside)
    return redirect("build")


def _save(request: HtmxRequest, made: Copied) -> HttpResponse:
    """Both into the library, each attached to the other."""
    identity, project = made.halves
    halves = (
        Half(identity.name, draft_plain(as_the_form_gives_it(identity.draft)), "identity"),
        Half(project.name, draft_plain(as_the_form_gives_it(project.draft)), "resource", made.companion.resource),
    )
    workspace = workspace_require(request.session)
    first, second = pair_create(workspace=workspace, halves=halves, scenarios=kept(made.filled.scenarios))
    messages.success(request, f"Saved “{first.name}” and “{second.name}”. Each counts in the other's simulation.")
    return redirect(f"{reverse('library')}?{urlencode({'search': first.name.partition(':')[0]})}")
