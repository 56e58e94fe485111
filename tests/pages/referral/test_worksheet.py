"""The worksheet: written once by a lawyer, held against the record, in the pack and offered on."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from tests.support.review_pages import show
from ulss_tracker.models import DraftOf, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.referral import written_drafts

pytestmark = pytest.mark.usefixtures("at_now")
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def test_a_worksheet_says_what_differs_and_goes_on_to_pack_and_application(signed_in) -> None:
    review = build.eligible_review()
    key = review.sentences[0].convictions[0].id
    lawyer = signed_in(Role.LAWYER)
    show(lawyer, review, "/worksheet")
    page = lawyer.submit(
        "Save the worksheet",
        facts="He robbed a shop.",
        aggravating="A knife",
        guideline="Robbery, in force from 1 April 2016",
        **{f"passed_{key}": "4 years", f"before_plea_{key}": "6 years", f"reduction_{key}": "10%"},
    )
    assert "The counts come to 4 years, and the record says 3 years" in page.text
    assert "6 years less 10% is 5 years and 5 months, and 4 years is typed as passed" in page.text
    db.session.rollback()
    offered = written_drafts.to_go_on_with(review, DraftOf.APPLICATION)
    assert (offered["facts"], offered["aggravating"]) == ("He robbed a shop.", "A knife")
    pack = build.submit(review).pack
    assert pack["aggravating"] == "A knife"
    assert ["Guideline: its name and version", "Robbery, in force from 1 April 2016"] in (
        pack["worksheet"]["parts"]
    )
    officer = signed_in(Role.LAW_OFFICER)
    assert "The counts come to 4 years" in show(officer, review, "/decision").text
    assert "Save the worksheet" not in show(officer, review, "/worksheet").text
