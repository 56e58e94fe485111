"""The two-person check of a review: what a court's record shows, verified by a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import CourtSource, Fact, Review, User, Verification
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.time.time_words import listed
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases, paper_facts
from ulss_tracker.services.cases.convictions import offence_words
from ulss_tracker.services.cases.paper_facts import ReadFact
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.desk import refusal_preview
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.filters import weekday_date
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    RadiosField,
    TextField,
    VersionedForm,
)


class VerifyForm(VersionedForm):
    """The form of a verification: what a record of the court shows, and which record."""

    source = RadiosField(
        "Which record did you look at?",
        required="Choose the record you looked at",
        coerce=CourtSource,
    )
    source_reference = TextField(
        "Its reference or date",
        optional=True,
        hint="So that a colleague can find it again",
        max_length=200,
    )
    facts = CheckboxesField(
        "What does it show, exactly as it is recorded here?",
        required="Choose what the record shows",
        coerce=Fact,
    )


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact as the pages show it: its values in words, and how it stands."""

    fact: Fact
    words: tuple[str, ...]
    verification: Verification | None
    why_not: str

    @property
    def is_to_verify(self) -> bool:
        """Whether this person may verify it, and nobody has."""
        return not self.why_not and not self.verification


def facts_of(review: Review, user: User) -> tuple[ShownFact, ...]:
    """The three facts, each with why `user` could not verify it, if so."""
    return tuple(
        ShownFact(fact.fact, _words(review, fact.fact), fact.verification, fact.why_not(user))
        for fact in verification.statuses(review)
    )


def choices_of_facts(facts: Sequence[ShownFact]) -> list[Choice]:
    """The boxes to tick for these facts, with their values in words."""
    return [Choice(fact.fact.value, fact.fact.label, hint="; ".join(fact.words)) for fact in facts]


@blueprint.form("/reviews/<int:review_id>/confirm", may=Permission.VERIFY_FACTS)
def verify_facts(review_id: int) -> str | Response:
    """Verify date, court or offence against a named record of the court.

    Where a "no" is prepared, that is done on its own page; `?alone=yes` verifies and no more.
    """
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    if request.method == "GET" and not request.args.get("alone") and _is_for_a_no(review):
        return redirect(url_for("casework.refuse", review_id=review.id))
    facts = facts_of(review, staff())
    stated = paper_facts.stated_by_the_court(review)
    form = VerifyForm(version=review.version, source_reference=_where(stated))
    form.facts.choices = choices_of_facts([fact for fact in facts if fact.is_to_verify])
    if not form.facts.choices:
        raise Refused(_nothing_to_verify(facts))
    if form.validate_on_submit():
        record = form.answers(("source", "source_reference"))
        verification.verify(
            review, form.facts.data, by=staff(), version=form.seen_version, **record
        )
        return done("Verified against the court’s record", review)
    return review_page(
        "casework/assessment/verify.html", review, form=form, facts=facts, stated=stated
    )


def _where(stated: Sequence[ReadFact]) -> str:
    """The newest paper of the court that states something as recorded, and its pages."""
    of_newest = [fact for fact in stated if fact.document is stated[0].document]
    pages = sorted({fact.page for fact in of_newest})
    return f"File {stated[0].document.id}, page {listed(list(map(str, pages)))}" if pages else ""


def _is_for_a_no(review: Review) -> bool:
    return may(staff().role, Permission.WORK_CASES) and bool(refusal_preview.prepared(review))


def _nothing_to_verify(facts: tuple[ShownFact, ...]) -> str:
    if all(fact.verification for fact in facts):
        return "Every fact of this review is verified already"
    reasons = dict.fromkeys(fact.why_not for fact in facts if not fact.verification)
    return ". ".join(reason for reason in reasons if reason)


def _words(review: Review, fact: Fact) -> tuple[str, ...]:
    """The fact's values as a person reads them."""
    if fact is Fact.COURT:
        return (review.case.court_text,) if review.case.court_text else ()
    if fact is Fact.SENTENCE_DATE:
        return tuple(
            weekday_date(sentence.sentenced_on)
            + (f", varied on {weekday_date(sentence.varied_on)}" if sentence.varied_on else "")
            for sentence in review.sentences
        )
    convictions = (sentence.convictions for sentence in review.sentences)
    return tuple(map(offence_words, chain.from_iterable(convictions)))
