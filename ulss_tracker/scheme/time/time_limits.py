"""Is it in time? The dated table of time limits, and three answers.

The 28 days of CJA 1988 Sch 3 para 1 decide. The longer limits of the Victims and Courts Act 2026
are in the table as unconfirmed: they give nobody any time, but where one could matter the answer
is "a lawyer must check" and never "out of time". A timely request is not a timely application:
the limit is on the application reaching the court.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.scheme.time import limit_words
from ulss_tracker.scheme.time.calendar import WorkingDays, working_days
from ulss_tracker.scheme.time.deadline import Deadline, file_by, work_out
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.policies import Policy, load_policies
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

UNTOLD: frozenset[RequesterRole | None] = frozenset({None, RequesterRole.OTHER})
"""Standings of whoever has not said what they are: "other" is "I would rather not say" as well."""


class TimeVerdict(LabelledEnum):
    """The three answers about time. Unknown never becomes out of time."""

    IN_TIME = "in_time", "In time"
    OUT_OF_TIME = "out_of_time", "Out of time"
    MUST_CHECK = "must_check", "A lawyer must check"


@dataclass(frozen=True, slots=True)
class TimeAnswer:
    """Whether an application can be in time, with the reason and its authority.

    `id` names the reason, for translation. `may_matter` are the policies that stop an "out of
    time": not confirmed, or for somebody that nobody has verified. `last_day_on` and `file_by_at`
    are of `policy`, the limit that decides.
    `is_over_for_them`: none of those that matter could be for whoever asked.
    """

    verdict: TimeVerdict
    id: str
    reason: str
    authority: str
    last_day_on: date
    file_by_at: datetime
    policy: Policy
    may_matter: tuple[Policy, ...] = ()
    is_over_for_them: bool = False


def time_answer(
    sentenced_on: date | Sequence[date],
    standing: RequesterRole | None = None,
    *,
    is_verified: bool = True,
    received_at: datetime | None = None,
    now: datetime | None = None,
    varied_on: date | None = None,
    deferred: bool = False,
    confiscation_postponed: bool = False,
    policies: Sequence[Policy] | None = None,
    days: WorkingDays | None = None,
) -> TimeAnswer:
    """Whether an application not yet made is in time at `now`.

    `received_at` is when the request came. Without `now` the answer is as things stood then:
    was the request in time? Moments are aware. `standing` None means not known; unless it
    `is_verified`, a limit for some people only gives no time yet. Raises ValueError
    without a moment or a date of sentence, CalendarUnknown where the holidays are not known.
    """
    moment = now or received_at
    if moment is None or moment.tzinfo is None:
        raise ValueError("Whether it is in time needs a moment with a time zone.")
    days = days or working_days()
    dates = [sentenced_on] if isinstance(sentenced_on, date) else sorted(set(sentenced_on))
    question = _TimeQuestion(
        deadline=work_out(
            dates,
            varied_on=varied_on,
            deferred=deferred,
            confiscation_postponed=confiscation_postponed,
            days=days,
        ),
        dates=dates,
        standing=standing,
        is_verified=is_verified,
        received_at=received_at,
        moment=moment,
    )
    return _answer(question, policies or load_policies(), days)


@dataclass(frozen=True, slots=True)
class _TimeQuestion:
    """The question: of which sentences, by whom, and at which moment."""

    deadline: Deadline
    dates: Sequence[date]
    standing: RequesterRole | None
    is_verified: bool
    received_at: datetime | None
    moment: datetime

    @property
    def on(self) -> date:
        """The London date of the moment asked about."""
        return self.moment.astimezone(LONDON).date()

    @property
    def runs_from(self) -> date:
        """The day that time runs from."""
        return self.deadline.runs_from_on

    @property
    def varied(self) -> bool:
        """True if time runs from a variation and not from a sentence."""
        return self.runs_from not in self.dates

    @property
    def received_on(self) -> date | None:
        return self.received_at.astimezone(LONDON).date() if self.received_at else None


def _answer(question: _TimeQuestion, policies: Sequence[Policy], days: WorkingDays) -> TimeAnswer:
    policy, last = _deciding_limit(question, policies)
    file_by_at = file_by(last, days)
    received = question.received_at.astimezone(LONDON) if question.received_at else None

    def answer(
        verdict: TimeVerdict,
        reason_id: str,
        text: str,
        may_matter: Sequence[Policy] = (),
        *,
        is_over: bool = False,
    ) -> TimeAnswer:
        authority = limit_words.AUTHORITIES.get(reason_id, policy.provision)
        matters = tuple(may_matter)
        return TimeAnswer(
            verdict, reason_id, text, authority, last, file_by_at, policy, matters, is_over
        )

    if question.moment <= file_by_at:
        first = question.dates[0]
        alone = policy.last_day(first) if policy.from_sentence else last
        if question.moment > file_by(alone, days):
            if question.varied:
                text = limit_words.only_if_restarted(first, alone, question.runs_from, last)
                return answer(TimeVerdict.MUST_CHECK, "varied", text)
            text = limit_words.only_as_one_case(first, alone, last)
            return answer(TimeVerdict.MUST_CHECK, "one_case", text)
        return answer(
            TimeVerdict.IN_TIME, "in_time", limit_words.in_time(received, last, file_by_at)
        )
    if question.on <= last:
        text = limit_words.after_hours(last, file_by_at)
        return answer(TimeVerdict.MUST_CHECK, "after_hours", text)
    if may_matter := [p for p in policies if _may_matter(p, question, policies)]:
        titles = [policy.title for policy in may_matter]
        is_law = all(policy.decides for policy in may_matter)
        reason_id = "who_asked" if is_law else "may_be_longer"
        text = (
            limit_words.past_but_for_some(last, titles)
            if is_law
            else limit_words.past_but_may_be_longer(last, titles)
        )
        is_over = not question.deadline.must_check and not any(
            _could_be_theirs(policy, question) for policy in may_matter
        )
        return answer(TimeVerdict.MUST_CHECK, reason_id, text, may_matter, is_over=is_over)
    if question.deadline.must_check:
        text = limit_words.past_but_doubtful(last)
        return answer(TimeVerdict.MUST_CHECK, "doubtful_start", text)
    text = limit_words.out_of_time(received, last)
    return answer(TimeVerdict.OUT_OF_TIME, "out_of_time", text, is_over=True)


def _deciding_limit(question: _TimeQuestion, policies: Sequence[Policy]) -> tuple[Policy, date]:
    """The longest limit that is law for these sentences and this person, and its last day."""
    limits = [
        (policy, last)
        for policy in policies
        if policy.decides and policy.covers(question.runs_from)
        if policy.is_surely_for(question.standing, question.is_verified)
        if (last := _last_day_under(policy, question))
    ]
    return max(limits, key=lambda limit: limit[1])


def _last_day_under(policy: Policy, question: _TimeQuestion) -> date | None:
    """The last day under one policy; None where the request did not come in its last days."""
    if policy.from_sentence:
        return policy.last_day(question.runs_from)
    received = question.received_on
    if received and policy.is_late(received, question.deadline.last_day_on):
        return policy.last_day(received)
    return None


def may_have_longer(
    standing: RequesterRole | None, sentenced_on: date | None, limit: Policy | None = None
) -> bool:
    """Whether the table holds a limit, other than `limit`, that may help such a person.

    Confirmed or not; of a standing or a day not known any may. It promises
    nothing: it is when to say that somebody may ask.
    """
    return any(
        policy is not limit
        and policy.from_sentence
        and bool(policy.standings)
        and (standing in UNTOLD or policy.is_for(standing))
        and (sentenced_on is None or policy.covers(sentenced_on))
        for policy in load_policies()
    )


def _could_be_theirs(policy: Policy, question: _TimeQuestion) -> bool:
    """Whether a policy may be for whoever asked: one that runs from a request is for anybody."""
    return _may_be_named(policy, question) or not policy.from_sentence


def _may_be_named(policy: Policy, question: _TimeQuestion) -> bool:
    return question.standing in UNTOLD or policy.is_for(question.standing)


def _may_matter(policy: Policy, asked: _TimeQuestion, policies: Sequence[Policy]) -> bool:
    """Whether a policy that does not decide here could still give time at that moment."""
    is_theirs = policy.is_surely_for(asked.standing, asked.is_verified)
    settled = policy.decides and (is_theirs or not _may_be_named(policy, asked))
    if settled or not policy.covers(asked.runs_from):
        return False
    if policy.from_sentence:
        # Until then no sentence is called out of time, whoever asks.
        within = asked.on <= policy.last_day(asked.runs_from)
        return within or (policy.may_start_later and _could_be_theirs(policy, asked))
    received = asked.received_on
    ends = [
        other.last_day(asked.runs_from)
        for other in policies
        if other.from_sentence and other.covers(asked.runs_from)
    ]
    return (
        received is not None
        and asked.on <= policy.last_day(received)
        and any(policy.is_late(received, end) for end in ends)
    )
