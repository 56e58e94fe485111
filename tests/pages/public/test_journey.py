"""The public journey: every page, every way through it, and what must not get lost on the way."""

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support.checked_client import CheckedClient, client_of
from tests.support.public_journey import (
    a_weekday_ago,
    code_on,
    date_fields,
    go_to,
    reference_on,
    send,
    step_of,
)
from tests.support.stored import original
from tests.support.tables import column
from ulss_tracker.models import Document, Draft, Message, Request, RequestState, db
from ulss_tracker.services.files import receiving

BLANK: dict[str, Any] = {}


def requests() -> list[Request]:
    db.session.rollback()
    return list(db.session.scalars(select(Request).order_by(Request.id)))


def drafts() -> list[Draft]:
    db.session.rollback()
    return list(db.session.scalars(select(Draft)))


def test_the_whole_journey_ends_in_one_request_with_what_was_said(client: CheckedClient) -> None:
    on = a_weekday_ago()
    page = send(
        client,
        date=date_fields(on),
        links={"links": "https://example.org/remarks"},
        contact={"email": "ada@example.org", "telephone": "020 7946 0000"},
        safe_phone={"may_leave_message": "no"},
        language={"language": "cy"},
        support={"support_needs": "Large print"},
    )
    assert page.h1 == "Request received"
    request = requests()[0]
    assert request.reference == reference_on(page)
    assert request.state is RequestState.NEW
    assert (request.court_id, request.court_text) == ("leeds", "Leeds Crown Court")
    assert request.sentenced_on == on
    assert (request.offence_id, request.offence_text) == ("io-robbery", "Robbery")
    assert request.offender_name == "John Archer"
    assert request.standing.value == "bereaved_family"
    assert request.links == "https://example.org/remarks"
    assert (request.may_leave_message, request.may_post) == (False, None)
    assert "Who else can read your email" in client.get("/request/copy").summary
    assert (request.language, request.support_needs) == ("cy", "Large print")
    assert drafts() == []


def test_the_confirmation_may_be_read_again_and_again(client: CheckedClient) -> None:
    first = send(client)
    again = client.get("/request/sent")
    assert (reference_on(again), code_on(again)) == (reference_on(first), code_on(first))
    assert len(requests()) == 1
    assert again.text.count("use Relay UK") == 1


def test_pressing_send_twice_is_one_request_and_one_message(client: CheckedClient) -> None:
    page = go_to(client, "check-answers")
    form = page.form("Accept and send")
    sent = {field.get("name"): field.get("value") for field in form.cssselect("input")}
    with client.session_transaction() as session:
        before = dict(session)
    client.post("/request/check-answers", data=sent)
    first = client.get("/request/sent")
    with client.session_transaction() as session:
        session.clear()
        session.update(before)  # the second press left the browser before the first answer came
    client.post("/request/check-answers", data=sent)
    second = client.get("/request/sent")
    assert reference_on(first) == reference_on(second)
    assert code_on(first) == code_on(second)
    assert len(requests()) == 1
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_coming_back_to_the_answers_after_sending_leads_to_the_confirmation(
    client: CheckedClient,
) -> None:
    send(client)
    answer = client.get("/request/check-answers", status=302)
    assert answer.headers["Location"] == "/request/sent"


def test_every_question_but_which_case_may_be_left_blank(client: CheckedClient) -> None:
    send(
        client,
        court=BLANK,
        date=BLANK,
        offence=BLANK,
        reason=BLANK,
        who_you_are=BLANK,
        contact=BLANK,
        offender={"offender_name": "Archer"},
    )
    request = requests()[0]
    assert request.offender_name == "Archer"
    assert request.standing.value == "other"
    assert request.email == ""


def test_a_court_and_a_date_say_which_case_it_is(client: CheckedClient) -> None:
    send(client, offence=BLANK, offender={"offender_name": ""})
    assert requests()[0].offender_name == ""


def test_without_a_name_or_a_court_and_date_it_asks_for_them(client: CheckedClient) -> None:
    go_to(client, "offender", court=BLANK, offence=BLANK, offender=BLANK)
    page = client.submit("Continue", offender_name="")
    assert page.errors == [
        "Enter the name of the person who was sentenced, the case number or the address of a news"
        " report, or go back and enter the court and the date, so that we can find the case"
    ]
    client.get("/request/check-answers")
    page = client.submit("Accept and send")
    assert len(page.errors) == 3
    assert requests() == []
    client.click("Enter the name of the person who was sentenced, or")
    client.submit("Continue", offender_name="Archer")
    client.get("/request/check-answers")
    client.submit("Accept and send")
    assert len(requests()) == 1


def test_a_change_leads_straight_back_to_the_answers(client: CheckedClient) -> None:
    page = go_to(client, "check-answers")
    page = client.click("Change Your name")
    assert page.links["Back"] == "/request/check-answers"
    page = client.submit("Continue", requester_name="Ada O'Neill")
    assert step_of(page) == "check-answers"
    assert page.summary["Your name"] == "Ada O'Neill"


