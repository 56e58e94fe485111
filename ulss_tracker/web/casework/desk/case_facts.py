"""The form of what a court did, filled with what a requester said: to be put right and recorded."""

from collections.abc import Sequence
from typing import Any, TypeVar

from wtforms import HiddenField

from ulss_tracker.models import Request
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.services.cases import charge_sheets
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.desk import opening
from ulss_tracker.services.desk.opening import CaseFacts
from ulss_tracker.services.requests import lookups
from ulss_tracker.web.casework.convictions_field import ConvictionsField
from ulss_tracker.web.casework.forms import (
    court_picker,
    offence_picker,
    order_kind_field,
    past_day,
    question_field,
    sentence_words_field,
)
from ulss_tracker.web.forms import (
    GovForm,
    TextAreaField,
    TextField,
    VersionedForm,
)
from ulss_tracker.web.forms.pickers import read_offence

_QUESTION = "question_"
Filled = TypeVar("Filled", bound="CaseFactsForm")


class CaseFactsForm(GovForm):
    """Who was sentenced, where, when, to what, and for which offences.

    Words that list several offences are ticked; one offence is chosen, with the questions on which
    its answer depends. `has_list` says which of the two it is.
    `court_may_do`: nothing more is filled in where the court alone decides.
    """

    has_list = False
    court_may_do = False
    offender_name = TextField("Offender’s name", required="Enter the offender’s name")
    court = court_picker("Court", required="Enter the court")
    sentenced_on = past_day("Date of sentence", required="Enter the date of sentence")
    order_kind = order_kind_field()
    text = sentence_words_field(rows=2)

    def facts(self, confirmed: Sequence[DateWarning] = ()) -> CaseFacts:
        """Give the facts typed, as the service takes them, with the warnings let stand."""
        return CaseFacts(
            offender_name=self.offender_name.data,
            court_id=self.court.data,
            court_text=self.court.text,
            sentence=SentenceInput(
                sentenced_on=self.sentenced_on.data,
                order_kind=self.order_kind.data or OrderKind.OTHER,
                text=self.text.data or "",
                confirmed_warnings=tuple(warning.id for warning in confirmed),
            ),
            convictions=self._convictions(),
        )

    @property
    def is_outside_by_court(self) -> bool:
        """Whether the court as it is typed says no by itself: the day is then all it wants."""
        return lookups.is_outside_by_court(self.court.data, self.court.text)

    @property
    def is_list_to_show(self) -> bool:
        """Whether the offences must first be shown to be ticked: their words are new."""
        return self.has_list and bool(self["convictions"].is_to_show)

    @property
    def questions(self) -> list[Any]:
        """The fields of the questions on which the offence’s answer depends."""
        return [field for field in self if field.short_name.startswith(_QUESTION)]

    def _convictions(self) -> list[ConvictionInput]:
        if self.has_list:
            ticks = self["convictions"].answer or ""
            return charge_sheets.convictions_ticked(
                self["sheet"].data, ticks, self.sentenced_on.data
            )
        offence = self["offence"]
        if offence.is_blank():
            return []
        offence_id, form = read_offence(offence.data)
        catalogued = find_offence(offence_id)
        ids = {question.id for question in catalogued.questions} if catalogued else set()
        answers = {field.short_name.removeprefix(_QUESTION): field.data for field in self.questions}
        return [
            ConvictionInput(
                offence_id=offence_id,
                form=form,
                answers={name: value for name, value in answers.items() if name in ids and value},
                text=offence.text,
            )
        ]


class AddOffenderForm(CaseFactsForm, VersionedForm):
    """A further offender of a case, whose court and day of sentence stand: the name is enough.

    `checked` is the day whose warnings were shown, or that stands.
    """

    heading, button = "Add an offender", "Add the offender"
    checked = HiddenField()
    court = court_picker("Court", hint="Of the whole case")
    sentenced_on = past_day(
        "Date of sentence", hint="Change it if theirs is another; leave it blank if nobody knows"
    )
    order_kind = order_kind_field(optional=True)
    text = sentence_words_field(rows=2, optional=True)
    offence = offence_picker("Offence", optional=True)

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field: a sentence has its day and its kind, an offence its day."""
        valid = super().validate(extra_validators)
        if not self.sentenced_on.data and (self.text.data or self.offence.text):
            self.sentenced_on.errors = ["Enter the date of sentence"]
        elif self.text.data and not self.order_kind.data:
            self.order_kind.errors = ["Choose the kind of order"]
        return bool(valid and not self.errors)


def case_facts_form(request: Request, base: type[Filled]) -> Filled:
    """The form `base` for this request: what the requester said is in it already."""
    is_enough = base.court_may_do and lookups.is_outside_by_court(
        request.court_id, request.court_text
    )
    words = "" if is_enough else request.offence_text
    has_list = bool(lookups.several_offences(words, request.sentenced_on))
    data: dict[str, Any] = {
        "offender_name": request.offender_name,
        "court": request.court_id,
        "sentenced_on": request.sentenced_on,
    }
    fields: dict[str, Any] = {"has_list": has_list}
    if has_list:
        fields |= _list_fields()
        data["sheet"] = request.offence_text
    else:
        meant = None if is_enough else opening.offence_meant(request)
        fields |= _offence_fields(meant)
        data["offence"] = f"{meant.offence_id}|{meant.form.value}" if meant else None
        data |= {_QUESTION + name: value for name, value in request.offence_answers.items()}
    form = base.with_fields("RequestFactsForm", fields)(data=data)
    if not form.is_submitted():
        _fill_in_words(form, request, words)
    return form


def _list_fields() -> dict[str, Any]:
    return {
        "sheet": TextAreaField(
            "Offences, as they were told",
            required="Enter the offences",
            max_length=20_000,
            rows=4,
        ),
        "convictions": ConvictionsField(
            "Which of these are convictions in this sentence?",
            hint="Only what is ticked is recorded and assessed",
            words="sheet",
            on=lambda form: form.sentenced_on.data,
        ),
    }


def _offence_fields(meant: ConvictionInput | None) -> dict[str, Any]:
    offence = find_offence(meant.offence_id if meant else None)
    return {
        "offence": offence_picker(
            "Offence",
            required="Enter the offence",
            hint="Ordinary words, a section or an abbreviation. It must be the conviction",
        ),
        **{
            _QUESTION + question.id: question_field(question)
            for question in (offence.questions if offence else ())
        },
    }


def _fill_in_words(form: CaseFactsForm, request: Request, offence: str) -> None:
    """Words that no list has are shown as they were told; a list of offences with its ticks."""
    if request.court_id is None:
        form.court.text = request.court_text
    if form.has_list:
        form["convictions"].pre_validate(form)
    elif not form["offence"].data:
        form["offence"].text = offence.strip()[:200]
