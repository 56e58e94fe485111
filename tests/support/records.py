"""Records as they now are, found as a test names them: by the offender."""

from sqlalchemy import func, select

from ulss_tracker.models import Case, Deadline, Request, Review, User, db


def every(model: type) -> list:
    """All rows of a table as they now are, the first first."""
    db.session.expire_all()
    return list(db.session.scalars(select(model).order_by(model.id)))


def count(table: type) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def the_request() -> Request:
    """The only request there is, as it now is."""
    db.session.rollback()
    return db.session.scalars(select(Request)).one()


def first_request(offender: str) -> Request:
    """The first request about this offender."""
    return next(each for each in every(Request) if each.offender_name == offender)


def the_review(offender: str) -> Review:
    """The review of this offender."""
    return next(each for each in every(Review) if each.offender_name == offender)


def assignee_of(case: Case) -> User:
    """Return the assignee of the case, by its first review."""
    assignee = case.reviews[0].assignee
    assert assignee is not None
    return assignee


def as_now(review: Review) -> Review:
    """The review as the database now has it."""
    db.session.refresh(review)
    return review


def deadline_of(record: Request | Review) -> Deadline:
    """The one deadline of a request or a review."""
    its = Deadline.request_id if isinstance(record, Request) else Deadline.review_id
    return db.session.scalars(select(Deadline).where(its == record.id)).one()
