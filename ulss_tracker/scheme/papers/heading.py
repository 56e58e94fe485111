"""The heading of a paper: its court, case numbers, judge, day, and who was sentenced."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ulss_tracker.scheme.courts.court_answer import court_answer
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.papers.page_text import PaperText
from ulss_tracker.scheme.papers.paper import PaperFact, Value
from ulss_tracker.scheme.papers.patterns import patterns_of, said_in
from ulss_tracker.scheme.reading.court_said import court_said

_SAYS = patterns_of("heading")
_MOST_LINES = 45
_FEWEST_WORDS = 6  # of a line of prose
_LOOKS_LIKE_DIGITS = str.maketrans("OlI", "011")
_LONGEST_CODE = 4  # letters of an offender known by letters alone
_SHORT_WORDS = frozenset(
    {"ap", "ab", "ferch", "de", "du", "von", "van", "le", "la", "of", "al", "bin", "ibn"}
)
_LATER = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        yield _Line(start, line)
        start += len(line) + 1


def heading_end(paper: PaperText) -> int:
    """Where the heading ends: at the first speaker or the first line of prose."""
    for number, line in enumerate(_lines(paper.text)):
        is_long = len(line.text.split()) >= _FEWEST_WORDS
        is_prose = is_long and not line.text.isupper() and _SAYS["prose"].search(line.text)
        if number >= _MOST_LINES or (number and is_prose) or _speaks(line.text):
            return line.start
    return len(paper.text)


def _speaks(line: str) -> bool:
    speaker = _SAYS["speaker"].match(line)
    rest = line[speaker.end() :] if speaker else ""
    return bool(speaker and _SAYS["judge_speaks"].search(speaker[0]) and len(rest.split()) > 2)


def court_in(paper: PaperText, end: int) -> PaperFact[str] | None:
    """The Crown Court that a line of the heading names, or two together; else one in the text."""
    courts = load_courts()
    lines = [line for line in _lines(paper.text[:end]) if line.text]
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        if "court" not in line.text.lower() and "bailey" not in line.text.lower():
            continue
        for stop in (line.end, after.end if after else line.end):
            court = court_answer(courts.read(paper.words(line.start, stop))).court
            if court:
                return _fact(paper, court, line.start, stop)
    said = court_said(paper.text)
    court = court_answer(courts.read(said)).court if said else ""
    place = paper.plain.find(said)
    return _fact(paper, court, place, place + len(said)) if court and place >= 0 else None


def case_numbers_in(paper: PaperText, end: int) -> list[PaperFact[str]]:
    """The case numbers of the heading, else of the text: T-numbers and unique references."""
    for stop in (end, len(paper.text)):
        numbers: dict[str, PaperFact[str]] = {}
        for match in _SAYS["case_number"].finditer(paper.text, 0, stop):
            number = _number(match[0])
            numbers.setdefault(number, _fact(paper, number, *match.span()))
        if numbers:
            return list(numbers.values())
    return []


def court_numbers(text: str) -> list[str]:
    """The case numbers in any text, without spaces: T20267123."""
    return [_number(match[0]) for match in _SAYS["case_number"].finditer(text)]


def _number(words: str) -> str:
    """A case number with the digits that a scan took for letters."""
    words = re.sub(r"[ /]", "", words)
    if words[0] in "TSAU7":
        return words[0].replace("7", "T") + words[1:].replace("Z", "2").translate(
            _LOOKS_LIKE_DIGITS
        )
    return words[:2].replace("O", "0") + words[2:4] + words[4:].translate(_LOOKS_LIKE_DIGITS)


def judge_in(paper: PaperText, end: int) -> PaperFact[str] | None:
    """The judge, with the title in short: “HHJ Quennell”, “Mrs Justice Thackwray-Ode”."""
    places = list(_SAYS["judge"].finditer(paper.text, 0, end))
    for title in places or _SAYS["judge"].finditer(paper.text, end):
        name = _SAYS["judge_name"].match(paper.text, title.end())
        if name is None:
            continue
        words = re.split(r"\n|(?<=[a-z]{2})\. | Date\b", said_in(name, "name"))[0].rstrip(".,")
        if said_in(title, "justice"):
            person = re.sub(r"(?i)the|hon\w*\.?,?|rt\.?|justice|\.", " ", said_in(title, "justice"))
            short = f"{' '.join(person.split()).title()} Justice"
        else:
            short = "HHJ" if said_in(title, "hhj") else "Recorder"
        named = in_capitals(words) if words.isupper() else words
        return _fact(paper, f"{short} {named}", title.start(), name.end())
    return None


def day_in(paper: PaperText, end: int, *, is_dated: bool) -> PaperFact[date] | None:
    """The day of sentence: the day of the heading that is called so, or that is called nothing.

    A paper that is no record of a hearing has a day of its own (not `is_dated`): only a day that
    its text calls the day of sentence counts.
    """
    end = end if is_dated else len(paper.text)
    text = paper.text.replace("\n", " ")
    sentenced = _SAYS["sentence_day" if is_dated else "sentenced"]
    called: list[tuple[int, int, PaperFact[date]]] = []
    for match in _SAYS["day"].finditer(text, 0, end):
        line = paper.text.rfind("\n", 0, match.start()) + 1
        first = max(line if is_dated else 0, match.start() - 60)
        before = re.split(r"[.;)](?=\s)", paper.text[first : match.start()])[-1]
        span = read_sentence_day(match[0], _LATER)
        if span and span.is_day:
            names = [_last(says, before) for says in (sentenced, _SAYS["other_day"])]
            rank = 1 if names == [-1, -1] else 0 if names[0] > names[1] else 2
            if rank and not is_dated:
                continue
            called.append((rank, match.start(), _fact(paper, span.earliest, *match.span())))
    return min(called, key=lambda one: one[:2])[2] if called else None


def offenders_in(paper: PaperText, end: int) -> list[PaperFact[str]]:
    """Each person after “R v”, by the name as the text writes it."""
    for lead in ("against", "defendant"):
        for match in _SAYS[lead].finditer(paper.text, 0, max(end, _MOST_LINES * 40)):
            if names := list(_names(paper, match.end())):
                return names
    return []


def _names(paper: PaperText, start: int) -> Iterator[PaperFact[str]]:
    place = start
    for line in _lines(paper.text[start : start + 600]):
        if line.start and _SAYS["label"].search(line.text):
            return
        place = start + line.start
        for piece in _SAYS["parted"].split(line.text):
            name = _SAYS["name"].match(piece.strip(" .-–—'\"“”"))
            if name and not _SAYS["label"].search(piece):
                at = paper.text.find(name[0], place)
                yield _fact(paper, _as_written(paper.text, name[0]), at, at + len(name[0]))
            elif piece.strip():
                return


def _as_written(text: str, name: str) -> str:
    """A name in capitals as the text writes it elsewhere; letters that stand for one stay."""
    if " " not in name and len(name) > _LONGEST_CODE:
        forenames = _SAYS["forenames"].pattern
        whole = re.search(rf"{forenames}(?i:{re.escape(name)})\b", text)
        written = in_capitals(name) if name.isupper() else name
        return whole[0] if whole else written
    is_in_capitals = re.sub(r"\bMa?c", "", name).isupper()
    if not is_in_capitals or len(name) <= _LONGEST_CODE:
        return name
    for match in re.finditer(re.escape(name).replace(r"\ ", r"\s"), text, re.I):
        if match[0] != name and not match[0].isupper():
            return " ".join(match[0].split())
    return in_capitals(name)


def in_capitals(name: str) -> str:
    """A name in capitals, in ordinary letters: “MCALLISTER-DE SOUZA” is “McAllister-de Souza”."""
    words = []
    for word in name.split():
        lower = word.lower()
        words.append(lower if lower in _SHORT_WORDS else word if word == "KC" else word.title())
    written = re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), " ".join(words))
    return written.replace("’S", "’s").replace("'S", "'s")


def _fact(paper: PaperText, value: Value, start: int, end: int) -> PaperFact[Value]:
    return PaperFact(value, paper.page(start), paper.words(start, end))


def _last(pattern: re.Pattern[str], words: str) -> int:
    """Where a pattern last stands in words; -1 where it does not."""
    return max((match.end() for match in pattern.finditer(words)), default=-1)
