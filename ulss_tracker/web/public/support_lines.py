"""Telephone lines of others, for who asks: by their standing, the offence and where it was."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext

from ulss_tracker.models import Request
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.anonymity import protects_complainant
from ulss_tracker.scheme.workflow.standing import Standing
from ulss_tracker.services.core import office_details

_READ_ON = date(2026, 11, 29)
_OF_HURT = frozenset({Standing.VICTIM, Standing.BEREAVED_FAMILY, Standing.ON_BEHALF})


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A line, whom it is for, and its number as it is written.

    `id` is how the setting SUPPORT_LINES_CHECKED names it. `source` is the page of its own site on
    which the number was read, and `read_on` when: in a copy of it, which may be older. Both are
    empty where no such page was found.
    """

    id: str
    about: Any
    number: str
    source: str = ""
    read_on: date | None = None

    @property
    def site(self) -> str:
        """The name of the site on which the number was read."""
        return self.source.partition("://")[2].partition("/")[0]

    @property
    def checked_on(self) -> date | None:
        """The day on which this office made sure of the number; None where it has not."""
        return dict(office_details.current().support_lines_checked).get(self.id)


VICTIM_SUPPORT = SupportLine(
    "victim-support",
    lazy_gettext(
        "Victim Support is free and independent, whether or not you reported the crime, at any time"
        " of day or night. It also runs the Homicide Service for families bereaved by murder or"
        " manslaughter."
    ),
    "0808 1689 111",
    "https://www.victimsupport.org.uk/247-support-still-available-victims-crime/",
    _READ_ON,
)
SAMARITANS = SupportLine(
    "samaritans",
    lazy_gettext(
        "Samaritans listen to anyone who is struggling to cope, free, at any time of day or night."
    ),
    "116 123",
    "https://www.samaritans.org/how-we-can-help/contact-samaritan/",
    _READ_ON,
)
DOMESTIC_ABUSE = SupportLine(
    "domestic-abuse",
    lazy_gettext(
        "The National Domestic Abuse Helpline, run by Refuge, is free at any time of day or night."
    ),
    "0808 2000 247",
    "https://www.refuge.org.uk/category/news/",
    _READ_ON,
)
RAPE = SupportLine(
    "rape",
    lazy_gettext(
        "The Rape and Sexual Abuse Support Line, run by Rape Crisis England and Wales, is free at"
        " any time of day or night."
    ),
    "0808 500 2222",
)
BEREAVEMENT = SupportLine(
    "bereavement",
    lazy_gettext("Cruse Bereavement Support listens to anyone who has lost someone."),
    "0808 808 1677",
    "https://www.cruse.org.uk/cruse-receives-funding-boost-government",
    _READ_ON,
)
WALES = SupportLine(
    "wales",
    lazy_gettext(
        "Live Fear Free is the helpline in Wales for domestic abuse and sexual violence, in Welsh"
        " and English, free at any time of day or night."
    ),
    "0808 80 10 800",
    "https://www.gov.wales/live-fear-free/sexual-violence",
    _READ_ON,
)
EVERY = (VICTIM_SUPPORT, DOMESTIC_ABUSE, RAPE, BEREAVEMENT, WALES, SAMARITANS)


def for_request(request: Request) -> list[SupportLine]:
    """The lines that may help whoever made this request, those nearest to it first."""
    court = find_court(request.court_id)
    is_of_wales = request.language == "cy" or (court is not None and bool(court.welsh_name))
    chosen = {
        RAPE: protects_complainant(None, request.offence_text),
        BEREAVEMENT: request.standing is Standing.BEREAVED_FAMILY,
        DOMESTIC_ABUSE: request.standing in _OF_HURT,
        WALES: request.standing in _OF_HURT and is_of_wales,
    }
    found = [line for line, is_near in chosen.items() if is_near]
    return [*found, VICTIM_SUPPORT, SAMARITANS]
