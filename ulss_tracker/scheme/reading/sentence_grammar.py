"""The grammar of a sentence in words: how lengths, orders and sums of money are written."""

import re
from itertools import product

from ulss_tracker.scheme.reading.sentence_parts import PartKind

_SMALL = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBERS = (
    {word: number for number, word in enumerate(_SMALL, start=1)}
    | {
        f"{tens}{joint}{word}": value + number
        for tens, value in _TENS.items()
        for number, word in enumerate(_SMALL[:9], start=1)
        for joint in ("-", " ")
    }
    | _TENS
    | {"a": 1, "an": 1}
)
_ONES = "|".join(reversed(_SMALL[:9]))
# What begins another comes after it: "sixteen" before "six".
_NUMBER = (
    rf"(?:\d{{1,4}}|(?:{'|'.join(_TENS)})(?:[- ](?:{_ONES}))?|{'|'.join(reversed(_SMALL))}|an|a)"
)
_UNIT = r"(?:year|yr|month|mth|week|wk|day)s?'?"
_HALF = r"(?:½|(?<=\d) ½|\.5| and a half)"
_L = rf"(?:\b{_NUMBER}{_HALF}?[ -]?{_UNIT}(?![a-z])(?:,? (?:and )?{_NUMBER}[ -]?{_UNIT}(?![a-z]))*)"
_ONE_LENGTH = re.compile(
    rf"(?P<number>{_NUMBER})(?P<half>{_HALF})?[ -]?(?P<unit>year|yr|month|mth|week|wk|day)", re.I
)
_UNITS = {
    "year": "years",
    "yr": "years",
    "month": "months",
    "mth": "months",
    "week": "weeks",
    "wk": "weeks",
    "day": "days",
}
LENGTH = re.compile(_L, re.I)
LENGTHS = ("total", "length", "suspended_for", "minimum_term", "less", "licence")
"""The groups of a pattern that hold a length."""

COUNT = re.compile(r"(?:on |for )?counts? (?P<number>\d+)(?: ?[:,-] ?| )", re.I)
"""The count of the indictment that a clause begins with."""

PREFIX = re.compile(
    r"^(?:(?:he|she|they) (?:was|were) |(?:the )?sentence (?:was )?|(?:was )?sentenced |increased "
    r"|to |of |an? (?=total|overall)|total |overall |sentence )+(?=\S)|^(?:an?|the) ",
    re.I,
)
"""Words before a part that say nothing of it."""

SERVED = re.compile(
    r",? ?\(?(?:all )?(?:to (?:be served|run) )?(?:concurrent(?:ly)?|consecutive(?:ly)?)\)?$", re.I
)
"""How a part is served, at the end of its clause."""


def read_length(words: str) -> list[tuple[str, int]]:
    """Each unit with its count, in the order said; half a year is 6 months, half of less nothing.

    "Two and a half years" is 2 years and 6 months. A half of a month or a day has no reading, and
    comes back as a count of none.
    """
    said: list[tuple[str, int]] = []
    for found in _ONE_LENGTH.finditer(words):
        number, unit = found["number"].lower(), _UNITS[found["unit"].lower()]
        count = int(number) if number.isdecimal() else _NUMBERS[number]
        said.append((unit, count))
        if found["half"]:
            if unit != "years":
                return [(unit, 0)]
            said.append(("months", 6))
    return said


def _group(name: str) -> str:
    return rf"(?P<{name}>{_L})"


def _ways(*pieces: str | tuple[str, ...]) -> tuple[str, ...]:
    """Every way of writing something whose pieces, in their order, may be written in several."""
    return tuple(
        "".join(way) for way in product(*((p,) if isinstance(p, str) else p for p in pieces))
    )


