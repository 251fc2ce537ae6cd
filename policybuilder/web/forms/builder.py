"""The builder's form: Django forms and formsets that give a draft, or say in each field what is wrong.

The forms carry shape and words. What a name, an account or a condition value may be is decided in one place, the
draft (`authoring`); its problems come back here to the fields they belong to.
"""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from policybuilder.authoring import Draft, DraftProblem, draft_from_plain, draft_plain
from policybuilder.authoring.draft import KINDS_WITH_PRINCIPALS, PrincipalEntry
from policybuilder.authoring.principals import typed_rows
from policybuilder.catalogue import catalogue
from policybuilder.web.forms import choices, state, text_side
from policybuilder.web.forms.kind_switch import settle
from policybuilder.web.forms.light import ListField, PickField, TextField
from policybuilder.web.forms.rows import (
    ConditionForm,
    ConditionFormSet,
    OneLine,
    PrincipalForm,
    PrincipalFormSet,
    TargetForm,
    TargetFormSet,
)
from policybuilder.web.forms.state import FormState
from policybuilder.wording import problem_sentence

Plain = dict[str, Any]


class SettingsForm(forms.Form):
    """What holds for the whole policy."""

    kind = PickField(choices=choices.KINDS, label="Kind of policy", required=False)
    partition = PickField(choices=[(p, p) for p in ("aws", "aws-us-gov", "aws-iso-e", "aws-iso-f")], required=False)
    account = TextField(
        label="Account",
        required=False,
        widget=OneLine(inputmode="numeric"),
        help_text="Twelve digits. Empty means any account.",
    )
    regions = TextField(
        label="Regions",
        required=False,
        max_length=600,
        widget=OneLine(),
        help_text="Separated by spaces. Empty means any Region.",
    )
    shown = TextField(required=False, widget=forms.HiddenInput)
    before = TextField(required=False, widget=forms.HiddenInput)
    document = TextField(required=False, widget=forms.HiddenInput)
    single_statement = TextField(required=False, widget=forms.HiddenInput)

    def plain(self) -> Plain:
        """The draft's `settings` as plain JSON values."""
        fields = self.cleaned_data
        return {
            "kind": fields.get("kind") or "identity",
            "partition": fields.get("partition") or "aws",
            "account": fields.get("account", ""),
            "regions": fields.get("regions", "").replace(",", " ").split(),
            "document": _json(fields.get("document", ""), {"Version": "2012-10-17"}),
            "single_statement": fields.get("single_statement") == "true",
        }


class RuleForm(forms.Form):
    """One rule: a guided one, or one that carries a statement exactly as written."""

    id = TextField(required=False, widget=forms.HiddenInput)
    type = TextField(required=False, widget=forms.HiddenInput)
    title = TextField(label="Title", required=False, max_length=200, widget=forms.TextInput({"autocomplete": "off"}))
    reason = TextField(label="Why", required=False, max_length=1000, widget=forms.Textarea({"rows": "2"}))
    effect = PickField(choices=choices.EFFECTS, label="Effect", required=False, widget=forms.RadioSelect)
    operations = ListField(label="Operations", required=False)
    statement = TextField(required=False, strip=False, widget=forms.HiddenInput)
    text = TextField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.kind = state.kind_of(self.data)
        self.partition = self.data.get("settings-partition") or "aws"
        self.principals: forms.BaseFormSet[PrincipalForm] = PrincipalFormSet(
            self.data, prefix=f"{self.prefix}-principals"
        )
        self.targets: forms.BaseFormSet[TargetForm] = TargetFormSet(self.data, prefix=f"{self.prefix}-targets")
        self.conditions: forms.BaseFormSet[ConditionForm] = ConditionFormSet(
            self.data, prefix=f"{self.prefix}-conditions"
        )

    @property
    def rule_id(self) -> str:
        """The rule's id as posted."""
        return str(self["id"].value() or "")

    @property
    def guided(self) -> bool:
        """True for a rule of picked operations and resources."""
        return str(self["type"].value()) != "exact"

    def plain(self) -> Plain:
        """The draft's rule as plain JSON values."""
        fields = self.cleaned_data
        rule: Plain = {"type": fields.get("type") or "guided", "id": fields.get("id"), "title": fields.get("title", "")}
        rule |= {"reason": fields["reason"]} if fields.get("reason") else {}
        if rule["type"] == "exact":
            rule["statement"] = _json(fields.get("statement", ""), {})
            if fields.get("text"):
                rule["text"] = _json(fields["text"], "")
            return rule
        return rule | {
            "effect": fields.get("effect") or "Allow",
            "operations": fields.get("operations", []),
            "targets": [form.plain() for form in self.finished_targets],
            "conditions": [form.plain() for form in self.conditions],
            "principals": [entry for form in self.principals for entry in form.entries(self.partition)],
        }

    def everything_valid(self) -> bool:
        """Whether the card and each of its rows can be read; all are asked, so that each shows its own message."""
        rows = (self.principals, self.targets, self.conditions)
        if not all([self.is_valid(), *[formset.is_valid() for formset in rows]]):
            return False
        if not self.guided:
            return True
        names_somebody = self._principals_valid()
        unfinished = [(form, form.unfinished()) for form in self.targets if form.unfinished()]
        if self._needs_resources():
            for form, name in unfinished:
                form.add_error(name, choices.UNFINISHED[name])
        empty = [form for form in self.conditions if not form.plain()["values"]]
        for row in empty:
            row.add_error("values", choices.UNFINISHED["values"])
        return names_somebody and not empty and not (unfinished and self._needs_resources())

    def _principals_valid(self) -> bool:
        """Whether every row names somebody; in a kind without principals the rows are kept, and nobody is asked."""
        if self.kind not in KINDS_WITH_PRINCIPALS:
            return True
        for row in self.principals:
            row.find_fault()
        return not any(row.errors for row in self.principals)

    @cached_property
    def finished_targets(self) -> list[TargetForm]:
        """The rows that name a resource, as the draft numbers them. Kept: a row that gets a message loses its values."""
        return [form for form in self.targets if not form.unfinished()]

    def every_error(self) -> list[tuple[str, str]]:
        """(id of the field, message) for every error of the card and of its rows."""
        rows = (*self.principals, *self.targets, *self.conditions)
        return [error for form in (self, *rows) for error in _errors_of(form)]

    def _needs_resources(self) -> bool:
        """Whether a chosen operation can be limited to a resource; a card just added has none and asks for nothing."""
        actions = catalogue().actions
        chosen = self.cleaned_data.get("operations", [])
        return any(bool(actions[name].resources) for name in chosen if name in actions)


