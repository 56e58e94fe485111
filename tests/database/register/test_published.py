"""The case update for the public: ten columns, initials only, restrictions obeyed."""

from datetime import date

from flask import Flask

from tests.support import build
from tests.support.reading import reading_for
from ulss_tracker import clock
from ulss_tracker.models import Conviction, Means, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.cases import Offender
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import restrictions, sealing
from ulss_tracker.services.referral import court
from ulss_tracker.services.register import published


def test_a_review_is_published_in_the_office_s_columns_with_initials_only(app: Flask) -> None:
    review = build.eligible_review(offender_name="John Archer")
    (line,) = build.case_update()
    assert line[:3] == [review.case.reference, "JA", "Leeds Crown Court"]
    assert "Robbery" in line[4]
    assert line[5:8] == ["In Progress", "Under Consideration", "TBC"]
    assert "Archer" not in " ".join(str(cell) for cell in line)


def test_a_young_a_protected_and_an_unnamed_offender_have_no_initials(app: Flask) -> None:
    young, protected = build.eligible_review(), build.eligible_review()
    build.eligible_review(offender_name=cases.NAME_NOT_KNOWN)
    offender = Offender(name="Sam Young", born_on=date(2012, 1, 1), address="")
    cases.change_offender(young, offender, build.user(), young.version)
    order = restrictions.Order(protects="", protects_offender=True, terms="x", made_on=None)
    restrictions.add_order(protected, order, build.user())
    assert [line[1] for line in build.case_update()] == ["", "", ""]


def test_a_sealed_case_is_not_published_to_those_named_on_it_either(app: Flask) -> None:
    review, named = build.eligible_review(), build.user(Role.SUPERVISOR)
    sealing.seal(review.case, [named], "Named in the press", named)
    assert build.case_update() == []
    with reading_for(named):
        assert build.case_update() == []


def test_a_review_is_published_only_when_everyone_has_been_told(app: Flask) -> None:
    review = build.eligible_review()
    notifying.plan_for_referral(review, build.user())
    assert build.case_update() == []
    for row in notifying.untold(review.case):
        notifying.record_told(row, Means.PHONE, clock.now(), build.user())
    assert len(build.case_update()) == 1


def at_court(name: str = "John Archer") -> Review:
    review = build.review_to_file(offender_name=name)
    with transaction():
        review.state = State.AT_COURT
    return review


def published_line() -> list[str]:
    return build.case_update()[0]


def test_the_court_s_own_records_are_published(app: Flask) -> None:
    review, by = at_court(), build.user()
    for day in (date(2026, 3, 1), date(2026, 3, 9)):
        listed = court.HearingInput(on=day, at=None, court="Court of Appeal")
        court.list_hearing(review, listed, by, version=review.version)
    decided = court.CourtDecisionInput(
        on=date(2026, 3, 9), outcome=Outcome.INCREASED, revised_sentence="9 years’ imprisonment"
    )
    court.record_decision(review, decided, by, version=review.version)
    for row in notifying.untold(review.case):
        notifying.record_told(row, Means.PHONE, clock.now(), by)
    line = published_line()
    assert line[5:8] == ["Complete", "Referred to the Court of Appeal", "09/03/2026"]
    assert line[9] == "9 years’ imprisonment"


def test_one_before_the_court_is_referred_and_in_progress_and_one_never_referred_has_neither(
    app: Flask,
) -> None:
    at_court()
    assert published_line()[5:8] == ["In Progress", "Referred to the Court of Appeal", "TBC"]
    assert published_line()[9] == "TBC"
    review = build.eligible_review()
    with transaction():
        review.outcome = Outcome.NOT_REFERRED
    (line,) = [line for line in build.case_update() if line[0] == review.case.reference]
    assert (line[7], line[9]) == ("N/A", "N/A")


def test_words_that_name_the_offender_or_somebody_who_asked_are_withheld(app: Flask) -> None:
    review = build.eligible_review(offender_name="John Archer", requester_name="Grace O’Dell")
    for words in ("Archer to serve 3 years", "Not to contact grace o’dell for 5 years"):
        with transaction():
            review.sentences[0].text = words
        assert published_line()[8] == published.WITHHELD
    with transaction():
        review.sentences[0].text = "3 years, as Parliament meant"
    assert published_line()[8] == "3 years, as Parliament meant"


def test_where_reporting_is_restricted_only_words_read_to_the_last_are_published(
    app: Flask,
) -> None:
    review = build.eligible_review()
    order = restrictions.Order(
        protects="A witness", protects_offender=False, terms="No name", made_on=None
    )
    restrictions.add_order(review, order, build.user())
    with transaction():
        review.sentences[0].text = "3 years’ imprisonment"
    assert published_line()[8] == "3 years’ imprisonment"
    with transaction():
        review.sentences[0].text = "3 years’ imprisonment for what was done to Mary Bell"
    assert published_line()[8] == published.WITHHELD
    assert published_line()[9] == "TBC"


def test_an_offence_in_a_person_s_own_words_is_withheld_where_a_complainant_is_protected(
    app: Flask,
) -> None:
    review = build.review()
    sentence = build.sentence(review)
    build.conviction(sentence, "spec-soa56-14")
    with transaction():
        db.session.add(Conviction(sentence=sentence, answers={}, text="Rape of Mary Bell"))
    words = published_line()[4]
    assert "Mary" not in words
    assert published.WITHHELD in words
