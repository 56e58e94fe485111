"""A review: its sentences and offences, what a second person confirms, its assignee."""

from datetime import date, timedelta

from tests.support import build, refusing
from tests.support.query_counts.rows import blanks, full_review
from tests.support.query_counts.scene import NOW, Filled, Held, Scene, people
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
    Scene(
        "a review",
        _full,
        (
            Held(REVIEW, 18),
            Held(REVIEW, 15, Role.LAW_OFFICER),
            Held(REVIEW, 18, Role.SUPERVISOR),
            Held(f"{REVIEW}/course.svg", 14),
            Held(f"{REVIEW}/offender", 13),
            Held(f"{REVIEW}/assignee", 15),
            Held(f"{REVIEW}/plan", 14),
            Held("/casework/together?act=even_out&review={review}", 20, Role.SUPERVISOR),
            Held(f"{REVIEW}/sentences/new", 13),
            Held(SENTENCE, 13),
            Held(f"{SENTENCE}/remove", 13),
            Held(f"{SENTENCE}/offences/new", 13),
            Held(f"{SENTENCE}/charge-sheet", 13),
            Held(f"{OFFENCE}/plea", 13),
            Held(f"{OFFENCE}/remove", 13),
            Held(f"{REVIEW}/confirm", 13, Role.SUPERVISOR),
            Held(f"{REVIEW}/override", 13, Role.SUPERVISOR),
            Held(f"{REVIEW}/steps/request_papers", 14),
        ),
    ),
    Scene("an offence with a question", _with_a_question, (Held(f"{OFFENCE}/answers", 13),)),
    Scene(
        "a “no” on one page",
        _refused,
        (
            Held(f"{REVIEW}/no", 22),
            Held(f"{REVIEW}/no", 22, Role.SUPERVISOR),
            Held("/casework/requests/{request}/no", 11),
            Held("/casework/no", 3),
            Held("/casework/no?review={review}&request={request}", 35, Role.SUPERVISOR),
            Held("/casework/requests/{request}/record", 10),
        ),
    ),
    Scene("a lock to open", _to_be_filed, (Held(f"{REVIEW}/lock", 14),)),
    Scene("a sentence outside the law", _outside_law, (Held(f"{SENTENCE}/outside-law", 13),)),
    Scene("a later sentence", _later, (Held(f"{SENTENCE}/same-case", 13),)),
    Scene("an override to sign", _to_sign, (Held(f"{REVIEW}/override/sign", 13, Role.SUPERVISOR),)),
)