RuleFormSet = forms.formset_factory(RuleForm, extra=0, max_num=state.MOST_ROWS, absolute_max=state.MOST_ROWS)


class BuilderForm:
    """The whole form over posted or stored data: `draft` when everything is readable, else None and errors by field.

    `base` is the draft of the rules alone; on the text's side the draft is what the text makes of it. `switched`: another
    kind of policy is chosen than the page showed.
    """

    def __init__(self, data: QueryDict) -> None:
        self.state: FormState = state.read(data)
        self.switched = settle(self.state)
        bound = state.query(state.pairs(self.state))
        self.settings = SettingsForm(bound, prefix="settings")
        self.rules = RuleFormSet(bound, prefix="rules")
        self.base: Draft | None = self._read()
        self.draft: Draft | None = text_side.draft_of(self.state, self.base)

    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, message) for every error, in the order of the page; for the error summary."""
        return [*_errors_of(self.settings), *[error for rule in self.rules for error in rule.every_error()]]

    def _read(self) -> Draft | None:
        readable = all([self.settings.is_valid(), *[rule.everything_valid() for rule in self.rules]])
        read = draft_from_plain(
            {
                "schema_version": 1,
                "settings": self.settings.plain(),
                "rules": [rule.plain() for rule in self.rules],
                **({"mutes": mutes} if (mutes := self._mutes()) else {}),
            }
        )
        if isinstance(read, Draft):
            return read if readable else None
        for problem in read:
            self._blame(problem)
        return None

    def _mutes(self) -> list[Plain]:
        """The muted findings of the hidden fields; what a hand-made request puts there otherwise is none."""
        read = (_json(text, None) for text in self.state.mutes)
        return [mute for mute in read if isinstance(mute, dict) and mute.get("code") and mute.get("reason")]

    def _blame(self, problem: DraftProblem) -> None:
        """Put a draft's problem to the field it belongs to, or to the card where no field is to blame."""
        form, name = self._place(problem.path)
        if name in form.errors:  # it has said already what is wrong with it
            return
        form.add_error(name if name in form.fields else None, problem_sentence(problem))

    def _place(self, path: tuple[str | int, ...]) -> tuple[forms.Form, str]:
        match path:
            case ("settings", str(name), *_):
                return self.settings, name
            case ("rules", int(row), *rest) if row < len(self.rules):
                return _place_in(self.rules[row], tuple(rest))
        return self.settings, ""


def _errors_of(form: forms.Form) -> Iterator[tuple[str, str]]:
    for name, messages in form.errors.items():
        yield from ((f"id_{form.prefix}-{name}", str(message)) for message in messages)


