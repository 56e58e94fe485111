"""Every screen is right on a register made in bulk, and asks as much for hundreds as for a few."""

import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.queries import counted
from tests.support.tables import column
from ulss_tracker.models import Case, Decision, DownloadKind, Request, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State

pytestmark = pytest.mark.slow

NAMED = "Ann Oddname"

SUPERVISORS = column(__file__, "bulk_register.supervisors")
CASEWORKERS = column(__file__, "bulk_register.caseworkers")
OF_A_CASE = ("", "/requests", "/offenders", "/timeline", "/papers", "/notes", "/letters", "/told")
OF_A_REVIEW = ("", "/letters")
OF_AN_OPEN_REVIEW = ("/application", "/offender", "/confirm")


def add(app: Flask, *more: str) -> None:
    done = app.test_cli_runner().invoke(args=["demo", "bulk", *more])
    assert done.exit_code == 0, done.output
    db.session.rollback()


@pytest.fixture
def bulk(app: Flask, prepared) -> Flask:
    """A register of 120 cases: made once, and then copied."""

    def fill() -> None:
        add(app, "--cases", "120", "--open", "60", "--named", NAMED, "--times", "4")

    prepared("bulk register", fill)
    return app


def test_the_board_holds_the_open_reviews_and_no_other(bulk: Flask, signed_in) -> None:
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    shown = set(re.findall(r"ULS-\d{4}-\d{4}", client.get("/supervision/board").text))
    shown |= set(re.findall(r"ULS-\d{4}-\d{4}", client.click("Next page").text))
    still_open = select(Case.reference).join(Review).where(Review.outcome.is_(None))
    assert shown == set(db.session.scalars(still_open))


def test_a_person_is_found_as_often_as_is_there(bulk: Flask, signed_in) -> None:
    client: CheckedClient = signed_in(Role.CASEWORKER)
    client.get("/casework/search")
    page = client.submit("Search", words=NAMED)
    assert "8 results" in page.text  # four offenders, and what was asked about each
    client.click(NAMED)


def test_the_figures_are_of_all_of_it(bulk: Flask, signed_in) -> None:
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    text = client.get("/supervision/statistics/?by=outcome").text
    assert "120" in text
    counts = dict(
        db.session.execute(select(Review.outcome, func.count()).group_by(Review.outcome)).all()
    )
    for outcome in (Outcome.NOT_REFERRED, Outcome.NOT_IN_SCHEME):
        assert re.search(rf"{outcome.label}\D+{counts[outcome]}\b", text)


def test_every_staff_list_opens(bulk: Flask, signed_in) -> None:
    for role, paths in ((Role.SUPERVISOR, SUPERVISORS), (Role.CASEWORKER, CASEWORKERS)):
        client: CheckedClient = signed_in(role)
        for path in paths:
            client.get(path)


def test_every_export_has_all_of_it(bulk: Flask, signed_in) -> None:
    client: CheckedClient = signed_in(Role.SUPERVISOR)

    def lines(path: str) -> int:
        answer = client.open(path)
        assert answer.status_code == 200
        return len(answer.text.strip().splitlines())

    assert lines("/supervision/board.csv") == 61
    update = build.made_list(DownloadKind.CASE_UPDATE)
    assert lines(f"/supervision/register/lists/{update.id}/case-update.csv") > 50
    assert "Not referred" in client.open("/supervision/statistics/figures.csv?by=outcome").text


def test_a_case_of_each_kind_opens_in_all_its_parts(bulk: Flask, signed_in) -> None:
    client: CheckedClient = signed_in(Role.SUPERVISOR)
    kinds = select(func.min(Review.id)).group_by(Review.state, Review.outcome)
    reviews = db.session.scalars(select(Review).where(Review.id.in_(kinds)))
    found = [(each.id, each.case.reference, each.state) for each in reviews]
    assert {each for _, _, each in found} >= {State.CHECKING, State.AWAITING_PAPERS, State.CLOSED}
    for number, reference, state in found:
        for part in OF_A_CASE:
            client.get(f"/casework/cases/{reference}{part}")
        for part in OF_A_REVIEW + (OF_AN_OPEN_REVIEW if state is not State.CLOSED else ()):
            client.get(f"/casework/reviews/{number}{part}")
    request = db.session.scalars(select(Request).limit(1)).one()
    client.get(f"/casework/requests/{request.reference}")


def test_a_law_officer_reads_what_waits(bulk: Flask, signed_in) -> None:
    waiting = list(db.session.scalars(select(Review.id).where(Review.state == "law_officers")))
    decided = db.session.scalar(select(func.count(Decision.id)))
    assert waiting
    assert decided
    client: CheckedClient = signed_in(Role.LAW_OFFICER)
    client.get("/casework/decisions")
    for number in waiting:
        client.get(f"/casework/reviews/{number}/decision")


@pytest.mark.parametrize(
    ("role", "paths"), [(Role.SUPERVISOR, SUPERVISORS), (Role.CASEWORKER, CASEWORKERS)]
)
def test_hundreds_are_asked_for_as_a_few_are(app: Flask, signed_in, role: Role, paths) -> None:
    client: CheckedClient = signed_in(role)  # they hold some of what is added
    add(app, "--cases", "60", "--open", "60")

    def asked() -> dict[str, int]:
        numbers = {}
        for path in paths:
            client.get(path)  # what is loaded once in a process is loaded now
            with counted() as sent:
                client.get(path)
            numbers[path] = len(sent)
        return numbers

    few = asked()
    add(app, "--cases", "440", "--open", "100")
    assert asked() == few
