"""Telephone lines of others, for who asks: by their standing, the offence and where it was."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
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


_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["lines"]
LINES = {
    name: SupportLine(row.get("number", name), lazy_gettext(row["label"]))
    for name, row in _TABLE.items()
}
"""By name, in the order for a reader of whom nothing is known."""


def for_request(request: Request) -> list[SupportLine]:
    """The lines that may help whoever made this request, those nearest to it first."""
    court = find_court(request.court_id)
    is_of_wales = request.language == "cy" or (court is not None and bool(court.welsh_name))
    is_bereaved = request.standing is RequesterRole.BEREAVED_FAMILY
    is_near = {
        "homicide": is_bereaved,
        "rape": protects_complainant(None, request.offence_text),
        "bereavement": is_bereaved,
        "domestic-abuse": request.standing in _OF_HURT,
        "wales": request.standing in _OF_HURT and is_of_wales,
        "victim-support": not is_bereaved,
        "samaritans": True,
    }
    return with_number(LINES[name] for name, near in is_near.items() if near)


def with_number(lines: Iterable[SupportLine]) -> list[SupportLine]:
    """Those whose numbers this office has rung: the public sees no other."""
    return [line for line in lines if line.number]
