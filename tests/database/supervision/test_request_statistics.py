"""Every figure of requests recounted by hand over a made-up register, at any moment."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.support import build, many_requests
from tests.support.by_hand import COURTS, WEEKS, band, days_between, london, rows_behind
from tests.support.clocks import SetClock
from tests.support.many_requests import Register
from tests.support.reading import reading_for
from ulss_tracker import clock
from ulss_tracker.models import DownloadKind, RequestVersion, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.core import small_numbers
from ulss_tracker.services.history import request_versions
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.supervision import downloads, figure_rows, saved_reports, statistics
from ulss_tracker.services.supervision.dimensions import (
    NOT_ANSWERED,
    NOT_KNOWN,
    NOT_LOOKED_AT,
    REQUESTS,
    STILL_OPEN,
)
from ulss_tracker.services.supervision.statistics import Question, StatisticsAnswer

LATER = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = (
    datetime(2025, 2, 20, 12, tzinfo=UTC),
    datetime(2025, 3, 31, 23, tzinfo=UTC),
    datetime(2025, 4, 15, 7, tzinfo=UTC),
    LATER,
)
FIRST, LAST = date(2025, 3, 1), date(2025, 4, 10)
Request = Mapping[str, Any]


@pytest.fixture
def made(app: Flask, prepared: Callable[..., Register]) -> Register:
    """Made once, and then copied."""
    return prepared("many requests", lambda: many_requests.make(110))


def known(made: Register, moment: datetime) -> list[dict[str, Any]]:
    """Every request as it was at the moment, with its last day and its case's court."""
    found = []
    for facts in made.requests:
        then = facts.at(moment)
        if then is None:
            continue
        days = [
            each["last_day_on"]
            for each in (made.reviews_of(then["case"], moment) if then["case"] else ())
            if each["last_day_on"] and then["only"] in (None, each["id"])
        ]
        stated = then["sentenced_on"]
        then["last_day"] = max(days) if days else stated and stated + timedelta(days=28)
        case = made.cases[then["case"]].at(moment) if then["case"] else None
        then["court"] = case["court_id"] if case else then["court_id"]
        then["is_first"] = bool(case) and case["first"] == then["id"]
        found.append(then)
    return found


ENDED = {"closed": "Closed without a case", "withdrawn": "Withdrawn"}


def _handling(each: Request) -> str:
    if each["ended"]:
        return ENDED[each["ended"]]
    if each["case"] is None:
        return "In no case yet"
    if each["is_first"]:
        return "First request of its case"
    return "Joined a case that others had asked about"


def _late(each: Request) -> str:
    if each["last_day"] is None:
        return NOT_KNOWN
    is_late = london(each["received_at"]).date() > each["last_day"]
    return "After the last day" if is_late else "By the last day"


def _to_look(each: Request) -> str:
    looked = each["looked_at"]
    hours = (looked - each["received_at"]).total_seconds() / 3600 if looked else None
    bands = ((1, "Under an hour"), (4, "1 to 4 hours"), (24, "4 to 24 hours"), (72, "1 to 3 days"))
    return band(hours, bands, "3 days or more", NOT_LOOKED_AT)


def _to_answer(each: Request) -> str:
    days = days_between(each["received_at"], each["told_at"]) if each["told_at"] else None
    return band(days, WEEKS, "More than 60 days", NOT_ANSWERED)


TOLD = {None: NOT_KNOWN, True: "Told", False: "Not told"}
BY_HAND: dict[str, Callable[[Request], str]] = {
    "request_month": lambda each: london(each["received_at"]).strftime("%B %Y"),
    "request_calendar": lambda each: london(each["received_at"]).strftime("%B"),
    "request_year": lambda each: str(london(each["received_at"]).year),
    "request_channel": lambda each: each["channel"].label,
    "request_standing": lambda each: each["standing"].label,
    "request_told": lambda each: TOLD[each["was_told"]],
    "request_court": lambda each: (
        f"{COURTS[each['court']]} Crown Court" if each["court"] else NOT_KNOWN
    ),
    "request_language": lambda each: {"en": "English", "cy": "Welsh"}[each["language"]],
    "request_handling": _handling,
    "request_late": _late,
    "request_first_look": _to_look,
    "request_answer": _to_answer,
}


