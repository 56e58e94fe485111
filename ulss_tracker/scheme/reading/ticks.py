"""Ticks: which of the offences that a text lists a person says are the convictions.

What was ticked is what is assessed. It is kept beside the other answers about the offence, as the
answer to a question of its own: where in the text each offence that was ticked stands.
"""

from collections.abc import Iterable
from dataclasses import replace

from ulss_tracker.scheme.reading.cues import MentionStatus
from ulss_tracker.scheme.reading.mentions import Mention
from ulss_tracker.scheme.reading.typed import TypedText

CONVICTIONS = "convictions"
"""The question whose answer says which of the offences listed were ticked."""


def listed(read: TypedText) -> list[Mention]:
    """The offences to tick: no everyday word, nor the notice that a whole case was tried after."""
    return [one for one in read.mentions if not one.is_weak and not one.is_of_case]


def key_of(one: Mention) -> str:
    """Where an offence stands in its text: the same while it is read there."""
    return f"{one.start}-{one.end}"


def as_answer(keys: Iterable[str]) -> str:
    """The keys of the offences ticked, as the answer that is kept."""
    return " ".join(keys)


def ticked(read: TypedText, answer: str | None) -> TypedText:
    """The text as read, with the offences ticked as its convictions and no others.

    Where nobody was asked, or one that was ticked is no longer read there, the text stands as it
    reads. A fact that the words of an offence not ticked state is not taken from them.
    """
    if answer is None:
        return read
    chosen = set(answer.split())
    keys = {key_of(one) for one in listed(read)}
    if not chosen <= keys:
        return read
    unticked = [one for one in listed(read) if key_of(one) not in chosen]
    spans = {(one.start, one.end) for one in unticked}
    return replace(
        read,
        mentions=tuple(_as_ticked(one, chosen, keys) for one in read.mentions),
        facts=tuple(
            fact
            for fact in read.facts
            if not any(one.start <= fact.start and fact.end <= one.end for one in unticked)
        ),
        left_over=tuple(span for span in read.left_over if span not in spans),
    )


def _as_ticked(one: Mention, chosen: set[str], keys: set[str]) -> Mention:
    if one.is_of_case or key_of(one) in chosen:
        return replace(one, standing=MentionStatus.CONVICTED)
    return replace(one, standing=MentionStatus.UNTICKED) if key_of(one) in keys else one
