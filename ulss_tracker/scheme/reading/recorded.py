"""Reading offences in an office's record: labels of convictions, not sentences.

typed.py reads what a person typed; the two are modes of reading.py.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.form_words import split_form
from ulss_tracker.scheme.reading.mentions import ANY_CONSPIRACY
from ulss_tracker.scheme.reading.names import recorded_names
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.search import without_detail
from ulss_tracker.scheme.reading.words import load_words, plain, stems

_MOST_STRANGE_WORDS = 3
_SUGGESTIONS = 8
_LEAST_SHARE = 0.6
_NEARLY = 0.85
_SAYS = patterns_of("recorded")


class RecordedReader:
    """Reads one stretch of text at a time against a catalogue, for one day of sentence.

    ordinary: a name that several offences share has its ordinary meaning, where the catalogue
    gives it one.
    """

    def __init__(self, catalogue: Catalogue, on: date | None, *, ordinary: bool) -> None:
        self._catalogue = catalogue
        self._index = catalogue.index
        self._on = on
        self._ordinary = ordinary

    def is_name(self, text: str) -> bool:
        """True if the whole text is a name, whatever marks it holds."""
        return bool(self._named(text))

    def is_strange(self, text: str) -> bool:
        """True if no word of the text is in any name, but for detail."""
        core = without_detail(frozenset(self._index.mended(text)))
        return bool(core) and core <= self._index.strange(text)

    def read(self, text: str) -> OffenceReading:
        """The offence a text describes, tried first as it stands and then without its form."""
        own = self._named(text)
        if own:
            return self._reading(text, own, Form.FULL)
        form, rest = split_form(text)
        own = self._named(rest)
        if own and form is not Form.FULL:  # "attempted section 18": the section is the name
            return self._reading(text, own, form)
        body = _SAYS["statute"].sub(" ", text).strip()
        body = body if stems(body) else text
        section = _SAYS["section"].search(plain(text))
        own = self._named(body)
        if own:
            return self._sectioned(text, body, own, section)
        form, rest = split_form(body)
        offences = self._describe(rest)
        if offences:
            return self._sectioned(text, rest, offences, section, form)
        offences = self._at_date(self._partly(rest))
        if offences:
            reading = self._sectioned(text, rest, offences, section, form)
            return reading if section else replace(reading, certainty="possible")
        if form is Form.CONSPIRACY:
            return OffenceReading(text, "sure", (self._catalogue.get(ANY_CONSPIRACY),))
        return self._unknown(text, rest, form)

    def _sectioned(
        self,
        text: str,
        body: str,
        found: Sequence[Offence],
        section: re.Match[str] | None,
        form: Form = Form.FULL,
    ) -> OffenceReading:
        """Those whose provision is the section written: wounding, section 18, is not section 20."""
        if section is None:
            return self._reading(text, found, form)
        wider = self._at_date(self._index.containing(frozenset(stems(body))))
        for offences in (found, wider):
            cited = [offence for offence in offences if section[1] in offence.sections]
            if cited:
                acts = {offence.act for offence in cited}
                # Its aggravated form is in another Act: the section cannot rule that out.
                kept = [
                    one
                    for one in offences
                    if one in cited or (offences is found and one.act not in acts)
                ]
                return self._reading(text, kept, form)
        if form is not Form.FULL:
            return self._reading(text, found, form)
        return self._unknown(text, body, form)

    def unsure(self, text: str) -> OffenceReading:
        """A text that names several sections, one of which is meant or all."""
        return self._unknown(text, text, Form.FULL)

    def _unknown(self, text: str, body: str, form: Form) -> OffenceReading:
        matches = self._index.search(body, form, self._on, _SUGGESTIONS)
        return OffenceReading(text, "unknown", tuple(match.offence for match in matches), form)

    def _reading(self, text: str, found: Sequence[Offence], form: Form) -> OffenceReading:
        return OffenceReading(text, "sure" if len(found) == 1 else "possible", tuple(found), form)

    def _named(self, text: str) -> Sequence[Offence]:
        """The offences of which the words are exactly a name, spelling mended if need be."""
        index = self._index
        return self._chosen(text, index.named(stems(text)) or index.nearly_named(text))

    def _chosen(self, text: str, found: Iterable[Offence]) -> Sequence[Offence]:
        """Those that govern the day of sentence, and of these the ordinary meaning."""
        rows = self._at_date(found)
        if self._ordinary and len(rows) > 1:
            parts = frozenset(self._index.mended(text))
            usual = recorded_names().get(parts)
            if usual is not None and (meant := [row for row in rows if row.id == usual]):
                return meant
            rows = [
                row
                for row in rows
                if any(frozenset(stems(name)) == parts for name in row.ordinary_names)
            ] or rows
        return rows

    def _at_date(self, found: Iterable[Offence]) -> list[Offence]:
        """The rows for the day of sentence; rows of another time where no row governs that day."""
        rows = list(found)
        if self._on is None:
            return rows
        day = self._on
        return [row for row in rows if row.in_force(day)] or rows

    def _describe(self, text: str) -> Sequence[Offence]:
        """The offences the words name, alone or with detail that leaves the offence the same."""
        named = self._named(text)
        if named:
            return named
        parts = frozenset(self._index.mended(text))
        core = without_detail(parts)
        for name in self._index.contained_names(parts):
            extra = without_detail(parts - name)
            if len(extra) <= _MOST_STRANGE_WORDS and extra <= self._index.strange(text):
                named = self._at_date(self._index.named(name))
                if extra and self._could_decide(text, name, named):
                    return ()
                return named
        return self._at_date(self._index.covered(core)) or self._headed(text)

    def _headed(self, text: str) -> Sequence[Offence]:
        """The offences in the scheme that open a text which goes on to say how, where or whom."""
        denials = load_words().denials
        whole = frozenset(stems(text))
        if whole & denials:
            return ()
        for cut in reversed(list(_SAYS["goes_on"].finditer(text))):
            name = frozenset(stems(text[: cut.start()]))
            offences = self._at_date(self._index.named(name))
            if not offences or not all(one.in_scheme and not one.may_be_out for one in offences):
                continue
            rest = whole - name
            nearer = [o for part in rest for o in self._index.containing(name | {part})]
            if all(o.in_scheme for o in self._at_date(nearer)):
                return offences
        return ()

    def _could_decide(self, text: str, name: frozenset[str], found: Sequence[Offence]) -> bool:
        """True if a word not known might be the one that brings the offence in.

        It may belong to a longer name, or say what was done where it stands first: "slashing with
        a knife" is not having one.
        """
        if any(offence.in_scheme for offence in found):
            return False
        if self._index.mended(text)[0] not in name:
            return True
        longer = self._at_date(self._index.longer_names(without_detail(name) or name))
        return any(offence.in_scheme for offence in longer)

    def _partly(self, text: str) -> list[Offence]:
        """The offences of whose names the words are the greater part, and those nearly as near.

        Never only offences that are out: part of a name is too little for a no.
        """
        core = without_detail(self._index.mended(text))
        offences = list(self._index.containing(core, _LEAST_SHARE))
        if not offences:
            return []
        matches = self._index.search(text, Form.FULL, self._on, _SUGGESTIONS)
        candidates = [m.offence for m in matches if m.score >= matches[0].score * _NEARLY]
        fit = list(dict.fromkeys([*offences, *candidates]))
        return fit if any(offence.in_scheme for offence in self._at_date(fit)) else []


def read_recorded(text: str, catalogue: Catalogue, on: date | None) -> list[OffenceReading]:
    """Every offence of a record, in order. Only a name that is the whole text is taken as ordinary.

    Beside other words, which may say more of it, it is asked about.
    """
    readings = _read_all(text, RecordedReader(catalogue, on, ordinary=True))
    if len(readings) > 1:
        return _read_all(text, RecordedReader(catalogue, on, ordinary=False))
    return readings


def _read_all(text: str, reader: RecordedReader) -> list[OffenceReading]:
    if reader.is_name(text):
        return [reader.read(text.strip())]
    readings: list[OffenceReading] = []
    for part in _SAYS["strong"].split(_SAYS["counts"].sub(" ", text)):
        if stems(part):
            readings += _read_part(part.strip(), reader)
    return readings


def _read_part(text: str, reader: RecordedReader) -> list[OffenceReading]:
    """One offence, or several joined by commas or "and" where the parts are names themselves."""
    whole = reader.read(text)
    if _SAYS["either_section"].search(plain(text)):
        return [reader.unsure(text)]
    several = len(set(_SAYS["section"].findall(plain(text)))) > 1
    pieces = _joined_pieces(text)
    # "Theft of a hedgehog" is theft; of "theft, and a word not known" something may be in.
    is_out = not any(offence.in_scheme for offence in whole.candidates)
    strange = is_out and len(pieces) > 1 and any(reader.is_strange(piece) for _, piece in pieces)
    if whole.certainty == "sure" and not (_is_any_conspiracy(whole) or several or strange):
        return [whole]
    if len(pieces) > 1:
        parts = _carry_conspiracy([(joint, reader.read(piece)) for joint, piece in pieces])
        is_some = (whole.certainty == "unknown" or strange) and any(
            part.certainty == "sure" for part in parts
        )
        if is_some or all(part.certainty != "unknown" for part in parts):
            return parts
    if several:
        return [reader.unsure(text)]
    return [whole]


def _is_any_conspiracy(reading: OffenceReading) -> bool:
    """True for a conspiracy whose offence was not read: its parts may still be."""
    return [offence.id for offence in reading.candidates] == [ANY_CONSPIRACY]


def _joined_pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a text that say something, each with what joins it to the one before."""
    pieces: list[tuple[str, str]] = []
    joint = ""
    for number, part in enumerate(_SAYS["weak"].split(text)):
        if number % 2:
            joint += part
        elif stems(part):
            pieces.append((joint, part))
            joint = ""
    return pieces


def _carry_conspiracy(joined: Iterable[tuple[str, OffenceReading]]) -> list[OffenceReading]:
    """ "Conspiracy to burgle and steal" is two conspiracies. A comma begins a new offence."""
    parts: list[OffenceReading] = []
    carried = False
    for joint, part in joined:
        carried = carried and "," not in joint and part.form is Form.FULL
        said = part.form is Form.CONSPIRACY or _is_any_conspiracy(part)
        parts.append(replace(part, form=Form.CONSPIRACY) if carried and not said else part)
        carried = carried or said
    return parts
