"""Scenarios of a policy: all asked again, taken away, read from lines of JSON, and given away as such."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from policybuilder.authoring.scenarios import Scenario, read_scenario
from policybuilder.authoring.scenarios_text import scenario_entries
from policybuilder.library.records import TooMany
from policybuilder.library.scenarios import NewScenario, scenario_remove, scenarios_add
from policybuilder.web.attachments import arrange
from policybuilder.web.contexts.addresses import addresses
from policybuilder.web.contexts.scenarios import question_words, scenario_lines, scenarios_page
from policybuilder.web.exports import file_stem
from policybuilder.web.forms.start import TextForm
from policybuilder.web.forms.state import key_of
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.shown import shown
from policybuilder.web.workbench import attached_to, open_bench, record_id, scenarios_of
from policybuilder.wording import scenario_sentence

HALF_CHARACTER = "A text holds half of a character (a lone surrogate), which no page and no file can hold."


@require_http_methods(["GET", "HEAD", "POST"])
def scenarios(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """Every scenario with its answer; a post takes one away or reads more."""
    if request.method != "POST":
        return _page(request, policy_id, _form())
    do, _, which = request.POST.get("do", "").partition(":")
    workspace, public_id = record_id(request, policy_id)
    if do == "remove":
        gone = scenario_remove(workspace=workspace, public_id=public_id, scenario_id=key_of(which))
        if gone:
            messages.success(request, f"“{gone.name}” is taken away.")
    elif do == "read":
        form = _form(request)
        if not form.is_valid() or not _keep(request, policy_id, form):
            return _page(request, policy_id, form)
    return redirect(addresses(policy_id).scenarios)


@require_safe
def scenarios_file(request: HtmxRequest, policy_id: str | None = None) -> HttpResponse:
    """The scenarios with the policies they are asked under, one JSON object a line."""
    bench = open_bench(request, policy_id)
    arrangement = arrange(bench.composed, bench.draft, attached_to(request, bench))
    text = scenario_lines(scenarios_of(request, bench), arrangement)
    response = HttpResponse(text, content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{file_stem(bench.form.state.name)}-scenarios.jsonl"'
    )
    return response


def _form(request: HtmxRequest | None = None) -> TextForm:
    form = TextForm(request.POST, request.FILES) if request else TextForm()
    form.fields["text"].label = "Scenarios, one JSON object a line"
    form.fields["text"].widget.attrs["rows"] = "6"
    return form


def _page(request: HtmxRequest, policy_id: str | None, form: TextForm) -> HttpResponse:
    bench = open_bench(request, policy_id)
    arrangement = arrange(bench.composed, bench.draft, attached_to(request, bench))
    page = scenarios_page(bench.form.state.name, scenarios_of(request, bench), arrangement, addresses(policy_id), form)
    status = 422 if page.errors else 200
    return render(request, "pages/scenarios.html", {"page": page, "section": "simulate"}, status=status)


def _keep(request: HtmxRequest, policy_id: str | None, form: TextForm) -> bool:
    """Keep what the lines hold: all of them, or none with the faults at the field."""
    read = _read(form.cleaned_data["text"])
    faults = [each for each in read if isinstance(each, str)]
    found = [each for each in read if isinstance(each, NewScenario)]
    if not faults and not found:
        faults = ["There is no scenario in it."]
    workspace, public_id = record_id(request, policy_id)
    if not faults:
        try:
            count = scenarios_add(workspace=workspace, public_id=public_id, scenarios=found)
        except TooMany:
            faults = ["These are more scenarios than one policy can have: 500."]
        else:
            messages.success(request, f"Read {count} scenario{'' if count == 1 else 's'}, to be asked of this policy.")
    for fault in faults[:10]:
        form.add_error("text", fault)
    return not faults


def _read(text: str) -> list[NewScenario | str]:
    """A scenario of each line, or what is wrong with the line. The policies of a line do not count here."""
    found: list[NewScenario | str] = []
    for entry in scenario_entries(text.encode()):
        scenario = entry.problem or read_scenario(entry.value)
        if not isinstance(scenario, Scenario):
            found.append(shown(f"Line {entry.line}: {scenario_sentence(scenario)}"))
        elif scenario.expect is None:
            found.append(f"Line {entry.line}: It names no expected decision.")
        elif isinstance(entry.value, dict):
            request, group = entry.value["request"], entry.value.get("group")
            name = str(scenario.id) if scenario.id is not None else question_words(request)
            new = NewScenario(name, group if isinstance(group, str) else "", request, scenario.expect.value)
            text = json.dumps(new, ensure_ascii=False)
            found.append(new if shown(text) == text else f"Line {entry.line}: {HALF_CHARACTER}")
    return found
