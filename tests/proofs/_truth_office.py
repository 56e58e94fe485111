"""An office for the proof of one truth: the demo's stories, and thirty days of what happens then.

Requests by every channel, with the day of sentence given, in words and not at all; sentences dated
again, verified, sealed, given to others, ended; people told; the six months signed into law.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from tests.support import build, signed_law
from ulss_tracker import clock
from ulss_tracker.cli.demo import playback
from ulss_tracker.cli.demo.people import add_people, add_teams
from ulss_tracker.cli.demo.stories import STORIES
from ulss_tracker.cli.job_table import JOBS
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Channel, Means, Request, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, sentences
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core import references
from ulss_tracker.services.notifying import record_attempt, record_told, untold
from ulss_tracker.services.people import calendars
from ulss_tracker.services.protection import sealing
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
# Of a short proof: with the law officers, of two offenders, at court, and told.
_FEW = (1, 2, 9, 11)
LAW_CHANGES_ON = 15  # the day on which the six months are signed


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
        """Let a day's deeds be done, then run the jobs."""
        if day == LAW_CHANGES_ON:
            signed_law.sign()
        for _ in range(deeds):
            with suppress(Refused, NotAllowed, ChangedMeanwhile, NotFound):
                self.chance.choice(self._deeds())()
            db.session.rollback()
        for job in JOBS:
            if job.name in _JOBS:
                job.work()
        db.session.rollback()

    def sessions(self) -> dict[str, dict[str, Any]]:
        """Those who read, signed in for good."""
        readers = [self.boss, *self.by_role[Role.CASEWORKER], *self.by_role[Role.LAW_OFFICER][:1]]
        return {person.name: build.session_of(person) for person in readers}

    def calendar(self) -> tuple[str, str]:
        """The name of a caseworker and the secret of their calendar."""
        person = self.by_role[Role.CASEWORKER][0]
        return person.name, calendars.make(person)

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
            self._open,
            self._give_review,
            self._give_request,
            self._date_anew,
            self._date_anew,
            self._verify,
            self._tell,
            self._seal,
            self._owe,
        ]

    def _somebody(self) -> User:
        return self.chance.choice(self.staff)

    def _review(self) -> Review:
        query = select(Review).where(Review.closed_at.is_(None)).order_by(Review.id)
        return self.chance.choice(db.session.scalars(query).all())

    def _request(self) -> Request:
        query = select(Request).where(Request.case_id.is_(None)).order_by(Request.id)
        return self.chance.choice(db.session.scalars(query).all())

    def _arrive(self, **changes: Any) -> None:
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
        requests.log(details, channel=channel, received_at=clock.now(), by=self._somebody())

    def _open(self) -> None:
        by = self._somebody()
        review = cases.open_case(self._request(), by)
        if self.chance.random() < 0.5:
            cases.add_review(review.case, f"Other {self.chance.randrange(999)}", by)
        self._sentence(review)

    def _sentence(self, review: Review) -> None:
        sentenced_on = clock.today() - timedelta(days=self.chance.randint(2, 20))
        sentence = build.sentence(review, sentenced_on=sentenced_on, by=self._somebody())
        build.conviction(sentence, by=self._somebody())

    def _give_review(self) -> None:
        review = self._review()
        seen = assignment.seen_of(review)
        assignment.assign(review, self._somebody(), self.boss, seen=seen)

    def _give_request(self) -> None:
        request = self._request()
        seen = assignment.seen_of(request)
        assignment.assign(request, self._somebody(), self.boss, seen=seen)

    def _date_anew(self) -> None:
        review = self._review()
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

    def _tell(self) -> None:
        waiting = untold(self._review().case)
        for notification in waiting[: self.chance.randint(0, 2)]:
            record = self.chance.choice((record_told, record_attempt))
            record(notification, Means.PHONE, clock.now(), self._somebody())

    def _seal(self) -> None:
        if self.chance.random() < 0.3:
            case = self._review().case
            sealing.seal(case, [*self.staff], "It is secret", self.boss)

    def _owe(self) -> None:
        due_on = clock.today() + timedelta(days=self.chance.randint(0, 4))
        calls.plan(self._review().case, self._somebody(), due_on, "Ring Kim", self._somebody())
        outstanding.ask(self._request(), "The remarks", due_on, self._somebody())
