"""The subject of a letter and its reader: all that its values are gathered from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    LetterDraft,
    LetterKind,
    LetterSize,
    Request,
    Review,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterInput:
    """The words and choices a person typed for a letter. `words` are by the name of each part."""

    recipient: str
    words: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    size: LetterSize = LetterSize.STANDARD


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSubject:
    """One letter's kind, its case, the offender's review and the request it answers, if any."""

    kind: LetterKind
    case: Case
    review: Review | None = None
    request: Request | None = None
    language: str = "en"
    size: LetterSize = LetterSize.STANDARD
    recipient: str = ""
    words: dict[str, str] = field(default_factory=dict)
    issued_on: date

    @property
    def the_review(self) -> Review:
        """The offender's review, for the kinds that have one. Raises ValueError without."""
        if self.review is None:
            raise ValueError(f"{self.kind} is about one offender")
        return self.review


def of_review(review: Review, kind: LetterKind) -> LetterSubject:
    """A court document of one review, of which nothing is typed but what the review holds."""
    return LetterSubject(kind=kind, case=review.case, review=review, issued_on=clock.today())


def of_draft(draft: LetterDraft) -> LetterSubject:
    """The letter being written, as it is kept, dated today."""
    written = LetterInput(
        recipient=draft.recipient, words=draft.words, language=draft.language, size=draft.size
    )
    return as_typed(draft, written)


def as_typed(draft: LetterDraft, written: LetterInput) -> LetterSubject:
    """The letter being written, as it would be with other words, dated today."""
    return LetterSubject(
        kind=draft.kind,
        case=draft.case,
        review=draft.review,
        request=draft.request,
        language=written.language,
        size=written.size,
        recipient=written.recipient,
        words=dict(written.words),
        issued_on=clock.today(),
    )
