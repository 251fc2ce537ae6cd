"""Forms of accounts: signing in and up, passwords, an address, a token."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import QueryDict

from policybuilder.accounts.people import NAME, Person
from policybuilder.accounts.roles import Place
from policybuilder.accounts.services import WorkspaceId
from policybuilder.wording.accounts import NAME_SHAPE, NOT_THE_SAME, PASSWORD_HELP, PASSWORD_WRONG
from policybuilder.wording.teams import READS_ONLY

LONGEST_PASSWORD = 1_000
LONGEST_ADDRESS = 150
HOLDS = [("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "until it is revoked")]
SCOPES = [("read", "Read: fetch policies"), ("write", "Read and write: upload policies too")]


def _password(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST_PASSWORD, widget=widget, help_text=help_text)


class SignInForm(forms.Form):
    """Who, and the password."""

    name = forms.CharField(
        label="User name or e-mail address",
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = _password("Password", "current-password")


class NewPasswordForm(forms.Form):
    """A password, twice. `user` is whose it will be: a password like the name is refused."""

    password = _password("Password", "new-password", PASSWORD_HELP)
    again = _password("The same password again", "new-password")

    def __init__(self, data: QueryDict | None = None, *, user: Person | None = None) -> None:
        super().__init__(data)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """The two are the same, and Django's validators have nothing against it."""
        fields = super().clean() or {}
        password, again = fields.get("password"), fields.get("again")
        if password and again and password != again:
            self.add_error("again", NOT_THE_SAME)
        elif password:
            try:
                validate_password(password, self.whose())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return fields

    def whose(self) -> Person | None:
        """Whose password it is to be."""
        return self.user


class SignUpForm(NewPasswordForm):
    """A new account by user name."""

    name = forms.CharField(
        label="User name",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["name", "password", "again"]

    def clean_name(self) -> str:
        """The name in lower case; raises a validation error for what can be none."""
        name = str(self.cleaned_data["name"]).lower()
        if not NAME.fullmatch(name):
            raise forms.ValidationError(NAME_SHAPE)
        return name

    def whose(self) -> Person | None:
        """A user of that name, who is not kept."""
        return Person(username=self.cleaned_data.get("name", ""))


class PasswordForm(forms.Form):
    """The password once more, before something that cannot be undone. `user` is whose it has to be."""

    password = _password("Your password", "current-password")

    def __init__(self, data: QueryDict | None = None, *, user: Person) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        """Raises a validation error for another one."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError(PASSWORD_WRONG)
        return password


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old = _password("Your password now", "current-password")
    field_order = ["old", "password", "again"]

    def clean_old(self) -> str:
        """Raises a validation error for another one."""
        old = str(self.cleaned_data["old"])
        if self.user is None or not self.user.check_password(old):
            raise forms.ValidationError(PASSWORD_WRONG)
        return old


class AddressForm(forms.Form):
    """An e-mail address to which a link is sent."""

    address = forms.EmailField(
        label="E-mail address", max_length=LONGEST_ADDRESS, widget=forms.EmailInput({"autocomplete": "email"})
    )

    def clean_address(self) -> str:
        """The address in lower case."""
        return str(self.cleaned_data["address"]).lower()


class TokenForm(forms.Form):
    """What a new token is for, which workspace it opens, what it may do there and how long it holds."""

    name = forms.CharField(label="What it is for", max_length=60, help_text="Such as: CI of the shelf camera.")
    place = forms.ChoiceField(label="For", required=False)
    scope = forms.ChoiceField(label="What it may do", choices=SCOPES, initial="read", widget=forms.RadioSelect)
    days = forms.ChoiceField(label="It holds", choices=HOLDS, initial="90", required=False)

    def __init__(self, data: QueryDict | None = None, *, places: Sequence[Place], here: WorkspaceId) -> None:
        super().__init__(data)
        self.places = {str(place.id): place for place in places}
        self.here = here
        self.choosing = len(places) > 1
        field = self.fields["place"]
        field.initial = str(here)
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, place.team or "Your own workspace") for key, place in self.places.items()]

    def clean(self) -> dict[str, Any]:
        """The workspace is that of the page where none is chosen; a viewer's token only reads."""
        fields = super().clean() or {}
        place = self.places.get(fields.get("place") or str(self.here))
        if place and fields.get("scope") == "write" and not place.writes:
            self.add_error("scope", READS_ONLY)
        fields["place"] = place.id if place else self.here
        return fields


def errors_of(*bound: forms.Form) -> tuple[tuple[str, str], ...]:
    """(field id, message) of forms for the error summary; what is about the whole form leads to its first field."""
    found = []
    for form in bound:
        for name, messages in form.errors.items():
            field = form[name] if name in form.fields else form[next(iter(form.fields))]
            found += [(field.id_for_label, str(message)) for message in messages]
    return tuple(found)
