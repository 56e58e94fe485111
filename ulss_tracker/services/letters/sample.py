"""A made-up case for looking at the letters without a database. Nobody in it is real."""

from dataclasses import fields, replace
from datetime import date, timedelta

from sqlalchemy import select

from ulss_tracker.models import (
    Decision,
    DecisionChoice,
    LetterKind,
    LetterSize,
    Review,
    User,
    db,
)
from ulss_tracker.scheme.offences.reasons import BASIS_INDICTABLE
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.scheme.time.appeal_deadlines import respondents_notice
from ulss_tracker.scheme.time.deadline import file_by, last_day
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.scheme.time.time_words import day_words, moment_words
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.letters import sample_words
from ulss_tracker.services.letters.facts import day_in_words
from ulss_tracker.services.letters.kinds import Audience, kind_of
from ulss_tracker.services.letters.letterhead import Head, sender
from ulss_tracker.services.letters.values import (
    AdviceInWords,
    LetterValues,
    Link,
    Offence,
    OffenderNotice,
    ReferenceNotice,
    Referral,
    Sentenced,
    SentencedInWords,
    StandingInWords,
    Submission,
    WithdrawalNotice,
)

_OFFENDER = "Gwilym Prŷs-Everett"
_COURT = "Cardiff Crown Court"
_REFERENCE = "ULS-2026-0001"
_CASE_NUMBER = "T20260001"
_ADDRESS = ["9 Heol Esgynfa", "Caerffili", "CF83 0ZZ"]  # at home: the sentence is suspended


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


def sample_values(
    kind: LetterKind,
    today: date,
    language: str = "en",
    size: LetterSize = LetterSize.STANDARD,
    reader: str = RequesterRole.BEREAVED_FAMILY.value,
) -> LetterValues:
    """The values of a letter of this kind, as if issued `today` for a sentence 16 days before.

    `reader` is what the person written to is to the case.
    """
    head = _head(kind, today, language, size)
    if kind_of(kind).audience in {Audience.REQUESTER, Audience.MP, Audience.CPS}:
        return sample_words.letter(kind, head, today, reader)
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
        return _notice(head, sentences, today)
    if kind is LetterKind.WITHDRAWAL_NOTICE:
        return _withdrawal(head, sentenced_on, today)
    application = _referral(head, sentences, sentenced_on, today)
    if kind is LetterKind.SUBMISSION:
        return _submission(head, application)
    if kind is LetterKind.REFERENCE_NOTICE:
        said = {field.name: getattr(application, field.name) for field in fields(application)}
        return ReferenceNotice(**said, leave_on=day_in_words(today - timedelta(days=1)))
    return application


def _head(kind: LetterKind, today: date, language: str, size: LetterSize) -> Head:
    return Head(
        kind=kind.value,
        issued_on=day_in_words(today, language),
        issued_on_iso=today.isoformat(),
        reference=_REFERENCE,
        sender=replace(sender(language), signed_by="Morgan Example"),
        restrictions=[],
        has_protected_complainant=False,
        language=language,
        is_large=size is LetterSize.LARGE,
    )


def _notice(head: Head, sentences: list[Sentenced], today: date) -> OffenderNotice:
    return OffenderNotice(
        **head,
        case_number=_CASE_NUMBER,
        offender=_OFFENDER,
        address=_ADDRESS,
        court=_COURT,
        sentences=sentences,
        reply_by=day_words(respondents_notice(today).last_day_on),
        decided_on=day_in_words(today - timedelta(days=1)),
    )


def _withdrawal(head: Head, sentenced_on: date, today: date) -> WithdrawalNotice:
    return WithdrawalNotice(
        **head,
        case_number=_CASE_NUMBER,
        defendant=_OFFENDER,
        address=_ADDRESS,
        court=_COURT,
        sentenced_on=day_in_words(sentenced_on),
        filed_on=day_in_words(today - timedelta(days=2)),
        answered_on=day_in_words(today - timedelta(days=1)),
    )


def _submission(head: Head, application: Referral) -> Submission:
    return Submission(
        **head,
        submission_version="1",
        sent_on=head["issued_on"],
        fingerprint="4f8c" * 16,
        case_number=application.case_number,
        offender=application.defendant,
        born_on=application.born_on,
        court=application.court,
        sentences=[
            SentencedInWords(
                passed_on=sentenced.passed_on,
                varied_on=sentenced.varied_on,
                text=sentenced.text,
                judge=sentenced.judge,
                offences=[
                    f"{one.name}, {one.citation}: {one.plea.lower()}, {one.convicted_on}"
                    for one in sentenced.offences
                ],
            )
            for sentenced in application.sentences
        ],
        last_day=application.last_day,
        file_by=application.file_by,
        may_be_until="",
        verdict=Verdict.IN_SCHEME.label,
        bases=application.bases,
        requests="3 requests: Victim, Member of the public (2)",
        facts=application.facts,
        aggravating=application.aggravating,
        mitigating=application.mitigating,
        why_lenient=application.why_lenient,
        verified=[
            StandingInWords(name, "verified by Gethin Rhys. The court’s log", is_wanting=False)
            for name in ("Date of sentence", "Court", "Offence")
        ],
        lock="",
        advised=[
            AdviceInWords(
                "Sarah Blackwood, lawyer",
                [
                    "The sentence is outside the range that was open to the judge, for the three "
                    "reasons above, and the court is likely to give permission.",
                    "Against that, the judge heard the evidence, and the two years are within "
                    "reach of the bottom of the category the judge chose.",
                ],
            )
        ],
        written_by="",
        victims_view=[
            "She has not been able to go back to work in the evening, and says that she was not "
            "told of the sentence until a week after it was passed.",
        ],
        papers=[
            StandingInWords("Sentencing remarks", "received", is_wanting=False),
            StandingInWords("Pre-sentence report", "missing", is_wanting=True),
        ],
    )


def _referral(head: Head, sentences: list[Sentenced], sentenced_on: date, today: date) -> Referral:
    last_day_on = last_day(sentenced_on)
    return Referral(
        **head,
        case_number=_CASE_NUMBER,
        defendant=_OFFENDER,
        born_on="14 May 1994",
        address=_ADDRESS,
        court=_COURT,
        sentences=sentences,
        bases=[BASIS_INDICTABLE.format(offence="Robbery")],
        last_day=day_words(last_day_on),
        file_by=moment_words(file_by(last_day_on)),
        limit=limit_sentences.usual_length(),
        limit_provision=load_policies()[0].provision,
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
    )
