"""A review of which nothing is missing, to be referred: its court documents can be issued."""

from datetime import date

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import DecisionChoice, FilingKind, LetterKind, Plea, Review
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import applications, filings

SENTENCED_ON = date(2026, 3, 2)

WRITTEN = applications.Prepared(
    facts="He took a telephone at knifepoint.",
    aggravating="1. A knife was shown.\n2. It was night.",
    mitigating="None",
    why_lenient="The starting point was too low.\n\nNo uplift was made for the knife.",
    authorities="Attorney General's Reference (No 4 of 1989)",
    document_links="Remarks: https://example.org/remarks",
)


@transaction()
def referred(name: str = "Gwilym Prŷs") -> Review:
    """A review that the law officer decided to refer, with every fact recorded."""
    made = build.review(offender_name=name)
    passed = build.sentence(made, sentenced_on=SENTENCED_ON)
    build.conviction(passed, plea=Plea.VERDICT, convicted_on=date(2026, 2, 6))
    staff = build.user()
    cases.change_court(
        made.case,
        court_id="leeds",
        court_text="Leeds",
        number="T20267001",
        by=staff,
        version=made.case.version,
    )
    offender = cases.Offender(name=name, born_on=None, address="HMP Leeds\n2 Gloucester Terrace")
    cases.change_offender(made, offender, staff, made.version)
    applications.prepare(made, WRITTEN, staff, version=made.version)
    build.submit(made, by=staff)
    decide(made, DecisionChoice.REFER)
    return made


@transaction()
def filed_and_served() -> Review:
    """A review whose application was filed, and its notice served, now."""
    review = build.review_to_file()
    for kind, letter in (
        (FilingKind.FILING, LetterKind.REFERRAL),
        (FilingKind.SERVICE, LetterKind.OFFENDER_NOTICE),
    ):
        build.letter(review, letter)
        filings.record_filing(
            review, kind, at=clock.now(), method="By email", by=build.user(), version=review.version
        )
    return review


def decide(review: Review, choice: DecisionChoice) -> None:
    """Have the law officer decide, with a reason."""
    officer = build.user(Role.LAW_OFFICER, name="Rowan Example")
    build.decide(review, choice, "It is outside the range.", by=officer)