def _is_after_hours(each: Request) -> bool:
    there = london(each["received_at"])
    return there.date() == each["last_day"] and there.hour >= 17


def _received_on(each: Request) -> date:
    return london(each["received_at"]).date()


NARROWED: tuple[tuple[dict[str, Any], Callable[[Request], bool]], ...] = (
    ({}, lambda _each: True),
    ({"after_hours_only": True}, _is_after_hours),
    ({"received_from": FIRST}, lambda each: _received_on(each) >= FIRST),
    ({"received_to": LAST}, lambda each: _received_on(each) <= LAST),
    ({"with_old_register": False}, lambda _each: True),
)


def by_name(found: StatisticsAnswer, counts: str) -> Counter[str]:
    """What one column of the figures says; nought changes nothing."""
    assert len({each.name for each in found.figures}) == len(found.figures)
    return Counter({each.name: getattr(each, counts) for each in found.figures})


def living(made: Register, case_id: int, moment: datetime) -> set[int]:
    """The offenders of a case who are work: no case opened by mistake, nor joined to another."""
    return {each["id"] for each in made.reviews_of(case_id, moment) if each["outcome"] not in VOID}


@pytest.mark.slow
def test_everything_happens_in_the_register(made: Register) -> None:
    then = known(made, LATER)
    for by, said in BY_HAND.items():
        if by != "request_year":
            assert len({said(each) for each in then}) > 1, by
    assert {_handling(each) for each in then} >= {*ENDED.values(), "First request of its case"}
    assert any(_is_after_hours(each) for each in then)
    ended = {each["outcome"] for facts in made.reviews.values() if (each := facts.at(LATER))}
    assert ended & VOID


def test_every_way_to_divide_requests_is_counted_here() -> None:
    assert set(BY_HAND) == {each.id for each in REQUESTS}


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%m-%d}")
def test_every_figure_is_what_counting_by_hand_gives(made: Register, moment: datetime) -> None:
    then = known(made, moment)
    assert then
    for given, counts in NARROWED:
        asked = [each for each in then if counts(each)]
        for by, said in BY_HAND.items():
            found = statistics.answer(Question(by, moment, **given))
            assert by_name(found, "requests") == Counter(said(each) for each in asked), (by, given)
            cases, offenders = defaultdict(set), defaultdict(set)
            for each in asked:
                if each["case"] and (there := living(made, each["case"], moment)):
                    cases[said(each)].add(each["case"])
                    offenders[said(each)] |= there
            numbers = {name: len(those) for name, those in cases.items()}
            assert by_name(found, "cases") == Counter(numbers), (by, given)
            numbers = {name: len(those) for name, those in offenders.items()}
            assert by_name(found, "offenders") == Counter(numbers), (by, given)
            assert found.requests == len(asked)
            assert found.cases == len(set().union(*cases.values()))
            assert found.offenders == len(set().union(*offenders.values()))


def test_at_every_instant_at_which_something_came_to_be_so(made: Register) -> None:
    instants = sorted({at for each in made.requests for at, _facts in each.log})
    for moment in instants[::9]:
        then = known(made, moment)
        for by in ("request_handling", "request_late", "request_answer"):
            found = statistics.answer(Question(by, moment))
            assert by_name(found, "requests") == Counter(map(BY_HAND[by], then)), (by, moment)


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%m-%d}")
def test_the_requests_beside_offenders_are_what_counting_by_hand_gives(
    made: Register, moment: datetime
) -> None:
    reviews = [then for each in made.reviews.values() if (then := each.at(moment))]
    reviews = [each for each in reviews if each["outcome"] not in VOID]
    requests = known(made, moment)
    asked = defaultdict(set)
    for each in reviews:
        name = each["outcome"].label if each["outcome"] else STILL_OPEN
        asked[name] |= {one["id"] for one in requests if one["case"] == each["case"]}
    found = statistics.answer(Question("outcome", moment))
    numbers = Counter({name: len(those) for name, those in asked.items()})
    assert by_name(found, "requests") == numbers
    assert found.requests == len(set().union(*asked.values()))
    assert found.offenders == len(reviews)


