"""The supervisor's forms about the old register."""

from ulss_tracker.models import CorrectedFact, RegisterState
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.web.core.lists import FilterForm, person_filter
from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    FileField,
    GovForm,
    RadiosField,
    Required,
    SelectField,
    TextAreaField,
    TextField,
)


class BringForm(GovForm):
    """A register to read."""

    file = FileField(
        "Choose the register",
        [Required("Choose the register’s file")],
        hint="A CSV file with the office’s ten columns. Nothing is imported yet.",
        accept=".csv",
    )
    has_categories = CheckboxField(
        "These are categories, not convictions",
        hint="Then no label, such as theft or careless driving, takes a case out of the scheme",
    )


class FileFilters(FilterForm):
    """Filters of the registers that were imported."""

    state = SelectField("Import", blank="Imported or not", coerce=RegisterState)


class CorrectionFilters(FilterForm):
    """Filters of the log of corrections."""

    fact = SelectField("Fact", blank="Any fact", coerce=CorrectedFact)
    by_id = person_filter("Corrected by")


class DoubtFilters(FilterForm):
    """Filters of a register’s queries."""

    which = SelectField(
        "Resolved or not",
        blank="All",
        choices=[Choice("open", "Not resolved"), Choice("settled", "Resolved")],
    )
    column = SelectField(
        "Column", blank="All", choices=[Choice(column.value, column.heading) for column in Column]
    )


class SettleForm(GovForm):
    """The form that resolves a query."""

    how = RadiosField(
        "What is right?",
        [Required("Choose what is right")],
        choices=[
            Choice("stands", "The register is right as it is written"),
            Choice("correct", "Something else is right"),
        ],
    )
    value = TextField("What it should say", hint="Only when something else is right.")
    why = TextAreaField(
        "How do you know?",
        [Required("Enter how you know")],
        hint="For example, the court’s log or the indictment. It is kept in the correction log.",
    )
