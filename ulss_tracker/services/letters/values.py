"""What a letter is made from: strings and lists of strings, nothing that could reach anything.

An empty string or list is a fact not recorded. A preview shows it as a gap; no letter with a gap
in what it must say is ever issued.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """One offence sentenced: its name, the Act and section, and the plea or verdict."""

    name: str
    citation: str
    plea: str
    convicted_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentenced:
    """One sentence: the day, its words, and the offences it was passed for."""

    passed_on: str
    varied_on: str
    text: str
    judge: str
    offences: list[Offence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A document the court is given: what it is, and its web address."""

    text: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """The application for permission to refer, which may also stand as the notice of reference."""

    issued_on: str
    issued_on_iso: str
    telephone: str
    reference: str
    case_number: str
    defendant: str
    born_on: str
    address: list[str]
    court: str
    sentences: list[Sentenced]
    last_day: str
    file_by: str
    facts: list[str]
    aggravating: list[str]
    mitigating: list[str]
    why_lenient: list[str]
    authorities: list[str]
    documents: list[Link]
    decided_by: str
    decided_on: str
    has_protected_complainant: bool
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenderNotice:
    """The notice that goes to the offender with the application."""

    issued_on: str
    issued_on_iso: str
    telephone: str
    reference: str
    case_number: str
    offender: str
    address: list[str]
    court: str
    sentences: list[Sentenced]
    reply_by: str
    decided_on: str
    has_protected_complainant: bool
    language: str = "en"


LetterValues = Referral | OffenderNotice


@dataclass(frozen=True, slots=True)
class Prepared:
    """The values of a letter as far as they are known, and the facts still to be recorded."""

    values: LetterValues
    missing: tuple[str, ...] = field(default=())
