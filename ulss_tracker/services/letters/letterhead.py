"""The head that every letter has: who sends it, its date and reference, and what restricts it."""

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Any

from ulss_tracker.models import LetterSize, RestrictionKind
from ulss_tracker.services.core import office_details
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.rendering import words
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import Sender
from ulss_tracker.services.protection import flags


def N_(sentence: str) -> str:
    """Mark a sentence to be collected for its Welsh; it is translated when a letter is made."""
    return sentence


# What the settings say unless they are changed.
_OWN_NAMES = (N_("Attorney General’s Office"), N_("Unduly lenient sentence team"))


def head_of(subject: LetterSubject) -> dict[str, Any]:
    """The fields of `Letterhead` for this subject, to be spread into the values of a kind."""
    record = subject.review or subject.case
    kinds = [flag.kind for flag in flags.of(record)]
    protected = RestrictionKind.ANONYMITY in kinds or any(
        facts.has_protected_complainant(review)
        for review in ([subject.review] if subject.review else subject.case.reviews)
    )
    if protected and RestrictionKind.ANONYMITY not in kinds:
        kinds.insert(0, RestrictionKind.ANONYMITY)
    return {
        "kind": subject.kind.value,
        "issued_on": facts.day_in_words(subject.issued_on, subject.language),
        "issued_on_iso": subject.issued_on.isoformat(),
        "reference": subject.case.reference,
        "sender": sender(subject.language),
        "restrictions": [kind.value for kind in kinds],
        "has_protected_complainant": protected,
        "language": subject.language,
        "is_large": subject.size is LetterSize.LARGE,
    }


def sender(language: str = "en") -> Sender:
    """The office as the settings have it; what the settings leave as it was is in Welsh too."""
    own = office_details.current()
    say = words(language).gettext
    return Sender(
        name=say(own.OFFICE_NAME),
        address=list(own.OFFICE_ADDRESS),
        telephone=own.OFFICE_TELEPHONE,
        signed_by=own.LETTERS_SIGNED_BY,
        signed_as=say(own.LETTERS_SIGNED_AS),
        logo=_logo(own.OFFICE_LOGO) if own.OFFICE_LOGO else "",
    )


@cache
def _logo(file: Path) -> str:
    """A PNG as data in the document: a letter fetches nothing."""
    return f"data:image/png;base64,{b64encode(file.read_bytes()).decode()}"
