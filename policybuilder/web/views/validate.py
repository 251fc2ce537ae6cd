"""Validate: the findings of any pasted or uploaded policy, with fixes; nothing is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from policybuilder.validator import Validation, fixed_text
from policybuilder.web.contexts.findings import finding_of, validated
from policybuilder.web.contexts.validate import ValidatePage, validate_page
from policybuilder.web.forms.state import whole_number
from policybuilder.web.forms.validate import KINDS, MOST_EARLIER, ValidateForm
from policybuilder.web.fragments import HtmxRequest


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
        case ["fix", key, number]:
            return _fixed(request, text, earlier, (key, whole_number(number)))
        case _:
            return _checked(request, text, earlier if order == "check" else ())


def _fixed(request: HtmxRequest, text: str, earlier: tuple[str, ...], place: tuple[str, int | None]) -> HttpResponse:
    """The text after a fix; the same one where the page offered what is not there any more."""
    key, number = place
    finding = finding_of(_validation(request, text), key)
    if finding is None or number is None or number >= len(finding.fixes):
        return _checked(request, text, earlier)
    return _checked(request, fixed_text(text, finding.fixes[number]), (*earlier, text)[-MOST_EARLIER:])


def _checked(request: HtmxRequest, text: str, earlier: tuple[str, ...]) -> HttpResponse:
    form = ValidateForm({"text": text, "kind": request.POST.get("kind", "")})
    return _render(request, validate_page(form, _validation(request, text), earlier))


def _validation(request: HtmxRequest, text: str) -> Validation:
    kind = request.POST.get("kind", "")
    return validated(text, kind if kind in dict(KINDS) else "")


def _render(request: HtmxRequest, page: ValidatePage, *, status: int = 200) -> HttpResponse:
    return render(request, "pages/validate.html", {"page": page, "section": "validate"}, status=status)
