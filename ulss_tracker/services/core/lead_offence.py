"""Which of several offences a review is listed under, and in which words.

The first recorded of those in the scheme; then one that is in no catalogue, which may be; then the
first of those that are not in it. Statistics count a review under its family likewise.
"""

from ulss_tracker.models import Conviction, Request, Review
from ulss_tracker.scheme.offences.offence import Basis
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import find_offence

LONGEST = 200
_SHORT = 4  # letters of what may be written in capitals: GBH


def in_order(review: Review) -> list[Conviction]:
    """The offences of a review, the one that it is listed under first."""
    convictions = [each for sentence in review.sentences for each in sentence.convictions]
    return sorted(convictions, key=_rank)


def of_review(review: Review) -> tuple[str, int]:
    """The offence that it is listed under, "" where none is recorded; how many more there are."""
    convictions = in_order(review)
    return (_words(convictions[0]), len(convictions) - 1) if convictions else ("", 0)


def of_request(request: Request) -> str:
    """The offence that it is listed under: the catalogue's, or as it was said."""
    offence = find_offence(request.offence_id)
    return _short(offence.title if offence else request.offence_text)


def _rank(conviction: Conviction) -> int:
    offence = find_offence(conviction.offence_id)
    if offence is None:
        return 1
    return 2 if offence.basis is Basis.NOT_IN_SCHEME else 0


def _words(conviction: Conviction) -> str:
    """The offence by its own name, so that an attempt stands beside it: "Murder (attempt)"."""
    offence = find_offence(conviction.offence_id)
    if offence is None:
        return _short(conviction.text)
    if conviction.form is Form.FULL:
        return _short(offence.title)
    return _short(f"{offence.title} ({conviction.form.label.lower()})")


def _short(words: str) -> str:
    """The words on one line, with a capital, so that what is alike is listed together."""
    words = " ".join(words.split())[:LONGEST]
    if words.isupper() and len(words) > _SHORT:
        return words.capitalize()
    return words[:1].upper() + words[1:]
