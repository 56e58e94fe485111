"""Suggestions of the offence and court pickers: the scheme's own searches.

An offence suggestion's id holds the catalogue's id and the form, such as `io-murder|attempt`, so
that "attempted murder" is one choice.
"""

from collections.abc import Sequence

from ulss_tracker.scheme.courts.courts import find_court, load_courts
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import UnknownOffence, load_catalogue
from ulss_tracker.web.forms import Suggestion

MOST = 8


def find_offences(words: str) -> Sequence[Suggestion]:
    """The offences that `words` may mean, best first."""
    matches = load_catalogue().search(words, limit=MOST)
    return [offence_suggestion(match.offence, match.form) for match in matches]


def look_up_offence(choice: str) -> Suggestion | None:
    """The suggestion with this id, or None when there is no such offence."""
    try:
        offence_id, form = read_offence(choice)
        return offence_suggestion(load_catalogue().get(str(offence_id)), form)
    except (UnknownOffence, ValueError):
        return None


def read_offence(choice: str | None) -> tuple[str | None, Form]:
    """Take apart a suggestion's id: the catalogue's id, None where none was chosen, and the form.

    Raises ValueError when the form is none of ours.
    """
    offence_id, _, form = (choice or "").partition("|")
    return offence_id or None, Form(form) if form else Form.FULL


def offence_suggestion(offence: Offence, form: Form) -> Suggestion:
    """One offence as the picker shows it."""
    title = offence.title if form is Form.FULL else f"{form.label}: {offence.title}"
    return Suggestion(f"{offence.id}|{form.value}", title, offence.citation)


def find_courts(words: str) -> Sequence[Suggestion]:
    """The courts that `words` may mean, best first."""
    courts = load_courts().search(words, limit=MOST)
    return [Suggestion(court.id, court.name) for court in courts]


def look_up_court(court_id: str) -> Suggestion | None:
    """The court with this id, or None when there is no such court."""
    court = find_court(court_id)
    return Suggestion(court.id, court.name) if court else None


def settled_court(words: str) -> str | None:
    """The id of the court that `words` certainly mean, or None."""
    court = load_courts().settled(words)
    return court.id if court else None
