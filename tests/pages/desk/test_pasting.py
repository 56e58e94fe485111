"""Two columns pasted from a sheet: each line matched or refused, and taken in one press."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.referred import filed_and_served
from ulss_tracker.models import Conflict, Hearing, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing

PASTE = "/casework/paste"
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
DAY = "Friday 10 April 2026"


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)


def at_court(name: str = "Alan Court") -> Review:
    """A review that waits for its hearing."""
    review = build.review(offender_name=name)
    with transaction():
        review.state, review.filed_at = State.REFERRED, NOW
    return review


def heard_on(review: Review) -> list[date]:
    db.session.rollback()
    query = select(Hearing.heard_on).where(Hearing.review_id == review.id).order_by(Hearing.id)
    return list(db.session.scalars(query))


def answers(page) -> dict[str, str]:
    """What the page says of each line."""
    return {row[0]: row[1] for row in page.rows[1:]}


def test_days_and_cps_references_are_shown_then_taken_in_one_press(
    caseworker: CheckedClient,
) -> None:
    first, second, third = at_court("Alan"), at_court("Brian"), build.review()
    lines = [
        f"{first.case.reference}\t10/04/2026",
        f"{second.case.reference},Friday 10 April 2026",
        f"{third.case.reference.lower()}   01 AB 12345 26",
        f'"{first.case.reference}","01AB9999926"',
    ]
    caseworker.get(PASTE)
    page = caseworker.refused("Check the lines", lines="\n".join(lines))
    assert list(answers(page).values()) == [
        f"Matched Alan, hearing on {DAY} at a time not given yet",
        f"Matched Brian, hearing on {DAY} at a time not given yet",
        "Matched CPS reference 01AB1234526, until now none",
        "Matched CPS reference 01AB9999926, until now none",
    ]
    page = caseworker.submit("Take the 4 that match", place="Court 4")
    assert page.h1 == "Your work"
    assert "Taken from the sheet: 4" in page.text
    assert heard_on(first) == heard_on(second) == [date(2026, 4, 10)]
    hearing = db.session.scalars(select(Hearing)).first()
    assert hearing is not None
    assert (hearing.court, hearing.time_of_day, hearing.is_time_awaited) == ("Court 4", None, True)
    assert (third.case.cps_reference, first.case.cps_reference) == ("01AB1234526", "01AB9999926")
    assert first.state is State.AT_COURT
    # Pasted again, nothing is done twice; another day stands beside the one until now.
    caseworker.get(PASTE)
    again = [*lines[::3], f"{second.case.reference} 13 April 2026"]
    page = caseworker.submit("Check the lines", lines="\n".join(again))
    assert list(answers(page).values()) == [
        "Not matched This hearing is recorded already",
        "Not matched This is its CPS reference already",
        "Matched Brian, hearing on Monday 13 April 2026 at a time not given yet, until now "
        "Friday 10 April 2026",
    ]


def test_what_is_refused_says_why_and_stays_in_the_box(caseworker: CheckedClient) -> None:
    supervisor = build.user(Role.SUPERVISOR)
    good, several, mine, sealed = (at_court(name) for name in ("Good", "One", "Mine", "Sealed"))
    twice, early = at_court(), build.review()
    with transaction():
        other = cases.add_review(several.case, "Two", build.user())
        other.state = State.REFERRED
        db.session.add(
            Conflict(case=mine.case, person=build.user(), reason="A friend", declared_at=NOW)
        )
    sealing.seal(sealed.case, [], "A judge’s family", supervisor)
    refused = {
        "ULS-2026-9999\t10/04/2026": "There is no case with this reference",
        "T20267001\t10/04/2026": "It does not begin with a case’s reference, such as ULS-2026-0042",
        f"{sealed.case.reference}\t10/04/2026": "There is no case with this reference",
        f"{several.case.reference}\t10/04/2026": "2 offenders of the case are at the court: "
        "record each on its own page",
        f"{early.case.reference}\t10/04/2026": "Nobody in the case is at the Court of Appeal",
        f"{mine.case.reference}\t10/04/2026": f"A conflict of interest in {mine.case.reference} "
        "was declared for Test Caseworker: somebody else must do this. A supervisor can end it if "
        "it was declared by mistake",
        f"{twice.case.reference}\t10/04/2026": f"Several lines say the hearing of "
        f"{twice.case.reference}: leave one",
        f"{twice.case.reference}\t11/04/2026": f"Several lines say the hearing of "
        f"{twice.case.reference}: leave one",
    }
    for words in (
        "31/02/2026",
        "10/04/26",
        "Monday 10 April 2026",
        "10/04/2026 10:30",
        "",
        "01AB1",
    ):
        refused[f"{good.case.reference}\t{words}".strip()] = (
            f"“{words}” is no CPS reference, and no day such as 10/12/2026"
        )
    refused[f"{good.case.reference}\t17/03/2026"] = "Tuesday 17 March 2026 is past"
    taken = f"{good.case.reference}\t10/04/2026"
    caseworker.get(PASTE)
    page = caseworker.refused("Check the lines", lines="\n".join([*refused, taken]))
    assert answers(page) == {
        line.replace("\t", " "): f"Not matched {why}" for line, why in refused.items()
    } | {taken.replace("\t", " "): f"Matched Good, hearing on {DAY} at a time not given yet"}
    page = caseworker.submit("Take the 1 that matches")
    assert answers(page)[taken.replace("\t", " ")].startswith("Taken Good, hearing on")
    assert page.one("#lines").text.strip().splitlines() == list(refused)
    assert heard_on(good) == [date(2026, 4, 10)]
    assert heard_on(several) == heard_on(twice) == []


def test_lines_changed_or_a_case_changed_since_they_were_shown_are_shown_again(
    caseworker: CheckedClient,
) -> None:
    review = filed_and_served()
    caseworker.get(PASTE)
    caseworker.submit("Check the lines", lines=f"{review.case.reference} 10/04/2026")
    page = caseworker.refused(
        "Take the 1 that matches", lines=f"{review.case.reference} 13/04/2026"
    )
    assert "Matched" in page.text
    cases.change_offender(
        review,
        cases.Offender(name="Another Name", born_on=None, address=""),
        build.user(),
        review.version,
    )
    page = caseworker.refused("Take the 1 that matches")
    assert "Matched Another Name, hearing on Monday 13 April 2026" in page.text
    caseworker.submit("Take the 1 that matches")
    assert heard_on(review) == [date(2026, 4, 13)]


def test_an_empty_box_and_no_place_are_refused(caseworker: CheckedClient) -> None:
    caseworker.get(PASTE)
    caseworker.refused(
        "Check the lines", "Paste the lines", "Enter where the hearings are", lines="", place=""
    )
