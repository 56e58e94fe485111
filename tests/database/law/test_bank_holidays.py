"""GOV.UK's bank holidays: a difference is proposed once, and nothing is applied by itself."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from http.server import ThreadingHTTPServer
from importlib import resources
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.clocks import SetClock
from tests.support.signed_law import first_lawyer
from tests.support.threaded_servers import QuietHandler, serving
from ulss_tracker import clock
from ulss_tracker.adapters.bank_holidays import Unreachable
from ulss_tracker.models import JobRun, LawChange, db
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.law import bank_holidays, desk, rehearsals
from ulss_tracker.services.operations import watchdog

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
EXTRA = date(2026, 12, 14)


class Published(ThreadingHTTPServer):
    """GOV.UK on this machine: it answers with `body`."""

    body: bytes = b""
    status: int = 200


class _Handler(QuietHandler):
    server: Published

    def do_GET(self) -> None:
        self.reply(self.server.status, self.server.body)


def listed() -> dict[str, Any]:
    library = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json")
    found: dict[str, Any] = json.loads(library.read_bytes())
    return found


@pytest.fixture
def govuk(configure: Callable[..., None], at: SetClock) -> Iterator[Published]:
    at(NOW)
    server = Published(("127.0.0.1", 0), _Handler)
    server.body = json.dumps(listed()).encode()
    configure(BANK_HOLIDAYS_URL=f"http://127.0.0.1:{server.server_port}/bank-holidays.json")
    with serving(server):
        yield server


def with_one_more() -> bytes:
    found = listed()
    events = found["england-and-wales"]["events"]
    events.append({"title": "Extra “royal” day", "date": EXTRA.isoformat(), "notes": ""})
    return json.dumps(found).encode()


def proposals() -> list[LawChange]:
    return list(db.session.scalars(select(LawChange).order_by(LawChange.id)))


def test_without_the_setting_nothing_is_fetched(app: Flask) -> None:
    assert bank_holidays.fetch() == 0


def test_the_same_list_proposes_nothing(govuk: Published) -> None:
    assert bank_holidays.fetch() == 0
    assert proposals() == []


def test_a_new_day_is_proposed_once_and_counts_when_a_lawyer_signs(govuk: Published) -> None:
    govuk.body = with_one_more()
    assert bank_holidays.fetch() == 1
    assert bank_holidays.fetch() == 0
    (made,) = proposals()
    reference = made.reference
    assert made.proposed_by is None
    assert working_days().is_working_day(EXTRA)
    rehearsals.run_waiting()
    assert working_days().is_working_day(EXTRA)
    desk.sign(desk.get(reference), first_lawyer())
    with obeying(law_in_force.law()):
        assert working_days().holiday_name(EXTRA) == "Extra “royal” day"
        assert bank_holidays.fetch() == 0
    # It was not made after all: GOV.UK has it no more, and that is proposed too.
    govuk.body = json.dumps(listed()).encode()
    with obeying(law_in_force.law()):
        assert bank_holidays.fetch() == 1
    assert "holiday = false" in proposals()[-1].content


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"england-and-wales": {}}'])
def test_what_is_no_list_fails_and_proposes_nothing(govuk: Published, body: bytes) -> None:
    govuk.body = body
    with pytest.raises(Unreachable):
        bank_holidays.fetch()
    govuk.status = 500
    with pytest.raises(Unreachable):
        bank_holidays.fetch()
    assert proposals() == []


def test_a_fetch_that_fails_is_told_by_the_watchdog(govuk: Published) -> None:
    def alarmed() -> bool:
        return any("fetch bank holidays" in each.text for each in watchdog.look())

    with transaction():
        run = JobRun(
            name=watchdog.HOLIDAYS_JOB,
            every_seconds=7 * 24 * 3600,
            ended_at=NOW - timedelta(days=1),
            error="",
        )
        db.session.add(run)
    assert not alarmed()
    with transaction():
        run.failed_at, run.error = NOW, "Unreachable at bank_holidays.py:25"
    assert alarmed()
