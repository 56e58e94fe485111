"""Drafts of the submission and the application: kept whole, version by version, nothing lost."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import build
from tests.support.referred import WRITTEN
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import NotAllowed, NotFound, Refused
from ulss_tracker.models import DraftOf, EventKind, Review, User, WrittenDraft
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.referral import applications, written_drafts

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
SUBMISSION, APPLICATION = DraftOf.SUBMISSION, DraftOf.APPLICATION
BLANK = dict.fromkeys(written_drafts.PARTS[SUBMISSION], "")
BLANK = dict.fromkeys(written_drafts.PARTS[DraftOf.SUBMISSION], "")


def keep(
    review: Review,
    kind: DraftOf = SUBMISSION,
    *,
    by: User | None = None,
    auto: bool = False,
    **words,
) -> WrittenDraft | None:
    return written_drafts.keep(review, kind, words, by or build.user(), is_autosaved=auto)


def test_a_draft_is_a_version_with_its_line_of_history_and_moves_nothing() -> None:
    review = build.eligible_review()
    before = (review.state, review.version)
    with events_left() as events:
        draft = keep(review, facts="He robbed her.")
    assert kinds(events) == [EventKind.DRAFT_KEPT]
    assert events[0].after == {"draft": SUBMISSION.label, "version": 1}
    assert draft is not None
    assert draft.words == BLANK | {"facts": "He robbed her."}
    assert (review.state, review.version) == before


def test_nothing_new_is_no_new_version_and_nobody_writes_over_what_another_wrote() -> None:
    review, other = build.eligible_review(), build.user(email="o@example.org", name="Other")
    assert keep(review, facts="") is None
    keep(review, auto=True, facts="Mine")
    with nothing_kept():
        assert keep(review, facts="Mine", auto=True) is None
    keep(review, auto=True, facts="Theirs", by=other)
    keep(review, auto=True, facts="Mine again")
    found = written_drafts.versions(review, SUBMISSION)
    assert [(each.words["facts"], each.saved_by.name) for each in found] == [
        ("Mine again", build.user().name),
        ("Theirs", "Other"),
        ("Mine", build.user().name),
    ]


def test_while_one_person_writes_it_is_one_version_that_grows_for_ten_minutes(at) -> None:
    review = build.eligible_review()
    keep(review, auto=True, facts="He")
    at(NOW + timedelta(minutes=9))
    keep(review, auto=True, facts="He robbed")
    assert [each.words["facts"] for each in written_drafts.versions(review, SUBMISSION)] == [
        "He robbed"
    ]
    at(NOW + timedelta(minutes=10))
    keep(review, auto=True, facts="He robbed her")
    keep(review, facts="He robbed her.")
    assert [each.version for each in written_drafts.versions(review, SUBMISSION)] == [3, 2, 1]


def test_a_form_goes_on_with_the_newest_or_with_the_version_asked_for() -> None:
    review = build.eligible_review()
    keep(review, facts="First")
    keep(review, facts="Second", advice="Refer")
    assert written_drafts.to_go_on_with(review, SUBMISSION)["facts"] == "Second"
    assert written_drafts.to_go_on_with(review, SUBMISSION, 1) == BLANK | {"facts": "First"}
    with pytest.raises(NotFound):
        written_drafts.to_go_on_with(review, SUBMISSION, 9)


def test_what_was_sent_or_saved_since_counts_before_an_older_draft(at) -> None:
    review = build.verify(build.eligible_review())
    keep(review, facts="Draft")
    keep(review, APPLICATION, facts="Draft too")
    at(NOW + timedelta(minutes=1))
    build.submit(review)
    applications.prepare(review, WRITTEN, build.user(), version=review.version)
    assert written_drafts.to_go_on_with(review, SUBMISSION)["facts"] == build.WORDS.facts
    assert written_drafts.to_go_on_with(review, APPLICATION)["facts"] == WRITTEN.facts
    at(NOW + timedelta(minutes=2))
    keep(review, facts="Better")
    assert written_drafts.to_go_on_with(review, SUBMISSION)["facts"] == "Better"


def test_the_facts_of_one_are_offered_in_the_other_and_the_advice_never() -> None:
    review = build.eligible_review()
    keep(review, facts="He robbed her.", advice="The sentence is lenient, but not unduly so.")
    offered = written_drafts.to_go_on_with(review, APPLICATION)
    assert offered.pop("facts") == "He robbed her."
    assert set(offered.values()) == {""}
    second = build.eligible_review(offender_name="Second")
    keep(second, APPLICATION, facts="She stole.", why_lenient="Too low.")
    assert written_drafts.to_go_on_with(second, SUBMISSION) == BLANK | {"facts": "She stole."}


def test_the_worksheet_flows_into_the_application_with_its_guideline_in_words() -> None:
    review = build.eligible_review()
    sheet = {
        "antecedents": "None recorded.",
        "how_judge": "He took 3 years.",
        "guideline": "Robbery",
        "guideline_from": "1 April 2016",
        "category": "2A",
        "range_from": "4 years",
        "range_to": "8 years",
        "totality": "One sentence for all.",
    }
    keep(review, DraftOf.WORKSHEET, **sheet)
    offered = written_drafts.to_go_on_with(review, APPLICATION)
    assert {name: text for name, text in offered.items() if text} == {
        "antecedents": "None recorded.",
        "how_judge": "He took 3 years.",
        "sentencing_range": "Robbery, in force from 1 April 2016.\n\n"
        "Category: 2A. Range: 4 years to 8 years.\n\nOne sentence for all.",
    }


@pytest.mark.parametrize("role", [role for role in Role if not may(role, Permission.WORK_CASES)])
def test_only_those_who_work_cases_keep_one(role: Role) -> None:
    review, by = build.eligible_review(), build.user(role)
    with nothing_kept(), pytest.raises(NotAllowed):
        keep(review, by=by, facts="Mine")


def test_none_is_kept_once_the_review_has_ended_or_that_is_too_long() -> None:
    review, by = build.eligible_review(), build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="more than 50,000"):
        keep(review, by=by, facts="x" * 50_001)
    build.withdraw(review)
    with nothing_kept(), pytest.raises(Refused, match="closed"):
        keep(review, by=by, facts="Mine")
