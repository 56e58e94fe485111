"""Why two records are thought to be about one sentence, or about two, in a person's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from ulss_tracker.services.matching.hearings import CourtFit, DayFit
from ulss_tracker.services.matching.name_similarity import NameFit
from ulss_tracker.services.matching.names import Name
from ulss_tracker.services.matching.scoring import Match
from ulss_tracker.services.matching.word_similarity import Likeness

_COURT = {
    CourtFit.SAME: (True, "Same court"),
    CourtFit.MAY_BE: (True, "The court may be the same"),
    CourtFit.NOT_READ: (False, "The court is not certain"),
    CourtFit.OTHER: (False, "Another court"),
}
_DAYS = {
    DayFit.SAME: (True, "Same date of sentence"),
    DayFit.NEAR: (True, "Dates of sentence up to three days apart"),
    DayFit.SWAPPED: (True, "Same date with the day and month swapped"),
    DayFit.FORTNIGHT: (True, "Dates of sentence within two weeks"),
    DayFit.ONE_PART: (True, "Dates of sentence differ only in the month or only in the year"),
    DayFit.MONTH: (False, "Dates of sentence about a month apart"),
    DayFit.FAR: (False, "Dates of sentence far apart"),
}
_WORDS = {
    Likeness.VARIANT: "{0} and {1} are forms of one name",
    Likeness.SHORT_FORM: "{0} and {1}: one is short for the other",
    Likeness.MISREAD: "{0} may be {1} misread from paper",
    Likeness.SOUND: "{0} sounds like {1}",
    Likeness.SLIP: "{0} may be {1} mistyped",
    Likeness.CUT: "{0} may be {1} cut short",
    Likeness.INITIAL: "{0} may stand for {1}",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was compared: whether it speaks for the two being one, and in words."""

    is_for: bool
    words: str


def reasons(match: Match) -> list[Reason]:
    """Everything that was compared and said something, the name first."""
    found = list(_of_name(match))
    if match.is_same_hearing:
        sure = match.court is CourtFit.SAME
        found.append(Reason(True, f"Same hearing: same date{' and court' if sure else ''}"))
        return found if sure else [*found, Reason(*_COURT[match.court])]
    found += [Reason(*_COURT[match.court])] if match.court in _COURT else []
    found += [Reason(*_DAYS[match.days])] if match.days in _DAYS else []
    return found


def _of_name(match: Match) -> Iterator[Reason]:
    fit = match.name
    if match.name_words is None:
        yield Reason(False, "No name to compare")
        return
    if fit.is_another or not (fit.pairs or fit.is_together):
        shared = [pair.one for pair in fit.pairs if pair.fit.likeness is Likeness.SAME]
        yield Reason(
            False,
            f"Another name, though both say {_shown(shared[0])}" if shared else "Another name",
        )
        return
    if fit.is_two_slips_away and not fit.is_another:
        both = _shown(fit.pairs[0].one)
        yield Reason(True, f"Both say {both}, and the rest differs by two letters")
        return
    if fit.is_together:
        yield Reason(True, "Same name, written together or apart")
        return
    yield from _of_whole_name(*match.name_words, fit)
    if fit.is_reversed:
        yield Reason(True, "Names in the other order")
    for pair in fit.pairs:
        if pair.fit.likeness in _WORDS:
            # The word cut short, or the initial, is said first.
            words = sorted((pair.one, pair.other), key=len)
            yield Reason(True, _WORDS[pair.fit.likeness].format(*map(_shown, words)))


def _of_whole_name(one: Name, other: Name, fit: NameFit) -> Iterator[Reason]:
    pairs = fit.pairs
    same = [pair for pair in pairs if pair.fit.likeness is Likeness.SAME]
    if not fit.is_whole:
        whole = " ".join(pair.one for pair in pairs if len(pair.one) > 1 and len(pair.other) > 1)
        yield Reason(True, f"Only part of the name: {_shown(whole)}")
    elif len(same) == len(pairs):
        has_more = len(one.distinctive) != len(pairs) or len(other.distinctive) != len(pairs)
        is_other_script = one.plain.isascii() != other.plain.isascii()
        is_accented = is_other_script and sorted(one.words) == sorted(other.words)
        words = "Same name" if not has_more else "Same name, but one has more of it"
        yield Reason(True, "Same name but for accents or script" if is_accented else words)


def _shown(words: str) -> str:
    return words.title()
