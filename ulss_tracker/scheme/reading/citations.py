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
from ulss_tracker.scheme.reading.provisions import Provision, ProvisionIndex, provisions_of
from ulss_tracker.scheme.reading.tokens import flat
from ulss_tracker.scheme.table import Row, read_table

_LONGEST_GAP, _LONGEST_TITLE = 60, 160
_SHORT = 5
_FORM_SAID = {
    Form.ATTEMPT: re.compile(r"\b(?:att(?:d|empt\w*)?|atempt\w*|ymgais|y?mgeisio|[cg]h?eisio)\b"),
    Form.ENCOURAGING: re.compile(r"\b(?:encourag|assist|annog|cynorthwy|gynorthwy)"),
}
DATA = Path(__file__).parents[1] / "data" / "reading" / "acts.toml"

_HEAD = (
    r"(?<![a-z0-9'])(?:(?:sections?|sects?|secs?|ss|s|adrannau|adran)[.\s]{0,3}"
    r"|(?<!class )(?<!cl )a\.)(?=\d)"
)
# "Section 20 (G)" is a plea.
_PLEA = r"\s?\(\s?(?:ng|gp|pg)\s?\)|\s\(g\)"
_SUBS = rf"(?:(?!{_PLEA})\s?\(\s?(?:[0-9]{{1,2}}[a-z]?|[a-z]{{1,3}}|[ivx]{{1,4}})\s?\))"
_TERM = (
    r"(?![\s-]?(?:months?|mths?|years?|yrs?|weeks?|wks?|days?(?! of)|hours?|hrs?"
    r"|mis|blynedd|wythnos)\b)"
)
_ONE = rf"\d{{1,3}}[a-z]{{0,3}}(?![a-z\d]){_TERM}{_SUBS}*"
_WITH = r"(?:read |together |in conjunction )?with|w/|by virtue of"
_SUB_JOINT = rf"(?:\s?(?:,|/|\+|-|and|&|or|neu|ac|a|to|{_WITH}))+\s?"
_MORE_SUBS = rf"(?:{_SUB_JOINT}{_SUBS}+)*"
# "s10, 4 x males" is one section.
_PEOPLE = (
    r"(?!\d+\s?(?:x|(?:fe)?males?|(?:wo)?men|lads?|youths?|suspects?|victims?|people|others?"
    r"|prev\w*)\b)"
)
# "Sections 1 to 3" are several; of "s.18 to s.20" one was made into the other.
_MORE = (
    rf"(?:\s?(?:(?:,|and|&|\+|/|or|-|a|ac|neu|{_WITH})\s?(?:{_HEAD})?|to\s?)(?={_ONE}){_PEOPLE}"
    rf"{_ONE}{_MORE_SUBS})*"
)
_SECTION = re.compile(
    rf"{_HEAD}(?P<list>{_ONE}{_MORE_SUBS}{_MORE})|(?<![\w.,£(])(?P<bare>\d{{1,2}}[a-z]?{_SUBS}+"
    rf"{_MORE_SUBS})"
)
# A number that stands just before an Act: "47 OAPA"; or joined to one: "MDA71/5", "OAPA: 20".
_BEFORE_ACT = re.compile(
    rf"(?<![\w.,£(/-])(?<!count )(?<!counts )(?<!ct )(?<!cts )(?<!charge )(?<!x )"
    rf"(?P<list>{_ONE}(?!\d){_MORE_SUBS}{_MORE})(?P<bare>(?!))?"
    r"(?=[\s,]{1,2}(?:of (?:the )?)?[a-z])"
)
_AFTER_ACT = re.compile(
    rf"\s?[/:]\s?(?P<list>{_ONE}(?!\d){_MORE_SUBS}{_MORE})(?P<bare>(?!))?(?!\s?[/:]\d)"
)
_NOT_PROVISIONS = re.compile(r"\s(?:offences?|counts?|charges?|matters?)\b")
_NUMBER = re.compile(
    rf"(?P<section>\d{{1,3}}[a-z]{{0,3}})(?P<subs>(?:{_SUBS}|{_SUB_JOINT}(?=\())*)"
)
_SUB = re.compile(r"\(\s?([0-9a-z]+)\s?\)")
_SUB_GROUP = re.compile(rf"{_SUBS}+")
_EITHER = re.compile(r"\d\s?(?:/|or|neu)\s?(?:s\.?\s?)?\d")
_READ_WITH = re.compile(rf"[\d)]\s?(?:{_WITH})")
_EITHER_SUB = re.compile(r"\)[\s/]*(?:or|neu)\b")
# A subsection that stands beside a citation and is not read with it may be what decides.
_SUB_JOINED = re.compile(r"\s?(?:/|\+|&|and|or)\s?\(\s?\d{1,2}[a-z]?\s?\)")
_SUB_AFTER = re.compile(r"(?<=\))[^\w;\n]{0,3}(?:[a-z]{1,8}\s)?\(\s?\d{1,2}[a-z]?\s?\)")
_SCHEDULE = (
    r"(?:and|&) (?:para\w*\.? [\w()]+ (?:of|to) )?(?:schedule|sched|sch)\.? \w+,? (?:to|of),? "
)
_AFTER = re.compile(
    rf"[\s,)]{{0,3}}(?:(?:of|o|yn|under|dan),?\s(?:{_SCHEDULE})?)?(?:(?:the|that|y|yr|r)\s)?\s?$"
)
_BEFORE = re.compile(r"[\s,:'(/-]{0,4}$")
_WORDS = r"(?:[\w'&(),/-]+\s+)"
_OTHER_ACT = re.compile(
    rf"[\s,)]{{0,3}}(?:(?:of|under)\s+(?:the\s+)?{_WORDS}{{0,9}}?(?:act|regulations|order)\b"
    r"(?:\s(?:1[3-9]|20)\d\d)?"
    rf"|(?:the\s+)?{_WORDS}{{0,8}}?(?:act|regulations|order)\s(?:1[3-9]|20)\d\d"
    rf"|(?:(?:o|yn|dan)\s)?(?:y\s)?d?deddf\s{_WORDS}{{0,8}}?(?:1[3-9]|20)\d\d)"
)


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

    def __init__(self, offences: Sequence[Offence], table: Row | None = None) -> None:
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
        found: list[Citation] = []
        for match in self._sections(text, acts):
            near = acts[
                bisect_left(starts, match.start() - _LONGEST_TITLE) : bisect_right(
                    starts, match.end() + _LONGEST_GAP
                )
            ]
            act, start, end = _beside(text, match, near)
            if match["bare"] and act is None and match["bare"].replace(" ", "") not in self._bare:
                continue
            found += self._cited(text, match, act, acts, start, end)
        return sorted(found, key=lambda one: one.start)

    def _sections(self, text: str, acts: Sequence[ActFound]) -> list[re.Match[str]]:
        """The sections said, and the numbers beside an Act that have no word for section."""
        found = list(_SECTION.finditer(text))
        beside = [match for act in acts if (match := _AFTER_ACT.match(text, act.end))]
        starts = [act.start for act in acts]
        for match in _BEFORE_ACT.finditer(text):
            for act in acts[bisect_left(starts, match.end() + 1) :][:1]:
                if (
                    _AFTER.fullmatch(text[match.end() : act.start])
                    and not _NOT_PROVISIONS.match(text, act.end)
                    and self._holds(match, act)
                ):
                    beside.append(match)
        taken = {place for match in found for place in range(*match.span())}
        for match in beside:
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                found.append(match)
        return sorted(found, key=lambda match: match.start())

    def _holds(self, match: re.Match[str], act: ActFound) -> bool:
        """True if an Act has the first section said."""
        number = _NUMBER.search(match["list"])
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
        either = bool(_EITHER.search(said) or _EITHER_SUB.search(said))
        other = None if act else _other_act(text, match.end(), acts)
        is_cut = bool(_SUB_AFTER.match(text, match.end()) or _SUB_JOINED.match(text, end))
        if other:
            end = other
        for number, (section, groups) in enumerate(self._sections_said(said, act)):
            titles, is_likely = self._titles(section, groups[0], act, acts, match.start())
            hits = [] if other else list(self._hits(titles, section, groups, either))
            hits = _as_said(text, hits)
            rows = {row.id: row for _, found in hits[:1] for row in found}
            form = hits[0][0] if hits else None
            # "s.45 SCA" is one thing in the Act of 2007 and another in that of 2015.
            is_mixed = len({hit_form for hit_form, _ in hits}) > 1
            if is_mixed:
                rows = {row.id: row for _, found in hits for row in found}
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
        for one in _NUMBER.finditer(said):
            groups = [tuple(_SUB.findall(g)) for g in _SUB_GROUP.findall(one["subs"])] or [()]
            if act and found and found[-1][0] == one["section"]:
                both = [*found[-1][1], *groups]
                if len(self._rows(act.acts[0], one["section"], both)) == 1:
                    found[-1] = (one["section"], both)
                    continue
            found.append((one["section"], groups))
        if act and _READ_WITH.search(said):
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
        if act.start >= match.end() and _AFTER.fullmatch(text[match.end() : act.start]):
            return act, match.start(), act.end
    for act in acts:
        if act.end <= match.start() and _BEFORE.fullmatch(text[act.end : match.start()]):
            return act, act.start, match.end()
    return None, match.start(), match.end()


def _other_act(text: str, end: int, acts: Sequence[ActFound]) -> int | None:
    """Where the title of an Act that is not in the catalogue ends, if it follows a section."""
    found = _OTHER_ACT.match(text, end)
    if found is None or any(end <= act.start < found.end() for act in acts):
        return None
    return found.end()


def _provision(words: str) -> Provision:
    """ "Fraud Act 2006 s.2" as a provision."""
    act, _, section = words.rpartition(" s.")
    number, *subs = re.split(r"[()]+", section.rstrip(")"))
    return Provision(act, number.lower(), tuple(subs))
