"""`flask demo bulk`: a register as large as wanted, written past the services and like them.

For measuring, never for use: invented people, drawn by a seed. Every row that the services would
have written is there (history, what was believed, search, matching, who was told), so that every
screen is right on it.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ulss_tracker import clock
from ulss_tracker.cli.demo.bulk_names import BEGINNINGS, ENDS, GIVEN
from ulss_tracker.cli.demo.loading import Loader, last_references
from ulss_tracker.models import Channel, EventKind, MessageState, RequestState
from ulss_tracker.scheme import deadline, eligibility
from ulss_tracker.scheme.courts import Court, CourtKind, load_courts
from ulss_tracker.scheme.eligibility import ConvictionFacts, Facts, OrderKind, Verdict
from ulss_tracker.scheme.forms import Form
from ulss_tracker.scheme.offences import load_catalogue
from ulss_tracker.scheme.standing import Standing
from ulss_tracker.scheme.workflow import Outcome, State
from ulss_tracker.services import history
from ulss_tracker.services.matching.hearings import Days, read_court
from ulss_tracker.services.matching.keys import kept_keys
from ulss_tracker.services.matching.names import read_names
from ulss_tracker.services.matching.scoring import Subject
from ulss_tracker.services.search_words import fold, sounds_of

_SEED = 1988
_YEARS = 6
_SATURDAY = 5
_OUTSIDE = "no-common-assault"
_OFFENCES = ("io-robbery", "io-murder", "io-soa03-1", "io-manslaughter")
_ENDINGS: dict[Outcome, int] = {
    Outcome.NOT_REFERRED: 45,
    Outcome.NOT_IN_SCHEME: 33,
    Outcome.INCREASED: 9,
    Outcome.UNCHANGED: 4,
    Outcome.OUT_OF_TIME: 5,
    Outcome.WITHDRAWN: 2,
    Outcome.LEAVE_REFUSED: 2,
}
_REFERRED = (Outcome.INCREASED, Outcome.UNCHANGED, Outcome.LEAVE_REFUSED)
_OPEN_STATES = (
    State.CHECKING,
    State.AWAITING_PAPERS,
    State.UNDER_CONSIDERATION,
    State.LAW_OFFICERS,
    State.TO_FILE,
)
_STORY = "The sentence does not reflect what was done, or what it has meant for those left behind."
_SENTENCE = "3 years’ imprisonment"


@dataclass(frozen=True, slots=True)
class _Assessed:
    """What the rules say of one offence: asked once, since every case here has the same facts."""

    verdict: Verdict
    tests: str
    facts: str
    catalogue_version: str
    family: str
    title: str


@dataclass(slots=True)
class _Story:
    """All that is drawn of one case, before its rows are written."""

    name: str
    court: Court
    sentenced_on: date
    received_at: datetime
    outcome: Outcome | None
    state: State
    offence_id: str
    assessed: _Assessed
    holder_id: int
    ended_at: datetime | None
    filed_at: datetime | None
    last_day_on: date
    file_by_at: datetime
    standing: Standing


class Bulk:
    """Draws cases from one seed and hands their rows to the loader."""

    def __init__(self, staff: Sequence[int], named: Sequence[str]) -> None:
        self.loader = Loader()
        self._staff = staff
        self._named = list(named)
        self._chance = random.Random(_SEED)  # noqa: S311
        self._now = clock.now()
        self._today = clock.today()
        self._courts = [each for each in load_courts() if each.kind is CourtKind.CROWN_COURT]
        self._assessed = {each: self._assess(each) for each in (*_OFFENCES, _OUTSIDE)}
        self.references = last_references()

    def case(self, *, is_open: bool) -> None:
        """Draw one case, with one offender and one request, and keep its rows."""
        story = self._draw(is_open)
        case_id = self._case_row(story)
        request_id = self._request_rows(story, case_id)
        self._review_rows(story, case_id, request_id)

    def _draw(self, is_open: bool) -> _Story:
        chance = self._chance
        name = (
            self._named.pop()
            if self._named
            else f"{chance.choice(GIVEN)} {chance.choice(BEGINNINGS)}{chance.choice(ENDS)}"
        )
        sentenced_on = self._sentenced_on(is_open)
        received_at = self._received_at(sentenced_on, is_open)
        outcome = None
        if not is_open:
            (outcome,) = chance.choices(list(_ENDINGS), list(_ENDINGS.values()))
        offence_id = _OUTSIDE if outcome is Outcome.NOT_IN_SCHEME else chance.choice(_OFFENCES)
        due = deadline.work_out([sentenced_on])
        filed_at = None
        if outcome in _REFERRED:
            filed_at = due.file_by_at - timedelta(hours=chance.randint(2, 90))
        after = filed_at or received_at
        ended_at = after + timedelta(days=chance.randint(2, 30)) if outcome else None
        return _Story(
            name=name,
            court=chance.choice(self._courts),
            sentenced_on=sentenced_on,
            received_at=received_at,
            outcome=outcome,
            state=State.CLOSED if outcome else chance.choice(_OPEN_STATES),
            offence_id=offence_id,
            assessed=self._assessed[offence_id],
            holder_id=chance.choice(self._staff),
            ended_at=ended_at,
            filed_at=filed_at,
            last_day_on=due.last_day_on,
            file_by_at=due.file_by_at,
            standing=chance.choice((Standing.VICTIM, Standing.BEREAVED_FAMILY, Standing.PUBLIC)),
        )

    def _sentenced_on(self, is_open: bool) -> date:
        back = (1, 26) if is_open else (90, _YEARS * 365)
        day = self._today - timedelta(days=self._chance.randint(*back))
        while day.weekday() >= _SATURDAY:
            day -= timedelta(days=1)
        return day

    def _received_at(self, sentenced_on: date, is_open: bool) -> datetime:
        most = min((self._today - sentenced_on).days, 20) if is_open else 20
        day = sentenced_on + timedelta(days=self._chance.randint(0, most))
        at = datetime.combine(day, time(9), tzinfo=UTC)
        return min(at + timedelta(minutes=self._chance.randint(0, 700)), self._now)

    def _assess(self, offence_id: str) -> _Assessed:
        facts = Facts(
            court_id="leeds",
            court_text="Leeds",
            sentenced_on=self._today,
            convictions=(ConvictionFacts(offence_id),),
            order_kind=OrderKind.IMPRISONMENT,
        )
        found = eligibility.assess(facts, load_catalogue())
        offence = load_catalogue().get(offence_id)
        return _Assessed(
            verdict=found.verdict,
            tests=json.dumps(history.plain([asdict(each) for each in found.tests])),
            facts=json.dumps({"sentences": [history.plain(asdict(facts))]}),
            catalogue_version=found.catalogue_version,
            family=offence.family,
            title=offence.title,
        )

    def _case_row(self, story: _Story) -> int:
        year = story.received_at.year
        self.references[year] = self.references.get(year, 0) + 1
        case_id = self.loader.number("case_file")
        self.loader.add(
            "case_file",
            {
                "id": case_id,
                "reference": self._reference(story),
                "court_id": story.court.id,
                "court_text": story.court.name,
                "court_case_number": "",
                "opened_at": story.received_at,
                "opened_by_id": story.holder_id,
                "changed_at": story.received_at,
                "version": 1,
            },
        )
        return case_id

    def _reference(self, story: _Story) -> str:
        year = story.received_at.year
        return f"ULS-{year}-{self.references[year]:04d}"

    def _request_rows(self, story: _Story, case_id: int) -> int:
        request_id = self.loader.number("request")
        reference = f"REQ-B{request_id:07d}"
        requester = f"{self._chance.choice(GIVEN)} {self._chance.choice(BEGINNINGS)}"
        email = f"requester{request_id}@example.org"
        self.loader.add(
            "request",
            {
                "id": request_id,
                "reference": reference,
                "code_hash": f"{request_id:064x}",
                "state": RequestState.IN_CASE.value,
                "channel": Channel.FORM.value,
                "received_at": story.received_at,
                "logged_at": story.received_at,
                "quarantine_reason": "",
                "is_late_hours": False,
                "offender_name": story.name,
                "other_offenders": "",
                "court_id": story.court.id,
                "court_text": story.court.name,
                "sentenced_on": story.sentenced_on,
                "sentenced_text": "",
                "offence_id": story.offence_id,
                "offence_text": story.assessed.title,
                "offence_answers": "{}",
                "reason": _STORY,
                "links": "",
                "standing": story.standing.value,
                "requester_name": requester,
                "email": email,
                "telephone": "",
                "postal_address": "",
                "language": "en",
                "support_needs": "",
                "case_id": case_id,
            },
        )
        self._message_row(story, request_id, email)
        self._event(
            EventKind.REQUEST_RECEIVED,
            story.received_at,
            None,
            {"channel": "form", "reference": reference},
            request_id=request_id,
        )
        self._event(
            EventKind.CASE_OPENED,
            story.received_at,
            story.holder_id,
            {"reference": self._reference(story)},
            case_id=case_id,
        )
        self._event(
            EventKind.REQUEST_JOINED,
            story.received_at,
            story.holder_id,
            {"reference": reference},
            case_id=case_id,
            request_id=request_id,
        )
        self._found_by(
            story,
            case_id,
            names=(story.name, requester),
            said=f"{reference} {self._reference(story)} {story.court.name} "
            f"{story.assessed.title} {_STORY}",
            at=story.received_at,
            request_id=request_id,
        )
        return request_id

    def _message_row(self, story: _Story, request_id: int, email: str) -> None:
        self.loader.add(
            "message",
            {
                "id": self.loader.number("message"),
                "once_key": f"ack:{request_id}",
                "kind": "acknowledgement",
                "by_post": False,
                "recipient": email,
                "language": "en",
                "subject": "We have your request",
                "body": "We have your request.",
                "state": MessageState.SENT.value,
                "tries": 1,
                "next_try_at": story.received_at,
                "sent_at": story.received_at,
                "last_error": "",
                "created_at": story.received_at,
                "request_id": request_id,
            },
        )

    def _review_rows(self, story: _Story, case_id: int, request_id: int) -> None:
        loader = self.loader
        review_id = loader.number("review")
        loader.add(
            "review",
            {
                "id": review_id,
                "case_id": case_id,
                "offender_name": story.name,
                "offender_address": "",
                "state": story.state.value,
                "outcome": story.outcome.value if story.outcome else None,
                "outcome_note": "",
                "holder_id": story.holder_id,
                "last_day_on": story.last_day_on,
                "file_by_at": story.file_by_at,
                "earliest_file_by_at": story.file_by_at,
                "verdict": story.assessed.verdict.value,
                "opened_at": story.received_at,
                "changed_at": story.received_at,
                "filed_at": story.filed_at,
                "outcome_at": story.ended_at,
                "closed_at": story.ended_at,
                "unconfirmed_since_at": None if story.outcome else story.received_at,
                "is_historical": False,
                "version": 1,
            },
        )
        self._sentence_rows(story, case_id, review_id)
        self._as_at_row(story, case_id, review_id)
        self._found_by(
            story,
            case_id,
            names=(story.name,),
            said=f"{self._reference(story)} {story.court.name} {_SENTENCE} {story.assessed.title}",
            at=story.received_at,
            review_id=review_id,
        )
        self._name_keys(story, review_id, request_id)
        if story.outcome and story.ended_at:
            self._told_row(story, case_id, review_id, request_id)

    def _sentence_rows(self, story: _Story, case_id: int, review_id: int) -> None:
        loader, at, by = self.loader, story.received_at, story.holder_id
        sentence_id = loader.number("sentence")
        loader.add(
            "sentence",
            {
                "id": sentence_id,
                "review_id": review_id,
                "sentenced_on": story.sentenced_on,
                "order_kind": OrderKind.IMPRISONMENT.value,
                "text": _SENTENCE,
                "judge": "",
            },
        )
        loader.add(
            "conviction",
            {
                "id": loader.number("conviction"),
                "sentence_id": sentence_id,
                "offence_id": story.offence_id,
                "form": Form.FULL.value,
                "answers": "{}",
                "text": story.assessed.title,
            },
        )
        loader.add(
            "assessment",
            {
                "id": loader.number("assessment"),
                "review_id": review_id,
                "verdict": story.assessed.verdict.value,
                "tests": story.assessed.tests,
                "questions": "[]",
                "facts": story.assessed.facts,
                "catalogue_version": story.assessed.catalogue_version,
                "made_at": at,
                "made_by_id": by,
                "overrides": False,
                "override_reason": "",
            },
        )
        where: dict[str, Any] = {"case_id": case_id, "review_id": review_id}
        passed = {
            "sentenced_on": story.sentenced_on.isoformat(),
            "varied_on": None,
            "order_kind": OrderKind.IMPRISONMENT.value,
            "text": _SENTENCE,
            "judge": "",
        }
        dates = {
            "verdict": story.assessed.verdict.value,
            "last_day_on": story.last_day_on.isoformat(),
            "file_by_at": story.file_by_at.isoformat(),
        }
        self._event(EventKind.REVIEW_OPENED, at, by, {"offender_name": story.name}, **where)
        self._event(EventKind.SENTENCE_RECORDED, at, by, passed, **where)
        self._event(EventKind.ASSESSED, at, by, dates, **where)
        if story.outcome and story.ended_at:
            after = {"outcome": story.outcome.value, "note": ""}
            self._event(EventKind.REVIEW_CLOSED, story.ended_at, by, after, **where)

    def _as_at_row(self, story: _Story, case_id: int, review_id: int) -> None:
        taken = (story.ended_at - story.received_at).days if story.ended_at else None
        spare = None
        if story.filed_at:
            spare = int((story.file_by_at - story.filed_at) / timedelta(hours=1)) + 7
        self.loader.add(
            "review_as_at",
            {
                "id": self.loader.number("review_as_at"),
                "review_id": review_id,
                "case_id": case_id,
                "from_at": story.ended_at or story.received_at,
                "state": story.state.value,
                "outcome": story.outcome.value if story.outcome else None,
                "verdict": story.assessed.verdict.value,
                "court_id": story.court.id,
                "family": story.assessed.family,
                "standing": story.standing.value,
                "sentenced_on": story.sentenced_on,
                "last_day_on": story.last_day_on,
                "received_at": story.received_at,
                "received_on": story.received_at.astimezone(clock.LONDON).date(),
                "received_after_hours": False,
                "filed_at": story.filed_at,
                "ended_at": story.ended_at,
                "ended_on": story.ended_at.date() if story.ended_at else None,
                "days_taken": taken,
                "hours_to_spare": spare,
                "is_historical": False,
            },
        )

    def _told_row(self, story: _Story, case_id: int, review_id: int, request_id: int) -> None:
        assert story.outcome  # noqa: S101 - the caller has looked
        self.loader.add(
            "telling",
            {
                "id": self.loader.number("telling"),
                "case_id": case_id,
                "review_id": review_id,
                "request_id": request_id,
                "person_key": f"request:{request_id}",
                "party": "victim" if story.standing is Standing.VICTIM else "requester",
                "about": "outcome",
                "detail": story.outcome.value,
                "known_at": story.ended_at,
                "due_by_at": story.ended_at,
                "state": "told",
                "told_at": story.ended_at,
                "means": "email",
                "told_by_id": story.holder_id,
                "note": "",
                "reason": "",
                "version": 1,
            },
        )

    def _event(
        self,
        kind: EventKind,
        at: datetime,
        by_id: int | None,
        after: dict[str, Any],
        *,
        case_id: int | None = None,
        review_id: int | None = None,
        request_id: int | None = None,
    ) -> None:
        self.loader.add(
            "event",
            {
                "id": self.loader.number("event"),
                "kind": kind.value,
                "at": at,
                "by_id": by_id,
                "request_id": request_id,
                "case_id": case_id,
                "review_id": review_id,
                "before": "{}",
                "after": json.dumps(after),
            },
        )

    def _found_by(
        self,
        story: _Story,
        case_id: int,
        *,
        names: tuple[str, ...],
        said: str,
        at: datetime,
        review_id: int | None = None,
        request_id: int | None = None,
    ) -> None:
        """The row by which the search box finds it, as services/search_index.py writes it."""
        folded = [fold(name) for name in names]
        sounds = dict.fromkeys(sound for words in folded for sound in sounds_of(words))
        self.loader.add(
            "search_entry",
            {
                "id": self.loader.number("search_entry"),
                "case_id": case_id,
                "review_id": review_id,
                "request_id": request_id,
                "names": "\n".join(" ".join(words) for words in folded),
                "keys": " ".join(sounds),
                "words": " ".join(fold(said)),
                "court_id": story.court.id,
                "sentenced_on": story.sentenced_on,
                "at": at,
            },
        )

    def _name_keys(self, story: _Story, review_id: int, request_id: int) -> None:
        """The keys of both: they say the same of the same person."""
        court = read_court(story.court.name, story.court.id)
        subject = Subject(read_names(story.name), court, Days((story.sentenced_on,)))
        keys = kept_keys(subject) | {0}
        numbers = iter(self.loader.numbers("name_key", 2 * len(keys)))
        rows: list[tuple[int, int, int | None, int | None]] = []
        for key in keys:
            rows.append((next(numbers), key, review_id, None))
            rows.append((next(numbers), key, None, request_id))
        self.loader.add_many("name_key", ("id", "key", "review_id", "request_id"), rows)
