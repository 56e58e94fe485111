"""A register made in bulk is as the services would have written it."""

from dataclasses import asdict

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select, text

from ulss_tracker import clock
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.models import (
    Case,
    Decision,
    Event,
    EventKind,
    Filing,
    FilingKind,
    NameKey,
    Request,
    RequestVersion,
    Review,
    ReviewVersion,
    SearchEntry,
    Submission,
    User,
    db,
)
from ulss_tracker.scheme.offences import eligibility
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.scheme.workflow.workflow import AT_COURT
from ulss_tracker.services import matching, notifying
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import changed_records, references
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.matching import candidates, indexing
from ulss_tracker.services.operations import checkpoints, history_check
from ulss_tracker.services.referral import papers, submissions
from ulss_tracker.services.search import index, query

pytestmark = pytest.mark.slow

NAMED = "Ann Oddname"


def add(app: Flask, *more: str) -> str:
    done = app.test_cli_runner().invoke(args=["demo", "bulk", *more])
    assert done.exit_code == 0, done.output
    db.session.rollback()
    return done.output


@pytest.fixture
def bulk(app: Flask, prepared) -> Flask:
    """A register of ninety cases: made once, and then copied."""

    def fill() -> None:
        said = add(app, "--cases", "90", "--open", "30", "--named", NAMED, "--times", "3")
        assert "Added 90 cases" in said

    prepared("bulk", fill)
    return app


def count(model: type, *where: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def every_review() -> list[Review]:
    return list(db.session.scalars(select(Review).order_by(Review.id)))


def test_there_are_as_many_as_were_asked_for(bulk: Flask) -> None:
    assert count(Case) == count(Review) == count(Request) == count(ReviewVersion) == 90
    assert count(Review, Review.outcome.is_(None)) == 30
    assert count(Review, Review.offender_name == NAMED) == 3
    assert count(Request, Request.offender_name == NAMED) == 3
    assert count(SearchEntry) == 180


def test_its_history_can_be_chained_and_has_no_fault(bulk: Flask) -> None:
    checkpoints.take_in()
    assert checkpoints.make() > 500
    assert [each.words for each in history_check.check().faults] == []


def test_the_same_seed_makes_the_same_register(bulk: Flask) -> None:
    names = [review.offender_name for review in every_review()]
    assert names[:3] == [NAMED] * 3
    assert len(set(names)) > 70
    assert names[3:5] == ["Sofia Randen", "Rachel Thornmore"]


def test_what_is_believed_is_what_the_services_believe(bulk: Flask) -> None:
    with transaction():
        for review in every_review():
            changed_records.note(review=review)
            changed_records.note(request=review.case.requests[0])
    assert count(ReviewVersion) == count(RequestVersion) == 90
    filed = count(Filing, Filing.kind == FilingKind.FILING)
    assert count(ReviewVersion, ReviewVersion.filed_at.is_not(None)) == filed > 0


def test_the_rules_say_of_each_what_is_kept(bulk: Flask) -> None:
    for review in every_review():
        (facts,) = assessing.facts_of(review)
        found = eligibility.assess(facts, load_catalogue())
        kept = review.assessments[-1]
        assert kept.verdict == review.verdict == found.verdict
        assert kept.tests == history.plain([asdict(test) for test in found.tests])
        assert kept.facts["sentences"] == [history.plain(asdict(facts))]
        due = assessing.deadline_of(review)
        assert due
        assert (due.last_day_on, due.file_by_at) == (review.last_day_on, review.file_by_at)
        is_late = review.outcome is Outcome.OUT_OF_TIME
        assert assessing.is_out_of_time(review) or not is_late


def test_the_search_keeps_what_it_would_have_kept(bulk: Flask) -> None:
    def kept() -> list[tuple[object, ...]]:
        columns = [each for each in SearchEntry.__table__.c if each.name != "id"]
        rows = db.session.execute(select(*columns))
        return sorted((tuple(row) for row in rows), key=str)

    before = kept()
    index.rebuild()
    assert kept() == before


def test_somebody_is_found_as_often_as_asked_for(bulk: Flask) -> None:
    found = query.page(query.find(NAMED))
    assert [record.offender_name for record in found.records] == [NAMED] * 6
    for record in found.records:
        leads_to = query.of_reference(record.reference.lower())
        assert leads_to is not None
        assert leads_to.id == (record.case_id if record.is_review else record.id)
        assert isinstance(leads_to, Case if record.is_review else Request)
    misspelt = query.page(query.find("an odname"))
    assert {record.offender_name for record in misspelt.records[:6]} == {NAMED}


def test_the_keys_are_those_the_services_would_keep(bulk: Flask) -> None:
    assert indexing.keep_missing() == 0
    for review in every_review():
        kept = set(db.session.scalars(select(NameKey.key).where(NameKey.review_id == review.id)))
        assert kept == matching.keys.kept_keys(indexing.subject_of_review(review)) | {indexing.KEPT}
    for request in db.session.scalars(select(Request)):
        kept = set(db.session.scalars(select(NameKey.key).where(NameKey.request_id == request.id)))
        assert kept == matching.keys.kept_keys(indexing.subject_of_request(request)) | {
            indexing.KEPT
        }


def test_a_new_request_about_one_of_them_has_its_case_suggested(bulk: Flask) -> None:
    review = every_review()[0]
    asked = Request(
        offender_name="Oddname, Ann",
        other_offenders="",
        court_text=review.case.court_text,
        sentenced_on=review.sentences[0].sentenced_on,
        sentenced_text="",
        received_at=clock.now(),
        email="",
    )
    assert candidates.like(asked)[0].reference == review.case.reference


def test_history_says_what_each_kind_of_event_says(bulk: Flask) -> None:
    for event in db.session.scalars(select(Event).where(Event.kind != EventKind.PERSON_ADDED)):
        assert set(event.after) == event.kind.keys, event.kind
    for review in every_review():
        moved = [
            each.after["state"]
            for each in history.of_case(review.case)
            if each.kind is EventKind.STAGE_CHANGED
        ]
        if review.outcome is None:
            assert moved[0] == review.state


def test_what_waits_for_the_law_officers_can_be_decided(bulk: Flask) -> None:
    for _ in range(3):
        add(bulk, "--cases", "20", "--open", "20")
    waiting = count(Review, Review.state == State.LAW_OFFICERS)
    assert waiting > 0
    assert count(Submission) == waiting + count(Decision)
    for submission in db.session.scalars(select(Submission)):
        assert submissions.is_as_made(submission)
        words = submissions.Words(
            facts=submission.pack["facts"],
            advice=submission.pack["advice"],
            victims_view=submission.pack["victims_view"],
        )
        review = submission.review
        asked_for = papers.of_case(review.case)
        if review.outcome is None:
            assert submissions.pack(review, words, asked_for) == submission.pack


def test_whoever_was_to_be_told_was(bulk: Flask) -> None:
    closed = [review for review in every_review() if review.outcome]
    before = {review.id: len(notifying.of_case(review.case)) for review in closed}
    for review in closed:
        notifying.plan_for_outcome(review, None)
        assert len(notifying.of_case(review.case)) == before[review.id]
        assert not notifying.untold(review.case)


def test_the_decisions_are_the_law_officers(bulk: Flask) -> None:
    decided = {decision.review_id for decision in db.session.scalars(select(Decision))}
    for review in every_review():
        ended_without = {Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME, Outcome.WITHDRAWN}
        is_decided = review.state is State.TO_FILE or (
            review.outcome is not None and review.outcome not in ended_without
        )
        assert (review.id in decided) is is_decided
        assert review.state not in AT_COURT
    by = {decision.decided_by.law_office for decision in db.session.scalars(select(Decision))}
    assert None not in by


def schema() -> dict[str, object]:
    """Everything that guards or finds rows: indexes, keys and triggers, by table."""
    found = inspect(db.session.connection())
    known: dict[str, object] = {
        table: (
            sorted(str(each["name"]) for each in found.get_indexes(table)),
            sorted(
                str((each["constrained_columns"], each["referred_table"], each["options"]))
                for each in found.get_foreign_keys(table)
            ),
        )
        for table in found.get_table_names()
    }
    triggers = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname",
    }[db.engine.dialect.name]
    return known | {"triggers": [row[0] for row in db.session.execute(text(triggers))]}


