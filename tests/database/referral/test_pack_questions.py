"""Questions about a submission: who asks and answers, whose task each is, and where it stands."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import html

from tests.support import build
from tests.support.on_list import waits_of
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import EventKind, LetterKind, PackQuestion, Review, User, WaitKind
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.stages import LawOfficer, State, Step
from ulss_tracker.services import letters
from ulss_tracker.services.cases import conflicts
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters.subject import of_review
from ulss_tracker.services.referral import advice, pack_questions, progress, submissions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
WORDS = replace(
    build.WORDS,
    options="Refer it\nDo not refer it",
    facts="1. He robbed a shop:\n- with a knife\n- at night\n\n(2) She was hurt.\n\n \n\nHe ran.",
    advice="",
)
ASKED, ANSWERED = WaitKind.ANSWER_QUESTION, WaitKind.QUESTION_ANSWERED


def officer(office: LawOfficer = LawOfficer.ATTORNEY_GENERAL) -> User:
    made = build.user(Role.LAW_OFFICER, email=f"{office.value}@example.org")
    with transaction():
        made.law_office = office
    return made


@pytest.fixture
def lawyer() -> User:
    return build.user(Role.LAWYER)


@pytest.fixture
def review(lawyer: User) -> Review:
    """A review with the law officers, on which a lawyer advised."""
    made = build.verify(build.eligible_review())
    progress.move(made, Step.RECEIVE_PAPERS, build.user(), version=made.version)
    advice.give(made, "Outside the range.\n\nRefer it.", lawyer, version=made.version)
    send(made)
    return made


def send(review: Review, words: submissions.Words = WORDS) -> None:
    to = LawOfficer.ATTORNEY_GENERAL
    submissions.submit(review, words, to, build.user(), version=review.version)


def ask(review: Review, number: int, by: User, **more: str) -> PackQuestion:
    submission = review.submissions[-1]
    more = {"words": "How old is she?", "seen_sha256": submission.sha256} | more
    return pack_questions.ask(submission, number, by=by, **more)


def tasks(person: User) -> list[tuple[WaitKind, str]]:
    waits = [(wait.kind, wait.words) for wait in waits_of(person)]
    return sorted(each for each in waits if each[0] in {ASKED, ANSWERED})


def test_a_paragraph_has_one_number_on_the_page_and_in_print(review: Review) -> None:
    rows = pack_questions.paragraphs(review.submissions[-1].pack)
    letter = letters.to_html(letters.prepared(of_review(review, LetterKind.SUBMISSION)).values)
    printed = html.fromstring(letter).cssselect(".numbered")
    assert [" ".join(tag.text_content().split()) for tag in printed] == [
        " ".join(row.text.split()) for row in rows
    ]
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.text for row in rows if row.part == "facts"] == [
        "He robbed a shop:\n- with a knife\n- at night",
        "She was hurt.",
        "He ran.",
    ]
    assert [row.text for row in rows if row.part == "advice_0"] == [
        "Outside the range.",
        "Refer it.",
    ]


def test_a_question_is_a_task_of_who_has_the_case_or_advised_and_its_answer_of_who_asked(
    review: Review, lawyer: User
) -> None:
    attorney, caseworker = officer(), build.user()
    with events_left() as events:
        first, second = ask(review, 4, attorney), ask(review, 6, attorney)
    assert kinds(events) == [EventKind.PACK_QUESTION_ASKED] * 2
    assert (first.number, first.quote, second.number, second.quote) == (
        1,
        "She was hurt.",
        2,
        "Outside the range.",
    )
    assert tasks(caseworker) == [(ASKED, "Question 1")]
    assert tasks(lawyer) == [(ASKED, "Question 2")]
    with events_left() as events:
        pack_questions.answer(first, "She is 19.", caseworker)
        pack_questions.answer(second, "From 4 to 8 years.", caseworker)  # nobody else has to
    assert kinds(events) == [EventKind.PACK_QUESTION_ANSWERED] * 2
    assert tasks(caseworker) == tasks(lawyer) == []
    assert tasks(attorney) == [(ANSWERED, "Question 1"), (ANSWERED, "Question 2")]
    build.decide(review, by=attorney)
    assert tasks(attorney) == []


def test_a_later_version_carries_questions_to_the_same_words_and_the_rest_below(
    review: Review,
) -> None:
    attorney = officer()
    ask(review, 4, attorney), ask(review, 5, attorney)
    send(review, replace(WORDS, facts="It was May.\n\nShe was hurt."))
    reading = pack_questions.read(review.submissions[-1], attorney)
    assert {number: asked[0].number for number, asked in reading.questions.items()} == {4: 1}
    assert [question.quote for question in reading.gone] == ["He ran."]
    assert reading.new == {3}
    assert len(reading.unanswered) == 2
    assert not pack_questions.read(review.submissions[0], attorney).may_ask
    text = letters.to_html(letters.prepared(of_review(review, LetterKind.SUBMISSION)).values)
    assert text.count("How old is she?") == text.count("Not answered yet") == 2


def test_nothing_is_kept_of_a_question_or_answer_that_is_refused(
    review: Review, lawyer: User
) -> None:
    attorney, solicitor = officer(), officer(LawOfficer.SOLICITOR_GENERAL)
    question = ask(review, 1, attorney)
    cases = (
        (lambda: ask(review, 1, attorney, words=" "), Refused, "Enter the question"),
        (lambda: ask(review, 99, attorney), Refused, "Choose the paragraph"),
        (lambda: ask(review, 1, attorney, seen_sha256="x"), ChangedMeanwhile, "newer submission"),
        (lambda: ask(review, 1, solicitor), Refused, "is with the Attorney General"),
        (lambda: pack_questions.answer(question, " ", lawyer), Refused, "Enter the answer"),
    )
    for act, error, why in cases:
        with nothing_kept(), pytest.raises(error, match=why):
            act()
    for role in Role:
        person = build.user(role)
        if not may(role, Permission.SEE_DECISIONS):
            with nothing_kept(), pytest.raises(NotAllowed):
                ask(review, 1, person)
        if role not in {Role.CASEWORKER, Role.SUPERVISOR, Role.LAWYER, Role.COUNSEL}:
            with nothing_kept(), pytest.raises(NotAllowed):
                pack_questions.answer(question, "Yes", person)
    pack_questions.answer(question, "Yes", lawyer)
    with nothing_kept(), pytest.raises(Refused, match="has answered this already"):
        pack_questions.answer(question, "No", build.user())
    second = ask(review, 1, attorney)
    case = review.case
    conflicts.declare(case, "I know him", lawyer, passed_to=None, version=case.version)
    with nothing_kept(), pytest.raises(NotAllowed, match="conflict"):
        pack_questions.answer(second, "No", lawyer)
    build.decide(review, by=attorney)
    assert review.state is State.TO_FILE
    with nothing_kept(), pytest.raises(Refused, match="not with the law officers"):
        ask(review, 1, attorney)
