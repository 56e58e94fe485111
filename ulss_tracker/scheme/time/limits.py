"""Every limit that runs, or may run, for a sentence: who asked decides which of them help.

The longest that is law leads: everyone's 28 days (CJA 1988 Sch 3 para 1), or a longer one that two
people have confirmed for somebody who asked, once a person has verified that they are who they say.
Any other gives nobody a day; it is shown beside, and nothing that it may help is called out of time
(time_limits.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ulss_tracker.scheme.time.policies import Policy, load_policies
from ulss_tracker.scheme.time.time_limits import UNTOLD
from ulss_tracker.scheme.workflow.requester_role import RequesterRole


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asked for a review: what they are to the case, and when the request came.

    `is_verified`: a second person has verified what they are.
    """

    standing: RequesterRole | None
    received_on: date
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The limit that leads, and the longest that may help beside it, with the last day of each."""

    leading: Policy
    last_day_on: date
    may_be: Policy | None = None
    may_be_until_on: date | None = None


def limits_for(runs_from: date, asked: Iterable[Asker]) -> Limits:
    """The limits of a sentence that counts as passed on `runs_from`: the best of anybody's.

    A confirmed limit leads where it is surely for somebody who asked, as verified; for one who has
    not said what they are, or whose word is all there is, it may be. One from the receipt of a
    request leads nothing, confirmed or not: the day counted from the sentence is the safe one.
    """
    held = [policy for policy in load_policies() if policy.covers(runs_from)]
    askers = tuple(asked) or (Asker(None, runs_from),)
    leading = max(
        (
            policy
            for policy in held
            if policy.decides and policy.from_sentence and _is_for_any(policy, askers)
        ),
        key=lambda policy: policy.last_day(runs_from),
    )
    last_day_on = leading.last_day(runs_from)
    others = [
        (day, policy)
        for policy in held
        if policy is not leading
        for day in _may_end(policy, runs_from, last_day_on, askers)
        if day > last_day_on
    ]
    if not others:
        return Limits(leading, last_day_on)
    day, policy = max(others, key=lambda other: other[0])
    return Limits(leading, last_day_on, policy, day)


def _is_for_any(policy: Policy, askers: Sequence[Asker]) -> bool:
    return any(policy.is_surely_for(asker.standing, asker.is_verified) for asker in askers)


def _may_end(
    policy: Policy, runs_from: date, last_day_on: date, askers: Sequence[Asker]
) -> list[date]:
    """The last days that a limit may give those of them whom it may help."""
    helped = [
        asker for asker in askers if asker.standing in UNTOLD or policy.is_for(asker.standing)
    ]
    if policy.from_sentence:
        return [policy.last_day(runs_from)] if helped else []
    return [
        policy.last_day(asker.received_on)
        for asker in helped
        if policy.is_late(asker.received_on, last_day_on)
    ]
