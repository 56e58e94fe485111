"""Every override of an open review on one page: to sign, standing, or not agreed to."""

from datetime import UTC, datetime

import pytest

from tests.support import build
from ulss_tracker.models import Assessment, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.assessment.overrides import OverrideState
from ulss_tracker.services.core.unit_of_work import transaction

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def first() -> User:
    return build.user(Role.SUPERVISOR, email="first@example.org", name="First Supervisor")


@transaction()
def overridden(name: str, verdict: Verdict = Verdict.NOT_IN_SCHEME) -> Review:
    review = build.eligible_review(offender_name=name)
    overrides.override(review, verdict, f"Because of {name}", first(), version=review.version)
    return review


def signed(name: str, agrees: bool) -> Review:
    review = overridden(name)
    second = build.user(Role.SUPERVISOR, email="second@example.org", name="Second Supervisor")
    overrides.sign(review, agrees, "Looked at it", second, version=review.version)
    return review


@pytest.fixture
@transaction()
def every() -> dict[OverrideState, list[str]]:
    build.eligible_review(offender_name="By The Rules")
    overridden("Waiting")
    overridden("Alone", Verdict.MUST_CHECK)
    signed("Agreed", agrees=True)
    signed("Refused", agrees=False)
    return {
        OverrideState.TO_SIGN: ["Waiting"],
        OverrideState.STANDS: ["Alone", "Agreed"],
        OverrideState.DECLINED: ["Refused"],
    }


def test_all_of_them_are_listed_and_nothing_else(every, signed_in) -> None:
    page = signed_in(Role.SUPERVISOR).get("/supervision/overrides")
    for name in ("Waiting", "Alone", "Agreed", "Refused"):
        assert f"Because of {name}" in page.text
    assert "By The Rules" not in page.text
    assert "Second Supervisor" in page.text


def test_each_state_has_its_own(every, signed_in) -> None:
    client = signed_in(Role.SUPERVISOR)
    for state, names in every.items():
        page = client.get(f"/supervision/overrides?state={state.value}")
        listed = [
            name
            for name in ("Waiting", "Alone", "Agreed", "Refused")
            if f"Because of {name}" in page.text
        ]
        assert listed == names
    page = client.get(f"/supervision/overrides?verdict={Verdict.MUST_CHECK.value}")
    assert "Because of Alone" in page.text
    assert "Because of Agreed" not in page.text
    page = client.get(f"/supervision/overrides?made_by={build.user().id}")
    assert "No override matches these filters" in page.text


def test_a_filter_that_cannot_be_read_narrows_nothing(every, signed_in) -> None:
    page = signed_in(Role.SUPERVISOR).get("/supervision/overrides?state=nonsense&after=x&sort=y")
    assert "Because of Refused" in page.text


def test_they_are_found_from_what_is_to_sign(every, signed_in) -> None:
    client = signed_in(Role.SUPERVISOR)
    client.get("/supervision/to-sign")
    assert client.click("Every override, signed or not").h1 == "Overrides"


def test_a_law_that_changed_since_is_said(signed_in) -> None:
    current = overridden("Current", Verdict.MUST_CHECK)
    older = build.eligible_review(offender_name="Older")
    with transaction():
        db.session.add(
            Assessment(
                review=older,
                verdict=Verdict.MUST_CHECK,
                tests=[],
                questions=[],
                facts={},
                catalogue_version="older",
                made_at=NOW,
                made_by_id=first().id,
                overrides=True,
                override_reason="Because of Older",
            )
        )
    assert (overrides.is_of_older_law(current), overrides.is_of_older_law(older)) == (False, True)
    page = signed_in(Role.SUPERVISOR).get("/supervision/overrides")
    assert page.text.count("The law has changed since") == 1
