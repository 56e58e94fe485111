"""Three lines of the office's own register of 2019, worked as the office would have worked them.

Where the register is not at hand its twins stand in: the same law and shape, invented people.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    DecisionChoice,
    FilingKind,
    LetterKind,
    Plea,
    RequestState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases, convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import applications, court, filings, progress

REGISTER = Path(__file__).parents[4] / "shared" / "data" / "ago_register_2019_shown.csv"
WRITTEN = applications.Prepared(
    facts="As opened to the court.",
    aggravating="None",
    mitigating="None",
    why_lenient="The starting point was too low for what was done.",
    authorities="None",
    document_links="Sentencing remarks: https://documents.example.org/remarks",
)


@dataclass(frozen=True)
class Line:
    """One line of the register: one offender of one of the office's cases."""

    ref: str
    initials: str
    court: str
    sentenced_on: date
    offence: str
    outcome: str
    heard_on: date | None
    sentence: str


def _line(row: dict[str, str]) -> Line:
    heard = row["hearing_date"]
    return Line(
        ref=row["ref"],
        initials=row["initials"],
        court=row["court"],
        sentenced_on=date.fromisoformat(row["sentence_date"]),
        offence=row["offence"],
        outcome=row["outcome"],
        heard_on=date.fromisoformat(heard) if heard[:1].isdecimal() else None,
        sentence=row["original_sentence"],
    )


def _twin(line: str) -> Line:
    names = ["ref", "initials", "court", "sentence_date", "offence", "outcome", "hearing_date"]
    row = dict(zip(names, [each.strip() for each in line.split("|")], strict=True))
    if row["outcome"] == "Referred":
        row["outcome"] = "Referred to the Court of Appeal"
    return _line(row | {"original_sentence": "2 years’ imprisonment"})


OUTCOMES = {"Not in Scheme": Outcome.NOT_IN_SCHEME, "Not Referred": Outcome.NOT_REFERRED}
NOT_IN_SCHEME, REFERRED, SEVERAL = "22", "14", "333"

TWINS = [
    _twin(line)
    for line in """
22  | QA | Snaresbrook | 2019-01-21 | Making an indecent image of a child | Not in Scheme | N/A
14  | QB | Worcester | 2019-01-07 | Causing death by dangerous driving | Referred | 2019-03-14
333 | QC | Stoke-on-Trent | 2019-05-24 | Conspiracy to burgle | Not Referred  | N/A
333 | QD | Stoke-on-Trent | 2019-05-24 | Conspiracy to steal  | Not Referred  | N/A
333 | QE | Stoke-on-Trent | 2019-05-24 | Conspiracy to steal  | Not Referred  | N/A
333 | QF | Stoke-on-Trent | 2019-05-24 | Handle stolen goods  | Not in Scheme | N/A
""".strip().splitlines()
]


def lines_of(source: str, ref: str) -> list[Line]:
    """The lines of one case of the register, or of its twin."""
    if source == "twins":
        return [line for line in TWINS if line.ref == ref]
    if not REGISTER.exists():
        pytest.skip("the office's register is not at hand")
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        found = [_line(row) for row in csv.DictReader(file) if row["ref"] == ref]
    assert found, f"the register has no line {ref}"
    return found


def a_week_after(lines: list[Line]) -> datetime:
    """Ten in the morning, a week after the last of the sentences."""
    latest = max(line.sentenced_on for line in lines)
    return datetime.combine(latest + timedelta(days=7), time(10), tzinfo=UTC)


@transaction()
def work(lines: list[Line]) -> list[Review]:
    """Take in a request about the first offender; open the case; record every sentence."""
    first = lines[0]
    caseworker = build.user()
    request = build.request(
        offender_name=first.initials,
        court_id=None,
        court_text=first.court,
        sentenced_on=first.sentenced_on,
        offence_text=first.offence,
    )
    opened = cases.open_case(request, caseworker)
    court = load_courts().read(first.court).court
    assert court is not None, first.court
    build.change_court(opened.case, court.id, court.name, "T20190001", by=caseworker)
    others = [cases.add_review(opened.case, line.initials, caseworker) for line in lines[1:]]
    reviews = [opened, *others]
    for review, line in zip(reviews, lines, strict=True):
        record(review, line)
    return reviews


def record(review: Review, line: Line) -> None:
    """The sentence as the register words it, and each offence as the catalogue reads it."""
    caseworker = build.user()
    passed = SentenceInput(
        sentenced_on=line.sentenced_on, order_kind=order_of(line.sentence), text=line.sentence
    )
    sentence = sentences.record_sentence(review, passed, caseworker, review.version)
    for reading in read_offences(line.offence, load_catalogue(), on=line.sentenced_on):
        sure = reading.certainty == "sure"
        convicted = ConvictionInput(
            offence_id=reading.candidates[0].id if sure else None,
            form=reading.form,
            text=reading.text,
            plea=Plea.GUILTY_PLEA,
        )
        convictions.record_conviction(review, sentence, convicted, caseworker, review.version)


def order_of(sentence: str) -> OrderKind:
    """The kind of order that the register's words are."""
    words = sentence.lower()
    if "suspen" in words:
        return OrderKind.SUSPENDED
    return OrderKind.COMMUNITY if "community" in words else OrderKind.IMPRISONMENT


