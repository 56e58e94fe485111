"""The check before a sentence is saved: warnings about its date, and how its words read.

Shown once for what was typed; pressing the button again says it is right. Nothing is refused here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from ulss_tracker.models import Review, Sentence
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.reading.sentence_parts import Part
from ulss_tracker.scheme.reading.sentence_words import Reading, read_sentence
from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.services.assessment.date_warnings import warnings_of, warnings_of_request
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.web.casework.cases.sentence_forms import SentenceForm
from ulss_tracker.web.casework.desk.case_facts import AddOffenderForm
from ulss_tracker.web.casework.requests.log_form import LogRequestForm


@dataclass(frozen=True, slots=True)
class Check:
    """The warnings to show beside the date and the reading beside the words, where there are."""

    warnings: Sequence[DateWarning]
    reading: Reading | None

    def other_kind(self, chosen: OrderKind) -> OrderKind | None:
        """The kind of order that the words say, when it is not the one chosen."""
        written = [part.order_kind for part in self.reading.parts] if self.reading else []
        kinds = [kind for kind in written if kind]
        return kinds[0] if kinds and chosen not in kinds else None


def check(form: SentenceForm, review: Review, sentence: Sentence | None = None) -> Check | None:
    """Find what is to be looked at in a form without errors; None once it was, or without any.

    A date or words that were recorded already are not asked about again.
    """
    fingerprint = _fingerprint(form)
    was_looked_at = form.checked.data == fingerprint
    form.checked.data = fingerprint
    if was_looked_at:
        return None
    is_new_date = sentence is None or form.sentenced_on.data != sentence.sentenced_on
    is_new_text = sentence is None or form.text.data != sentence.text
    warnings = warnings_of(review, form.sentenced_on.data, sentence)
    result = Check(
        warnings if is_new_date else (),
        read_sentence(form.text.data, form.order_kind.data) if is_new_text else None,
    )
    return result if result.warnings or result.reading else None


def passed(form: SentenceForm, review: Review, sentence: Sentence | None = None) -> SentenceInput:
    """The sentence as the form has it, with what the person has said is right."""
    is_new_date = sentence is None or form.sentenced_on.data != sentence.sentenced_on
    warnings = warnings_of(review, form.sentenced_on.data, sentence)
    return form.into(
        SentenceInput,
        parts=_parts(form),
        confirmed_warnings=tuple(warning.id for warning in warnings) if is_new_date else (),
    )


def use_suggested_date(form: SentenceForm | LogRequestForm | AddOffenderForm) -> bool:
    """Put the date that a warning suggests into its boxes; whether its button was pressed."""
    try:
        suggested_on = date.fromisoformat(request.form.get("use_date", ""))
    except ValueError:
        return False
    form.sentenced_on.data = suggested_on
    form.sentenced_on.typed = form.sentenced_on.parts_of(suggested_on)
    return True


def doubts_to_show(form: LogRequestForm) -> Sequence[DateWarning]:
    """Find the warnings about the date of a request without errors, once for each date typed."""
    sentenced_on = form.sentenced_on.data
    if sentenced_on is None or form.checked.data == sentenced_on.isoformat():
        return ()
    form.checked.data = sentenced_on.isoformat()
    return warnings_of_request(sentenced_on, form.received_at.data)


def _parts(form: SentenceForm) -> tuple[Part, ...]:
    """The parts of a sentence whose every word was read, unless the person said it is wrong."""
    reading = read_sentence(form.text.data, form.order_kind.data)
    return reading.parts if reading.is_whole and not form.reads_otherwise.data else ()


def _fingerprint(form: SentenceForm) -> str:
    """Make a fingerprint of what was looked at, for a hidden field of the page."""
    facts = f"{form.sentenced_on.data}|{form.order_kind.data}|{form.text.data}"
    return hashlib.sha256(facts.encode()).hexdigest()
