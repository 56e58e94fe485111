"""After sending: the reference, what happens next, and a copy to keep."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from ulss_tracker.errors import Refused
from ulss_tracker.services.core import answer_time
from ulss_tracker.services.people import public_number
from ulss_tracker.services.requests import details, eligibility_checker, intake, request_status
from ulss_tracker.services.requests.intake import Received
from ulss_tracker.services.requests.request_status import Status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.sentence_day_words import act_as_if
from ulss_tracker.web.public import blueprint, drafts, summary, support_lines
from ulss_tracker.web.public.feedback import count_sending
from ulss_tracker.web.public.reminder import reminder
from ulss_tracker.web.public.status import opened

MOST_TESTS_AN_HOUR = 10


@blueprint.get("/request/sent", may=ANYONE)
def sent() -> AnyResponse | str:
    """The request was received. Reading this page again changes nothing."""
    received = drafts.received()
    if received is None:
        return not_open()
    request = received.request
    answer = eligibility_checker.check(eligibility_checker.date_as_sent(request))
    hear_by, safe = answer_time.hear_by(request), details.safe_of(request)
    return render_template(
        "public/sent.html",
        received=received,
        answer=answer,
        act_as_if=act_as_if(answer.days_said) if answer.days_said else "",
        has_date=bool(request.sentenced_on),
        hear_by=hear_by,
        may_wait=hear_by is None or answer.may_wait(hear_by, request.received_at),
        is_by_hand=intake.is_acknowledged_by_hand(request),
        lines=support_lines.for_request(request),
        public_number=public_number.now(),
        may_email=safe.may_email,
        may_text=safe.may_text,
    )


@blueprint.post("/request/test-message", may=ANYONE)
def send_test() -> AnyResponse:
    """Send a test email and text of the request that was sent from here."""
    received = drafts.received()
    return _test(received.request.reference, "public.sent") if received else not_open()


@blueprint.post("/status/test-message", may=ANYONE)
@opened
def send_status_test(status: Status) -> AnyResponse:
    """Send a test email and text of the request whose code was given."""
    return _test(status.reference, "public.show_status")


@blueprint.get("/request/reminder.ics", may=ANYONE)
def sent_reminder() -> AnyResponse:
    """Give a calendar entry for the day after the one by which they should have heard."""
    received = drafts.received()
    hear_by = answer_time.hear_by(received.request) if received else None
    if received is None or hear_by is None:
        return not_open()
    return reminder(hear_by, received.request.reference)


@blueprint.get("/request/copy", may=ANYONE)
def copy() -> AnyResponse | str:
    """Show what was sent, on a page to print."""
    received = drafts.received()
    if received is None:
        return not_open()
    return render_template("public/copy.html", **_contents(received))


@blueprint.get("/request/copy.txt", may=ANYONE)
def copy_text() -> AnyResponse:
    """Give what was sent as a plain file to keep. Its name says nothing but the reference."""
    received = drafts.received()
    if received is None:
        return not_open()
    text = render_template("public/copy.txt", **_contents(received))
    name = f"{received.request.reference}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, mimetype="text/plain", headers=headers)


@blueprint.post("/request/close", may=ANYONE)
def close() -> AnyResponse:
    """Close the request in this browser: whoever uses the device next sees nothing of it."""
    drafts.close()
    return redirect(url_for("public.closed"))


def not_open(name: str = drafts.SENT) -> AnyResponse:
    """Lead away from a page of what was sent: it has closed, or nothing was sent from here."""
    return redirect(url_for("public.closed" if drafts.close(name) else "public.start"))


def _test(reference: str, page: str) -> AnyResponse:
    try:
        count_sending("test message", MOST_TESTS_AN_HOUR)
    except Refused as refusal:
        flash(gettext(str(refusal)), "message")
    else:
        request_status.send_test(reference)
        flash(
            gettext("A test goes once to each address. It is on its way, or it has come."),
            "success",
        )
    return redirect(url_for(page))


def _contents(received: Received) -> dict[str, object]:
    return {"received": received, "parts": summary.of_request(received.request)}
