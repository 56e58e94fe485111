"""Is it in the scheme: which court passed the sentence."""

from datetime import date

import pytest

from tests.support.eligibility import CATALOGUE, CHECK, IN, NOT, ask, facts, result
from tests.support.tables import from_table
from ulss_tracker.scheme.courts.court_table import CourtKind, load_court_words
from ulss_tracker.scheme.courts.courts import WHERE_TO_TURN, Courts
from ulss_tracker.scheme.offences import reasons
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import CameBy, ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict


@from_table
def test_each_other_court_says_where_to_turn(
    text: str, kind: CourtKind, verdict: Verdict, overall: Verdict, act: str
) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text))
    assert result(found, "court") == (verdict, WHERE_TO_TURN[kind], act)
    assert found.verdict is overall
    assert found.questions == ()


def test_what_the_crown_courts_list_leaves_out_may_be_on_the_court_martials() -> None:
    """SI 2009/1168 is not in the catalogue, so only an offence that no list can name is a no."""
    for offence_id in ("no-oapa-47", "no-burglary", "no-theft"):
        found = ask(facts(offence_id, court_id=None, court_text="Court Martial"))
        assert found.verdict is CHECK, offence_id
    title = CATALOGUE.get("no-oapa-47").title
    found = ask(facts("no-oapa-47", court_id=None, court_text="Court Martial at Bulford"))
    assert result(found, "offence") == (
        CHECK,
        reasons.COURT_MARTIAL_LIST.format(title=title),
        reasons.COURT_MARTIAL_ORDER,
    )


def test_a_summary_offence_is_out_at_the_court_martial_too() -> None:
    """Whoever reads in its note that it is one, and the rules, go by the same."""
    for offence in CATALOGUE:
        assert offence.summary == offence.note.startswith("A summary offence and not"), offence.id
        assert not (offence.summary and offence.in_scheme), offence.id
        if offence.summary and offence.verified:
            found = ask(facts(offence.id, court_id=None, court_text="Court Martial"))
            assert found.verdict is NOT, offence.id


@pytest.mark.parametrize("text", ["", "HHJ Martin Levett", "somewhere"])
def test_a_court_not_known_must_be_found_out(text: str) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text))
    assert result(found, "court") == (CHECK, reasons.COURT_UNKNOWN, reasons.COURT_ACT)
    assert found.verdict is CHECK
    (question,) = found.questions
    assert (question.id, question.text, question.hint, question.answers, question.conviction) == (
        "court",
        reasons.ASK_COURT,
        reasons.ASK_COURT_HINT,
        (),
        None,
    )


@pytest.mark.parametrize("text", ["", "HHJ Martin Levett", "somewhere"])
def test_in_a_record_a_court_is_the_crown_court_unless_it_says_otherwise(text: str) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text, recorded=True))
    assert result(found, "court") == (IN, reasons.COURT_AS_RECORDED, reasons.COURT_ACT)
    assert found.verdict is IN
    elsewhere = facts(
        "io-murder", court_id=None, court_text="Bexley Magistrates’ Court", recorded=True
    )
    assert ask(elsewhere).verdict is NOT


@pytest.mark.parametrize("text", ["Highbury Corner", "Willesden", "DJ Smith", "Hamilton"])
@pytest.mark.parametrize("recorded", [True, False])
def test_a_place_with_no_crown_court_known_is_asked_about_even_in_a_record(
    text: str, recorded: bool
) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text, recorded=recorded))
    assert result(found, "court") == (CHECK, reasons.COURT_NOT_CROWN, reasons.COURT_ACT)
    assert found.verdict is CHECK
    assert [question.id for question in found.questions] == ["court"]
    out = ask(facts("no-theft", court_id=None, court_text=text, recorded=recorded))
    assert out.verdict is NOT


def test_words_that_say_crown_are_enough_where_the_place_is_in_doubt() -> None:
    for text in ("Crown Court at Basingstoke", "BASINGSTOKE CROWN COURT"):
        assert ask(facts("io-murder", court_id=None, court_text=text)).verdict is IN
    assert ask(facts("io-murder", court_id=None, court_text="Mold Law Courts")).verdict is CHECK


@pytest.mark.parametrize("text", ["Lewis", "Bolston", "Mold Law Courts"])
def test_in_a_record_a_doubtful_spelling_of_a_crown_court_is_taken_for_it(text: str) -> None:
    found = ask(facts("io-murder", court_id=None, court_text=text, recorded=True))
    assert result(found, "court") == (IN, reasons.COURT_AS_RECORDED, reasons.COURT_ACT)


def test_an_unknown_court_does_not_save_an_offence_that_is_out() -> None:
    found = ask(facts("no-theft", court_id=None))
    assert found.verdict is NOT
    assert found.questions == ()


def test_a_court_is_read_from_its_words_or_its_id() -> None:
    assert ask(facts("io-murder", court_id=None, court_text="Leeds")).verdict is IN
    assert ask(facts("io-murder", court_id="nowhere", court_text="Leeds")).verdict is IN
    assert ask(facts("io-murder", court_id="nowhere")).verdict is CHECK


def test_the_courts_can_be_given() -> None:
    none = Courts((), load_court_words())
    assert assess(facts("io-murder"), CATALOGUE, none).verdict is CHECK


@pytest.mark.parametrize(
    ("came_by", "reason", "act"),
    [
        (CameBy.COMMITTED, reasons.COMMITTED, reasons.COMMITTAL_ACT),
        (CameBy.APPEAL, reasons.APPEAL, reasons.COURT_ACT),
    ],
)
def test_a_committal_for_sentence_and_an_appeal_are_for_a_lawyer(
    came_by: CameBy, reason: str, act: str
) -> None:
    found = ask(facts("io-robbery", came_by=came_by))
    assert result(found, "court") == (CHECK, reason, act)
    assert found.verdict is CHECK
    assert found.questions == ()


@pytest.mark.parametrize("came_by", [CameBy.TRIAL, None])
def test_a_trial_there_and_what_is_not_known_change_nothing(came_by: CameBy | None) -> None:
    assert ask(facts("io-robbery", came_by=came_by)).verdict is IN


def test_each_way_to_the_crown_court_has_its_words() -> None:
    assert len({each.label for each in CameBy}) == len(CameBy)


def test_a_magistrates_sentence_is_out_even_where_committal_is_said() -> None:
    found = ask(
        facts(
            "io-robbery",
            court_id=None,
            court_text="Bexley Magistrates’ Court",
            came_by=CameBy.COMMITTED,
        )
    )
    assert found.verdict is NOT


@pytest.mark.parametrize(
    ("court", "verdict"),
    [("Leeds Law Courts", Verdict.MUST_CHECK), ("Leeds Crown Crt", Verdict.IN_SCHEME)],
)
def test_a_court_that_may_be_either_is_not_taken_for_the_crown_court(
    court: str, verdict: Verdict
) -> None:
    facts = Facts(None, date(2019, 3, 15), (ConvictionFacts("io-robbery"),), court_text=court)
    assert assess(facts, load_catalogue()).verdict is verdict
