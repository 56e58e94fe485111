"""Reading what a person typed: its spans, what it says of each, which rows they are, what is left.

Plain steps. 1: provisions and names are found. 2: what the text says of each (polarity.py). 3: a
provision decides before a name; where they disagree, ask. 4: what could name a qualifying offence
and was not read (left_over.py) keeps the answer at "a lawyer must check". No step makes a "no" from
a part.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.citations import Citation, CitationFinder
from ulss_tracker.scheme.reading.form_spans import FormSpans
from ulss_tracker.scheme.reading.left_over import MOST_BETWEEN, left_over, told_graver
from ulss_tracker.scheme.reading.listed import listed_unread
from ulss_tracker.scheme.reading.mentions import Mention, counted_of
from ulss_tracker.scheme.reading.names import NameFound, NameIndex
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.polarity import Standings, standings
from ulss_tracker.scheme.reading.provisions import distinct, provisions_of
from ulss_tracker.scheme.reading.search import names_of
from ulss_tracker.scheme.reading.stated_facts import Graver, StatedFact, load_facts
from ulss_tracker.scheme.reading.tokens import Token, flat, inside, sentences_of, tokens_of, without
from ulss_tracker.scheme.reading.whose import doubtful
from ulss_tracker.scheme.reading.words import stems

LONGEST = 40_000
"""Characters read; of a longer text the rest is left to a lawyer."""

_SAYS = patterns_of("typed")
_TRANSFER = "spec-1a-transfer"


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text as read: every mention with its standing, the facts stated, and what is left over.

    meant: where none counts, the text without what killed nobody and figures of speech. graver:
    where words stand that may make an offence a graver one; they are left over too.
    """

    mentions: tuple[Mention, ...]
    facts: tuple[StatedFact, ...]
    meant: str
    left_over: tuple[tuple[int, int], ...]
    graver: Mapping[tuple[int, int], Graver]

    @property
    def counted(self) -> tuple[Mention, ...]:
        """The mentions that count as convictions."""
        return counted_of(self.mentions)

    @property
    def answers(self) -> Mapping[str, str]:
        """The answers that the facts stated give, by question."""
        return {fact.question: fact.answer for fact in self.facts}


