"""The case update for the public: ten columns, initials only, restrictions obeyed."""

from datetime import date

from flask import Flask

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import Means
from ulss_tracker.permissions import Role
from ulss_tracker.services import cases, sealing, telling
from ulss_tracker.services.cases import Offender
from ulss_tracker.services.register import published
from ulss_tracker.services.register.sheet import Column


def test_a_review_is_published_in_the_office_s_columns_with_initials_only(app: Flask) -> None:
    review = build.eligible_review(offender_name="John Archer")
    sheet = published.update()
    assert list(sheet.heading) == [column.heading for column in Column]
    (line,) = sheet.rows
    assert line[:3] == [review.case.reference, "JA", "Leeds"]
    assert "Robbery" in line[4]
    assert line[5:8] == ["In Progress", "Under Consideration", "N/A"]
    assert "Archer" not in " ".join(str(cell) for cell in line)


def test_a_young_offender_has_no_initials(app: Flask) -> None:
    review = build.eligible_review()
    young = Offender(name="Sam Young", born_on=date(2012, 1, 1), address="")
    cases.change_offender(review, young, build.user(), review.version)
    assert published.update().rows[0][1] == ""


def test_a_sealed_case_is_not_published(app: Flask) -> None:
    review = build.eligible_review()
    sealing.seal(review.case, [build.user()], "Named in the press", build.user(Role.SUPERVISOR))
    assert published.update().rows == []


def test_a_review_is_published_only_when_everyone_has_been_told(app: Flask) -> None:
    review = build.eligible_review()
    telling.plan_for_referral(review, build.user())
    assert published.update().rows == []
    for row in telling.untold(review.case):
        telling.record_told(row, Means.PHONE, clock.now(), build.user())
    assert len(published.update().rows) == 1
