"""Several "no" together: exceptions first, one press, a second person who sees each."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.page import Page, words
from tests.support.traces import nothing_kept
from ulss_tracker.models import Request, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.desk import refusal_preview, refusals
from ulss_tracker.services.desk.refusals import Chosen
from ulss_tracker.services.messaging import queue

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
WRITE = "Write the letters and ask for the checks"
SEND = "Verify, end and send the ticked ones"
CLOSE = "Close the ticked ones"


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()
    build.user(Role.SUPERVISOR)


def asked(name: str, **changes: object) -> Request:
    said = {"court_id": "leeds", "court_text": "Leeds", "offence_text": "Dangerous driving"}
    return build.request(**{"offender_name": name, **said, **changes})


@transaction()
def out_of_scheme(name: str) -> Review:
    review = build.review(offender_name=name)
    build.conviction(build.sentence(review), "no-rta-2")
    return review


def section(page: Page, heading: str) -> str:
    found = [each for each in page.select("main section") if heading in words(each)]
    return words(found[0]) if found else ""


def sentences(*requests: Request) -> dict[str, str]:
    return {
        f"{field}_{each.reference}": value
        for each in requests
        for field, value in (("kind", "imprisonment"), ("text", "8 months’ imprisonment"))
    }


@pytest.mark.slow
def test_from_the_list_to_the_closed_reviews_without_scripts(signed_in) -> None:
    first, second = asked("Ricky Vaughan", sentenced_on=date(2026, 3, 9)), asked("Ann Other")
    known = build.request(offender_name="In Scheme")
    review = out_of_scheme("Walter Reed")
    client = signed_in(Role.CASEWORKER)
    client.get("/casework/requests")
    picked = [first.reference, second.reference, known.reference]
    page = client.submit("Answer “no” together", request=picked)
    assert "do not say “not in the scheme”" in section(page, "Cannot go with the rest")
    assert page.text.index("Cannot go with the rest") < page.text.index("To write, and have")
    client.get(f"{page.path}&review={review.id}")
    page = client.refused(WRITE)
    assert "Enter the sentence" in page.errors
    page = client.submit(WRITE, **sentences(first, second))
    assert "3 of 3" in page.text
    assert "Ricky Vaughan" in section(page, "Wait for somebody else")
    db.session.expire_all()
    assert {each.outcome for each in db.session.query(Review)} == {None}

    supervisor = signed_in(Role.SUPERVISOR)
    page = supervisor.get("/casework/no")
    page = supervisor.submit("See the ticked ones")
    assert page.text.count("This sentence cannot be reviewed") == 3
    ready = [each.get("value") for each in page.select("input[name=take]")]
    supervisor.refused(SEND, "Tick those that it is for", source="court_log")
    page = supervisor.submit(SEND, source="court_log", take=ready[:2])
    assert "2 of 2" in page.text
    db.session.expire_all()
    ended = [each for each in db.session.query(Review) if each.outcome]
    assert [each.outcome for each in ended] == [Outcome.NOT_IN_SCHEME] * 2
    db.session.commit()
    queue.send_waiting()
    page = supervisor.get(page.path)
    page = supervisor.submit(CLOSE)
    assert "Closed: 2 of 2" in page.text
    db.session.expire_all()
    assert [each.state for each in db.session.query(Review)].count(State.CLOSED) == 2


def test_each_reason_to_stand_alone_is_told(app: Flask) -> None:
    """A wrong "no" is the worst fault: whatever is in doubt does not go with the rest."""
    alike = out_of_scheme("Same Person")
    for change, why in (
        ({"may_post": False}, "may be reached in one way only"),
        ({"no_contact_reason": "At risk"}, "Not to be contacted"),
        ({"email": ""}, "telephone them"),
        ({"court_id": None, "court_text": "Somewhere"}, "not read as a Crown Court"),
        ({"sentenced_on": None}, "date of sentence is not known"),
        ({"sentenced_on": date(2026, 3, 14)}, "speaks against the date"),
        ({"other_offenders": "Another"}, "other offenders"),
        ({"offence_text": "1. Dangerous driving\n2. Careless driving"}, "one offence"),
        ({"offence_text": "Robbery"}, "do not say “not in the scheme”"),
        ({"offender_name": "Same Person", "sentenced_on": date(2026, 3, 11)}, alike.case.reference),
    ):
        no_contact = change.pop("no_contact_reason", "")
        request = asked(**{"name": "Zed Quux"} | _named(change))
        request.no_contact_reason = no_contact
        db.session.commit()
        looked = refusal_preview.preview(request, build.user())
        assert any(why in each for each in looked.why_alone), (change, looked.why_alone)


def _named(change: dict[str, object]) -> dict[str, object]:
    return {"name" if key == "offender_name" else key: value for key, value in change.items()}


def test_a_review_with_something_in_doubt_stands_alone(app: Flask) -> None:
    in_scheme = build.eligible_review()
    nobody = out_of_scheme("No Reader")
    nobody.case.requests[0].email = nobody.case.requests[0].postal_address = ""
    db.session.commit()
    by = build.user()
    for review, why in ((in_scheme, "do not say no"), (nobody, "telephone them")):
        looked = refusal_preview.preview(cases.get_review(review.id), by)
        assert any(why in each for each in looked.why_alone), looked.why_alone
        with nothing_kept():
            done = refusals.prepare([Chosen(record=review, seen=looked.version_token)], by)
        assert [each for _, each in done.failed]
    late = build.eligible_review(sentenced_on=date(2024, 3, 5))
    assert refusal_preview.preview(cases.get_review(late.id), by).why_alone == ()
    slip = build.eligible_review(sentenced_on=date(2025, 3, 4))
    looked = refusal_preview.preview(cases.get_review(slip.id), by)
    assert any("date of sentence" in each for each in looked.why_alone)


@pytest.mark.slow
def test_one_that_fails_keeps_no_other_back_and_is_told(app: Flask) -> None:
    by = build.user()
    good, changed = out_of_scheme("Good One"), out_of_scheme("Changed One")
    seen = [refusal_preview.preview(cases.get_review(each.id), by) for each in (changed, good)]
    chosen = [Chosen(record=each.record, seen=each.version_token) for each in seen]
    who = cases.Offender(name="Changed Meanwhile", born_on=None, address="")
    cases.change_offender(changed, who, build.user(Role.SUPERVISOR), changed.version)
    done = refusals.prepare(chosen, by)
    assert done.done == [good]
    assert "Somebody else changed it" in str(done.failed[0][1])
    assert refusal_preview.prepared(good)
    assert not refusal_preview.prepared(changed)
