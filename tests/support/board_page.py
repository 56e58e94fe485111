"""The supervisor's board as a page: filled, read and taken away."""

import csv
from datetime import UTC, datetime, timedelta

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Case, Review, Sentence, db
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def fill(count: int, state: State = State.CHECKING) -> None:
    """Reviews laid in the table at once, each filed by a day later than the last."""
    by = build.user()
    with transaction():
        case = Case(
            reference=f"ULS-2026-{count:04d}",
            court_text="Leeds Crown Court",
            opened_at=NOW,
            opened_by_id=by.id,
            changed_at=NOW,
        )
        for number in range(count):
            moment = NOW + timedelta(days=number)
            db.session.add(
                Review(
                    case=case,
                    offender_name=f"Offender {number:03d}",
                    state=state,
                    assignee=by,
                    opened_at=NOW,
                    changed_at=NOW,
                    file_by_at=moment,
                    earliest_file_by_at=moment,
                    sentences=[
                        Sentence(
                            sentenced_on=NOW.date(),
                            order_kind=OrderKind.IMPRISONMENT,
                            text="3 years",
                        )
                    ],
                )
            )


def names(page) -> list[str]:
    """The offenders of the board itself, in its order."""
    return [each.cssselect("a")[0].text for each in page.select(".app-board tr th[scope=row]")]


def taken(client: CheckedClient, narrowed: str = "") -> list[dict[str, str]]:
    """The rows of the board as a spreadsheet, by their headings."""
    words = client.open(f"/supervision/board.csv{narrowed}").data.decode("utf-8-sig")
    return list(csv.DictReader(words.splitlines()))


def numbers(page) -> dict[str, str]:
    """The numbers at the top, by their names."""
    return {
        each.cssselect("dt")[0].text_content(): each.cssselect("dd")[0].text_content()
        for each in page.select(".app-counts__count")
    }
