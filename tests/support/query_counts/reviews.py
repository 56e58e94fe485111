"""A review: its sentences and offences, what a second person confirms, its assignee."""

from datetime import date, timedelta

from tests.support import build, refusing
from tests.support.query_counts.rows import blanks, full_review
from tests.support.query_counts.scene import NOW, Filled, Scene, people
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import overrides
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction

REVIEW = "/casework/reviews/{review}"
SENTENCE = f"{REVIEW}/sentences/{{sentence}}"
OFFENCE = f"{REVIEW}/offences/{{conviction}}"


def _full(count: int) -> Filled:
    return blanks(full_review(count))


def _with_a_question(count: int) -> Filled:
    """A review with an offence that wants an answer beside so many others."""
    review = full_review(count)
    build.conviction(review.sentences[0], "no-oapa-20")
    return blanks(review)


def _to_be_filed(count: int) -> Filled:
    """A review with a shut lock, to be filed within the hour, after so many others."""
    review = full_review(count)
    build.conviction(review.sentences[0], "io-murder")
    with transaction():
        review.file_by_at = review.earliest_file_by_at = NOW + timedelta(hours=1)
    return blanks(review)


def _outside_law(count: int) -> Filled:
    """A review with a sentence outside the law, beside so many others."""
    review = full_review(count)
    build.conviction(build.sentence(review, text="9 years’ imprisonment"), "no-theft")
    return {**blanks(review), "sentence": review.sentences[-1].id}


def _later(count: int) -> Filled:
    """A review with a sentence of a later day, beside so many others."""
    review = full_review(count)
    build.sentence(review, sentenced_on=date(2026, 3, 9))
    return {**blanks(review), "sentence": review.sentences[-1].id}


def _to_sign(count: int) -> Filled:
    """A review with an override that a second person is to sign, after so many others."""
    review = full_review(count)
    by = people(1)[0]
    by = build.user(Role.SUPERVISOR, email="first@example.org", name="First Supervisor")
    overrides.override(review, Verdict.NOT_IN_SCHEME, "x", by, version=review.version)
    return blanks(review)


def _refused(count: int) -> Filled:
    """A “no” that waits for a second person, in a case that so many others asked about."""
    review = build.review(offence_text="Dangerous driving")
    build.conviction(build.sentence(review), "no-rta-2")
    for _ in range(count):
        cases.join_case(build.request(), review.case, build.user())
    refusing.prepare(review)
    asked = build.request(offence_text="Careless driving")
    return {"review": review.id, "request": asked.reference}


SCENES = (
    Scene("a review", _full),
    Scene("an offence with a question", _with_a_question),
    Scene("a “no” on one page", _refused),
    Scene("a lock to open", _to_be_filed),
    Scene("a sentence outside the law", _outside_law),
    Scene("a later sentence", _later),
    Scene("an override to sign", _to_sign),
)