def test_the_rows_behind_every_figure_are_as_many_as_it_says(made: Register) -> None:
    for by in BY_HAND:
        question = Question(by, LATER)
        for figure in statistics.answer(question).figures:
            rows = rows_behind(question, figure.value)
            assert len(rows) == len({row.request_id for row in rows}) == figure.requests, by


def test_versions_that_are_missing_are_made_as_the_requests_stand(made: Register) -> None:
    questions = [Question(by, LATER) for by in BY_HAND]
    before = [statistics.answer(each).figures for each in questions]
    db.session.query(RequestVersion).delete()
    db.session.commit()
    assert request_versions.make_missing() == len(made.requests)
    assert request_versions.make_missing() == 0
    assert [statistics.answer(each).figures for each in questions] == before


def test_a_report_of_requests_is_saved_and_asked_again(made: Register) -> None:
    by = build.user(Role.SUPERVISOR)
    with clock.set_to(LATER):
        for each in BY_HAND:
            kept = saved_reports.keep(Question(each, LATER), each, by)
            found = statistics.answer(saved_reports.question_of(kept))
            assert not saved_reports.differs(kept, found)
            sheet = saved_reports.table(kept, found)
            assert tuple(sheet.heading)[1:] == ("Requests", "Offenders", "Cases")
    kept.figures = [[*figure[:2], figure[2], figure[3], figure[4] + 1] for figure in kept.figures]
    assert saved_reports.differs(kept, found)


def test_a_report_of_before_requests_were_counted_is_the_same_report(made: Register) -> None:
    by = build.user(Role.SUPERVISOR)
    with clock.set_to(LATER):
        kept = saved_reports.keep(Question("outcome", LATER), "How they ended", by)
    found = statistics.answer(saved_reports.question_of(kept))
    kept.figures = [figure[:4] for figure in kept.figures]
    assert not saved_reports.differs(kept, found)
    kept.figures = [[*figure[:3], figure[3] + 1] for figure in kept.figures]
    assert saved_reports.differs(kept, found)


def test_the_published_update_says_how_many_asked_and_tells_no_small_number(
    made: Register, at: SetClock
) -> None:
    at(LATER)
    found = downloads.sheet(build.made_list(DownloadKind.CASE_UPDATE), build.user(Role.SUPERVISOR))
    then = known(made, LATER)
    assert found.notes[0].startswith(f"Requests received: {len(then)}, about ")
    counted = Counter(_handling(each) for each in then)
    said = dict(note.rsplit(": ", 1) for note in found.notes[1:])
    numbers = dict(zip(counted, small_numbers.publishable(list(counted.values())), strict=True))
    assert said == {
        name: "fewer than 5, or not told" if number is None else str(number)
        for name, number in numbers.items()
    }


def test_a_request_in_a_sealed_case_counts_but_its_row_is_not_shown(app: Flask) -> None:
    review = build.review()
    named = [build.user(Role.CASEWORKER, email="named@example.org")]
    sealing.seal(review.case, named, "Named in the press", build.user(Role.SUPERVISOR))
    question = Question("request_channel", clock.now() + timedelta(seconds=1))
    with reading_for(build.user(Role.CASEWORKER)):
        assert statistics.answer(question).requests == 1
        assert figure_rows.rows_behind(question, "form").rows == []
