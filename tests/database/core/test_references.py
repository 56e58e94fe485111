"""References: in order for cases, unguessable for requests."""

import re
from datetime import UTC, datetime

from flask import Flask

from tests.support.at_once import at_once
from ulss_tracker import clock
from ulss_tracker.models import ReferenceCounter, db
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import transaction


def next_one() -> str:
    with transaction():
        return references.next_case_reference()


def test_cases_are_numbered_from_one_each_year(app: Flask, at) -> None:
    at(datetime(2026, 12, 31, 12, tzinfo=UTC))
    assert [next_one(), next_one()] == ["ULS-2026-0001", "ULS-2026-0002"]
    at(datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert next_one() == "ULS-2027-0001"


def test_a_number_is_given_once_even_to_cases_opened_at_the_same_time(app: Flask) -> None:
    next_one()
    taken: list[str] = []
    at_once(app, *[lambda _wait: taken.extend(next_one() for _ in range(5))] * 4)
    assert len(taken) == len(set(taken)) == 20


def test_the_first_number_of_a_year_is_given_once_too(app: Flask) -> None:
    """At the turn of the year nobody has a row to wait for."""
    years = range(2001, 2021)
    taken: list[str] = []
    for year in years:
        with clock.set_to(datetime(year, 1, 1, 12, tzinfo=UTC)):
            at_once(app, *[lambda _wait: taken.append(next_one())] * 3)
    assert sorted(taken) == [f"ULS-{year}-000{number}" for year in years for number in (1, 2, 3)]


def test_more_than_9999_cases_still_have_references(app: Flask, at) -> None:
    at(datetime(2026, 3, 2, 12, tzinfo=UTC))
    with transaction():
        db.session.add(ReferenceCounter(series="ULS-2026", last=9999))
    assert next_one() == "ULS-2026-10000"


def test_a_requests_reference_can_be_read_aloud(app: Flask) -> None:
    made = {references.new_request_reference() for _ in range(50)}
    assert len(made) == 50
    letters = f"[{references.ALPHABET}]{{4}}"
    assert all(re.fullmatch(f"REQ-{letters}-{letters}", each) for each in made)
    assert not set(references.ALPHABET) & set("AEIOU0125LS")


def test_a_code_is_found_again_however_it_is_typed_and_not_read_from_what_is_kept() -> None:
    code = references.new_code()
    typed = code.lower().replace("-", " ")
    assert references.hash_code(typed) == references.hash_code(code)
    assert references.hash_code(references.new_code()) != references.hash_code(code)
    assert code.replace("-", "") not in references.hash_code(code).upper()
