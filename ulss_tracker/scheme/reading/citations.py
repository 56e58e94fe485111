"""Finding statutory citations in a text: the Act by any of its names, the section, either order.

"s.1 RTA 1988", "SOA03 s9", "sections 1 and 2 of the Fraud Act 2006", "section 18" alone. A section
whose Act is not known is kept: it may be the one that decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.reading.provisions import Provision, ProvisionIndex, provisions_of
from ulss_tracker.scheme.reading.tokens import flat
from ulss_tracker.scheme.table import Row, read_table

DATA = Path(__file__).parents[1] / "data" / "reading" / "acts.toml"

_HEAD = (
    r"(?<![a-z0-9'])(?:sections?|sects?|secs?|ss|s|adrannau|adran)"
    r"[.\s]{0,3}(?=\d)"
)
_SUBS = r"(?:\s?\(\s?(?:[0-9]{1,2}[a-z]?|[a-z]{1,3}|[ivx]{1,4})\s?\))"
_ONE = rf"\d{{1,3}}[a-z]{{0,3}}(?![a-z]){_SUBS}*"
_MORE_SUBS = rf"(?:\s?(?:,|and|&)+\s?{_SUBS}+)*"
_MORE = rf"(?:\s?(?:,|and|&|/|or|-|to|a|ac|neu)\s?(?:{_HEAD})?(?={_ONE}){_ONE}{_MORE_SUBS})*"
_SECTION = re.compile(
    rf"{_HEAD}(?P<list>{_ONE}{_MORE_SUBS}{_MORE})|(?<![\w.,£(])(?P<bare>\d{{1,2}}[a-z]?{_SUBS}+)"
)
_NUMBER = re.compile(
    rf"(?P<section>\d{{1,3}}[a-z]{{0,3}})(?P<subs>(?:{_SUBS}|\s?(?:,|and|&)+\s?(?=\())*)"
)
_SUB = re.compile(r"\(\s?([0-9a-z]+)\s?\)")
_SUB_GROUP = re.compile(rf"{_SUBS}+")
_EITHER = re.compile(r"\d\s?(?:/|or|neu)\s?(?:s\.?\s?)?\d")
_AFTER = re.compile(r"[\s,)]{0,3}(?:(?:of|o|yn)\s)?(?:(?:the|that|y|r)\s)?\s?$")
_BEFORE = re.compile(r"[\s,:'(-]{0,4}$")
_OTHER_ACT = re.compile(r"\b(?:act|regulations|order|deddf)\b(?:\s(?:19|20)\d\d)?")
_YEAR = re.compile(r"(\d{4})$")
_YEAR_AFTER = r"(?:[\s,']{0,2}(?P<year>(?:1[3-9]|20)\d\d|[0-9]{2})(?![\d(]|\s?yr))?"


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation: where it stands, the rows it cites, and the form its Act speaks of.

    rows is empty where the provision, or its Act, is not in the catalogue; form is None unless
    the provision is about a form. is_bare: no Act is said. is_either: "s.18 or 20", so that one of
    the rows is meant.
    """

    start: int
    end: int
    rows: tuple[Offence, ...]
    form: Form | None = None
    is_bare: bool = False
    section: str = ""
    is_either: bool = False


@dataclass(frozen=True, slots=True)
class _Act:
    start: int
    end: int
    acts: tuple[str, ...]


