"""Publishing letters to the status page of the request that each answers.

The public side reads what is written here and reaches neither a letter nor its case.
"""

from collections.abc import Sequence

from ulss_tracker.models import Letter, LetterKind, PublishedLetter, db
from ulss_tracker.services.letters.kinds import Audience, kind_of
from ulss_tracker.services.letters.rendering import text_of, without_address


def publish(letters: Sequence[Letter]) -> None:
    """Publish those of these new letters that tell somebody who asked something; the caller saves.

    An acknowledgement is not: the page itself says all of it.
    """
    db.session.flush()  # each must have its id
    db.session.add_all(
        PublishedLetter(
            letter_id=letter.id,
            request_id=letter.request_id,
            kind=letter.kind,
            language=letter.language,
            text=text_of(without_address(letter.html)),
            published_at=letter.issued_at,
        )
        for letter in letters
        if letter.request_id is not None and _is_told(letter.kind)
    )


def _is_told(kind: LetterKind) -> bool:
    return kind_of(kind).audience is Audience.REQUESTER and kind is not LetterKind.ACKNOWLEDGEMENT
