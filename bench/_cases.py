"""Letters of cases that have nothing in common but the office's own words."""

import random
from dataclasses import replace
from datetime import date, timedelta

from ulss_tracker.models import LetterKind
from ulss_tracker.services.letters.rendering import to_html
from ulss_tracker.services.letters.sample import sample_values
from ulss_tracker.services.letters.values import ReaderLetter, Referral

DAY = date(2026, 3, 18)
_NAMES = ("Ffion", "Tomasz", "Adaeze", "Harpreet", "Joan", "Quentin", "Zoë", "Kwame", "Bronwen")
_COURTS = ("Cardiff", "Leeds", "Exeter", "Luton", "Mold", "Warwick", "Preston", "Ipswich")


def one_of_a_batch(number: int) -> str:
    """The letter that everyone who asked about one case gets, two pages, to one of them."""
    chance = random.Random(-number)
    sample = sample_values(LetterKind.NOT_REFERRED, DAY)
    assert isinstance(sample, ReaderLetter)
    name = f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}-Example"
    town = chance.choice(_COURTS)
    return to_html(
        replace(
            sample,
            to=[name, f"{number} Example Street", town, f"{town[:2].upper()}{number % 90} 1AA"],
            dear=name,
            their_reference=f"REQ-{number:05}",
        )
    )


def application(number: int, longer: int = 0) -> str:
    """The application for permission to refer in one case, two pages; longer by some reasons.

    Whatever differs from case to case differs: names, numbers, days, and every typed paragraph,
    whose words are those of the sample in another order.
    """
    chance = random.Random(number)
    sample = sample_values(LetterKind.REFERRAL, DAY - timedelta(days=chance.randrange(200)))
    assert isinstance(sample, Referral)

    def mixed(texts: list[str]) -> list[str]:
        return [" ".join(chance.sample(words, len(words))) for words in map(str.split, texts)]

    name = f"{chance.choice(_NAMES)} {chance.choice(_NAMES)}-Example"
    case = [
        replace(each, judge=f"Recorder {chance.choice(_NAMES)} Example", text=mixed([each.text])[0])
        for each in sample.sentences
    ]
    more = ["The judge gave too much weight to the plea entered. " * 9] * longer
    return to_html(
        replace(
            sample,
            reference=f"ULS-2026-{number:04}",
            case_number=f"T2026{number:04}",
            defendant=name,
            court=f"{chance.choice(_COURTS)} Crown Court",
            sentences=case,
            facts=mixed(sample.facts),
            aggravating=mixed(sample.aggravating),
            mitigating=mixed(sample.mitigating),
            why_lenient=mixed([*sample.why_lenient, *more]),
        )
    )
