"""A new code for somebody who has lost theirs: asked for online, sent by the office."""

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.queries import counted
from ulss_tracker.cli import job_table
from ulss_tracker.models import PostedCode, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import deferred_asks
from ulss_tracker.web.public.lost_code import MOST_AN_HOUR


def asked() -> int:
    db.session.rollback()
    deferred_asks.do_waiting(job_table.ASKED_UNSEEN)
    return len(db.session.scalars(db.select(PostedCode)).all())


def test_whoever_asks_learns_nothing_and_the_office_sends_a_letter_where_it_is_safe(
    client: CheckedClient, signed_in
) -> None:
    request = build.request(email="", postal_address="14 Heol y Bont\nCaerffili", may_post=True)
    unsafe = build.request(email="", postal_address="1 High Street\nLeeds", may_post=None)
    reference, other = request.reference, unsafe.reference
    client.get("/status")
    page = client.click("Get a new code")
    assert client.submit("Ask for a code by post", reference="").errors == ["Enter your reference"]
    answers, questions = set(), []
    for given in (reference, other, "REQ-BBBB-BBBB"):
        client.get("/status/lost-code")
        with counted() as asked_now:
            page = client.submit("Ask for a code by post", reference=given)
        questions.append(asked_now)
        assert given not in page.html
        answers.add(page.text)
    assert len(answers) == 1
    assert questions[0] == questions[1] == questions[2]  # nor does its time tell
    assert asked() == 1
    for _ in range(MOST_AN_HOUR - 3):
        client.get("/status/lost-code")
        client.submit("Ask for a code by post", reference="REQ-BBBB-BBBB")
    client.get("/status/lost-code")
    page = client.submit("Ask for a code by post", reference=reference)
    assert page.errors == ["Very much came from your network in the last hour. Send this later"]

    caseworker = signed_in(Role.CASEWORKER)
    page = caseworker.get("/casework/")
    assert "Post a new code to a requester who asked for one" in page.text
    page = caseworker.get(f"/casework/requests/{other}/new-code")
    assert "They did not say that it is safe to send them a letter" in page.text
    page = caseworker.get(f"/casework/requests/{reference}/new-code")
    assert "Somebody who knows the reference asked online" in page.text
    assert "14 Heol y Bont" in page.text
    page = caseworker.submit("Make the letter")
    assert page.errors == ["Choose what is to become of the code that they have now"]
    page = caseworker.get(page.path)  # loaded anew, it is the same page with no error
    assert page.errors == []
    assert "14 Heol y Bont" in page.text
    page = caseworker.submit("Send no letter")
    assert "No letter with a code will be sent" in page.text
    page = caseworker.get(f"/casework/requests/{reference}/new-code")
    assert "Send no letter" not in page.text


def test_a_letter_comes_as_a_pdf_that_is_kept_nowhere(signed_in) -> None:
    request = build.request(email="", postal_address="14 Heol y Bont\nCaerffili", may_post=True)
    reference, before = request.reference, request.code_hash
    caseworker = signed_in(Role.CASEWORKER)
    page = caseworker.get(f"/casework/requests/{reference}/new-code")
    answer = caseworker.open(
        f"/casework/requests/{reference}/new-code/letter",
        method="POST",
        data={"csrf_token": page.select("[name=csrf_token]")[0].get("value"), "before": "ends"},
    )
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert reference not in answer.headers["Content-Disposition"]
    db.session.rollback()
    with transaction():
        db.session.refresh(request)
    assert request.code_hash != before
    page = caseworker.get(f"/casework/requests/{reference}/new-code")
    assert "A letter was made at" in page.text
    assert "If you make another, the first one opens nothing." in page.text
