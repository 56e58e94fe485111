"""The offences of a charge sheet to tick: a field that stands beside the words it is read from."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup
from wtforms.utils import unset_value

from ulss_tracker.scheme.reading.charge_sheet import Count
from ulss_tracker.scheme.reading.ticks import as_answer
from ulss_tracker.scheme.reading.words_read import ReadAs, WordsRead
from ulss_tracker.services.requests import lookups
from ulss_tracker.web.forms import CheckboxesField, Choice
from ulss_tracker.web.forms.base import words_in

_ASIDE = {
    ReadAs.SEVERAL: "May be more than one offence",
    ReadAs.NOT_CONVICTED: "Set aside: the words say that there was no conviction",
    ReadAs.ANOTHER_PERSON: "Set aside: the words say that it is another person’s",
    ReadAs.SET_ASIDE: "Set aside: the words do not say that there was a conviction",
}


class ConvictionsField(CheckboxesField):
    """Which of the offences that the form's words list are convictions.

    Words that list several are shown once as they were read, `is_to_show`, before the form is
    taken. `words` names the field of the words, `on` gives the day of sentence. The input
    `name-for` marks the words that the ticks are for: other words are shown again.
    """

    def __init__(
        self, *args: Any, words: str, on: Callable[[Any], date | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words_field, self.on = words, on
        self.counts: Sequence[Count] = ()
        self.shown_for = ""
        self.is_to_show = False

    @property
    def answer(self) -> str | None:
        """The offences ticked, as they are kept; None where the words list none."""
        return as_answer(self.data) if self.counts else None

    @property
    def ticked(self) -> Sequence[Count]:
        """The offences ticked."""
        return [count for count in self.counts if count.key in self.data]

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Take the ticks, and which words they are for."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.shown_for = words_in(formdata, f"{self.name}-for")

    def pre_validate(self, form: Any) -> None:
        """Offer what the words list; ticked already is what was read as a conviction."""
        words = form[self.words_field].data
        self.counts = lookups.several_offences(words, self.on(form))
        self.choices = [
            Choice(count.key, count.read.words, hint=_read_as(count.read)) for count in self.counts
        ]
        token = hashlib.sha256(words.encode()).hexdigest()[:16] if self.counts else ""
        self.is_to_show = bool(token) and token != self.shown_for
        self.shown_for = token
        if not self.counts or self.is_to_show:
            self.data = [count.key for count in self.counts if count.is_conviction]
            return
        super().pre_validate(form)

    def __call__(self, **options: Any) -> Markup:
        """The offences to tick; nothing where the words list none."""
        if not self.counts:
            return Markup()
        token_input = Markup('<input type="hidden" name="{}-for" value="{}">')
        return super().__call__(**options) + token_input.format(self.name, self.shown_for)


def _read_as(read: WordsRead) -> str:
    if read.offence is None:
        return _ASIDE[read.read_as]
    by = read.offence.citation if read.by_provision else "by its name"
    form = "" if read.form == "full" else f", {read.form.label.lower()}"
    return f"Read as {read.offence.title}{form}, {by}"
