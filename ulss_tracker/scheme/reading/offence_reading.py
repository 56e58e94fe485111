"""An offence as it was read from free text: which it may be, in which form, and how sure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form

Certainty = Literal["sure", "possible", "unknown"]


@dataclass(frozen=True, slots=True)
class OffenceReading:
    """The reading of one stretch of text: the offences it may be, in which form, and how sure.

    is_told: the words tell what was done and name no offence. graver: what the words are about
    that may make the offence named beside them a graver one.
    """

    text: str
    certainty: Certainty
    candidates: tuple[Offence, ...]
    form: Form = Form.FULL
    answers: Mapping[str, str] = field(default_factory=dict)
    is_told: bool = False
    graver: str = ""
