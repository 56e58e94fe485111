"""Opening a case and recording the sentence on one page, with scripts and without."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from ulss_tracker.models import Request, RequestState, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PRESS = "Open the case"
TYPED = {"order_kind": "imprisonment", "text": "4 years’ imprisonment"}


def page_of(asked: Request) -> str:
    return f"/casework/requests/{asked.reference}/record"


def test_without_scripts_the_sentence_is_read_back_before_anything_is_kept(signed_in) -> None:
    asked, client = build.request(), signed_in(Role.CASEWORKER)
    client.get(f"/casework/requests/{asked.reference}")
    client.click("Open a case and record the sentence")
    page = client.refused(PRESS, **TYPED)
    assert "4 years" in page.one("#reading").text_content()
    page = client.submit(PRESS)
    review = db.session.query(Review).one()
    assert page.path == f"/casework/reviews/{review.id}"
    (sentence,) = review.sentences
    assert sentence.parts
    assert sentence.sentenced_on == date(2026, 3, 11)
    assert [each.offence_id for each in sentence.convictions] == ["io-robbery"]
    assert review.verdict is Verdict.IN_SCHEME
    assert asked.state is RequestState.IN_CASE


def test_other_words_are_read_back_anew_and_a_wrong_reading_gives_no_parts(signed_in) -> None:
    asked, client = build.request(), signed_in(Role.CASEWORKER)
    client.get(page_of(asked))
    client.submit(PRESS, **TYPED)
    client.refused(PRESS, text="5 years’ imprisonment")
    client.submit(PRESS, reads_otherwise=True)
    (sentence,) = db.session.query(Review).one().sentences
    assert (sentence.text, sentence.parts) == ("5 years’ imprisonment", None)


def test_what_is_missing_is_asked_and_nothing_is_kept(signed_in) -> None:
    asked, client = build.request(court_id=None, court_text=""), signed_in(Role.CASEWORKER)
    client.get(page_of(asked))
    client.refused(PRESS, "Enter the court", "Choose the kind of order", "Enter the sentence")


def test_a_case_that_is_like_it_stands_beside_and_is_joined_first(signed_in) -> None:
    other, asked = build.review(), build.request()
    client = signed_in(Role.CASEWORKER)
    page = client.get(page_of(asked))
    join = next(each for each in page.select("button") if "Join" in each.text_content())
    assert "secondary" not in join.get("class")
    client.submit(f"Join {other.case.reference}")
    db.session.expire_all()
    assert asked.case is other.case


def test_a_request_in_a_case_is_not_opened_again(signed_in) -> None:
    asked = build.review().case.requests[0]
    signed_in(Role.CASEWORKER).get(page_of(asked), status=409)


def test_two_stated_offences_are_both_ticked_and_both_recorded(signed_in) -> None:
    """Neither stops the press, and neither is lost."""
    asked = build.request(offence_text="Robbery and possession of a bladed article")
    client = signed_in(Role.CASEWORKER)
    page = client.get(page_of(asked))
    assert len(page.select("input[name=convictions][checked]")) == 2
    client.submit(PRESS, **TYPED)
    client.submit(PRESS)
    (sentence,) = db.session.query(Review).one().sentences
    recorded = {each.offence_id for each in sentence.convictions}
    assert recorded == {"io-robbery", "no-bladed"}


def test_an_offence_in_doubt_beside_a_sure_one_is_kept_in_its_words(signed_in) -> None:
    asked = build.request(offence_text="Robbery and assault")
    client = signed_in(Role.CASEWORKER)
    client.get(page_of(asked))
    client.submit(PRESS, **TYPED)
    client.submit(PRESS)
    (sentence,) = db.session.query(Review).one().sentences
    kept = {each.offence_id or each.text for each in sentence.convictions}
    assert kept == {"io-robbery", "assault"}
