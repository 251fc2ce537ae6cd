"""What scripts ask for, with a token: the list of policies, and an upload (docs/scripts.md)."""

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from policybuilder.accounts.services import workspace_of
from policybuilder.authoring import draft_plain
from policybuilder.export import Form
from policybuilder.library.records import Conflict, PolicyRecord, PolicyRow
from policybuilder.library.selectors import policy_list
from policybuilder.library.services import policy_save, work_keep
from policybuilder.web.access import bearer_of_request, refused
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.uploading import Unfit, uploaded
from policybuilder.web.views.take import policy_file
from policybuilder.web.workbench import find_record

CHANGED = "The policy is not in the state that If-Match names any more: fetch it again."


@require_safe
def policies_json(request: HtmxRequest) -> HttpResponse:
    """The saved policies, the newest change first; `search` finds by name."""
    workspace = workspace_of(request.session)
    found = policy_list(workspace=workspace, search=request.GET.get("search", "")) if workspace else ()
    return JsonResponse({"policies": [_about(each) for each in found]}, json_dumps_params={"indent": 2})


# Without the cookies' token: what a cookie opens is only read here, and an upload shows a token of its own.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "PUT"])
def policy_json(request: HtmxRequest, policy_id: str) -> HttpResponse:
    """The policy as JSON, with its state as `ETag`; a `PUT` by who may write takes the document's place and saves it."""
    record = find_record(request, policy_id)
    if record is None:
        raise Http404
    if request.method == "PUT":
        return _upload(request, record)
    response = policy_file(request, form=Form.JSON, policy_id=policy_id)
    response.headers["ETag"] = _tag(record)
    return response


def _upload(request: HtmxRequest, record: PolicyRecord) -> HttpResponse:
    bearer = bearer_of_request(request)
    if bearer is None or not bearer.writes:
        return refused("An upload needs a token that may write.", 403)
    if request.headers.get("If-Match", _tag(record)) not in (_tag(record), "*"):
        return refused(CHANGED, 412)
    draft = uploaded(request.body, record)
    if isinstance(draft, Unfit):
        return JsonResponse({"error": "This is no policy that can be kept.", "reasons": draft.reasons}, status=422)
    workspace, public_id = bearer.workspace, record.public_id
    try:
        kept = work_keep(
            workspace=workspace,
            public_id=public_id,
            base_state=record.state,
            tab="",
            sequence=0,
            form=None,
            draft=draft_plain(draft),
        )
        saved = policy_save(workspace=workspace, public_id=public_id, name=record.name, base_state=kept.state)
    except Conflict:
        return refused(CHANGED, 409)
    response = JsonResponse(_about(saved))
    response.headers["ETag"] = _tag(saved)
    return response


def _tag(record: PolicyRow) -> str:
    return f'"{record.state}"'


def _about(row: PolicyRow) -> dict[str, object]:
    return {
        "id": row.public_id,
        "name": row.name,
        "kind": row.kind,
        "state": row.state,
        "unsaved": row.unsaved,
        "created": row.created,
        "changed": row.changed,
        "saved": row.saved_at,
        "url": reverse("policy_json", args=[row.public_id]),
    }
