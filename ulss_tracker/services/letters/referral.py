"""The application for permission to refer, and the notice of reference: CrimPR r.41.3.

It is written so that the court may treat it as the notice of reference too (r.41.3(5)), so it also
holds what that notice must: the facts, the authorities and a link to each document (r.41.3(6)).
Nothing that the Registrar expects beside the rules keeps it from being filed in time.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from ulss_tracker.models import BundleReader, Review
from ulss_tracker.scheme.reading import authorities, typed_words
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import (
    Cited,
    Link,
    Place,
    Prepared,
    ReferenceNotice,
    Referral,
    Spot,
)
from ulss_tracker.services.referral import bundles
from ulss_tracker.services.referral.applications import Limb, differences

_ADDRESS = re.compile(r"https?://\S+")


def prepare(subject: LetterSubject) -> Prepared:
    """The application's values as far as they are recorded, and the facts still missing."""
    gaps = facts.Gaps()
    letter = gaps.in_letter(Referral(**_values_of_both(subject, gaps)))
    return replace(letter, differences=tuple(differences(subject.the_review)))


def prepare_reference(subject: LetterSubject) -> Prepared:
    """The notice of reference's values: those of the application, and when leave was given."""
    gaps = facts.Gaps()
    leave_on = _leave_on(subject.the_review) or facts.typed_day(subject.words.get("leave_on", ""))
    notice = ReferenceNotice(
        **_values_of_both(subject, gaps),
        leave_on=gaps.need(
            facts.day_in_words(leave_on),
            "The day the court gave permission",
            Spot(Place.LETTER, "leave_on"),
        ),
    )
    return gaps.in_letter(notice)


def _leave_on(review: Review) -> date | None:
    """The day of the court's decision that gave leave, where it is recorded already."""
    given = (
        decision.decided_on for decision in review.court_decisions if decision.is_leave_granted
    )
    return next(given, None)


def _values_of_both(subject: LetterSubject, gaps: facts.Gaps) -> dict[str, Any]:
    """Gather what both documents say (r.41.3(3), (4) and (6)), by the names of their fields."""
    review = subject.the_review
    application = review.application
    decided_by, decided_on = facts.decision_of(review, gaps)
    last_day = day_words(review.last_day_on)

    def text_of(field: str) -> str:
        return getattr(application, field) if application else ""

    def written(field: str, name: str) -> list[str]:
        return gaps.need_paragraphs(text_of(field), name, Spot(Place.APPLICATION, field))

    return dict(
        **head_of(subject),
        case_number=facts.case_number_of(review, gaps),
        defendant=facts.offender_of(review, gaps),
        born_on=facts.day_in_words(review.offender_born_on),
        address=typed_words.lines(review.offender_address),
        court=facts.court_of(review, gaps),
        sentences=facts.sentences_of(review, gaps),
        bases=review.assessment.bases if review.assessment else [],
        last_day=gaps.need(last_day, "The last day for the application", Spot(Place.SENTENCE)),
        is_of_last_sentence=review.file_by_at != review.earliest_file_by_at,
        file_by=facts.moment_in_words(review.earliest_file_by_at),
        limit=limit_sentences.length(limit_named(review.limit_name)),
        limit_provision=limit_named(review.limit_name).provision,
        facts=written("facts", "A summary of the facts of the case"),
        aggravating=written(
            "aggravating", "The aggravating features (write ‘None’ if there are none)"
        ),
        mitigating=written(
            "mitigating", "The mitigating features (write ‘None’ if there are none)"
        ),
        why_lenient=written("why_lenient", "Why the sentence appears unduly lenient"),
        authorities=_authorities(text_of("authorities"), gaps),
        documents=_documents(text_of("document_links"), gaps),
        bundle=_bundle(review),
        limb=Limb(text_of("limb")).label if text_of("limb") else "",
        **{name: text_of(name).strip() for name in ("appeal_number", "settled_by", "checked_by")},
        **{
            name: typed_words.paragraphs(text_of(name))
            for name in ("antecedents", "reports", "how_judge", "sentencing_range")
        },
        decided_by=decided_by,
        decided_on=decided_on,
    )


def _authorities(text: str, gaps: facts.Gaps) -> list[Cited]:
    lines = gaps.need_lines(
        text,
        "The authorities relied on (write ‘None’ if there are none)",
        Spot(Place.APPLICATION, "authorities"),
    )
    return [
        Cited(text=listed.text, court=listed.court, proposition=listed.proposition)
        for listed in authorities.read_list(lines)
    ]


def _bundle(review: Review) -> str:
    """The court's bundle and its hash, where it was made before this and is not to be made anew."""
    bundle = bundles.newest(review.case, BundleReader.COURT)
    return bundle.statement if bundle and bundle.may_be_named else ""


def _documents(text: str, gaps: facts.Gaps) -> list[Link]:
    """One document a line: its name and its web address (r.41.3(6): an electronic link to each)."""
    links = []
    for line in gaps.need_lines(
        text,
        "A link to each document the court is given",
        Spot(Place.APPLICATION, "document_links"),
    ):
        match = _ADDRESS.search(line)
        address = match.group().rstrip(".,;)>") if match else ""
        name = line.replace(address, "").strip(" :-–—()<>.,;") if address else line
        gaps.need(
            address,
            f"A link (https://) to the document: {name}",
            Spot(Place.APPLICATION, "document_links"),
        )
        links.append(Link(text=name, address=address))
    return links
