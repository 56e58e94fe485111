"""Which offenders of its case a request asks about: its requester is told of them alone."""

from collections.abc import Sequence

from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, Request, RequestState, Review, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services import notifying
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history


def choose(request: Request, reviews: Sequence[Review], by: User) -> None:
    """Record which reviews of its case a request asks about; none of them, or each, is all.

    What the requester was still to be told of the others falls away, and what has become of these
    is planned. What they were told stays told. Raises `Refused` when the request is in no case, and
    for a review of another, and `NotAllowed` as `notifying.narrow` does.
    """
    require(by, Permission.WORK_CASES)
    with locked(request):
        case = request.case
        if case is None or request.state is not RequestState.IN_CASE:
            raise Refused("This request is not in a case")
        if any(review.case_id != case.id for review in reviews):
            raise Refused("Choose among the offenders of the case")
        named = [review for review in case.reviews if review in reviews]
        request.asks_about = [] if len(named) == len(case.reviews) else named
        history.record(
            EventKind.REQUEST_ASKS_ABOUT,
            by,
            case,
            request,
            offenders=[review.offender_name for review in request.asks_about or case.reviews],
        )
        notifying.narrow(request, by)
        notifying.plan_for_requests([request], case, by)
