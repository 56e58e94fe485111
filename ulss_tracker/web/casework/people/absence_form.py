"""The form with which days away are recorded."""

from ulss_tracker import clock
from ulss_tracker.web.forms import DateField, GovForm, SelectField


class AbsenceForm(GovForm):
    """Days away, and who covers. `person` is there only for somebody who may choose another."""

    heading = "Record an absence"
    button = "Record the absence"
    person = SelectField(
        "Who is away?", required="Choose who is away", blank="Choose a person", coerce=int
    )
    from_on = DateField(
        "First day away",
        required="Enter the first day away",
        hint="For example, 27 3 2027",
        default=clock.today,
    )
    to_on = DateField("Last day away", required="Enter the last day away")
    cover = SelectField(
        "Who covers?",
        hint="They see this work beside their own and get the reminders. Nothing changes hands.",
        coerce=int,
        blank="Nobody",
    )
