"""The inbox, one request, and what it is like."""

from tests.support import build, inbound
from tests.support.query_counts.scene import Filled, Held, Scene, people
from ulss_tracker.models import Request
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, duplicates
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
    return {
        "request": request.reference,
        "case": review.case.reference,
        "other": other.reference,
    }


SCENES = (
    Scene(
        "new requests",
        _requests,
        (
            Held("/casework/requests", 13),
            Held("/casework/requests?look={request}", 18),
            Held("/casework/requests/new", 1),
            Held("/casework/requests/{request}/contact", 5),
            Held("/casework/requests/{request}/contact-change", 8),
            Held("/casework/requests/{request}/who-asked", 4),
            Held("/casework/requests/{request}/new-code", 7),
            Held("/casework/requests/{request}/new-code/letter", 7),
            Held("/casework/requests/{request}/owner", 8),
            Held("/casework/requests/{request}/withdraw", 4),
            Held("/casework/requests/{request}/undo-withdrawal", 5),
            Held("/casework/requests/{request}/offenders", 4),
            Held("/casework/search", 1),
            Held("/casework/check?offence=robbery", 1),
            Held("/casework/suggest/courts?q=leeds", 1),
            Held("/casework/suggest/offences?q=robbery", 1),
            Held(
                "/casework/date-doubts?sentenced_on-day=9&sentenced_on-month=3&sentenced_on-year=2026",
                1,
            ),
        ),
    ),
    Scene(
        "requests in cases",
        _in_cases,
        (
            Held("/casework/requests?state=in_case", 6),
            Held("/casework/search/{search}?kind=review", 5),
            Held("/casework/search/{search}?kind=request", 5),
        ),
    ),
    Scene(
        "a request with files",
        _with_files,
        (
            Held("/casework/requests/{request}", 17),
            Held("/casework/documents/{document}", 5),
            Held("/casework/documents/{document}/pages/1", 4, status=302),
            Held("/casework/documents/{document}/copy", 4, status=302),
            Held("/casework/documents/{document}/original", 2),
        ),
    ),
    Scene(
        "a request that is in a case",
        _joined,
        (
            Held("/casework/requests/{request}", 15),
            Held("/casework/requests/{request}/take-out", 7),
            Held("/casework/requests/{request}/offenders", 6),
        ),
    ),
    Scene(
        "the mailbox",
        _mailbox,
        (
            Held("/casework/mailbox", 4),
            Held("/casework/mailbox/add", 1),
            Held("/casework/mailbox/{message}", 6),
            Held("/casework/mailbox/{message}/page", 3),
            Held("/casework/mailbox/{message}/correct", 2),
            Held("/casework/mailbox/{message}/reply", 4),
        ),
    ),
    Scene(
        "a request like many others",
        _like_others,
        by_steps=True,
        pages=(Held("/casework/requests/{request}", 19),),
    ),
    Scene(
        "a request beside a case",
        _beside_a_case,
        (
            Held("/casework/requests/{request}/compare/{case}", 14),
            Held("/casework/requests/{request}/compare/{other}", 10),
            Held("/casework/cases/{case}/waiting", 12),
            Held("/casework/requests/{request}/take-up", 4),
        ),
    ),
)
