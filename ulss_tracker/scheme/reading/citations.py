"""Finding statutory citations in a text: the Act by any of its names, the section, either order.

"s.1 RTA 1988", "SOA03 s9", "sections 1 and 2 of the Fraud Act 2006", "section 18" alone. A section
whose Act is not known is kept: it may be the one that decides.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.acts import ActFinder, ActFound
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.provisions import Provision, ProvisionIndex, provisions_of
from ulss_tracker.scheme.reading.tokens import flat
from ulss_tracker.scheme.table import TableRow, read_table

_LONGEST_GAP, _LONGEST_TITLE = 60, 160
_SHORT = 5
_SAYS = patterns_of("citation")
_FORM_SAID = {Form(form): words for form, words in patterns_of("form_said").items()}
DATA = Path(__file__).parents[1] / "data" / "reading" / "acts.toml"


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation: where it stands, the rows it cites, and the form its Act speaks of.

    rows is empty where the provision, or its Act, is not in the catalogue; form is None unless
    the provision is about a form. is_bare: no Act is said. is_either: "s.18 or 20", so that one of
    the rows is meant. is_likely: the Act is the likeliest one, too little for a "no".
    is_passed_over: the provision is about trial or sentence and names no offence.
    """

    start: int
    end: int
    rows: tuple[Offence, ...]
    form: Form | None = None
    is_bare: bool = False
    section: str = ""
    is_either: bool = False
    is_likely: bool = False
    is_passed_over: bool = False

    @property
    def is_unsure(self) -> bool:
        """True if the rows are not surely those meant."""
        is_weak = self.is_likely and any(not row.in_scheme for row in self.rows)
        return not self.rows or self.is_either or is_weak


class CitationFinder:
    """Finds citations of the Acts of the catalogue."""

    def __init__(self, offences: Sequence[Offence], table: TableRow | None = None) -> None:
        table = table or read_table(DATA)
        table.only("acts", "cut", "more", "forms", "bare", "rare", "passed_over", "read_with")
        acts, cut = table.row("acts"), table.row("cut")
        titles = [*acts.names(), *(p.act for o in offences for p in provisions_of(o))]
        self._acts = ActFinder(
            titles,
            {act: acts.texts(act) for act in acts.names()},
            {word: cut.texts(word) for word in cut.names()},
        )
        self._passed_over = frozenset(table.row("passed_over").texts("provisions"))
        self._forms = {
            _provision(words): Form(table.row("forms").text(words))
            for words in table.row("forms").names()
        }
        self._bare = {words: table.row("bare").text(words) for words in table.row("bare").names()}
        self._with = {
            words: table.row("read_with").texts(words) for words in table.row("read_with").names()
        }
        more = table.row("more")
        self.index = ProvisionIndex(
            offences,
            [(_provision(words), more.text(words)) for words in more.names()],
            frozenset(table.row("rare").texts("rows")),
        )

    def find(self, text: str) -> list[Citation]:
        """Every citation of a flat text, in order; none overlaps another."""
        acts = self._acts.find(text)
        starts = [act.start for act in acts]
        citations: list[Citation] = []
        for match in self._sections(text, acts):
            candidates = acts[
                bisect_left(starts, match.start() - _LONGEST_TITLE) : bisect_right(
                    starts, match.end() + _LONGEST_GAP
                )
            ]
            act, start, end = _beside(text, match, candidates)
            if match["bare"] and act is None and match["bare"].replace(" ", "") not in self._bare:
                continue
            citations += self._cited(text, match, act, acts, start, end)
        return sorted(citations, key=lambda one: one.start)

    def _sections(self, text: str, acts: Sequence[ActFound]) -> list[re.Match[str]]:
        """The sections said, and the numbers beside an Act that have no word for section."""
        matches = list(_SAYS["section"].finditer(text))
        beside = [match for act in acts if (match := _SAYS["after_act"].match(text, act.end))]
        starts = [act.start for act in acts]
        for match in _SAYS["before_act"].finditer(text):
            for act in acts[bisect_left(starts, match.end() + 1) :][:1]:
                if (
                    _SAYS["after"].fullmatch(text[match.end() : act.start])
                    and not _SAYS["not_provisions"].match(text, act.end)
                    and self._holds(match, act)
                ):
                    beside.append(match)
        taken = {place for match in matches for place in range(*match.span())}
        for match in beside:
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                matches.append(match)
        return sorted(matches, key=lambda match: match.start())

    def _holds(self, match: re.Match[str], act: ActFound) -> bool:
        """True if an Act has the first section said."""
        number = _SAYS["number"].search(match["list"])
        return number is not None and any(
            self._rows(title, number["section"], ((),)) for title in act.acts
        )

    def _cited(
        self,
        text: str,
        match: re.Match[str],
        act: ActFound | None,
        acts: Sequence[ActFound],
        start: int,
        end: int,
    ) -> Iterator[Citation]:
        said = match["list"] or match["bare"]
        either = bool(_SAYS["either"].search(said) or _SAYS["either_sub"].search(said))
        other = None if act else _other_act(text, match.end(), acts)
        is_cut = bool(
            _SAYS["sub_after"].match(text, match.end()) or _SAYS["sub_joined"].match(text, end)
        )
        if other:
            end = other
        for number, (section, groups) in enumerate(self._sections_said(said, act)):
            titles, is_likely = self._titles(section, groups[0], act, acts, match.start())
            hits = [] if other else list(self._hits(titles, section, groups, either))
            hits = _as_said(text, hits)
            rows = {row.id: row for _, offences in hits[:1] for row in offences}
            form = hits[0][0] if hits else None
            # "s.45 SCA" is one thing in the Act of 2007 and another in that of 2015.
            is_mixed = len({hit_form for hit_form, _ in hits}) > 1
            if is_mixed:
                rows = {row.id: row for _, offences in hits for row in offences}
                form = next(hit_form for hit_form, _ in hits if hit_form)
            is_passed = not hits and any(
                title in self._passed_over or f"{title} s.{section}" in self._passed_over
                for title in titles
            )
            where = (start, end) if number == 0 else (match.start(), max(match.end(), other or 0))
            yield Citation(
                *where,
                tuple(rows.values()),
                form,
                not titles and not other,
                section,
                either or is_mixed,
                is_likely or is_cut,
                is_passed,
            )

    def _sections_said(
        self, said: str, act: ActFound | None
    ) -> list[tuple[str, list[tuple[str, ...]]]]:
        """Each section said with its groups of subsections.

        "s.1(1) and s.1(3)" is one where that is one row. A section read with others decides: it
        takes in the others ("s.13 with s.9").
        """
        found: list[tuple[str, list[tuple[str, ...]]]] = []
        for one in _SAYS["number"].finditer(said):
            groups = [
                tuple(_SAYS["sub"].findall(g)) for g in _SAYS["sub_group"].findall(one["subs"])
            ] or [()]
            if act and found and found[-1][0] == one["section"]:
                both = [*found[-1][1], *groups]
                if len(self._rows(act.acts[0], one["section"], both)) == 1:
                    found[-1] = (one["section"], both)
                    continue
            found.append((one["section"], groups))
        if act and _SAYS["read_with"].search(said):
            for section, groups in found:
                taken = self._with.get(f"{act.acts[0]} s.{section}", ())
                if any(other in taken for other, _ in found):
                    return [(section, groups)]
        return found

    def _hits(
        self,
        titles: Sequence[str],
        section: str,
        groups: Sequence[tuple[str, ...]],
        is_either: bool,
    ) -> Iterator[tuple[Form | None, list[Offence]]]:
        """The form or the rows that the section is in each Act that has it."""
        for title in titles:
            form = self._forms.get(Provision(title, section))
            each = [[group] for group in groups] if is_either else [groups]
            rows = [row for some in each for row in self._rows(title, section, some)]
            if form or rows:
                yield form, rows

    def _titles(
        self,
        section: str,
        subs: tuple[str, ...],
        act: ActFound | None,
        acts: Sequence[ActFound],
        start: int,
    ) -> tuple[tuple[str, ...], bool]:
        """The Acts a section is of; and whether that is only likely.

        A section with a letter, "2B", is of the Act cited last that has it, or of the only one.
        """
        if act:
            return act.acts, act.is_slip
        if said := self._unsaid(section, subs):
            return said, False
        if section.isdigit():
            return (), False
        for before in reversed([one for one in acts if one.end <= start]):
            having = tuple(title for title in before.acts if self._rows(title, section, (subs,)))
            if having:
                return having, False
        only = self.index.acts_with(section)
        return (tuple(only), True) if len(only) == 1 else ((), False)

    def _rows(self, act: str, section: str, groups: Sequence[tuple[str, ...]]) -> list[Offence]:
        """The rows cited; where several subsections are said, those that say most of them."""
        joined = tuple(sub for group in groups for sub in group)
        return self.index.cited(Provision(act, section, joined))

    def _unsaid(self, section: str, subs: tuple[str, ...]) -> tuple[str, ...]:
        words = section + "".join(f"({sub})" for sub in subs)
        for said in (words, section):
            if said in self._bare:
                return (self._bare[said],)
        return ()


