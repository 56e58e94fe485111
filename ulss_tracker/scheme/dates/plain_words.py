"""The words of a date in one form: English and Welsh, figures and words, slips and short forms.

"y nawfed o Fedi", "the 9th of Septmber" and "9 Sept" come to the same words, so that the grammar of
dates is written once. The words are in data/dates/words.toml.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from rapidfuzz.distance import OSA

from ulss_tracker.scheme.table import read_table

DATA = Path(__file__).parents[1] / "data" / "dates" / "words.toml"
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SHORT_YEAR = re.compile(r"['’‘`](\d\d)\b")
_APOSTROPHE = re.compile(r"['’‘`´]")
_WELSH_JOINED = re.compile(r"(?<=[a-z])['’‘`´](?=[ri]\b)")  # "dydd Iau'r", "a'i"
_MERIDIEM = r"(?:am|pm|a\.m\.|p\.m\.)"
_TIME = re.compile(
    r"\b(?:(?:at|from|by|around|about)\s+)*"
    r"(?:"
    rf"\d{{1,2}}[:.]\d{{2}}\s*(?:{_MERIDIEM}|hrs|y bore|yr hwyr)"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
    rf"|\d{{1,2}}\s*(?:{_MERIDIEM}|o ?clock)"
    r"|o ?clock"
    r"|at\s+\d{1,2}\.\d{2}(?![.\d])"
    r")(?![a-z])"
)
_ORDINAL = re.compile(r"\b(\d{1,2})\s?(?:st|nd|rd|th|af|il|ail|ydd|ed|fed|eg|ain)\b")
_TOKEN = re.compile(r"[a-z@]+|\d+~?(?:th)?|[,.;()&/\ue000-\uf8ff-]")
_GLUED = re.compile(
    r"\b(twenty|thirty|forty|fifty)"
    r"(?=(?:one|two|three|four|five|six|seven|eight|nine"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)"
)
_TENS = re.compile(r"\b([2-6]0)(?: -)? ([1-9])(th)?\b(?! week| day| month)")
_TENS_OF = re.compile(r"\b([2-6]0)(?: -)? ([1-9])(?= (?:week|day|month))")
_MONTH_OF = re.compile(rf"\bmonth (?=(?:{'|'.join(MONTHS)})\b)")  # "mis Medi"
_THOUSANDS = re.compile(r"\b2 1000(?: and)?(?: (\d\d?))?\b")
_SPOKEN_YEAR = re.compile(r"\b(20|19) (\d\d)\b")
# Welsh says no "one": "mis yn ol" is one month, "tri mis yn ol" three.
_COUNT_OF_NONE = re.compile(r"(?<![\d~] )(?<!few )\*")
_SHORT_FOR_YEAR = re.compile(r"\b(\d+|a|one|two|three|last|this) yr\b")  # else the Welsh "the"
_SOME = re.compile(r"\b(?:some|a good) (?=\d)")
_A_GOOD = re.compile(r"\ba good (?=(?:day|week|month|year)\b)")
_OR_TWO = re.compile(r"\b(?:a|1) (day|week|month|year) or (\d+)\b")  # "a week or two ago"
_ISH = re.compile(r"\b(\d+)(?: -)? orso (?=(?:day|week|month|year)\b)")  # "three-ish weeks"
_CIRCA = re.compile(r"(?<![\w/] )\bca?(?: \.)? (?=[\d\ue000-\uf8ff])")
# Welsh puts it after: "wythnos gyntaf mis Hydref".
_ORDERED = re.compile(
    rf"\b(week|day|{'|'.join(WEEKDAYS)}) (last(?= (?:month )?(?:{'|'.join(MONTHS)})\b)"
    rf"|[1-5]th(?= month (?:{'|'.join(MONTHS)})\b))"
)
# Of whoever sat in court, no Saturday: "the judge sat on 9 October".
_SEATED = re.compile(
    r"\b(i|we|you|he|she|they|who|judge|jury|magistrates|court|just|have|been) sat\b(?! ?\d)"
    r"|\b(and|ive) sat (?=(?:in court|through|here|there|down|behind|beside|listening|all)\b)"
)
# "A week gone Monday", "Monday gone a week": a week before last Monday. "The last Friday but one".
_DAY = rf"(?P<day>{'|'.join(WEEKDAYS)})"
_GONE = re.compile(rf"(?<!just )\bgone (?={_DAY}\b)")
_DAY_AND_WEEKS = re.compile(rf"\b{_DAY} (?:gone|past|last) (?P<count>a|\d+) week\b(?! ago)")
_LAST_BUT_ONE = re.compile(rf"\blast {_DAY} but 1\b")
# "Nov. 3", not the stop after "8 Nov."
_STOPPED_MONTH = re.compile(
    r"(?<![\d(])(?<!\d )(?<!\d(?:st|nd|rd|th) )(?<!of )"
    r"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\."
    r"(?=\s*\d{1,2}(?:st|nd|rd|th)?\b"
    r"(?!\s*(?:years?|yrs?|months?|mths?|weeks?|wks?|days?|hours?)))"
)
# A count of the indictment is no day: "3 August (count 1)".
_COUNT_OF = re.compile(r"\b(?:counts?|cts?)\s+\d{1,2}\b(?=\s*(?:$|[),;:]|and\b|&))")
# A letter for a figure: "l5 October", "3O/10", "O6/11".
_ONES = re.compile(r"(?<=\d)[li](?=[/.\-]\s?\d)|(?<=[/.\-])[li](?=\d\b)|(?<![\w'])l(?=\d)")
_NOUGHTS = re.compile(r"(?<=\d)o(?=[\s/.\-]|$)|(?<![\w'])o(?=\d)")
# "One day last week" is any of its days.
_SOME_DAY = re.compile(r"\b(?:one|some) day (?=in|last|this|during|early|late|mid|back|of)")
_FRACTION = re.compile("[¼½¾⅓⅔]")
_TO_THE_DAY = re.compile(r"\bto the (?:very )?day\b")
# Of one hearing: "on 26 October he pleaded guilty and was sentenced", with no second date.
_PLEA_AND = re.compile(
    r"\b(?:pleaded|pled) guilty\b[^.;\d]{0,80}?\band (?:was |were )?"
    r"(?=(?:sentenced|jailed|given)\b(?![^.;]{0,200}(?:day\b|\bago\b|\d(?:st|nd|rd|th|/)|\b(?:on|in)\b)))"
)
# The day that something was moved from is no day of sentence: "adjourned from the 6th to the 13th".
_MOVED_FROM = re.compile(r"(?<=@moved )from [^.;,]{1,30}? (?=(?:to|until|till) )")
_SHORTEST_WITH_TWO_SLIPS = 8


def fold(text: str) -> str:
    """The text in small letters, without accents, apostrophes and times of day."""
    plain = _PLEA_AND.sub("", _WELSH_JOINED.sub(" ", text.lower()))
    plain = _TO_THE_DAY.sub(" ", _FRACTION.sub(" half ", plain))
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("'", plain))
    plain = _SOME_DAY.sub("", plain)
    plain = _COUNT_OF.sub(" ", _STOPPED_MONTH.sub(r"\1 ", _ONES.sub("1", _NOUGHTS.sub("0", plain))))
    plain = plain.replace("–", "-").replace("—", " - ").replace("\n", " . ")
    plain = re.sub(r"(?<=\d)\+", " morethan ", plain).replace("+", " plus ")
    plain = plain.encode("ascii", "ignore").decode()
    plain = _APOSTROPHE.sub("", _SHORT_YEAR.sub(r" 20\1", plain))
    return _TIME.sub(" ", plain)


def in_plain_words(folded: str) -> str:
    """Folded text in the words of the grammar, one space between any two."""
    seated = _SEATED.sub(lambda match: f"{match[1] or match[2]} ", folded)
    words = _ORDINAL.sub(r"\1th", _GLUED.sub(r"\1 ", seated))
    words = _SHORT_FOR_YEAR.sub(r"\1 year", " ".join(_TOKEN.findall(words)))
    stands_for, pattern = _vocabulary()
    words = pattern.sub(lambda match: stands_for[match[0]], words)
    words = " ".join(_meant(word) for word in words.split())
    words = pattern.sub(lambda match: stands_for[match[0]], words)
    words = _COUNT_OF_NONE.sub("1 ", words).replace("*", "")
    words = _SOME.sub("about ", re.sub(r"\ba 2 week", "2 week", words))
    words = _ORDERED.sub(r"\2 \1", _CIRCA.sub("about ", _ISH.sub(r"about \1 ", words)))
    words = _OR_TWO.sub(r"1 or \2 \1", _A_GOOD.sub("about a ", words))
    words = _DAY_AND_WEEKS.sub(r"\g<count> week past \g<day>", _GONE.sub("past ", words))
    words = _MONTH_OF.sub("", _LAST_BUT_ONE.sub(r"\g<day> before last", words))
    words = _TENS.sub(lambda match: f"{int(match[1]) + int(match[2])}{match[3] or ''}", words)
    words = _TENS_OF.sub(lambda match: f"{int(match[1]) + int(match[2])}", words)
    words = _THOUSANDS.sub(lambda match: f"{2000 + int(match[1] or 0)}", words)
    return _MOVED_FROM.sub("", _SPOKEN_YEAR.sub(r"\1\2", words))


@cache
def _vocabulary() -> tuple[dict[str, str], re.Pattern[str]]:
    """Each way of writing and what it stands for, and a pattern of them all, longest first."""
    table = read_table(DATA).row("words")
    stands_for = {way: name for name in table.names() for way in table.texts(name)}
    ways = sorted(stands_for, key=len, reverse=True)
    return stands_for, re.compile(rf"(?<![\w@])(?:{'|'.join(ways)})(?![\w@])")


@cache
def _names() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that are no slip of another, and the names that a slip may mean."""
    table = read_table(DATA).only("near", "own", "words")
    words = table.row("words")
    near = table.texts("near")
    known = {part for name in words.names() for part in (name, *words.texts(name))}
    return frozenset({*known, *near, *table.texts("own"), *MONTHS, *WEEKDAYS}), near


def _meant(word: str) -> str:
    """The one name that a word is a slip of, else the word. Of two as near, neither."""
    known, near = _names()
    if len(word) < min(map(len, near)) - 1 or word in known or not word.isalpha():
        return word
    slips = {name: OSA.distance(word, name, score_cutoff=2) for name in near}
    slips = {name: count for name, count in slips.items() if count <= _allowed(word, name)}
    best = [name for name, count in slips.items() if count == min(slips.values())]
    return best[0] if len(best) == 1 else word


def _allowed(word: str, name: str) -> int:
    """How many slips of the pen may part a word from a name."""
    return 2 if len(name) >= _SHORTEST_WITH_TWO_SLIPS and word[0] == name[0] else 1
