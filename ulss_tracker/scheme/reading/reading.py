"""Reading an offence written in free text: the offence and its form, and how sure the reading is.

Sure: the words are a name of one offence. Possible: they fit the offences listed, and which one is
not known. Unknown: no offence in the catalogue is described; what is listed is only a suggestion.
Several offences in one text are each read.
"""

from datetime import date

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.cues import MentionStatus
from ulss_tracker.scheme.reading.mentions import Mention, explains
from ulss_tracker.scheme.reading.offence_reading import Certainty, OffenceReading
from ulss_tracker.scheme.reading.recorded import part_of_a_name, read_label, words_beside
from ulss_tracker.scheme.reading.stated_facts import UNNAMED
from ulss_tracker.scheme.reading.ticks import ticked
from ulss_tracker.scheme.reading.typed import TypedText
from ulss_tracker.scheme.reading.words import stems


def read_offences(
    text: str,
    catalogue: Catalogue,
    *,
    on: date | None = None,
    recorded: bool = False,
    ticks: str | None = None,
) -> list[OffenceReading]:
    """Every offence written in a text, in order. An empty text gives none.

    on: the day of sentence, which decides between rows of the same offence.
    recorded: the text is an office's record of the offence of conviction, so a name that several
    offences share has its ordinary meaning where the catalogue gives it one. Only a name that is
    the whole text has it: beside other words, which may say more of it, it is asked about.
    ticks: which of the offences listed a person said are convictions (ticks.py).
    """
    if recorded and (label := read_label(text, catalogue, on)):
        return [label]
    read = ticked(catalogue.typed.read(text, on), ticks)
    readings = _read_typed(text, read, catalogue, on)
    return [*readings, *words_beside(text, read)] if recorded and read.counted else readings


def _read_typed(
    text: str, read: TypedText, catalogue: Catalogue, on: date | None
) -> list[OffenceReading]:
    """Each conviction in what a person typed, then what was left over and may decide."""
    counted = read.counted
    if not counted:
        return [_only_asked(text, read, catalogue, on)] if stems(text) else []
    readings = [
        OffenceReading(
            text[one.start : one.end].strip(),
            _certainty(one),
            one.rows,
            one.form,
            read.answers,
            is_told=one.is_weak,
        )
        for one in counted
    ]
    return readings + [_left(text, place, read, catalogue) for place in read.left_over]


def _left(
    text: str, place: tuple[int, int], read: TypedText, catalogue: Catalogue
) -> OffenceReading:
    """Words left over, with the offences that they tell of, or that they may make it, if any."""
    words = text[slice(*place)].strip()
    if graver := read.graver.get(place):
        rows = tuple(catalogue.get(name) for name in graver.offences if name != UNNAMED)
        return OffenceReading(words, "unknown", rows, graver=graver.about)
    told = [
        one
        for one in read.mentions
        if (one.start, one.end) == place and one.is_weak and one.standing is MentionStatus.SAID
    ]
    rows = told[0].rows if told else ()
    return OffenceReading(words, "unknown", rows, is_told=bool(told))


def tells_of_more(text: str, chosen: Offence, catalogue: Catalogue, on: date | None) -> bool:
    """True if words tell of more than an offence outside the scheme that somebody chose for them.

    They tell of a graver offence of which they say that it was done, or of another that is in.
    """
    read = catalogue.typed.read(text, on)
    others = [
        one
        for one in read.mentions
        if one.standing in {MentionStatus.SAID, MentionStatus.CONVICTED}
        if chosen not in one.rows and any(row.in_scheme for row in one.rows)
        if not explains([Mention(0, 0, (chosen,))], one)
    ]
    named = [one for one in read.mentions if not one.is_weak]
    return bool(others or catalogue.typed.graver(text, [chosen], named, on))


def _only_asked(
    text: str, read: TypedText, catalogue: Catalogue, on: date | None
) -> OffenceReading:
    """Words that name no conviction: the one offence of whose name they are a part, or a guess.

    The guess is what the search finds, so that a list of what may be meant names it too.
    """
    graver = catalogue.typed.graver
    if not read.mentions and (part := part_of_a_name(read.meant, catalogue, on)):
        return OffenceReading(text, "possible", (*part, *graver(text, part, (), on)))
    matches = catalogue.search(read.meant, on=on)
    form = matches[0].form if matches else Form.FULL
    offences = tuple(match.offence for match in matches if match.form is form)
    more = [] if read.mentions else graver(text, offences[:1], (), on)
    return OffenceReading(text, "unknown", tuple(dict.fromkeys((*offences, *more))), form)


def _certainty(mention: Mention) -> Certainty:
    if mention.is_weak or mention.is_unsure or not mention.rows:
        return "unknown"
    return "sure" if len(mention.rows) == 1 else "possible"
