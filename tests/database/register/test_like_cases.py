"""Like cases: figures that anybody can make again from the release, and the office's own."""

import csv
import re
from datetime import UTC, date, datetime
from statistics import median

import pytest

from tests.support import build
from ulss_tracker.models import CourtDecision, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.reading.sentence_months import custody_of
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.register import like_cases, released
from ulss_tracker.services.register.like_cases import LikeCases

pytestmark = pytest.mark.usefixtures("now")
NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
ROWS = list(csv.DictReader(released.ROWS.read_text("utf-8").splitlines()))
REFERRED = [row for row in ROWS if row["outcome"] == "Referred to the Court of Appeal"]


def released_as(name: str) -> LikeCases:
    (label,) = [label for label in released.labels() if name in label.names]
    return LikeCases(name, label.is_theme, label.cases)


def by_hand(name: str) -> list[int]:
    """The increases of plain terms, read by another rule than the tracker's."""
    found = []
    for row in REFERRED:
        months = []
        for words in (row["original_sentence"], row["revised_sentence"]):
            read = re.fullmatch(
                r"(?:(\d+) years?)?(?: and)? ?(?:(\d+) months?)?['’]? imprisonment", words.strip()
            )
            months += [int(read[1] or 0) * 12 + int(read[2] or 0)] if read else []
        if row["offence_original"] == name and len(months) == 2:
            found.append(months[1] - months[0])
    return found


def test_five_figures_are_those_counted_by_hand_in_the_release() -> None:
    burglary = released_as("Burglary")
    assert (
        len(released_as("Murder").cases)
        == sum(
            row["offence_original"] == "Murder" and row["outcome"] != "Application withdrawn"
            for row in ROWS
        )
        == 148
    )
    assert (
        len(released_as("Robbery").referred)
        == sum(row["offence_original"] == "Robbery" for row in REFERRED)
        == 47
    )
    assert (
        len(burglary.increased)
        == sum(
            row["offence_original"] == "Burglary" and "nchanged" not in row["revised_sentence"]
            for row in REFERRED
        )
        == 19
    )
    increases = sorted([*by_hand("Burglary"), 36])  # 36: an extended sentence, 6 years made 9
    assert (burglary.increases, burglary.median) == (increases, median(increases))
    assert burglary.median == 20


def test_the_whole_release_is_counted_once_and_says_how_much_of_it_was_read() -> None:
    everything = [past for label in released.labels() for past in label.cases]
    increased = [past for past in everything if past.outcome is Outcome.INCREASED]
    assert len(ROWS) - len(everything) == 47  # withdrawn applications
    assert len(increased) == 478  # as the release's publisher counted
    assert sum(past.after is not None for past in increased) == 452
    assert sum(past.increase is not None for past in increased) == 321


@pytest.mark.parametrize(
    ("words", "custody"),
    [
        ("3 years and 6 months' imprisonment", ("term", 42)),
        ("2 years imprisonment suspended for 2 years", ("suspended term", 24)),
        ("Life imprisonment with a minimum term of 15 years", ("minimum term", 180)),
        ("8 years' imprisonment with a licence extension of 3 years", ("custodial term", 96)),
        ("26 weeks imprisonment", None),
        ("3 years imprisonment and 2 years imprisonment consecutive", None),
        ("A community order for 12 months", None),
        ("Life imprisonment", None),
    ],
)
def test_only_one_length_that_is_whole_months_is_read(words: str, custody: object) -> None:
    assert custody_of(words) == custody


def ended(outcome: Outcome, revised: str = "", **changes: object) -> Review:
    review = build.review(**changes)
    build.conviction(build.sentence(review, text="4 years’ imprisonment"), "io-robbery")
    with transaction():
        review.outcome, review.state = outcome, State.CLOSED
        if revised:
            decision = CourtDecision(
                review=review, outcome=outcome, revised_sentence=revised, citation="",
                recorded_at=NOW, recorded_by_id=build.user().id,
            )  # fmt: skip
            db.session.add(decision)
    return review


def test_the_offices_own_since_are_counted_but_none_withdrawn_sealed_or_of_itself() -> None:
    asked = ended(Outcome.NOT_REFERRED)
    increased = ended(Outcome.INCREASED, "6 years’ imprisonment")
    ended(Outcome.WITHDRAWN)
    older = ended(Outcome.NOT_REFERRED)
    with transaction():
        older.sentences[0].sentenced_on = date(2018, 12, 31)
    secret = ended(Outcome.UNCHANGED)
    sealing.seal(secret.case, [], "A judge’s family", build.user(Role.SUPERVISOR))
    access_filter.read_for(build.user())
    try:
        own, *labels = like_cases.of_review(asked)["Robbery"]
    finally:
        access_filter.read_for(None)
    assert [past.review_id for past in own.cases] == [increased.id]
    assert (own.increases, own.median) == ([24], 24)
    assert [line.title for line in labels] == ["Robbery", "Attempted Robbery", "Conspiracy to Rob"]
