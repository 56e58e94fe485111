"""Whose identity the law protects: complainants of some offences for life, and the young.

Sexual Offences (Amendment) Act 1992 ss.1-2: from the allegation on, nothing may be published that
is likely to lead to a complainant being identified. Its list is most of Part 1 of the Sexual
Offences Act 2003 and the older sexual offences, and human trafficking (Modern Slavery Act 2015
s.2). Youth Justice and Criminal Evidence Act 1999 s.45 lets the Crown Court protect a person
under 18.
"""

import re
from datetime import date

from ulss_tracker.scheme.offences.offence import Offence

ADULT_AGE = 18

# Wider than the list on purpose: a warning too many asks for care, one too few tells a secret.
_FAMILIES = frozenset({"sexual", "slavery"})
_ACTS = (
    "Sexual Offences Act",
    "Indecency with Children Act",
    # Anonymity for life too, by these Acts' own words: a lawyer should confirm the provisions.
    "Female Genital Mutilation Act",
)
_IDS = frozenset({"no-forced-marriage"})
# Sections of the 2003 Act that the 1992 Act leaves out: nobody is a complainant of these.
_LEFT_OUT = frozenset({"no-soa03-64", "no-soa03-69"})
_WORDS = re.compile(
    r"\b(rape|raping|raped|sexual|indecen\w*|buggery|trafficking|voyeurism|genital mutilation"
    r"|forced marriage)",
    re.IGNORECASE,
)


def protects_complainant(offence: Offence | None, words: str = "") -> bool:
    """Whether a complainant of this offence has anonymity for life, or may have.

    `words` are the offence as it was written, where the catalogue's row is not known.
    """
    if offence is None:
        return bool(_WORDS.search(words))
    if offence.id in _LEFT_OUT:
        return False
    return (
        offence.family in _FAMILIES
        or offence.id in _IDS
        or offence.act.startswith(_ACTS)
        or bool(_WORDS.search(offence.title))
    )


def adult_on(born_on: date) -> date:
    """The 18th birthday; 1 March for somebody born on 29 February (there is no 29th that year)."""
    year = born_on.year + ADULT_AGE
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
