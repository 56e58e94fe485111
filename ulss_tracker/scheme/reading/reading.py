"""Reading an offence written in free text: the offence and its form, and how sure the reading is.

Sure: the words are a name of one offence. Possible: they fit the offences listed, and which one is
not known. Unknown: no offence in the catalogue is described; what is listed is only a suggestion.
Several offences in one text are each read.
"""

from dataclasses import replace
from datetime import date

from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.mentions import Mention
from ulss_tracker.scheme.reading.offence_reading import Certainty, OffenceReading
from ulss_tracker.scheme.reading.recorded import RecordedReader, read_recorded
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
    if recorded:
        return read_recorded(text, catalogue, on)
    return _read_typed(text, catalogue, on, ticks)


def _read_typed(
    text: str, catalogue: Catalogue, on: date | None, ticks: str | None
) -> list[OffenceReading]:
    """Each conviction in what a person typed, then what was left over and may decide."""
    if not stems(text):
        return []
    read = ticked(catalogue.typed.read(text, on), ticks)
    counted = read.counted
    if not counted:
        return [_only_asked(text, read, catalogue, on)]
    readings = [
        OffenceReading(
            text[one.start : one.end].strip(),
            _certainty(one),
            one.rows,
            one.form,
            read.answers,
        )
        for one in counted
    ]
    left = [OffenceReading(text[start:end].strip(), "unknown", ()) for start, end in read.left_over]
    return readings + left


def _only_asked(
    text: str, read: TypedText, catalogue: Catalogue, on: date | None
) -> OffenceReading:
    """Words that name no conviction: the one offence of whose name they are a part, or a guess.

    The guess is what the search finds, so that a list of what may be meant names it too.
    """
    if not read.mentions:
        part = RecordedReader(catalogue, on, ordinary=False).read(read.meant)
        if part.certainty == "possible" and len(part.candidates) == 1:
            return replace(part, text=text)
    matches = catalogue.search(read.meant, on=on)
    form = matches[0].form if matches else Form.FULL
    offences = tuple(match.offence for match in matches if match.form is form)
    return OffenceReading(text, "unknown", offences, form)


def _certainty(mention: Mention) -> Certainty:
    if mention.is_weak or mention.is_unsure or not mention.rows:
        return "unknown"
    return "sure" if len(mention.rows) == 1 else "possible"
