"""Everything that a request says: one set, which every door takes, compares and shows.

A detail is declared once: its name, its words for staff, and whether a device that somebody else
may use next is shown only that it was given. Blank means not said.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from ulss_tracker.models import EmailUse, Request, RequesterBackground, SafeContact, db
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

_HIDDEN = "•••"


def _words(words: str, *, is_hidden: bool = False) -> dict[str, Any]:
    return {"words": words, "is_hidden": is_hidden}


@dataclass(frozen=True, slots=True)
class AsksToo:
    """Somebody who asks together with the requester, and how to reach them.

    Nobody writes or telephones there unless it was said to be safe.
    """

    name: str
    contact: str = ""
    is_safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Facts of whoever asks, and of those they ask with or for.

    `who_hears` is "mp", "constituent" or "both".
    """

    court_case_number: str = field(default="", metadata=_words("Case number"))
    mp_name: str = field(default="", metadata=_words("MP"))
    own_reference: str = field(default="", metadata=_words("Their reference"))
    by_right: str = field(default="", metadata=_words("Asks for"))
    constituency: str = field(default="", metadata=_words("Constituency"))
    constituent: str = field(default="", metadata=_words("Constituent", is_hidden=True))
    has_consent: bool | None = field(default=None, metadata=_words("The constituent agrees"))
    who_hears: str = field(default="", metadata=_words("Who should hear"))
    together: Sequence[AsksToo] = field(default=(), metadata=_words("Asks too"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContactInput:
    """Ways that somebody says are safe to reach them. Each is the safe answer until they do."""

    email_use: EmailUse = field(default=EmailUse.NEWS, metadata=_words("What may be emailed"))
    may_text: bool = field(default=False, metadata=_words("Safe to send a text"))
    times: str = field(default="", metadata=_words("When to telephone"))
    safe_person: str = field(default="", metadata=_words("Speak to", is_hidden=True))
    interpreter: str = field(default="", metadata=_words("Interpreter"))
    words_to_use: str = field(default="", metadata=_words("If someone else answers, say"))

    @property
    def may_email(self) -> bool:
        """Whether anything at all may be written to their email address."""
        return self.email_use is not EmailUse.NONE


_NOT_ASKED = SafeContactInput(email_use=EmailUse.FULL)


@dataclass(frozen=True)
class Contact:
    """How to reach the person who asked, and what is safe. Each change of it locks the request."""

    email: str = field(default="", metadata=_words("Email"))
    telephone: str = field(default="", metadata=_words("Telephone"))
    postal_address: str = field(default="", metadata=_words("Postal address", is_hidden=True))
    may_leave_message: bool | None = field(default=None, metadata=_words("Safe to leave a message"))
    may_post: bool | None = field(default=None, metadata=_words("Safe to send a letter"))


@dataclass(frozen=True, kw_only=True)
class RequestDetails(Contact):
    """The details of one person's request, as far as they could say.

    `court_id` and `offence_id` are the courts' and the catalogue's; the texts are as written.
    `offence_answers` are answers to the offence's own questions, by the question's id. `safe` is
    None where nobody asked what is safe.
    """

    offender_name: str = field(default="", metadata=_words("Offender"))
    other_offenders: str = field(default="", metadata=_words("Others sentenced"))
    court_id: str | None = field(default=None, metadata=_words("Court"))
    court_text: str = field(default="", metadata=_words("Court"))
    sentenced_on: date | None = field(default=None, metadata=_words("Date of sentence"))
    sentenced_text: str = field(default="", metadata=_words("What they said of the date"))
    offence_id: str | None = field(default=None, metadata=_words("Offence"))
    offence_text: str = field(default="", metadata=_words("Offence"))
    offence_answers: Mapping[str, str] = field(default_factory=dict, metadata=_words("Answers"))
    reason: str = field(default="", metadata=_words("Why too lenient"))
    links: str = field(default="", metadata=_words("Links"))
    standing: RequesterRole = field(default=RequesterRole.OTHER, metadata=_words("Standing"))
    requester_name: str = field(default="", metadata=_words("Name"))
    may_email: bool | None = field(default=None, metadata=_words("Wants emails"))
    may_telephone: bool | None = field(default=None, metadata=_words("Wants to be telephoned"))
    may_text: bool | None = field(default=None, metadata=_words("Safe to send a text"))
    was_told: bool | None = field(default=None, metadata=_words("Told of the scheme"))
    told_by: str = field(default="", metadata=_words("Told by"))
    told_on: date | None = field(default=None, metadata=_words("Told on"))
    language: str = field(default="en", metadata=_words("Language"))
    support_needs: str = field(default="", metadata=_words("Support needs"))
    safe: SafeContactInput | None = None
    background: Background = Background()

    @property
    def safe_ways(self) -> SafeContactInput:
        """The ways that are safe; all are where nobody asked."""
        return self.safe or _NOT_ASKED

    @property
    def columns(self) -> dict[str, Any]:
        """The details that the request itself has a column for, by name."""
        return {name: getattr(self, name) for name in COLUMNS}


CONTACT = tuple(each.name for each in fields(Contact))
WISHES = ("may_email", "may_telephone", "may_text")
"""Ways that they said they want or do not; None is not said. Post is one of `CONTACT`."""

COLUMNS = tuple(each.name for each in fields(RequestDetails) if "words" in each.metadata)
SAFE_TEXTS = tuple(each.name for each in fields(SafeContactInput) if each.default == "")
TEXTS = tuple(each.name for each in fields(RequestDetails) if each.default == "")
WORDS: Mapping[str, str] = {
    each.name: each.metadata["words"]
    for kind in (RequestDetails, Background, SafeContactInput)
    for each in fields(kind)
    if "words" in each.metadata
}
"""The words that staff have for each detail, by its name."""


def details_of(request: Request) -> RequestDetails:
    """Everything that a request says, as it stands."""
    return RequestDetails(
        **{name: getattr(request, name) for name in COLUMNS},
        safe=_safe(db.session.get(SafeContact, request.id)),
        background=background_of(request),
    )


def contact_of(request: Request) -> Contact:
    """How to reach whoever made the request, as it is recorded."""
    return Contact(**{name: getattr(request, name) for name in CONTACT})


def background_of(request: Request) -> Background:
    """The background given with a request."""
    background = db.session.get(RequesterBackground, request.id)
    if background is None:
        return Background()
    values = {column.name: getattr(background, column.name) for column in fields(Background)}
    together = tuple(AsksToo(**person) for person in background.together)
    return Background(**values | {"together": together})


def safe_of(request: Request) -> SafeContactInput:
    """The safe ways given with a request, as they stand; all is allowed where nobody asked."""
    return _safe(db.session.get(SafeContact, request.id)) or _NOT_ASKED


def keep_background(request: Request, background: Background) -> None:
    """Keep it with a new request, in the caller's transaction; nothing where nothing was said."""
    if background != Background():
        db.session.add(RequesterBackground(request_id=request.id, **asdict(background)))


def is_same(request: Request, details: RequestDetails) -> bool:
    """Whether the request says all of these details, and no other value anywhere.

    What is safe to reach them is compared where they were asked.
    """
    known = details_of(request)
    return details == (known if details.safe else replace(known, safe=None))


def version_token(request: Request, names: Iterable[str], *others: object) -> str:
    """Tell what a request says of these details from what it says once one has changed."""
    seen = [getattr(request, name) for name in names]
    return hashlib.sha256(repr((seen, others)).encode()).hexdigest()


def masked(details: RequestDetails, mask: str) -> RequestDetails:
    """As much as a device may show that somebody else uses next; `mask` stands for the rest."""
    safe, background = details.safe, details.background
    together = tuple(replace(person, contact="") for person in background.together)
    return replace(
        details,
        **_hidden(details, mask),
        email=mask_email(details.email),
        telephone=mask_telephone(details.telephone),
        safe=replace(safe, **_hidden(safe, mask)) if safe else None,
        background=replace(background, **_hidden(background, mask), together=together),
    )


def mask_email(email: str) -> str:
    """An address as they know it by and nobody else: “a•••@e•••”."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}{_HIDDEN}{at}{domain[:1]}{_HIDDEN}" if email else ""


def mask_telephone(number: str) -> str:
    """A number's last two digits."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return f"{_HIDDEN}{digits[-2:]}" if number else ""


def _hidden(section: Any, mask: str) -> dict[str, Any]:
    return {
        column.name: mask
        for column in fields(section)
        if column.metadata.get("is_hidden") and getattr(section, column.name)
    }


def _safe(stored: SafeContact | None) -> SafeContactInput | None:
    if stored is None:
        return None
    return SafeContactInput(
        email_use=stored.email_use,
        may_text=bool(stored.text_to),
        **{name: getattr(stored, name) for name in SAFE_TEXTS},
    )
