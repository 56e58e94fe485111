"""The question that asks back which day of sentence is meant."""

from datetime import date

import pytest
from flask import Flask

from ulss_tracker.scheme.dates.spans import Span, one_day
from ulss_tracker.web.core.sentence_day_words import ask_back

DAY = one_day(date(2026, 10, 30))
IN_A_MONTH = Span(date(2026, 11, 12), date(2026, 11, 13))
IN_A_YEAR = Span(date(2026, 9, 28), date(2026, 10, 2))
OVER_NEW_YEAR = Span(date(2025, 12, 26), date(2026, 1, 2))


@pytest.mark.parametrize(
    ("span", "question"),
    [
        (DAY, "Do you mean Friday 30 October 2026?"),
        (IN_A_MONTH, "Do you mean a day from 12 to 13 November 2026?"),
        (IN_A_YEAR, "Do you mean a day from 28 September to 2 October 2026?"),
        (OVER_NEW_YEAR, "Do you mean a day from 26 December 2025 to 2 January 2026?"),
    ],
)
def test_the_question_names_each_end_once(bare_app: Flask, span: Span, question: str) -> None:
    with bare_app.test_request_context("/"):
        assert ask_back(span) == question


@pytest.mark.parametrize(
    ("span", "question"),
    [
        (DAY, "Ai Dydd Gwener 30 Hydref 2026 sydd gennych mewn golwg?"),
        (IN_A_MONTH, "Ai un o’r dyddiau hyn sydd gennych mewn golwg: 12 hyd 13 Tachwedd 2026?"),
        (IN_A_YEAR, "Ai un o’r dyddiau hyn sydd gennych mewn golwg: 28 Medi hyd 2 Hydref 2026?"),
    ],
)
def test_the_question_is_asked_in_welsh(bare_app: Flask, span: Span, question: str) -> None:
    bare_app.config["LANGUAGE"] = "cy"
    with bare_app.test_request_context("/"):
        assert ask_back(span) == question
