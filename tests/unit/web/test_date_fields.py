"""Dates and times keep what was typed, and say in plain words what is wrong."""

from datetime import UTC, date, datetime, time

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from tests.support.sentence_form import SentenceForm, dated, sent
from tests.support.tables import from_table
from ulss_tracker.web.forms import DateField, GovForm, TimeField

pytestmark = pytest.mark.usefixtures("in_page")


@from_table
def test_a_month_may_be_a_number_or_a_name(month: str, number: int) -> None:
    assert dated("4", month, "2020").sentenced_on.data == date(2020, number, 4)


@from_table
def test_a_wrong_date_says_what_is_wrong_and_leads_to_it(
    day: str, month: str, year: str, message: str, anchor: str
) -> None:
    form = dated(day, month, year)

    assert form.error_list() == [{"text": message, "href": f"#sentenced_on-{anchor}"}]
    html = form.sentenced_on()
    for part in filter(None, (day, month, year)):
        assert f'value="{part}"' in html


def test_a_part_at_fault_is_marked_and_the_others_are_not() -> None:
    html = dated("1", "3", "").sentenced_on()

    assert html.count("govuk-input--error") == 1
    assert html.index("govuk-input--error") > html.index('id="sentenced_on-month"')


def test_a_date_is_shown_as_typed_even_when_it_cannot_be_read() -> None:
    html = dated(' "><script>', "Feb ", "20266").sentenced_on()

    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html
    assert 'value="Feb "' in html


def test_a_date_left_blank_is_none_unless_it_is_required() -> None:
    assert sent({}).born_on.data is None
    assert sent({}).born_on.errors == []
    assert dated(" ", "", "").sentenced_on.errors == ["Enter the date of sentence"]


@pytest.mark.parametrize("blank", ["\u200b", "\ufeff", "\x00"])
def test_what_only_looks_blank_is_blank(blank: str) -> None:
    class HeardForm(GovForm):
        at = TimeField("Hearing time", required="Enter the hearing time")

    heard = HeardForm(formdata=MultiDict({"at": blank}))

    assert dated(blank, blank, "").sentenced_on.errors == ["Enter the date of sentence"]
    assert not heard.validate()
    assert heard.at.errors == ["Enter the hearing time"]


def test_a_date_half_filled_is_an_error_even_when_it_may_be_left_blank() -> None:
    class Lenient(GovForm):
        on = DateField("Hearing date", validators=[Optional()])

    form = Lenient(formdata=MultiDict({"on-day": "", "on-month": "3", "on-year": "2026"}))

    assert not form.validate()
    assert form.on.data is None


def test_a_date_from_a_record_is_shown_in_its_parts() -> None:
    html = SentenceForm(formdata=None, sentenced_on=date(2019, 11, 20)).sentenced_on()

    for part in ("20", "11", "2019"):
        assert f'value="{part}"' in html


@from_table
def test_a_moment_is_london_time_kept_as_an_instant(
    typed: tuple[str, ...], instant: datetime
) -> None:
    form = sent(dict(zip(moment_names(), typed, strict=True)))

    assert form.received_at.errors == []
    assert form.received_at.data == instant
    assert form.received_at.data.utcoffset().total_seconds() == 0


@from_table
def test_a_moment_that_never_was_is_refused(
    day: str, month: str, year: str, at: str, message: str, anchor: str
) -> None:
    form = sent(dict(zip(moment_names(), (day, month, year, at), strict=True)))

    (error,) = form.error_list()
    assert message in error["text"]
    assert error["href"] == f"#received_at-{anchor}"
    assert form.received_at.data is None


def moment_names() -> list[str]:
    return [f"received_at-{part}" for part in ("day", "month", "year", "time")]


def test_a_moment_from_a_record_is_shown_in_london_time() -> None:
    form = SentenceForm(formdata=None, received_at=datetime(2019, 7, 1, 22, 30, tzinfo=UTC))

    assert form.received_at.typed == {"day": "1", "month": "7", "year": "2019", "time": "23:30"}


def test_times_are_read_as_people_write_them() -> None:
    assert sent({"at": "9.30am"}).at.data == time(9, 30)
    assert sent({"at": "12am"}).at.data == time(0, 0)
    assert sent({"at": "12 pm"}).at.data == time(12, 0)
    assert sent({"at": ""}).at.data is None

    wrong = sent({"at": "half nine"})
    assert wrong.at.errors == ["Hearing time must be a time, like 9:30am or 14:30"]
    assert 'value="half nine"' in wrong.at()