def test_a_change_that_raises_a_question_asks_it_first(client: CheckedClient) -> None:
    go_to(client, "check-answers")
    client.click("Telephone number")
    page = client.submit("Continue", telephone="020 7946 0000")
    assert step_of(page) == "safe-phone"
    assert step_of(client.submit("Continue", may_leave_message="yes")) == "check-answers"


def test_back_leads_to_the_page_before(client: CheckedClient) -> None:
    page = go_to(client, "contact")
    for name in column(__file__, "journey.back"):
        page = client.get(page.links["Back"])
        assert step_of(page) == name
    assert page.one("[name=standing][checked]").get("value") == "bereaved_family"
    assert client.get("/request/who-you-are").links["Back"] == "/"


SEND_NOW = "Send what I have now"


def test_what_they_have_is_sent_from_any_page_by_way_of_court_date_and_what_happened(
    client: CheckedClient,
) -> None:
    client.get("/request/who-you-are")
    assert step_of(client.submit(SEND_NOW)) == "court"
    assert step_of(client.submit(SEND_NOW, court="Leeds Crown Court")) == "date"
    assert step_of(client.submit(SEND_NOW)) == "offence"
    page = client.submit(SEND_NOW, offence="Robbery")
    assert step_of(page) == "check-answers"
    client.get("/request/reason")
    page = client.submit(SEND_NOW, reason="Far too low")
    assert page.summary["Why the sentence is too lenient"] == "Far too low"
    client.submit("Accept and send")
    assert [request.court_id for request in requests()] == ["leeds"]


def test_a_page_not_called_for_leads_on(client: CheckedClient) -> None:
    go_to(client, "date")
    client.get("/request/which-court", status=302)
    client.get("/request/nonsense", status=404)


def test_a_page_without_its_token_keeps_nothing_and_loses_nothing(client: CheckedClient) -> None:
    client.get("/request/offender")
    answer = client.post("/request/offender", status=400, data={"offender_name": "Siân <b>Ŷ</b>"})
    assert answer.one("[name=offender_name]").get("value") == "Siân <b>Ŷ</b>"
    assert answer.errors == [
        "This page was open too long. What you typed is still here: continue again"
    ]
    assert drafts() == []
    client.submit("Continue")
    assert drafts()[0].answers["offender_name"] == "Siân <b>Ŷ</b>"


def test_no_other_form_is_taken_without_its_token(
    client: CheckedClient, subtests: pytest.Subtests
) -> None:
    go_to(client, "check-answers")
    for path in [
        "/request/check-answers",
        "/status",
        "/equality",
        "/request/delete",
        "/request/files",
    ]:
        with subtests.test(path=path):
            page = client.post(path, status=400, data={"reference": "x", "code": "y"})
            assert "020 7271 2492" in page.text
            assert requests() == []
            assert len(drafts()) == 1


def test_what_was_typed_when_the_page_was_hidden_comes_back(client: CheckedClient) -> None:
    page = go_to(client, "reason")
    token = page.one("main form [name=csrf_token]").get("value")
    typed = {"csrf_token": token, "reason": "Half a sent", "is_admin": "yes", "x": "y" * 999}
    client.post("/request/reason/typed", status=204, data=typed)
    assert drafts()[0].answers["typed"] == {"reason": {"reason": "Half a sent"}}
    db.session.rollback()
    page = client.get("/request/paused?at=reason")
    page = client.click("Come back to your request")
    assert page.one("textarea").text.strip() == "Half a sent"
    assert page.errors == []
    client.submit("Continue", reason="Half a sentence")
    answers = drafts()[0].answers
    assert answers["reason"] == "Half a sentence"
    assert answers["typed"] == {}
    assert "csrf_token" not in str(answers)
    # Words on their way while the page was sent come late, and are older than its answer.
    seen = {"seen": str(page.one("main form [name=seen]").get("value"))}
    client.post("/request/reason/typed", status=204, data=typed | seen)
    db.session.expire_all()
    assert drafts()[0].answers["typed"] == {}
    client.post("/request/nonsense/typed", status=404, data=typed)
    client.post("/request/reason/typed", status=400, data={"reason": "forged"})


def test_the_answers_may_be_deleted(client: CheckedClient) -> None:
    go_to(client, "check-answers")
    client.click("Delete my answers without sending them")
    page = client.submit("Delete my answers")
    assert page.h1 == "Your answers are deleted"
    assert drafts() == []
    client.get("/request/check-answers", status=302)


