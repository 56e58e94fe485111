"""The grammar of citations: what a section, its subsections and the title of an Act look like.

Every pattern is for a flat text (tokens.py).
"""

import re

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
SECTION = re.compile(
    rf"{_HEAD}(?P<list>{_ONE}{_MORE_SUBS}{_MORE})|(?<![\w.,£(])(?P<bare>\d{{1,2}}[a-z]?{_SUBS}+"
    rf"{_MORE_SUBS})"
)
# A number that stands just before an Act: "47 OAPA"; or joined to one: "MDA71/5", "OAPA: 20".
BEFORE_ACT = re.compile(
    rf"(?<![\w.,£(/-])(?<!count )(?<!counts )(?<!ct )(?<!cts )(?<!charge )(?<!x )"
    rf"(?P<list>{_ONE}(?!\d){_MORE_SUBS}{_MORE})(?P<bare>(?!))?"
    r"(?=[\s,]{1,2}(?:of (?:the )?)?[a-z])"
)
AFTER_ACT = re.compile(
    rf"\s?[/:]\s?(?P<list>{_ONE}(?!\d){_MORE_SUBS}{_MORE})(?P<bare>(?!))?(?!\s?[/:]\d)"
)
NOT_PROVISIONS = re.compile(r"\s(?:offences?|counts?|charges?|matters?)\b")
NUMBER = re.compile(rf"(?P<section>\d{{1,3}}[a-z]{{0,3}})(?P<subs>(?:{_SUBS}|{_SUB_JOINT}(?=\())*)")
SUB = re.compile(r"\(\s?([0-9a-z]+)\s?\)")
SUB_GROUP = re.compile(rf"{_SUBS}+")
EITHER = re.compile(r"\d\s?(?:/|or|neu)\s?(?:s\.?\s?)?\d")
READ_WITH = re.compile(rf"[\d)]\s?(?:{_WITH})")
EITHER_SUB = re.compile(r"\)[\s/]*(?:or|neu)\b")
# A subsection that stands beside a citation and is not read with it may be what decides.
SUB_JOINED = re.compile(r"\s?(?:/|\+|&|and|or)\s?\(\s?\d{1,2}[a-z]?\s?\)")
SUB_AFTER = re.compile(r"(?<=\))[^\w;\n]{0,3}(?:[a-z]{1,8}\s)?\(\s?\d{1,2}[a-z]?\s?\)")
_SCHEDULE = (
    r"(?:and|&) (?:para\w*\.? [\w()]+ (?:of|to) )?(?:schedule|sched|sch)\.? \w+,? (?:to|of),? "
)
AFTER = re.compile(
    rf"[\s,)]{{0,3}}(?:(?:of|o|yn|under|dan),?\s(?:{_SCHEDULE})?)?(?:(?:the|that|y|yr|r)\s)?\s?$"
)
BEFORE = re.compile(r"[\s,:'(/-]{0,4}$")
_WORDS = r"(?:[\w'&(),/-]+\s+)"
OTHER_ACT = re.compile(
    rf"[\s,)]{{0,3}}(?:(?:of|under)\s+(?:the\s+)?{_WORDS}{{0,9}}?(?:act|regulations|order)\b"
    r"(?:\s(?:1[3-9]|20)\d\d)?"
    rf"|(?:the\s+)?{_WORDS}{{0,8}}?(?:act|regulations|order)\s(?:1[3-9]|20)\d\d"
    rf"|(?:(?:o|yn|dan)\s)?(?:y\s)?d?deddf\s{_WORDS}{{0,8}}?(?:1[3-9]|20)\d\d)"
)
