"""Asking the scheme's rules: what is kept of the answer, and who may answer otherwise."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.traces import events_left, kinds
from ulss_tracker.models import Channel, EventKind, db
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases import cases, convictions
from ulss_tracker.services.requests import intake

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 3, 2)


# What is kept.


def test_each_answer_is_kept_with_its_reasons_and_the_catalogue_that_gave_it() -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    first, second = review.assessments
    assert (first.verdict, second.verdict) == (Verdict.MUST_CHECK, Verdict.IN_SCHEME)
    assert review.assessment is second
    assert {each.catalogue_version for each in (first, second)} == {load_catalogue().version}
    assert (second.made_at, second.made_by, second.overrides) == (NOW, build.user(), False)
    court, offence = second.tests[:2]
    assert (court["test"], court["verdict"]) == ("court", "in_scheme")
    assert court["authority"] == "Criminal Justice Act 1988 s.36(1)(a)"
    assert (offence["test"], offence["verdict"]) == ("offence", "in_scheme")
    assert "Robbery" in offence["reason"]
    assert "Theft Act 1968 s.8(1)" in offence["authority"]
    assert second.questions == []
    facts = second.facts["sentences"][0]
    assert (facts["court_id"], facts["sentenced_on"]) == ("leeds", "2026-03-02")
    assert facts["convictions"][0]["offence_id"] == "io-robbery"


def test_an_old_answer_stays_when_the_facts_change() -> None:
    review = build.eligible_review()
    conviction = review.sentences[0].convictions[0]
    convictions.remove_conviction(review, conviction, build.user(), review.version)
    build.conviction(review.sentences[0], "no-oapa-47")
    assert [each.verdict for each in review.assessments] == [
        Verdict.MUST_CHECK,
        Verdict.IN_SCHEME,
        Verdict.MUST_CHECK,
        Verdict.NOT_IN_SCHEME,
    ]


def test_the_history_says_what_was_answered_and_by_when_to_file() -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    with events_left() as events:
        assessing.assess_review(review, build.user())
    assert kinds(events) == [EventKind.ASSESSED]
    assert events[0].after == {
        "verdict": "in_scheme",
        "last_day_on": "2026-03-30",
        "file_by_at": "2026-03-30T17:00:00+01:00",
    }


def test_each_sentence_is_judged_by_the_law_of_its_own_day() -> None:
    review = build.review()
    early = build.sentence(review, sentenced_on=date(2019, 10, 1))
    build.conviction(early, "spec-pha97-4A")
    late = build.sentence(review, sentenced_on=date(2019, 12, 2))
    build.conviction(late, "no-oapa-47")
    assert review.verdict is Verdict.NOT_IN_SCHEME
    facts = assessing.facts_of(review)
    assert [each.sentenced_on for each in facts] == [date(2019, 10, 1), date(2019, 12, 2)]
    assert [each.convictions[0].offence_id for each in facts] == ["spec-pha97-4A", "no-oapa-47"]


def test_nothing_is_sent_to_the_rules_but_the_case() -> None:
    """Whose case it is makes no difference to whether it is in the scheme."""
    facts = str(assessing.facts_of(build.eligible_review(offender_name="Anna Bystander")))
    assert "Bystander" not in facts
    assert "ada.brown" not in facts


# Is it in time?


def test_without_a_sentence_there_is_no_time_to_speak_of() -> None:
    review = build.review()
    assert assessing.deadline_of(review) is None
    assert assessing.time_of(review) is None
    assert not assessing.is_out_of_time(review)


@pytest.mark.parametrize(
    ("moment", "verdict"),
    [
        (datetime(2026, 3, 30, 16, 0, tzinfo=UTC), TimeVerdict.IN_TIME),  # 5pm in London
        (datetime(2026, 3, 30, 16, 1, tzinfo=UTC), TimeVerdict.MUST_CHECK),
        (datetime(2026, 3, 30, 22, 59, tzinfo=UTC), TimeVerdict.MUST_CHECK),  # the last minute
    ],
)
def test_the_last_day_is_not_over_until_it_is(at, moment: datetime, verdict: TimeVerdict) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    at(moment)
    answer = assessing.time_of(review)
    assert answer is not None
    assert answer.verdict is verdict
    assert not assessing.is_out_of_time(review)


def test_a_deferred_sentence_is_never_called_out_of_time() -> None:
    """Whether a deferral can be reviewed is not confirmed: a lawyer must check."""
    review = build.review()
    build.conviction(
        build.sentence(review, sentenced_on=date(2024, 3, 4), order_kind=OrderKind.DEFERRED)
    )
    assert not assessing.is_out_of_time(review)
    answer, due = assessing.time_of(review), assessing.deadline_of(review)
    assert answer is not None
    assert answer.verdict is TimeVerdict.MUST_CHECK
    assert due is not None
    assert due.must_check


@pytest.mark.parametrize(("confiscated_on", "is_out"), [(4, True), (20, False)])
def test_a_confiscation_order_made_later_is_never_called_out_of_time(
    confiscated_on: int, is_out: bool
) -> None:
    """How a postponed confiscation changes the days is not confirmed: a lawyer must check."""
    review = build.review()
    build.conviction(build.sentence(review, sentenced_on=date(2024, 3, 4)))
    later = date(2024, 3, confiscated_on)
    build.sentence(review, sentenced_on=later, order_kind=OrderKind.CONFISCATION)
    assert assessing.is_out_of_time(review) is is_out


def test_the_earliest_of_several_requests_is_the_one_that_came_first() -> None:
    review = build.review(sentenced_on=PASSED_ON)
    earlier = intake.receive(
        build.asked(),
        channel=Channel.LETTER,
        received_at=NOW - timedelta(days=9),
        logged_by=build.user(),
    ).request
    cases.join_case(earlier, review.case, build.user())
    build.sentence(review, sentenced_on=PASSED_ON)
    db.session.expire_all()
    answer = assessing.time_of(review)
    assert answer is not None
    assert answer.verdict is TimeVerdict.IN_TIME
