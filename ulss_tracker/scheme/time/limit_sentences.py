"""The sentences about time that follow from the table of limits: how long, for whom, how sure."""

from collections.abc import Callable, Sequence
from datetime import date

from ulss_tracker.scheme.time.policies import Policy, load_policies
from ulss_tracker.scheme.time.time_sentences import say

_HALF_A_YEAR = 6


def length(policy: Policy, language: str = "en") -> str:
    """The length of a limit in words: 28 days, six months."""
    if policy.months == _HALF_A_YEAR:
        return say("six_months", language)
    if policy.months is not None:
        return say("months", language, number=policy.months)
    return say("days", language, number=policy.days)


def usual_length(language: str = "en") -> str:
    """The length of everyone's limit (CJA 1988 Sch 3 para 1)."""
    return length(load_policies()[0], language)


def longer_limit(policies: Sequence[Policy] | None = None) -> Policy | None:
    """The longer limit from the sentence for some people, confirmed or not; None without one."""
    held = policies or load_policies()
    return next((policy for policy in held[1:] if policy.from_sentence and policy.standings), None)


def who_may_have_longer(language: str, day_in_words: Callable[[date], str]) -> str:
    """The sentence to anybody about those who have, or may have, longer than everyone.

    Confirmed, it says who and from which sentences. Unconfirmed, it says to ask, and promises
    nothing. Empty where the table holds no longer limit.
    """
    policy = longer_limit()
    if policy is None:
        return ""
    if policy.decides and policy.sentenced_from:
        day = day_in_words(policy.sentenced_from)
        return say("longer_for_some", language, length=length(policy, language), day=day)
    return say("ask_anyway", language, length=usual_length(language))


def some_have_longer(language: str, day_in_words: Callable[[date], str]) -> str:
    """The same, asking nobody to ask: for whoever has asked, writes for another, or is the CPS."""
    policy = longer_limit()
    if policy is None:
        return ""
    if policy.decides and policy.sentenced_from:
        day = day_in_words(policy.sentenced_from)
        return say("gives_some_longer", language, length=length(policy, language), day=day)
    return say("may_give_some_longer", language)