def _place_in(rule: RuleForm, path: tuple[str | int, ...]) -> tuple[forms.Form, str]:
    """The row and field of a rule that a draft's path below the rule means."""
    rows: dict[str, list[forms.Form]] = {
        "principals": [form for form in rule.principals for _ in form.entries(rule.partition)],
        "targets": list(rule.finished_targets),
        "conditions": list(rule.conditions),
    }
    match path:
        case (str(name), int(number), *rest) if number < len(rows.get(name, [])):
            return rows[name][number], str(rest[0]) if rest else ""
    return rule, str(path[0]) if path else ""


def as_the_form_gives_it(draft: Draft) -> Draft:
    """The same draft in the words of the form, so that looking at it is no change; itself where the form has no place
    for it."""
    return BuilderForm(state.query(state.pairs(form_state(draft)))).draft or draft


def form_state(draft: Draft, *, name: str = "", open_rule: str = "", pane: str = "") -> FormState:
    """A draft as the form that gives it back."""
    plain: Plain = dict(draft_plain(draft))
    settings = plain["settings"]
    return FormState(
        name=name,
        open=open_rule,
        pane=pane,
        settings={
            "kind": [settings.get("kind", "identity")],
            "partition": [settings.get("partition", "aws")],
            "account": [settings.get("account", "")],
            "regions": [" ".join(settings.get("regions", []))],
            "document": [state.text_of(settings.get("document", {"Version": "2012-10-17"}))],
            "single_statement": ["true" if settings.get("single_statement") else ""],
        },
        rules=[_rule_state(rule, draft.settings.partition) for rule in plain.get("rules", [])],
        mutes=[state.text_of(mute) for mute in plain.get("mutes", [])],
    )


def _rule_state(rule: Plain, partition: str) -> state.RuleState:
    fields = {"id": [rule["id"]], "type": [rule["type"]], "title": [rule.get("title", "")]}
    fields |= {"reason": [rule["reason"]]} if rule.get("reason") else {}
    if rule["type"] == "exact":
        fields["statement"] = [state.text_of(rule["statement"])]
        # As a JSON string: browsers rewrite the line ends of what a form posts, and the text has to stay as it is.
        fields["text"] = [state.text_of(rule["text"]) if rule.get("text") else ""]
        return state.RuleState(fields=fields)
    fields |= {
        "effect": [rule["effect"]],
        "operations": list(dict.fromkeys(_operation_id(name) for name in rule.get("operations", []))),
    }
    return state.RuleState(
        fields=fields,
        principals=_principal_rows(rule.get("principals", []), partition),
        targets=[target_fields(target) for target in rule.get("targets", [])],
        conditions=[_condition_fields(condition) for condition in rule.get("conditions", [])],
    )


def _principal_rows(entries: list[Plain], partition: str) -> list[state.Fields]:
    read = [PrincipalEntry.model_validate(entry) for entry in entries]
    return [{"type": [who.value], "values": ["\n".join(names)]} for who, names in typed_rows(read, partition)]


def _operation_id(name: str) -> str:
    """An operation as the picker's boxes have it: with its service, spelled as the catalogue does."""
    full = name if ":" in name else f"rekognition:{name}"
    action = catalogue().find_action(full)
    return action.id if action else full


def target_fields(target: Plain) -> state.Fields:
    """A draft's target as the fields of its row. A name left out in the draft means any, which the form writes `*`.

    An empty account of a target's own means any too; both datasets are the form's choice without a name.
    """
    fields = {name: [str(value)] for name, value in target.items() if value is not None}
    if fields.get("account") == [""]:
        fields["account"] = ["*"]
    if fields.get("dataset") == ["*"]:
        fields["dataset"] = [""]
    fields["which"] = [_which(target)]
    for name in choices.FIELDS_OF.get(target["type"], ()):
        if name not in {"timestamp", "dataset"}:
            fields.setdefault(name, ["*"])
    if fields["which"] == ["all"]:
        fields.pop("version", None)
    return fields


def _which(target: Plain) -> str:
    if target.get("timestamp"):
        return "exact"
    return "all" if target["type"] == "projectversion" and target.get("version", "*") == "*" else "name"


def _condition_fields(condition: Plain) -> state.Fields:
    fields = {
        "key": [condition["key"]],
        "set_operator": [condition.get("set_operator") or ""],
        "operator": [condition["operator"]],
        "values": ["\n".join(condition["values"])],
    }
    if condition.get("if_exists"):
        fields["if_exists"] = ["on"]
    return fields


def _json(text: str, default: Any) -> Any:  # noqa: ANN401 - any JSON value
    """A hidden field's JSON; the draft judges what it holds."""
    try:
        return json.loads(text) if text else default
    except (ValueError, RecursionError):
        return text
