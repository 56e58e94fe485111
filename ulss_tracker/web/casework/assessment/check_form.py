"""The form that checks an offence: read from the address, so it needs no token."""

from werkzeug.datastructures import MultiDict

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.web.casework.forms import court_picker, offence_picker, question_field
from ulss_tracker.web.forms import DateField, QueryForm


class CheckForm(QueryForm):
    """Which offence, when sentenced, in which court."""

    offence = offence_picker(
        "Offence",
        required="Enter the offence",
        hint=(
            "Type ordinary words, a section or an abbreviation: GBH with intent, s.18, "
            "conspiracy to burgle"
        ),
    )
    sentenced_on = DateField(
        "Date of sentence", optional=True, hint="Offences came into the scheme on different dates"
    )
    court = court_picker("Court", optional=True, hint="The Crown Court, unless you say otherwise")


def check_form(offence: Offence, formdata: MultiDict[str, str]) -> CheckForm:
    """The form with what was typed, and the chosen offence's own questions after it."""
    fields = {
        question.id: question_field(question, may_be_unknown=False)
        for question in offence.questions
    }
    return CheckForm.with_fields("CheckOffenceForm", fields)(formdata=formdata)