class TypedReader:
    """Reads typed text against the rows of a catalogue."""

    def __init__(self, offences: Sequence[Offence]) -> None:
        self._by_id = {offence.id: offence for offence in offences}
        self._acts_in = {p.act for row in offences if row.in_scheme for p in provisions_of(row)}
        self._citations = CitationFinder(offences)
        self._names = NameIndex(offences)
        self._forms = FormSpans()
        self._facts = load_facts()

    def read(self, text: str, on: date | None) -> TypedText:
        """Every offence a text mentions, and what it says of each."""
        plain = flat(text[:LONGEST])
        facts = self._facts.read(plain)
        taken = [(fact.start, fact.end) for fact in facts if fact.question == "fraud_notice"]
        citations = [
            one for one in self._citations.find(plain) if not inside(one.start, one.end, taken)
        ]
        taken += [(one.start, one.end) for one in citations]
        figurative = [match.span() for match in self._facts.deeds.figurative.finditer(plain)]
        masked = without(plain, taken + figurative)
        citations = [one for one in citations if not one.is_passed_over]
        tokens = tokens_of(masked)
        found = self._names.find(masked, tokens)
        names = self._told(plain, "" if citations else masked, tokens, found)
        mentions = self._joined(plain, names, citations, on)
        mentions = self._in_form(plain, mentions)
        said = standings(plain, [(one.start, one.end) for one in mentions])
        ends = [end for _, end in sentences_of(plain)]
        either = [match.span() for match in _SAYS["either"].finditer(plain)]
        stood = [
            replace(
                one,
                standing=standing,
                sentence=bisect_right(ends, one.start),
                is_unsure=one.is_unsure or said.is_not_known or inside(one.start, one.end, either),
            )
            for one, standing in zip(mentions, said.of, strict=True)
        ]
        stood = _asked_whose(plain, text[:LONGEST], stood)
        stood += self._whole_case(plain, facts, stood)
        stood = self._with_graver(plain, stood, on)
        graver = told_graver(plain, stood, self._facts, on)
        return TypedText(
            tuple(stood),
            tuple(facts),
            text if counted_of(stood) else self._facts.deeds.meant(text, plain),
            (*self._left_over(plain, text, stood, said, facts), *graver),
            graver,
        )

    def _told(
        self, text: str, masked: str, tokens: Sequence[Token], names: Sequence[NameFound]
    ) -> list[NameFound]:
        """The names of a text, with a death it tells of in place of everyday words there.

        An everyday word is no name where the text says that it did not happen. Deeds are asked
        about beside everyday words, where no offence is named.
        """
        strong = [one for one in names if not one.is_weak]
        read = [(one.start, one.end) for one in strong]
        deaths = [
            one for one in self._facts.deeds.deaths(text) if not inside(one.start, one.end, read)
        ]
        deeds = list(deaths)
        denied = [(one.start, one.end) for one in deaths] + self._facts.denied(text)
        told = [one for one in names if one.is_weak and not inside(one.start, one.end, denied)]
        if not strong:
            read += [(one.start, one.end) for one in deeds]
            deeds += self._facts.deeds.others(masked, read)
            if masked and not deaths:
                deeds = self._facts.deeds.with_kinds(masked, tokens, deeds)
        done: list[NameFound] = []
        for deed in deeds:
            place = (deed.start, deed.end)
            within = [one for one in told if inside(one.start, one.end, [place])]
            rows = distinct([*self._rows(deed.offences), *(r for o in within for r in o.rows)])
            done.append(NameFound(*place, tuple(rows), True, frozenset()))
            told = [one for one in told if one not in within]
        return sorted([*strong, *done, *told], key=lambda one: one.start)

    def _rows(self, offence_ids: Iterable[str]) -> tuple[Offence, ...]:
        return tuple(row for name in offence_ids for row in self._names.of_every_day(name))

    def _with_graver(
        self, text: str, mentions: Sequence[Mention], on: date | None
    ) -> list[Mention]:
        """The mentions, everyday words with the graver offences that the text tells of too."""
        counted = counted_of(mentions)
        return [
            replace(
                one, rows=tuple(distinct([*one.rows, *self.graver(text, one.rows, mentions, on)]))
            )
            if one.is_weak and one in counted
            else one
            for one in mentions
        ]

    def graver(
        self,
        text: str,
        rows: Iterable[Offence],
        named: Iterable[Mention],
        on: date | None,
    ) -> list[Offence]:
        """The offences graver than these that a text tells of, where it names none of them."""
        ids = frozenset(row.id for one in named for row in one.rows)
        told = self._facts.tell_of_graver(flat(text[:LONGEST]), [row.id for row in rows], ids, on)
        names = [name for graver in told.values() for name in graver.offences]
        return [self._by_id[name] for name in names if name in self._by_id]

    def _whole_case(
        self, text: str, facts: Sequence[StatedFact], mentions: Sequence[Mention]
    ) -> list[Mention]:
        """A case tried after a notice of transfer is caught whole: paragraph 1 of the Order."""
        counted = counted_of(mentions)
        return [
            replace(counted[0], rows=(self._by_id[_TRANSFER],), by=((one.start, one.end, "fact"),))
            for one in facts
            if one.answer == "yes" and counted and _is_transfer(text, one)
        ]

    def _joined(
        self,
        text: str,
        names: Sequence[NameFound],
        citations: Sequence[Citation],
        on: date | None,
    ) -> list[Mention]:
        """Names and citations in order, a citation joined to the name it belongs to."""
        pieces: list[NameFound | Citation] = sorted(
            [*names, *citations], key=lambda piece: piece.start
        )
        mentions: list[Mention] = []
        waiting: Citation | None = None  # the last found, if its name may follow
        for piece in pieces:
            if isinstance(piece, Citation):
                waiting = self._add_citation(mentions, text, piece, on)
                continue
            mention = self._named(text, piece, names, on)
            before = mentions[:-1] if waiting else mentions
            if mention.is_unsure and any(one.rows == mention.rows for one in before):
                continue  # "criminal damage, Criminal Damage Act 1971"
            both = self._following(text, waiting, mention, on) if waiting else None
            if both is not None:
                mentions[-1] = both
            else:
                mentions.append(mention)
            waiting = None
        return mentions

    def _add_citation(
        self, found: list[Mention], text: str, piece: Citation, on: date | None
    ) -> Citation | None:
        """Add a citation to what is found, or to the last of it; return it where it is alone."""
        last = found[-1] if found else None
        if last is not None and not last.is_cited and _belongs(text, last, piece):
            found[-1] = self._both(text, last, piece, on)
        elif last is not None and last.is_cited and _goes_on(text, last, piece):
            found[-1:] = self._again(text, last, piece, on)
        else:
            found.append(self._cited(text, piece, on))
            return piece
        return None

    def _following(
        self, text: str, cited: Citation, name: Mention, on: date | None
    ) -> Mention | None:
        """The name with the citation before it: "s.18, GBH". None for a list: "s.18, robbery"."""
        gap = text[cited.end : name.start]
        both = self._both(text, name, cited, on)
        return (
            both if _SAYS["next"].fullmatch(gap) and not (both.is_unsure and "," in gap) else None
        )

    def _named(
        self, text: str, name: NameFound, names: Sequence[NameFound], on: date | None
    ) -> Mention:
        rows = self._facts.by_goods(text, name.rows)
        end = name.end
        made = self._facts.made(text, end, rows)
        # "ABH, racially aggravated criminal damage" are two offences.
        if made and not any(end <= other.start < made[1] for other in names):
            rows, end = self._names.of_every_day(made[0]), made[1]
        return Mention(
            name.start,
            end,
            _at_date(rows, on),
            by=((name.start, end, "name"),),
            is_weak=name.is_weak,
            is_unsure=_is_of_a_title(text, name) and self._is_of_mixed_act(rows),
        )

    def _is_of_mixed_act(self, rows: Sequence[Offence]) -> bool:
        """True if a row is out and its Act has an offence that is in."""
        return any(
            p.act in self._acts_in for row in rows if not row.in_scheme for p in provisions_of(row)
        )

    def _cited(self, text: str, citation: Citation, on: date | None) -> Mention:
        rows = _at_date(self._facts.by_goods(text, citation.rows), on)
        return Mention(
            citation.start,
            citation.end,
            rows,
            Form.FULL if rows else citation.form or Form.FULL,
            ((citation.start, citation.end, "provision"),),
            is_unsure=citation.is_unsure,
        )

    def _both(self, text: str, name: Mention, cited: Citation, on: date | None) -> Mention:
        """A name with its provision: the provision decides; where they disagree, ask."""
        by = tuple(sorted([*name.by, (cited.start, cited.end, "provision")]))
        start, end = min(name.start, cited.start), max(name.end, cited.end)
        joined = replace(name, start=start, end=end, by=by, is_weak=False)
        if cited.form is not None and not cited.rows:
            return replace(joined, form=cited.form, is_weak=name.is_weak)
        if cited.is_bare and not cited.rows:
            offences = tuple(row for row in name.rows if cited.section in row.sections)
            return replace(joined, rows=offences) if offences else replace(joined, is_unsure=True)
        rows = _at_date(self._facts.by_goods(text, cited.rows), on)
        if not name.rows:
            return replace(joined, rows=rows, is_unsure=cited.is_unsure)
        common = tuple(row for row in rows if row.id in {one.id for one in name.rows})
        if common:
            return replace(joined, rows=common, is_unsure=cited.is_either)
        places = {(one.act, one.section) for row in rows for one in provisions_of(row)}
        offences = tuple(
            row
            for row in name.rows
            if any((one.act, one.section) in places for one in provisions_of(row))
        )
        if offences:
            return replace(joined, rows=offences if len(offences) == 1 else rows)
        if said := [row for row in rows if _is_part_of_a_name(text[name.start : name.end], row)]:
            return replace(joined, rows=tuple(said), is_unsure=cited.is_either)
        ids = {row.id for row in name.rows}
        if any(answer.decides in ids for r in rows for q in r.questions for answer in q.answers):
            return replace(joined, rows=rows)  # an aggravated form, by the name of the plain one
        return replace(joined, rows=tuple(distinct([*rows, *name.rows])), is_unsure=True)

    def _again(self, text: str, last: Mention, piece: Citation, on: date | None) -> list[Mention]:
        """A further section: of the same offence, or "sections 18 and 47" of another."""
        both = self._both(text, last, piece, on)
        apart = both.is_unsure and not piece.is_either and last.rows and piece.rows
        return [last, self._cited(text, piece, on)] if apart else [both]

    def _in_form(self, text: str, mentions: Sequence[Mention]) -> list[Mention]:
        """Each mention in the form said before or after it; a form with no offence stands alone."""
        found = self._forms.of(text, mentions, self._by_id)
        return [replace(mention, form=form) for mention, form in found]

    def _left_over(
        self,
        plain: str,
        whole: str,
        mentions: Sequence[Mention],
        said: Standings,
        facts: Sequence[StatedFact],
    ) -> list[tuple[int, int]]:
        read = [(fact.start, fact.end) for fact in facts]
        left = left_over(plain, mentions, said, read, self._facts)
        counted = counted_of(mentions)
        left += self._forms.planned(plain, counted)
        places = [(one.start, one.end) for one in counted]
        told = [o for o in mentions if o.is_weak and any(row.in_scheme for row in o.rows)]
        weak = [(one.start, one.end) for one in told if one not in counted]
        read += [(o.start, o.end) for o in mentions if (o.start, o.end) not in weak]
        if counted:
            left += listed_unread(plain, whole, places, read, weak, self._facts)
        if len(whole) > LONGEST:
            left.append((LONGEST - 60, LONGEST))
        return left


