"""Preparing what the application for permission to refer will say."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from ulss_tracker import clock
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Application, EventKind, Review, User, db
from ulss_tracker.scheme.reading import authorities
from ulss_tracker.services.core.preconditions import check_may_work
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import pinned_pages, worksheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The parts of the application that a person writes (CrimPR r.41.3(3), (4), (6))."""

    appeal_number: str = ""
    limb: str = ""
    facts: str = ""
    antecedents: str = ""
    aggravating: str = ""
    mitigating: str = ""
    reports: str = ""
    how_judge: str = ""
    sentencing_range: str = ""
    why_lenient: str = ""
    authorities: str = ""
    document_links: str = ""
    settled_by: str = ""
    checked_by: str = ""
    unpinned_reason: str = ""


PARTS = tuple(field.name for field in fields(Prepared))
EXPECTED: Mapping[str, str] = {
    "antecedents": "antecedents",
    "reports": "reports and the victim’s statement",
    "how_judge": "how the judge got there",
    "sentencing_range": "the guideline and the category",
    "settled_by": "who settled it",
    "checked_by": "counsel below who checked it",
}
"""Parts that no rule asks for and the Registrar expects: without one it can be filed in time."""


class Limb(LabelledEnum):
    """Why the sentencing may be taken to be unduly lenient: Criminal Justice Act 1988 s.36(2)."""

    POWERS = "powers", "The judge erred in law as to the powers of sentencing (section 36(2)(a))"
    REQUIRED = (
        "required",
        "The judge did not pass a sentence that the law requires (section 36(2)(b))",
    )


def differences(review: Review) -> list[str]:
    """Name whatever somebody should look at before the application goes; none of it blocks.

    Authorities cited and not listed or the other way, parts not written, a judge not recorded,
    pages that the bundle does not have, and whatever the worksheet differs in.
    """
    application = review.application
    if application is None:
        return []
    words = {name: getattr(application, name) for name in PARTS if name != "unpinned_reason"}
    listed = authorities.read_list(application.authorities.splitlines())
    cited = "\n".join(text for name, text in words.items() if name != "authorities")
    lacking = [label for name, label in EXPECTED.items() if not words[name].strip()]
    return [
        *authorities.differences(listed, cited),
        *([f"Not written: {', '.join(lacking)}"] if lacking else []),
        *("A sentence has no judge" for sentence in review.sentences if not sentence.judge.strip()),
        *pinned_pages.differences(review),
        *worksheets.differences_in(review, worksheets.written(review)),
    ]


def prepare(review: Review, prepared: Prepared, by: User, *, version: int) -> Application:
    """Keep what has been written so far; nothing is required until the letter is issued.

    Raises `Refused` once the review is closed.
    """
    check_may_work(review, by, version)
    with transaction():
        application = review.application
        if application is None:
            application = Application(review=review)
            db.session.add(application)
        changed = [
            name for name in PARTS if (getattr(application, name) or "") != getattr(prepared, name)
        ]
        for name in PARTS:
            setattr(application, name, getattr(prepared, name))
        application.changed_at = review.changed_at = clock.now()
        application.changed_by_id = by.id
        history.record(EventKind.APPLICATION_CHANGED, by, review, fields=changed)
    return application