def _as_said(
    text: str, hits: list[tuple[Form | None, list[Offence]]]
) -> list[tuple[Form | None, list[Offence]]]:
    """The hits that are a form alone, where the words say that form and no offence of the rest.

    "s.1 CAA" is of the Criminal Attempts Act beside "attempted", else of the Child Abduction Act.
    """
    forms = [hit for hit in hits if hit[0] is not None]
    said = [hit for hit in forms if hit[0] in _FORM_SAID and _FORM_SAID[hit[0]].search(text)]
    titles = {word for _, rows in hits for row in rows for word in flat(row.title).split()}
    if not said or any(len(word) > _SHORT and word in text for word in titles):
        return hits
    return said


def _beside(
    text: str, match: re.Match[str], acts: Sequence[ActFound]
) -> tuple[ActFound | None, int, int]:
    """The Act a section stands beside, and where both together stand."""
    for act in acts:
        if act.start >= match.end() and _SAYS["after"].fullmatch(text[match.end() : act.start]):
            return act, match.start(), act.end
    for act in acts:
        if act.end <= match.start() and _SAYS["before"].fullmatch(text[act.end : match.start()]):
            return act, act.start, match.end()
    return None, match.start(), match.end()


def _other_act(text: str, end: int, acts: Sequence[ActFound]) -> int | None:
    """Where the title of an Act that is not in the catalogue ends, if it follows a section."""
    match = _SAYS["other_act"].match(text, end)
    if match is None or any(end <= act.start < match.end() for act in acts):
        return None
    return match.end()


def _provision(words: str) -> Provision:
    """ "Fraud Act 2006 s.2" as a provision."""
    act, _, section = words.rpartition(" s.")
    number, *subs = re.split(r"[()]+", section.rstrip(")"))
    return Provision(act, number.lower(), tuple(subs))
