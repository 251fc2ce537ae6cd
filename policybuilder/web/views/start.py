"""Starting a document: from a job, from pasted JSON, from the AWS guide, from the example, from nothing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from policybuilder.accounts.services import workspace_require
from policybuilder.authoring import (
    Draft,
    DraftProblem,
    Settings,
    draft_from_policy,
    draft_plain,
    first_visit,
    guide_policies,
)
from policybuilder.iam import Finding, Parsed, Severity, parse
from policybuilder.library.services import scratch_replace
from policybuilder.web.contexts.recipes import addons, jobs
from policybuilder.web.forms.builder import as_the_form_gives_it
from policybuilder.web.forms.start import TextForm
from policybuilder.web.forms.state import MOST_ROWS
from policybuilder.web.fragments import HtmxRequest
from policybuilder.wording import finding_sentence, problem_sentence

# Ten times the largest quota of AWS: what is longer is no policy to work on, and every change would send it twice.
LONGEST_POLICY = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HtmxRequest) -> HttpResponse:
    """The choices; a post takes one of them and opens the builder. What stood there before is one Undo away."""
    if request.method != "POST":
        return _page(request, TextForm())
    do, _, which = request.POST.get("do", "").partition(":")
    if do == "paste":
        return _paste(request)
    if do == "guide" and which in {"0", "1"}:
        return _open_text(request, guide_policies()[int(which)].text, TextForm())
    if do == "example":
        return _open(request, first_visit())
    if do == "empty":
        return _open(request, Draft(schema_version=1, settings=Settings(), rules=()))
    return redirect("start")


def _paste(request: HtmxRequest) -> HttpResponse:
    form = TextForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _open_text(request, form.cleaned_data["text"], form)


def _open_text(request: HtmxRequest, text: str, form: TextForm) -> HttpResponse:
    """A policy document becomes exact rules, or its faults are said with their places and the text stays."""
    parsed = parse(text, limit=LONGEST_POLICY)
    draft = draft_from_policy(parsed)
    if isinstance(draft, Draft) and len(draft.rules) <= MOST_ROWS:
        count = len(draft.rules)
        messages.success(request, f"Read {count} statement{'' if count == 1 else 's'}, each kept exactly as written.")
        for finding in parsed.findings[:10]:
            messages.warning(request, _with_place(finding))
        return _open(request, draft)
    for sentence in _faults(parsed, draft):
        form.add_error("text", sentence)
    return _page(request, form, status=422)


def _faults(parsed: Parsed, draft: Draft | tuple[DraftProblem, ...]) -> list[str]:
    """Why a text cannot be opened."""
    if isinstance(draft, Draft):
        return [f"The policy has {len(draft.rules):,} statements. Up to {MOST_ROWS:,} can be worked on here."]
    faults = [_with_place(finding) for finding in parsed.findings if finding.severity is Severity.ERROR]
    return faults or [problem_sentence(problem) for problem in draft]


def _with_place(finding: Finding) -> str:
    """A finding with the line and the column where it begins."""
    if finding.span is None:
        return finding_sentence(finding)
    start = finding.span.start
    return f"Line {start.line}, column {start.column + 1}: {finding_sentence(finding)}"


def _open(request: HtmxRequest, draft: Draft) -> HttpResponse:
    scratch_replace(workspace=workspace_require(request.session), draft=draft_plain(as_the_form_gives_it(draft)))
    return redirect("build")


def _page(request: HtmxRequest, form: TextForm, *, status: int = 200) -> HttpResponse:
    errors = tuple(("id_text", message) for found in form.errors.values() for message in found)
    begin = {"jobs": jobs(), "addons": addons(), "guide": guide_policies()}
    context = {"form": form, "errors": errors, "section": "build", **begin}
    return render(request, "pages/start.html", context, status=status)
