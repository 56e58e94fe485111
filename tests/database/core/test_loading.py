"""What records have already is not asked of the database again; what they lack is."""

from flask import Flask

from tests.support import build
from tests.support.queries import counted
from ulss_tracker.models import Review, Sentence, db
from ulss_tracker.services.core.loading import load_missing
from ulss_tracker.services.core.unit_of_work import transaction

_PATHS = ((Review.sentences, Sentence.convictions), (Review.application,))


def test_only_what_is_missing_is_asked_for(app: Flask) -> None:
    with transaction():
        for number in range(3):
            build.eligible_review(offender_name=f"John Archer {number}")
    reviews = db.session.query(Review).order_by(Review.id).all()
    with counted() as asked:
        load_missing(reviews, *_PATHS)
    assert len(asked) == 6  # of each relationship: the records, and what they lack
    with counted() as asked:
        load_missing(reviews, *_PATHS)
        assert [each.sentences[0].convictions[0].offence_id for each in reviews] == [
            "io-robbery"
        ] * 3
        assert [each.application for each in reviews] == [None] * 3
    assert asked == []
    db.session.expire(reviews[1], ["application"])
    with counted() as asked:
        load_missing(reviews, *_PATHS)
    assert len(asked) == 1


def test_what_was_changed_and_not_yet_kept_stays(app: Flask) -> None:
    review = build.eligible_review()
    review.sentences[0].text = "4 years"
    with db.session.no_autoflush:
        load_missing([review], *_PATHS)
    assert review.sentences[0].text == "4 years"
