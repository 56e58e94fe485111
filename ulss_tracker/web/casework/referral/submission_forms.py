"""The forms about submissions to the law officers, their decisions, and the Court of Appeal."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any, Self

from wtforms import HiddenField

from ulss_tracker.models import DecisionChoice, PassReason, Review
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome
from ulss_tracker.services.referral import submissions
from ulss_tracker.services.referral.court import OUTCOMES
from ulss_tracker.web.casework.forms import WantedWith, hidden_number, past_day, past_moment
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    DateField,
    FileField,
    NotAfter,
    NotBefore,
    NoteField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
    VersionedForm,
)
from ulss_tracker.web.forms.base import Validator

LONG_TEXT = 50_000
# "2:30" would be the middle of the night: no court sits then.
_EARLIEST, _LATEST = time(8), time(19)
_HOURS = "The time must be between 8am and 7pm: for half past two write 2:30pm or 14:30"
FILES = ".pdf,.doc,.docx,.odt,.rtf,.txt,.jpg,.jpeg,.png,.webp,.heic,.heif"


def _recommendation(validators: Sequence[Validator] = (), **more: Any) -> RadiosField:
    return RadiosField("What do you recommend?", validators, coerce=DecisionChoice, **more)


def _options() -> TextAreaField:
    return TextAreaField(
        "The options",
        hint="Leave blank where they are to refer the sentence or not to refer it.",
        optional=True,
        max_length=LONG_TEXT,
        rows=4,
    )


def _advice(validators: Sequence[Validator] = (), **more: Any) -> TextAreaField:
    return TextAreaField(
        "The advice",
        validators,
        hint="No lawyer or counsel has given any here. If they advised elsewhere, say who and "
        "when; the law officers are told that you wrote this in its place.",
        max_length=LONG_TEXT,
        rows=8,
        **more,
    )


class SubmissionForm(VersionedForm):
    """The form of a submission: what the caseworker writes for the law officers.

    Others of the case may go in it too: their fields have the review's number after their name.
    """

    facts = TextAreaField(
        "The facts",
        required="Enter the facts",
        hint="What was done, to whom, and what the judge found",
        max_length=LONG_TEXT,
        rows=8,
    )
    victims_view = TextAreaField(
        "What the victim or family say",
        hint="In their words where you can. Leave blank if there is none.",
        optional=True,
        max_length=LONG_TEXT,
        rows=4,
    )
    advice = _advice(required="Enter the advice")
    options = _options()
    recommendation = _recommendation(required="Choose what you recommend")
    addressed_to = RadiosField(
        "Who is it for?", required="Choose which law officer it is for", coerce=LawOfficer
    )

    @classmethod
    def with_others(cls, others: Iterable[Review]) -> type[Self]:
        """The form that offers to send these reviews' parts too."""
        fields: dict[str, Any] = {}
        for review in others:
            key, name = review.id, review.offender_name
            wanted = f"include_{key}"
            fields |= {
                wanted: CheckboxField(f"This submission is about {name} too"),
                f"version_{key}": hidden_number(),
                f"advice_{key}": _advice([WantedWith(wanted, f"Enter the advice about {name}")]),
                f"options_{key}": _options(),
                f"recommendation_{key}": _recommendation(
                    [WantedWith(wanted, f"Choose what you recommend about {name}")]
                ),
            }
        return cls.with_fields(cls.__name__, fields)

    def words_about(self, suffix: str = "") -> submissions.Words:
        """The words written about one offender; the facts are the case's."""
        advice = f"advice{suffix}"
        return submissions.Words(
            facts=self.facts.data,
            victims_view=self.victims_view.data,
            advice=self[advice].data if advice in self else "",
            options=self[f"options{suffix}"].data,
            recommendation=self[f"recommendation{suffix}"].data,
        )


class PassForm(VersionedForm):
    """Why a decision passes to the other law officer."""

    intro = "The time limit runs on: passing the decision gives nobody more time."
    button = "Pass it on"
    reason = RadiosField("Why does it pass?", required="Choose why it passes", coerce=PassReason)
    note = NoteField("Details", optional=True, rows=3)


class RecordedDecisionForm(VersionedForm):
    """A law officer's decision as the signed minute gives it."""

    seen = HiddenField()  # the hash of the submission that was shown
    choice = RadiosField(
        "What did they decide?", required="Choose what they decided", coerce=DecisionChoice
    )
    officer = SelectField(
        "Which law officer decided?",
        required="Choose who decided",
        coerce=int,
        blank="Choose a law officer",
    )
    at = past_moment(
        "When did they decide?",
        noun="When they decided",
        required="Enter the day and time of the decision",
    )
    reasons = NoteField("Their reasons", required="Enter the reasons as the minute gives them")
    minute = FileField(
        "The signed minute",
        required="Choose the signed minute",
        hint="A scan or a photograph will do: PDF, Word, JPEG or PNG, up to 20MB",
        accept=FILES,
    )


class RespondentsNoticeForm(VersionedForm):
    """That the offender answered."""

    served_on = past_day(
        "When was the notice served?",
        noun="The day it was served",
        required="Enter the day it was served",
    )
    note = NoteField(
        "What does it ask for?",
        hint="For example, leave to attend, or more time",
        optional=True,
        rows=3,
    )


class HearingForm(VersionedForm):
    """When and before whom the application is heard."""

    heading = "Hearing at the Court of Appeal"
    heard_on = DateField(
        "When is the hearing?",
        noun="The day of the hearing",
        required="Enter the day of the hearing",
    )
    time_of_day = TimeField(
        "At what time?",
        noun="The time of the hearing",
        hint="For example, 10:30am. Letters about the hearing say it",
        validators=[NotBefore(lambda: _EARLIEST, _HOURS), NotAfter(lambda: _LATEST, _HOURS)],
    )
    is_time_awaited = CheckboxField("The court has not given a time yet")
    court = TextField(
        "Where?",
        required="Enter where it is heard",
        hint="For example, Royal Courts of Justice, Court 4",
        max_length=200,
    )
    constitution = TextField(
        "Before which judges?", hint="Leave blank until they are named", max_length=500
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """A letter says the time or that there is none yet, so one of the two is wanted."""
        is_right = super().validate(extra_validators)
        if not self.time_of_day.errors and self.time_of_day.is_blank() != self.is_time_awaited.data:
            self.time_of_day.errors = [
                "Enter the time of the hearing, or tick that the court has not given it yet"
                if self.time_of_day.is_blank()
                else "Clear the time, or the tick that says the court has not given it yet"
            ]
            return False
        return is_right


class CourtDecisionForm(VersionedForm):
    """The form of a decision of the Court of Appeal."""

    heading = "Decision of the Court of Appeal"
    decided_on = past_day(
        "When did the court decide?",
        noun="The day it decided",
        required="Enter the day the court decided",
    )
    outcome = RadiosField(
        "What did it decide?",
        required="Choose what the court decided",
        choices=[
            Choice(
                outcome.value,
                {
                    Outcome.LEAVE_REFUSED: "It refused leave to refer",
                    Outcome.UNCHANGED: "It gave leave and left the sentence as it was",
                    Outcome.INCREASED: "It gave leave and increased the sentence",
                }[outcome],
            )
            for outcome in OUTCOMES
        ],
        coerce=Outcome,
    )
    revised_sentence = NoteField(
        "The sentence now",
        hint="In the court’s words. Wanted when it was increased.",
        optional=True,
        rows=3,
    )
    citation = TextField(
        "Citation", optional=True, hint="For example, [2026] EWCA Crim 123", max_length=200
    )
