"""Saved reports on their pages: asked, kept, listed, asked again, taken away, deleted."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.supervision import saved_reports
from ulss_tracker.services.supervision.statistics import Question

NOW = datetime(2026, 3, 18, 10, 30, 15, tzinfo=UTC)


@pytest.fixture
def supervisor(app: Flask, at, signed_in) -> CheckedClient:
    at(NOW)
    build.eligible_review()
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    return client


def keep(client: CheckedClient, name: str = "By court") -> None:
    client.get("/supervision/statistics/?by=court&live_only=y")
    client.click("Save this report")
    page = client.submit(
        "Save the report", name=name, number="HC 12345", words="To ask\n\nhow many."
    )
    assert page.h1 == name


def test_a_question_is_kept_at_the_moment_that_was_shown_and_asked_again(
    supervisor: CheckedClient, at
) -> None:
    keep(supervisor)
    at(NOW + timedelta(hours=3))
    review = build.eligible_review()
    with transaction():
        review.outcome = Outcome.WITHDRAWN
        changed_records.note(review=review)
    page = supervisor.get("/supervision/statistics/questions")
    assert "HC 12345" in page.text
    page = supervisor.click("By court")
    assert "the same figures as when the report was saved" in page.text
    assert ["All", "1", "1", "1"] in page.rows
    assert "Without the old register." in page.text
    page = supervisor.submit("Ask again")
    assert ["All", "2", "2", "2"] in page.rows
    assert "about another moment than the report’s own" in page.text
    page = supervisor.submit(
        "Ask again", **{"as_at-day": "1", "as_at-month": "3", "as_at-year": "2026"}
    )
    assert "Nothing is counted" in page.text
    page = supervisor.submit("Ask again", **{"as_at-day": "40"})
    assert page.errors
    assert "the same figures as when the report was saved" in page.text
    supervisor.submit("Ask again", **{"as_at-day": "", "as_at-month": "", "as_at-year": ""})
    assert ["All", "1", "1", "1"] in supervisor.click("See its own").rows


def test_its_figures_open_the_rows_behind_them_at_the_same_moment(
    supervisor: CheckedClient, at
) -> None:
    keep(supervisor)
    at(NOW + timedelta(hours=3))
    build.eligible_review()
    supervisor.get("/supervision/statistics/questions")
    supervisor.click("By court")
    page = supervisor.click("1 offender, Leeds Crown Court: show the review")
    assert len(page.rows) == 2  # the headings and one review


def test_a_name_that_is_taken_is_refused_and_what_was_typed_stays(
    supervisor: CheckedClient,
) -> None:
    keep(supervisor)
    supervisor.get("/supervision/statistics/questions/new?by=outcome")
    page = supervisor.submit("Save the report", name="By court", words="My words")
    assert "Another saved report has this name" in page.text
    assert "My words" in page.one("textarea[name=words]").text_content()
    page = supervisor.submit("Save the report", name="")
    assert "Enter a name for the report" in page.text


def test_it_leaves_as_spreadsheets(supervisor: CheckedClient) -> None:
    keep(supervisor)
    kept = saved_reports.get(1)
    text = supervisor.get(f"/supervision/statistics/questions/{kept.id}/figures.csv").text
    assert "Question HC 12345: By court" in text
    assert "Leeds Crown Court,1,1" in text
    assert "As at 18/03/2026 10:30:15 in London" in text
    supervisor.get(f"/supervision/statistics/questions/{kept.id}/figures.ods")
    supervisor.get(f"/supervision/statistics/questions/{kept.id}/figures.exe", status=404)


def test_it_is_deleted_and_stays_under_those_deleted(supervisor: CheckedClient) -> None:
    keep(supervisor)
    page = supervisor.submit("Delete the report")
    assert "“By court” is deleted" in page.text
    page = supervisor.submit("Apply filters", deleted=True)
    assert "By court" in page.text
    page = supervisor.click("By court")
    assert "Deleted by" in page.text
    assert "Delete the report" not in page.text


@pytest.mark.parametrize("moment", ["x", "2026-03-18T10:00:00", "9999-12-31T23:59:59+00:00", ""])
def test_a_moment_that_cannot_be_is_now(supervisor: CheckedClient, moment: str) -> None:
    page = supervisor.get(
        "/supervision/statistics/", query_string={"by": "court", "moment": moment}
    )
    assert ["All", "1", "1", "1"] in page.rows


def test_the_list_is_sorted_and_paged_by_key(supervisor: CheckedClient) -> None:
    by = build.user(Role.SUPERVISOR)
    for number in range(52):
        saved_reports.keep(Question("outcome", NOW), f"Question {number:02d}", by)
    page = supervisor.get("/supervision/statistics/questions?sort=name")
    assert len(page.rows) == 51
    assert "Question 00" in page.text
    page = supervisor.click("Next page")
    assert [row[0] for row in page.rows[1:]] == ["Question 50", "Question 51"]


def test_one_that_can_no_longer_be_asked_still_shows_what_was_answered(
    supervisor: CheckedClient,
) -> None:
    keep(supervisor)
    kept = saved_reports.get(1)
    with transaction():
        kept.divided_by = "gone"
    page = supervisor.get("/supervision/statistics/questions/1")
    assert "cannot be made again" in page.text
    assert ["Leeds Crown Court", "1", "1", "1"] in page.rows
    assert "gone" in supervisor.get("/supervision/statistics/questions").text
    supervisor.get("/supervision/statistics/questions/1/figures.csv", status=409)