def test_nothing_that_guards_the_tables_is_lost(app: Flask) -> None:
    before = schema()
    add(app, "--cases", "40", "--open", "10")
    assert schema() == before
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1


def test_what_is_stopped_leaves_all_as_it_was(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema()

    def stop(_loader: Loader, _tables: object) -> None:
        raise RuntimeError("stopped")

    monkeypatch.setattr(Loader, "number_on", stop)
    done = app.test_cli_runner().invoke(args=["demo", "bulk", "--cases", "20"])
    assert str(done.exception) == "stopped"
    db.session.rollback()
    assert count(Case) == count(Event, Event.case_id.is_not(None)) == 0
    assert schema() == before


def test_what_is_added_afterwards_goes_on_from_it(bulk: Flask) -> None:
    with transaction():
        reference = references.next_case_reference()
    assert db.session.scalar(select(Case.id).where(Case.reference == reference)) is None
    user = db.session.scalars(select(User).limit(1)).one()
    review = db.session.scalars(select(Review).where(Review.outcome.is_(None)).limit(1)).one()
    cases.add_review(review.case, "Somebody New", user)
    assert [hit.review_id for hit in query.find("somebody new").hits]


def test_a_few_more_are_found_beside_the_many(bulk: Flask) -> None:
    add(bulk, "--cases", "5", "--open", "5", "--named", "Zed Latecomer", "--times", "2")
    assert count(Case) == count(Case, Case.reference.is_not(None)) == 95
    found = query.page(query.find("latecomer"))
    assert [record.offender_name for record in found.records] == ["Zed Latecomer"] * 4
    assert indexing.keep_missing() == 0


@pytest.mark.parametrize("name", ["Anne \\ O’Brien\tSmith", "None", 'Ann "Nan" 100%s', "王伟"])
def test_any_name_may_be_given(app: Flask, name: str) -> None:
    add(app, "--cases", "5", "--named", name, "--times", "2")
    assert count(Review, Review.offender_name == name) == 2
    opened = db.session.scalars(select(Event).where(Event.kind == EventKind.REVIEW_OPENED))
    assert [event.after["offender_name"] for event in opened].count(name) == 2
