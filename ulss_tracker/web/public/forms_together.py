"""The questions about those whom somebody asks with, and those they ask for."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext

from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.web.forms import (
    Choice,
    EmailField,
    GovField,
    NameField,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
    people,
)
from ulss_tracker.web.public.answers import Answers, is_of_office, standing
from ulss_tracker.web.public.step_form import StepForm

WHO_HEARS = {
    "mp": lazy_gettext("The MP, who tells the constituent"),
    "constituent": lazy_gettext("The constituent"),
    "both": lazy_gettext("Both of them"),
}


class ForWhomForm(StepForm):
    """For whom somebody asks and by what right; of an office, also how to answer it.

    An office is asked nothing else of itself: it is reached as offices are.
    """

    mp_name = NameField(lazy_gettext("The MP’s name"), autocomplete="off")
    by_right = TextAreaField(
        lazy_gettext("Who are you asking for, and what are you to them?"),
        noun=lazy_gettext("Who you are asking for"),
        hint=lazy_gettext(
            "Such as their parent, their support worker or their solicitor, and whether they know"
            " that you ask. We ask so that we tell nobody what they would not want told."
        ),
        rows=4,
        max_length=2_000,
        autocomplete="off",
    )
    constituency = TextField(lazy_gettext("Constituency"), max_length=200, autocomplete="off")
    own_reference = TextField(
        lazy_gettext("Your reference (optional)"),
        noun=lazy_gettext("Your reference"),
        width=20,
        max_length=80,
        autocomplete="off",
    )
    requester_name = NameField(lazy_gettext("Your name"), autocomplete="name")
    email = EmailField(lazy_gettext("Email address"))
    telephone = PhoneField(lazy_gettext("Telephone number"))
    constituent = TextAreaField(
        lazy_gettext("Constituent’s name, and how to reach them if they agree"),
        noun=lazy_gettext("The constituent"),
        rows=3,
        max_length=2_000,
        autocomplete="off",
    )
    has_consent = YesNoField(
        lazy_gettext("Does the constituent know that you ask, and agree?"),
        hint=lazy_gettext("If you leave this blank we will not write to them."),
    )
    who_hears = RadiosField(
        lazy_gettext("Who should hear from us?"),
        hint=lazy_gettext(
            "A victim or a bereaved family hears from us first, whoever else has asked."
        ),
        choices=[Choice(value, words) for value, words in WHO_HEARS.items()],
    )

    def prepare(self, answers: Answers) -> None:
        if standing(answers) is RequesterRole.ON_BEHALF:
            del self.mp_name, self.constituency
        else:
            del self.by_right
        if standing(answers) is RequesterRole.PROSECUTOR:
            del self.mp_name, self.constituency
        if standing(answers) is not RequesterRole.MP:
            del self.constituent, self.has_consent, self.who_hears
        if not is_of_office(answers):
            del self.own_reference, self.requester_name, self.email, self.telephone

    def first_questions(self) -> Sequence[GovField]:
        """The questions that are not of an MP’s constituent."""
        of_constituent = ("constituent", "has_consent", "who_hears")
        return [field for field in self.questions() if field.name not in of_constituent]


class IsTogetherForm(StepForm):
    """Whether they ask alone, before any box for somebody else."""

    is_together = YesNoField(
        lazy_gettext("Do you ask together with anybody?"),
        hint=lazy_gettext("Such as other victims, or others of the family."),
        no=lazy_gettext("No, I ask alone"),
    )


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
