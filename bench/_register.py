"""An old register of any length in the office's ten columns, with people and cases that never were.

Its shapes and its traps come as often as in the half of a year's register that was at hand.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta

from ulss_tracker.services.register.sheet import Column

_BEGAN_ON = date(2010, 1, 4)
_COURTS = (
    "Cardiff", "Central Criminal Court", "Stoke on Trent", "Stoke-on-Trent", "Nottingham", "Leeds",
    "Manchester Minshull Street", "Inner London", "Warwick", "Swindon", "Liverpool", "Bournemouth",
    "Worcester", "Bristol", "Preston", "Guildford", "Harrow", "Luton", "Chester", "Oxford", "Hull",
    "Maidstone", "Kingston-Upon-Thames", "York", "Snaresbrook", "Taunton", "St Albans", "Exeter",
)  # fmt: skip
_ODD_COURTS = (
    "Ayelsbury", "HHJ Adam Bede", "Reading (Magistrates)", "Leeds Youth Court", "TBC", "",
    "Birmingham Magistrates’ Court", "Nowhere on the Wold", "Leeds / York",
)  # fmt: skip
_OFFENCES = (
    "Murder", "Manslaughter", "Rape", "Robbery", "Affray", "Theft", "Violent disorder", "Burglary",
    "Conspiracy to supply a controlled drug of class A", "Causing death by dangerous driving",
    "Assault occasioning actual bodily harm", "Wound/inflict grievous bodily harm",
    "Making an indecent image of a child", "Dangerous driving", "Common assault", "Child neglect",
    "Causing grievous bodily harm with intent", "Perverting the course of justice",
    "Conspiracy to defraud", "Breach of a sexual harm prevention order", "Sexual assault",
)  # fmt: skip
_ODD_OFFENCES = (
    "Murder; Robbery", "Rape x 3 and theft", "Something else", "N/A", "",
    "Failure to notify of a change in circumstances that affects benefit entitlementsr",
)  # fmt: skip
_ENDINGS = {
    "Not Referred": 44,
    "Not in Scheme": 36,
    "Under Consideration": 9,
    "Referred to the Court of Appeal": 9,
    "Out of Time": 2,
    "Application Withdrawn": 1,
    "Not refered": 0.3,
    "Not Referred - see the file": 0.3,
    "Pending": 0.2,
}
_REVISED = (
    "7 years’ custody", "Sentence Unchanged", "Unchanged", "4 years imprisonment", "TBC", "TBC",
    "Leave refused", "Sentence increased to 2 years 6 months", "See the judgment",
    "Life Imprisonment with a minimum term of 12 years.",
)  # fmt: skip
_INITIALS = "ABCDEFGHJKLMNOPRSTW"


def register(rows: int, seed: int = 1988) -> bytes:
    """The file of so many rows, as the office saves it: Windows-1252, a blank row at the top, and
    blank rows after. The same from the same seed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([""] * len(Column))
    writer.writerow([column.heading for column in Column])
    writer.writerows(_rows(rows, random.Random(seed)))
    writer.writerows([[""] * len(Column)] * (rows // 2))
    return out.getvalue().encode("cp1252")


def _rows(count: int, chance: random.Random) -> Iterator[list[str]]:
    reference, left, court, day = 2, 0, "", _BEGAN_ON
    for number in range(count):
        if not left:
            reference += chance.choice((1, 1, 1, 2, 3))
            left = chance.choices((1, 2, 3, 5, 9), (75, 14, 7, 3, 1))[0]
            court = chance.choice(_ODD_COURTS if chance.random() < 0.05 else _COURTS)
            day = _BEGAN_ON + timedelta(days=number // 12 - chance.randrange(25))
            day -= timedelta(days=max(0, day.weekday() - 4))
        left -= 1
        yield _row(chance, str(reference), court, day)


def _row(chance: random.Random, reference: str, court: str, day: date) -> list[str]:
    outcome = chance.choices(list(_ENDINGS), list(_ENDINGS.values()))[0]
    is_referred, is_open = outcome.startswith("Referred"), outcome == "Under Consideration"
    heard = (day + timedelta(days=70)).strftime("%d/%m/%Y") if is_referred else "N/A"
    return [
        "" if chance.random() < 0.001 else reference,
        _initials(chance),
        court,
        _day(chance, day),
        chance.choice(_ODD_OFFENCES if chance.random() < 0.06 else _OFFENCES),
        "In Progress" if is_open or chance.random() < 0.05 else "Complete",
        outcome,
        "TBC" if is_open else heard,
        _sentence(chance),
        chance.choice(_REVISED) if is_referred else "TBC" if is_open else "N/A",
    ]


def _initials(chance: random.Random) -> str:
    odd = chance.random()
    if odd < 0.03:
        return chance.choice(("UY", "UY ", "UA", "", "Ann Example"))
    return "".join(chance.choices(_INITIALS, k=3 if odd < 0.1 else 2))


def _day(chance: random.Random, day: date) -> str:
    odd = chance.random()
    if odd < 0.93:
        return day.strftime("%d/%m/%Y")
    other = day + timedelta(days=30)
    return chance.choice(
        (
            day.strftime("%d %B %Y"),
            day.strftime("%A, %d %B %Y"),
            day.strftime("%d/%m/%y"),
            day.strftime("%Y-%m-%d"),
            f"{day:%d/%m/%Y}\n{other:%d/%m/%Y}",
            f"{day:%d/%m/%Y} and {other:%d/%m/%Y}",
            day.replace(year=day.year + 1, day=min(day.day, 28)).strftime("%d/%m/%Y"),
            "TBC",
            "",
        )
    )


def _sentence(chance: random.Random) -> str:
    years, months = chance.randrange(1, 15), chance.randrange(1, 12)
    return chance.choice(
        (
            f"{years} years’ imprisonment",
            f"{years} years and {months} months’ imprisonment",
            f"{years} years’ imprisonment ",
            f"{months} months’ imprisonment suspended for {1 + years % 2} years",
            f"{months} month community order",
            f"Life imprisonment with a minimum term of {years + 10} years",
            f"{years} years imprisonment with a licence extension of {months} years",
            "Community sentence",
            f"1) {years} years\n2) {months} months concurrent",
            f"The judge said that {years} years would have been right, and deferred it",
        )
    )
