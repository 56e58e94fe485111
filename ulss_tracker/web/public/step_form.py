"""The base of the journey's forms: each shows the answers kept and says what to keep."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import request

from ulss_tracker.web.core import filters
from ulss_tracker.web.forms import GovField
from ulss_tracker.web.public.answers import Answers
from ulss_tracker.web.public.questions import TableForm


def in_words(answer: Any, field: GovField) -> str:
    """An answer as its field would show it: a choice by its words, a day by its name."""
    if isinstance(answer, date):
        return filters.weekday_date(answer)
    if answer is None or answer is False:
        return ""
    values = answer if isinstance(answer, list | tuple) else [answer]
    offered = {value.sent: str(value.label) for value in getattr(field, "choices", ())}
    return ", ".join(offered.get(str(value), str(value)) for value in values)


class StepForm(TableForm):
    """One page's questions. `answers` are those of the whole journey, as kept so far."""

    def __init__(self, answers: Answers, formdata: Any = None) -> None:
        self.asked_for = request.args.get("question", "")
        super().__init__(formdata=formdata)
        self.prepare(answers)
        if formdata is None:
            self.show(answers)

    def prepare(self, answers: Answers) -> None:
        """Fit the questions to what was answered before."""

    def show(self, answers: Answers) -> None:
        """Fill each field from the answer kept under its name."""
        for field in self.questions():
            field.process_data(answers.get(field.name))

    def take(self, answers: Answers) -> Answers:
        """Return the answers to keep of this page, by the names of its fields."""
        return {field.name: field.answer for field in self.questions()}

    def questions(self) -> Sequence[GovField]:
        """The fields people see."""
        return [field for field in self if isinstance(field, GovField)]


def from_table(table: str) -> type[StepForm]:
    """The form whose fields are all in the table of questions, and that needs nothing else."""
    return type("TableForm", (StepForm,), {"table": table})
