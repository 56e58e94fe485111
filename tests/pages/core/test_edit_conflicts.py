"""Two people editing one record: the second is shown what changed, and keeps what they typed."""

from datetime import UTC, date, datetime

import pytest

from tests.support import build
from tests.support.checked_client import CheckedClient
from ulss_tracker.models import Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@transaction()
def somebody_else_changes(review: Review, **changes: object) -> None:
    said = {"name": review.offender_name, "born_on": None, "address": ""} | changes
    by = build.user(Role.SUPERVISOR, name="Sam Other")
    cases.change_offender(review, cases.Offender(**said), by, review.version)  # type: ignore[arg-type]


def value_of(page, name: str) -> str:
    field = page.one(f"[name='{name}']")
    return str(field.get("value") or field.text or "").strip()


def now_is(review: Review) -> Review:
    db.session.rollback()
    db.session.refresh(review)
    return review


def test_what_changed_and_what_was_typed_are_shown_and_nothing_is_saved(
    caseworker: CheckedClient,
) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/offender")
    somebody_else_changes(review, name="Their Name")
    page = caseworker.submit("Save", name="My Name", address="1 The Street", status=409)
    assert "What changed since you opened this page" in page.text
    assert "Their Name (was John Archer)" in page.text
    assert "by Sam Other" in page.text
    assert value_of(page, "name") == "My Name"
    assert value_of(page, "address") == "1 The Street"
    assert "Somebody else has meanwhile changed this to “Their Name”" in page.text
    assert now_is(review).offender_name == "Their Name"


def test_saved_again_it_is_taken(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/offender")
    somebody_else_changes(review, name="Their Name")
    caseworker.submit("Save", name="My Name", status=409)
    caseworker.submit("Save")
    assert now_is(review).offender_name == "My Name"


def test_what_only_they_changed_is_not_undone_by_saving_again(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/offender")
    somebody_else_changes(review, born_on=date(1990, 5, 6))
    page = caseworker.submit("Save", address="1 The Street", status=409)
    assert value_of(page, "born_on-year") == "1990"
    assert "Somebody else has meanwhile" not in page.text
    caseworker.submit("Save")
    review = now_is(review)
    assert review.offender_born_on == date(1990, 5, 6)
    assert review.offender_address == "1 The Street"


def test_a_third_change_is_shown_again(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/offender")
    somebody_else_changes(review, name="Second Name")
    caseworker.submit("Save", name="My Name", status=409)
    somebody_else_changes(now_is(review), name="Third Name")
    page = caseworker.submit("Save", status=409)
    assert "changed this to “Third Name”" in page.text
    assert value_of(page, "name") == "My Name"


def test_a_story_being_written_is_kept(caseworker: CheckedClient) -> None:
    review = build.review_to_file()
    caseworker.get(f"/casework/reviews/{review.id}/application")
    somebody_else_changes(review, name="Their Name")
    page = caseworker.submit("Save", facts="A long story.\n\nWith care.", status=409)
    assert page.one("[name='facts']").text.strip() == "A long story.\n\nWith care."


def test_the_same_change_twice_is_no_clash(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/offender")
    somebody_else_changes(review, name="Right Name")
    page = caseworker.submit("Save", name="Right Name", status=409)
    assert "Somebody else has meanwhile" not in page.text


def test_a_version_that_nobody_was_given_is_refused(caseworker: CheckedClient) -> None:
    review = build.review()
    caseworker.get(f"/casework/reviews/{review.id}/offender")
    for made_up in ("", "0", "-1", "x", "1.5", "9" * 40, "0:99999999999999999:a~b", "²"):
        caseworker.submit("Save", name="My Name", version=made_up, status=409)
    assert now_is(review).offender_name == "John Archer"
