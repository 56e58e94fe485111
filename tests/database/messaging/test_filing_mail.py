"""The application filed by email: its files, and the answer that proposes when it arrived."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from tests.support import build, inbound
from tests.support.clocks import SetClock
from tests.support.mail_server import mail_server
from ulss_tracker.adapters.pdf.pool import make_pdf
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    BundleReader,
    Event,
    EventKind,
    LetterKind,
    Message,
    MessageState,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.messaging import filing_mail, queue
from ulss_tracker.services.referral import bundle_making, bundles, paper_contacts
from ulss_tracker.services.referral.paper_contacts import REGISTRAR, ContactInput

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
TO = "registrar@court.example.org"
SEND = "Email the application to the Registrar"


def test_the_application_is_emailed_and_the_answer_proposes_when_it_was_filed(
    signed_in, at: SetClock, configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NOW)
    review = build.review_to_file(offender_name="Gwilym Prys")
    words = "<html lang=en><title>a</title><body><p>Grounds</p></body></html>"
    letter = build.letter(review, LetterKind.REFERRAL, pdf=make_pdf(words, ""))
    caseworker = signed_in(Role.CASEWORKER)
    court = f"/casework/reviews/{review.id}/court"
    assert "No address of the Registrar is kept" in caseworker.get(court).text
    with pytest.raises(Refused, match="No address"):
        filing_mail.send(review, build.user(), version=review.version)
    details = ContactInput(area=REGISTRAR, email=TO, since_on=date(2026, 1, 2))
    paper_contacts.keep(details, build.user(Role.SUPERVISOR))
    assert "no bundle for the court yet" in caseworker.get(court).text
    bundles.ask(review.case, BundleReader.COURT, [f"letter-{letter.id}"], build.user())
    assert bundle_making.make_waiting() == 1
    bundle = bundles.latest(review.case_id, BundleReader.COURT)
    assert bundle
    assert bundle.document

    with monkeypatch.context() as patched:
        patched.setattr(filing_mail, "LARGEST", 10)
        assert "At 1 megabyte it is too large for an email." in caseworker.get(court).text
    assert f"To {TO}, with the application (version 1) and the bundle" in caseworker.get(court).text
    caseworker.submit(SEND)
    caseworker.submit(SEND)
    message = db.session.scalars(select(Message).where(Message.kind == "filing")).one()
    emailed = select(Event).where(Event.kind == EventKind.APPLICATION_EMAILED)
    assert db.session.scalars(emailed).one().after["recipient"] == TO
    with mail_server() as server:
        configure(SMTP_URL=server.url)
        queue.send_waiting()
    [email] = [email for email in server.received if email["To"] == TO]
    assert review.case.reference in email["Subject"]
    assert "Prys" not in email["Subject"] + message.body
    files = {part.get_filename(): part.get_content() for part in email.iter_attachments()}
    assert {name: sha256(content).hexdigest() for name, content in files.items()} == {
        "application.pdf": letter.sha256,
        "bundle.pdf": bundle.document.sha256,
    }
    assert all(hash_ in message.body for hash_ in (letter.sha256, bundle.document.sha256))
    db.session.refresh(message)
    assert message.state is MessageState.SENT
    assert f"Emailed to {TO}" in caseworker.get(court).text

    caseworker.click("Record filing with the Registrar")
    assert "Registrar answered" not in caseworker.page.text
    answered = NOW + timedelta(minutes=7)
    at(answered + timedelta(minutes=3))
    headers = {"From": f"CAO <{TO}>", "Subject": f"RE: {email['Subject']}"}
    answer = inbound.email("Received. Our number is 202601234 A1.\n", **headers)
    taking.take(answer.as_bytes(), received_at=answered)
    caseworker.get(court)
    page = caseworker.click("Record filing with the Registrar")
    assert "The Registrar answered our email 10:07am" in page.text
    caseworker.submit("Save")
    filing = review.filings[-1]
    assert (filing.at, filing.reference) == (answered, "2026/01234/A1")
    assert (filing.method, review.filed_at) == ("By email", answered)
