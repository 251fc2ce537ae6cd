"""The form for a share link: what it shows, and until when."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from policybuilder.library.revisions import RevisionRow
from policybuilder.wording.sharing import (
    DAY_ALONE,
    DAY_MISSING,
    DAY_PAST,
    DAY_TOO_FAR,
    HOLDS,
    newest_words,
    revision_words,
)

OWN = "day"
FARTHEST = timedelta(days=3660)


class ShareForm(forms.Form):
    """Always the newest revision or a chosen one; for ever, for some days or until the end of a day."""

    shows = forms.ChoiceField(label="It shows", required=False)
    holds = forms.ChoiceField(label="It opens", choices=HOLDS, initial="30", required=False)
    day = forms.DateField(
        label="The last day",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="For a day of your own: the link opens until it ends.",
    )

    def __init__(
        self, data: QueryDict | None = None, *, revisions: Sequence[RevisionRow] = (), chosen: str = ""
    ) -> None:
        super().__init__(data, initial={"shows": chosen})
        newest = revisions[0].number if revisions else 0
        offered = [
            (str(each.number), revision_words(each.number, timezone.localtime(each.at), each.note))
            for each in revisions
        ]
        shows = self.fields["shows"]
        if isinstance(shows, forms.ChoiceField):
            shows.choices = [("", newest_words(newest)), *offered]

    def clean(self) -> dict[str, Any]:
        """The fields; a day and "a day of your own" need each other."""
        fields = dict(self.cleaned_data)
        own, day = fields.get("holds") == OWN, fields.get("day")
        today = timezone.localdate()
        if own and day is None and "day" not in self.errors:
            self.add_error("day", DAY_MISSING)
        elif day is not None and not own:
            self.add_error("day", DAY_ALONE)
        elif isinstance(day, date) and day < today:
            self.add_error("day", DAY_PAST)
        elif isinstance(day, date) and day > today + FARTHEST:
            self.add_error("day", DAY_TOO_FAR)
        return fields

    @property
    def revision(self) -> int | None:
        """The revision to show; None: always the newest."""
        chosen = self.cleaned_data["shows"]
        return int(chosen) if chosen else None

    def expires(self, now: datetime) -> datetime | None:
        """When the link stops to open; None: when it is revoked."""
        holds = self.cleaned_data["holds"]
        if holds == OWN:
            after = self.cleaned_data["day"] + timedelta(days=1)
            return timezone.make_aware(datetime.combine(after, time()))
        return now + timedelta(days=int(holds)) if holds else None