_LEN, _TOTAL, _LICENCE = _group("length"), _group("total"), _group("licence")
_MONEY = r"£ ?(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d\d)?)"
_HOURS = r"(?P<hours>\d{1,3}) hours'?"
_YOI = r"(?:an? )?(?:young offenders?'? institution|yoi)"
_IMPRISONMENT = r"(?:(?:immediate|determinate) )?(?:imprisonment|(?:in )?prison)"
_DETENTION = rf"(?:(?:immediate )?(?:detention|custody) (?:in )?{_YOI}|(?:in )?{_YOI}|detention)"
_CUSTODY = r"(?:immediate )?(?:in )?custody"
# "suspeneded" stands in the office's own register.
_SUSPENDED = (
    r",? \(?(?P<suspended>suspen\w{0,4}ded)"
    rf"(?: (?:for )?(?:a period of )?{_group('suspended_for')})?\)?"
)
_EXTENSION = (
    r"(?:an? )?(?:licence extension(?: period)?|extended licence(?: period)?|extension period|"
    rf"extended period(?: on licence)?) of {_LICENCE}"
)
_EXTENDED = r"extended (?:determinate )?sentence"
_LIFE = (
    r"(?:life(?: (?:imprisonment|sentence|in prison|custody))?|(?:imprisonment|custody|detention) "
    r"for life|mandatory life sentence)"
)
_AT_LEAST = (
    r"(?:,? (?:with )?(?:and )?(?:to serve )?(?:an? )?minimum(?: term)?(?: of)? "
    r"|,? to serve at least )"
)
_REMAND = r"(?: (?:spent |served )?(?:(?:in custody )?on remand|in custody))?"
_TERM = rf"(?:{_AT_LEAST}{_group('minimum_term')}(?:,? less {_group('less')}{_REMAND})?)?"
_PLEASURE = r"(?:at|during) (?:his|her) majesty's pleasure"
_DRIVING = r"(?: from (?:driving|holding a driving licence))?"
_TEST = r"(?:an? )?extended (?:driving )?(?:re-?)?test"
_RETEST = rf"(?P<until_test>,? (?:and )?until {_TEST}(?: (?:is )?passed)?|,? (?:and|with) {_TEST})?"
_ACT = r"(?: of)?(?: the)?(?: mental health act(?: 1983)?)?"
_UNDER = r"(?: (?:under )?(?:section|s\.?) ?{})"
_RESTRICTION = (
    r",?(?: and| with)?(?: an?)? (?P<restricted>restrictions?(?: order)?)"
    rf"(?:{_UNDER.format(41)}{_ACT})?(?: without limit of time)?"
)
_FOR = r",? (?:for|of|lasting)(?: a period of)? "


def _timed(name: str) -> tuple[str, ...]:
    """An order with how long it is for, on either side of it, or without."""
    return (
        rf"{_LEN} {name}",
        rf"{name}{_FOR}{_LEN}",
        rf"{name}(?: (?P<no_end>indefinitely|until further order|for life))?",
    )


def _paid(name: str) -> tuple[str, ...]:
    """A sum of money, on either side of what it is, or without."""
    return (rf"{_MONEY} {name}", rf"{name}(?: (?:of|in the sum of))? {_MONEY}", name)


def _custody(name: str) -> tuple[str, ...]:
    """A term of custody, which may be suspended."""
    return _ways((rf"{_LEN} {name}", rf"{name} (?:for|of) {_LEN}"), rf"(?:{_SUSPENDED})?")