def test_two_people_never_see_one_anothers_answers(app: Flask) -> None:
    one, other = client_of(app), client_of(app)
    go_to(one, "check-answers")
    assert other.get("/request/offender").one("[name=offender_name]").get("value") in {None, ""}
    other.get("/request/check-answers", status=302)
    other.get("/request/sent", status=302)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert('x')</script> & {{ 7 * 7 }} %(x)s",
        "Ŵyn O’Neill محمد 王小明 👩🏽‍⚖️",
        "“Smart” – words\tfrom\u00a0Word…",
    ],
)
def test_words_of_any_kind_are_kept_exactly_and_shown_safely(
    client: CheckedClient, words: str
) -> None:
    page = go_to(
        client,
        "check-answers",
        court={"court": words},
        offence={"offence": words},
        reason={"reason": f"{words}\r\n\r\n{words}"},
        offender={"offender_name": words},
    )
    assert "<script>alert" not in page.html
    assert " ".join(words.split()) in page.text
    client.submit("Accept and send")
    client.get("/request/copy")
    request = requests()[0]
    for kept in (request.court_text, request.offence_text, request.offender_name):
        assert kept == words.replace("\t", " ")
    assert request.reason == f"{words}\n\n{words}"


def test_a_story_of_five_thousand_words_is_taken_whole(client: CheckedClient) -> None:
    story = "\n\n".join([" ".join(["sentence"] * 50)] * 100)
    send(client, reason={"reason": story})
    assert requests()[0].reason == story


def test_too_long_is_said_and_never_cut_off(client: CheckedClient) -> None:
    go_to(client, "court")
    page = client.submit("Continue", court="x" * 201)
    assert page.errors == ["Court must be 200 characters or fewer"]
    assert page.one("[name=court]").get("value") == "x" * 201


def test_a_copy_may_be_kept(client: CheckedClient) -> None:
    page = send(client, offender={"offender_name": "Ŵyn Archer"})
    saved = client.get("/request/copy.txt")
    text = saved.get_data(as_text=True)
    for words in (reference_on(page), code_on(page), "Ŵyn Archer", "Robbery"):
        assert words in text
    assert saved.headers["Content-Disposition"] == (
        f'attachment; filename="{reference_on(page)}.txt"'
    )
    assert saved.mimetype == "text/plain"
    printed = client.get("/request/copy")
    assert printed.summary["Reference"] == reference_on(page)
    assert printed.summary["Person who was sentenced"] == "Ŵyn Archer"


def test_the_copy_has_what_was_answered_about_the_offence_in_both_languages(
    client: CheckedClient,
) -> None:
    send(client, offence={"offence": "burglary"}, about_the_offence={"choice": "yes"})
    question = "Was it a home, and was anyone in it hurt, or threatened with violence?"
    answer = "Yes, someone in a home was hurt or threatened"
    assert client.get("/request/copy").summary[question] == answer
    assert f"{question}:\n{answer}" in client.get("/request/copy.txt").get_data(as_text=True)
    client.get("/request/sent")
    client.click("Newid yr iaith i’r Cymraeg", status=302)
    copy = client.get("/request/copy")
    assert question not in copy.summary
    assert "Do, cafodd rhywun mewn cartref ei anafu neu ei fygwth" in copy.summary.values()


def test_nobody_without_a_request_gets_a_copy(client: CheckedClient) -> None:
    client.get("/request/copy", status=302)
    client.get("/request/copy.txt", status=302)


def test_a_second_request_from_the_same_browser_starts_blank(client: CheckedClient) -> None:
    send(client)
    assert client.get("/request/offender").one("[name=offender_name]").get("value") in {None, ""}
    send(client, offender={"offender_name": "Another"})
    assert [each.offender_name for each in requests()] == ["John Archer", "Another"]
    assert len({each.reference for each in requests()}) == 2


def test_files_are_added_taken_away_and_sent(client: CheckedClient) -> None:
    def file(name: str, words: bytes) -> tuple[io.BytesIO, str]:
        return io.BytesIO(words), name

    go_to(client, "files")
    page = client.submit("Add, and choose another", files=file("one.txt", b"One"))
    page = client.submit("Add, and choose another", files=file("two.txt", b"Two"))
    page = client.submit("Remove one.txt")
    assert "one.txt" not in page.text
    page = client.submit("Continue", files=file("bad.exe", b"MZ\x90\x00\x03"))
    assert page.errors[0].startswith("bad.exe: The file must be a PDF")
    assert step_of(page) == "files"
    page = client.submit("Continue")
    assert step_of(page) == "check-answers"
    page = go_to(client, "check-answers")
    assert page.summary["Files"] == "two.txt"
    client.submit("Accept and send")
    kept = db.session.scalars(select(Document)).one()
    assert (kept.name, original(kept.id), kept.request_id) == ("two.txt", b"Two", requests()[0].id)


def test_a_file_too_large_is_said_and_what_was_kept_stays(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 1_000)
    go_to(client, "files")
    client.submit("Add, and choose another", files=(io.BytesIO(b"One"), "one.txt"))
    large = io.BytesIO(b"word " * 201)
    page = client.submit("Continue", files=(large, "large.txt"))
    assert page.errors == [
        "large.txt: The file must be 20MB or smaller. Save a smaller copy, or give a link to it"
        " instead."
    ]
    assert "one.txt" in page.text