def agrees(review: Review, line: Line) -> bool:
    """Whether the tracker answers as the office did: not in the scheme, or worth a decision."""
    office = Verdict.NOT_IN_SCHEME if line.outcome == "Not in Scheme" else Verdict.IN_SCHEME
    return review.verdict is office


def take(review: Review, step: Step, role: Role = Role.CASEWORKER) -> None:
    progress.move(review, step, build.user(role), version=review.version)


def decide(review: Review, choice: DecisionChoice) -> None:
    build.decide(review, choice, "As the papers show.")


SOURCES = pytest.mark.parametrize("source", ["register", "twins"])


@SOURCES
def test_one_that_is_not_in_the_scheme_is_closed_as_that(app: Flask, at, source: str) -> None:
    """Indecent images came onto the list on 19 November 2019: ten months too late for this one."""
    lines = lines_of(source, NOT_IN_SCHEME)
    at(a_week_after(lines))
    (review,) = work(lines)
    assert agrees(review, lines[0])
    assert review.verdict is Verdict.NOT_IN_SCHEME
    assert review.last_day_on == lines[0].sentenced_on + timedelta(days=28)
    take(build.verify(review), Step.CLOSE_NOT_IN_SCHEME)
    assert (review.state, review.outcome) == (State.TO_TELL, Outcome.NOT_IN_SCHEME)
    assert review.outcome is OUTCOMES[lines[0].outcome]


@SOURCES
def test_one_that_was_referred_goes_all_the_way_to_the_court(app: Flask, at, source: str) -> None:
    lines = lines_of(source, REFERRED)
    line = lines[0]
    started = a_week_after(lines)
    at(started)
    (review,) = work(lines)
    assert agrees(review, line)
    assert review.verdict is Verdict.IN_SCHEME
    assert review.file_by_at is not None
    assert review.file_by_at > clock.now()

    for step in (Step.REQUEST_PAPERS, Step.RECEIVE_PAPERS):
        take(review, step)
    build.submit(review)
    decide(review, DecisionChoice.REFER)
    address = cases.Offender(name=line.initials, born_on=None, address="HMP Hewell\nRedditch")
    cases.change_offender(review, address, build.user(), review.version)
    applications.prepare(review, WRITTEN, build.user(), version=review.version)
    for kind, filing in (
        (LetterKind.REFERRAL, FilingKind.FILING),
        (LetterKind.OFFENDER_NOTICE, FilingKind.SERVICE),
    ):
        assert letters.prepared(letters.about(review, kind)).missing == ()
        draft = letters.draft(kind, build.user(), review=review)
        letters.check(draft, build.user(Role.SUPERVISOR), version=draft.version)
        letters.issue(draft, build.user())
        filings.record_filing(
            review,
            filing,
            at=clock.now(),
            method="By hand",
            by=build.user(),
            version=review.version,
        )
    assert review.state is State.REFERRED
    filed = review.filings[0].at
    assert filed < review.file_by_at
    values = letters.pdf_of(review.letters[0].id).values
    assert values["defendant"] == line.initials
    assert values["sentences"][0]["text"] == line.sentence

    assert line.heard_on is not None
    at(datetime.combine(line.heard_on, time(15), tzinfo=UTC))
    listed = court.HearingInput(on=line.heard_on, at=time(10, 30), court="Court 4")
    court.list_hearing(review, listed, build.user(), version=review.version)
    decided = court.CourtDecisionInput(
        on=line.heard_on, outcome=Outcome.INCREASED, revised_sentence="7 years"
    )
    court.record_decision(review, decided, build.user(), version=review.version)
    assert review.outcome is Outcome.INCREASED
    assert review.last_day_on == line.sentenced_on + timedelta(days=28)  # no step moved it


@SOURCES
def test_one_with_several_offenders_has_an_answer_and_an_end_for_each(
    app: Flask, at, source: str
) -> None:
    lines = lines_of(source, SEVERAL)
    at(a_week_after(lines))
    reviews = work(lines)
    assert len(reviews) == len(lines) > 3
    assert db.session.scalar(select(func.count(Case.id))) == 1
    disagreeing = [
        (line.initials, line.offence, review.verdict)
        for review, line in zip(reviews, lines, strict=True)
        if not agrees(review, line)
    ]
    assert disagreeing == []
    assert {review.verdict for review in reviews} == {Verdict.IN_SCHEME, Verdict.NOT_IN_SCHEME}

    for review in reviews:
        if review.verdict is Verdict.NOT_IN_SCHEME:
            take(build.verify(review), Step.CLOSE_NOT_IN_SCHEME)
        else:
            build.submit(review)
            decide(review, DecisionChoice.DO_NOT_REFER)
    assert [review.outcome for review in reviews] == [OUTCOMES[line.outcome] for line in lines]
    assert [request.state for request in reviews[0].case.requests] == [RequestState.IN_CASE]


def test_the_twins_are_like_the_lines_they_stand_in_for() -> None:
    """The same law in the same shape: else they would prove something easier."""
    for ref in (NOT_IN_SCHEME, REFERRED, SEVERAL):
        real, twins = lines_of("register", ref), lines_of("twins", ref)
        assert {line.outcome for line in twins} == {line.outcome for line in real}
        assert {line.offence for line in twins} == {line.offence for line in real}
        assert {line.initials for line in twins}.isdisjoint(line.initials for line in real)
