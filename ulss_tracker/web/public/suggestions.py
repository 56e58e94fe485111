"""Courts and offences as the public pages name them, in the reader's language."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext
from wtforms.validators import ValidationError

from ulss_tracker.scheme.courts.court_table import Court
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.reading.search import Match
from ulss_tracker.scheme.reading.words import load_words, words_of
from ulss_tracker.scheme.reading.words_read import WordsRead
from ulss_tracker.services.requests import lookups
from ulss_tracker.web.forms import PickerField, Suggestion, tidy
from ulss_tracker.web.forms.pickers import MOST, read_offence

_FORMS = {
    Form.ATTEMPT: lazy_gettext("Attempt: %(offence)s"),
    Form.CONSPIRACY: lazy_gettext("Conspiracy: %(offence)s"),
    Form.ENCOURAGING: lazy_gettext("Encouraging or assisting: %(offence)s"),
    Form.ENCOURAGING_46: lazy_gettext("Encouraging or assisting: %(offence)s"),
    Form.AIDING: lazy_gettext("Helping with: %(offence)s"),
    Form.INCITEMENT: lazy_gettext("Incitement: %(offence)s"),
}


class OpenPicker(PickerField):
    """Suggestions that never refuse: what matches nothing is kept in the person's own words.

    Words that may mean several things are asked about on the next page.
    """

    settle: Callable[[str], str | None]
    keeps_words = True

    def __init__(
        self,
        *args: Any,
        settle: Callable[[str], str | None],
        max_length: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, settle=settle, **kwargs)
        self.max_length = max_length

    def hold(self, text: str, choice: str | None) -> None:
        """Show these words, and what was chosen for them where that is not their name."""
        self.text = self.chosen_for = text
        self.chosen_id = choice or ""
        suggestion = self.look_up(choice) if choice else None
        self.chosen = suggestion if suggestion and not _same(suggestion.title, text) else None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the words whole, however long: too long is said, never cut off."""
        super().process(formdata, data, extra_filters)
        if formdata is not None:
            self.text = tidy(formdata.get(self.name, ""))
            self.raw_data = [self.text] if self.text else []

    def pre_validate(self, form: Any) -> None:
        """Take the suggestion chosen, or what the words certainly mean; else only the words."""
        if len(self.text) > self.max_length:
            message = gettext(
                "%(noun)s must be %(limit)s characters or fewer",
                noun=self.noun,
                limit=f"{self.max_length:,}",
            )
            raise ValidationError(message)
        if not self.text:
            return
        if self.chosen_id and self.chosen_for == self.text and self.look_up(self.chosen_id):
            self.data = self.chosen_id
        else:
            self.data = self.settle(self.text)


def court_name(court: Court) -> str:
    """The court's name, in Welsh where it has one and the page is Welsh."""
    return court.name_in("cy" if _is_welsh() else "en")


def court_typed(text: str, court: Court | None) -> str:
    """Return what was typed for a court; a court's own name comes in the page's language."""
    if court and text in (court.name, court.welsh_name):
        return court_name(court)
    return text


def courts_like(text: str) -> Sequence[Suggestion]:
    """The courts to suggest while a name is being typed."""
    return [Suggestion(court.id, court_name(court)) for court in lookups.search_courts(text)]


def court_choice(court_id: str) -> Suggestion | None:
    """The court with this id as a suggestion, or None."""
    court = find_court(court_id)
    return Suggestion(court.id, court_name(court)) if court else None


def settled_court(text: str) -> str | None:
    """The id of the court that the words certainly name, or None."""
    court = lookups.court_named(text)
    return court.id if court else None


def offence_name(offence: Offence, form: Form) -> str:
    """The offence's name in the reader's language, with the form it took."""
    title = gettext(offence.title)
    return str(_FORMS[form] % {"offence": title}) if form in _FORMS else title


def offences_like(text: str, day: date | None) -> Sequence[Suggestion]:
    """The offences to suggest while the words are being typed."""
    matches = lookups.search_offences(text, day)
    return _without_repeats([*_named_in_welsh(text, day), *map(_offence, matches)])


def offences_meant(text: str, day: date | None) -> Sequence[Suggestion]:
    """The offences to choose from where the words may mean several."""
    if settled_offence(text, day):
        return []
    meaning = lookups.offences_meant(text, day)
    suggestions = [] if meaning.is_certain else [_offence(match) for match in meaning.matches]
    return _without_repeats([*_named_in_welsh(text, day), *suggestions])


def settled_offence(text: str, day: date | None) -> str | None:
    """The id and form of the offence that the words certainly mean, or None."""
    exact = [match for match in _named_in_welsh(text, day) if _same(match.title, text)]
    if len(exact) == 1:
        return exact[0].id
    meaning = lookups.offences_meant(text, day)
    is_one = meaning.is_certain and len(meaning.matches) == 1
    return _offence(meaning.matches[0]).id if is_one else None


def offence_choice(choice: str) -> Suggestion | None:
    """The offence with this id and form as a suggestion, or None."""
    try:
        offence_id, form = read_offence(choice)
    except ValueError:
        return None
    offence = find_offence(offence_id)
    return Suggestion(choice, offence_name(offence, form)) if offence else None


def count_named(read: WordsRead) -> str:
    """The offence that one entry of a charge sheet names, with its Act; "" where it is not one."""
    if read.offence is None:
        return ""
    return f"{offence_name(read.offence, read.form)} ({read.offence.citation})"


def _offence(match: Match) -> Suggestion:
    choice = f"{match.offence.id}|{match.form.value}"
    return Suggestion(choice, offence_name(match.offence, match.form))


def _named_in_welsh(text: str, on: date | None) -> Sequence[Suggestion]:
    """On a Welsh page, the offences whose Welsh names hold every word typed, one that decides."""
    words = text.casefold().split()
    if not _is_welsh() or all(map(load_words().is_circumstance, words_of(text))):
        return []
    offences = (_offence(Match(offence, Form.FULL, 1.0)) for offence in lookups.offences_on(on))
    return [match for match in offences if all(word in match.title.casefold() for word in words)]


def _same(title: str, text: str) -> bool:
    return title.casefold() == " ".join(text.casefold().split())


def _without_repeats(suggestions: Sequence[Suggestion]) -> Sequence[Suggestion]:
    return list({suggestion.id: suggestion for suggestion in suggestions}.values())[:MOST]


def _is_welsh() -> bool:
    locale = get_locale()
    return locale is not None and locale.language == "cy"
