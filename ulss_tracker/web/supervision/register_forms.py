"""The supervisor's forms about the old register."""

from ulss_tracker.web.forms import (
    CheckboxField,
    Choice,
    FileField,
    GovForm,
    RadiosField,
    Required,
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
