"""The inbox, one request, and what it is like."""

from string import ascii_lowercase

from tests.support import build, inbound
from tests.support.query_counts.scene import Filled, Scene, people
from ulss_tracker.models import Request
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.protection import audit


def _requests(count: int) -> Filled:
    """Each of them somebody else's."""
    made = [build.request(offender_name=f"Offender {n}") for n in range(count)]
    for request, owner in zip(made, people(count), strict=True):
        assignment.assign(request, owner, build.user(), seen=assignment.NOBODY)
    return {"request": made[-1].reference}


def _in_cases(count: int) -> Filled:
    for number in range(count):
        build.review(offender_name=f"Offender {number}")
    return {"search": audit.keep_search("offender", count, build.user())}


def _mailbox(count: int) -> Filled:
    """So many messages, each about another request, and as many about the last of these."""
    made = [inbound.about(build.request(), number) for number in range(count)]
    last = made[-1].request
    assert last is not None
    more = [inbound.about(last, count + number) for number in range(count)]
    return {"message": more[-1].id}


def _with_files(count: int) -> Filled:
    request = build.request()
    document = [build.document(request, f"Note {n}".encode()) for n in range(count)][-1]
    return {"request": request.reference, "document": document.id}


def _joined(count: int) -> Filled:
    """A request in a case that so many others asked about."""
    review = build.review()
    for _ in range(count):
        cases.join_case(build.request(), review.case, build.user())
    return {"request": review.case.requests[-1].reference}


def _like_others(count: int) -> Filled:
    """A request with so many cases and so many waiting requests like it, and so many not."""
    request = build.request()
    for _ in range(count):
        build.sentence(build.review())
        build.request()
        duplicates.mark_not_duplicate(request, build.request(), "Another person", build.user())
    return {"request": request.reference}


def _beside_a_case(count: int) -> Filled:
    """A request, and a case like it that so many asked about and so many more may have."""
    request, review = build.request(), build.review()
    other: Request = build.request()
    build.sentence(review)
    for number in range(count):
        duplicates.join_many([build.request()], review.case, build.user())
        cases.add_review(review.case, f"Other {number}", build.user())
        build.request()
    return {"request": request.reference, "case": review.case.reference, "other": other.reference}


def _same_words(count: int) -> Filled:
    """So many campaigns, and so many in other words about the first sentence."""
    names = [f"Lee {letter * 4}ford" for letter in ascii_lowercase[:count]]
    of_campaigns = [name for name in names for _ in range(same_words.LEAST)]
    first, *_ = (
        build.request(offender_name=name, reason="Too lenient", standing=RequesterRole.PUBLIC)
        for name in of_campaigns
    )
    for number in range(count):
        build.request(offender_name=names[0], reason=f"My words {number}")
    return {"request": first.reference}


SCENES = (
    Scene("campaigns", _same_words),
    Scene("new requests", _requests),
    Scene("requests in cases", _in_cases),
    Scene("a request with files", _with_files),
    Scene("a request that is in a case", _joined),
    Scene("the mailbox", _mailbox),
    Scene("a request like many others", _like_others, by_steps=True),
    Scene("a request beside a case", _beside_a_case),
)
