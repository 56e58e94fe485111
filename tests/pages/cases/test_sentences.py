"""Recording sentences on their pages, and what is asked when a date looks wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page, words
from tests.support.tables import column, pairs, rows
from tests.support.traces import nothing_kept
from ulss_tracker.models import Conviction, Event, EventKind, Review, Sentence, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.services.cases import cases, sentences

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
PASSED_ON = date(2026, 3, 2)


def day(name: str, on: date | None) -> dict[str, str]:
    """A date as its three boxes take it."""
    parts = ("", "", "") if on is None else (str(on.day), str(on.month), str(on.year))
    return dict(zip((f"{name}-day", f"{name}-month", f"{name}-year"), parts, strict=True))


SENTENCE: dict[str, Any] = {
    **day("sentenced_on", PASSED_ON),
    "order_kind": "imprisonment",
    "text": "3 years' imprisonment",
}


def go(client: CheckedClient, review: Review, page: str = "/sentences/new", status: int = 200):
    return client.get(f"/casework/reviews/{review.id}{page}", status=status)


def record(client: CheckedClient, status: int = 200, **changes: Any):
    """Fill in the form, look at what is shown of it, and save."""
    client.submit("Save and add an offence", **(SENTENCE | changes))
    return client.submit("Save and add an offence", status=status)


def count(table: type[Sentence | Conviction]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(table.id))) or 0


def only_sentence() -> Sentence:
    db.session.rollback()
    return db.session.scalars(select(Sentence)).one()


# A sentence.


def test_recording_a_sentence_leads_on_to_its_offence(caseworker: CheckedClient) -> None:
    review = build.review(sentenced_on=PASSED_ON)
    page = go(caseworker, review)
    assert page.one("#sentenced_on-day").get("value") == "2"  # as the requester said
    page = record(caseworker, judge="HHJ Example")
    assert page.path.endswith("/offences/new")
    assert "For the sentence of Monday 2 March 2026: 3 years' imprisonment" in page.text
    sentence = only_sentence()
    assert (sentence.sentenced_on, sentence.order_kind) == (PASSED_ON, OrderKind.IMPRISONMENT)
    assert sentence.judge == "HHJ Example"


def test_the_date_the_first_requester_did_not_know_is_taken_from_the_next(
    caseworker: CheckedClient,
) -> None:
    review = build.review(sentenced_on=None)
    cases.join_case(build.request(sentenced_on=PASSED_ON), review.case, build.user())
    assert go(caseworker, review).one("#sentenced_on-month").get("value") == "3"


WRONG_DATES = [
    *rows(__file__, "sentences.wrong_dates", pairs, str),
    (day("sentenced_on", None), "Enter the date of sentence"),
    (day("sentenced_on", NOW.date() + timedelta(days=1)), "must be today or in the past"),
]


def test_a_date_that_cannot_be_is_said_and_kept_in_its_boxes(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    review = build.review()
    for changes, error in WRONG_DATES:
        with subtests.test(changes=changes, error=error):
            go(caseworker, review)
            typed = SENTENCE | changes
            page = caseworker.refused("Save and add an offence", **typed)
            assert len(page.errors) == 1
            assert error in page.errors[0]
            for part in ("day", "month", "year"):
                assert (
                    page.one(f"#sentenced_on-{part}").get("value", "")
                    == typed[f"sentenced_on-{part}"]
                )
            assert page.one("#text").text_content().strip() == "3 years' imprisonment"
            assert page.one("#order_kind option[selected]").get("value") == "imprisonment"


def test_what_else_is_wrong_is_said(caseworker: CheckedClient, subtests: pytest.Subtests) -> None:
    review = build.review()
    for changes, error in [
        ({"order_kind": ""}, "Choose the kind of order"),
        ({"text": ""}, "Enter the sentence"),
        ({"text": "x" * 2001}, "must be 2,000 characters or fewer"),
        ({"judge": "x" * 201}, "Judge must be 200 characters or fewer"),
        (day("varied_on", date(2026, 3, 1)), "must be on or after the date of sentence"),
        (day("varied_on", date(2026, 3, 19)), "must be today or in the past"),
        ({"varied_on-day": "3"}, "must include a month and year"),
    ]:
        with subtests.test(changes=changes, error=error):
            go(caseworker, review)
            page = caseworker.refused("Save and add an offence", **SENTENCE | changes)
            assert len(page.errors) == 1
            assert error in page.errors[0]


def test_an_empty_form_says_everything_that_is_wanted(caseworker: CheckedClient) -> None:
    review = build.review(sentenced_on=None)
    go(caseworker, review)
    caseworker.refused(
        "Save and add an offence",
        "Enter the date of sentence",
        "Choose the kind of order",
        "Enter the sentence",
    )


# What is looked at before it is saved.


def shown(page: Page) -> tuple[list[str], list[str]]:
    """The warnings beside the date, and how the sentence reads."""
    return (
        [words(line) for line in page.select("#date-doubts li")],
        [words(line) for line in page.select("#reading li")],
    )


def test_how_the_sentence_reads_is_shown_before_it_is_kept(caseworker: CheckedClient) -> None:
    review = build.review(sentenced_on=PASSED_ON)
    go(caseworker, review)
    text = "10 months’ imprisonment suspended for 2 years and a driving ban of 3 years"
    page = caseworker.refused("Save and add an offence", **SENTENCE | {"text": text})
    assert page.errors == []
    assert page.one("#check-heading").text == "Not saved yet"
    assert shown(page) == (
        [],
        ["Imprisonment: 10 months, suspended for 2 years", "Disqualification: 3 years"],
    )
    assert "You chose “Imprisonment”, and these words say “Suspended sentence”." in page.text
    caseworker.submit("Save and add an offence", order_kind="suspended")
    assert shown(caseworker.page)[1]  # another kind was chosen: looked at once more
    caseworker.submit("Save and add an offence")
    sentence = only_sentence()
    assert sentence.text == text
    assert sentence.parts is not None
    assert [part["kind"] for part in sentence.parts] == ["imprisonment", "disqualification"]
    assert sentence.parts[0]["suspended_for"] == {"years": 2}


def test_who_says_it_reads_otherwise_keeps_the_words_alone(caseworker: CheckedClient) -> None:
    go(caseworker, build.review(sentenced_on=PASSED_ON))
    caseworker.submit("Save and add an offence", **SENTENCE)
    caseworker.submit("Save and add an offence", reads_otherwise=True)
    assert (only_sentence().text, only_sentence().parts) == ("3 years' imprisonment", None)


def test_words_that_were_not_understood_are_said_and_no_part_is_kept(
    caseworker: CheckedClient,
) -> None:
    go(caseworker, build.review(sentenced_on=PASSED_ON))
    text = "3 years' imprisonment and to attend church"
    page = caseworker.submit("Save and add an offence", **(SENTENCE | {"text": text}))
    assert shown(page)[1] == ["Imprisonment: 3 years", "“to attend church”"]
    assert not page.select("[name=reads_otherwise]")
    caseworker.submit("Save and add an offence")
    assert (only_sentence().text, only_sentence().parts) == (text, None)


def test_a_date_that_looks_wrong_is_asked_about_beside_it_and_may_be_right(
    caseworker: CheckedClient,
) -> None:
    review = build.review(sentenced_on=None)
    go(caseworker, review)
    sunday = day("sentenced_on", date(2026, 3, 1))
    page = caseworker.refused("Save and add an offence", **SENTENCE | sunday)
    assert page.errors == []
    assert "Sunday 1 March 2026 is at a weekend" in shown(page)[0][0]
    caseworker.submit("Save and add an offence")
    assert only_sentence().sentenced_on == date(2026, 3, 1)
    recorded = db.session.scalars(
        select(Event).where(Event.kind == EventKind.SENTENCE_RECORDED)
    ).one()
    assert recorded.after["confirmed_doubts"][0] == "weekend"


def test_another_doubtful_date_is_asked_about_again(caseworker: CheckedClient) -> None:
    review = build.review(sentenced_on=None)
    go(caseworker, review)
    caseworker.submit("Save and add an offence", **SENTENCE | day("sentenced_on", date(2026, 3, 1)))
    other = day("sentenced_on", date(2026, 2, 28))
    page = caseworker.refused("Save and add an offence", **other)
    assert shown(page)[0]


def test_the_date_that_was_perhaps_meant_is_one_press_away(caseworker: CheckedClient) -> None:
    go(caseworker, build.review(sentenced_on=None))
    last_year = day("sentenced_on", date(2025, 3, 3))
    page = caseworker.refused("Save and add an offence", **SENTENCE | last_year)
    page = caseworker.refused("Use Tuesday 3 March 2026")
    assert page.one("#sentenced_on-year").get("value") == "2026"
    assert shown(page)[0] == []
    caseworker.submit("Save and add an offence")
    assert only_sentence().sentenced_on == date(2026, 3, 3)


def test_what_was_looked_at_before_is_not_asked_about_again(caseworker: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 1))  # a Sunday
    go(caseworker, review, f"/sentences/{review.sentences[0].id}")
    page = caseworker.submit("Save", judge="HHJ Other")
    assert "Sentence changed" in page.text


def test_other_words_of_a_sentence_are_read_again(caseworker: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    go(caseworker, review, f"/sentences/{review.sentences[0].id}")
    page = caseworker.submit("Save", text="4 years' imprisonment")
    assert shown(page) == ([], ["Imprisonment: 4 years"])
    caseworker.submit("Save")
    assert only_sentence().parts == [
        {"kind": "imprisonment", "said": "4 years' imprisonment", "length": {"years": 4}}
    ]


def test_a_date_before_the_days_can_be_counted_is_an_error_at_the_field(
    caseworker: CheckedClient,
) -> None:
    review = build.review(sentenced_on=None)
    go(caseworker, review)
    old = SENTENCE | day("sentenced_on", date(1970, 1, 5))
    caseworker.submit("Save and add an offence", **old)
    with nothing_kept():
        page = caseworker.submit("Save and add an offence")  # "yes, that is the date"
    assert "bank holidays of England and Wales" in page.errors[0]
    assert page.one("#sentenced_on-year").get("value") == "1970"


def test_a_sentence_is_changed_and_its_days_with_it(caseworker: CheckedClient) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    sentence = review.sentences[0]
    page = go(caseworker, review, f"/sentences/{sentence.id}")
    assert page.one("#text").text_content().strip() == "3 years' imprisonment"
    caseworker.submit("Save", **day("varied_on", date(2026, 3, 16)), text="4 years")
    page = caseworker.submit("Save")
    assert "Sentence changed" in page.text
    assert page.summary["Last day"] == "Monday 30 March 2026", "the safest"
    assert page.summary["Later last day that the law may allow"] == "Monday 13 April 2026"


def test_a_sentence_is_removed_after_asking(caseworker: CheckedClient) -> None:
    review = build.eligible_review()
    page = go(caseworker, review, f"/sentences/{review.sentences[0].id}/remove")
    assert "Are you sure you want to remove this sentence and its offences?" in page.text
    page = caseworker.submit("Remove")
    assert "Sentence removed" in page.text
    assert (count(Sentence), count(Conviction)) == (0, 0)


def test_somebody_elses_change_is_not_overwritten(caseworker: CheckedClient, at) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    sentence = review.sentences[0]
    go(caseworker, review, f"/sentences/{sentence.id}")
    at(NOW + timedelta(minutes=1))
    theirs = sentences.SentenceInput(
        sentenced_on=PASSED_ON, order_kind=OrderKind.LIFE, text="Their correction"
    )
    sentences.change_sentence(review, sentence, theirs, build.user(Role.SUPERVISOR), review.version)
    caseworker.submit("Save", text="My correction")
    page = caseworker.refused("Save", status=409)
    assert "Somebody else changed this record" in page.text
    assert only_sentence().text == "Their correction"


def test_sent_twice_from_one_page_it_is_recorded_once(caseworker: CheckedClient, at) -> None:
    review = build.review()
    form = go(caseworker, review)
    record(caseworker)
    at(NOW + timedelta(seconds=1))
    caseworker.page = form
    record(caseworker, status=409)
    assert count(Sentence) == 1


# Ids of another review.


def test_what_belongs_to_another_review_is_not_there(
    caseworker: CheckedClient, subtests: pytest.Subtests
) -> None:
    mine, theirs = build.eligible_review(), build.review(offender_name="Another")
    build.conviction(build.sentence(theirs), "no-burglary")
    sentence = theirs.sentences[0]
    ids = {"sentence": sentence.id, "conviction": sentence.convictions[0].id}
    for page in column(__file__, "sentences.ids_of_another_review"):
        with subtests.test(page=page):
            go(caseworker, theirs, page.format(**ids))
            with nothing_kept():
                go(caseworker, mine, page.format(**ids), status=404)
                nobody = dict.fromkeys(ids, 999)
                go(caseworker, mine, page.format(**nobody), status=404)
                vast = dict.fromkeys(ids, 10**25)
                go(caseworker, mine, page.format(**vast), status=404)
