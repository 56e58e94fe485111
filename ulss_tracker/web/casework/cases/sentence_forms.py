"""The forms for sentences and the offences they were passed for."""

from collections.abc import Mapping
from datetime import date

from wtforms import HiddenField, ValidationError

from ulss_tracker import clock
from ulss_tracker.models import Plea
from ulss_tracker.scheme.offences.facts import CameBy
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.web.casework.convictions_field import ConvictionsField
from ulss_tracker.web.casework.forms import (
    offence_picker,
    order_kind_field,
    past_day,
    question_field,
    sentence_words_field,
)
from ulss_tracker.web.forms import (
    CheckboxField,
    DateField,
    NotAfter,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    VersionedForm,
)


class SentenceForm(VersionedForm):
    """The form of a sentence: what the court passed, and when."""

    sentenced_on = past_day(
        "Date of sentence", required="Enter the date of sentence", hint="For example, 27 3 2026"
    )
    order_kind = order_kind_field()
    text = sentence_words_field(rows=3)
    judge = TextField("Judge", optional=True)
    came_by = SelectField(
        "How it came to the Crown Court",
        hint="A committal for sentence and an appeal are for a lawyer; leave it if you do not know",
        coerce=CameBy,
        blank="Not known",
    )
    varied_on = DateField(
        "Date it was varied under the slip rule",
        optional=True,
        hint="Only if the Crown Court changed the sentence after passing it",
        validators=[NotAfter(clock.today, "Date it was varied must be today or in the past")],
    )
    reads_otherwise = CheckboxField(
        "That is not how it reads",
        hint="Your words are kept as they are, and no parts are taken from them",
    )
    checked = HiddenField()

    def validate_varied_on(self, field: DateField) -> None:
        """A sentence cannot be varied before it was passed."""
        passed = self.sentenced_on.data
        if passed and field.data and field.data < passed:
            raise ValidationError("Date it was varied must be on or after the date of sentence")


class SameCaseForm(VersionedForm):
    """The judge’s words, in passing a later sentence, about an earlier one."""

    said = RadiosField(
        "What did the judge say when passing it?",
        required="Choose what the judge said",
        coerce=SameCase,
    )
    words = TextAreaField(
        "The judge’s words",
        hint="As the sentencing remarks or the court log have them",
        max_length=5000,
        rows=3,
    )
    source = TextField(
        "Where that is from",
        required="Enter where that is from",
        hint="For example, sentencing remarks of 2 February 2026, page 4",
    )

    def validate_words(self, field: TextAreaField) -> None:
        """That they are treated together is only so in the judge's words."""
        if self.said.data is SameCase.TOGETHER and not field.data:
            raise ValidationError("Enter what the judge said")


class PleaForm(VersionedForm):
    """How and when the offender was convicted."""

    heading = "Plea or verdict"
    plea = RadiosField(
        "How were they convicted?",
        hint="The letter needs this; you can leave it until you know",
        coerce=Plea,
    )
    convicted_on = past_day("Date of the plea or verdict", optional=True)
    offence_role = TextField(
        "Role in the offence",
        optional=True,
        hint="As the court found it, such as driver, lookout or organiser",
        max_length=200,
    )


class ConvictionForm(PleaForm):
    """One offence the sentence was passed for."""

    heading = "Add an offence"
    offence = offence_picker(
        "Offence",
        required="Enter the offence",
        hint=(
            "Type ordinary words, a section or an abbreviation: GBH with intent, section 18, "
            "attempted murder"
        ),
    )


class ChargeSheetForm(VersionedForm):
    """A charge sheet, and which of its offences are convictions."""

    sentenced_on: date | None = None

    sheet = TextAreaField(
        "The charge sheet",
        required="Paste the charge sheet",
        hint="Paste it whole, with pleas and verdicts. Each offence is shown to you to be ticked.",
        max_length=20_000,
        rows=8,
    )
    convictions = ConvictionsField(
        "Which of these are convictions in this sentence?",
        hint="Only what is ticked is recorded and assessed",
        words="sheet",
        on=lambda form: form.sentenced_on,
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Besides each field: the words must list offences, and one must be ticked."""
        valid = super().validate(extra_validators)
        if valid and not self.convictions.counts:
            self.sheet.errors = ["Paste words that name two or more offences, or add one by itself"]
            return False
        if valid and not self.convictions.is_to_show and not self.convictions.data:
            self.convictions.errors = ["Tick each offence that is a conviction"]
            return False
        return bool(valid)


def answers_form(offence: Offence, answers: Mapping[str, str], version: int) -> VersionedForm:
    """A form that asks the offence's own questions, each of which may be left unanswered."""
    fields = {question.id: question_field(question) for question in offence.questions}
    return VersionedForm.with_fields("AnswersForm", fields)(data={**answers, "version": version})
