"""The words beside a court and a day of sentence."""

import re

SENTENCED = re.compile(
    r"\bsent[ea]n[ct]|\bjailed\b|imprison|dedfryd|ddedfryd|carchar|\b(?:given|gave|gets?|got|received"
    r"|gafodd|cafodd)\b|\bsuspended\b|\bsent down\b|\bpassed\b|\bsentence\b|(?-i:\bct \d)",
    re.IGNORECASE,
)
COURT = re.compile(
    r"\bcourt\b|\bcrown\b|\bllys\b|goron|magistrate|\bbailey\b|\bassizes?\b"
    r"|(?-i:\b[A-Z][\w'’-]+ CC\b)",
    re.I,
)
DAY_SAID = re.compile(
    r"\b(?:date|day|hearing)\b|\bdyddiad\b|\bit was\b|\bon the\b|\bdiwrnod\b|\bhe was\b", re.I
)
OTHER_DAY = re.compile(
    r"deadline|\bmy (?:last |previous |first )?(?:request|e-?mail|letter|call|message)\b|\bi (?:wrote|e-?mailed|sent|rang|called|phoned|asked)\b|time limit|\b\d+[- ]days?(?: point| limit|$|\b)|\bruns? out\b|\bexpir|28 diwrnod|\bborn\b|\bd\.?o\.?b\b"
    r"|\bday point\b|terfyn",
    re.I,
)
OFFENCE_DAY = re.compile(
    r"\b(?:arrested|charged|attacked|assaulted|happened|raped|killed|stabbed|offen[cs]e took place)\b",
    re.I,
)
TOWN = re.compile(
    r"\b(?:at|in|from|yn|ym|yng|court (?:was|is|:)|court)\s*:?\s+(?:the )?"
    r"((?:[A-Z][\w'’-]+)(?:[ -](?:upon|on|under|the|of|and|[A-Z][\w'’-]+)){0,4})"
)
LOWER_TOWN = re.compile(r"\bat ([a-z]{4,20})\b")
NAMED_COURT = re.compile(
    r"((?:(?:[A-Z][\w'’.-]+|and|upon|on|of) ){0,4}[A-Z][\w'’-]+ (?:Sheriff|Magistrates?['’]?s?"
    r"|Youth|High|County|Family) Court)",
)
_PLACE = r"((?:[A-Z][\w'’-]+ ?(?:(?:upon|on|under|the|of) )*)+)"
CROWN_COURT = re.compile(rf"{_PLACE}Crown Court\b|\bCrown Court (?:at|in) {_PLACE}")
WINDOW_AT = re.compile(r"\b(?:court|sentenced|dedfryd\w*|goron|got|given)\b", re.I)
CORRECTION = re.compile(
    r"\b(?:apologies|correction|sorry|i mean|make that|scrap that|should (?:be|read|say)"
    r"|mae'n ddrwg gen i)\b[\s,:.-]*",
    re.I,
)
CALLED = re.compile(r"\b(?:called|named)(?: [A-Z][\w'’-]+){1,4}")
PARTS = re.compile(r"[,;]|\b(?:got|given|received|gets|where|because|for|and)\b", re.I)
LIKE_A_DAY = re.compile(
    r"\d|\b(?:mon|tues|wednes|thurs|fri)day\b|\b(?:yesterday|today|ddoe|heddiw|dydd)\b", re.I
)
OF_A_DATE = re.compile(
    r"\W*(?:\d+\S*|of|the|a|last|this|ago|before|since|weeks?|days?|months?|years?|yn ôl|diwethaf|wythnos\w*"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|dydd|llun|mawrth|mercher|iau|gwener|sadwrn|sul"
    r"|jan\w*|feb\w*|mar|march|apr|april|may|june?|july?|aug|august|sept?\w*|oct\w*|nov\w*|dec\w*"
    r"|ionawr|chwefror|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
    r"|one|two|three|four|five|six|seven|eight|nine|ten)\W*$",
    re.I,
)
"""A word that may be part of a date."""
