"""Form fields that cost little to make many of: Django copies every field with its widget for each form, and a draft of
ten rules has some sixty forms, read anew with every key that is pressed."""

import copy
from collections.abc import Sequence
from typing import Any, Self

from django import forms


class _Light:
    """A copy that shares its widget, choices and messages with the original: nothing here changes them per form."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        twin = copy.copy(self)
        memo[id(self)] = twin
        return twin


class TextField(_Light, forms.CharField):
    """Text."""


class PickField(_Light, forms.ChoiceField):
    """One of several choices."""


class FlagField(_Light, forms.BooleanField):
    """A tick box."""


class ListField(_Light, forms.MultipleChoiceField):
    """Any number of texts; what they may be is the draft's matter."""

    widget = forms.SelectMultiple

    def valid_value(self, value: str) -> bool:  # noqa: ARG002 - Django's signature
        """Every value is taken here."""
        return True


def complete_from(field: forms.Field, datalist: str) -> None:
    """Let one form's field complete from a list of names; its widget becomes its own."""
    field.widget = copy.copy(field.widget)
    field.widget.attrs = {**field.widget.attrs, "list": datalist}


def offer_only(field: forms.Field, choices: Sequence[tuple[str, str]]) -> None:
    """Let one form's field offer these of its choices; a value that is not offered is still taken."""
    field.widget = copy.copy(field.widget)
    field.widget.choices = list(choices)
