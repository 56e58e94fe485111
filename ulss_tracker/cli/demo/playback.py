"""Playing the demo's stories through the services, with the clock set to when each step happened.

Nothing is written to the tables directly: what the demo shows is what the office would have done.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from ulss_tracker import clock
from ulss_tracker.cli.demo import rota, steps
from ulss_tracker.cli.demo.applications import ADVICE, APPLICATIONS
from ulss_tracker.cli.demo.people import (
    CASEWORKER,
    COUNSEL,
    LAW_OFFICER,
    LAWYER,
    SECOND_CASEWORKER,
    SUPERVISOR,
    Person,
    add_contacts,
    add_people,
    add_teams,
)
from ulss_tracker.cli.demo.stories import REPEATS, STORIES
from ulss_tracker.cli.demo.story import Offender, Repeat, Story
from ulss_tracker.models import (
    Channel,
    CourtSource,
    DecisionChoice,
    Fact,
    FilingKind,
    LetterKind,
    Means,
    Origin,
    Request,
    Review,
    RoleSource,
    User,
)
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases, convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core import progress, references
from ulss_tracker.services.notifying import record_told, untold
from ulss_tracker.services.referral import advice, applications, decisions
from ulss_tracker.services.requests import intake, requests, who_asked
from ulss_tracker.services.requests.details import RequestDetails
from ulss_tracker.services.requests.intake import Received

SEED = 28
_FRIDAY = 4
_REASONS = {
    DecisionChoice.REFER: (
        "Having read the papers and the advice I consider this sentence unduly lenient, and that "
        "this is a proper case in which to ask the Court of Appeal to review it."
    ),
    DecisionChoice.DO_NOT_REFER: (
        "The sentence is merciful but within the range open to the judge, who had seen the "
        "offender and weighed the guideline with care."
    ),
}
_SUPERVISORS = frozenset({Step.CLOSE_OUT_OF_TIME, Step.WITHDRAW})
_SENT = (
    (LetterKind.REFERRAL, FilingKind.FILING, "By email to the Criminal Appeal Office"),
    (LetterKind.OFFENDER_NOTICE, FilingKind.SERVICE, "By post to the prison"),
)


PARTS = len(STORIES) + len(REPEATS)
"""Into how many parts it is divided for who watches it."""


@dataclass(frozen=True, slots=True)
class DemoCounts:
    """How much the demo made."""

    reviews: int
    requests: int


def play_all() -> DemoCounts:
    """Add the demo's staff and play every story, the earliest request first."""
    staff = add_people()
    add_teams(staff)
    add_contacts(staff)
    player = Player(staff=staff, started_at=clock.now(), today=clock.today())
    with references.predictable(SEED):
        opened = []
        for story in sorted(STORIES, key=_received_days_ago, reverse=True):
            progress.begin("a case")
            opened.append(player.play(story))
        for repeat in REPEATS:
            progress.begin("a request")
            player.repeat(repeat)
    rota.keep(staff)
    return DemoCounts(sum(opened), len(STORIES) + len(REPEATS))


def email_of(requester: str) -> str:
    """An invented address that is the same person's each time."""
    words = re.sub(r"[^a-z]+", ".", requester.casefold()).strip(".")
    return f"{words}@example.org"


