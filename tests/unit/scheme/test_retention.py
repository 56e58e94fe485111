"""How long personal data is kept: the table, what a signature changes, and what is refused."""

from datetime import UTC, date, datetime

import pytest

from tests.support.kept import signed
from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.drafting import content_of
from ulss_tracker.scheme.law.law import Law, obeying
from ulss_tracker.scheme.law.loading import check
from ulss_tracker.scheme.law.saying import sentences
from ulss_tracker.scheme.table import TableError, TableRow

ANSWERS = {
    "rule": "draft", "length": 1, "unit": "years", "why": "It is.", "basis": "policy",
    "decides_from_on": date(2027, 1, 1), "read_title": "Schedule", "read_provision": "3",
    "read_address": "https://example.org/", "read_text": "A year.", "read_on": date(2026, 12, 1),
    "read_not_known": "",
}  # fmt: skip


def drafted(**changed: object) -> Change:
    content = content_of(ChangeKind.RETENTION, ANSWERS | changed)
    return Change("LAW-1", ChangeKind.RETENTION, content, date(2027, 1, 1), "Ada", "Bo")


def test_every_rule_is_said_in_both_languages_and_none_is_signed_yet() -> None:
    for rule in retention.rules():
        for language in ("en", "cy"):
            assert rule.kept(language, 24).endswith(".")
        assert not rule.signed
        assert rule.sentence
    assert retention.rule("request").end(date(2024, 2, 29)) == date(2027, 2, 28)
    before = retention.rule("message").begin(datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert before == datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert "as the setting DRAFT_HOURS says" in retention.rule("draft").sentence


@pytest.mark.parametrize("rule", ["request", "feedback", "letter"])
def test_a_form_makes_a_rule_that_two_signed(rule: str) -> None:
    change = drafted(rule=rule)
    law = Law((change,))
    check(law)
    with obeying(law):
        (sentence,) = sentences(change)
        made = retention.rule(rule)
    assert "1 year from" in sentence
    assert made.period("cy") == "1 flwyddyn"
    assert (made.signed, made.is_verified) == ("Ada and Bo", True)


@pytest.mark.parametrize(
    ("law", "words"),
    [
        (Law((drafted(),)), "its length is the setting DRAFT_HOURS"),
        (signed("no", "days = 1", without="days"), "there is no no"),
        (signed("request", "days = 1", without="why"), "one of a length"),
        (signed("request", 'years = 2\nthen = "erase"', without="why"), "unknown name then"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(law: Law, words: str) -> None:
    with pytest.raises(TableError, match=words):
        check(law)


def test_a_table_that_lacks_a_rule_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = retention._in_file()
    rows = [row.values for row in whole.rows("rule")][1:]
    monkeypatch.setattr(retention, "_in_file", lambda: TableRow({"rule": rows}, "rules.toml"))
    with obeying(Law()), pytest.raises(TableError, match="each once"):
        retention.rules()
