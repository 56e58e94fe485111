"""Papers of the CPS by its area, counted beside what was asked and came."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask

from tests.support import build
from tests.support.reading import reading_for
from ulss_tracker.models import Case, PaperKind
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers
from ulss_tracker.services.supervision import papers_by_area

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
KINDS = [PaperKind.REPORT, PaperKind.INDICTMENT, PaperKind.ANTECEDENTS]


def asked(court: str | None, name: str = "Offender") -> Case:
    """A case at this court whose three papers were asked for."""
    review = build.eligible_review(offender_name=name)
    with transaction():
        review.case.court_id = court
    papers.ask(review.case, KINDS, (), build.user())
    return review.case


def numbers(area: papers_by_area.AreaPapers) -> tuple[object, ...]:
    return tuple(column.of(area) for column in papers_by_area.TABLE.columns[1:])


def test_what_came_what_is_missing_and_how_long_it_took(app: Flask, at) -> None:
    at(NOW)
    leeds, york, nowhere = asked("leeds"), asked("york", "Another"), asked(None, "A third")
    at(NOW + timedelta(days=4))
    one, two, three = papers.of_case(leeds)
    papers.arrive(leeds, [one], NOW + timedelta(days=1), build.user())
    papers.arrive(york, papers.of_case(york)[:1], NOW + timedelta(days=3), build.user())
    with transaction():
        two.promised_by_on = date(2026, 3, 20)
        three.not_applicable_reason = "There are none"
        papers.of_case(nowhere)[0].promised_by_on = date(2026, 3, 22)  # today: not late yet
    found = papers_by_area.count()
    by_name = {each.name: each for each in found.areas}
    assert numbers(by_name["Yorkshire and Humberside"]) == (6, 2, 1, 3, 1, "2.0")
    assert numbers(by_name["No Crown Court recorded"]) == (3, 0, 0, 3, 0, "–")
    assert numbers(found.whole) == (9, 2, 1, 6, 1, "2.0")
    picture = papers_by_area.chart(found)
    assert picture.finding.startswith("Papers asked of the CPS: 6 of 9 still to come.")
    assert sum(sum(each.numbers) for each in picture.series) == 9
    assert len(list(papers_by_area.table(found).rows)) == 3


def test_the_days_narrow_and_what_is_no_work_is_left_out(app: Flask, at) -> None:
    at(NOW)
    void, sealed = asked("leeds"), asked("cardiff", "Sealed")
    at(datetime(2026, 3, 31, 23, 30, tzinfo=UTC))  # the first of April in London
    asked("leeds", "Later")
    with transaction():
        void.reviews[0].outcome = Outcome.OPENED_BY_MISTAKE
    sealing.seal(sealed, [build.user()], "Named", build.user(Role.SUPERVISOR))
    with reading_for(build.user(Role.SUPERVISOR)):
        march = papers_by_area.count(asked_to=date(2026, 3, 31))
        april = papers_by_area.count(asked_from=date(2026, 4, 1))
        assert [each.name for each in march.areas] == ["Cymru-Wales"], "the sealed case counts"
        assert april.whole.asked == 3
        assert "1 April 2026" in april.definition
        assert papers_by_area.count(asked_from=date(2026, 4, 2)).areas == []
        assert papers_by_area.chart(papers_by_area.count(asked_from=date(2026, 4, 2))).is_empty