def _received_days_ago(story: Story) -> int:
    return story.offenders[0].days_ago - story.received_days_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """Plays stories as they look from one moment, `started_at`; nothing happens after it."""

    staff: Mapping[Person, User]
    started_at: datetime
    today: date
    issue: steps.Issue = letters.issue

    def play(self, story: Story) -> int:
        """Play one story; the number of reviews it opened."""
        assignee = self.staff[story.assignee]
        received_at = self._received_at(story)
        with clock.set_to(received_at):
            offender, *others = story.offenders
            request = self._ask(
                story,
                assignee,
                offender_name=offender.name,
                other_offenders=", ".join(other.name for other in others),
                sentenced_on=self._sentenced_on(offender),
                offence_text=story.offence,
                telephone=story.telephone,
            ).request
        if not story.is_opened:
            return 0
        moments = self._moments_after(received_at)
        with clock.set_to(next(moments)):
            reviews = self._open(story, request, assignee)
        for offender, review in zip(story.offenders, reviews, strict=True):
            self._work(offender, review, assignee, moments)
        return len(reviews)

    def repeat(self, repeat: Repeat) -> None:
        """Ask once more about a sentence of a story, in another person's words."""
        story, offender = next(
            (story, offender)
            for story in STORIES
            for offender in story.offenders
            if offender.name == repeat.of
        )
        received_at = self.started_at - timedelta(days=repeat.received_days_ago, minutes=5)
        with clock.set_to(received_at):
            self._ask(
                repeat,
                self.staff[CASEWORKER],
                offender_name=repeat.name,
                sentenced_on=self._sentenced_on(offender) - timedelta(days=repeat.days_off),
                offence_text=story.offence,
            )

    def _ask(self, asks: Story | Repeat, by: User, **about: Any) -> Received:
        """Have the requester ask, about that offender, day and offence, in their own words."""
        court = load_courts().read(asks.court).court
        details = RequestDetails(
            court_id=court.id if court else None,
            court_text=court.name if court else asks.court,
            reason=asks.reason,
            standing=asks.standing,
            requester_name=asks.requester,
            email=email_of(asks.requester),
            **about,
        )
        if asks.channel is Channel.FORM:
            return intake.receive(details, channel=Channel.FORM)
        return requests.log(details, channel=asks.channel, received_at=clock.now(), by=by)

    def _open(self, story: Story, request: Request, assignee: User) -> list[Review]:
        review = cases.open_case(request, assignee)
        review.origin = story.origin
        case = review.case
        if story.number:
            cases.change_court(
                case,
                court_id=case.court_id,
                court_text=case.court_text,
                number=story.number,
                by=assignee,
                version=case.version,
            )
        others = story.offenders[1:]
        return [review, *(cases.add_review(case, other.name, assignee) for other in others)]

    def _work(
        self, offender: Offender, review: Review, assignee: User, moments: Iterator[datetime]
    ) -> None:
        """Record the sentence, then take the review as far as its story goes."""
        with clock.set_to(next(moments)):
            self._record(offender, review, assignee)
        for step in offender.steps:
            with clock.set_to(next(moments)):
                self._step(offender, review, step, assignee)
        if offender.decision:
            with clock.set_to(next(moments)):
                decisions.decide(
                    review,
                    offender.decision,
                    _REASONS[offender.decision],
                    self.staff[LAW_OFFICER],
                    version=review.version,
                    seen_sha256=review.submissions[-1].sha256,
                )
        if offender.application:
            prepared = APPLICATIONS[offender.application]
            with clock.set_to(next(moments)):
                applications.prepare(review, prepared, assignee, version=review.version)
        for letter, filing, method in _SENT[: offender.is_filed + offender.is_served]:
            with clock.set_to(next(moments)):
                steps.send(
                    review, letter, filing, method, assignee, self.staff[SUPERVISOR], self.issue
                )
        for ending in offender.endings:
            by = self.staff[SUPERVISOR] if ending in _SUPERVISORS else assignee
            if ending is Step.CLOSE:
                with clock.set_to(next(moments)):
                    for notification in untold(review.case):
                        record_told(notification, Means.PHONE, clock.now(), assignee)
            with clock.set_to(next(moments)):
                steps.take(review, ending, by, offender.papers)

    def _step(self, offender: Offender, review: Review, step: Step, assignee: User) -> None:
        """Take a step; where advice is asked or comes, as the people whose it is."""
        if step is Step.RECEIVE_ADVICE:
            advice.give(review, ADVICE, self.staff[LAWYER], version=review.version)
        elif step is Step.INSTRUCT_COUNSEL:
            counsel = self.staff[COUNSEL]
            advice.instruct(review, counsel, "", assignee, version=review.version)
        else:
            steps.take(review, step, assignee, offender.papers)

    def _record(self, offender: Offender, review: Review, assignee: User) -> None:
        if offender.address:
            details = cases.Offender(name=offender.name, born_on=None, address=offender.address)
            cases.change_offender(review, details, assignee, review.version)
        if not offender.crimes:
            return
        sentenced_on = self._sentenced_on(offender)
        passed = SentenceInput(
            sentenced_on=sentenced_on,
            order_kind=offender.order_kind,
            text=offender.text,
            parts=read_sentence(offender.text).parts,
        )
        sentence = sentences.record_sentence(review, passed, assignee, review.version)
        for crime in offender.crimes:
            convicted = ConvictionInput(
                offence_id=crime.offence_id,
                form=crime.form,
                answers=crime.answers,
                plea=crime.plea,
                convicted_on=sentenced_on - timedelta(days=35),
            )
            convictions.record_conviction(review, sentence, convicted, assignee, review.version)
        if review.origin is Origin.OFFICE and (offender.steps or offender.endings):
            self._confirm(review, assignee)

    def _confirm(self, review: Review, assignee: User) -> None:
        """The other caseworker verifies date, court and offence, and that a victim asked."""
        second = CASEWORKER if assignee is self.staff[SECOND_CASEWORKER] else SECOND_CASEWORKER
        request = review.case.requests[0]
        if request.standing is RequesterRole.VICTIM and not request.is_standing_verified:
            who_asked.verify(request, RoleSource.CPS, "The reviewing lawyer", self.staff[second])
        verification.verify(
            review,
            list(Fact),
            source=CourtSource.COURT_LOG,
            source_reference=review.case.court_case_number,
            by=self.staff[second],
            version=review.version,
        )

    def _sentenced_on(self, offender: Offender) -> date:
        """That many days ago, or the Friday before when that was a weekend."""
        day = self.today - timedelta(days=offender.days_ago)
        return day - timedelta(days=max(day.weekday() - 4, 0))

    def _received_at(self, story: Story) -> datetime:
        """Twenty past ten on the day the request came; never in the future."""
        day = self.today - timedelta(days=max(_received_days_ago(story), 0))
        return min(datetime.combine(day, time(10, 20), tzinfo=clock.LONDON), self.started_at)

    def _moments_after(self, received_at: datetime) -> Iterator[datetime]:
        """Moments for what happens next: a weekday apart while there is room, then closer."""
        moment = received_at
        while True:
            later = moment + timedelta(days=1, minutes=25)
            while later.weekday() > _FRIDAY:
                later += timedelta(days=1)
            if later >= self.started_at:
                later = moment + (self.started_at - moment) / 2
            moment = later
            yield moment
