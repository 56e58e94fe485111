"""A made-up case for looking at the letters without a database. Nobody in it is real."""

from datetime import date, timedelta

from sqlalchemy import select

from ulss_tracker.models import Decision, DecisionChoice, LetterKind, Review, User, db
from ulss_tracker.scheme.deadline import file_by, last_day
from ulss_tracker.scheme.later_limits import respondents_notice
from ulss_tracker.scheme.time_words import day_words, moment_words
from ulss_tracker.scheme.workflow import State
from ulss_tracker.services import office
from ulss_tracker.services.letters.facts import day_in_words
from ulss_tracker.services.letters.values import (
    LetterValues,
    Link,
    Offence,
    OffenderNotice,
    Referral,
    Sentenced,
)

_OFFENDER = "Gwilym Prŷs-Everett"
_COURT = "Cardiff Crown Court"
_REFERENCE = "ULS-2026-0001"
_CASE_NUMBER = "T20260001"
_ADDRESS = ["HMP Cardiff", "Knox Road", "Cardiff"]


def demo_review() -> Review | None:
    """The demo's review that is to be referred (before any filed already), or None without one.

    A real law officer's decision is never taken: a real case is not a sample.
    """
    query = (
        select(Review)
        .join(Decision, Decision.review_id == Review.id)
        .join(User, User.id == Decision.decided_by_id)
        .where(User.is_demo, Decision.choice == DecisionChoice.REFER, Review.outcome.is_(None))
        .order_by(Review.state != State.TO_FILE, Review.id)
        .limit(1)
    )
    return db.session.scalar(query)


def sample_values(kind: LetterKind, today: date) -> LetterValues:
    """The values of a letter of this kind, as if issued `today` for a sentence 16 days before."""
    sentenced_on = today - timedelta(days=16)
    convicted_on = sentenced_on - timedelta(days=24)
    sentences = [
        Sentenced(
            passed_on=day_in_words(sentenced_on),
            varied_on="",
            text="2 years’ imprisonment, suspended for 2 years, with 200 hours of unpaid work. "
            "No separate penalty for having an offensive weapon.",
            judge="His Honour Judge Example",
            offences=[
                Offence(
                    name="Robbery",
                    citation="Theft Act 1968 s.8",
                    plea="Found guilty by a jury",
                    convicted_on=day_in_words(convicted_on),
                ),
                Offence(
                    name="Having an offensive weapon in a public place",
                    citation="Prevention of Crime Act 1953 s.1",
                    plea="Pleaded guilty",
                    convicted_on=day_in_words(convicted_on - timedelta(days=60)),
                ),
            ],
        )
    ]
    if kind is LetterKind.OFFENDER_NOTICE:
        return _notice(sentences, today)
    return _referral(sentences, sentenced_on, today)


def _notice(sentences: list[Sentenced], today: date) -> OffenderNotice:
    return OffenderNotice(
        issued_on=day_in_words(today),
        issued_on_iso=today.isoformat(),
        telephone=office.current().telephone,
        reference=_REFERENCE,
        case_number=_CASE_NUMBER,
        offender=_OFFENDER,
        address=_ADDRESS,
        court=_COURT,
        sentences=sentences,
        reply_by=day_words(respondents_notice(today).last_day_on),
        decided_on=day_in_words(today - timedelta(days=1)),
        has_protected_complainant=False,
    )


def _referral(sentences: list[Sentenced], sentenced_on: date, today: date) -> Referral:
    last_day_on = last_day(sentenced_on)
    return Referral(
        issued_on=day_in_words(today),
        issued_on_iso=today.isoformat(),
        telephone=office.current().telephone,
        reference=_REFERENCE,
        case_number=_CASE_NUMBER,
        defendant=_OFFENDER,
        born_on="14 May 1994",
        address=_ADDRESS,
        court=_COURT,
        sentences=sentences,
        last_day=day_words(last_day_on),
        file_by=moment_words(file_by(last_day_on)),
        facts=[
            "Shortly after 11pm the defendant and another man, who has not been found, followed "
            "a shop worker from the bus stop to her street. The defendant held a lock knife to "
            "her side and told her to give him her bag and telephone. She did.",
            "She was pushed to the ground and her wrist was broken. Police found the defendant "
            "with her telephone and the knife forty minutes later.",
        ],
        aggravating=[
            "A knife was produced and used to threaten.",
            "The victim was alone, at night, and was followed.",
            "Two people took part.",
            "He was on licence for burglary of a home.",
        ],
        mitigating=[
            "He is the only carer of a child aged six.",
            "He has begun treatment for his drug use, and two negative tests were before the "
            "court.",
            "The judge found the remorse shown at sentence to be real.",
        ],
        why_lenient=[
            "The judge placed the offence in a lower category of the sentencing guideline than "
            "its facts allow: a knife was produced and the injury was serious.",
            "The aggravating features called for an upward adjustment before mitigation. None "
            "was made.",
            "The mitigation, given its full weight, could not bring the sentence within the range "
            "in which it could be suspended.",
        ],
        authorities=[
            "Attorney General’s Reference (No 4 of 1989)",
            "Sentencing Council guideline: robbery (street and less sophisticated commercial)",
        ],
        documents=[
            Link(text="Sentencing remarks", address="https://example.org/bundle/remarks"),
            Link(text="Prosecution opening note", address="https://example.org/bundle/opening"),
        ],
        decided_by="Rowan Example",
        decided_on=day_in_words(today - timedelta(days=1)),
        has_protected_complainant=False,
    )
