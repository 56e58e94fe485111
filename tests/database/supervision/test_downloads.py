"""The case update and the register: made in parts, whole whatever happens, and obeying what is so
when they are downloaded."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.support import build
from tests.support.reading import reading_for
from tests.support.register import register, row
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    CorrectedFact,
    Download,
    DownloadKind,
    DownloadPart,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.cases import Offender
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import restrictions, sealing
from ulss_tracker.services.register import exporting, importing, published, resolve
from ulss_tracker.services.supervision import downloads

BOSS = Role.SUPERVISOR


def cells(made: Download, reader: User | None = None) -> list[Sequence[str | int]]:
    """Return the rows this person gets of a list now."""
    reader = reader or build.user(BOSS)
    with reading_for(reader):
        return list(downloads.sheet(made, reader).rows)


@pytest.fixture
def in_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read two at a time."""
    for source in (published, exporting):
        monkeypatch.setattr(source, "_AT_ONCE", 2)


def reviews(number: int) -> list[str]:
    return [build.eligible_review(offender_name=f"N{n} X").case.reference for n in range(number)]


def imported(number: int = 3) -> None:
    rows = [row(reference=str(n), initials=f"A{n}") for n in range(number)]
    importing.import_file(importing.bring(register(*rows), build.user(BOSS)), build.user(BOSS))


def test_a_list_stopped_and_cut_off_goes_on_and_has_every_row_once(
    app: Flask, in_twos: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reviews(7)
    asked = downloads.ask(DownloadKind.CASE_UPDATE, build.user(BOSS))
    stops = iter([False, True])
    assert downloads.make(asked, enough=lambda: next(stops)) == 2
    keep = DownloadPart.__init__

    def killed(*args: object, **kwargs: object) -> None:
        keep(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(DownloadPart, "__init__", killed)
        with pytest.raises(KeyboardInterrupt):
            downloads.make(asked)
    assert (asked.rows_read, asked.made_at) == (2, None)
    assert downloads.make_waiting() == 5
    assert asked.rows_read == asked.rows == 7
    assert [line[0] for line in cells(asked)] == made
    assert downloads.make_waiting() == 0


def test_rows_that_another_has_read_meanwhile_are_in_it_once(
    app: Flask, in_twos: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reviews(5)
    asked = downloads.ask(DownloadKind.CASE_UPDATE, build.user(BOSS))
    read_some, turns = downloads._read_some, iter([True, False, True, False])

    def another_was_first(export: Download) -> int:
        if not next(turns, False):
            return read_some(export)
        read_some(export)
        db.session.commit()
        raise IntegrityError("", None, Exception())

    monkeypatch.setattr(downloads, "_read_some", another_was_first)
    downloads.make(asked)
    assert [line[0] for line in cells(asked)] == made


def test_a_list_is_begun_once_for_supervisors_alone_and_not_read_before_it_is_whole(
    app: Flask,
) -> None:
    boss = build.user(BOSS)
    with pytest.raises(NotAllowed):
        downloads.ask(DownloadKind.REGISTER, build.user())
    first = downloads.ask(DownloadKind.CASE_UPDATE, boss)
    assert downloads.ask(DownloadKind.CASE_UPDATE, boss) is first
    assert downloads.ask(DownloadKind.REGISTER, boss) is not first
    with pytest.raises(Refused, match="still being made"):
        cells(first)
    downloads.make_waiting()
    with pytest.raises(NotAllowed):
        downloads.sheet(first, build.user())
    assert downloads.ask(DownloadKind.CASE_UPDATE, boss) is not first


def test_what_is_sealed_or_to_be_told_since_is_in_no_case_update(app: Flask) -> None:
    sealed, told = build.eligible_review(), build.eligible_review()
    boss, made = build.user(BOSS), build.made_list(DownloadKind.CASE_UPDATE)
    assert len(cells(made)) == 2
    sealing.seal(sealed.case, [boss], "Named in the press", boss)
    assert [line[0] for line in cells(made)] == [told.case.reference]
    notifying.plan_for_referral(told, build.user())
    assert cells(made) == []


def test_a_sealed_row_of_the_register_is_only_for_who_is_named_on_it(app: Flask) -> None:
    imported(2)
    boss, named = build.user(BOSS), build.user(BOSS, email="named@example.org")
    sealer = build.user(BOSS, email="sealer@example.org")
    before = build.made_list(DownloadKind.REGISTER)
    first = db.session.scalars(select(Review).order_by(Review.id)).first()
    assert first is not None
    sealing.seal(first.case, [named], "A judge’s family", sealer)
    after = build.made_list(DownloadKind.REGISTER)
    for made in (before, after):
        assert [line[1] for line in cells(made, boss)] == ["A1"]
        assert [line[1] for line in cells(made, named)] == ["A0", "A1"]
    kept = db.session.scalars(select(DownloadPart).where(DownloadPart.export_id == after.id)).one()
    assert kept.lines[0] == [first.id, []]  # nothing of it stands in a second place


def test_what_restricts_a_name_since_is_obeyed(app: Flask) -> None:
    review, another = build.eligible_review(), build.eligible_review()
    made = build.made_list(DownloadKind.CASE_UPDATE)
    assert [line[1] for line in cells(made)] == ["JA", "JA"]
    young = Offender(name="Sam Young", born_on=date(2012, 1, 1), address="")
    cases.change_offender(review, young, build.user(), review.version)
    order = restrictions.Order(protects="", protects_offender=True, terms="No name", made_on=None)
    restrictions.add_order(another, order, build.user())
    assert [line[1] for line in cells(made)] == ["", ""]


def test_words_that_name_somebody_who_asked_since_are_withheld(app: Flask) -> None:
    review = build.eligible_review()
    with transaction():
        review.sentences[0].text = "Not to contact Grace Bell for 5 years"
    made = build.made_list(DownloadKind.CASE_UPDATE)
    assert cells(made)[0][8] == "Not to contact Grace Bell for 5 years"
    asked = build.request(requester_name="Grace Bell")
    cases.join_case(asked, review.case, build.user())
    assert cells(made)[0][8] == published.WITHHELD


def test_a_fact_corrected_since_is_given_as_it_is_now(app: Flask) -> None:
    imported(1)
    made = build.made_list(DownloadKind.REGISTER)
    review = db.session.scalars(select(Review)).one()
    resolve.correct(review, CorrectedFact.COURT, "Aylesbury", "The indictment", build.user(BOSS))
    assert cells(made)[0][2] == "Aylesbury Crown Court"


def test_where_very_much_changed_it_is_to_be_made_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_MOST_CHANGED", 0)
    review = build.eligible_review()
    made = build.made_list(DownloadKind.CASE_UPDATE)
    monkeypatch.setattr(downloads, "_STILL_OPEN", 0)
    assert len(cells(made)) == 1
    sealing.seal(review.case, [build.user()], "In the press", build.user(BOSS))
    with pytest.raises(Refused, match="made again"):
        cells(made)


def test_a_list_is_forgotten_after_a_day_with_its_rows(app: Flask, at) -> None:
    reviews(1)
    made = build.made_list(DownloadKind.CASE_UPDATE)
    number, asked_at = made.id, made.asked_at
    at(asked_at + downloads.KEPT_FOR)
    assert downloads.forget_old() == 0
    at(asked_at + downloads.KEPT_FOR + timedelta(seconds=1))
    assert downloads.forget_old() == 1
    db.session.expire_all()
    with pytest.raises(NotFound):
        downloads.get(number)
    assert db.session.scalars(select(DownloadPart)).all() == []
    assert clock.now() > asked_at
