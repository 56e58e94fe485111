"""The form of the law officer’s decision."""

from collections.abc import Iterable
from typing import Any, Self

from wtforms import HiddenField

from ulss_tracker.models import DecisionChoice, Review, Submission
from ulss_tracker.services.referral import decisions
from ulss_tracker.web.casework.forms import WantedWith, hidden_number
from ulss_tracker.web.forms import Choice, NoteField, RadiosField, VersionedForm
from ulss_tracker.web.forms.choices import choices_of

_NOT_YET = "not_yet"
_REASONS = "Your reasons"


class DecisionForm(VersionedForm):
    """The law officer's decision, and beside it those about others of the case."""

    seen = HiddenField()  # the hash of the submission that was shown
    choice = RadiosField(
        "What is your decision?",
        required="Choose whether to refer the sentence",
        coerce=DecisionChoice,
    )
    reasons = NoteField(_REASONS, required="Enter your reasons")

    @classmethod
    def about(cls, submission: Submission, beside: Iterable[Submission]) -> Self:
        """The form about the offender of a submission; those `beside` may be left for later."""
        fields: dict[str, Any] = {}
        data: dict[str, Any] = {"version": submission.review.version, "seen": submission.sha256}
        for other in beside:
            key, name = other.review_id, other.review.offender_name
            fields |= {
                f"seen_{key}": HiddenField(),
                f"version_{key}": hidden_number(),
                f"choice_{key}": RadiosField(
                    f"What is your decision about {name}?",
                    hint=_recommended(other),
                    choices=[*choices_of(DecisionChoice), Choice(_NOT_YET, "Not yet")],
                    coerce=_choice,
                ),
                f"reasons_{key}": NoteField(
                    _REASONS,
                    validators=[WantedWith(f"choice_{key}", f"Enter your reasons about {name}")],
                ),
            }
            data |= {f"seen_{key}": other.sha256, f"version_{key}": other.review.version}
        form = cls.with_fields(cls.__name__, fields)(data=data)
        form.choice.hint = _recommended(submission)
        if fields:
            form.choice.label.text = (
                f"What is your decision about {submission.review.offender_name}?"
            )
        return form

    def decisions_on(self, review: Review, others: Iterable[Review]) -> list[decisions.Part]:
        """The decisions taken: about the review, and about those of the others that were chosen."""
        own = decisions.Part(
            review, self.choice.data, self.reasons.data, self.seen_version, str(self.seen.data)
        )
        return [
            own,
            *(
                decisions.Part(
                    other,
                    choice,
                    self[f"reasons_{other.id}"].data,
                    self[f"version_{other.id}"].data or 0,
                    str(self[f"seen_{other.id}"].data),
                )
                for other in others
                if (choice := self[f"choice_{other.id}"].data)
            ),
        ]


def _choice(value: str) -> DecisionChoice | None:
    return None if value == _NOT_YET else DecisionChoice(value)


def _recommended(submission: Submission) -> str:
    words = submission.pack.get("recommendation")
    return f"Recommended: {words}" if words else ""
