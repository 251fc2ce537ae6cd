"""What scripts ask of one policy, with a token: to fetch it, and to upload it (docs/scripts.md)."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from policybuilder.authoring import compose, draft_plain
from policybuilder.export import Form
from policybuilder.library.records import Conflict, NotFound, PolicyRecord, PolicyRow
from policybuilder.library.revisions import revision_get
from policybuilder.library.services import policy_save, work_keep
from policybuilder.library.tags import tags_get
from policybuilder.web.access import bearer_of_request, refused
from policybuilder.web.exports import NamedPolicy
from policybuilder.web.fragments import HtmxRequest
from policybuilder.web.sources import NEWEST, source_of, word_of
from policybuilder.web.uploading import Unfit, uploaded
from policybuilder.web.views.listed import about
from policybuilder.web.views.take import file_of, policy_file
from policybuilder.web.workbench import find_saved, kept_draft

CHANGED = "The policy is not in the state that If-Match names any more: fetch it again."


# Without the cookies' token: what a cookie opens is only read here, and an upload shows a token of its own.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "PUT"])
def policy_json(request: HtmxRequest, policy_id: str) -> HttpResponse:
    """The policy as JSON, with its state as `ETag`, or its `revision`; a `PUT` by who may write takes the document's place
    and saves it, with a `note`."""
    record = find_saved(request, policy_id)
    if request.method == "PUT":
        return _upload(request, record)
    asked = request.GET.get("revision")
    if asked is not None:
        return _revision(request, record, asked)
    response = policy_file(request, form=Form.JSON, policy_id=policy_id)
    response.headers["ETag"] = _tag(record)
    return response


def _revision(request: HtmxRequest, record: PolicyRecord, asked: str) -> HttpResponse:
    """A revision by its number, or the newest: one never changes, so it has no state."""
    number = source_of(word_of(record.public_id, asked)).number
    if number is None and asked != NEWEST:
        raise Http404
    try:
        found = revision_get(workspace=record.workspace, public_id=record.public_id, number=number)
    except NotFound:
        raise Http404 from None
    draft = kept_draft(found)
    return file_of(request, NamedPolicy(found.name, draft, compose(draft), found.number), Form.JSON)


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
        saved = policy_save(
            workspace=workspace,
            public_id=public_id,
            name=record.name,
            base_state=kept.state,
            note=request.GET.get("note", ""),
        )
    except Conflict:
        return refused(CHANGED, 409)
    response = JsonResponse(about(saved, tags_get(workspace=workspace, public_id=public_id)))
    response.headers["ETag"] = _tag(saved)
    return response


def _tag(record: PolicyRow) -> str:
    return f'"{record.state}"'
