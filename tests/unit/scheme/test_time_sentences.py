"""The table of sentences about the time limit: both languages, the same values, no denial."""

import re
from datetime import date

import pytest

from tests.support.law_on_time import six_months, table_of_limits
from ulss_tracker.scheme.table import TableError
from ulss_tracker.scheme.time import policies
from ulss_tracker.scheme.time.limit_sentences import (
    length,
    some_have_longer,
    usual_length,
    who_may_have_longer,
)
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.scheme.time.time_limits import may_have_longer
from ulss_tracker.scheme.time.time_sentences import say, sentences
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

PLACE = re.compile(r"%\(\w+\)[sd]")


def in_words(day: date) -> str:
    return day.isoformat()


def test_each_sentence_fills_in_the_same_in_both_languages() -> None:
    assert len(sentences()) > 50
    for name, said in sentences().items():
        assert sorted(PLACE.findall(said["en"])) == sorted(PLACE.findall(said["cy"])), name
        assert "%" not in PLACE.sub("", said["en"] + said["cy"]), name


def test_no_sentence_says_that_nobody_has_longer() -> None:
    for name, said in sentences().items():
        assert not re.search(r"nobody can|not for any reason", said["en"], re.IGNORECASE), name
        assert not re.search(r"ni all neb", said["cy"], re.IGNORECASE), name


def test_a_sentence_that_is_not_there_or_wants_a_value_is_an_error() -> None:
    with pytest.raises(TableError, match=r"words\.toml: there is no sentence made_up"):
        say("made_up")
    with pytest.raises(KeyError):
        say("limit")


def test_lengths_in_both_languages() -> None:
    basic, six, _ = load_policies()
    assert [length(basic), length(basic, "cy")] == ["28 days", "28 diwrnod"]
    assert [length(six), length(six, "cy")] == ["six months", "chwe mis"]
    assert usual_length() == "28 days"


def test_what_is_said_of_those_who_may_have_longer_follows_the_table() -> None:
    said = who_may_have_longer("en", in_words)
    assert "ask anyway" in said
    assert "we cannot promise" in said
    assert "six months" not in said + some_have_longer("en", in_words)
    with six_months(confirmed=True):
        said = who_may_have_longer("en", in_words)
        assert "within six months of the sentence" in said
        assert "passed on or after 2025-12-29" in said
        assert "Victims and bereaved families have six months" in some_have_longer("en", in_words)
    table = policies.POLICIES_FILE.read_text("utf-8")
    with table_of_limits(table[: table.index('\n[[policy]]\nid = "2026-act-s')]):
        assert who_may_have_longer("en", in_words) == ""
        assert some_have_longer("en", in_words) == ""


def test_whoever_has_not_said_who_they_are_may_be_a_victim() -> None:
    on = date(2026, 7, 6)
    assert may_have_longer(None, on)
    assert may_have_longer(RequesterRole.OTHER, on)
    assert may_have_longer(RequesterRole.VICTIM, None)
    assert not may_have_longer(RequesterRole.PUBLIC, on)
    assert not may_have_longer(RequesterRole.VICTIM, date(2025, 12, 28))
    assert not may_have_longer(RequesterRole.VICTIM, on, load_policies()[1])
