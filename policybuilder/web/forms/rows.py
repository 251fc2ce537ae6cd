"""The rows of a rule card: resources, conditions, who is named. Each gives its part of a draft as plain JSON values."""

from itertools import groupby
from typing import Any

from django import forms

from policybuilder.authoring import DraftProblem
from policybuilder.authoring.principals import Named, Who, misfit, named
from policybuilder.web.forms import choices, state
from policybuilder.web.forms.light import FlagField, PickField, TextField, complete_from, offer_only
from policybuilder.wording import problem_sentence

Plain = dict[str, Any]


class OneLine(forms.TextInput):
    """A text input for names and codes: nothing corrects or completes what is typed."""

    def __init__(self, **attrs: str) -> None:
        super().__init__({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", **attrs})


class TargetForm(forms.Form):
    """One row of resources. Only the fields of its type count; the others are kept as typed."""

    type = PickField(choices=choices.TARGET_TYPES, label="Resource", required=False)
    project = TextField(label="Project", required=False, widget=OneLine(list="projects"))
    version = TextField(label="Model version", required=False, widget=OneLine())
    which = PickField(choices=choices.WHICH, label="Which of it", required=False, widget=forms.RadioSelect)
    timestamp = TextField(label="Created at", required=False, widget=OneLine(inputmode="numeric"))
    dataset = PickField(choices=choices.DATASETS, label="Dataset", required=False)
    collection = TextField(label="Collection", required=False, widget=OneLine())
    streamprocessor = TextField(label="Stream processor", required=False, widget=OneLine())
    bucket = TextField(label="Bucket", required=False, widget=OneLine())
    key = TextField(label="Object key", required=False, widget=OneLine(), help_text="in/* is all that begins with in/")
    key_id = TextField(label="Key id", required=False, widget=OneLine(), help_text="What ends the ARN of the key")
    name = TextField(label="Name", required=False, widget=OneLine())
    arn = TextField(label="ARN", required=False, widget=OneLine())
    region = TextField(label="Region", required=False, widget=OneLine())
    account = TextField(label="Account", required=False, widget=OneLine(inputmode="numeric"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        complete_from(self.fields["version"], f"{self.prefix}-versions")
        if state.kind_of(self.data) == "project":
            chosen = str(self["type"].value() or "projectversion")
            offer_only(self.fields["type"], choices.of_project_policies(chosen))

    def plain(self) -> Plain:
        """The draft's target as plain JSON values: the fields that its type has and that are filled."""
        fields = self.cleaned_data
        kind = fields.get("type") or "projectversion"
        names = [*self._counting(kind), *choices.PLACE_OF.get(kind, ())]
        return {"type": kind} | {name: fields[name] for name in names if fields.get(name)}

    def unfinished(self) -> str:
        """The first field that still wants a name, or "". A blank never means "any": that is written `*`."""
        fields = self.cleaned_data
        kind = fields.get("type") or "projectversion"
        wanted = [name for name in self._counting(kind) if name != "dataset"]
        return next((name for name in wanted if not fields.get(name)), "")

    def _counting(self, kind: str) -> list[str]:
        """The fields that count for the type and for the choice of "all", "this name" or "exactly this one"."""
        which = self.cleaned_data.get("which") or "name"
        left_out = {"all": {"version", "timestamp"}, "name": {"timestamp"}}.get(which, set())
        if kind not in {"projectversion", "project", "dataset"}:
            left_out = set()
        return [name for name in choices.FIELDS_OF.get(kind, ()) if name not in left_out]


class ConditionForm(forms.Form):
    """One row of conditions; several values stand one to a line."""

    key = TextField(label="Key", required=False, widget=OneLine())
    set_operator = PickField(choices=choices.SET_OPERATORS, label="Set operator", required=False)
    operator = PickField(choices=choices.OPERATORS, label="Operator", required=False)
    values = TextField(
        label="Values",
        required=False,
        strip=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": "1", "spellcheck": "false"}),
    )
    if_exists = FlagField(label="Also holds without the key (IfExists)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        rule = str(self.prefix).rsplit("-conditions", 1)[0]
        complete_from(self.fields["key"], f"{rule}-keys")

    def plain(self) -> Plain:
        """The draft's condition as plain JSON values."""
        fields = self.cleaned_data
        return {
            "operator": fields.get("operator") or "StringEquals",
            "set_operator": fields.get("set_operator") or None,
            "if_exists": bool(fields.get("if_exists")),
            "key": fields.get("key", ""),
            "values": [line.strip("\r") for line in fields.get("values", "").split("\n") if line.strip()],
        }


class PrincipalForm(forms.Form):
    """One row of who is named; several names of a kind stand one to a line."""

    type = PickField(choices=choices.WHO, label="Who", required=False)
    values = TextField(
        label="Names",
        required=False,
        strip=False,
        max_length=200_000,
        widget=forms.Textarea({"rows": "1", "spellcheck": "false"}),
    )

    @property
    def who(self) -> Who:
        """The kind of names, also of a row that cannot be read."""
        typed = str(self["type"].value() or "")
        return Who(typed) if typed in set(Who) else Who.ACCOUNT

    @property
    def names(self) -> tuple[str, ...]:
        """The names as typed, without the space around them."""
        if self.who is Who.EVERYONE:
            return ()
        lines = str(self["values"].value() or "").replace("\t", " ").split("\n")
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def written(self, partition: str) -> tuple[Named, ...]:
        """What stands in the policy for the names."""
        return tuple(named(self.who, name, partition) for name in self.names)

    def entries(self, partition: str) -> list[Plain]:
        """The draft's principals as plain JSON values; none for a row without a name."""
        if self.who is Who.EVERYONE:
            return [{"type": "*", "values": []}]
        runs = groupby(self.written(partition), key=lambda each: each.member)
        return [{"type": member, "values": [each.text for each in run]} for member, run in runs]

    def find_fault(self) -> None:
        """Say at the row what keeps it from naming anybody."""
        if not self.names and self.who is not Who.EVERYONE:
            self.add_error("values", choices.UNFINISHED["who"])
        faults = ((code, name) for name in self.names if (code := misfit(self.who, name)))
        if found := next(faults, None):
            self.add_error("values", problem_sentence(DraftProblem(found[0], params={"value": found[1]})))


MOST = state.MOST_ROWS
PrincipalFormSet = forms.formset_factory(PrincipalForm, extra=0, max_num=MOST, absolute_max=MOST)
TargetFormSet = forms.formset_factory(TargetForm, extra=0, max_num=MOST, absolute_max=MOST)
ConditionFormSet = forms.formset_factory(ConditionForm, extra=0, max_num=MOST, absolute_max=MOST)
