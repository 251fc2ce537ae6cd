"""Forms of teams: a name, a role, a name typed once more."""

from django import forms
from django.http import QueryDict

from policybuilder.accounts.roles import Role
from policybuilder.wording.teams import NOT_THE_NAME, ROLE_WORDS

ROLES = [(role.value, ROLE_WORDS[role.value]) for role in Role]


class TeamForm(forms.Form):
    """What a team is called."""

    name = forms.CharField(label="Name of the team", max_length=80, help_text="Such as: Vision platform.")


class TeamRenameForm(TeamForm):
    """What a team is to be called, which has a name already: no example is needed."""

    name = forms.CharField(label="Name of the team", max_length=80)


class InviteForm(forms.Form):
    """As what somebody is invited."""

    role = forms.ChoiceField(label="As", choices=ROLES, initial=Role.EDITOR.value, widget=forms.RadioSelect)


class TeamDeleteForm(forms.Form):
    """The team's name, before something that cannot be undone."""

    name = forms.CharField(label="The team's name", max_length=200, widget=forms.TextInput({"autocomplete": "off"}))

    def __init__(self, data: QueryDict | None = None, *, team: str) -> None:
        super().__init__(data)
        self.team = team

    def clean_name(self) -> str:
        """Raises a validation error for another name."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name != self.team:
            raise forms.ValidationError(NOT_THE_NAME)
        return name