class CitationFinder:
    """Finds citations of the Acts of the catalogue."""

    def __init__(self, offences: Sequence[Offence], table: Row | None = None) -> None:
        table = table or read_table(DATA)
        table.only("acts", "more", "forms", "bare", "rare")
        acts = table.row("acts")
        self._named: dict[str, list[str]] = defaultdict(list)
        for act in [*acts.names(), *(p.act for o in offences for p in provisions_of(o))]:
            others = acts.texts(act) if acts.has(act) else ()
            for name in (_YEAR.sub("", act).strip(), *others):
                if act not in self._named[_key(name)]:
                    self._named[_key(name)].append(act)
        self._forms = {
            _provision(words): Form(table.row("forms").text(words))
            for words in table.row("forms").names()
        }
        self._bare = {words: table.row("bare").text(words) for words in table.row("bare").names()}
        more = table.row("more")
        self.index = ProvisionIndex(
            offences,
            [(_provision(words), more.text(words)) for words in more.names()],
            frozenset(table.row("rare").texts("rows")),
        )

    @cached_property
    def _act_pattern(self) -> re.Pattern[str]:
        names = sorted((name for name in self._named if name), key=len, reverse=True)
        each = "|".join(_loose(name) for name in names if name != "common law")
        return re.compile(rf"(?<![a-z0-9])(?P<name>{each})(?![a-z]){_YEAR_AFTER}")

    def find(self, text: str) -> list[Citation]:
        """Every citation of a flat text, in order; none overlaps another."""
        acts = list(self._acts(text))
        found: list[Citation] = []
        for match in _SECTION.finditer(text):
            act, start, end = _beside(text, match, acts)
            if match["bare"] and act is None and match["bare"].replace(" ", "") not in self._bare:
                continue
            found += self._cited(text, match, act, start, end)
        return sorted(found, key=lambda one: one.start)

    def _acts(self, text: str) -> Iterator[_Act]:
        for match in self._act_pattern.finditer(text):
            acts = self._named[_key(match["name"])]
            year = match["year"]
            if year:
                dated = [act for act in acts if act.endswith(year[-2:])]
                if not dated and len(year) == 2 and len(match["name"]) < 6:
                    yield _Act(match.start(), match.end("name"), tuple(acts))
                    continue
                acts = dated
            elif len(match["name"]) < 4 and not _near_section(text, match):
                continue
            yield _Act(match.start(), match.end(), tuple(acts))

    def _cited(
        self, text: str, match: re.Match[str], act: _Act | None, start: int, end: int
    ) -> Iterator[Citation]:
        said = match["list"] or match["bare"]
        either = bool(_EITHER.search(said))
        for number, one in enumerate(_NUMBER.finditer(said)):
            section = one["section"]
            groups = [tuple(_SUB.findall(g)) for g in _SUB_GROUP.findall(one["subs"])] or [()]
            acts = act.acts if act else self._unsaid(section, groups[0])
            rows: dict[str, Offence] = {}
            form: Form | None = None
            for title in acts:
                form = form or self._forms.get(Provision(title, section))
                for row in self._rows(title, section, groups):
                    rows[row.id] = row
                if rows or form:
                    break
            where = (start, end) if number == 0 else (match.start(), match.end())
            other = act is None and bool(_OTHER_ACT.search(text, match.end(), match.end() + 60))
            yield Citation(
                *where,
                () if other else tuple(rows.values()),
                form,
                act is None and not other,
                section,
                either,
            )

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


def _beside(text: str, match: re.Match[str], acts: Sequence[_Act]) -> tuple[_Act | None, int, int]:
    """The Act a section stands beside, and where both together stand."""
    for act in acts:
        if act.start >= match.end() and _AFTER.fullmatch(text[match.end() : act.start]):
            return act, match.start(), act.end
    for act in acts:
        if act.end <= match.start() and _BEFORE.fullmatch(text[act.end : match.start()]):
            return act, act.start, match.end()
    return None, match.start(), match.end()


def _near_section(text: str, match: re.Match[str]) -> bool:
    """True if an abbreviation of two or three letters stands beside a section."""
    beside = (
        text[max(0, match.start() - 24) : match.start()] + "|" + text[match.end() : match.end() + 8]
    )
    return bool(re.search(r"[\d(][a-z]{0,3}\)?[\s,)]*(?:of )?(?:the )?\|", beside)) or bool(
        re.search(r"\|[\s,]*s?[.\s]*(?:ec[.\s]*)?\d", beside)
    )


def _loose(name: str) -> str:
    """A name with its stops, spaces and commas free: "O.A.P.A" is OAPA."""
    if name.isalpha() and len(name) <= 5:
        return r"\.?".join(name) + r"\.?"
    words = ("(?:and|&)" if word in {"and", "&"} else re.escape(word) for word in name.split())
    return r"[\s,.]{1,3}".join(words)


def _key(name: str) -> str:
    words = re.sub(r"[,.]", " ", flat(name)).replace("&", "and").split()
    joined = " ".join(words)
    return joined.replace(" ", "") if all(len(word) == 1 for word in words) else joined


def _provision(words: str) -> Provision:
    """ "Fraud Act 2006 s.2" as a provision."""
    act, _, section = words.rpartition(" s.")
    number, *subs = re.split(r"[()]+", section.rstrip(")"))
    return Provision(act, number.lower(), tuple(subs))
