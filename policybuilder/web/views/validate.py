"""Validate: the findings of any pasted or uploaded policy, with fixes; nothing is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from policybuilder.validator import Validation
from policybuilder.web.contexts.findings import fixed, validated
from policybuilder.web.contexts.validate import ValidatePage, validate_page
from policybuilder.web.forms.validate import KINDS, MOST_EARLIER, ValidateForm
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.standing import changes_nothing_here


@changes_nothing_here
@require_http_methods(["GET", "HEAD", "POST"])
def validate(request: HtmxRequest) -> HttpResponse:
    """The empty form; a post checks a text, takes a fix or goes a step back."""
    if request.method != "POST":
        return _render(request, validate_page(ValidateForm(), None, ()))
    order = request.POST.get("do", "check")
    earlier = tuple(request.POST.getlist("earlier")[-MOST_EARLIER:])
    form = ValidateForm(request.POST, request.FILES)
    if order == "undo" and earlier:
        return _checked(request, earlier[-1], earlier[:-1])
    if not form.is_valid():
        return _render(request, validate_page(form, None, earlier), status=422)
    text = str(form.cleaned_data["text"])
    match order.split(":"):
        case ["fix", *place]:
            return _fixed(request, text, earlier, place)
        case _:
            return _checked(request, text, earlier if order == "check" else ())


def _fixed(request: HtmxRequest, text: str, earlier: tuple[str, ...], place: list[str]) -> HttpResponse:
    """The text after a fix; the same one where the page offered what is not there any more."""
    after = fixed(_validation(request, text), place)
    if after is None:
        return _checked(request, text, earlier)
    return _checked(request, after, (*earlier, text)[-MOST_EARLIER:])


def _checked(request: HtmxRequest, text: str, earlier: tuple[str, ...]) -> HttpResponse:
    form = ValidateForm({"text": text, "kind": request.POST.get("kind", "")})
    return _render(request, validate_page(form, _validation(request, text), earlier))


def _validation(request: HtmxRequest, text: str) -> Validation:
    kind = request.POST.get("kind", "")
    return validated(text, kind if kind in dict(KINDS) else "")


def _render(request: HtmxRequest, page: ValidatePage, *, status: int = 200) -> HttpResponse:
    return render(request, "pages/validate.html", {"page": page, "section": "validate"}, status=status)