def _asked_whose(text: str, whole: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those unsure that bring the case in and may be another person's conviction."""
    counted = counted_of(mentions)
    if all(any(row.in_scheme for row in one.rows) for one in counted):
        return list(mentions)
    others = doubtful(text, whole, [(one.start, one.end) for one in mentions])
    return [
        replace(one, is_unsure=True)
        if place in others and any(row.in_scheme for row in one.rows)
        else one
        for place, one in enumerate(mentions)
    ]


def _is_transfer(text: str, fact: StatedFact) -> bool:
    said = text[fact.start : fact.end]
    return fact.question == "fraud_notice" and "transfer" in said


def _belongs(text: str, last: Mention, piece: Citation) -> bool:
    """True if a citation is that of the name before it.

    "a paedophile manual, s.63" is not, where no row of the name has the section.
    """
    gap = text[last.end : piece.start]
    is_alone = piece.is_bare and not piece.rows and "," in gap
    if is_alone and not any(piece.section in row.sections for row in last.rows):
        return False
    if len(gap) > MOST_BETWEEN or "\n" in gap or ";" in gap:
        return False
    return bool(_SAYS["link"].fullmatch(gap) or _SAYS["contrary"].search(gap))


def _goes_on(text: str, last: Mention, piece: Citation) -> bool:
    """True for the second section of one citation, or the form's section after the offence's."""
    gap = text[last.end : piece.start]
    joined = bool(re.fullmatch(r"[\s,]*(?:and|&|\+|/|with|w/|,)?\s*(?:contrary to )?", gap))
    overlaps = piece.start < last.end
    is_open = piece.form is not None or last.is_unsure or not last.rows
    # "att. theft, s1 CAA + s1 TA68": the Act of attempts, and that of the offence.
    is_open = is_open or (last.form is not Form.FULL and bool({*last.rows} & {*piece.rows}))
    return overlaps or (joined and is_open)


def _is_of_a_title(text: str, name: NameFound) -> bool:
    """True if a name is only the title of an Act: other offences are in that Act too."""
    before = text[max(0, name.start - 8) : name.start]
    return bool(_SAYS["act_after"].match(text, name.end) or _SAYS["act_before"].search(before))


def _at_date(rows: Sequence[Offence], on: date | None) -> tuple[Offence, ...]:
    """The rows for the day of sentence; rows of another time where none governs that day."""
    if on is None:
        return tuple(rows)
    return tuple(row for row in rows if row.in_force(on)) or tuple(rows)


def _is_part_of_a_name(words: str, row: Offence) -> bool:
    """True if the words are all in one name of the row: "rape" beside section 1 of 1956."""
    said = frozenset(stems(words))
    return any(said <= frozenset(stems(name)) for name in names_of(row))
