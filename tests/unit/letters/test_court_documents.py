"""The court documents hold what the rules ask, item by item of the checklist."""

from dataclasses import replace

import pytest

from tests.golden.samples import (
    DAY,
    Sample,
    pdf_of,
    text_of,
)
from tests.support.tables import rows
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried_pdf")]


# What the rules ask of the court documents (Criminal Procedure Rules 41.2 to 41.6), by number of
# each item in the checklist of an application (1 to 9) and of a notice of reference (10 to 14).
# That service is recorded with its method and day (7), and by when (9), is `filings`' to prove.
_SAME_DETAILS = dict(rows(__file__, "court_documents.same_details", str, str))
CHECKLIST = {
    LetterKind.REFERRAL: _SAME_DETAILS
    | {
        "5 why unduly lenient": "Why the sentencing appears unduly lenient 7. The judge placed",
        "5 each argument": "8. The aggravating features called for an upward adjustment",
        "6 the application": "The Attorney General applies for permission to refer",
        "8 notice with it": "A notice to the defendant goes with this application (rule 41.2(3)). "
        "It says that the outcome may make a difference to the sentencing, and in particular may "
        "result in a more severe sentence, and that the defendant may serve a respondent’s notice",
        "9 time limit": "Last day to serve this application Monday 30 March 2026",
        "10 stands as the notice": "treat this application as the notice of reference",
        "11 facts": "The facts 5. Shortly after 11pm",
    },
    LetterKind.REFERENCE_NOTICE: _SAME_DETAILS
    | {
        "5 why unduly lenient": "Why the sentencing appears unduly lenient 6. The judge placed",
        "6 leave given": "The Court of Appeal gave permission on 17 March 2026",
        "8 both statements": "The outcome of this reference may make a difference to the "
        "sentencing and, in particular, may result in a more severe sentence. The defendant may "
        "serve a respondent’s notice (rule 41.4)",
        "9 time limit": "The Court of Appeal gave permission",  # the time was the application's
        "10 the reference itself": "The Attorney General refers to the court",
        "11 facts": "The facts 4. Shortly after 11pm",
    },
    LetterKind.OFFENDER_NOTICE: {
        "r.41.2(3)(a)": "may make a difference to the sentencing and, in particular, may result in "
        "a more severe sentence",
        "r.41.2(3)(b)": "You may serve a respondent’s notice.",
        "r.41.4(1) when it is wanted": "You must serve one if you want to make representations to "
        "the court, or if the court directs you to",
        "r.41.4(2) on whom": "Serve it on the Attorney General and on the Registrar",
        "r.41.4(3) when": "not more than 10 business days after the Attorney General serves the "
        "application on you, or after the court directs you to serve a notice",
        "r.2.2 business days": "Business days leave out Saturdays, Sundays, Christmas Day, Boxing "
        "Day, Good Friday, Easter Monday and bank holidays",
        "r.41.4(5) date of service": "the date the application was served on you",
        "r.41.4(5) representations": "whether you want to make representations to the court",
        "r.41.4(5) grounds": "the grounds of your representations",
        "r.41.4(5)(c) reasons": "the reasons for each application that you make in it",
        "r.41.4(6)(a) links": "It must include an electronic link to each material document that "
        "you have made available to the Registrar",
        "r.41.4(5) more time": "an application for an extension of time",
        "r.41.4(5) attending": "an application for permission to attend a hearing that you "
        "have no right to attend",
        "r.41.4(5) in person": "an application to attend in person a hearing that you would "
        "otherwise attend by live link",
        "the time can be extended": "The court can extend this time",
        "r.41.6 attendance": "If you are in custody, you may attend the public hearing of the "
        "reference. You may attend the hearing of the application for permission, or a preliminary "
        "hearing, only if the court gives you permission",
        "r.41.6 live link": "The court may direct that you attend by live link",
        "Sch 3 in absence": "It can pass sentence when you are not there",
        "who sends it": "Morgan Example, for the Attorney General",
    },
    LetterKind.WITHDRAWAL_NOTICE: {
        "r.41.5 to the Registrar": "To: The Registrar of Criminal Appeals",
        "r.41.5 to the defendant": "And to the defendant: Gwilym Prŷs-Everett",
        "what is withdrawn": "withdraws the application for permission to refer the sentencing of "
        "Gwilym Prŷs-Everett",
        "before any hearing": "before any hearing of the application or the reference",
        "the answer to it": "Respondent’s notice Served on 17 March 2026",
    },
}


def test_a_court_document_holds_each_item_of_the_checklist(subtests: pytest.Subtests) -> None:
    for kind, item in [(kind, item) for kind, items in CHECKLIST.items() for item in items]:
        with subtests.test(kind=kind, item=item):
            said = " ".join(text_of(pdf_of(Sample(kind, "en", LetterSize.STANDARD))).split())
            assert CHECKLIST[kind][item] in said


@pytest.mark.parametrize("kind", [LetterKind.REFERRAL, LetterKind.REFERENCE_NOTICE])
def test_no_item_of_the_checklist_is_left_out(kind: LetterKind) -> None:
    numbers = {int(item.split()[0]) for item in CHECKLIST[kind] if item[0].isdigit()}
    assert numbers == set(range(1, 15))


def test_where_no_authority_is_relied_on_no_copy_of_one_is_promised() -> None:
    values = replace(letters.sample_values(LetterKind.REFERRAL, DAY), authorities=["None"])
    assert "A copy of each authority" not in letters.to_html(values)
