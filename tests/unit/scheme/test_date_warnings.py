"""Warnings about a date of sentence: each named, each a question, none a refusal."""

from dataclasses import dataclass
from datetime import date

from tests.support.tables import from_table
from ulss_tracker.scheme.time.date_warnings import DateWarning, warnings_about_date

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Offence:
    title: str = "Controlling or coercive behaviour"
    sentenced_from: date | None = date(2019, 11, 19)
    conduct_from: date | None = None


def ids(doubts: tuple[DateWarning, ...]) -> list[str]:
    return [doubt.id for doubt in doubts]


def doubts(sentenced: str, received: str | None = None, **more: Offence | None) -> list[str]:
    return ids(found(sentenced, received, **more))


def found(
    sentenced: str, received: str | None = None, *, offence: Offence | None = None
) -> tuple[DateWarning, ...]:
    return warnings_about_date(
        date.fromisoformat(sentenced),
        today=TODAY,
        received_on=date.fromisoformat(received) if received else None,
        offence=offence,
    )


def test_holidays_that_are_not_known_are_said_to_be_so() -> None:
    assert "holidays_not_known" in doubts("2035-03-05")
    assert "future" in doubts("2035-03-05")


@from_table
def test_each_date_raises_its_warnings(
    sentenced: str, received: str | None, warnings: list[str]
) -> None:
    assert doubts(sentenced, received) == warnings


@from_table
def test_a_warning_says_what_is_wrong(sentenced: str, received: str | None, words: str) -> None:
    assert words in found(sentenced, received)[0].text


def test_from_the_first_day_on_sentences_could_be_reviewed() -> None:
    assert "before_scheme" not in doubts("1989-02-01", "1989-02-02")


def test_before_the_offence() -> None:
    assert doubts("2019-11-18", "2019-11-19", offence=Offence()) == ["before_offence"]
    assert doubts("2019-11-19", "2019-11-19", offence=Offence()) == []
    assert doubts("2019-11-18", "2019-11-19", offence=Offence(sentenced_from=None)) == []
    text = found("2019-11-18", "2019-11-19", offence=Offence())[0].text
    assert "“Controlling or coercive behaviour”" in text
    assert "Tuesday 19 November 2019" in text


def test_before_there_was_such_an_offence() -> None:
    strangling = Offence("Non-fatal strangulation", None, date(2022, 6, 7))
    doubt = found("2022-06-06", "2022-06-06", offence=strangling)[0]
    assert doubt.id == "before_offence"
    assert doubt.text.startswith("“Non-fatal strangulation” has been an offence only since Tuesday")
    assert "7 June 2022" in doubt.text
    assert doubts("2022-06-07", "2022-06-07", offence=strangling) == []
    both = Offence(sentenced_from=date(2019, 11, 19), conduct_from=date(2015, 12, 29))
    assert doubts("2015-12-24", "2015-12-24", offence=both) == ["before_offence"]
    assert "only since" in found("2015-12-24", "2015-12-24", offence=both)[0].text
    assert "Our entry" in found("2016-01-04", "2016-01-04", offence=both)[0].text


def test_the_wrong_year_in_january() -> None:
    doubt = found("2018-01-02", "2019-01-20")[-1]
    assert doubt.id == "wrong_year"
    assert doubt.suggested_on == date(2019, 1, 2)


def test_the_wrong_year_in_december() -> None:
    doubt = found("2019-12-19", "2019-01-05")[-1]
    assert (doubt.id, doubt.suggested_on) == ("wrong_year", date(2018, 12, 19))


def test_no_wrong_year_for_a_day_that_year_does_not_have() -> None:
    assert "wrong_year" not in doubts("2024-02-29", "2025-03-10")


def test_day_and_month_swapped() -> None:
    doubt = found("2019-11-02", "2019-03-05")[-1]
    assert doubt.id == "day_month_swapped"
    assert doubt.suggested_on == date(2019, 2, 11)
    assert "Monday 11 February 2019, and not on Saturday 2 November 2019" in doubt.text


@from_table
def test_a_swap_is_asked_about_where_the_other_date_is_better(
    sentenced: str, received: str, asked: bool
) -> None:
    assert ("day_month_swapped" in doubts(sentenced, received)) is asked


def test_every_doubt_is_a_question() -> None:
    for sentenced, received in [
        ("2035-05-05", "2026-01-01"),
        ("2018-01-02", "2019-01-20"),
        ("2019-11-02", "2019-03-05"),
        ("2025-12-25", "2025-12-29"),
    ]:
        for doubt in found(sentenced, received, offence=Offence()):
            assert doubt.text.endswith("?"), doubt.id


def test_swaps_and_slips_where_the_holidays_are_not_known() -> None:
    unknown = warnings_about_date(date(1985, 6, 3), today=date(1985, 3, 20))
    assert ids(unknown) == ["future", "before_scheme", "day_month_swapped"]
    assert unknown[-1].suggested_on == date(1985, 3, 6)
