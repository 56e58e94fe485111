"""The forms of a “no”: of one request or review, or of several on one page."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ulss_tracker.models import Request, Review
from ulss_tracker.services import letters
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.desk import refusal_preview
from ulss_tracker.services.desk.refusals import CourtRecord
from ulss_tracker.services.waiting import checks
from ulss_tracker.web.casework.assessment.verification import (
    ShownFact,
    VerifyForm,
    choices_of_facts,
    facts_of,
)
from ulss_tracker.web.casework.desk.case_facts import CaseFactsForm
from ulss_tracker.web.casework.forms import order_kind_field, sentence_words_field
from ulss_tracker.web.casework.waiting.checks import ANYONE, AskCheckForm, checkers
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    GovForm,
    NoteField,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)

AnyForm = TypeVar("AnyForm", bound=GovForm)

_WHY = "why_"


class CheckForm(AskCheckForm):
    """Whom to ask to verify the facts and send the letter."""

    of = SelectField(
        "Who should verify the facts and send it?",
        hint="Anybody else who is allowed to can still take it",
        choices=lambda: checkers(checks.verifiers(staff())),
        coerce=int,
        default=ANYONE,
    )


class RefuseRequestForm(CaseFactsForm, CheckForm):
    """The form of a "no" from a request: the facts, and whom to ask to verify them.

    Where the court alone says no, its name and the day of sentence are enough.
    """

    court_may_do = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the sentence and its offence only where the answer turns on them."""
        if self.is_outside_by_court:
            for field in self:
                if field.short_name in {"order_kind", "text", "offence"}:
                    field.validators = [
                        validator
                        for validator in field.validators
                        if not isinstance(validator, Required)
                    ]
        return bool(super().validate(extra_validators))


class PrepareForm(VersionedForm, CheckForm):
    """The words of the letters of one review, and whom to ask to verify the facts."""

    def reasons(self) -> dict[str, str]:
        """Why, in the words of the letter, by language."""
        return {
            field.short_name.removeprefix(_WHY): field.data
            for field in self
            if field.short_name.startswith(_WHY)
        }


class PrepareTogetherForm(CheckForm):
    """Whom to ask; and, for each request in no case yet, what the court passed."""

    def sentence(self, request: Request) -> SentenceInput:
        """The sentence that the court passed, as it was typed beside the request."""
        return SentenceInput(
            sentenced_on=request.sentenced_on,  # type: ignore[arg-type]  # none stands alone without
            order_kind=self[f"kind_{request.reference}"].data,
            text=self[f"text_{request.reference}"].data,
        )


class ReleaseTogetherForm(GovForm):
    """The record of the court that was looked at, and its reference for each."""

    source: Any = VerifyForm.source

    def court_record(self, review: Review) -> CourtRecord | None:
        """The record that shows the facts of a review; None where every one is verified."""
        facts = [fact.fact for fact in to_verify(review)]
        reference = self[f"record_{review.id}"].data
        return (
            CourtRecord(facts=facts, source=self.source.data, reference=reference)
            if facts
            else None
        )


def to_verify(review: Review) -> list[ShownFact]:
    """The facts of a review that this person may verify, and nobody has."""
    return [fact for fact in facts_of(review, staff()) if fact.is_to_verify]


def prepare_form(review: Review, *, is_sent: bool = True) -> PrepareForm:
    """The form that begins the letters of one review, with the reasons they would give."""
    ending = refusal_preview.ending_of(review)
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": review.version, "of": ANYONE}
    if ending is not None and review.outcome is None and ending.has_reason:
        for language in refusal_preview.languages(review, ending):
            name = f" in {letters.LANGUAGES[language]}" if language != "en" else ""
            fields[_WHY + language] = NoteField(
                f"Why{name}, as the letter says it",
                hint="The rules’ own reason. Change it as you would say it to them in person",
                rows=5,
            )
            data[_WHY + language] = refusal_preview.reason_for(review, language)
    return _form_of(PrepareForm, "PrepareThisForm", fields, is_sent=is_sent, data=data)


def release_form(review: Review, *, is_sent: bool = True) -> VerifyForm:
    """The form that verifies one review, ends it and sends its letters."""
    form = _form_of(VerifyForm, "VerifyForm", {}, is_sent=is_sent, data={"version": review.version})
    form.facts.choices = choices_of_facts(to_verify(review))
    if not form.facts.choices:
        del form.source, form.source_reference, form.facts
    return form


def prepare_together_form(
    records: Sequence[Request | Review], ticked: Sequence[Request | Review] | None = None
) -> PrepareTogetherForm:
    """The form that prepares several; what is not `ticked` may be blank. Without, none was sent."""
    requests = [record for record in records if isinstance(record, Request)]
    fields: dict[str, Any] = {}
    for request in requests:
        fields[f"kind_{request.reference}"] = order_kind_field()
        fields[f"text_{request.reference}"] = sentence_words_field(rows=1)
    form = _form_of(PrepareTogetherForm, "PrepareTheseForm", fields, is_sent=ticked is not None)
    for request in requests:
        if ticked is not None and request not in ticked:
            form[f"kind_{request.reference}"].validators = ()
            form[f"text_{request.reference}"].validators = ()
    return form


def release_together_form(
    records: Sequence[Request | Review], ticked: Sequence[Review] | None = None
) -> ReleaseTogetherForm:
    """The form that verifies, ends and sends several. Without `ticked`, none was sent."""
    fields = {
        f"record_{record.id}": TextField("Reference or date of its record", max_length=200)
        for record in records
        if isinstance(record, Review)
    }
    form = _form_of(ReleaseTogetherForm, "ReleaseTheseForm", fields, is_sent=ticked is not None)
    if ticked is not None and not any(to_verify(review) for review in ticked):
        form.source.validators = ()
    return form


def _form_of(
    base: type[AnyForm], name: str, fields: Mapping[str, Any], *, is_sent: bool, **options: Any
) -> AnyForm:
    """A form of `base` with these fields besides; blank where it is not the one that was sent."""
    form_class = base.with_fields(name, fields)
    return form_class(**options) if is_sent else form_class(None, **options)
