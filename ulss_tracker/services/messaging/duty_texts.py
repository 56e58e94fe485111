"""A text to the person on duty, or an email to their second address where no text can be sent.

A text carries a reference, times and the address of the tracker: whoever holds the phone reads it.
"""

import logging
from math import ceil

from ulss_tracker.models import Message, User
from ulss_tracker.services.core import office_details
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.operations.job_status import ALARM_KINDS

# 3GPP TS 23.038: the letters that a text of 160 may have, and those that count as two.
_GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_7_AS_TWO = frozenset("^{}\\[~]|€\f")
# Letters in a text by itself, and in each of several that a phone puts together: 3GPP TS 23.040.
_GSM_7_ALONE, _GSM_7_JOINED = 160, 153
_UCS_2_ALONE, _UCS_2_JOINED = 70, 67
# Notify replaces these too; one that stayed would make of a text of 160 letters one of 70.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)

_log = logging.getLogger("ulss_tracker.texts")


def text_or_second_email(
    person: User, *, once_key: str, kind: str, words: str, as_email: Message
) -> Message | None:
    """Add the message by which this person hears of an alarm besides their email.

    By text, with `words`, where texts can be sent and their mobile number is known; else what
    `as_email` says to their second address; None where there is neither. Words that are
    more than one text go all the same, and the log says so. Calling it twice for one `once_key`
    adds one message and gives it both times. Nothing personal may be in any of the words.

    Raises ValueError for a kind that the watchdog does not look after.
    """
    if kind not in ALARM_KINDS:
        raise ValueError(f"the watchdog looks after no messages of the kind {kind!r}")
    by_text = bool(person.mobile) and office_details.current().sends_texts
    if not by_text and not person.second_email:
        return None
    body = as_email.body
    if by_text:
        body = words.translate(_PLAIN).strip()
        if (needed := texts_needed(body)) > 1:
            _log.warning("the words of a %s take %d texts", kind, needed)
    return compose.add_and_give(
        once_key=once_key,
        kind=kind,
        by_text=by_text,
        recipient=person.mobile if by_text else person.second_email,
        subject=as_email.subject,
        body=body,
        request_id=as_email.request_id,
        case_id=as_email.case_id,
    )


def texts_needed(words: str) -> int:
    """How many texts carry these words: one, for up to 160 letters of the plain alphabet."""
    if set(words) <= _GSM_7 | _GSM_7_AS_TWO:
        letters = len(words) + sum(word in _GSM_7_AS_TWO for word in words)
        alone, joined = _GSM_7_ALONE, _GSM_7_JOINED
    else:
        letters = len(words.encode("utf-16-be")) // 2
        alone, joined = _UCS_2_ALONE, _UCS_2_JOINED
    return 1 if letters <= alone else ceil(letters / joined)
