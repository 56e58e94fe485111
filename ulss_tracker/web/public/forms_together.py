"""The questions about those whom somebody asks with, and those they ask for."""

from flask_babel import lazy_gettext

from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    NameField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
)
from ulss_tracker.web.public.answers import MOST_TOGETHER, Answers
from ulss_tracker.web.public.step_form import StepForm

WHO_HEARS = {
    "mp": lazy_gettext("The MP, who tells the constituent"),
    "constituent": lazy_gettext("The constituent"),
    "both": lazy_gettext("Both of them"),
}


class ForWhomForm(StepForm):
    """For whom an MP asks, or somebody else on behalf of another, and by what right."""

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
    constituency = TextField(
        lazy_gettext("Constituency"),
        max_length=200,
        autocomplete="off",
    )
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
        if answers.get("standing") == RequesterRole.MP:
            del self.by_right
        else:
            del self.constituency, self.constituent, self.has_consent, self.who_hears


class TogetherForm(StepForm):
    """Others of the family, or other victims, who ask in the same request."""

    name_1, name_2, name_3 = (
        NameField(
            lazy_gettext("Name of person %(number)d", number=number),
            noun=lazy_gettext("Name"),
            autocomplete="off",
        )
        for number in range(1, MOST_TOGETHER + 1)
    )
    contact_1, contact_2, contact_3 = (
        TextAreaField(
            lazy_gettext("How to reach person %(number)d", number=number),
            noun=lazy_gettext("How to reach them"),
            rows=2,
            max_length=500,
            autocomplete="off",
        )
        for number in range(1, MOST_TOGETHER + 1)
    )
    safe_1, safe_2, safe_3 = (
        CheckboxField(lazy_gettext("It is safe to write to them or telephone them there"))
        for number in range(1, MOST_TOGETHER + 1)
    )

    def show(self, answers: Answers) -> None:
        for number, person in enumerate(answers.get("together", ()), 1):
            self[f"name_{number}"].data = person["name"]
            self[f"contact_{number}"].data = person["contact"]
            self[f"safe_{number}"].data = person["is_safe"]

    def take(self, answers: Answers) -> Answers:
        people = [
            {
                "name": self[f"name_{number}"].data,
                "contact": self[f"contact_{number}"].data,
                "is_safe": bool(self[f"safe_{number}"].data),
            }
            for number in range(1, MOST_TOGETHER + 1)
        ]
        return {"together": [person for person in people if person["name"] or person["contact"]]}