_WRITTEN: tuple[tuple[PartKind, tuple[str, ...]], ...] = (
    (PartKind.IMPRISONMENT, _custody(_IMPRISONMENT)),
    (PartKind.DETENTION, _custody(_DETENTION)),
    (
        PartKind.CUSTODY,
        (*_custody(_CUSTODY), rf"{_LEN}{_SUSPENDED}", rf"custodial sentence of {_LEN}"),
    ),
    (
        PartKind.EXTENDED,
        _ways(
            rf"{_LEN} (?:{_IMPRISONMENT}|{_CUSTODY}),? (?:with|and) ",
            (_EXTENSION, rf"(?:an? )?{_LICENCE} extended licence(?: period)?"),
        ),
    ),
    (
        PartKind.EXTENDED,
        _ways(
            (rf"{_TOTAL} (?:{_EXTENDED}|{_IMPRISONMENT})", rf"{_EXTENDED} of {_TOTAL}"),
            r",? \(?(?:comprising(?: of)?|made up of|consisting of) ",
            (
                rf"{_LEN} (?:custodial(?: term)?|{_IMPRISONMENT}|{_CUSTODY})",
                rf"(?:an? )?custodial (?:term|period|element) of {_LEN}",
            ),
            ",? and ",
            (rf"{_LICENCE} (?:(?:on )?extended licence|extension(?: period)?)", _EXTENSION),
            r"\)?",
        ),
    ),
    (PartKind.WHOLE_LIFE, ("whole life (?:order|term|sentence)",)),
    (PartKind.LIFE, (rf"{_LIFE}{_TERM}",)),
    (PartKind.AT_PLEASURE, (rf"(?:detention|detained) {_PLEASURE}{_TERM}",)),
    (PartKind.COMMUNITY, _timed("community (?:order|sentence)")),
    (
        PartKind.COMMUNITY,
        _ways(
            (rf"{_LEN} community order", rf"community order{_FOR}{_LEN}"),
            ",? with (?:an? )?",
            (rf"unpaid work requirement of {_HOURS}", rf"{_HOURS}(?: of)? unpaid work"),
        ),
    ),
    (PartKind.YOUTH_REHABILITATION, _timed("youth rehabilitation order")),
    (PartKind.REFERRAL, _timed("referral order")),
    (
        PartKind.UNPAID_WORK,
        (rf"{_HOURS}(?: of)? unpaid work", rf"unpaid work(?: requirement)?(?: of| for)? {_HOURS}"),
    ),
    (
        PartKind.REHABILITATION_ACTIVITY,
        (
            rf"{_LEN}(?: of)? rehabilitation activity(?: requirement)?(?: days)?",
            rf"rehabilitation activity requirement(?: (?:of|for)(?: up to)?)? {_LEN}",
        ),
    ),
    (PartKind.CURFEW, _timed("curfew(?: requirement)?")[:2]),
    (
        PartKind.CONDITIONAL_DISCHARGE,
        (*_timed("conditional discharge"), rf"conditionally discharged for {_LEN}"),
    ),
    (PartKind.ABSOLUTE_DISCHARGE, ("absolute discharge", "absolutely discharged")),
    (PartKind.FINE, (*_paid("fine"), rf"fined {_MONEY}")),
    (PartKind.INTERIM_HOSPITAL, ("interim hospital order",)),
    (
        PartKind.HOSPITAL,
        (
            rf"hospital order(?:{_UNDER.format(37)}{_ACT})?(?:{_RESTRICTION})?",
            r"hospital order (?:under )?"
            rf"(?P<restricted>(?:sections?|ss?\.?) ?(?:37(?: ?/ ?| and ))?41){_ACT}",
        ),
    ),
    (
        PartKind.DISQUALIFICATION,
        (
            rf"{_LEN} (?:driving )?(?:disqualification|ban){_DRIVING}{_RETEST}",
            rf"(?:disqualified|disqualification|banned){_DRIVING} (?:for|of) {_LEN}{_RETEST}",
            rf"driving (?:disqualification|ban) (?:for|of) {_LEN}{_RETEST}",
            rf"disqualified{_DRIVING} (?P<no_end>for life)",
        ),
    ),
    (PartKind.DEFERRED, ("deferred(?: sentence)?", rf"deferred for {_LEN}")),
    (PartKind.REMITTED, (r"remitted to (?:the )?youth court(?: for (?:the )?sentenc(?:e|ing))?",)),
    (PartKind.COMPENSATION, _paid("compensation(?: order)?")),
    (PartKind.CONFISCATION, _paid("confiscation(?: order)?")),
    (PartKind.COSTS, _paid("(?:prosecution )?costs")),
    (PartKind.SURCHARGE, _paid("(?:victim |statutory )?surcharge")),
    (PartKind.RESTRAINING, _timed("restraining order")),
    (
        PartKind.SEXUAL_HARM_PREVENTION,
        _timed(r"(?:sexual harm prevention order(?: \(shpo\))?|shpo)"),
    ),
    (PartKind.CRIMINAL_BEHAVIOUR, _timed("criminal behaviour order")),
    (PartKind.NO_SEPARATE_PENALTY, ("no separate penalty",)),
)
PATTERNS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE)) for kind, ways in _WRITTEN for pattern in ways
)
"""Every way of writing each kind of part, each for the whole of a clause."""
