"""The questions about those whom somebody asks with, and those they ask for."""

from collections.abc import Sequence
from typing import Any

from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.web.forms import GovField, people
from ulss_tracker.web.public.answers import Answers, is_of_office, standing
from ulss_tracker.web.public.questions import choices_of
from ulss_tracker.web.public.step_form import StepForm

WHO_HEARS = choices_of("for-whom.who_hears")
OF_CONSTITUENT = ("constituent", "has_consent", "who_hears")


class ForWhomForm(StepForm):
    """For whom somebody asks and by what right; of an office, also how to answer it.

    An office is asked nothing else of itself: it is reached as offices are.
    """

    table = "for-whom"

    def prepare(self, answers: Answers) -> None:
        role, is_office = standing(answers), is_of_office(answers)
        is_asked = {
            "by_right": role is RequesterRole.ON_BEHALF,
            **dict.fromkeys(("mp_name", "constituency"), role is RequesterRole.MP),
            **dict.fromkeys(OF_CONSTITUENT, role is RequesterRole.MP),
            **dict.fromkeys(("own_reference", "requester_name", "email", "telephone"), is_office),
        }
        for name in (name for name, is_needed in is_asked.items() if not is_needed):
            del self[name]

    def first_questions(self) -> Sequence[GovField]:
        """The questions that are not of an MP’s constituent."""
        return [field for field in self.questions() if field.name not in OF_CONSTITUENT]


class TogetherForm(StepForm):
    """Others of the family, or other victims, who ask in the same request."""

    numbers: tuple[int, ...] = ()

    def show(self, answers: Answers) -> None:
        for number, person in zip(self.numbers, answers.get("together", ()), strict=False):
            for field, part in people.PARTS.items():
                self[f"{field}_{number}"].data = person[part]

    def take(self, answers: Answers) -> Answers:
        return {"together": people.people_of(self)}


def together_form(answers: Answers, formdata: Any = None) -> StepForm:
    """The form with as many people as were named or are being added, and one at first."""
    numbers = people.numbers_in(formdata, max(1, len(answers.get("together", ()))))
    return TogetherForm.with_fields("TogetherForm", people.fields_of(numbers))(answers, formdata)
