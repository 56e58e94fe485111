"""Recording the offences a sentence was passed for, and the facts that decide."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.awkward import ARABIC, SCRIPT, shown_safely
from tests.support.checked_client import CheckedClient
from tests.support.tables import from_table
from tests.support.traces import nothing_kept
from ulss_tracker.models import Conviction, Plea, Review, Sentence, db
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)


def day(name: str, on: date | None) -> dict[str, str]:
    """A date as its three boxes take it."""
    parts = ("", "", "") if on is None else (str(on.day), str(on.month), str(on.year))
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), parts, strict=True))


def go(client: CheckedClient, review: Review, page: str = "/sentences/new", status: int = 200):
    return client.get(f"/casework/reviews/{review.id}{page}", status=status)


def count(table: type[Sentence | Conviction]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(table.id))) or 0


def only_conviction() -> Conviction:
    db.session.rollback()
    return db.session.scalars(select(Conviction)).one()


# An offence.


def new_offence(client: CheckedClient, review: Review):
    return go(client, review, f"/sentences/{review.sentences[0].id}/offences/new")


@transaction()
def with_sentence() -> Review:
    review = build.review(sentenced_on=PASSED_ON)
    build.sentence(review, sentenced_on=PASSED_ON)
    return review


def test_ordinary_words_are_enough(caseworker: CheckedClient) -> None:
    review = with_sentence()
    new_offence(caseworker, review)
    page = caseworker.submit("Save", offence="robbery", plea="verdict")
    assert page.one(".app-verdict__heading").text == "In the scheme"
    conviction = only_conviction()
    assert (conviction.offence_id, conviction.plea) == ("io-robbery", Plea.VERDICT)


def test_words_that_may_mean_several_are_asked_about(caseworker: CheckedClient) -> None:
    review = with_sentence()
    new_offence(caseworker, review)
    page = caseworker.submit("Save", offence="attempted murder of a neighbour")
    assert page.errors == ["Choose what you mean by “attempted murder of a neighbour”"]
    offered = [radio.get("value") for radio in page.select("input[name=offence-id]")]
    assert "io-murder|attempt" in offered
    caseworker.submit("Save", **{"offence-id": "io-murder|attempt"})
    conviction = only_conviction()
    assert (conviction.offence_id, conviction.form) == ("io-murder", Form.ATTEMPT)


def test_words_nobody_knows_may_be_kept(caseworker: CheckedClient) -> None:
    review = with_sentence()
    new_offence(caseworker, review)
    page = caseworker.submit("Save", offence="zzqq")
    if page.errors:
        page = caseworker.submit("Save", **{"offence-id": "-"})
    conviction = only_conviction()
    assert (conviction.offence_id, conviction.text) == (None, "zzqq")
    assert page.one(".app-verdict__heading").text == "A lawyer must check"


def test_an_offence_with_facts_that_decide_has_them_asked_next(caseworker: CheckedClient) -> None:
    review = with_sentence()
    new_offence(caseworker, review)
    page = caseworker.submit("Save", offence="Burglary")
    assert page.path.endswith("/answers")
    page = caseworker.submit("Save", home_violence="yes")
    assert "Answers recorded" in page.text
    assert page.one(".app-verdict__heading").text == "In the scheme"
    page = go(caseworker, review, f"/offences/{only_conviction().id}/answers")
    assert page.one("input[name=home_violence][checked]").get("value") == "yes"


def test_an_answer_may_be_left_and_taken_back(caseworker: CheckedClient) -> None:
    review = with_sentence()
    build.conviction(review.sentences[0], "no-burglary", answers={"home_violence": "no"})
    go(caseworker, review, f"/offences/{only_conviction().id}/answers")
    caseworker.submit("Save", home_violence="")
    assert only_conviction().answers == {}
    db.session.rollback()
    assert review.verdict is Verdict.MUST_CHECK


def test_an_offence_without_facts_that_decide_has_none_to_ask(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    go(caseworker, review, f"/offences/{review.sentences[0].convictions[0].id}/answers", 404)


@from_table
def test_an_offence_got_wrong_is_said(
    caseworker: CheckedClient, fields: dict[str, str], error: str
) -> None:
    review = with_sentence()
    new_offence(caseworker, review)
    page = caseworker.refused("Save", **fields)
    assert len(page.errors) == 1
    assert error in page.errors[0]
    assert page.one("#offence").get("value", "") == fields.get("offence", "").strip()


def test_a_choice_that_was_not_offered_is_not_believed(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    review = with_sentence()
    for forged in ["io-nothing|full", "io-robbery|sideways", "x", "|", SCRIPT]:
        with subtests.test(forged=forged):
            page = new_offence(caseworker, review)
            sent = {
                "csrf_token": page.select("main input[name=csrf_token]")[0].get("value"),
                "version": str(review.version),
                "offence": "some offence of robbery",
                "offence-id": forged,
                "offence-for": "some offence of robbery",
            }
            with nothing_kept():
                page = caseworker.post(page.path, data=sent, status=200)
            assert page.errors[0].startswith("Choose what you mean")


def test_whatever_is_typed_as_an_offence_is_shown_safely(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    review = with_sentence()
    for typed in [SCRIPT, ARABIC, "x" * 5000, "🌻", "O'Neill’s offence"]:
        with subtests.test(typed=typed):
            new_offence(caseworker, review)
            page = caseworker.submit("Save", offence=typed)
            assert not page.select("img[src=x]")
            if typed == SCRIPT:
                assert shown_safely(page)


def test_plea_and_date_of_conviction(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    conviction = review.sentences[0].convictions[0]
    go(caseworker, review, f"/offences/{conviction.id}/plea")
    page = caseworker.submit("Save", plea="guilty_plea", **day("convicted_on", date(2026, 2, 3)))
    assert "Pleaded guilty, 3 February 2026" in page.text


def test_an_offence_is_removed_after_asking(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    go(caseworker, review, f"/offences/{review.sentences[0].convictions[0].id}/remove")
    page = caseworker.submit("Remove")
    assert "Offence removed" in page.text
    assert count(Conviction) == 0


def test_the_offence_picker_suggests_as_words_are_typed(
    caseworker: CheckedClient, client: CheckedClient
) -> None:
    found = caseworker.open("/casework/suggest/offences?q=gbh+with+intent").json
    assert found[0]["id"] == "io-oapa-18|full"
    assert len(found) <= 8
    assert caseworker.open("/casework/suggest/offences").json == []
    assert (
        caseworker.open("/casework/suggest/offences", query_string={"q": SCRIPT}).status_code == 200
    )
    assert client.open("/casework/suggest/offences?q=gbh").status_code == 302
