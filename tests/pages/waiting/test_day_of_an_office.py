"""A short day of an office of eight: no matter in two rows of a list, and none in no list.

`python -m bench.day` reads a whole one, and counts pages and words.
"""

import pytest
from flask import Flask

from bench import day
from ulss_tracker import clock


@pytest.mark.slow
@pytest.mark.on_sqlite
def test_nothing_stands_in_two_rows_and_nothing_in_none(app: Flask) -> None:
    with clock.set_to(day.MORNING):
        faults, readings = day.day(app, emails=7)
    assert faults == []
    assert sum(len(reading.rows) for reading in readings.values()) > day.FORMS
