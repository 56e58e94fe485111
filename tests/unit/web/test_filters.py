"""Dates, times, numbers and people's own words, as they appear on a page."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support.tables import from_table
from ulss_tracker.web.core import filters

FIVE_PM_IN_WINTER = datetime(2019, 11, 20, 17, 0, tzinfo=UTC)
EVENING_IN_SUMMER = datetime(2019, 7, 1, 19, 41, tzinfo=UTC)


def test_dates_are_written_out() -> None:
    assert filters.day(date(2019, 10, 23)) == "23 October 2019"
    assert filters.weekday_date(date(2019, 10, 23)) == "Wednesday 23 October 2019"


def test_instants_are_shown_in_london_time() -> None:
    assert filters.moment(FIVE_PM_IN_WINTER) == "5pm on Wednesday 20 November 2019"
    assert filters.clock_time(EVENING_IN_SUMMER) == "8:41pm"
    assert filters.machine_time(EVENING_IN_SUMMER) == "2019-07-01T20:41:00+01:00"


def test_in_a_line_of_a_list_a_year_is_said_where_it_is_not_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filters.clock, "today", lambda: date(2019, 12, 1))
    assert filters.short_moment(FIVE_PM_IN_WINTER) == "Wed 20 Nov 17:00"
    assert filters.short_moment(EVENING_IN_SUMMER).endswith("20:41")
    assert filters.short_day(date(2020, 1, 2)) == "Thu 2 Jan 2020"
    assert filters.short_date(date(2019, 10, 23)) == "23 Oct 2019"
    assert [each(None) for each in (filters.short_moment, filters.short_day)] == ["", ""]
    assert filters.short_date(None) == ""


def test_a_crown_court_is_called_by_its_place_and_another_court_whole() -> None:
    for name, words in (
        ("Leeds Crown Court", "Leeds"),
        ("Isle of Wight Crown Court (Newport)", "Isle of Wight (Newport)"),
        ("Crown Court at Monument", "Monument"),
        ("Central Criminal Court", "Central Criminal Court"),
        ("Basingstoke Magistrates’ Court", "Basingstoke Magistrates’ Court"),
    ):
        assert filters.short_court(name) == words


def test_an_instant_late_in_the_utc_day_is_the_next_day_in_london() -> None:
    assert filters.day(datetime(2019, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2019"
    assert filters.moment(datetime(2019, 6, 30, 23, 0, tzinfo=UTC)) == (
        "12:00am on Monday 1 July 2019"
    )


def test_noon_is_midday_and_a_minute_past_is_not() -> None:
    assert filters.clock_time(datetime(2019, 1, 1, 12, 0, tzinfo=UTC)) == "midday"
    assert filters.clock_time(datetime(2019, 1, 1, 12, 1, tzinfo=UTC)) == "12:01pm"
    assert filters.clock_time(datetime(2019, 1, 1, 0, 5, tzinfo=UTC)) == "12:05am"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        filters.moment(datetime(2019, 1, 1, 12, 0))  # noqa: DTZ001 - what must be refused


def test_nothing_is_written_as_nothing() -> None:
    assert filters.day(None) == filters.moment(None) == filters.clock_time(None) == ""
    assert filters.weekday_date(None) == filters.telephone(None) == filters.paragraphs(None) == ""


def test_a_welsh_page_has_welsh_dates(bare_app: Flask) -> None:
    bare_app.config["LANGUAGE"] = "cy"
    with bare_app.test_request_context("/"):
        assert filters.day(date(2019, 10, 23)) == "23 Hydref 2019"
        assert filters.weekday_date(date(2019, 10, 23)) == "dydd Mercher 23 Hydref 2019"
        assert filters.moment(FIVE_PM_IN_WINTER) == "5yh, dydd Mercher 20 Tachwedd 2019"
    assert filters.day(date(2019, 10, 23)) == "23 October 2019"


def test_peoples_words_are_never_markup() -> None:
    html = filters.paragraphs('<script>alert("x")</script> & more')

    assert "<script>" not in html
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; more" in html


def test_peoples_words_keep_their_paragraphs_and_lines() -> None:
    html = filters.paragraphs("One\r\ntwo\r\n\r\n \r\n\r\nthree\n")

    assert html.count("<p ") == 2
    assert "One<br>two</p>" in html
    assert ">three</p>" in html
    assert filters.paragraphs(" \n ") == ""


@from_table
def test_telephone_numbers_are_grouped_when_they_are_british(typed: str, shown: str) -> None:
    assert filters.telephone(typed) == shown


def test_a_telephone_link_holds_the_number_alone() -> None:
    assert filters.telephone_link("020 7271 2492 ext 5") == "tel:02072712492"
    assert filters.telephone_link("+44 20 7271 2492") == "tel:+442072712492"


def test_a_label_within_a_sentence_keeps_its_names() -> None:
    for label, words in (
        ("The hearing on Friday 6 November 2026", "the hearing on Friday 6 November 2026"),
        ("Referred to the Court of Appeal", "referred to the Court of Appeal"),
        ("Crown Prosecution Service", "Crown Prosecution Service"),
        ("MP", "MP"),
        ("", ""),
    ):
        assert filters.mid_sentence(label) == words
