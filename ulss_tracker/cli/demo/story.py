"""The facts of one of the demo's cases: who was sentenced, for what, and what was done since."""

from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

from ulss_tracker.cli.demo.people import CASEWORKER, Person
from ulss_tracker.models import Channel, DecisionChoice, Origin, PaperKind, Plea
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Step

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crime:
    """An offence sentenced, by its id in the catalogue."""

    __pydantic_config__: ClassVar = _STRICT

    offence_id: str
    form: Form = Form.FULL
    answers: dict[str, str] = field(default_factory=dict)
    plea: Plea = Plea.GUILTY_PLEA


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    """One offender of a case, what they were sentenced to, and how far their review has come."""

    __pydantic_config__: ClassVar = _STRICT

    name: str
    days_ago: int
    crimes: tuple[Crime, ...] = ()
    order_kind: OrderKind = OrderKind.IMPRISONMENT
    text: str = ""
    address: str = ""
    steps: tuple[Step, ...] = ()
    papers: tuple[PaperKind, ...] = tuple(PaperKind)
    decision: DecisionChoice | None = None
    application: str = ""
    is_filed: bool = False
    is_served: bool = False
    endings: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A request, and the case that was opened from it (or none yet).

    Only what is of the office's own `origin` is verified: the rest is outside the two-person lock.
    """

    __pydantic_config__: ClassVar = _STRICT

    court: str
    number: str
    requester: str
    standing: RequesterRole
    offence: str
    reason: str
    offenders: tuple[Offender, ...]
    channel: Channel = Channel.FORM
    telephone: str = "01632 960 001"
    origin: Origin = Origin.OFFICE
    received_days_after: int = 2
    assignee: Person = CASEWORKER
    is_opened: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """One more request about the sentence of `of`, an offender of a story.

    Whoever asks writes the name, the court or the date in a way of their own; `days_off` is how
    many days too early they date the sentence. One is about a brother sentenced at the same
    hearing, and is nobody's duplicate.
    """

    __pydantic_config__: ClassVar = _STRICT

    of: str
    name: str
    court: str
    requester: str
    standing: RequesterRole
    reason: str
    channel: Channel = Channel.FORM
    days_off: int = 0
    received_days_ago: int = 0
