"""An office for the proof of one truth: the demo's stories, and thirty days of what happens then.

Requests by every channel, with the day of sentence given, in words and not at all; sentences dated
again, verified, sealed, given to others, ended; people told; the six months signed into law.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import time, timedelta
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from tests.support import build, signed_law
from ulss_tracker import clock
from ulss_tracker.cli.demo import playback
from ulss_tracker.cli.demo.people import add_people, add_teams
from ulss_tracker.cli.demo.stories import STORIES
from ulss_tracker.cli.job_table import JOBS
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Channel, LetterKind, Means, PassReason, Request, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import letters
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, sentences
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core import references
from ulss_tracker.services.notifying import record_attempt, record_told, untold
from ulss_tracker.services.people import calendars
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import court, submissions
from ulss_tracker.services.referral.court import HearingInput
from ulss_tracker.services.requests import requests
from ulss_tracker.services.waiting import calls, outstanding

_NAMES = ("Ivor", "Una", "Bryn")
_WORDS = ("last Tuesday", "in the second week of last month", "three weeks ago", "")
_JOBS = (
    "raise alarms",
    "reconcile deadlines",
    "remind",
    "send the daily list",
    "follow the law",
    "chase papers",
    "tell of time to appeal",
    "put right what waits",
    "make downloads",
)
# Of a short proof: with the law officers, of two offenders, at court, told, and not referred.
_FEW = (1, 2, 9, 11, 12)
LAW_CHANGES_ON = 15  # the day on which the six months are signed
SATURDAY = 5
_LAST_DAY = 28  # days since a sentence
_CASE_OF_SEVERAL = select(Review.case_id).group_by(Review.case_id).having(func.count() > 1)
_HAS_CO_OFFENDERS = Review.case_id.in_(_CASE_OF_SEVERAL)
_IS_TO_FILE = and_(
    Review.outcome.is_(None), Review.filed_at.is_(None), Review.file_by_at.is_not(None)
)
_IS_SENT_UP = Review.state == State.LAW_OFFICERS


def _days_since(weekday: int) -> int:
    """How many days ago that weekday was, before yesterday."""
    return (clock.today().weekday() - weekday) % 7 + 7


class TruthOffice:
    """People, cases and requests, and what happens to them; in an application's context."""

    def __init__(self, chance: Random, *, short: bool) -> None:
        self.chance = chance
        if short:
            self._play([STORIES[number] for number in _FEW])
        else:
            playback.play_all()
        everybody = db.session.scalars(select(User).order_by(User.id)).all()
        self.by_role = {
            role: [person for person in everybody if person.role is role] for role in Role
        }
        self.staff = self.by_role[Role.CASEWORKER] + self.by_role[Role.SUPERVISOR]
        self.boss = self.by_role[Role.SUPERVISOR][0]
        for words in _WORDS:
            self._arrive(sentenced_on=None, sentenced_text=words)

    def live(self, day: int, deeds: int) -> None:
        """Let a day's deeds be done, on the first day each of them; then run the jobs."""
        if day == LAW_CHANGES_ON:
            signed_law.sign()
        possible = self._deeds()
        chosen = possible if day == 0 else self.chance.choices(possible, k=deeds)
        # A minute each: what was written before a day changed is not held to the day after it.
        for minutes, deed in zip(range(len(chosen), 0, -1), chosen, strict=True):
            with clock.set_to(clock.now() - timedelta(minutes=minutes)):
                self._do(deed)
        for job in JOBS:
            if job.name in _JOBS:
                job.work()
        db.session.rollback()

    def _do(self, deed: Callable[[], object]) -> None:
        with suppress(Refused, NotAllowed, ChangedMeanwhile, NotFound, IndexError):
            deed()
        db.session.rollback()

    def sessions(self) -> dict[str, dict[str, Any]]:
        """Those who read, signed in for good."""
        readers = [self.boss, *self.by_role[Role.CASEWORKER], *self.by_role[Role.LAW_OFFICER][:1]]
        return {person.name: build.session_of(person) for person in readers}

    def calendars(self) -> dict[str, str]:
        """The names of those who have work, and the secrets of their calendars."""
        return {person.name: calendars.make(person) for person in self.staff}

    def _play(self, stories: Any) -> None:
        staff = add_people()
        add_teams(staff)
        player = playback.Player(staff=staff, started_at=clock.now(), today=clock.today())
        with references.predictable(playback.SEED):
            for story in stories:
                player.play(story)

    def _deeds(self) -> list[Callable[[], object]]:
        return [
            self._arrive,
            self._arrive_in_welsh,
            self._open,
            lambda: self._open(_days_since(SATURDAY)),
            lambda: self._open(_LAST_DAY),
            self._sentence_again,
            self._give_review,
            lambda: self._give_review(_HAS_CO_OFFENDERS),
            self._give_request,
            self._date_anew,
            self._date_anew,
            self._verify,
            self._pass_on,
            self._list_again,
            self._write,
            self._tell,
            self._seal,
            self._owe,
        ]

    def _somebody(self) -> User:
        return self.chance.choice(self.staff)

    def _somebody_else(self, review: Review) -> User:
        """Somebody who does not have the review."""
        return self.chance.choice([one for one in self.staff if one.id != review.assignee_id])

    def _review(self, *conditions: ColumnElement[bool]) -> Review:
        query = select(Review).where(Review.closed_at.is_(None), *conditions).order_by(Review.id)
        return self.chance.choice(db.session.scalars(query).all())

    def _request(self) -> Request:
        query = select(Request).where(Request.case_id.is_(None)).order_by(Request.id)
        return self.chance.choice(db.session.scalars(query).all())

    def _arrive(self, **changes: Any) -> Request:
        chance = self.chance
        details = build.asked(
            **{
                "offender_name": f"{chance.choice(_NAMES)} {chance.randrange(999)}",
                "standing": chance.choice(list(RequesterRole)),
                "sentenced_on": clock.today() - timedelta(days=chance.randint(1, 27)),
            }
            | changes
        )
        channel = chance.choice((Channel.PHONE, Channel.EMAIL, Channel.LETTER))
        by = self._somebody()
        return requests.log(details, channel=channel, received_at=clock.now(), by=by).request

    def _arrive_before(self) -> Request:
        """Let one arrive so long before what is done with it that its email tells of before."""
        with clock.set_to(clock.now() - timedelta(seconds=30)):
            return self._arrive()

    def _arrive_in_welsh(self) -> None:
        build.request(language="cy", sentenced_on=clock.today() - timedelta(days=3))

    def _open(self, days_ago: int = 0) -> None:
        """Open a case for somebody who has just asked, or who asked before, with its sentence.

        Its day need not be the one that they stated.
        """
        by = self._somebody()
        is_new = days_ago or self.chance.random() < 0.5
        request = self._arrive_before() if is_new else self._request()
        review = cases.open_case(request, by)
        if self.chance.random() < 0.5:
            cases.add_review(review.case, f"Other {self.chance.randrange(999)}", by)
        self._sentence(review, days_ago)

    def _sentence_again(self) -> None:
        """Pass another sentence on one day more: the law may allow a later moment."""
        self._sentence(self._review(_IS_TO_FILE))

    def _sentence(self, review: Review, days_ago: int = 0) -> None:
        sentenced_on = clock.today() - timedelta(days=days_ago or self.chance.randint(2, 20))
        sentence = build.sentence(review, sentenced_on=sentenced_on, by=self._somebody())
        build.conviction(sentence, by=self._somebody())

    def _give_review(self, *conditions: ColumnElement[bool]) -> None:
        review = self._review(*conditions)
        seen = assignment.seen_of(review)
        assignment.assign(review, self._somebody_else(review), self.boss, seen=seen)

    def _give_request(self) -> None:
        request = self._request()
        seen = assignment.seen_of(request)
        assignment.assign(request, self._somebody(), self.boss, seen=seen)

    def _date_anew(self) -> None:
        review = self._review(Review.outcome.is_(None))
        if not review.sentences:
            self._sentence(review)
            return
        sentence = review.sentences[0]
        passed = SentenceInput(
            sentenced_on=sentence.sentenced_on - timedelta(days=self.chance.randint(-2, 3)),
            order_kind=OrderKind.IMPRISONMENT,
            text=sentence.text,
        )
        sentences.change_sentence(review, sentence, passed, self._somebody(), review.version)

    def _verify(self) -> None:
        build.verify_by(self._review(), self._somebody())

    def _pass_on(self) -> None:
        review, officer = self._review(_IS_SENT_UP), self.by_role[Role.LAW_OFFICER][0]
        submissions.pass_on(review, PassReason.ABSENCE, "", officer, version=review.version)

    def _list_again(self) -> None:
        """List a hearing, and then another in its place."""
        review = self._review(Review.state == State.AT_COURT)
        for days in (6, 9):
            heard_on = clock.today() + timedelta(days=days)
            listed = HearingInput(on=heard_on, at=time(10, 30), court="Royal Courts of Justice")
            court.list_hearing(review, listed, self._somebody(), version=review.version)

    def _write(self) -> None:
        """Answer one who asked about a sentence that was decided on."""
        query = select(Review).where(Review.outcome == Outcome.NOT_REFERRED).order_by(Review.id)
        review, by = self.chance.choice(db.session.scalars(query).all()), self._somebody()
        request = self.chance.choice(review.case.requests)
        why = {"why": "It is within the range of sentences that a judge may pass."}
        kind = LetterKind.NOT_REFERRED
        letters.issue(letters.draft(kind, by, review=review, request=request, words=why), by)

    def _tell(self) -> None:
        """Somebody who does not have the review tells one person, and does not reach another."""
        is_open = select(Review).where(Review.closed_at.is_(None)).order_by(Review.id)
        waiting = [owed for review in db.session.scalars(is_open) for owed in untold(review.case)]
        for record in (record_attempt, record_told):
            notification = self.chance.choice(waiting)
            teller = self._somebody_else(notification.review)
            record(notification, Means.PHONE, clock.now(), teller)

    def _seal(self) -> None:
        if self.chance.random() < 0.3:
            case = self._review().case
            sealing.seal(case, [*self.staff], "It is secret", self.boss)

    def _owe(self) -> None:
        due_on = clock.today() + timedelta(days=self.chance.randint(0, 4))
        calls.plan(self._review().case, self._somebody(), due_on, "Ring Kim", self._somebody())
        outstanding.ask(self._request(), "The remarks", due_on, self._somebody())
