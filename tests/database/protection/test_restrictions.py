"""Restrictions: set by what is recorded, seen, obeyed, ended with a reason, never lost."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support import build
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import Case, EventKind, Restriction, RestrictionKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases, convictions
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import flags as restriction_flags
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.protection.restrictions import Order, public_name

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
ASSAULT = "spec-soa56-14"


def kinds(record: object) -> list[str]:
    """List the restrictions on the record, by itself and as a list of plain rows has them."""
    shown = restriction_flags.of(record)  # type: ignore[arg-type]
    if isinstance(record, Review):
        flags = restriction_flags.in_cases({record.case_id, -1})
        assert flags.of_review(record.id, record.case_id) == shown
    if isinstance(record, Case):
        assert restriction_flags.in_cases({record.id, -1}).of_case(record.id) == shown
    return [flag.kind.value for flag in shown]


@transaction()
def born(review: Review, day: date | None) -> None:
    offender = cases.Offender(name=review.offender_name, born_on=day, address="")
    cases.change_offender(review, offender, build.user(), review.version)


def order(**changes: object) -> Order:
    said = {
        "protects": "Witness A",
        "protects_offender": False,
        "terms": "Nothing may identify her.",
        "made_on": date(2026, 3, 2),
    }
    return Order(**(said | changes))  # type: ignore[arg-type]


def test_an_offence_protects_its_complainant_once_and_for_good(app: Flask) -> None:
    review = build.eligible_review()
    assert kinds(review) == []  # robbery protects nobody
    sentence = review.sentences[0]
    build.conviction(sentence, ASSAULT)
    (found,) = db.session.query(Restriction).all()
    assert found.is_automatic
    assert "Indecent assault on a woman" in found.terms
    assert kinds(review) == kinds(review.case) == ["anonymity"]
    events = [event.kind for event in history.of_case(review.case)]
    assert EventKind.RESTRICTION_ADDED in events
    build.conviction(sentence, "spec-soa56-15")
    assert len(review.case.restrictions) == 1
    for conviction in sentence.convictions[1:]:
        convictions.remove_conviction(review, conviction, build.user(), review.version)
    assert kinds(review) == ["anonymity"]  # removing the offence lifts nothing


def test_a_request_is_flagged_from_the_offence_it_names_until_it_is_in_a_case(app: Flask) -> None:
    request = build.request(offence_text="Rape")
    assert kinds(request) == ["anonymity"]
    assert kinds(build.request(offence_text="Robbery")) == []
    cases.open_case(request, build.user())
    assert kinds(request) == []  # now what is recorded counts


def test_an_offender_under_18_is_protected_until_that_birthday(app: Flask, at) -> None:
    review = build.review()
    born(review, date(2010, 3, 5))
    assert kinds(review) == ["youth"]
    (flag,) = restriction_flags.of(review)
    assert flag.words == "The offender, until 5 March 2028"
    assert public_name(review) == "Name withheld"
    at(datetime(2028, 3, 5, 1, tzinfo=UTC))
    assert kinds(review) == []


def test_a_birth_date_corrected_changes_it_and_the_history_says_so(app: Flask) -> None:
    review = build.review()
    for _ in range(2):  # the same again changes nothing
        born(review, date(2010, 3, 5))
    assert db.session.query(Restriction).count() == 1
    born(review, date(2009, 3, 5))
    assert [each.until_on for each in restrictions.of_review(review)] == [date(2027, 3, 5)]
    born(review, date(1990, 3, 5))
    assert kinds(review) == []
    ended = [e for e in history.of_case(review.case) if e.kind is EventKind.RESTRICTION_ENDED]
    assert len(ended) == 2
    assert db.session.query(Restriction).count() == 2


@pytest.mark.parametrize(
    ("name", "public"),
    [("John Archer", "J.A."), ("Seán Ó Briain", "S.Ó.B."), ("Madonna", "M."), ("王伟", "王.")],
)
def test_what_leaves_the_office_carries_initials(app: Flask, name: str, public: str) -> None:
    assert public_name(build.review(offender_name=name)) == public


def test_an_order_that_protects_the_offender_withholds_even_initials_until_it_runs_out(
    app: Flask,
) -> None:
    review = build.review()
    with pytest.raises(NotAllowed):
        restrictions.add_order(review, order(), build.user(Role.LAW_OFFICER))
    restrictions.add_order(review, order(until_on=date(2026, 3, 18)), build.user())
    assert kinds(review) == []
    restrictions.add_order(review, order(), build.user())
    assert public_name(review) == "J.A."
    restrictions.add_order(review, order(protects_offender=True, protects=""), build.user())
    assert public_name(review) == "Name withheld"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"terms": "  "}, "what the order says"),
        ({"protects": ""}, "whom the order protects"),
        ({"made_on": date(2026, 3, 19)}, "today or in the past"),
        ({"until_on": date(2026, 3, 2)}, "after the day it was made"),
    ],
)
def test_an_order_that_cannot_be_is_refused(
    app: Flask, changes: dict[str, object], why: str
) -> None:
    review = build.review()
    with pytest.raises(Refused, match=why):
        restrictions.add_order(review, order(**changes), build.user())
    assert db.session.query(Restriction).count() == 0


def test_it_is_ended_with_a_reason_and_kept(app: Flask) -> None:
    review = build.review()
    added = restrictions.add_order(review, order(), build.user())
    with pytest.raises(NotFound):
        restrictions.find(build.review(offender_name="Other"), added.id)
    with pytest.raises(Refused, match="reason"):
        restrictions.end(added, " ", build.user())
    restrictions.end(added, "Lifted by the judge on 17 March", build.user())
    assert kinds(review) == []
    assert added.end_reason == "Lifted by the judge on 17 March"
    with pytest.raises(Refused, match="already"):
        restrictions.end(added, "Again", build.user())


def test_one_offenders_restriction_is_not_the_others(app: Flask) -> None:
    review = build.review()
    other = cases.add_review(review.case, "Jane Archer", build.user())
    born(review, date(2010, 3, 5))
    assert kinds(other) == []
    assert kinds(review.case) == [RestrictionKind.YOUTH.value]
