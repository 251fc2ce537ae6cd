"""From an uploaded document to the draft that takes a policy's place."""

from dataclasses import dataclass
from json import loads

from policybuilder.authoring import Draft, compose
from policybuilder.authoring.text_edits import edited
from policybuilder.iam import Severity
from policybuilder.library.records import PolicyRecord
from policybuilder.web.forms.importing import Source
from policybuilder.web.importing import Made, Stopped, made, offered, opened, with_place
from policybuilder.web.workbench import kept_draft


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a document cannot be kept, in sentences."""

    reasons: tuple[str, ...]


def uploaded(body: bytes, record: PolicyRecord) -> Draft | Unfit:
    """The draft of the one policy in a body, read as the record's kind; account and Regions stay those of the record.
    Rules whose statements still stand there stay as they are, with their reasons, and so does what is muted.

    What AWS would not take is not kept either."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Unfit(("The body is not UTF-8 text.",))
    documents, _ = offered((Source("", text),))
    if len(documents) != 1:
        return Unfit((f"One policy document is expected; {len(documents)} were found.",))
    found = made(documents[0].document, record.kind)
    if not isinstance(found, Made):
        return Unfit(found.faults if isinstance(found, Stopped) else ("This kind of policy is not kept here.",))
    if faults := tuple(with_place(finding) for finding in found.findings if finding.severity is Severity.ERROR):
        return Unfit(faults)
    old = kept_draft(record)
    places = {name: getattr(old.settings, name) for name in ("account", "regions", "partition")}
    settings = found.exact.settings.model_copy(update=places)
    anew = opened(found.exact.model_copy(update={"settings": settings}), as_written=False).draft
    wanted = compose(anew).text
    kept = edited(old, wanted)
    return kept if kept and loads(compose(kept).text) == loads(wanted) else anew
