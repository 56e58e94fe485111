"""Who must be told what, and by when: victims and bereaved families first, before any publicity.

The times are the office's own service standard, counted in working days. No published source gives
one, so none is claimed. What the law itself requires the offender to be given (Criminal Procedure
Rules 41.3 and 41.5: the notice of an application, and of its withdrawal) has its own steps.
"""

from datetime import date, datetime, time

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.office_hours import LONDON, closes_at
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome

FIRST_WITHIN = 1
OTHERS_WITHIN = 2


class Party(LabelledEnum):
    """Who is told, as the order of notifying needs to know them."""

    VICTIM = "victim", "Victim"
    BEREAVED_FAMILY = "bereaved_family", "Bereaved family"
    ON_BEHALF = "on_behalf", "On behalf of a victim or bereaved family"
    REQUESTER = "requester", "Asked for the review"
    MP = "mp", "MP"
    CPS = "cps", "Crown Prosecution Service"
    OFFENDER = "offender", "Offender, or their solicitor"
    WITNESS_CARE = "witness_care", "Witness care unit"
    PRISON = "prison", "Prison"
    PROBATION = "probation", "Probation service"

    @property
    def is_first(self) -> bool:
        """Whether they must hear it from the office before anybody else, and before publicity."""
        return self in _FIRST


_FIRST = frozenset({Party.VICTIM, Party.BEREAVED_FAMILY, Party.ON_BEHALF})
# They act on it: a release may be near.
_BY_THE_NEXT_DAY = _FIRST | {Party.PRISON, Party.PROBATION}
_OF_EACH_OFFENDER = frozenset({Party.OFFENDER, Party.PRISON, Party.PROBATION})
_WHILE_PENDING = (Party.WITNESS_CARE, Party.PRISON, Party.PROBATION)
"""Told that an application is made, and when it ends: what they do depends on whether one is."""
_PARTIES = {
    RequesterRole.VICTIM: Party.VICTIM,
    RequesterRole.BEREAVED_FAMILY: Party.BEREAVED_FAMILY,
    RequesterRole.ON_BEHALF: Party.ON_BEHALF,
    RequesterRole.MP: Party.MP,
}


class About(LabelledEnum):
    """A thing that people are told about a review."""

    OUTCOME = "outcome", "The outcome"
    REFERRAL = "referral", "That the sentence was referred"
    HEARING = "hearing", "The date of the hearing"
    APPEAL_TIME_OVER = "appeal_time_over", "That the time to go to the Supreme Court is over"
    LAW = "law", "That the law changed"


class WhyNot(LabelledEnum):
    """Why somebody is not to be told."""

    OWN_WISH = "own_wish", "They asked us not to contact them again about this case"
    DIED = "died", "They have died"
    OTHER = "other", "Another reason"

    @property
    def is_for_good(self) -> bool:
        """Whether it holds for all there is to tell them of the case, now and later."""
        return self is not WhyNot.OTHER


def hearing_detail(day: date, at: time | None) -> str:
    """Write what is told of a hearing, kept short: its day, and its time where that is known.

    Another time is another thing to tell: somebody told of the first would come at the wrong hour.
    """
    return f"{day.isoformat()} {at:%H:%M}" if at else day.isoformat()


def hearing_of(detail: str) -> tuple[date, time | None]:
    """The day and the time that `hearing_detail` keeps."""
    day, _, at = detail.partition(" ")
    return date.fromisoformat(day), time.fromisoformat(at) if at else None


def party_of(standing: RequesterRole) -> Party:
    """Find the party of somebody who asked, by the standing they gave."""
    return _PARTIES.get(standing, Party.REQUESTER)


def office_tells(about: About, outcome: Outcome | None, *, is_filed: bool) -> tuple[Party, ...]:
    """Who is told besides those who asked.

    The CPS hears of everything but a request that never was for the law officers: it tells a
    victim or family who did not ask themselves. The witness care unit, the prison and probation
    hear that an application is made, and when it ends. The offender hears the end of a reference
    that reached the court; until then there is nothing of which they were told.
    """
    if about is About.APPEAL_TIME_OVER:
        return ()
    if about is About.REFERRAL:
        return (Party.CPS, *_WHILE_PENDING)
    if about is About.HEARING:
        return (Party.CPS,)
    if is_filed:
        return (Party.CPS, Party.OFFENDER, *_WHILE_PENDING)
    if outcome in {Outcome.NOT_IN_SCHEME, Outcome.OUT_OF_TIME}:
        return ()
    return (Party.CPS,)


def office_key(party: Party, review_id: int) -> str:
    """Make the key that distinguishes those whom the office tells.

    An offender, their prison and their probation officer are others for each review.
    """
    return f"{party}:{review_id}" if party in _OF_EACH_OFFENDER else party.value


def tell_by(party: Party, known_at: datetime) -> datetime:
    """When `party` should have been told of what the office has known since `known_at`.

    Five o'clock in London on the first working day after for those who come first, for the prison
    and for probation, on the second for everybody else. Raises CalendarUnknown for a day whose
    holidays are not known.
    """
    within = FIRST_WITHIN if party in _BY_THE_NEXT_DAY else OTHERS_WITHIN
    day = working_days().add(known_at.astimezone(LONDON).date(), within)
    return closes_at(day)
