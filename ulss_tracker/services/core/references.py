"""References: for cases and complaints, a number in the year's series; for requests, letters
nobody can guess."""

import hashlib
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ulss_tracker import clock
from ulss_tracker.models import ReferenceCounter, db, inserting

# No vowels (no words by chance), nothing that is read or heard as something else.
ALPHABET = "BCDFGHJKMNPQRTVWXYZ346789"

# However it is typed: "uls 2026/16".
CASE = re.compile(r"\buls\W{0,3}(\d{4})\W{0,3}(\d{1,6})\b", re.IGNORECASE)

# Without a dash a half has a figure: "REQ-T2MQ then" has lost its second half.
_HALF = r"(?:\s?[-‐–]\s?|\s?(?=[A-Z]{0,3}\d))([A-Z0-9]{4})"
REQUEST = re.compile(rf"\bREQ{_HALF}{_HALF}\b", re.IGNORECASE)

_CPS = re.compile(r"\d{2}[A-Z\d]{2}\d{7}")
_CPS_WRITTEN = re.compile(
    r"(?<![A-Z\d])\d{2}[ /.-]?[A-Z\d]{2}[ /.-]?\d{5}[ /.-]?\d{2}(?![A-Z\d])", re.IGNORECASE
)

_chance: ContextVar[random.Random] = ContextVar("chance", default=random.SystemRandom())  # noqa: B039


@contextmanager
def predictable(seed: int) -> Iterator[None]:
    """Draw the same references each time inside the block: for the demo, never for real work."""
    token = _chance.set(random.Random(seed))  # noqa: S311
    try:
        yield
    finally:
        _chance.reset(token)


def next_case_reference() -> str:
    """The next reference of this year's series, such as ULS-2026-0042.

    One statement makes the year's row or moves it on, so that two cases opened at once, the first
    of a year too, never have the same number.
    """
    return _next_of("ULS")


def case_reference(match: re.Match[str] | None) -> str:
    """The reference of a case that `CASE` found, as it is kept; empty for none."""
    return f"ULS-{match[1]}-{int(match[2]):04d}" if match else ""


def request_reference(match: re.Match[str] | None) -> str:
    """The reference of a request that `REQUEST` found, as it is kept; empty for none."""
    return f"REQ-{match[1]}-{match[2]}".upper() if match else ""


def cps_references(text: str) -> list[str]:
    """Every reference of the CPS (URN) in a text, as it is kept; each once."""
    return list(dict.fromkeys(cps_reference(match[0]) for match in _CPS_WRITTEN.finditer(text)))


def cps_reference(text: str) -> str:
    """The CPS's reference of a case (URN) as it is kept, 01AB1234526; empty where it is none.

    The police force, its unit, five figures and the year, however they are parted.
    """
    written = re.sub(r"[\s/.-]", "", text).upper()
    return written if _CPS.fullmatch(written) else ""


def next_complaint_reference() -> str:
    """The next reference of this year's complaints, such as COM-2026-0007."""
    return _next_of("COM")


def next_rights_reference() -> str:
    """The next reference of this year's requests about personal data, such as DPR-2026-0005."""
    return _next_of("DPR")


def next_law_reference() -> str:
    """The next reference of this year's changes of the law, such as LAW-2026-0003."""
    return _next_of("LAW")


def _next_of(prefix: str) -> str:
    series = f"{prefix}-{clock.today().year}"
    number = db.session.scalar(
        inserting(ReferenceCounter)
        .values(series=series, last=1)
        .on_conflict_do_update(
            index_elements=[ReferenceCounter.series],
            set_={"last": ReferenceCounter.last + 1},
        )
        .returning(ReferenceCounter.last)
    )
    return f"{series}-{number:04d}"


def new_request_reference() -> str:
    """A reference such as REQ-7K3M-9QXF: one of 150 thousand million, and whoever keeps it sees
    that no other request has it.
    """
    return f"REQ-{_letters(4)}-{_letters(4)}"


def new_defence_reference() -> str:
    """A reference of a page for the defence, such as DEF-7K3M-9QXF, drawn as a request's is."""
    return f"DEF-{_letters(4)}-{_letters(4)}"


def with_prefix(prefix: str, reference: str) -> str:
    """A reference of two groups as it is kept, however it was typed: def7k3m9qxf, DEF-7K3M-9QXF."""
    letters = "".join(letter for letter in reference.upper() if letter.isalnum())
    letters = letters.removeprefix(prefix)
    return f"{prefix}-{letters[:4]}-{letters[4:]}"


def new_code() -> str:
    """A secret code for the status page, such as BXQ4-7KMT-R3WP (58 bits)."""
    return "-".join(_letters(4) for _ in range(3))


def new_one_time_code() -> str:
    """Six digits that prove within the hour that somebody reads what is sent to them: 482 173."""
    return " ".join("".join(_chance.get().choice("0123456789") for _ in range(3)) for _ in range(2))


def hash_code(code: str) -> str:
    """The code as it is kept: case, spaces and hyphens do not matter to a person typing it."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


def letters_from(digest: bytes, count: int) -> str:
    """So many letters of the alphabet, worked out from a hash: the same each time."""
    number = int.from_bytes(digest)
    letters = []
    for _ in range(count):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def _letters(count: int) -> str:
    return "".join(_chance.get().choice(ALPHABET) for _ in range(count))
