"""The question that asks back which day of sentence is meant."""

from datetime import date

from flask import Flask

from tests.support.tables import from_table
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.web.core.sentence_day_words import ask_back


@from_table
def test_the_question_names_each_end_once(
    bare_app: Flask, language: str, earliest: date, latest: date, question: str
) -> None:
    bare_app.config["LANGUAGE"] = language
    with bare_app.test_request_context("/"):
        assert ask_back(Span(earliest, latest)) == question
