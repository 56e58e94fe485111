"""Telephone lines of others, for who asks: by their standing, the offence and where it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext

from ulss_tracker.models import Request
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.anonymity import protects_complainant
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import support_lines

_OF_HURT = frozenset({RequesterRole.VICTIM, RequesterRole.BEREAVED_FAMILY, RequesterRole.ON_BEHALF})


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A line and whom it is for. `id` is how the setting SUPPORT_LINES_CHECKED names it."""

    id: str
    about: Any

    @property
    def number(self) -> str:
        """Its number as it is written; "" where this office has not rung it."""
        return support_lines.number(self.id)


VICTIM_SUPPORT = SupportLine(
    "victim-support",
    lazy_gettext(
        "Victim Support is free and independent, whether or not you reported the crime, at any time"
        " of day or night."
    ),
)
HOMICIDE = SupportLine(
    "victim-support",
    lazy_gettext(
        "The Homicide Service, run by Victim Support, is for families bereaved by murder or"
        " manslaughter. Ask for it on this line, free at any time of day or night."
    ),
)
SAMARITANS = SupportLine(
    "samaritans",
    lazy_gettext(
        "Samaritans listen to anyone who is struggling to cope, free, at any time of day or night."
    ),
)
DOMESTIC_ABUSE = SupportLine(
    "domestic-abuse",
    lazy_gettext(
        "The National Domestic Abuse Helpline, run by Refuge, is free at any time of day or night."
    ),
)
RAPE = SupportLine(
    "rape",
    lazy_gettext(
        "The Rape and Sexual Abuse Support Line, run by Rape Crisis England and Wales, is free at"
        " any time of day or night."
    ),
)
BEREAVEMENT = SupportLine(
    "bereavement",
    lazy_gettext("Cruse Bereavement Support listens to anyone who has lost someone."),
)
WALES = SupportLine(
    "wales",
    lazy_gettext(
        "Live Fear Free is the helpline in Wales for domestic abuse and sexual violence, in Welsh"
        " and English, free at any time of day or night."
    ),
)
EVERY = (HOMICIDE, BEREAVEMENT, VICTIM_SUPPORT, DOMESTIC_ABUSE, RAPE, WALES, SAMARITANS)
"""For a reader of whom nothing is known: those of the bereaved before the others."""


def for_request(request: Request) -> list[SupportLine]:
    """The lines that may help whoever made this request, those nearest to it first."""
    court = find_court(request.court_id)
    is_of_wales = request.language == "cy" or (court is not None and bool(court.welsh_name))
    is_bereaved = request.standing is RequesterRole.BEREAVED_FAMILY
    first = HOMICIDE if is_bereaved else VICTIM_SUPPORT
    is_near = {
        HOMICIDE: is_bereaved,
        RAPE: protects_complainant(None, request.offence_text),
        BEREAVEMENT: is_bereaved,
        DOMESTIC_ABUSE: request.standing in _OF_HURT,
        WALES: request.standing in _OF_HURT and is_of_wales,
    }
    nearest = [line for line, near in is_near.items() if near]
    return with_number(dict.fromkeys([*nearest, first, SAMARITANS]))


def with_number(lines: Iterable[SupportLine]) -> list[SupportLine]:
    """Those whose numbers this office has rung: the public sees no other."""
    return [line for line in lines if line.number]
