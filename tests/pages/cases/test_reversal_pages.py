"""Pages on which something is proposed to be brought back from history, and approved or refused."""

from tests.support import build
from tests.support.traces import nothing_kept
from ulss_tracker.models import Event, EventKind, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.referral import progress

LINK = "Bring back what stood before"
WHY = "I had the other brother’s page open"


def timeline(review: Review) -> str:
    return f"/casework/cases/{review.case.reference}/timeline"


def propose_path(event: Event) -> str:
    case = event_review(event).case
    return f"/casework/cases/{case.reference}/timeline/{event.id}/bring-back"


def event_review(event: Event) -> Review:
    return db.session.get_one(Review, event.review_id)


def test_a_supervisor_proposes_and_a_caseworker_approves(signed_in) -> None:
    review = build.eligible_review(offender_name="John Archer")
    path = propose_path(build.renamed(review))
    supervisor, caseworker = signed_in(Role.SUPERVISOR), signed_in(Role.CASEWORKER)
    assert LINK not in caseworker.get(timeline(review)).text
    assert "What can be brought back" not in caseworker.page.text
    caseworker.get(path, status=403)

    page = supervisor.get(timeline(review))
    assert f'href="{path}"' in page.html
    assert "a decision of a law officer" in page.text
    page = supervisor.get(path)
    for words in ("Jon Archer", "John Archer", "1 High Street", "Nothing"):
        assert words in page.text
    page = supervisor.submit("Propose it", reason="")
    assert "Enter how it came to be changed or ended by mistake" in page.text
    page = supervisor.submit("Propose it", reason=WHY)
    assert "once another person has approved it" in page.text
    page = supervisor.click("Look at the proposal")
    assert "another person must approve it" in page.text
    assert "Is it to be brought back?" not in page.text
    assert "/casework/reversals/" in supervisor.get(path, status=302).headers["Location"]

    assert "Approve or refuse bringing something back" in caseworker.get("/casework/").text
    page = caseworker.get(timeline(review))
    page = caseworker.click("Look at the proposal")
    assert WHY in page.text
    page = caseworker.submit("Save", agrees="no", note="")
    assert "Enter why it is not to be brought back" in page.text
    page = caseworker.submit("Save", agrees="yes")
    assert "Brought back as it stood before" in page.text
    assert "Look at the proposal" not in page.text
    db.session.rollback()
    assert review.offender_name == "John Archer"


def test_it_is_refused_with_a_reason_or_withdrawn(signed_in) -> None:
    event = build.renamed(build.eligible_review(offender_name="John Archer"))
    review = event_review(event)
    proposal = build.reversal(event)
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"/casework/reversals/{proposal.id}")
    page = caseworker.submit("Save", agrees="no", note="He changed his name")
    assert "Everything stays as it is" in page.text
    assert "Not brought back: a second person refused" in page.text
    page = caseworker.get(f"/casework/reversals/{proposal.id}")
    assert "He changed his name" in page.text
    assert "Is it to be brought back?" not in page.text

    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get(propose_path(event))
    supervisor.submit("Propose it", reason=WHY)
    supervisor.click("Look at the proposal")
    page = supervisor.submit("Withdraw the proposal")
    assert "The proposal is withdrawn" in page.text
    db.session.rollback()
    assert review.offender_name == "Jon Archer"


def test_the_page_says_why_not_and_what_changed_meanwhile(signed_in) -> None:
    event = build.renamed(build.eligible_review(offender_name="John Archer"))
    review, supervisor = event_review(event), signed_in(Role.SUPERVISOR)
    supervisor.get(propose_path(event))
    build.renamed(review, "Third Name")
    page = supervisor.submit("Propose it", reason=WHY, status=409)
    assert WHY in page.text
    assert "Third Name" in page.text
    progress.move(
        review, Step.WITHDRAW, build.user(Role.SUPERVISOR), version=review.version, note="Mistake"
    )
    page = supervisor.get(propose_path(event))
    assert "It cannot be brought back. This review is closed" in page.text
    with nothing_kept():
        supervisor.get(f"{timeline(review)}/999999/bring-back", status=404)
        opened = next(each.id for each in db.session.query(Event) if is_opening(each, review))
        supervisor.get(f"{timeline(review)}/{opened}/bring-back", status=404)


def is_opening(event: Event, review: Review) -> bool:
    return event.kind is EventKind.REVIEW_OPENED and event.review_id == review.id
