"""The document on the bench: the unsaved one of `/` or a saved policy, its form as typed, its last good draft."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, QueryDict

from policybuilder.accounts.services import WorkspaceId, workspace_of, workspace_require
from policybuilder.authoring import Composed, Draft, compose, draft_from_plain, draft_plain, first_visit
from policybuilder.authoring.examples import first_visit_scenarios
from policybuilder.library.attached import attachment_list
from policybuilder.library.records import NotFound, PolicyRecord, ScenarioRecord
from policybuilder.library.revisions import RevisionRecord
from policybuilder.library.scenarios import NewScenario, scenario_list
from policybuilder.library.selectors import policy_get, scratch_get
from policybuilder.library.services import scratch_get_or_create, work_keep
from policybuilder.web.attachments import Attached, attached
from policybuilder.web.forms import state
from policybuilder.web.forms.builder import BuilderForm, form_state
from policybuilder.web.forms.text_side import as_typed
from policybuilder.web.standing import member_of


@dataclass(frozen=True, slots=True)
class Bench:
    """`record` is None on a first visit, before anything is kept. `stale`: the form cannot be read, the draft is older."""

    record: PolicyRecord | None
    form: BuilderForm
    draft: Draft
    composed: Composed

    @property
    def stale(self) -> bool:
        """Whether what is shown on the right is older than what stands in the form."""
        return self.form.draft is None


def open_bench(request: HttpRequest, policy_id: str | None) -> Bench:
    """What the address shows; a policy of another workspace does not exist here (404)."""
    record = find_record(request, policy_id)
    if record is None:
        draft = first_visit()
        return bench_of(None, BuilderForm(state.query(state.pairs(form_state(draft, open_rule="")))), draft)
    draft = kept_draft(record)
    stored = record.form or state.pairs(form_state(draft, name=record.name))
    return bench_of(record, BuilderForm(state.query(stored)), draft)


def posted_bench(request: HttpRequest, policy_id: str | None) -> Bench:
    """The form just posted, not kept yet, beside the last good draft."""
    record = find_record(request, policy_id)
    last_good = kept_draft(record) if record else first_visit()
    return bench_of(record, BuilderForm(request.POST), last_good)


def bench_of(record: PolicyRecord | None, form: BuilderForm, last_good: Draft) -> Bench:
    """A form on the bench, with the draft it gives or, where it gives none, the last good one."""
    draft = form.draft or last_good
    composed = compose(draft)
    return Bench(
        record=record,
        form=form,
        draft=draft,
        composed=as_typed(composed, form.state) if form.draft else composed,
    )


def find_record(request: HttpRequest, policy_id: str | None) -> PolicyRecord | None:
    """The record behind the address; None for `/` before anything is kept. Raises Http404."""
    if policy_id is not None:
        return find_saved(request, policy_id)
    workspace = workspace_of(request.session)
    return scratch_get(workspace=workspace, member=member_of(request)) if workspace else None


def find_saved(request: HttpRequest, policy_id: str) -> PolicyRecord:
    """The record of the library's policy. Raises Http404."""
    workspace = workspace_of(request.session)
    if workspace is None:
        raise Http404
    try:
        return policy_get(workspace=workspace, public_id=policy_id)
    except NotFound:
        raise Http404 from None


def keep(
    request: HttpRequest, policy_id: str | None, form: BuilderForm, *, label: str, replaces: int | None = None
) -> PolicyRecord:
    """Keep the form as typed and, where it can be read, its draft. Raises `library.Conflict`, Http404.

    `label` names what changed, so that typing in one field makes one step to undo. `replaces` is the number of another
    tab's newer state that is overwritten knowingly.
    """
    record = find_record(request, policy_id)
    workspace = workspace_require(request.session)
    record, posted = record or scratch_of(request, workspace), request.POST
    return work_keep(
        workspace=workspace,
        public_id=record.public_id,
        base_state=number_of(posted, "base"),
        tab=posted.get("tab", "")[:40],
        sequence=number_of(posted, "sequence"),
        form=state.pairs(form.state),
        draft=_plain(record, form.draft) if form.draft else None,
        label=label,
        replaces=replaces,
    )


def _plain(record: PolicyRecord, draft: Draft) -> dict[str, object]:
    """A form's draft as it is kept. A form that is written from the kept draft, and says the same, changes nothing of it,
    though it writes out what goes without saying."""
    same = record.form is None and draft_from_plain(record.draft) == draft
    return record.draft if same else dict(draft_plain(draft))


def scratch_of(request: HttpRequest, workspace: WorkspaceId) -> PolicyRecord:
    """The workspace's unsaved document, in a team's the member's own; a new one is the example with its scenarios."""
    examples = (NewScenario(each.name, each.group, each.request, each.expect) for each in first_visit_scenarios())
    return scratch_get_or_create(
        workspace=workspace, draft=draft_plain(first_visit()), scenarios=examples, member=member_of(request)
    )


def record_id(request: HttpRequest, policy_id: str | None) -> tuple[WorkspaceId, str]:
    """The workspace and the id of what an address posts to; on a first visit the example is kept first. Raises Http404."""
    if policy_id is None:
        workspace = workspace_require(request.session)
        return workspace, scratch_of(request, workspace).public_id
    record = find_record(request, policy_id)
    if record is None:
        raise Http404
    return record.workspace, record.public_id


def attached_to(request: HttpRequest, bench: Bench) -> tuple[Attached, ...]:
    """The policies attached to what is on the bench."""
    workspace = workspace_of(request.session)
    if workspace is None or bench.record is None:
        return ()
    return attached(attachment_list(workspace=workspace, public_id=bench.record.public_id))


def scenarios_of(request: HttpRequest, bench: Bench) -> tuple[ScenarioRecord, ...]:
    """The scenarios of what is on the bench; before anything is kept, the example's."""
    workspace = workspace_of(request.session)
    if workspace is None or bench.record is None:
        examples = enumerate(first_visit_scenarios())
        return tuple(
            ScenarioRecord(id=-number, name=each.name, group=each.group, request=each.request, expect=each.expect)
            for number, each in examples
        )
    return scenario_list(workspace=workspace, public_id=bench.record.public_id)


def kept_draft(record: PolicyRecord | RevisionRecord) -> Draft:
    """The record's last good draft, or a revision's; the example where a stored one is of a form this version cannot read."""
    draft = draft_from_plain(record.draft)
    return draft if isinstance(draft, Draft) else first_visit()


def number_of(posted: QueryDict, name: str) -> int:
    """A posted whole number, 0 where it is none."""
    return state.whole_number(posted.get(name, "")) or 0
