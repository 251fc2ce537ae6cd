"""What the pattern page shows: every component with an example, for screenshots and accessibility checks."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from policybuilder.authoring import Draft, compose, draft_from_policy, first_visit
from policybuilder.export import Form
from policybuilder.iam import parse
from policybuilder.web.contexts.take import TakeView, take_pane
from policybuilder.web.exports import Chosen, NamedPolicy

ALLOWS = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "rekognition:*", "Resource": "*"}}'
# A form that holds the policy, and one that cannot.
TAKEN = ((ALLOWS, Form.TERRAFORM), (ALLOWS.replace('"Effect"', '"Future": 1, "Effect"'), Form.TERRAFORM))


@dataclass(frozen=True, slots=True)
class PatternTab:
    """A tab of a pane."""

    title: str
    url: str
    current: bool = False
    count: int = 0
    count_kind: str = ""


@dataclass(frozen=True, slots=True)
class PatternWayOut:
    """A button in a note."""

    value: str
    label: str
    name: str = "do"


class PatternForm(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label="Name", help_text="Shown in the library.")
    account = forms.CharField(label="Account", max_length=12, help_text="Twelve digits.")
    kind = forms.ChoiceField(
        label="Kind of policy", choices=[("identity", "Identity policy"), ("scp", "Service control policy")]
    )
    document = forms.CharField(
        label="Policy", widget=forms.Textarea({"rows": "3", "spellcheck": "false", "class": "input-code"})
    )
    which = forms.ChoiceField(
        label="Which of it",
        choices=[("all", "all versions"), ("name", "this name, any time"), ("exact", "exactly this version")],
        widget=forms.RadioSelect,
    )
    pinned = forms.BooleanField(label="Only if the key is there (IfExists)", required=False)
    listing = forms.FileField(
        label="Listing", help_text="What aws rekognition describe-projects prints.", required=False
    )


def patterns() -> dict[str, object]:
    """The context of `pages/patterns.html`."""
    good = {
        "name": "Cat shelf camera",
        "account": "111122223333",
        "kind": "identity",
        "document": "{}",
        "which": "name",
    }
    wrong = QueryDict("name=&account=1111222233334&kind=identity&which=name&document=x")
    return {
        "form": PatternForm(initial=good, auto_id="id_good_%s"),
        "wrong_form": PatternForm(wrong, auto_id="id_wrong_%s"),
        "errors": [
            ("id_wrong_name", "Name: This field is required."),
            ("id_wrong_account", "Account: twelve digits, not thirteen."),
        ],
        "json_tabs": _tabs("JSON"),
        "map_tabs": _tabs("Access map"),
        "deny_ways": [
            PatternWayOut("deny-everywhere", "Deny it everywhere"),
            PatternWayOut("deny-by-tag", "Deny by tag"),
            PatternWayOut("remove", "Remove the rule"),
        ],
        "fix_ways": [PatternWayOut("fix", "Write the account")],
        "pattern_page": _page(),
        "takes": [take_pane(_named(document), _take_view(form)) for document, form in TAKEN],
        "search_words": ["bills by the hour"],
    }


def _named(document: str) -> NamedPolicy:
    """A pasted document as a policy with a name."""
    found = draft_from_policy(parse(document))
    draft = found if isinstance(found, Draft) else first_visit()
    return NamedPolicy("Cat shelf camera", draft, compose(draft))


def _take_view(form: Form) -> TakeView:
    return TakeView(Chosen(form), "/", "/pane/")


def _tabs(current: str) -> list[PatternTab]:
    return [
        PatternTab(title, f"?tab={number}", title == current, 1 if title == "Findings" else 0, "warn")
        for number, title in enumerate(("JSON", "Summary", "Findings", "Access map", "Take it"))
    ]


def _page() -> Page[int]:
    return Paginator(range(76), 25).page(2)
